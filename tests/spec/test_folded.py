"""One unit in place of all that are like it says the same of those above, to the last digit: on random trees, reports, lists and duties."""

import random
from datetime import date

import pytest
from pandas.testing import assert_frame_equal

from data import months, read_cache, revisions, units
from data.folded_units import folded
from data.read_cache import ReadCache
from data.touched import follow
from metrics import METRICS, OVERVIEW, query
from metrics.conclusions.choosing import conclusions
from metrics.scope import scope_of
from tests import cases, duties, rolled
from tests.spec.test_touched import listed

LAST = rolled.MONTHS[-1].date()
RUN = months.between(months.shift(LAST, -2), LAST)
TURN = date(2026, 9, 1)  # some begin, end or move then
COUNTIES = ["330203", "330205", "330206", "330602", "330681"]
ASKED = ["330000", "330200", "330600", "330203"]
NUMBERS = [*OVERVIEW, METRICS["completeness"], METRICS["problems_open"], METRICS["satisfaction"]]


def planted(conn, chance) -> list[str]:
    """Townships below counties, of which some report, one is named by an obligation, and some were not there always."""
    rolled.at_random(conn, chance.randint(0, 99))
    below = {f"{county}{nth:03d}": county for county in COUNTIES for nth in range(1, chance.randint(2, 9))}
    some = set(chance.sample(list(below), len(below) // 4))
    later = {code: chance.choice(COUNTIES) for code in some if chance.random() < 0.5}  # the others end
    cases.plant(conn, {code: county for code, county in below.items() if code not in some})
    cases.plant(conn, {code: below[code] for code in some}, until=TURN)
    cases.plant(conn, later, since=TURN)
    conn.execute(schema_level(below))
    for code in chance.sample(list(below), 3):
        cases.report(conn, cases.reports(f"unit | month | visits | satisfied\n{code} | 2026-09 | 7 | 3"))
    cases.report(conn, problems=listed("P9", chance.choice(list(below))))
    cases.report(conn, month=LAST, lists=[("problems", chance.choice(list(below)))])
    for what in ("visits", "satisfied", "problems"):
        duties.add(
            conn, unit="330000", level=chance.choice(["leaf", "township"]), what=what, every=1, since=RUN[0], to=None
        )
    duties.add(conn, unit=chance.choice(list(below)), level="leaf", what="visits", every=1, since=RUN[0], to=None)
    return list(below)


def schema_level(codes):
    term = units.unit_term
    return term.update().where(term.c.code.in_(list(codes))).values(level="township")


def told(conn, unit):
    """All that pages ask of a unit and those right below it."""
    yield query.snapshot(conn, NUMBERS, unit, LAST)
    yield query.history(conn, NUMBERS, [unit], RUN)
    yield query.coverage(conn, OVERVIEW, unit, LAST)
    for metric in OVERVIEW:
        yield query.owing(conn, metric, unit, LAST).assign(owner="")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_told_of_a_folded_tree_is_what_is_told_of_the_whole(conn, seed):
    planted(conn, random.Random(seed))
    whole = {unit: (list(told(conn, unit)), conclusions(conn, unit, LAST)) for unit in ASKED}
    owing = {(unit, metric.key): query.owing(conn, metric, unit, LAST)["unit"] for unit in ASKED for metric in OVERVIEW}
    cells = scope_of(conn, ["330000"], *RUN[::2], fold=True).cells
    read_cache.carry(conn, ReadCache(20_000), follow(conn, None, revisions.current(conn)))
    assert scope_of(conn, ["330000"], *RUN[::2], fold=True).cells < cells
    for unit in ASKED:
        frames, said = whole[unit]
        for kept, anew in zip(list(told(conn, unit)), frames, strict=True):
            assert_frame_equal(kept, anew)
        assert conclusions(conn, unit, LAST) == said
        for metric in OVERVIEW:
            owes = owing[unit, metric.key]
            assert query.who_owes(conn, metric, unit, LAST) == ((owes.iloc[0] if len(owes) else ""), owes.nunique())


def test_who_reported_once_or_is_asked_for_stands_for_itself(conn):
    cases.plant(conn, {"P": None, "A": "P", "B": "P", **{f"A{nth}": "A" for nth in range(5)}, "B1": "B", "B2": "B"})
    found = folded(units.load(conn), frozenset({"A3"}))
    assert found.members == {"A0": ("A0", "A1", "A2", "A4"), "B1": ("B1", "B2")}
    assert found.units.in_month(LAST).codes == ("P", "A", "A0", "A3", "B", "B1")
    assert {unit: found.shows([unit]) for unit in ("P", "A", "A0", "A1", "A3")} == {
        "P": True, "A": False, "A0": False, "A1": False, "A3": True,
    }  # fmt: skip
    # A and B are what the province shows: they stand for themselves, though nothing was ever below a unit like them.
    flat = folded(units.load(conn), frozenset())
    assert flat.shows(["P"])


def test_whoever_reports_a_figure_a_row_or_a_list_is_known_from_then_on(conn):
    cases.plant(conn, cases.ZHEJIANG)
    known, seen = follow(conn, None, revisions.current(conn)), []
    for event in (
        lambda: cases.report(conn, cases.reports("unit | month | visits\n330203 | 2026-09 | 7")),
        lambda: cases.report(conn, problems=listed("P1", "330205")),
        lambda: cases.report(conn, month=LAST, lists=[("problems", "330602")]),
        lambda: cases.report(conn, applications=rolled.ledger()),
        lambda: cases.withdraw(conn, 1, "填错"),
    ):
        event()
        known = follow(conn, known, revisions.current(conn))
        assert known.reporting == follow(conn, None, revisions.current(conn)).reporting
        seen.append(set(known.reporting))
    assert seen == [
        {"330203"},
        {"330203", "330205"},
        {"330203", "330205", "330602"},
        {"330203", "330205", "330602", "330000"},
        {"330203", "330205", "330602", "330000"},
    ]
