"""Where a table says that its numbers are counted in 万 or 亿 while the measure is not: nothing is multiplied silently."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from data.measures import MEASURES, Measure
from data.text import Text
from data.uploads.findings import Finding
from data.uploads.understanding.headers import MEASURE_NAMES, Table, address
from data.uploads.understanding.names import bracketed
from data.uploads.understanding.tidy import rows_of

SCALED = re.compile(r"^(百万|千万|万亿|[百千万亿])(?!分)(.*)")
OF_TABLE = re.compile(r"单位\s*[:：]\s*([^)）]+)")
BETWEEN = re.compile(r"[、,，;；/\s]+")


def scales(table: Table, cells: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each column, or row of a table that names its measures row by row, with a scale of its own."""
    of_table = [unit for each in table.title if isinstance(each, str) for unit in _units(each)]
    for column, heading in table.headings.items():
        if heading.role == "figure":
            yield from _told(heading.key, heading.written, [*heading.words, *of_table], table, heading.row, column)
    named = cells[cells["measure_column"] >= 0].drop_duplicates("row")
    beside = table.unit_of_measure
    for row in rows_of(named):
        keys = MEASURE_NAMES.find(row.measure)
        if len(keys) == 1:
            said = [] if beside is None else [str(table.sheet.cells[row.row, beside]).strip()]
            # What a row says of itself stands before what the title says of all of them.
            yield from _told(keys[0], row.measure, said if any(said) else of_table, table, row.row, row.measure_column)


def _units(title: str) -> list[str]:
    """The units of measure in “（单位：万人次、个）”."""
    return [unit for listed in OF_TABLE.findall(title) for unit in BETWEEN.split(listed) if unit]


def _told(key: str, written: object, said: Iterable[str], table: Table, row: int, column: int) -> Iterator[Finding]:
    measure = MEASURES[key]
    if scaled := _in_brackets(written, measure) or _beside(written, said, measure):
        values = {"value": scaled, "measure": Text(measure.zh, measure.en), "expected": measure.unit}
        yield Finding("other_scale", table.sheet.name, address(row, column), values)


def _in_brackets(written: object, measure: Measure) -> str:
    own = {measure.unit.zh, measure.unit.en}
    return next((unit for unit in bracketed(written) if SCALED.match(unit) and unit not in own), "")


def _beside(written: object, said: Iterable[str], measure: Measure) -> str:
    """The scaled form of the measure's very unit (万人次 of 人次), unless brackets at the measure say otherwise."""
    if bracketed(written):
        return ""
    found = ((unit, SCALED.match(unit)) for unit in said if unit != measure.unit.zh)
    return next((unit for unit, match in found if match and match[2] in ("", measure.unit.zh)), "")
