"""What happened lately: the newest batches and withdrawals that touched a unit or one below it, the rows of lists that these
settled, and the instructions that were accepted."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, case, exists, func, literal, or_, select

from data import bulk, months
from data.figures import live_batches, of_this_world
from data.registers import REGISTERS, TABLES, Register
from data.schema import batch, figure, instruction, instruction_event, instruction_unit, revision, withdrawal

OPEN = tuple(key for key, register in REGISTERS.items() if not register.restricted)


def recent(conn: Connection, units: Collection[str], upto: int | None, limit: int) -> pd.DataFrame:
    """The newest first: revision, at, kind (`commit`, `correction` or `withdraw`), batch, file_name, source, added,
    changed, reason.

    Batches of restricted registers alone are left out. `upto`: the revision known, None for the present.
    """
    held = [exists().where(figure.c.batch == batch.c.number, figure.c.unit.in_(units))]
    held += [exists().where(TABLES[key].c.batch == batch.c.number, TABLES[key].c.unit.in_(units)) for key in OPEN]
    corrects = batch.c.correction != ""
    kind = case((revision.c.kind == "withdraw", "withdraw"), (corrects, "correction"), else_="commit").label("kind")
    columns = [batch.c[name] for name in ("file_name", "source", "added", "changed")]
    found = (
        select(
            revision.c.number.label("revision"), revision.c.at, kind, revision.c.batch, *columns, withdrawal.c.reason
        )
        .join(batch, batch.c.number == revision.c.batch)
        .outerjoin(withdrawal, withdrawal.c.revision == revision.c.number)
        .where(literal(True) if upto is None else revision.c.number <= upto, of_this_world(), or_(*held))
        .order_by(revision.c.number.desc())
        .limit(limit)
    )
    frame = bulk.read(conn, found)
    return frame.assign(at=months.in_zhejiang(frame["at"]))


class Closed(NamedTuple):
    """So many rows of a register that a batch settled; one of them by its key and title."""

    batch: int
    register: str
    rows: int
    key: str
    title: str


class Accepted(NamedTuple):
    """An instruction that was accepted: when, its number, its words, who led."""

    at: datetime
    number: int
    text: str
    unit: str


def closed(conn: Connection, units: Collection[str], batches: Collection[int], upto: int | None) -> list[Closed]:
    """What these batches settled of registers whose rows run on a clock: rows that were there before and were not settled yet.
    Restricted registers are left out."""
    asked = [register for register in REGISTERS.values() if register.clock and not register.restricted]
    return [each for register in asked for each in _closed(conn, register, units, batches, upto)] if batches else []


def _closed(
    conn: Connection, register: Register, units: Collection[str], batches: Collection[int], upto: int | None
) -> Iterator[Closed]:
    assert register.clock
    table, name = TABLES[register.key], register.clock.reported or register.clock.accepted
    older = table.alias("older")
    before = (older.c.key == table.c.key, older.c.batch < table.c.batch, older.c.batch.in_(live_batches(upto)))
    there = exists().where(*before)
    settled = exists().where(*before, older.c[name].is_not(None))
    counted = (func.count(), func.min(table.c.key), func.min(table.c[register.title_field]))
    query = select(table.c.batch, *counted).where(
        table.c.batch.in_(tuple(batches)), table.c.unit.in_(units), table.c[name].is_not(None), there, ~settled
    )
    for row in conn.execute(query.group_by(table.c.batch)):
        yield Closed(row[0], register.key, row[1], str(row[2]), str(row[3]))


def accepted(conn: Connection, units: Collection[str], limit: int) -> tuple[Accepted, ...]:
    """The instructions concerning any of the units that were accepted last, the newest first; restricted ones left out."""
    concerns = exists().where(
        instruction_unit.c.instruction == instruction.c.number, instruction_unit.c.unit.in_(tuple(units))
    )
    query = (
        select(instruction_event.c.at, instruction.c.number, instruction.c.text, instruction.c.unit)
        .join(instruction, instruction.c.number == instruction_event.c.instruction)
        .where(instruction_event.c.kind == "accepted", instruction.c.register.in_(("", *OPEN)), concerns)
        .order_by(instruction_event.c.at.desc(), instruction.c.number.desc())
        .limit(limit)
    )
    return tuple(Accepted(*row) for row in conn.execute(query))
