"""Tables of figures, wide or long, become one row a filled cell, with names still as written."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from data.finding.names import plain
from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.understanding import counted_in, titles, unread
from data.uploads.understanding.headers import Table, address, spread_merged
from data.uploads.understanding.headings import UNIT_WORDS, Heading
from data.uploads.understanding.named import measure_named

CELLS = ("sheet", "row", "column", "unit", "unit_column", "month", "month_column", "measure", "measure_column",
         "subject", "subject_column", "counted", "written")  # fmt: skip

UnitOf = Callable[[object], str]

UNIT_COLUMN = Text("单位", "Unit")
TOTALS = re.compile(r".*(合计|总计|小计)|subtotal|(grand)?total")
REMARKS = re.compile(r"(注|备注|说明|填表|填报人|制表|审核|负责人|联系|单位负责人|上月|note|remark|lastmonth).*")


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Each row with the columns as its attributes."""
    return frame.itertuples(index=False) if len(frame) else iter(())  # of none, pandas makes the class of a row first


def is_aside(unit: object) -> bool:
    """Whether what stands in the unit's place names a total, a note or last month's hint instead of a unit."""
    return isinstance(unit, str) and bool(TOTALS.fullmatch(plain(unit)) or REMARKS.fullmatch(plain(unit)))


def mapped(column: np.ndarray, look: Callable[[object], object]) -> np.ndarray:
    """What `look` says of every cell, asked once for each different one."""
    where, different = pd.factorize(column, use_na_sentinel=False)
    found = np.empty(len(different), dtype=object)
    found[:] = [look(each) for each in different]
    return found[where]


def cells(table: Table, unit_of: UnitOf, findings: list[Finding]) -> pd.DataFrame:
    """The filled cells of a table, columns `CELLS`; rows of totals and notes left out.

    Of several unit columns (code and name; a unit of measure called “unit”) the one that names most units counts.
    `measure` is a key where the header named it, else what the row says; `counted` is its unit of measure where a
    column says it. Rows and columns count from 0; `unit_column` is -1 where a line above the table names the unit.
    """
    spread = spread_merged(table.sheet)[table.first : table.last]
    written = table.sheet.cells[table.first : table.last]
    across = _units_across(table, unit_of)
    if across:
        return _across(table, spread, written, across, unit_of, findings)
    codes = {column: mapped(spread[:, column], unit_of) for column in table.columns("unit")}
    known = {column: int((codes[column] != "").sum()) for column in codes}
    unit_column = max(codes, key=lambda column: (known[column], -column), default=-1)
    counted = table.unit_of_measure
    if unit_column >= 0 and not known[unit_column] and _counts(spread[:, unit_column]):
        unit_column, counted = -1, unit_column  # 单位 means what it is counted in
    unit = "" if unit_column >= 0 else _unit_said(table, unit_of)
    if unit_column < 0 and not unit:
        return _without_units(table, written, findings)
    naming = unit_column if unit_column >= 0 else next(iter(table.columns("measure")), 0)
    rows = np.flatnonzero(~_asides(spread, naming, unit_column))
    findings += _disagreeing(table, spread, codes, unit_column)
    findings += unread.without_heading(table, written, spread, rows, naming)
    parts = [
        _part(table, spread, written, rows, (unit_column, unit), counted, column, heading)
        for column, heading in _value_columns(table, written[rows], naming, findings)
        if (written[rows, column] != "").any()
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(CELLS))


def _counts(column: np.ndarray) -> bool:
    """Whether everything in a column is a unit of measure."""
    said = {each for each in column if each != ""}
    return bool(said) and all(isinstance(each, str) and counted_in.unit_of(each) for each in said)


def _unit_said(table: Table, unit_of: UnitOf) -> str:
    """The unit that a line of labels, or the title's beginning, names for the whole table; as it is written."""
    for label, value in table.labels:
        if titles.says(titles.COLON.sub("", label), UNIT_WORDS) and isinstance(value, str):
            return value
    title = [each for each in table.title if isinstance(each, str)]
    named = [match[1] for each in title if (match := titles.OF_UNIT.search(each))]
    return next(iter((*named, *filter(unit_of, map(titles.beginning, title)))), "")


def _without_units(table: Table, written: np.ndarray, findings: list[Finding]) -> pd.DataFrame:
    """A table that nobody can say whose it is: told, where anything stands in it."""
    naming = min((column for column, each in table.headings.items() if each.role == "measure"), default=None)
    first = min(table.headings, default=0) if naming is None else naming
    if (written != "").any():
        row = table.headings[first].row if first in table.headings else table.first
        findings.append(Finding("missing_column", table.sheet.name, address(row, first), {"field": UNIT_COLUMN}))
    return pd.DataFrame(columns=list(CELLS))


