"""Instructions as they are read: what was issued, everything that happened, and how each stands on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, select

from data import months
from data.clocks.life import Event, Kind, Standing, standing
from data.clocks.workflows import Workflow, workflow
from data.registers import REGISTERS
from data.schema import instruction, instruction_event, instruction_file
from data.text import Text

AT_ONCE = 500  # numbers that one query names
HAPPENED = select(func.count()).select_from(instruction_event)  # to all instructions: only ever added to


@dataclass(frozen=True)
class About:
    """What an instruction is about, as it stood: a number (`metric`, with the register it counts), a row (`register`,
    `key`) or a page (`key` is its address, `register` the list that it shows). `title` is what it is called."""

    kind: str
    unit: str
    month: date
    revision: int
    title: Text
    metric: str = ""
    register: str = ""
    key: str = ""
    value: float | None = None
    qualifier: str = "exact"


@dataclass(frozen=True)
class Attached:
    """A file of a step; `kind` is its media type, `size` in bytes; whether a virus scanner looked at it."""

    number: int
    position: int
    name: str
    kind: str
    size: int
    scanned: bool


@dataclass(frozen=True)
class Instruction:
    """One instruction, as at a day."""

    number: int
    issued_at: datetime
    issued_by: str
    issuer_name: str
    issuer_unit: str
    text: str
    acceptance: str
    first_due: date
    first_unit: str
    department: str
    person: str
    helpers: tuple[str, ...]
    part_of: int | None
    source: str
    source_number: int | None
    about: About
    events: tuple[Event, ...]
    files: tuple[Attached, ...]
    day: date
    standing: Standing

    @property
    def register(self) -> str:
        """The register it is about; "" for none."""
        return self.about.register

    @property
    def restricted(self) -> bool:
        """Whether it is about a register that is read by name alone."""
        return bool(self.register) and REGISTERS[self.register].restricted

    @property
    def owner(self) -> str:
        """The department whose roles it asks for: of a restricted register its owner, else who was charged."""
        return REGISTERS[self.register].owner if self.restricted else self.department

    @property
    def units(self) -> tuple[str, ...]:
        """The units it concerns: who issued it, who leads or led, who helps."""
        led = (event.unit for event in self.events if event.unit)
        return tuple(dict.fromkeys((self.issuer_unit, self.first_unit, *led, *self.helpers)))

    @property
    def seen(self) -> int:
        """The position of the last thing that happened: what a step is taken upon."""
        return self.events[-1].position

    @property
    def workflow(self) -> Workflow:
        """What kind of instruction it is."""
        return workflow(self.about.kind, self.about.register, self.source)

    def may(self, step: Kind) -> bool:
        """Whether the step can follow now."""
        return self.workflow.may(self.standing, step)

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and nothing is reported."""
        return self.standing.is_overdue(self.day)


def version(conn: Connection) -> int:
    """How much has happened to all instructions together: what is only ever added to has changed where this has. 0: there
    are none. The cheap question before a dear one."""
    return conn.scalar(HAPPENED) or 0


def one(conn: Connection, number: int, day: date | None = None) -> Instruction | None:
    """One instruction with all that happened until a day (today); None where there was none of that number."""
    return next(iter(_read(conn, day or months.today(), instruction.c.number == number)), None)


def listing(
    conn: Connection, units: Iterable[str] | None = None, *, day: date | None = None, metric: str = "", about: str = "",
    register: str = "", key: str = "", part_of: int | None = None,
    source: tuple[str, int] | None = None, happened: Kind | None = None,
) -> list[Instruction]:  # fmt: skip
    """Instructions as they stood on a day (today), the newest first: those that concern any of the units (as issuer, lead or
    helper, at any time), those about a metric, about a unit or a row, the parts of one, those of a source, those to which something ever
    happened. Who asks for somebody filters by `rights.may_read`."""
    asked = {
        instruction.c.metric: metric, instruction.c.about_unit: about, instruction.c.register: register, instruction.c.key: key,
        instruction.c.part_of: part_of,
    } | ({instruction.c.source: source[0], instruction.c.source_number: source[1]} if source else {})  # fmt: skip
    where = [column == value for column, value in asked.items() if value]
    if happened:
        here = (instruction_event.c.instruction == instruction.c.number, instruction_event.c.kind == happened)
        where.append(exists().where(*here))
    found = _read(conn, day or months.today(), *where)
    if units is None:
        return found
    return _concern(found, units)


