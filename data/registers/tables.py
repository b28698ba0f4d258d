"""A register's table, from its declaration."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, Table
from sqlalchemy import Text as Words

from data.registers.declaration import Field, FieldType, Register
from data.schema import METADATA, Key, UnitCode

COLUMN_TYPES: dict[FieldType, Any] = {
    "text": Words,
    "long": Words,
    "person": Words,
    "link": Words,
    "reference": Words,
    "date": Date,
    "month": Date,
    "count": Integer,
    "number": Float,
    "money": Float,
    "choice": Key,
    "unit": UnitCode,
}


def table(register: Register) -> Table:
    """The register's table: `batch`, `key`, where it was read, whether it was taken off, and its fields.

    `holds_from`: the day from which this version of the row holds; NULL where it holds for all months (`data.dated`).
    """
    if register.key in METADATA.tables:
        return METADATA.tables[register.key]
    return Table(
        register.key,
        METADATA,
        Column("key", Key, primary_key=True),
        Column("batch", Integer, ForeignKey("batch.number"), primary_key=True, autoincrement=False),
        *(_column(field) for field in register.fields),
        Column("sheet", Words, nullable=False),
        Column("cell", Key, nullable=False),
        Column("removed", Boolean, nullable=False),
        Column("holds_from", Date),
        Index(None, "unit"),
        Index(None, "batch"),
    )


def _column(field: Field) -> Column:
    references = [ForeignKey("unit.code")] if field.type == "unit" else []
    return Column(field.key, COLUMN_TYPES[field.type], *references, nullable=not field.required)
