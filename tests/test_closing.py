"""What closes an instruction is shown by its metric: nothing is closed by itself, and a correction takes it back."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from data import audit, months, store
from data.clocks import reading
from data.clocks.reading import About
from data.instructions import conditions, mine, steps
from data.instructions.conditions import Condition
from data.instructions.steps import Order
from data.notices import notices
from data.text import Text
from metrics import closing
from tests import cases, talking
from tests.talking import CITY, COUNTY, OTHER

PREPARED = talking.started
NOW = datetime(2026, 11, 20, 9, tzinfo=months.SHANGHAI)
LEADER, STEWARD = talking.who("limin"), talking.who("wangfang")
ABOUT = About("metric", COUNTY, date(2026, 7, 1), 1, Text("满意率", "Satisfaction"), metric="satisfaction", value=0.9)
CONDITION = Condition("satisfaction", COUNTY, "at_least", 0.95, 2)
ORDER = Order("把满意率提上来。", COUNTY, ABOUT, due=date(2026, 12, 20), condition=CONDITION)


def put(engine, **by_month: int) -> None:
    """How many of 100 were satisfied."""
    rows = "\n".join(f"{COUNTY} | 2026-{month[1:]} | 100 | {value}" for month, value in by_month.items())
    with store.writing(engine) as conn:
        cases.report(conn, cases.reports("unit | month | rated | satisfied\n" + rows))


def state(engine) -> str:
    with engine.connect() as conn:
        return reading.one(conn, 1).standing.state


def told(engine, login: str) -> list[str]:
    with engine.connect() as conn:
        found = [each.kind for each in reversed(notices.listing(conn, login))]
    return [kind for kind in found if kind in ("instruction_shown", "instruction_unshown")]


@pytest.fixture
def issued(engine, clock):
    clock()
    put(engine, m07=99)
    assert steps.issue(engine, ORDER, by=LEADER) == 1
    return engine


def test_when_the_condition_holds_it_waits_for_acceptance_and_is_told_once(issued):
    put(issued, m08=90, m09=95)
    assert closing.look(issued) == 0  # July was before it was issued, and one month is not two
    put(issued, m10=96)
    assert closing.look(issued) == 2
    assert closing.look(issued) == 0
    assert state(issued) == "reported"
    assert told(issued, "limin") == told(issued, "wangfang") == ["instruction_shown"]
    with issued.connect() as conn:
        (waits,) = [each for each in mine.listing(conn, LEADER) if each.waits]
        assert waits.waits == "accepted"
        assert "2026-09 95.0%，2026-10 96.0%" in notices.listing(conn, "limin")[0].told("zh")
        assert "instruction_shown" in set(audit.listing(conn)["action"])


def test_a_correction_takes_it_back_before_it_is_accepted_and_is_told_after(issued):
    put(issued, m09=95, m10=96)
    closing.look(issued)
    put(issued, m10=94)
    assert closing.look(issued) == 2
    assert state(issued) == "under_way"
    put(issued, m10=97)
    closing.look(issued)
    with issued.connect() as conn:
        seen = reading.one(conn, 1).seen
    steps.decide(issued, 1, "accepted", by=LEADER, seen=seen)
    put(issued, m09=80)
    assert closing.look(issued) == 2
    assert state(issued) == "accepted"  # nothing is reopened by itself
    assert told(issued, "limin") == ["instruction_shown", "instruction_unshown"] * 2
    with issued.connect() as conn:
        assert "reopened" in mine.opened(conn, 1, LEADER).steps


def test_a_month_that_is_missing_breaks_the_run_and_the_newest_may_still_come(issued):
    put(issued, m08=99, m10=99)
    assert closing.look(issued) == 0
    put(issued, m09=99)
    assert closing.look(issued) == 2


def test_what_the_charged_reported_waits_already(issued):
    steps.carry_out(issued, 1, "received", by=STEWARD, seen=1)
    steps.carry_out(issued, 1, "reported", by=STEWARD, seen=2, text="已整改")
    put(issued, m09=95, m10=96)
    assert closing.look(issued) == 0


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (replace(CONDITION, unit=OTHER), "condition_elsewhere"),
        (replace(CONDITION, metric="visits"), "condition_elsewhere"),
        (replace(CONDITION, value=float("nan")), "condition_value"),
        (replace(CONDITION, months=0), "condition_months"),
        (replace(CONDITION, months=13), "condition_months"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(engine, clock, condition, reason):
    clock()
    with pytest.raises(steps.Refused) as refused:
        steps.issue(engine, replace(ORDER, condition=condition), by=LEADER)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("condition", "value", "why"),
    [
        (replace(CONDITION, value=95), 0.9, "不会高于 100%"),
        (replace(CONDITION, word="at_most"), 0.9, "越高越好"),
        (Condition("problems_overdue", CITY, "at_least", 0, 2), 3.0, "越低越好"),
        (Condition("visits", CITY, "at_least", -1, 2), 3.0, "不会小于 0"),
        (replace(CONDITION, months=1), 0.96, "现在就成立"),
        (CONDITION, None, "没有这个指标的数"),
    ],
)
def test_nonsense_is_said_in_words(condition, value, why):
    with pytest.raises(steps.Refused, match=why):
        closing.require_sense(condition, value)


def test_the_condition_reads_as_it_was_meant(issued):
    assert closing.reads(CONDITION) == Text(
        "满意率连续 2 个月不低于 95.0%", "Satisfaction at least 95.0% for 2 months on end"
    )
    with issued.connect() as conn:
        assert conditions.of(conn, 1) == CONDITION
        assert conditions.of(conn, 2) is None
        assert "还没有可用的月份" in closing.told(CONDITION, closing.shown(conn, CONDITION, NOW.date(), NOW.date())).zh
