"""Targets: of a metric there is, for a year that may come, one for each unit, metric and year."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data.figures import as_of
from data.finding.names import Names
from data.registers import TABLES
from data.registers.aims import AIMS
from data.registers.paths import ends, goes, marks
from data.text import Text
from data.uploads.findings import Finding, told_of
from data.uploads.reading.traits import Shown
from data.uploads.understanding.context import Context
from data.uploads.understanding.headers import Table, address
from data.uploads.understanding.quoting import said
from data.uploads.understanding.tidy import rows_of

TARGETS = "targets"
YEARS_AHEAD = 10
ABOVE = 1.5  # a share set as a target beyond it is a percentage without its sign
WHOSE = ["metric", "unit", "year"]
NEVER_LESS = Text("逐月不减", "none below the one before")
NEVER_MORE = Text("逐月不增", "none above the one before")


def kept(
    conn: Connection, around: Context, tables: Iterable[Table], frames: dict[str, pd.DataFrame], findings: list[Finding]
) -> dict[str, pd.DataFrame]:
    """The same frames, targets with the metric's key in place of its name and without what can be no target."""
    records = frames.get(TARGETS)
    if records is None or records.empty or not AIMS:
        return frames
    place = _Places(list(tables))
    records = _metrics(records, place, findings)
    records = _years(around, records, place, findings)
    records = _values(records, place, findings)
    records = _paths(records, place, findings)
    records = _once(conn, around, records, findings)
    findings += _shares(records, place)
    return {key: frame for key, frame in {**frames, TARGETS: records}.items() if not frame.empty}


class _Places:
    """The cell of a field in a row."""

    def __init__(self, tables: Sequence[Table]):
        self._columns = {
            (table.sheet.name, heading.key): column
            for table in tables
            if table.register and table.register.key == TARGETS
            for column, heading in table.headings.items()
        }

        self._cells = {table.sheet.name: table.sheet.cells for table in tables}

    def of(self, row, field: str) -> tuple[str, str]:
        number = int("".join(filter(str.isdigit, row.cell)))
        column = self._columns.get((row.sheet, field))
        return row.sheet, row.cell if column is None else address(number - 1, column)

    def written(self, row, field: str) -> str:
        """What a person sees in that cell."""
        number, column = int("".join(filter(str.isdigit, row.cell))), self._columns.get((row.sheet, field))
        cell = "" if column is None else self._cells[row.sheet][number - 1, column]
        if isinstance(cell, Shown):
            return cell.text
        return f"{cell:.12g}" if isinstance(cell, float) else str(cell)


def _metrics(records: pd.DataFrame, place: _Places, findings: list[Finding]) -> pd.DataFrame:
    names = Names((aim.key, (aim.zh, aim.en)) for aim in AIMS.values())
    found = [names.find(written) for written in records["metric"]]
    known = np.array([len(keys) == 1 for keys in found], dtype=bool)

    def tell(row) -> Finding:
        keys = names.find(row.metric)
        if keys:
            return Finding(
                "ambiguous_name", *place.of(row, "metric"), {"value": row.metric, "candidates": names.listed(keys)}
            )
        return Finding(
            "unknown_metric", *place.of(row, "metric"), {"value": row.metric, "nearest": names.nearest(row.metric)}
        )

    findings += told_of(rows_of(records[~known]), tell)
    return records[known].assign(metric=[keys[0] for keys, is_known in zip(found, known, strict=True) if is_known])


def _years(around: Context, records: pd.DataFrame, place: _Places, findings: list[Finding]) -> pd.DataFrame:
    first, last = around.first.year, around.last.year + YEARS_AHEAD
    possible = records["year"].between(first, last).to_numpy(dtype=bool)

    def tell(row) -> Finding:
        blanks = {"field": Text("年度", "Year"), "value": str(row.year), "first": str(first), "last": str(last)}
        return Finding("no_year", *place.of(row, "year"), blanks)

    findings += told_of(rows_of(records[~possible]), tell)
    return records[possible]


