"""An .xlsx of what was read of any other file: read again it says the same, merged cells, what is hidden and what is
flawed included."""

import io
import re
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from data.uploads.reading.traits import Flaw, Serial1904, Shown, Span
from data.uploads.writing.typed import as_text

NOT_IN_A_NAME = re.compile(r"[\\/*?:\[\]]")  # an .ods may call a sheet 'file:///…'#Sheet1
LONGEST_NAME = 31
SHARE = "0.##########%"
NOBODY_CALCULATED = "=NA()"  # a formula without a result, in the place of one that is not known


def workbook_of(sheets: Iterable) -> bytes:
    """The sheets (`parse.Sheet`) at the same addresses; a workbook of one empty sheet where there are none."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _write(book, sheet)
    if not book.worksheets:
        book.create_sheet("Sheet")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def name_of(name: str) -> str:
    """The name of a sheet as an .xlsx can have it."""
    return (NOT_IN_A_NAME.sub("_", name).strip("'") or "_")[:LONGEST_NAME]


def _write(book: Workbook, sheet) -> None:
    made: Worksheet = book.create_sheet(name_of(sheet.name))
    made.sheet_state = "hidden" if sheet.hidden and book.worksheets[0] is not made else "visible"
    rows, columns = (sheet.cells != "").nonzero()
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        value = sheet.cells[row, column]
        if isinstance(value, Serial1904):
            book.epoch = CALENDAR_MAC_1904
        _put(made, row + 1, column + 1, value)
    for span in sheet.merged:
        made.merged_cells.add(CellRange(_reference(span)))
    for row in sheet.hidden_rows:
        made.row_dimensions[row + 1].hidden = True
    for column in sheet.hidden_columns:
        made.column_dimensions[get_column_letter(column + 1)].hidden = True


def _put(made: Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, Flaw):
        made.cell(row, column, NOBODY_CALCULATED if value.kind == "not_calculated" else value.text)
    elif isinstance(value, Shown) and value.text.endswith("%"):
        made.cell(row, column, float(value)).number_format = SHARE
    elif isinstance(value, Shown):
        made.cell(row, column, value.text)
    elif isinstance(value, str):
        made.cell(row, column).value = ILLEGAL_CHARACTERS_RE.sub("", as_text(value))
    elif isinstance(value, bool | int | float | datetime | date):
        made.cell(row, column, float(value) if isinstance(value, Serial1904) else value)
    else:
        made.cell(row, column, str(value))


def _reference(span: Span) -> str:
    (top, left), (bottom, right) = span
    return f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}"
