"""Ten thousand open instructions: what a page, a look of the clock or a comparison reads is what it shows, as with a hundred."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data import months, store
from data.clocks import reading, rows
from data.clocks.life import Event
from data.instructions import clock, lanes, mine, steps
from data.instructions.lanes import Asked, Narrowed
from data.instructions.steps import Order
from data.schema import notice
from data.text import Text
from metrics.changes import points, tasks
from metrics.instructions import stopwatch
from tests import many_instructions, talking
from tests.talking import CITY, COUNTY, OCTOBER, OTHER, who

PREPARED = talking.started
LEADER, STEWARD = who("limin"), who("wangfang")
ABOUT = reading.About("metric", COUNTY, OCTOBER, 1, Text("访问量", "Visits"), metric="visits", value=42.0)
ROW = reading.About("row", COUNTY, OCTOBER, 1, Text("账实不符", "Books"), register="problems", key="W1")
FEW, MANY = 100, 10_000

# What is read, as functions of a connection.
READS = {
    "a page of the list": lambda conn: mine.page(conn, Asked(LEADER, None), limit=50),
    "the lanes": lambda conn: [lanes.counts(conn, Asked(LEADER, None)), lanes.page(conn, Asked(LEADER, None), "open", 8)],
    "what waits for the steward": lambda conn: [
        lanes.waiting(conn, Asked(STEWARD, None)), mine.page(conn, Asked(STEWARD, None), Narrowed(waits="received"), 50),
    ],
    "what waits for the leader": lambda conn: mine.page(conn, Asked(LEADER, None), Narrowed(waits="any"), 50),
    "the strip": lambda conn: stopwatch(conn, [CITY, COUNTY], months.today()),
    "what hangs on a number": lambda conn: mine.listing(conn, LEADER, metric="visits", about=COUNTY),
    "the clock of a row": lambda conn: rows.of_rows(conn, "problems", ["W1", "W2"]),
    "what changed this week": lambda conn: list(
        tasks.compared(
            conn, [CITY, COUNTY, OTHER], points.of_day(conn, months.today() - timedelta(days=7)), points.now(conn), LEADER
        )
    ),
    "the export of what was received": lambda conn: list(lanes.each_of(conn, Asked(LEADER, None), Narrowed(lane="received"))),
}  # fmt: skip


@pytest.fixture
def events(monkeypatch):
    """The events that were read."""
    read: list = []
    monkeypatch.setattr(reading, "Event", lambda *parts: read.append(parts) or Event(*parts))
    return read


def begun(engine) -> None:
    """Four: received, about a row, to be received, and to be accepted."""
    for about in (ABOUT, ROW, ABOUT, ABOUT):
        steps.issue(engine, Order("查清原因。", COUNTY, about), by=LEADER)
    for number in (1, 4):
        steps.carry_out(engine, number, "received", by=STEWARD, seen=1)
    steps.carry_out(engine, 4, "reported", by=STEWARD, seen=2, text="已查清")


def add(engine, count: int) -> None:
    with store.writing(engine) as conn:
        many_instructions.add(conn, count, COUNTY, CITY, LEADER)
        many_instructions.add(conn, count // 10, COUNTY, CITY, LEADER, key="P")


def test_what_is_read_is_what_is_shown_of_a_hundred_and_of_ten_thousand(engine, events):
    begun(engine)
    found: dict[str, list[int]] = {name: [] for name in READS}
    for count in (FEW, MANY):
        add(engine, count)
        for name, read in READS.items():
            events.clear()
            with engine.connect() as conn:
                assert read(conn)
            found[name].append(len(events))
    with engine.connect() as conn:
        assert lanes.waiting(conn, Asked(STEWARD, None))["received"] == 2 + FEW + FEW // 10 + MANY + MANY // 10
    assert {name: many for name, (few, many) in found.items() if many > max(few, 8)} == {}
    assert found["what changed this week"] == [7, 7]
    assert found["the strip"] == [0, 0]


def test_the_clock_looks_at_what_fell_due_once_a_day_a_few_at_a_time(engine, events, monkeypatch):
    begun(engine)
    talking.add(engine, "chief", "leader", "330000")
    add(engine, FEW)
    monkeypatch.setattr(clock, "AT_ONCE", 2)
    late = months.now().replace(hour=9) + timedelta(days=30)

    def told(at) -> tuple[int, int]:
        events.clear()
        return clock.remind(engine, at), len(events)

    assert told(months.now()) == (0, 0)  # nothing is due: nothing is read
    assert told(late) == (6 + 3, 4)  # both sides of each, the unit above, and their events
    assert told(late + timedelta(hours=1)) == (0, 0)
    assert told(late + timedelta(days=1)) == (0, 4)  # looked at again, told already
    steps.carry_out(engine, 1, "progressed", by=STEWARD, seen=2, text="在查")
    assert told(late + timedelta(days=1, hours=1)) == (0, 3)  # a step makes it new
    with engine.connect() as conn:
        kinds = (
            select(notice.c.kind, func.count()).where(notice.c.kind == "instruction_overdue").group_by(notice.c.kind)
        )
        assert [tuple(row) for row in conn.execute(kinds)] == [("instruction_overdue", 6)]


def test_whoever_answers_since_yesterday_is_told_of_what_is_overdue(engine):
    """It is looked at once a day, and each person is told once."""
    begun(engine)
    late = months.now().replace(hour=9) + timedelta(days=30)
    clock.remind(engine, late)
    talking.add(engine, "successor", "steward", COUNTY)
    assert clock.remind(engine, late + timedelta(days=1)) == 3
