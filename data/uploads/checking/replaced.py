"""A row with a key that the store knows replaces that row: it must not be another unit's."""

import pandas as pd
from sqlalchemy import Connection, select

from data.figures import as_of
from data.registers import TABLES
from data.uploads.compare import FEW
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.fields import form_of
from data.uploads.understanding.tidy import rows_of


def kept(
    conn: Connection, around: Context, frames: dict[str, pd.DataFrame], findings: list[Finding]
) -> dict[str, pd.DataFrame]:
    """The records of each register without those whose key stands as a row of a unit that the one who uploads may not
    report for."""
    told = {key: _kept(conn, around, key, frame, findings) for key, frame in frames.items()}
    return {key: frame for key, frame in told.items() if not frame.empty}


def _as_standing(conn: Connection, register: str, keys: list[str]) -> list[str]:
    """The keys as the store writes them, where it has one that differs only in its form."""
    now = as_of(TABLES[register])
    known = set(conn.scalars(select(now.c.key).where(now.c.key.in_(keys)))) if len(keys) < FEW else set()
    if known.issuperset(keys):
        return keys
    standing = conn.scalars(select(now.c.key)).all()
    by_form = {form_of(key): key for key in standing}
    return [key if key in known else by_form.get(form_of(key), key) for key in keys]


def _kept(
    conn: Connection, around: Context, register: str, records: pd.DataFrame, findings: list[Finding]
) -> pd.DataFrame:
    table = TABLES[register]
    records = records.assign(key=_as_standing(conn, register, records["key"].tolist()))
    few = table.c.key.in_(records["key"].tolist()) if len(records) < FEW else None
    now = as_of(table, only=few)
    whose = {row.key: row.unit for row in conn.execute(select(now.c.key, now.c.unit))}
    units = {unit: around.may_report_rows(register, unit) for unit in set(whose.values())}
    theirs = records["key"].map(lambda key: units.get(whose.get(key, ""), True)).astype(bool)

    def tell(row) -> Finding:
        values = {"key": row.key}
        return Finding("row_of_another", row.sheet, row.cell, values)

    findings += told_of(rows_of(records[~theirs]), tell)
    return records[theirs].reset_index(drop=True)
