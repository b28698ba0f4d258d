"""Rows of a register's sheet become records with keys in place of names; what cannot be stored becomes a finding."""

import unicodedata
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.finding.names import bracketed
from data.registers import Field, Register
from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.understanding import unseen
from data.uploads.understanding.context import Context
from data.uploads.understanding.counted_in import unit_of
from data.uploads.understanding.fields import Told, form_of, reader
from data.uploads.understanding.headers import Table, address, all_fields, field_names
from data.uploads.understanding.quoting import said
from data.uploads.understanding.tidy import is_aside, mapped, rows_of
from data.uploads.understanding.unit_names import as_code

REMOVED_WORDS = {
    "是",
    "撤回",
    "已撤回",
    "撤销",
    "已撤销",
    "√",
    "✓",
    "✔",
    "☑",
    "yes",
    "y",
    "withdrawn",
    "withdraw",
    "1",
    "1.0",
    "true",
}
KEPT_WORDS = {
    "",
    "否",
    "不",
    "不撤回",
    "未撤回",
    "无",
    "-",
    "—",
    "——",
    "/",
    "no",
    "n",
    "0",
    "0.0",
    "false",
    "×",
    "✗",
    "☐",
    "□",
}
DATES = ("date", "month")


def read(around: Context, tables: list[Table], findings: list[Finding]) -> dict[str, pd.DataFrame]:
    """The records of every register that has a sheet, without the rows that have an error."""
    frames: dict[str, list[pd.DataFrame]] = {}
    for table in tables:
        assert table.register
        frames.setdefault(table.register.key, []).append(_records(around, table, table.register, findings))
    written = {key: [part for part in parts if not part.empty] for key, parts in frames.items()}
    return {key: _once(pd.concat(parts, ignore_index=True), findings) for key, parts in written.items() if parts}


def _records(around: Context, table: Table, register: Register, findings: list[Finding]) -> pd.DataFrame:
    cells = table.sheet.cells[table.first : table.last]
    columns = {heading.key: column for column, heading in table.headings.items() if heading.role == "field"}
    _tell_headings(table, register, columns, cells, findings)
    key_column = columns["key"]
    filled_rows, filled_columns = np.nonzero(cells[:, list(columns.values())] != "")
    findings += unseen.hidden(table, filled_rows + table.first, np.array(list(columns.values()))[filled_columns])
    filled = (cells[:, list(columns.values())] != "").any(axis=1)
    rows = np.flatnonzero(filled & ~mapped(cells[:, key_column], is_aside).astype(bool))
    if not len(rows):
        return pd.DataFrame()  # a sheet of the template that nobody has filled in
    bad = np.zeros(len(rows), dtype=bool)
    frame: dict[str, object] = {}
    for field in all_fields(register):
        if field.key in columns:
            place = columns[field.key]
            frame[field.key], wrong = _field(around, table, field, rows, cells[rows, place], place, findings)
            bad |= wrong
    records = pd.DataFrame(frame, dtype=object).assign(
        sheet=table.sheet.name,
        cell=[address(int(row) + table.first, key_column) for row in rows],
        removed=_removed(table, cells, rows, findings),
        row=rows + table.first,
    )
    bad |= _dates_out_of_order(table, register, columns, records, findings)
    bad |= _not_theirs(around, table, register, columns, records, findings)
    return _typed(register, records[~bad].drop(columns="row"))


def _tell_headings(
    table: Table, register: Register, columns: dict[str, int], cells: np.ndarray, findings: list[Finding]
) -> None:
    header = table.first - 1
    for field in register.fields:
        if field.required and field.key not in columns:
            findings.append(Finding("missing_column", table.sheet.name, address(header, 0), {"field": _name(field)}))
        if field.unit and field.key in columns:
            _tell_counted_in(table, field, columns[field.key], findings)
    for column, heading in table.headings.items():
        if heading.role == "unknown" and (cells[:, column] != "").any():
            nearest = field_names(register).nearest(heading.written)
            place = (table.sheet.name, address(header, column))
            findings.append(Finding("unknown_column", *place, {"value": said(heading.written), "nearest": nearest}))


def _tell_counted_in(table: Table, field: Field, column: int, findings: list[Finding]) -> None:
    """A heading that says another unit than the field has: 总投资（亿元） above millions would be read a thousand times too
    small."""
    for inside in bracketed(table.headings[column].written):
        said_unit = unit_of(inside)
        assert field.unit
        own = unit_of(field.unit.zh)
        if said_unit and own and (said_unit.scale, said_unit.kind) != (own.scale, own.kind):
            place = (table.sheet.name, address(table.first - 1, column))
            findings.append(
                Finding("field_counted_in", *place, {"field": _name(field), "value": inside, "unit": field.unit})
            )


def _field(
    around: Context,
    table: Table,
    field: Field,
    rows: np.ndarray,
    cells: np.ndarray,
    column: int,
    findings: list[Finding],
) -> tuple[np.ndarray, np.ndarray]:
    """The values of a field and which rows have none that can be stored."""
    told = mapped(cells, reader(field, around))
    values = np.empty(len(told), dtype=object)
    values[:] = [each.value for each in told]
    missing = np.fromiter((field.required and each.value is None for each in told), bool, len(told))
    wrong = np.fromiter((each.rule != "" for each in told), bool, len(told))

    def tell(at: int) -> Finding:
        return _finding(around, table, field, told[at], cells[at], address(int(rows[at]) + table.first, column))

    findings += told_of(np.flatnonzero(missing & ~wrong).tolist(), tell)
    findings += told_of(np.flatnonzero(wrong).tolist(), tell)
    return values, missing | wrong


