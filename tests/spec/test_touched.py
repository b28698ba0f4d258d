"""What a new revision does not touch stands as it stood: which units it touches, and that what was kept of the others is right."""

import random
from datetime import date

import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import update

from data import months, read_cache, revisions
from data.figures import live_batches
from data.read_cache import ReadCache
from data.schema import unit_term
from data.touched import follow
from metrics import METRICS, OVERVIEW, query
from tests import cases, rolled
from tests.frames import figures
from tests.spec.test_registers import problems

PLACES = ["330000", "330200", "330203", "330205", "330600"]
FIGURE = "measure | unit | month | value\nvisits | {} | 2026-08 | {}"
LISTED = """
    key | unit | list  | department | found      | assigned   | due        | closed     | accepted   | reopened
    {0} | {1}  | audit | 水利局     | 2026-07-05 | 2026-07-10 | 2026-08-10 | {2}        |            | 0
"""


def listed(key, unit, closed=""):
    return problems(LISTED.format(key, unit, closed))


@pytest.fixture
def store(conn):
    """Units, a figure and a problem of Haishu."""
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, figures(FIGURE.format("330203", 1)), problems=listed("P1", "330203"))
    return conn


EVENTS = {
    "a figure": lambda conn: cases.report(conn, figures(FIGURE.format("330203", 2))),
    "a row of a list": lambda conn: cases.report(conn, problems=listed("P2", "330203")),
    "a row that moved": lambda conn: cases.report(conn, problems=listed("P1", "330602")),
    "a list without a row": lambda conn: cases.report(conn, month=date(2026, 8, 1), lists=[("problems", "330203")]),
    "both": lambda conn: cases.report(conn, figures(FIGURE.format("330203", 3)), problems=listed("P3", "330203")),
    "taken back": lambda conn: cases.withdraw(conn, 1, "填错"),
    "a ledger": lambda conn: cases.report(conn, applications=rolled.ledger()),
    "of another unit": lambda conn: cases.report(conn, figures(FIGURE.format("330600", 2))),
    "a county that moved": lambda conn: (
        conn.execute(update(unit_term).where(unit_term.c.code == "330203").values(parent="330600")),
        cases.report(conn, figures(FIGURE.format("330600", 2))),
    ),
}


@pytest.mark.parametrize(
    ("event", "by_figures", "by_lists"),
    [
        ("a figure", "330000 330200 330203", ""),
        ("a row of a list", "", "330000 330200 330203"),
        ("a row that moved", "", "330000 330200 330203 330600"),
        ("a list without a row", "", "330000 330200 330203"),
        ("both", "330000 330200 330203", "330000 330200 330203"),
        ("taken back", "330000 330200 330203", "330000 330200 330203"),
        ("of another unit", "330000 330600", ""),
        ("a ledger", "330000 330200 330203 330205 330600", "330000 330200 330203 330205 330600"),
        ("a county that moved", "330000 330200 330203 330205 330600", "330000 330200 330203 330205 330600"),
    ],
)
def test_which_units_a_revision_touches(store, event, by_figures, by_lists):
    known = follow(store, None, revisions.current(store))
    assert {known.since([unit]) for unit in PLACES} == {1}  # nothing is known of before
    EVENTS[event](store)
    now = follow(store, known, revisions.current(store))
    assert [unit for unit in PLACES if now.since_figures([unit]) == 2] == by_figures.split()
    assert [unit for unit in PLACES if now.since_lists([unit]) == 2] == by_lists.split()
    assert now.since(["330205", "330203"]) == max(now.since(["330205"]), now.since(["330203"]))


def test_a_unit_is_touched_where_one_is_that_once_lay_below_it(conn):
    cases.plant(conn, cases.ZHEJIANG | {"330299": "330200"}, until=date(2026, 8, 1))
    cases.plant(conn, cases.ZHEJIANG | {"330299": "330600"}, since=date(2026, 8, 1))
    cases.report(conn, figures(FIGURE.format("330203", 1)))
    known = follow(conn, None, 1)
    cases.report(conn, figures("measure | unit | month | value\nvisits | 330299 | 2026-07 | 5"))
    now = follow(conn, known, 2)
    assert [unit for unit in PLACES if now.since([unit]) == 2] == ["330000", "330200", "330600"]


def anything(chance, conn):
    """A batch of whatever there may be, or one of them taken back."""
    what, unit = chance.choice(["figures", "figures", "list", "closed", "back", "ledger"]), chance.choice(rolled.UNITS)
    if what == "figures":
        return cases.report(conn, rolled.said_at_random(chance, 4))
    if what == "ledger":
        return cases.report(conn, applications=rolled.ledger())
    if what == "back":
        return cases.withdraw(conn, chance.choice(sorted(conn.scalars(live_batches()))), "填错")
    closed = "2026-08-20" if what == "closed" else ""
    return cases.report(conn, problems=listed(f"P{chance.randint(1, 5)}", unit, closed))  # rows move from unit to unit


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_from_one_revision_to_the_next_is_what_a_new_question_would_say(conn, seed):
    chance, cache, touched = random.Random(seed), ReadCache(20_000), None
    rolled.at_random(conn, seed)
    last = rolled.MONTHS[-1].date()
    run = months.between(months.shift(last, -2), last)
    asked = [*OVERVIEW, METRICS["completeness"], METRICS["problems_open"]]

    def ask(unit, carried):
        read_cache.carry(conn, carried, touched if carried else None)
        if not carried:
            conn.execution_options(read_cache=None)
        yield query.snapshot(conn, asked, unit, last)
        yield query.history(conn, asked, [unit], run)

    for _ in range(6):
        conn.execution_options(read_cache=None)
        anything(chance, conn)
        touched = follow(conn, touched, revisions.current(conn))
        for unit in chance.sample(PLACES, 3):
            for kept, anew in zip(list(ask(unit, cache)), list(ask(unit, None)), strict=True):
                assert_frame_equal(kept, anew)
