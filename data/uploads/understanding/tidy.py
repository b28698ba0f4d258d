"""Tables of figures, wide or long, become one row a filled cell, with names still as written."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.understanding.headers import MEASURE_NAMES, Heading, Table, address, spread_merged
from data.uploads.understanding.names import plain

CELLS = ("sheet", "row", "column", "unit", "unit_column", "month", "month_column", "measure", "measure_column",
         "subject", "subject_column", "written")  # fmt: skip

MEASURE_COLUMN = Text("填报项", "Measure")
UNIT_COLUMN = Text("单位", "Unit")
TOTALS = re.compile(r".*(合计|总计|小计)|subtotal|(grand)?total")
REMARKS = re.compile(r"(注|备注|说明|填表|填报人|制表|审核|负责人|联系|单位负责人|上月|note|remark|lastmonth).*")


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row with the columns as its attributes."""
    return frame.itertuples(index=False)


def is_aside(unit: object) -> bool:
    """Whether what stands in the unit's place names a total, a note or last month's hint instead of a unit."""
    return isinstance(unit, str) and bool(TOTALS.fullmatch(plain(unit)) or REMARKS.fullmatch(plain(unit)))


def mapped(column: np.ndarray, look: Callable[[object], object]) -> np.ndarray:
    """What `look` says of every cell, asked once for each different one."""
    where, different = pd.factorize(column, use_na_sentinel=False)
    found = np.empty(len(different), dtype=object)
    found[:] = [look(each) for each in different]
    return found[where]


def cells(table: Table, unit_of: Callable[[object], str], findings: list[Finding]) -> pd.DataFrame:
    """The filled cells of a table, columns `CELLS`; rows of totals and notes left out.

    Of several unit columns (code and name; a unit of measure called “unit”) the one that names most units counts.
    `measure` is a key where the header named it, else what the row says. Rows and columns count from 0.
    """
    spread = spread_merged(table.sheet)[table.first : table.last]
    written = table.sheet.cells[table.first : table.last]
    across = _units_across(table, unit_of)
    if across:
        return _across(table, spread, written, across, findings)
    codes = {column: mapped(spread[:, column], unit_of) for column in table.columns("unit")}
    if not codes:
        return pd.DataFrame(columns=list(CELLS))
    unit_column = max(codes, key=lambda column: (int((codes[column] != "").sum()), -column))
    keep = ~_asides(spread, unit_column)
    findings += _disagreeing(table, spread, codes, unit_column)
    rows = np.flatnonzero(keep)
    parts = [
        _part(table, spread, written, rows, unit_column, column, heading)
        for column, heading in _value_columns(table, written[rows], findings)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(CELLS))


def _asides(spread: np.ndarray, naming: int) -> np.ndarray:
    """The rows of totals and notes: said in the column that names the rows or, where that is empty, left of it."""
    aside = mapped(spread[:, naming], is_aside).astype(bool)
    for column in range(naming):
        aside |= (spread[:, naming] == "") & mapped(spread[:, column], is_aside).astype(bool)
    return aside


def _units_across(table: Table, unit_of: Callable[[object], str]) -> list[int]:
    """The columns headed by units, where measures stand below each other instead."""
    if table.columns("figure") or table.columns("value"):
        return []
    return [column for column in table.columns("unknown") if unit_of(table.headings[column].written)]


def _across(
    table: Table, spread: np.ndarray, written: np.ndarray, across: list[int], findings: list[Finding]
) -> pd.DataFrame:
    """The filled cells of a table with a row for each measure and a column for each unit."""
    measures = (*table.columns("measure"), *table.columns("unit"))[0]
    known = mapped(spread[:, measures], lambda each: bool(MEASURE_NAMES.find(each))).astype(bool)
    rows = np.flatnonzero(known | ~_asides(spread, measures))  # 注册用户 begins like a note
    for column in table.columns("unknown"):
        if column not in across and (written[rows, column] != "").any():
            heading = table.headings[column]
            place = (table.sheet.name, address(heading.row, column))
            findings.append(Finding("unknown_column", *place, {"value": heading.written, "nearest": UNIT_COLUMN}))
    parts = []
    for column in across:
        filled = rows[written[rows, column] != ""]
        frame = {name: "" if name in ("month", "subject") else -1 for name in CELLS}
        frame |= {"sheet": table.sheet.name, "row": filled + table.first, "column": column}
        frame |= {"unit": table.headings[column].written, "unit_column": column}
        frame |= {"measure": spread[filled, measures], "measure_column": measures, "written": written[filled, column]}
        parts.append(pd.DataFrame(frame, columns=list(CELLS), dtype=object))
    return pd.concat(parts, ignore_index=True)


def _disagreeing(table: Table, spread: np.ndarray, codes: dict[int, np.ndarray], used: int) -> Iterator[Finding]:
    """Rows whose code and name are those of two different units."""
    for column in codes.keys() - {used}:
        differ = (codes[column] != codes[used]) & (codes[column] != "") & (codes[used] != "")

        def tell(row: int, column: int = column) -> Finding:
            values: dict[str, object] = {"value": str(spread[row, column]), "other": str(spread[row, used])}
            return Finding("units_differ", table.sheet.name, address(row + table.first, column), values)

        yield from told_of(np.flatnonzero(differ).tolist(), tell)


def _value_columns(table: Table, written: np.ndarray, findings: list[Finding]) -> Iterator[tuple[int, Heading]]:
    named_by_row = bool(table.columns("measure"))
    for column, heading in table.headings.items():
        if heading.role == "figure" or (heading.role == "value" and named_by_row):
            yield column, heading
        elif heading.role in ("unknown", "ambiguous", "value") and (written[:, column] != "").any():
            findings.append(_unread(table, column, heading))


def _unread(table: Table, column: int, heading: Heading) -> Finding:
    place = (table.sheet.name, address(heading.row, column))
    if heading.role == "value":
        return Finding("missing_column", *place, {"field": MEASURE_COLUMN})
    if heading.role == "ambiguous":
        keys = MEASURE_NAMES.find(heading.written)
        return Finding("ambiguous_name", *place, {"value": heading.written, "candidates": MEASURE_NAMES.listed(keys)})
    nearest = MEASURE_NAMES.nearest(heading.written)
    return Finding("unknown_measure", *place, {"value": heading.written, "nearest": nearest})


def _part(
    table: Table, spread: np.ndarray, written: np.ndarray, rows: np.ndarray, unit: int, column: int, heading: Heading
) -> pd.DataFrame:
    filled = rows[written[rows, column] != ""]
    beside = {role: next(iter(table.columns(role)), -1) for role in ("month", "measure", "subject")}
    frame = {"sheet": table.sheet.name, "row": filled + table.first, "column": column}
    frame |= {"unit": spread[filled, unit], "unit_column": unit}
    for role, place in beside.items():
        frame |= {role: spread[filled, place] if place >= 0 else "", f"{role}_column": place}
    if heading.role == "figure":
        frame |= {"measure": heading.key, "measure_column": -1}
    return pd.DataFrame({**frame, "written": written[filled, column]}, columns=list(CELLS), dtype=object)
