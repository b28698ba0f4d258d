"""Which rows of registers a person may read, as conditions of a query: those of the own subtree, as it was in its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, false

from data import units as units_
from data.access import Actor
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.units import Tree, Units


@dataclass(frozen=True)
class Era:
    """A run of months in which one tree holds: from the month `first` to the one before `end` (None: still)."""

    first: date
    end: date | None
    tree: Tree


def eras(units: Units) -> Iterator[Era]:
    """Every tree there was, the newest first. A month has the tree of its last day."""
    days = sorted({term.holds_from for term in units.terms} | {term.holds_to for term in units.terms if term.holds_to})
    for first, end in reversed(list(zip(days, [*days[1:], None], strict=True))):
        yield Era(first.replace(day=1), end.replace(day=1) if end else None, units.on(first))


def rows_readable(conn: Connection, actor: Actor, register: str, rows: FromClause) -> ColumnElement[bool]:
    """The rows of a register whose unit lies, or lay when it was dissolved, in a subtree the actor may read it of."""
    units = row_units(units_.load(conn), actor, register)
    return rows.c.unit.in_(units) if units else false()


def row_units(units: Units, actor: Actor, register: str) -> frozenset[str]:
    """The units whose rows of a register the actor may read, by the newest tree that each stands in."""
    seen: set[str] = set()
    found: set[str] = set()
    for era in eras(units):
        found |= units_readable(actor, register, era.tree) - seen
        seen |= set(era.tree.codes)
    return frozenset(found)


def rows_of_registers(units: Units, actor: Actor) -> dict[str, frozenset[str]]:
    """`row_units` of every register; those that ask for the same right are asked once."""
    asked: dict[tuple[bool, str], frozenset[str]] = {}
    for key, register in REGISTERS.items():
        right = (register.restricted, register.owner if register.restricted else "")
        if right not in asked:
            asked[right] = row_units(units, actor, key)
    return {
        key: asked[register.restricted, register.owner if register.restricted else ""]
        for key, register in REGISTERS.items()
    }
