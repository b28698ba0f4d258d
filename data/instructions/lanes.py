"""Instructions in lanes by how they stand, within what one may read: counted by the database, a page of each lane."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, true

from data import access, months
from data.access import Actor
from data.clocks import present, reading
from data.clocks.life import ENDED
from data.clocks.present import CLOCKS, LANES, Clock
from data.clocks.reading import Instruction
from data.instructions import waits
from data.instructions.waits import RESTRICTED, WAITS, Trees, Waits
from data.register_rights import units_readable
from data.schema import instruction, instruction_event, instruction_now, instruction_unit
from data.units import Tree


@dataclass(frozen=True)
class Asked:
    """Whose lanes: those that concern any of the `units` (None: wherever), as far as the `actor` may read them, on a `day`
    (today)."""

    actor: Actor
    units: Collection[str] | None
    day: date | None = None

    @property
    def on(self) -> date:
        """The day."""
        return self.day or months.today()


@dataclass(frozen=True)
class Narrowed:
    """Which of them: on a `clock`, issued by somebody (their login; `issuer`: their name then), led by a unit, charged to a `person`,
    whose text has these `words`, about a `metric`, a row of a `register` or something of the units `about`, those that wait for
    whoever asks (`waits.WAITS`, or "any"). What is empty is not asked for."""

    lane: str = ""
    clock: Clock | None = None
    issued_by: str = ""
    led_by: str = ""
    person: str = ""
    words: str = ""
    metric: str = ""
    about: tuple[str, ...] = ()
    waits: Waits | Literal["any", ""] = ""
    issuer: str = ""
    register: str = ""


ALL = Narrowed()


def counts(conn: Connection, asked: Asked, narrowed: Narrowed = ALL) -> dict[str, int]:
    """How many stand in each of `LANES`, in their order; 0 where none does."""
    lane = present.lane(asked.on)
    query = _from(select(lane, func.count())).where(*_wanted(conn, asked, narrowed)).group_by(lane)
    found: dict[str, int] = {row[0]: row[1] for row in conn.execute(query)}
    return {lane: found.get(lane, 0) for lane in LANES}


def count(conn: Connection, asked: Asked, narrowed: Narrowed = ALL) -> int:
    """How many there are of all lanes."""
    return conn.scalar(_from(select(func.count())).where(*_wanted(conn, asked, narrowed))) or 0


def page(conn: Connection, asked: Asked, lane: str, limit: int, offset: int = 0) -> list[Instruction]:
    """A part of one lane: what is due first comes first; of what has ended the newest."""
    due = present.due(asked.on)
    order = (
        (instruction_now.c.since.desc(), instruction.c.number.desc()) if lane in ENDED else (due, instruction.c.number)
    )
    query = _from(select(instruction.c.number)).where(*_wanted(conn, asked, Narrowed(lane)))
    numbers = list(conn.scalars(query.order_by(*order).limit(limit).offset(offset)))
    found = {one.number: one for one in reading.of_numbers(conn, numbers, day=asked.on)}
    return [found[number] for number in numbers]


def listing(
    conn: Connection, asked: Asked, narrowed: Narrowed = ALL, limit: int | None = None, offset: int = 0
) -> list[Instruction]:
    """A part of the list: overdue first, then by the day due; ended ones last, the newest first."""
    return list(each_of(conn, asked, narrowed, limit, offset))


def each_of(
    conn: Connection, asked: Asked, narrowed: Narrowed = ALL, limit: int | None = None, offset: int = 0
) -> Iterator[Instruction]:
    """The same one after another, a few of them in memory."""
    query = _from(select(instruction.c.number)).where(*_wanted(conn, asked, narrowed))
    numbers = list(conn.scalars(query.order_by(*present.order(asked.on)).limit(limit).offset(offset)))
    for at in range(0, len(numbers), reading.AT_ONCE):
        part = numbers[at : at + reading.AT_ONCE]
        found = {one.number: one for one in reading.of_numbers(conn, part, day=asked.on)}
        yield from (found[number] for number in part)


def sources(conn: Connection, asked: Asked, most: int) -> tuple[list[str], list[str]]:
    """By whom they were issued, by name, and the registers about whose rows they are: so many of each, those with most first."""

    def of(column: ColumnElement[str], where: ColumnElement[bool]) -> list[str]:
        query = _from(select(column)).where(*_wanted(conn, asked, ALL), where)
        return list(conn.scalars(query.group_by(column).order_by(func.count().desc(), column).limit(most)))

    return of(instruction.c.issuer_name, true()), of(instruction.c.register, instruction.c.about == "row")


def overdue_by_unit(conn: Connection, asked: Asked) -> list[tuple[str, int, date]]:
    """The overdue ones by the unit that leads: how many, and since which day the oldest was due; the longest overdue first."""
    lead, oldest = instruction_now.c.unit, func.min(present.due(asked.on))
    query = _from(select(lead, func.count(), oldest)).where(*_wanted(conn, asked, Narrowed("overdue")))
    return [tuple(row) for row in conn.execute(query.group_by(lead).order_by(oldest, lead))]


def waiting(conn: Connection, asked: Asked) -> dict[Waits, int]:
    """How many wait for whoever asks, by what they wait for, in the order of `WAITS`."""
    trees = waits.trees(conn, asked.on)
    step = waits.what(trees, asked.actor)
    query = _from(select(step, func.count())).where(*_wanted(conn, asked, Narrowed(waits="any"), trees)).group_by(step)
    found = {row[0]: row[1] for row in conn.execute(query)}
    return {each: found.get(each, 0) for each in WAITS}


def clocks(conn: Connection, codes: Collection[str], day: date) -> dict[str, int] | None:
    """How many are on each clock of those that concern any of the units, and how many of those that run wait `to_receive` and
    `to_accept`; restricted ones left out, None where there are none."""
    state = instruction_now.c.state
    counted = {clock: present.on_clock(clock, day) for clock in CLOCKS} | {
        "to_receive": state == "open",
        "to_accept": state.in_(("reported", "checked")),
    }
    columns = [func.count(case((condition, 1))) for condition in counted.values()]
    row = conn.execute(_from(select(func.count(), *columns)).where(*_open_to_all(codes))).one()
    return dict(zip(counted, row[1:], strict=True)) if row[0] else None


def hanging(conn: Connection, codes: Collection[str], day: date) -> list[tuple[str, str, str, int, int]]:
    """What hangs on numbers and places of these units: by the metric ("": none), the unit it is about and the unit that leads, how
    many run and how many of them are overdue; restricted ones are left out."""
    running, late = present.on_clock("running", day), present.on_clock("burning", day)
    of = (instruction.c.metric, instruction.c.about_unit, instruction_now.c.unit)
    query = _from(select(*of, func.count(), func.count(case((late, 1))))).where(*_open_to_all(codes), running)
    return [tuple(row) for row in conn.execute(query.group_by(*of))]


def closed_since(conn: Connection, codes: Collection[str], since: date) -> tuple[int, int]:
    """Of those issued since a day and not cancelled, of those that concern any of the units: how many are accepted, and how many
    there are."""
    state = instruction_now.c.state
    query = _from(select(func.count(case((state == "accepted", 1))), func.count(case((state != "closed", 1)))))
    done, there = conn.execute(query.where(*_open_to_all(codes), instruction.c.issued_at >= _begin(since))).one()
    return done, there


def issued(conn: Connection, codes: Collection[str], since: date, day: date) -> int:
    """How many were issued from one day to another, are led by any of the units and were not cancelled by then; restricted ones are
    left out."""
    if day >= months.today():
        return _issued_as_it_stands(conn, codes, since)
    until, event = _begin(day + timedelta(days=1)), instruction_event.c
    past = (event.instruction == instruction.c.number, event.at < until)
    led = select(event.unit).where(*past, event.unit.is_not(None)).order_by(event.position.desc()).limit(1)
    lead = func.coalesce(led.scalar_subquery(), instruction.c.unit)
    query = select(func.count()).select_from(instruction).where(
        lead.in_(tuple(codes)), instruction.c.register.not_in(RESTRICTED), instruction.c.issued_at >= _begin(since),
        instruction.c.issued_at < until, ~exists().where(*past, event.kind == "cancelled"),
    )  # fmt: skip
    return conn.scalar(query) or 0


def _issued_as_it_stands(conn: Connection, codes: Collection[str], since: date) -> int:
    """The same of the present, of which no event is read."""
    led = instruction_now.c.unit.in_(tuple(codes)) & instruction.c.register.not_in(RESTRICTED)
    there = (instruction_now.c.state != "closed") & (instruction.c.issued_at >= _begin(since))
    return conn.scalar(_from(select(func.count())).where(led, there)) or 0


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), months.SHANGHAI)


def accepted_in_month(conn: Connection, codes: Collection[str], day: date) -> list[int]:
    """The numbers of those accepted in the month of a day."""
    query = _from(select(instruction.c.number)).where(*_open_to_all(codes), present.on_clock("accepted", day))
    return list(conn.scalars(query))


def _open_to_all(codes: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return _concerns(codes), instruction.c.register.not_in(RESTRICTED)


def _wanted(
    conn: Connection, asked: Asked, narrowed: Narrowed, trees: Trees | None = None
) -> list[ColumnElement[bool]]:
    trees = trees or waits.trees(conn, asked.on)
    concerned = [] if asked.units is None else [_concerns(asked.units)]
    return [*_narrowed(trees, asked, narrowed), *concerned, trees.where(lambda tree: _readable(asked.actor, tree))]


def _narrowed(trees: Trees, asked: Asked, of: Narrowed) -> list[ColumnElement[bool]]:
    wanted = []
    if of.lane:
        wanted.append(present.in_lane(of.lane, asked.on))
    if of.clock:
        wanted.append(present.on_clock(of.clock, asked.on))
    if of.issued_by:
        wanted.append(instruction.c.issued_by == of.issued_by)
    if of.led_by:
        wanted.append(instruction_now.c.unit == of.led_by)
    if of.person:
        wanted.append(instruction.c.person == of.person)
    if of.issuer:
        wanted.append(instruction.c.issuer_name == of.issuer)
    if of.register:
        wanted.append((instruction.c.about == "row") & (instruction.c.register == of.register))
    if of.words:
        wanted.append(instruction.c.text.icontains(of.words, autoescape=True))
    if of.metric:
        wanted.append(instruction.c.metric == of.metric)
    if of.about:
        wanted.append(instruction.c.about_unit.in_(of.about))
    if of.waits:
        step = waits.what(trees, asked.actor)
        wanted += [
            waits.possible(asked.actor, asked.on), step.is_not(None) if of.waits == "any" else step == of.waits,
        ]  # fmt: skip
    return wanted


def _from(query):
    return query.select_from(instruction).join(instruction_now, instruction_now.c.instruction == instruction.c.number)


def _readable(actor: Actor, tree: Tree) -> ColumnElement[bool]:
    """As `rights.may_read`, for all at once: of a restricted register by name. Who reads every unit of a tree reads the one that
    leads."""
    every = access.readable(actor, tree)
    kinds: list[ColumnElement[bool]] = [instruction.c.register.not_in(RESTRICTED)]
    if len(every) < len(tree.codes):
        kinds = [and_(*kinds, _concerns(every))]
    kinds += [and_(instruction.c.register == key, _concerns(units_readable(actor, key, tree))) for key in RESTRICTED]
    return or_(*kinds)


def _concerns(codes: Collection[str]) -> ColumnElement[bool]:
    return instruction_now.c.unit.in_(tuple(codes)) | exists().where(
        instruction_unit.c.instruction == instruction.c.number, instruction_unit.c.unit.in_(tuple(codes))
    )
