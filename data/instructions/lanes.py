"""Instructions in lanes by how they stand, within what one may read: counted by the database, a page of each lane."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from data import access, months, units
from data.access import Actor
from data.clocks import present, reading
from data.clocks.present import LANES
from data.clocks.reading import Instruction
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.reporting.rights import with_unit
from data.schema import instruction, instruction_now, instruction_unit
from data.units import Tree

RESTRICTED = tuple(key for key, register in REGISTERS.items() if register.restricted)
ENDED = ("accepted", "closed")


@dataclass(frozen=True)
class Asked:
    """Whose lanes: those that concern any of the `units`, as far as the `actor` may read them, on a `day` (today)."""

    actor: Actor
    units: Collection[str]
    day: date | None = None

    @property
    def on(self) -> date:
        """The day."""
        return self.day or months.today()


def counts(conn: Connection, asked: Asked) -> dict[str, int]:
    """How many stand in each of `LANES`, in their order; 0 where none does."""
    lane = present.lane(asked.on)
    query = _from(select(lane, func.count())).where(*_asked(conn, asked)).group_by(lane)
    found: dict[str, int] = {row[0]: row[1] for row in conn.execute(query)}
    return {lane: found.get(lane, 0) for lane in LANES}


def page(conn: Connection, asked: Asked, lane: str, limit: int, offset: int = 0) -> list[Instruction]:
    """A part of one lane: what is due first comes first; of what has ended the newest."""
    due = present.due(asked.on)
    order = (
        (instruction_now.c.since.desc(), instruction.c.number.desc()) if lane in ENDED else (due, instruction.c.number)
    )
    query = _from(select(instruction.c.number)).where(present.lane(asked.on) == lane, *_asked(conn, asked))
    numbers = list(conn.scalars(query.order_by(*order).limit(limit).offset(offset)))
    found = {one.number: one for one in reading.of_numbers(conn, numbers, day=asked.on)}
    return [found[number] for number in numbers]


def _from(query):
    return query.select_from(instruction).join(instruction_now, instruction_now.c.instruction == instruction.c.number)


def _asked(conn: Connection, asked: Asked) -> tuple[ColumnElement[bool], ...]:
    known = units.load(conn)
    today = known.on(asked.on)
    gone = conn.scalars(select(instruction_now.c.unit).where(instruction_now.c.unit.not_in(today.codes)).distinct())
    trees = {unit: with_unit(known, unit, asked.on) for unit in gone}  # of one that is no more, those of its last day
    readable = [and_(instruction_now.c.unit.not_in(tuple(trees)), _readable(asked.actor, today))]
    readable += [and_(instruction_now.c.unit == unit, _readable(asked.actor, tree)) for unit, tree in trees.items()]
    return _concerns(asked.units), or_(*readable)


def _readable(actor: Actor, tree: Tree) -> ColumnElement[bool]:
    """As `rights.may_read`, for all at once: of a restricted register by name."""
    kinds = [and_(instruction.c.register.not_in(RESTRICTED), _concerns(access.readable(actor, tree)))]
    kinds += [and_(instruction.c.register == key, _concerns(units_readable(actor, key, tree))) for key in RESTRICTED]
    return or_(*kinds)


def _concerns(codes: Collection[str]) -> ColumnElement[bool]:
    return exists().where(
        instruction_unit.c.instruction == instruction.c.number, instruction_unit.c.unit.in_(tuple(codes))
    )
