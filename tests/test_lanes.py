"""Instructions in lanes: the database counts what the events say, on any day from the last step on, within what one may read."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import delete, select

from data import months
from data.access import Actor, Grant
from data.clocks import present, reading
from data.clocks.life import STATES
from data.clocks.present import CLOCKS, LANES
from data.clocks.reading import About
from data.instructions import lanes, mine, rights, writing
from data.instructions.waits import WAITS
from data.instructions.writing import Order
from data.registers import REGISTERS
from data.schema import instruction_now, instruction_unit
from data.text import Text
from metrics.changes import points, tasks
from tests import workbooks
from tests.people import somebody

CITY, COUNTY, OTHER, AWAY = "330200", "330203", "330205", "330100"
ISSUED, OCTOBER = date(2026, 11, 2), date(2026, 10, 1)
LEADER, STEWARD = somebody("leader", CITY, name="李民", login="limin"), somebody("steward", COUNTY, login="wangfang")
OVERSEERS = REGISTERS["oversight"].owner

# What happened to each (days after it was issued; `>n`: until the nth day), when it was due, who led, what it was about.
LIVES = [
    ("", 5, COUNTY, "visits"),
    ("", 40, COUNTY, "visits"),
    ("received 1", 40, OTHER, "visits"),
    ("received 1, progressed 2", 40, COUNTY, "visits"),
    ("received 1, reported 2", 3, COUNTY, "visits"),
    ("received 1, reported 2, sent_back 3", 4, COUNTY, "visits"),
    ("received 1, reported 2, accepted 3", 9, COUNTY, "visits"),
    ("received 1, reported 2, accepted 3, reopened 4>30", 9, COUNTY, "visits"),
    ("received 1, paused 2>6", 5, COUNTY, "visits"),
    ("received 1, paused 2>20", 5, COUNTY, "visits"),
    ("paused 1>8, resumed 3", 9, COUNTY, "visits"),
    ("cancelled 1", 5, COUNTY, "visits"),
    ("passed_on 1", 9, CITY, "visits"),
    ("asked_longer 1>30, granted 2>30", 5, COUNTY, "visits"),
    ("received 1, asked_longer 2>30", 5, COUNTY, "visits"),
    ("asked_longer 1>60, declined 2, asked_longer 3>60", 40, COUNTY, "visits"),
    ("received 1, asked_longer 2>30, reported 3, sent_back 4", 5, COUNTY, "visits"),
    ("progressed 1", 5, COUNTY, "oversight"),
    ("received 1, reported 2, checked 3", 9, COUNTY, "inspections"),
    ("", 5, AWAY, "visits"),
]
READERS = {
    "the city's leader": LEADER,
    "the county's steward": STEWARD,
    "the other county's": somebody("steward", OTHER),
    "who was named for oversight": Actor("纪", CITY, (Grant("leader", CITY, frozenset({OVERSEERS})),), login="ji"),
    "of the finance office": Actor("财", CITY, (Grant("leader", CITY, frozenset({"财政局"})),), login="cai"),
    "a steward of the finance office": Actor(
        "务", COUNTY, (Grant("steward", COUNTY, frozenset({"财政局"})),), login="wu"
    ),
    "leader and steward": Actor("全", CITY, (Grant("leader", CITY), Grant("steward", CITY)), login="quan"),
    "who issued and may below alone": Actor("李", COUNTY, (Grant("leader", COUNTY),), login="limin"),
    "of another city": somebody("leader", AWAY),
    "nobody": Actor("", COUNTY),
}


def lived(conn) -> None:
    """All of LIVES, written by the code that people's own steps take."""
    workbooks.plant(conn)
    for happened, due, lead, about in LIVES:
        kind = ("row", about, "Y1") if about in REGISTERS else ("metric", "", "")
        thing = About(kind[0], lead, OCTOBER, 1, Text("访问量", "Visits"), register=kind[1], key=kind[2])
        order = Order(
            "查清原因。", lead, thing, "财政局" if due == 5 else "", helpers=(OTHER,) if due == 3 else (),
            person="limin" if due == 40 else "",
        )  # fmt: skip
        issuer = AWAY if lead == AWAY else CITY
        number = writing.put(conn, order, _day(due), issuer, LEADER, _at(0))
        for step in filter(None, happened.split(", ")):
            kind_of, _, when = step.partition(" ")
            on, _, until = when.partition(">")
            one = reading.one(conn, number, _day(int(on)))
            assert one
            passed = COUNTY if kind_of == "passed_on" else None
            writing.take(conn, one, kind_of, STEWARD, _at(int(on)), "办理", _day(int(until)) if until else None, passed)


