"""Lists as workbooks to take along."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from data.uploads.escape import for_cell

WIDTH, WIDEST = 12, 60


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], *, mark: str = "") -> bytes:
    """A workbook of one sheet: `mark` above everything (演示数据) where there is one, the headings, the rows.

    Values are numbers, days, text or None; text is never left to calculate.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(f"{mark}{title}"[:31])
    kept = [[_plain(value) for value in row] for row in rows]
    for place, heading in enumerate(headings):
        longest = max((len(str(row[place])) for row in kept[:200] if row[place] is not None), default=0)
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(
            max(WIDTH, 2 * len(heading), longest + 4), WIDEST
        )
    sheet.freeze_panes = f"A{3 if mark else 2}"
    if mark:
        sheet.append([_bold(sheet, mark)])
    sheet.append([_bold(sheet, heading) for heading in headings])
    for row in kept:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(value: object) -> object:
    """The value as a cell holds it; nothing stays empty, and a moment loses its zone, which no workbook knows."""
    if value is None or value != value:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, date | int | float) else for_cell(str(value))


def _bold(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=for_cell(text))
    cell.font = Font(bold=True)
    return cell
