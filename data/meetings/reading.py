"""Meetings as they are read, with what is on their agenda by hand, their papers and their decisions."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Row, select

from data import months, units, working_days
from data.access import Actor, may
from data.clocks import reading as instructions
from data.clocks.reading import Instruction
from data.reporting import rights
from data.schema import meeting, meeting_file, meeting_item
from data.text import Text
from data.units import Units

State = Literal["planned", "open", "closed"]
STATES: dict[State, Text] = {
    "planned": Text("待召开", "To come"),
    "open": Text("进行中", "Open"),
    "closed": Text("已结束", "Closed"),
}
SOURCE = "meeting"  # of an instruction that was decided in one
EVERY = 2  # months from one meeting to the next


@dataclass(frozen=True)
class Item:
    """A number (`metric`) or a row (`register`, `key`) of a unit, on the agenda by hand."""

    unit: str
    title: Text
    metric: str = ""
    register: str = ""
    key: str = ""


@dataclass(frozen=True)
class Paper:
    """A file that lies before the meeting; `kind` is its media type, `size` in bytes."""

    number: int
    name: str
    kind: str
    size: int
    scanned: bool


@dataclass(frozen=True)
class Meeting:
    """One meeting. What is frozen when it opens – `revision`, `month`, `previous` (the number of the meeting since which it
    asks what changed), `shown` (the agenda as JSON) – is None or empty before."""

    number: int
    unit: str
    held_on: date
    title: str
    members: str
    topics: str
    version: int
    called_by: str
    caller_name: str
    called_at: datetime
    opened_at: datetime | None
    opened_by: str
    revision: int | None
    month: date | None
    previous: int | None
    shown: str
    closed_at: datetime | None
    closed_by: str
    minutes: str
    items: tuple[Item, ...]
    papers: tuple[Paper, ...]

    @property
    def state(self) -> State:
        """Whether it is to come, open or closed."""
        return "closed" if self.closed_at else "open" if self.opened_at else "planned"


def one(conn: Connection, number: int) -> Meeting | None:
    """The meeting of that number; None where there is none."""
    return next(iter(_read(conn, meeting.c.number == number)), None)


def listing(conn: Connection, unit: str = "") -> list[Meeting]:
    """All meetings (of a unit), the latest day first."""
    return _read(conn, *([meeting.c.unit == unit] if unit else []))


def of_actor(conn: Connection, actor: Actor) -> list[Meeting]:
    """Those that the actor may read, the latest day first."""
    known = units.load(conn)
    return [each for each in listing(conn) if _may_read(known, actor, each)]


def opened(conn: Connection, number: int, actor: Actor) -> Meeting | None:
    """One of them; None where there is none of that number, or it is not theirs to read."""
    found = one(conn, number)
    return found if found and may_read(conn, actor, found) else None


def may_read(conn: Connection, actor: Actor, one: Meeting) -> bool:
    """Whether the actor reads the unit whose meeting it is, as it stands today or stood on its last day."""
    return _may_read(units.load(conn), actor, one)


def _may_read(known: Units, actor: Actor, one: Meeting) -> bool:
    return may(actor, "read", one.unit, rights.with_unit(known, one.unit, months.today()))


def may_hold(conn: Connection, actor: Actor, unit: str) -> bool:
    """Whether the actor holds meetings of a unit."""
    tree = rights.with_unit(units.load(conn), unit, months.today())
    return bool(actor.login) and may(actor, "convene", unit, tree)


def before(conn: Connection, one: Meeting) -> Meeting | None:
    """The meeting before it, of the same unit: the one it froze, else the last that was opened."""
    if one.opened_at:
        return next((each for each in listing(conn, one.unit) if each.number == one.previous), None)
    held = [each for each in listing(conn, one.unit) if each.opened_at and each.number != one.number]
    return max(held, key=lambda each: each.opened_at or each.called_at, default=None)


def decisions(conn: Connection, number: int) -> list[Instruction]:
    """What was decided in a meeting, each as it stands today, in the order in which it was decided."""
    return instructions.listing(conn, source=(SOURCE, number))[::-1]


def next_day(conn: Connection, unit: str) -> date:
    """A day for the next meeting: two months after the last one, on a working day that is still to come."""
    last = max((each.held_on for each in listing(conn, unit)), default=None)
    today = months.today()
    if last is None:
        return working_days.after(today, 1)
    first = months.shift(last.replace(day=1), EVERY)
    day = max(min(first.replace(day=min(last.day, 28)), months.end_of(first)), today)
    return day if working_days.is_working(day) else working_days.after(day, 1)


def _read(conn: Connection, *where: ColumnElement[bool]) -> list[Meeting]:
    rows = list(conn.execute(select(meeting).where(*where).order_by(meeting.c.held_on.desc(), meeting.c.number.desc())))
    numbers = [row.number for row in rows]
    items, papers = defaultdict(list), defaultdict(list)
    of_them = select(meeting_item).where(meeting_item.c.meeting.in_(numbers))
    for row in conn.execute(of_them.order_by(meeting_item.c.position)):
        title = Text(row.title_zh, row.title_en)
        items[row.meeting].append(Item(row.unit, title, row.metric, row.register, row.key))
    lying_before = select(meeting_file).where(meeting_file.c.meeting.in_(numbers))
    for row in conn.execute(lying_before.order_by(meeting_file.c.number)):
        papers[row.meeting].append(Paper(row.number, row.file_name, row.kind, row.size, row.scanned))
    return [_made(row, tuple(items[row.number]), tuple(papers[row.number])) for row in rows]


def _made(row: Row, items: tuple[Item, ...], papers: tuple[Paper, ...]) -> Meeting:
    return Meeting(**row._mapping, items=items, papers=papers)
