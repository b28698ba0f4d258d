"""Names in cells become keys: units, months, measures, applications. What is not known becomes a finding."""

from datetime import date

import numpy as np
import pandas as pd

from data import months
from data.measures import MEASURES
from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.parse import Book
from data.uploads.reading.traits import Flaw
from data.uploads.understanding.context import Context
from data.uploads.understanding.dates import month_of, months_in
from data.uploads.understanding.headers import MEASURE_NAMES, Table, address
from data.uploads.understanding.names import Names
from data.uploads.understanding.scales import scales
from data.uploads.understanding.spans import spans
from data.uploads.understanding.tidy import mapped, rows_of
from data.uploads.understanding.unit_names import as_code


def named(around: Context, book: Book, table: Table, cells: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The cells with keys in `unit`, `month` (date), `measure`, `subject`; those with an unknown name are left out."""
    findings += scales(table, cells)
    findings += spans(table, cells)
    unit = _keys(cells, "unit", around.unit_names, "unknown_unit", findings, empty="no_unit")
    measure = _measures(cells, findings)
    subject = _keys(cells, "subject", around.application_names, "unknown_subject", findings)
    month = _months(around, book, table, cells, findings)
    known = np.array([a is not None and b is not None and c is not None and d is not None
                      for a, b, c, d in zip(unit, measure, subject, month, strict=True)], dtype=bool)  # fmt: skip
    return cells.assign(unit=unit, measure=measure, subject=subject, month=month)[known]


def _keys(
    cells: pd.DataFrame, role: str, names: Names, rule: str, findings: list[Finding], empty: str = ""
) -> np.ndarray:
    """The key of every cell's name, None where it is not known. `empty` is the rule where a name must not be missing."""
    keys = mapped(cells[role].to_numpy(), lambda each: _key(names, each, None if empty else ""))

    def tell(row) -> Finding:
        written, column = getattr(row, role), getattr(row, f"{role}_column")
        place = (row.sheet, address(row.row, column))
        return Finding(empty, *place) if written == "" else _unknown(names, written, rule, place)

    findings += told_of(rows_of(cells[_unknown_of(keys)].drop_duplicates(["sheet", "row"])), tell)
    return keys


def _key(names: Names, written: object, if_empty: str | None) -> str | None:
    if written == "":
        return if_empty
    found = names.find(as_code(written))
    return found[0] if len(found) == 1 else None


def _unknown(names: Names, written: object, rule: str, place: tuple[str, str]) -> Finding:
    if isinstance(written, Flaw):
        return Finding(written.kind, *place, {"value": written.text})
    candidates = names.find(as_code(written))
    if candidates:
        return Finding("ambiguous_name", *place, {"value": said(written), "candidates": names.listed(candidates)})
    return Finding(rule, *place, {"value": said(written), "nearest": names.nearest(as_code(written))})


def _measures(cells: pd.DataFrame, findings: list[Finding]) -> np.ndarray:
    """Measures of a wide table are keys already; those of a long one are named row by row."""
    if (cells["measure_column"] < 0).all():
        return cells["measure"].to_numpy()
    return _keys(cells, "measure", MEASURE_NAMES, "unknown_measure", findings, empty="no_measure")


def _months(around: Context, book: Book, table: Table, cells: pd.DataFrame, findings: list[Finding]) -> np.ndarray:
    """The month of every cell: its row's, else the title's, the sheet's or the file's."""
    usual = month_said(book, table, findings) if (cells["month"] == "").any() else None

    def opened(written: object) -> date | None:
        month = usual if written == "" else month_of(written)
        return month if month and around.first <= month <= around.last else None

    found = mapped(cells["month"].to_numpy(), opened)
    shut = cells[_unknown_of(found)].drop_duplicates(["sheet", "row"])
    if usual and (shut["month"] == "").any():
        findings.append(_not_open(around, (table.sheet.name, ""), usual))

    def tell(row) -> Finding:
        place, month = (row.sheet, address(row.row, row.month_column)), month_of(row.month)
        return _not_open(around, place, month) if month else _not_a_month(place, row.month)

    findings += told_of(rows_of(shut[shut["month"] != ""]), tell)
    return found


def _not_open(around: Context, place: tuple[str, str], month: date) -> Finding:
    limits = {"first": months.label(around.first), "last": months.label(around.last)}
    return Finding("month_not_open", *place, {"value": months.label(month), **limits})


def _not_a_month(place: tuple[str, str], written: object) -> Finding:
    if isinstance(written, Flaw):
        return Finding(written.kind, *place, {"value": written.text})
    return Finding("not_a_month", *place, {"value": said(written)})


def month_said(book: Book, table: Table, findings: list[Finding]) -> date | None:
    """The one month that title, sheet name or file name tell; where they say none or two, a finding."""
    titled = _months_of_title(table) or months_in(table.sheet.name)
    filed = months_in(book.file_name)
    if len(titled) == 1 and len(filed) == 1 and titled != filed:
        here, there = (months.label(next(iter(each))) for each in (titled, filed))
        findings.append(Finding("months_differ", table.sheet.name, "", {"month": here, "other": there}))
        return None
    said = titled or filed
    if len(said) != 1:
        findings.append(Finding("no_month", table.sheet.name))
        return None
    return next(iter(said))


def _months_of_title(table: Table) -> set[date]:
    found: set[date] = set()
    for each in table.title:
        if month := month_of(each):
            found.add(month)
        elif isinstance(each, str):
            found |= months_in(each)
    return found


def measure_name(key: str) -> Text:
    """A measure's name in both languages."""
    return Text(MEASURES[key].zh, MEASURES[key].en)


def said(written: object) -> str:
    """So much of what a cell says as a sentence can quote."""
    return str(written)[:80]


def shown(value: float) -> str:
    """A number in a sentence: 1,234,567 or 0.667."""
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:,.4g}"


def _unknown_of(keys: np.ndarray) -> np.ndarray:
    return np.fromiter((key is None for key in keys), bool, len(keys))
