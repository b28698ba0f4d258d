"""Meetings: who calls and opens them, what is frozen, what a decision becomes, and what opens the next one."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from data import access, audit, months, revisions, store
from data.access import Grant
from data.clocks.reading import About
from data.instructions import steps as instructions
from data.instructions.steps import Order
from data.meetings import reading, steps
from data.meetings.reading import Item
from data.meetings.steps import Plan
from data.registers import REGISTERS
from data.text import Text
from metrics.meetings import agenda, open_meeting, points, shown
from tests import cases, talking
from tests.people import somebody
from tests.staff import hire
from tests.talking import CITY, COUNTY, OCTOBER, who

PREPARED = talking.started
PLAN = Plan(CITY, date(2026, 11, 20), "数字化改革例会", "市长、各局局长", "公共数据归集\n年底收官")
ABOUT = About("metric", COUNTY, OCTOBER, 1, Text("访问量", "Visits"), metric="visits", value=42.0)
ORDER = Order("查清访问量为何下降。", COUNTY, ABOUT, acceptance="说明原因并附依据")
LEADER = who("limin")
FIRST = datetime(2026, 9, 15, 10, tzinfo=months.SHANGHAI)


@pytest.fixture
def clock(monkeypatch):
    """The clock of the store, turned by hand."""
    now = [FIRST]
    monkeypatch.setattr(months, "now", lambda: now[0])

    def turn(days: float) -> None:
        now[0] += timedelta(days=days)

    return turn


def seen(engine, number: int):
    with engine.connect() as conn:
        found = reading.one(conn, number)
    assert found
    return found


def held(engine, clock, plan: Plan = PLAN) -> int:
    """A meeting that was called and opened."""
    number = steps.call(engine, plan, by=LEADER)
    clock(1)
    open_meeting(engine, number, by=LEADER, seen=1)
    clock(0.1)
    return number


def report(engine, value: int, month: str = "2026-10") -> int:
    with store.writing(engine) as conn:
        return cases.report(conn, cases.reports(f"unit | month | visits\n{COUNTY} | {month} | {value}"))


def test_what_is_shown_is_frozen_when_it_opens_and_opens_the_next(engine, clock):
    report(engine, 40, "2026-08")
    first = held(engine, clock)
    frozen = seen(engine, first)
    with engine.connect() as conn:
        assert (frozen.state, frozen.revision, frozen.month) == ("open", revisions.current(conn), date(2026, 8, 1))
        before = agenda(conn, frozen)
    assert [line.said.zh for line in shown(frozen) if line.section == "by_hand"] == ["公共数据归集", "年底收官"]
    decided = steps.decide(engine, first, ORDER, by=LEADER)
    steps.close(engine, first, "同意。", by=LEADER, seen=2)
    clock(60)
    report(engine, 80)
    report(engine, 41, "2026-08")
    second = steps.call(engine, replace(PLAN, held_on=date(2026, 11, 20)), by=LEADER)
    with engine.connect() as conn:
        now = agenda(conn, seen(engine, second))
        assert repr(agenda(conn, seen(engine, first))) == repr(before)  # whatever came in since
        assert points(conn, seen(engine, second))[0] == before.later
    told = {(each.kind, each.what, each.unit, each.metric): (each.was, each.now) for each in now.changed}
    assert told["value", "moved", COUNTY, "visits"] == (40, 80)
    assert told["corrected", "corrected", COUNTY, "visits"] == (40, 41)
    assert [one.number for one in now.decisions] == [decided]
    assert {"issued", "missed"} <= {each.what for each in now.changed if each.key == str(decided)}
    assert [line.key for line in now.lines if line.section == "decisions"] == [str(decided)]
    assert "已超期" in next(line.said.zh for line in now.lines if line.section == "overdue")


def test_a_decision_is_an_instruction_at_once(engine, clock):
    number = held(engine, clock)
    decided = steps.decide(engine, number, ORDER, by=LEADER)
    with engine.connect() as conn:
        (one,) = reading.decisions(conn, number)
        noted = audit.listing(conn, action="instruction_issued").iloc[0]
    assert (one.number, one.source, one.source_number, one.standing.state) == (decided, "meeting", number, "open")
    assert f"meeting {number}" in str(noted["after"])
    plain = instructions.issue(engine, replace(ORDER, source="meeting", source_number=number), by=LEADER)
    with engine.connect() as conn:
        assert [each.number for each in reading.decisions(conn, number)] == [decided]  # not {plain}: issued elsewhere
    assert plain != decided


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (lambda e, n: steps.decide(e, n, ORDER, by=LEADER), "not_now"),
        (lambda e, n: steps.close(e, n, "", by=LEADER, seen=1), "not_now"),
        (lambda e, n: steps.change(e, n, PLAN, by=LEADER, seen=0), "moved"),
        (lambda e, n: steps.change(e, 99, PLAN, by=LEADER, seen=1), "gone"),
        (lambda e, n: steps.change(e, n, PLAN, by=hire(e, "y", "330600", Grant("leader", "330600")), seen=1), "gone"),
        (lambda e, n: steps.call(e, replace(PLAN, title=" "), by=LEADER), "no_title"),
        (lambda e, n: steps.call(e, replace(PLAN, items=(Item("330600", Text("a", "a"), "visits"),)), by=LEADER), "no_unit"),
        (lambda e, n: steps.call(e, replace(PLAN, items=(Item(COUNTY, Text("a", "a"), register="oversight", key="1"),)), by=LEADER), "no_unit"),
        (lambda e, n: steps.open_(e, n, 99, OCTOBER, "[]", by=LEADER, seen=1), "figures_moved"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(engine, what, reason):
    assert REGISTERS["oversight"].restricted
    number = steps.call(engine, PLAN, by=LEADER)
    with pytest.raises(steps.Refused) as refused:
        what(engine, number)
    assert refused.value.reason == reason
    assert "{" not in refused.value.sentence.zh + refused.value.sentence.en


def test_a_closed_meeting_stays_as_it_is(engine, clock):
    number = held(engine, clock)
    steps.close(engine, number, "同意。", by=LEADER, seen=2)
    with pytest.raises(steps.Refused, match="已结束"):
        steps.decide(engine, number, ORDER, by=LEADER)
    with pytest.raises(steps.Refused, match="已结束"):
        steps.close(engine, number, "改。", by=LEADER, seen=3)
    assert seen(engine, number).minutes == "同意。"


def test_who_reads_the_unit_reads_its_meetings_and_nobody_else(engine):
    number = steps.call(engine, PLAN, by=LEADER)
    with engine.connect() as conn:
        may = {
            unit: reading.opened(conn, number, somebody("steward", unit, login="x")) is not None
            for unit in ("330000", CITY, COUNTY)
        }
    assert may == {"330000": True, CITY: True, COUNTY: False}
    with pytest.raises(access.Refused):
        steps.change(engine, number, PLAN, by=hire(engine, "y", CITY, Grant("steward", CITY)), seen=1)


def test_the_next_one_is_two_months_later_on_a_working_day(engine, clock):
    steps.call(engine, replace(PLAN, held_on=date(2026, 8, 3)), by=LEADER)
    with engine.connect() as conn:
        assert reading.next_day(conn, CITY) == date(2026, 10, 8)  # the 3rd is in the holidays of October
