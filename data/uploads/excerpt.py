"""The cells around one, as they stand in the workbook: so that a finding is seen in its place."""

from typing import NamedTuple

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

from data.uploads.flaws import Flaw
from data.uploads.parse import Sheet

ROWS, COLUMNS = 2, 3  # on each side
LONGEST = 24


class Excerpt(NamedTuple):
    """Letters of the columns; numbers of the rows, each with its cells (text, whether it is the one)."""

    letters: list[str]
    rows: list[tuple[int, list[tuple[str, bool]]]]


def around(sheet: Sheet, cell: str) -> Excerpt:
    """The cells around the one at an address like C7; it may lie outside of what was filled in."""
    row, column = (number - 1 for number in coordinate_to_tuple(cell))
    height, width = sheet.cells.shape
    rows = range(max(row - ROWS, 0), max(min(row + ROWS + 1, height), row + 1))
    columns = range(max(column - COLUMNS, 0), max(min(column + COLUMNS + 1, width), column + 1))
    shown = [
        (number + 1, [(_text(sheet, number, each), (number, each) == (row, column)) for each in columns])
        for number in rows
    ]
    return Excerpt([get_column_letter(number + 1) for number in columns], shown)


def _text(sheet: Sheet, row: int, column: int) -> str:
    height, width = sheet.cells.shape
    written = sheet.cells[row, column] if row < height and column < width else ""
    if isinstance(written, Flaw):
        written = written.text
    elif isinstance(written, float) and written.is_integer():
        written = int(written)
    text = str(written)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
