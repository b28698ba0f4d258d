"""Names in cells become keys: units, months, measures, applications. What is not known becomes a finding."""

import numpy as np
import pandas as pd

from data.finding.names import Names
from data.uploads.findings import Finding, told_of
from data.uploads.parse import Book
from data.uploads.reading.traits import Flaw
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table, address
from data.uploads.understanding.judging import judged
from data.uploads.understanding.named import MEASURE_NAMES, measure_named
from data.uploads.understanding.quoting import said
from data.uploads.understanding.surroundings import surroundings
from data.uploads.understanding.table_months import months_of
from data.uploads.understanding.tidy import mapped, rows_of
from data.uploads.understanding.unit_names import as_code


def named(around: Context, book: Book, table: Table, cells: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """The cells with keys in `unit`, `month` (date), `measure`, `subject`, and `percent` where a header says %.

    Those with an unknown name are left out, and those of which something says that they are another number.
    """
    around_table = surroundings(book, table)
    unit = _keys(cells, "unit", around.unit_names, "unknown_unit", findings, empty="no_unit")
    measure = _measures(cells, findings)
    subject = _keys(cells, "subject", around.application_names, "unknown_subject", findings)
    month = months_of(around, table, around_table, cells.assign(key=measure), findings)
    known = np.array([a is not None and b is not None and c is not None and d is not None
                      for a, b, c, d in zip(unit, measure, subject, month, strict=True)], dtype=bool)  # fmt: skip
    found = cells.assign(unit=unit, measure=measure, subject=subject, month=month, unit_said=cells["unit"],
                         measure_said=cells["measure"], subject_said=cells["subject"])  # fmt: skip
    return judged(around, table, around_table, found[known], findings)


def _keys(
    cells: pd.DataFrame, role: str, names: Names, rule: str, findings: list[Finding], empty: str = ""
) -> np.ndarray:
    """The key of every cell's name, None where it is not known. `empty` is the rule where a name must not be missing."""
    keys = mapped(cells[role].to_numpy(), lambda each: _key(names, each, None if empty else ""))

    def tell(row) -> Finding:
        written, column = getattr(row, role), getattr(row, f"{role}_column")
        place = (row.sheet, address(row.row, column) if column >= 0 else "")
        return Finding(empty, *place) if written == "" else _unknown(names, written, rule, place)

    unknown = cells[_unknown_of(keys)]
    above = (unknown[f"{role}_column"] < 0).any()  # named once, above the table
    findings += told_of(
        rows_of(unknown.drop_duplicates(["sheet"] if above else ["sheet", "row", f"{role}_column"])), tell
    )
    return keys


def _key(names: Names, written: object, if_empty: str | None) -> str | None:
    if written == "":
        return if_empty
    found = names.find(as_code(written)) if names is not MEASURE_NAMES else measure_named(written).keys
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


def _unknown_of(keys: np.ndarray) -> np.ndarray:
    return np.fromiter((key is None for key in keys), bool, len(keys))
