"""Rows of registers whose columns contradict each other, and days that are far off: questions, for the row says which of
its columns is wrong to nobody but who wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import months
from data.figures import as_of
from data.registers import REGISTERS, TABLES, Field
from data.registers.consistency import HAPPENED, RULES, Rule
from data.text import Text
from data.uploads.checking.places import Places, cell_of, places
from data.uploads.compare import FEW
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table
from data.uploads.understanding.tidy import rows_of

EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 10  # a day due later than that is a slip of the pen


def warnings(
    conn: Connection, around: Context, tables: Sequence[Table], frames: Mapping[str, pd.DataFrame]
) -> Iterator[Finding]:
    """Every question about the rows of the registers in a workbook."""
    where = places(tables)
    today = pd.Timestamp(months.end_of(around.last))
    for key, records in frames.items():
        if records.empty:
            continue
        whole = _with_what_stands(conn, key, records)
        for rule in RULES.get(key, ()):
            if rule.field in records or rule.other in records:
                yield from _broken(key, rule, whole[_breaks(rule, whole, today)], where)
        for field in REGISTERS[key].fields:
            if field.type == "date" and field.key in records:
                yield from _far(key, field, records, today, where)


def _with_what_stands(conn: Connection, register: str, records: pd.DataFrame) -> pd.DataFrame:
    """The records with the fields that have no column in the workbook: those keep what the store has."""
    asked = {name for rule in RULES.get(register, ()) for name in (rule.field, rule.other)}
    missing = sorted(asked - set(records.columns))
    if not missing:
        return records
    table = TABLES[register]
    few = table.c.key.in_(records["key"].tolist()) if len(records) < FEW else None
    now = as_of(table, only=few)
    rows = conn.execute(select(now.c.key, *(now.c[name] for name in missing))).all()
    there = pd.DataFrame(rows, columns=["key", *missing], dtype=object).set_index("key").reindex(records["key"])
    days = {field.key for field in REGISTERS[register].fields if field.type == "date"}
    return records.assign(
        **{name: pd.to_datetime(there[name]).to_numpy() if name in days else there[name].to_numpy() for name in missing}
    )


def _breaks(rule: Rule, records: pd.DataFrame, today: pd.Timestamp) -> np.ndarray:
    met = records[rule.field].isin(rule.choices) if rule.choices else records[rule.field].notna()
    other = records[rule.other]
    wrong = {
        "filled": other.isna,
        "empty": other.notna,
        "past": lambda: other > today,
        "not past": lambda: other <= today,
    }[rule.must]()
    return (met & wrong & ~records["removed"].astype(bool)).to_numpy(dtype=bool)


def _broken(key: str, rule: Rule, wrong: pd.DataFrame, where: Places) -> Iterator[Finding]:
    register = REGISTERS[key]
    field, other = register.field(rule.field), register.field(rule.other)

    def tell(row) -> Finding:
        said, against = getattr(row, rule.field), getattr(row, rule.other)
        blanks: dict[str, object] = {"field": _name(field), "value": _said(field, said), "other": _name(other)}
        if rule.must == "filled":
            return Finding("state_without", row.sheet, cell_of(row, key, rule.field, where), blanks)
        return Finding(
            "states_differ", row.sheet, cell_of(row, key, rule.field, where), {**blanks, "day": f"{against:%Y-%m-%d}"}
        )

    yield from told_of(rows_of(wrong), tell)


def _far(key: str, field: Field, records: pd.DataFrame, today: pd.Timestamp, where: Places) -> Iterator[Finding]:
    happened = field.key in HAPPENED.get(key, ())
    latest = today if happened else today + pd.DateOffset(years=YEARS_AHEAD)
    day = records[field.key]
    far = ((day > latest) | (day < pd.Timestamp(EARLIEST))).to_numpy(dtype=bool)

    def tell(row) -> Finding:
        blanks = {"field": _name(field), "value": f"{getattr(row, field.key):%Y-%m-%d}"}
        return Finding("day_far_off", row.sheet, cell_of(row, key, field.key, where), blanks)

    yield from told_of(rows_of(records[far]), tell)


def _name(field: Field) -> Text:
    return Text(field.zh, field.en)


def _said(field: Field, value: object) -> object:
    if field.type == "choice":
        return dict(field.choices).get(str(value), str(value))
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