def moved(conn: Connection, units: Iterable[str], then: datetime, later: datetime) -> list[Instruction]:
    """Those of `listing`, as they stood at a later moment, of which anything may be told since an earlier one: something happened in
    between, or the day due – as it was issued, named later, or moved by a pause – may have passed. Nothing else is read."""
    first, last = (moment.astimezone(months.SHANGHAI).date() for moment in (then, later))
    event = instruction_event.c
    named = event.until.between(first, last) | (event.kind == "paused")
    happened = select(event.instruction).where(((event.at > then) & (event.at <= later)) | named)
    due = instruction.c.due.between(first, last)
    return _concern(_read(conn, last, due | instruction.c.number.in_(happened)), units)


def _concern(found: list[Instruction], units: Iterable[str]) -> list[Instruction]:
    wanted = set(units)
    return [each for each in found if not wanted.isdisjoint(each.units)]


def of_numbers(conn: Connection, numbers: Collection[int], *, day: date | None = None) -> list[Instruction]:
    """Some of them by their numbers, the newest first."""
    newest, on = sorted(numbers, reverse=True), day or months.today()
    parts = (newest[at : at + AT_ONCE] for at in range(0, len(newest), AT_ONCE))
    return [one for part in parts for one in _read(conn, on, instruction.c.number.in_(part))]


def _read(conn: Connection, day: date, *where: ColumnElement[bool]) -> list[Instruction]:
    rows = list(conn.execute(select(instruction).where(*where).order_by(instruction.c.number.desc())))
    if not rows:
        return []
    numbers = select(instruction.c.number).where(*where) if where else None
    happened, attached = _events(conn, numbers), _files(conn, numbers)
    made = (_made(row, happened[row.number], attached[row.number], day) for row in rows)
    return [each for each in made if each is not None]


def _made(row: Row, events: list[Event], files: list[Attached], day: date) -> Instruction | None:
    past = _until(events, day)
    if not past:
        return None
    about = About(
        row.about, row.about_unit, row.month, row.revision, Text(row.title_zh, row.title_en), row.metric, row.register,
        row.key, row.value, row.qualifier,
    )  # fmt: skip
    return Instruction(
        row.number, row.issued_at, row.issued_by, row.issuer_name, row.issuer_unit, row.text, row.acceptance, row.due,
        row.unit, row.department, row.person, tuple(row.helpers.split()), row.part_of, row.source,
        row.source_number, about, past, tuple(files), day,
        standing(row.due, row.unit, past, day),
    )  # fmt: skip


def _until(events: list[Event], day: date) -> tuple[Event, ...]:
    """What had happened by the end of a day. Of the present that is everything there is: what was written while the server's clock was
    ahead happened all the same, today at the latest."""
    if day < months.today():
        return tuple(event for event in events if event.at.date() <= day)
    end = datetime.combine(day, time.max, months.SHANGHAI)
    return tuple(event if event.at <= end else replace(event, at=end) for event in events)


def _events(conn: Connection, numbers: Select | None) -> dict[int, list[Event]]:
    query = select(instruction_event).order_by(instruction_event.c.instruction, instruction_event.c.position)
    if numbers is not None:
        query = query.where(instruction_event.c.instruction.in_(numbers))
    found = defaultdict(list)
    for row in conn.execute(query):
        event = Event(row.position, row.at, row.kind, row.person, row.name, row.text, row.until, row.unit)
        found[row.instruction].append(event)
    return defaultdict(list, {number: _in_order(events) for number, events in found.items()})


def _in_order(events: list[Event]) -> list[Event]:
    """None happened after the one that followed it: what was written while the server's clock was ahead is as old as the next."""
    ordered = events[-1:]
    for event in reversed(events[:-1]):
        ordered.append(event if event.at <= ordered[-1].at else replace(event, at=ordered[-1].at))
    return ordered[::-1]


def _files(conn: Connection, numbers: Select | None) -> dict[int, list[Attached]]:
    query = select(instruction_file).order_by(instruction_file.c.number)
    if numbers is not None:
        query = query.where(instruction_file.c.instruction.in_(numbers))
    found = defaultdict(list)
    for row in conn.execute(query):
        attached = Attached(row.number, row.position, row.file_name, row.kind, row.size, row.scanned)
        found[row.instruction].append(attached)
    return found
