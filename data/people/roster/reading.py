"""A workbook of people as rows: what stands in which cell. Nothing is understood yet beyond the headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from data.finding.names import plain
from data.people.roster.columns import ALSO, COLUMNS, NEEDED
from data.settings import settings
from data.uploads import parse
from data.uploads.findings import Finding, Refused
from data.uploads.reading.book import Book, Sheet

MOST = 1000  # rows of one workbook
LARGEST = 1e15  # digits that a workbook keeps of a number
HEADING_ROWS = 20  # in which the headings are looked for
NAMED = {
    plain(name): key for key, text in COLUMNS.items() for name in (text.zh, text.en, *ALSO.get(key, ())) if plain(name)
}


@dataclass(frozen=True)
class Row:
    """One row: the words of each column by its key ("" for none), and the cell each stands in."""

    sheet: str
    said: Mapping[str, str]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Read:
    """What was read: the rows, and what could not be."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read(content: bytes, file_name: str, by: str) -> Read:
    """The rows of a workbook of people, opened in a worker of its own. `lanes.Busy` where too many wait already."""
    book = parse.read(content, file_name, settings().limits, by)
    if isinstance(book, Refused):
        return Read((), (book.finding,))
    return rows_of(book)


def rows_of(book: Book) -> Read:
    """The rows of the first sheet that has the headings."""
    for sheet in book.sheets:
        found = _headings(sheet)
        if found is not None:
            return _of_sheet(sheet, *found)
    return Read((), (Finding("people_no_table"),))


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The row of the headings and the column of each; None where this is no table of people."""
    for at, row in enumerate(sheet.cells[:HEADING_ROWS]):
        places: dict[str, int] = {}
        for column, value in enumerate(row):
            key = NAMED.get(plain(value)) if isinstance(value, str) else None
            if key:
                places.setdefault(key, column)
        if set(NEEDED) <= set(places):
            return at, places
    return None


def _of_sheet(sheet: Sheet, at: int, places: Mapping[str, int]) -> Read:
    rows, findings = [], []
    below = sheet.cells[at + 1 :]
    there = [place for place, row in enumerate(below) if any(not _empty(row[each]) for each in places.values())]
    if len(there) > MOST:
        return Read((), (Finding("people_too_many", sheet.name, "", {"count": len(there), "limit": MOST}),))
    for place in there:
        number = at + 2 + place
        cells = {key: f"{get_column_letter(column + 1)}{number}" for key, column in places.items()}
        said = {key: _words(below[place][column]) for key, column in places.items()}
        findings += [Finding("person_unreadable", sheet.name, cells[key]) for key in said if said[key] is None]
        rows.append(Row(sheet.name, {key: said.get(key) or "" for key in COLUMNS}, cells))
    if not rows:
        findings.append(Finding("people_none", sheet.name))
    return Read(tuple(rows), tuple(findings))


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _words(value: Any) -> str | None:
    """What stands in a cell as text; a login of digits may be a number. None for what is no text."""
    if _empty(value):
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, int | float) and value == value and abs(value) < LARGEST:
        return f"{value:.0f}" if float(value).is_integer() else f"{value}"
    return None
