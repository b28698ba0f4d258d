"""Where a table says that it counts from January on (1—10月、累计) while a measure is asked for month by month."""

import re
import unicodedata
from collections.abc import Iterator

import pandas as pd

from data.measures import MEASURES
from data.text import Text
from data.uploads.findings import Finding
from data.uploads.understanding.headers import MEASURE_NAMES, Table, address
from data.uploads.understanding.tidy import rows_of

SINCE_JANUARY = re.compile(r"(?<!\d)1\s*(?:月\s*)?[-—–~至到]+\s*1?\d\s*月|累计|year to date", re.IGNORECASE)


def spans(table: Table, cells: pd.DataFrame) -> Iterator[Finding]:
    """A finding for each monthly flow under a title that speaks of the year so far: its column, or its first row."""
    titles = (unicodedata.normalize("NFKC", each) for each in table.title if isinstance(each, str))
    said = next((each for each in titles if SINCE_JANUARY.search(each)), None)
    if said is None:
        return
    for key, (row, column) in _places(table, cells).items():
        measure = MEASURES[key]
        if measure.kind == "flow" and measure.reported_as == "month":
            values = {"title": said, "measure": Text(measure.zh, measure.en)}
            yield Finding("since_january", table.sheet.name, address(row, column), values)


def _places(table: Table, cells: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Where each measure is named first."""
    headings = table.headings.items()
    found = {each.key: (each.row, column) for column, each in headings if each.role == "figure"}
    for row in rows_of(cells[cells["measure_column"] >= 0].drop_duplicates("measure")):
        for key in MEASURE_NAMES.find(row.measure)[:1]:
            found.setdefault(key, (row.row, row.measure_column))
    return found