def _values(records: pd.DataFrame, place: _Places, findings: list[Finding]) -> pd.DataFrame:
    """Targets above nothing – else there is none – and in per cent only of a share."""
    none = ~(records["value"] > 0).to_numpy(dtype=bool) & ~records["removed"].to_numpy(dtype=bool)
    amounts = ~records["metric"].map(lambda key: AIMS[key].way.share).to_numpy(dtype=bool)
    percent = np.array(["%" in place.written(row, "value").replace("％", "%") for row in rows_of(records)], dtype=bool)

    def tell(rule: str, row) -> Finding:
        return Finding(
            rule, *place.of(row, "value"), {"metric": _name(row.metric), "value": place.written(row, "value")}
        )

    findings += told_of(rows_of(records[none]), partial(tell, "target_of_nothing"))
    findings += told_of(rows_of(records[amounts & percent & ~none]), partial(tell, "target_in_percent"))
    return records[~(none | (amounts & percent))]


def _paths(records: pd.DataFrame, place: _Places, findings: list[Finding]) -> pd.DataFrame:
    """Twelve numbers that go to the target the way of its metric, or nothing."""
    if "path" not in records:
        return records
    each = zip(records["path"].fillna(""), records["value"], records["metric"], strict=True)
    faults = [_fault(written, value, metric) if written else "" for written, value, metric in each]

    def tell(row) -> Finding:
        falls = AIMS[row.metric].way.falls
        blanks = {"value": said(row.path), "target": _target(row), "way": NEVER_MORE if falls else NEVER_LESS}
        sheet, cell = place.of(row, "path")
        return Finding(row.fault, sheet, cell, blanks | {"other": place.of(row, "value")[1]})

    wrong = records.assign(fault=faults)
    findings += told_of(rows_of(wrong[wrong["fault"] != ""]), tell)
    return records[(wrong["fault"] == "").to_numpy(dtype=bool)]


def _fault(written: str, value: float, metric: str) -> str:
    way = AIMS[metric].way
    path = marks(written, value, way)
    if path is None or not goes(path, way):
        return "no_path"
    return "" if ends(path) else "path_ends_elsewhere"


def _target(row) -> str:
    return f"{row.value:.10%}".rstrip("0%").rstrip(".") + "%" if AIMS[row.metric].way.share else f"{row.value:.12g}"


def _once(conn: Connection, around: Context, records: pd.DataFrame, findings: list[Finding]) -> pd.DataFrame:
    """One row for each unit, metric and year, in the workbook and beside those that stand under another key."""
    own = set(records["key"])
    seen: dict[tuple, Text] = {
        tuple(row[1:]): Text(f"编号“{row.key}”", f"“{row.key}”")
        for row in rows_of(_standing(conn, records))
        if row.key not in own
    }
    twice = []
    for row in rows_of(records):
        whose = (row.metric, row.unit, row.year)
        if not row.removed and whose in seen:
            blanks = {
                "unit": around.unit_name(row.unit),
                "metric": _name(row.metric),
                "year": str(row.year),
                "other": seen[whose],
            }
            findings.append(Finding("target_twice", row.sheet, row.cell, blanks))
            twice.append(True)
            continue
        twice.append(False)
        if not row.removed:
            first = Finding("target_twice", row.sheet, row.cell)
            seen[whose] = Text(first.place("zh"), first.place("en"))
    return records[~np.array(twice, dtype=bool)].reset_index(drop=True)


def _standing(conn: Connection, records: pd.DataFrame) -> pd.DataFrame:
    table = TABLES[TARGETS]
    now = as_of(table, only=table.c.unit.in_(records["unit"].unique().tolist()))
    rows = conn.execute(select(now.c.key, *(now.c[name] for name in WHOSE))).all()
    return pd.DataFrame(rows, columns=["key", *WHOSE])


def _shares(records: pd.DataFrame, place: _Places) -> Iterable[Finding]:
    shares = records["metric"].map(lambda key: AIMS[key].way.share).astype(bool)

    def tell(row) -> Finding:
        blanks = {"metric": _name(row.metric), "value": f"{row.value:g}", "percent": f"{row.value:.0%}"}
        return Finding("share_above", *place.of(row, "value"), blanks)

    yield from told_of(rows_of(records[shares & (records["value"] > ABOVE)]), tell)


def _name(key: str) -> Text:
    return Text(AIMS[key].zh, AIMS[key].en)
