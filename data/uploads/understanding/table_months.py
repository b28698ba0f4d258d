"""The month of every number: its row's, its column's, else the one that title, sheet or file name."""

from datetime import date

import numpy as np
import pandas as pd

from data import months
from data.measures import MEASURES
from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.reading.traits import Flaw
from data.uploads.understanding.context import Context
from data.uploads.understanding.dates import is_a_year, month_of
from data.uploads.understanding.headers import Table, address
from data.uploads.understanding.phrases import phrases
from data.uploads.understanding.quoting import measure_name, said
from data.uploads.understanding.surroundings import Surroundings
from data.uploads.understanding.tidy import mapped, rows_of

PLACES = {"sheet": Text("工作表名", "the sheet's name"), "file": Text("文件名", "the file name")}


def months_of(
    around: Context, table: Table, said_above: Surroundings, cells: pd.DataFrame, findings: list[Finding]
) -> np.ndarray:
    """The month (date) of every cell, None where it is not known or not open; `cells` with the measure in `key`."""
    by_column = {column: _of_column(table, said_above, column) for column in cells["column"].unique()}
    unsaid = cells["month"] == ""
    usual = None
    if unsaid.any():
        told: list[Finding] = []
        usual = _of_table(table, said_above, told)
        # Without a month of the table's own each column may have its own: months as columns.
        own = all(by_column[column] for column in cells.loc[unsaid, "column"].unique())
        if not own or any(each.rule not in ("no_month", "not_one_month") for each in told):
            findings += told
            by_column = {} if usual is None else by_column

    def opened(month: date | None) -> date | None:
        return month if month and around.first <= month <= around.last else None

    rows = mapped(cells["month"].to_numpy(), lambda written: _of_row(written) if written != "" else None)
    found = np.array(
        [
            row if not empty else usual or by_column.get(column)
            for row, empty, column in zip(rows, unsaid, cells["column"], strict=True)
        ],
        dtype=object,
    )
    if usual and opened(usual) is None and unsaid.any():
        findings.append(_not_open(around, (table.sheet.name, ""), usual))
    findings += _of_rows(around, cells.assign(found=found)[~unsaid], opened)
    findings += _spans_of_rows(cells[~unsaid])
    findings += _rows_that_differ(cells.assign(found=found)[~unsaid], said_above)
    spans = np.array(
        [_is_span_for(key, written) for key, written in zip(cells["key"], cells["month"], strict=True)], bool
    )
    return np.array([None if span else opened(month) for span, month in zip(spans, found, strict=True)], dtype=object)


def _of_row(written: object) -> date | None:
    """The month in a cell; 2026.1 as a text is no month: it may be 2026.10 that lost its last digit."""
    return None if isinstance(written, str) and written.strip()[4:] == ".1" else month_of(written)


def _of_column(table: Table, said_above: Surroundings, column: int) -> date | None:
    heading = table.headings.get(column)
    named = [each for each in (heading.said if heading else ()) if each.kind in ("month", "so_far") and each.last]
    years = {year for each in said_above.years.values() for year in each}
    if not named or not (named[0].year or len(years) == 1):
        return None
    return date(named[0].year or years.pop(), named[0].last, 1)


def _of_table(table: Table, said_above: Surroundings, findings: list[Finding]) -> date | None:
    """The one month that title, sheet and file name tell; where they say none or two, a finding."""
    place = (table.sheet.name, "")
    named = next((each for each in said_above.months.values() if each), set()) or _without_year(said_above)
    if not named and said_above.runs:
        findings.append(Finding("not_one_month", *place, {"value": said(said_above.runs[0])}))
        return None
    if len(named) != 1:
        listed = "、".join(sorted(months.label(each) for each in named))
        findings.append(Finding("two_months", *place, {"months": listed}) if named else Finding("no_month", *place))
        return None
    month = next(iter(named))
    for where, name in PLACES.items():
        if (other := _other_of(said_above, where, month)) is not None:
            values = {"month": months.label(month), "where": name, "other": other}
            findings.append(Finding("months_differ", *place, values))
            return None
    return month


def _without_year(said_above: Surroundings) -> set[date]:
    """10月 of a sheet's name with the year of the title."""
    years = {year for each in said_above.years.values() for year in each}
    bare = next((each for each in said_above.bare.values() if each), set())
    return {date(year, number, 1) for number in bare for year in years} if len(years) == 1 else set()


def _other_of(said_above: Surroundings, where: str, month: date) -> str | None:
    """What the name of sheet or file says instead of the month; None where it agrees or says nothing."""
    named, bare, years = said_above.months[where], said_above.bare[where], said_above.years[where]
    if others := sorted(named - {month}):
        return months.label(others[0])
    if not named and len(bare) == 1 and month.month not in bare:
        return f"{next(iter(bare))}月"
    return str(next(iter(years))) if not named and len(years) == 1 and month.year not in years else None


def _of_rows(around: Context, cells: pd.DataFrame, opened) -> list[Finding]:
    def tell(row) -> Finding:
        place, month = (row.sheet, address(row.row, row.month_column)), row.found
        if isinstance(row.month, Flaw):
            return Finding(row.month.kind, *place, {"value": row.month.text})
        if month is None:
            rule = "a_year_no_month" if is_a_year(row.month) else "not_a_month"
            return Finding(rule, *place, {"value": said(row.month)})
        return _not_open(around, place, month)

    shut = cells[[opened(month) is None for month in cells["found"]]].drop_duplicates(["sheet", "row"])
    return list(told_of(rows_of(shut), tell))


def _not_open(around: Context, place: tuple[str, str], month: date) -> Finding:
    limits = {"first": months.label(around.first), "last": months.label(around.last)}
    return Finding("month_not_open", *place, {"value": months.label(month), **limits})


def _is_span_for(key: object, written: object) -> bool:
    """Whether a row's month is a run of months that the measure is not reported for."""
    if not isinstance(written, str) or key not in MEASURES:
        return False
    runs = [phrase for phrase in phrases(written) if phrase.kind in ("so_far", "months", "period")]
    measure = MEASURES[str(key)]
    return bool(runs) and (runs[0].kind != "so_far" or not (measure.reported_as == "ytd" or measure.kind == "stock"))


def _spans_of_rows(cells: pd.DataFrame) -> list[Finding]:
    def tell(row) -> Finding:
        values = {"value": said(row.month), "measure": measure_name(row.key)}
        return Finding("span_not_month", row.sheet, address(row.row, row.month_column), values)

    different = cells.drop_duplicates(["month", "key"])
    spans = [row for row in rows_of(different) if _is_span_for(row.key, row.month)]
    return list(told_of(spans, tell))


def _rows_that_differ(cells: pd.DataFrame, said_above: Surroundings) -> list[Finding]:
    """Rows of another month than the one the workbook says it is of: one question for each month."""
    named = {month for each in said_above.months.values() if len(each) == 1 for month in each}
    if not named or cells.empty:
        return []

    def tell(row) -> Finding:
        values: dict[str, object] = {
            "value": months.label(row.found),
            "month": "、".join(sorted(map(months.label, named))),
        }
        return Finding("row_month_differs", row.sheet, address(row.row, row.month_column), values)

    others = [row for row in rows_of(cells.drop_duplicates("found")) if row.found and row.found not in named]
    return list(told_of(others, tell))
