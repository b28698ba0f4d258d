"""Which rows of which registers a batch holds: one question, however many registers there are."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, literal, select, union_all

from data.registers import TABLES


class Held(NamedTuple):
    """How many rows of a unit a batch holds of a register."""

    batch: int
    register: str
    unit: str
    rows: int


def held_rows(conn: Connection, numbers: Collection[int]) -> list[Held]:
    """What each of the batches holds of each register, by unit; nothing for those without rows."""
    if not numbers:
        return []
    asked = union_all(
        *(
            select(table.c.batch, literal(register).label("register"), table.c.unit, func.count().label("rows"))
            .where(table.c.batch.in_(list(numbers)))
            .group_by(table.c.batch, table.c.unit)
            for register, table in TABLES.items()
        )
    )
    return [Held(*row) for row in conn.execute(asked)]
