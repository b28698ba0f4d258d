"""What panels share of a state of the store: what was read before is not read again, and is the same as if it had been."""

import random

import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import event

from data import months, read_cache
from data.read_cache import ReadCache
from metrics import METRICS, OVERVIEW, query
from metrics.periods import PERIODS

LAST = months.last_full(months.today())
FIGURES = [metric for metric in OVERVIEW if metric.parts]
CITIES = ["330100", "330200", "330300"]
YEAR = months.between(months.shift(LAST, -12), LAST)
ASKS = {
    "a city": lambda conn: query.snapshot(conn, OVERVIEW, "330100", LAST),
    "its year so far": lambda conn: query.snapshot(conn, OVERVIEW, "330100", LAST, period=PERIODS["ytd"]),
    "a rolling year": lambda conn: query.snapshot(conn, FIGURES, "330100", LAST, period=PERIODS["rolling"]),
    "its year": lambda conn: query.history(conn, OVERVIEW, ["330100"], YEAR),
    "its counties' year": lambda conn: query.history(conn, FIGURES, ["330102", "330105", "330106"], YEAR),
    "one of its lists": lambda conn: query.history(conn, OVERVIEW[-1:], ["330100", "330102"], [LAST], by="list"),
    "its systems": lambda conn: query.history(conn, OVERVIEW, ["330100"], YEAR, by="system"),
    "one system of it": lambda conn: query.snapshot(conn, FIGURES, "330100", LAST, system="society"),
    "the month before": lambda conn: query.snapshot(conn, OVERVIEW, "330100", months.shift(LAST, -1)),
    "cities side by side": lambda conn: query.history(conn, OVERVIEW, CITIES, YEAR[-3:]),
    "what came of a city": lambda conn: query.snapshot(conn, [METRICS["completeness"]], "330100", LAST),
    "an earlier revision": lambda conn: query.snapshot(conn, OVERVIEW, "330100", LAST, revision=60),
    "its year then": lambda conn: query.history(conn, OVERVIEW, ["330100"], YEAR, revision=60),
}


@pytest.fixture
def ask(demonstrated):
    """Ask one of ASKS through a connection of its own, which carries the cache that is given."""

    def ask(name, cache=None):
        with demonstrated.connect() as conn:
            if cache is not None:
                read_cache.carry(conn, cache)
            return ASKS[name](conn)

    return ask


@pytest.fixture
def counted(demonstrated):
    """Every statement sent to the demonstration's store."""
    sent = []

    def note(conn, cursor, statement, *rest):
        sent.append(statement)

    event.listen(demonstrated, "before_cursor_execute", note)
    yield sent
    event.remove(demonstrated, "before_cursor_execute", note)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_asked_before_every_answer_is_what_it_is_alone(ask, seed):
    order, cache = list(ASKS), ReadCache(20_000)
    random.Random(seed).shuffle(order)
    for name in order:
        assert_frame_equal(ask(name, cache), ask(name), obj=name)


def test_what_others_have_read_is_not_read_again(ask, counted):
    cache = ReadCache(20_000)
    ask("its year", cache)
    counted.clear()
    ask("a city", cache)
    asked = [statement for statement in counted if "rollup" in statement or "problems" in statement]
    assert not asked
    ask("a city")
    assert [statement for statement in counted if "rollup" in statement]


def test_what_there_is_no_room_for_is_asked_each_time():
    cache, made = ReadCache(10), []

    def large(_before):
        made.append(1)
        return "large"

    assert [cache.ask("key", large, size=lambda _: 11) for _ in range(2)] == ["large", "large"]
    assert len(made) == 2
    assert [cache.ask("other", lambda before: before or large(before), size=lambda _: 10) for _ in range(2)] == [
        "large"
    ] * 2
    assert len(made) == 3


def test_a_connection_that_carries_none_shares_nothing(demonstrated):
    with demonstrated.connect() as conn:
        assert read_cache.of(conn) is None