def _finding(around: Context, table: Table, field: Field, told: Told, cell: object, place: str) -> Finding:
    nearest = around.unit_names.nearest(as_code(cell)) if told.rule == "unknown_unit" else ""
    blanks = {
        "field": _name(field),
        "measure": _name(field),
        "value": said(cell),
        "nearest": nearest,
        **dict(told.blanks),
    }
    return Finding(told.rule or "required", table.sheet.name, place, blanks)


def _name(field: Field) -> Text:
    return Text(field.zh, field.en)


def _removed(table: Table, cells: np.ndarray, rows: np.ndarray, findings: list[Finding]) -> np.ndarray:
    """Rows marked in the column 撤回; a word that is neither yes nor no is told."""
    column = next(iter(table.columns("removed")), None)
    if column is None:
        return np.zeros(len(rows), dtype=bool)
    words = [unicodedata.normalize("NFKC", str(each)).strip().casefold() for each in cells[rows, column]]
    unsure = [at for at, word in enumerate(words) if word not in REMOVED_WORDS | KEPT_WORDS]

    def tell(at: int) -> Finding:
        place = address(int(rows[at]) + table.first, column)
        return Finding("withdrawn_or_not", table.sheet.name, place, {"value": said(cells[rows[at], column])})

    findings += told_of(unsure, tell)
    return np.fromiter((word in REMOVED_WORDS for word in words), bool, len(rows))


def _dates_out_of_order(
    table: Table, register: Register, columns: dict[str, int], records: pd.DataFrame, findings: list[Finding]
) -> np.ndarray:
    bad = np.zeros(len(records), dtype=bool)
    for field in register.fields:
        for before in _earlier(register, field):
            if field.key not in columns or before.key not in columns:
                continue
            now, then = (pd.to_datetime(records[each.key], errors="coerce") for each in (field, before))
            early = (now < then).to_numpy() & ~bad

            def tell(row, field: Field = field, before: Field = before) -> Finding:
                values = {"value": getattr(row, field.key), "limit": getattr(row, before.key)}
                place = address(row.row, columns[field.key])
                names = {"field": _name(field), "before": _name(before)}
                return Finding("dates_out_of_order", table.sheet.name, place, {**names, **values})

            findings += told_of(rows_of(records[early]), tell)
            bad |= early
    return bad


def _earlier(register: Register, field: Field) -> Iterator[Field]:
    """The fields whose day cannot be after this one's, the next first: where one is empty, those before it still hold."""
    while field.after:
        field = register.field(field.after)
        yield field


def _not_theirs(
    around: Context,
    table: Table,
    register: Register,
    columns: dict[str, int],
    records: pd.DataFrame,
    findings: list[Finding],
) -> np.ndarray:
    """Rows of units, or of a restricted register, that the one who uploads may not report."""
    if "unit" not in columns:
        return np.zeros(len(records), dtype=bool)
    theirs = mapped(
        records["unit"].to_numpy(),
        lambda unit: not isinstance(unit, str) or around.may_report_rows(register.key, unit),
    )
    bad = ~theirs.astype(bool)

    def tell(row) -> Finding:
        place = address(row.row, columns["unit"])
        if around.may_report(row.unit, around.last):
            values = {"register": Text(register.zh, register.en), "owner": register.owner}
            return Finding("not_your_register", table.sheet.name, place, values)
        return Finding("not_yours", table.sheet.name, place, {"unit": around.unit_name(row.unit)})

    findings += told_of(rows_of(records[bad]), tell)
    return bad


def _typed(register: Register, records: pd.DataFrame) -> pd.DataFrame:
    types = {field.key: field.type for field in all_fields(register)}
    for key in records.columns.intersection(list(types)):
        if types[key] in DATES:
            records[key] = pd.to_datetime(records[key], errors="coerce").astype("datetime64[s]")
        elif types[key] == "count":
            records[key] = records[key].astype("Int64")
        elif types[key] in ("number", "money"):
            records[key] = records[key].astype(float)
    return records.astype({"removed": bool})


def _once(records: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The first row of each key; keys that differ only in their form are one."""
    forms = records["key"].map(form_of)
    again = forms.duplicated()
    first_at = {
        form: (row.sheet, row.cell, row.key) for form, row in zip(forms[~again], rows_of(records[~again]), strict=True)
    }

    def tell(row) -> Finding:
        *place, key = first_at[form_of(row.key)]
        first = Finding("duplicate", *place)
        other = Text(first.place("zh"), first.place("en"))
        if key != row.key:
            return Finding("key_alike", row.sheet, row.cell, {"value": row.key, "key": key, "other": other})
        return Finding("duplicate", row.sheet, row.cell, {"what": f"“{row.key}”", "other": other})

    findings += told_of(rows_of(records[again]), tell)
    return records[~again].reset_index(drop=True)