def _asides(spread: np.ndarray, naming: int, unit: int) -> np.ndarray:
    """The rows of totals and notes: said in the column that names the rows or, where that is empty, left of it.

    注册用户 begins like a note: where rows name measures, a measure is none.
    """
    aside = mapped(spread[:, naming], lambda each: is_aside(each) and not (unit < 0 and _is_measure(each))).astype(bool)
    for column in range(naming):
        left = mapped(spread[:, column], lambda each: is_aside(each) and not _is_measure(each)).astype(bool)
        aside |= (spread[:, naming] == "") & left
    return aside


def _is_measure(written: object) -> bool:
    return bool(measure_named(written).keys)


def _units_across(table: Table, unit_of: UnitOf) -> list[int]:
    """The columns headed by units, where measures stand below each other instead."""
    if table.columns("figure"):
        return []
    naming = {
        column: any(unit_of(word) for word in table.headings[column].words)
        for column in (*table.columns("unknown"), *table.columns("value"))
    }
    values = [column for column in table.columns("value") if not naming[column]]
    return [] if values else [column for column, names_a_unit in naming.items() if names_a_unit]


def _across(
    table: Table, spread: np.ndarray, written: np.ndarray, across: list[int], unit_of: UnitOf, findings: list[Finding]
) -> pd.DataFrame:
    """The filled cells of a table with a row for each measure and a column for each unit."""
    measures = (*table.columns("measure"), *table.columns("unit"))[0]
    rows = np.flatnonzero(~_asides(spread, measures, -1))
    findings += unread.without_heading(table, written, spread, rows, measures)
    beside = table.unit_of_measure
    if beside is None:
        beside = next((column for column in table.columns("unit") if column != measures), None)
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
        named = next(word for word in table.headings[column].words if unit_of(word))
        frame |= {"unit": named, "unit_column": column, "counted": "" if beside is None else spread[filled, beside]}
        frame |= {"measure": spread[filled, measures], "measure_column": measures, "written": written[filled, column]}
        parts.append(pd.DataFrame(frame, columns=list(CELLS), dtype=object))
    return pd.concat(parts, ignore_index=True)


def _disagreeing(table: Table, spread: np.ndarray, codes: dict[int, np.ndarray], used: int) -> Iterator[Finding]:
    """Rows whose code and name are those of two different units."""
    for column in codes.keys() - {used} if used in codes else ():
        differ = (codes[column] != codes[used]) & (codes[column] != "") & (codes[used] != "")

        def tell(row: int, column: int = column) -> Finding:
            values: dict[str, object] = {"value": str(spread[row, column]), "other": str(spread[row, used])}
            return Finding("units_differ", table.sheet.name, address(row + table.first, column), values)

        yield from told_of(np.flatnonzero(differ).tolist(), tell)


def _value_columns(
    table: Table, written: np.ndarray, naming: int, findings: list[Finding]
) -> Iterator[tuple[int, Heading]]:
    named_by_row = bool(table.columns("measure"))
    for column, heading in table.headings.items():
        if heading.role == "figure" or (heading.role == "value" and named_by_row):
            yield column, heading
        elif heading.role not in ("unknown", "ambiguous", "value") or not (written[:, column] != "").any():
            continue
        elif not (column < naming and unread.numbers_the_rows(written[:, column])):
            findings += unread.of_heading(table, column, heading, written[:, column])


def _part(
    table: Table,
    spread: np.ndarray,
    written: np.ndarray,
    rows: np.ndarray,
    unit: tuple[int, str],
    counted: int | None,
    column: int,
    heading: Heading,
) -> pd.DataFrame:
    unit_column, of_all = unit
    filled = rows[written[rows, column] != ""]
    beside = {role: next(iter(table.columns(role)), -1) for role in ("month", "measure", "subject")}
    frame = {"sheet": table.sheet.name, "row": filled + table.first, "column": column}
    frame |= {"unit": spread[filled, unit_column] if unit_column >= 0 else of_all, "unit_column": unit_column}
    for role, place in beside.items():
        frame |= {role: spread[filled, place] if place >= 0 else "", f"{role}_column": place}
    if heading.role == "figure":
        frame |= {"measure": heading.key, "measure_column": -1}
    frame |= {"counted": "" if counted is None else spread[filled, counted], "written": written[filled, column]}
    return pd.DataFrame(frame, columns=list(CELLS), dtype=object)
