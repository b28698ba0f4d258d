"""The versions of one row of a register: every change of every field, from what to what, when, by whom, from which cell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.dated import plain
from data.figures import live_batches
from data.registers import REGISTERS, TABLES
from data.schema import batch


@dataclass(frozen=True)
class FieldChange:
    """One field: what stood there and what stands there now; None for nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """What one batch said of a row. `kind` is added, changed or removed; `holds_from` the day from which it holds, None for
    all days. `batch`, `sheet` and `cell` say where it stands."""

    kind: str
    batch: int
    at: datetime
    actor: str
    approved_by: str
    file_name: str
    sheet: str
    cell: str
    holds_from: date | None
    changes: tuple[FieldChange, ...]


def versions(conn: Connection, register: str, key: str, revision: int | None = None) -> list[Version]:
    """The versions of a row that count at a revision, the newest first. Of the first every field that it fills in is told,
    of later ones what they changed."""
    table = TABLES[register]
    statement = (
        # Under names of their own: a pilot has an `approved_by`, too.
        select(table, *(batch.c[name].label(f"batch_{name}") for name in ("at", "actor", "approved_by", "file_name")))
        .join(batch, batch.c.number == table.c.batch)
        .where(table.c.key == key, table.c.batch.in_(live_batches(revision)))
        .order_by(table.c.batch)
    )
    told: list[Version] = []
    before: dict[str, Any] = {}
    for row in conn.execute(statement).mappings():
        changes = tuple(
            FieldChange(field.key, before.get(field.key), plain(row[field.key]))
            for field in REGISTERS[register].fields
            if before.get(field.key) != plain(row[field.key])
        )
        kind = "removed" if row["removed"] else "changed" if told else "added"
        told.append(
            Version(
                kind, row["batch"], row["batch_at"], row["batch_actor"], row["batch_approved_by"], row["batch_file_name"], row["sheet"],
                row["cell"], row["holds_from"], changes,
            )
        )  # fmt: skip
        before = {field.key: plain(row[field.key]) for field in REGISTERS[register].fields}
    return told[::-1]