def _day(after: int) -> date:
    return ISSUED + timedelta(days=after)


def _at(after: int) -> datetime:
    return datetime.combine(_day(after), time(9), months.SHANGHAI)


def by_events(conn, actor: Actor, day: date, units) -> dict[str, list[int]]:
    """The same the slow way: each read with its events."""
    found: dict[str, list[int]] = {lane: [] for lane in LANES}
    for one in reading.listing(conn, units, day=day):
        if rights.may_read(actor, one, rights.tree_for(conn, one.standing.unit)):
            found["overdue" if one.is_overdue else one.standing.state].append(one.number)
    return found


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_database_counts_what_the_events_say(conn, reader):
    lived(conn)
    tree = rights.tree_for(conn, CITY)
    for day in (_day(5), _day(7), _day(10), _day(21), _day(60)):
        for units in (tree.codes, tree.below(CITY), (OTHER,)):
            asked = lanes.Asked(reader, units, day)
            expected = by_events(conn, reader, day, units)
            assert lanes.counts(conn, asked) == {lane: len(numbers) for lane, numbers in expected.items()}
            for lane in LANES:
                shown = [one.number for one in lanes.page(conn, asked, lane, 100)]
                assert sorted(shown) == sorted(expected[lane])


def test_a_lane_comes_by_pages_what_is_due_first_and_what_ended_last(conn):
    lived(conn)
    asked = lanes.Asked(LEADER, rights.tree_for(conn, CITY).codes, _day(30))
    whole = lanes.page(conn, asked, "overdue", 100)
    assert [one.standing.due for one in whole] == sorted(one.standing.due for one in whole)
    assert lanes.page(conn, asked, "overdue", 2, 1) == whole[1:3]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_what_is_overdue_is_counted_by_the_unit_that_leads(conn, reader):
    lived(conn)
    for day in (_day(7), _day(21), _day(60)):
        units = rights.tree_for(conn, CITY).codes
        numbers = by_events(conn, reader, day, units)["overdue"]
        late = [one.standing for one in reading.of_numbers(conn, numbers, day=day)]
        due = {unit: [one.due for one in late if one.unit == unit] for unit in {one.unit for one in late}}
        found = lanes.overdue_by_unit(conn, lanes.Asked(reader, units, day))
        assert {unit: (count, oldest) for unit, count, oldest in found} == {
            unit: (len(days), min(days)) for unit, days in due.items()
        }
        assert [oldest for *_, oldest in found] == sorted(oldest for *_, oldest in found)


def test_how_many_were_issued_is_the_same_by_events_and_as_they_stand(conn):
    lived(conn)
    for codes in ((CITY,), (COUNTY,), (OTHER, CITY), (AWAY,)):
        slow = [one for one in reading.listing(conn) if one.standing.unit in codes and not one.restricted]
        expected = sum(one.standing.state != "closed" for one in slow)
        for day in (_day(5), months.today()):
            assert lanes.issued(conn, codes, _day(0), day) == expected
    assert lanes.issued(conn, (CITY,), months.today() + timedelta(days=1), months.today()) == 0


def test_today_it_is_the_list_of_whoever_looks(conn):
    lived(conn)
    found = Counter(
        "overdue" if each.one.is_overdue else each.one.standing.state for each in mine.listing(conn, LEADER)
    )
    counted = lanes.counts(conn, lanes.Asked(LEADER, rights.tree_for(conn, CITY).codes))
    assert {lane: count for lane, count in counted.items() if count} == dict(found)


def test_a_store_of_an_earlier_version_is_noted_once(conn):
    lived(conn)
    before = _kept(conn)
    conn.execute(delete(instruction_now).where(instruction_now.c.instruction > 3))
    conn.execute(delete(instruction_unit).where(instruction_unit.c.instruction > 3))
    assert (present.fill(conn), present.fill(conn)) == (len(LIVES) - 3, 0)
    assert _kept(conn) == before


