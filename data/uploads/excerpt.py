"""The cells around one, as they stand in the workbook: so that a finding is seen in its place."""

from typing import NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from data.uploads.parse import Sheet
from data.uploads.reading.traits import Flaw, Shown
from data.uploads.understanding.headers import Table, tables

ROWS, COLUMNS = 2, 2  # on each side
NAMING = 2  # the first columns of a table say which row it is
LONGEST = 24


class Excerpt(NamedTuple):
    """Letters of the columns; numbers of the rows, each with its cells (text, whether it is the one)."""

    letters: list[str]
    rows: list[tuple[int, list[tuple[str, bool]]]]


class Excerpts:
    """Excerpts of one sheet: the cell and its neighbours, under the header and beside the names of the rows."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.tables = tables(sheet)

    def around(self, cell: str) -> Excerpt:
        """The cells around the one at an address like C7; it may lie outside of what was filled in."""
        row, column = (number - 1 for number in coordinate_to_tuple(cell))
        height, width = self.sheet.cells.shape
        header, naming = self._named_by(row)
        rows = {*header, *range(max(row - ROWS, 0), max(min(row + ROWS + 1, height), row + 1))}
        columns = {*naming, *range(max(column - COLUMNS, 0), max(min(column + COLUMNS + 1, width), column + 1))}
        shown = [
            (number + 1, [(self._text(number, each), (number, each) == (row, column)) for each in sorted(columns)])
            for number in sorted(rows)
        ]
        return Excerpt([get_column_letter(number + 1) for number in sorted(columns)], shown)

    def _named_by(self, row: int) -> tuple[list[int], list[int]]:
        """The row of the header and the columns that name the rows of the table in which a row lies."""
        above: list[Table] = [table for table in self.tables if table.headings and table.first <= row < table.last]
        if not above:
            return [], []
        headings = above[-1].headings
        return [next(iter(headings.values())).row], sorted(headings)[:NAMING]

    def _text(self, row: int, column: int) -> str:
        height, width = self.sheet.cells.shape
        written = self.sheet.cells[row, column] if row < height and column < width else ""
        if isinstance(written, Flaw | Shown):
            written = written.text
        elif isinstance(written, float) and written.is_integer():
            written = int(written)
        text = str(written)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