def _kept(conn) -> list:
    now = select(instruction_now).order_by(instruction_now.c.instruction)
    units = select(instruction_unit).order_by(instruction_unit.c.instruction, instruction_unit.c.unit)
    return [*conn.execute(now), *conn.execute(units)]


def test_there_is_a_lane_for_every_state():
    assert set(LANES) == {"overdue", *STATES}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_the_list_and_what_waits_are_those_of_the_slow_way(conn, reader):
    lived(conn)
    slow, asked = mine.listing(conn, reader), lanes.Asked(reader, None)
    assert mine.page(conn, asked) == slow
    assert mine.page(conn, asked, limit=3, offset=2) == slow[2:5]
    rows = {each.one.about.register for each in slow if each.one.about.kind == "row"}
    assert [set(each) for each in lanes.sources(conn, asked, 9)] == [{each.one.issuer_name for each in slow}, rows]
    waiting = [each for each in slow if each.waits]
    assert mine.page(conn, asked, lanes.Narrowed(waits="any")) == waiting
    counted = Counter("accepted" if each.waits == "checked" else each.waits for each in waiting)
    assert {step: count for step, count in lanes.waiting(conn, asked).items() if count} == dict(counted)
    for step in WAITS:
        here = [each for each in waiting if each.waits in (step, "checked" if step == "accepted" else step)]
        assert mine.page(conn, asked, lanes.Narrowed(waits=step)) == here, step
    for narrowed, wanted in NARROWED:
        shown = [each for each in slow if wanted(each.one)]
        assert mine.page(conn, asked, narrowed) == shown, narrowed
        assert sum(lanes.counts(conn, asked, narrowed).values()) == lanes.count(conn, asked, narrowed) == len(shown)


def on_clock(clock: str):
    """Whether one is on a clock today, worked out from its events."""

    def is_on(one) -> bool:
        now, day = one.standing, months.today()
        waits = now.state in ("open", "received", "under_way")
        this_month = (now.since.year, now.since.month) == (day.year, day.month)
        return {
            "burning": waits and now.due < day,
            "today": waits and now.due == day,
            "week": waits and day <= now.due <= day + timedelta(days=6),
            "running": now.state not in ("accepted", "closed"),
            "accepted": now.state == "accepted" and this_month,
        }[clock]

    return is_on


NARROWED = [
    (lanes.Narrowed(led_by=COUNTY), lambda one: one.standing.unit == COUNTY),
    (lanes.Narrowed(issued_by="limin"), lambda one: one.issued_by == "limin"),
    (lanes.Narrowed(issued_by="nobody"), lambda one: False),
    (lanes.Narrowed(words="原因"), lambda one: True),
    (lanes.Narrowed(words="%"), lambda one: False),
    (lanes.Narrowed(metric="visits"), lambda one: one.about.metric == "visits"),
    (lanes.Narrowed(about=(COUNTY,)), lambda one: one.about.unit == COUNTY),
    (lanes.Narrowed(person="wangfang"), lambda one: one.person == "wangfang"),
    (lanes.Narrowed(lane="reported"), lambda one: one.standing.state == "reported"),
    *((lanes.Narrowed(clock=clock), on_clock(clock)) for clock in CLOCKS),
    (lanes.Narrowed(register="inspections"), lambda one: one.about.register == "inspections"),
    (lanes.Narrowed(issuer=LEADER.name), lambda one: one.issuer_name == LEADER.name),
]


@pytest.mark.parametrize("span", [(0, 3), (1, 8), (3, 9), (4, 21), (5, 25), (8, 40), (2, 2), (20, 60), (0, 60)])
def test_what_changed_of_instructions_is_what_all_of_them_say(conn, span, monkeypatch):
    """Between any two days what is read says the same as everything that there is."""
    lived(conn)
    then, later = (points.Point(1, OCTOBER, _at(day) + timedelta(hours=12)) for day in span)
    units = (CITY, COUNTY, OTHER)
    found = list(tasks.compared(conn, units, then, later, None))
    monkeypatch.setattr(
        reading, "moved", lambda conn, units, then, later: reading.listing(conn, units, day=later.date())
    )
    assert found == list(tasks.compared(conn, units, then, later, None))
    assert {change.what for change in found} <= {"issued", "missed", "kept", "cancelled"}
