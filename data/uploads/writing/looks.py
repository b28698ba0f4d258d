"""How the workbooks we write look: fonts, fills, widths, printing."""

from copy import copy
from functools import cache
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

FACE = "微软雅黑"
LINE = Side(style="thin", color="C9D2DC")
GRID = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)

TITLE = Font(name=FACE, size=16, bold=True, color="12395B")
NOTE = Font(name=FACE, size=9, color="5B6B7B")
HEADER = Font(name=FACE, size=10, bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="1F5C8B")
UNIT_FONT = Font(name=FACE, size=9, color="1F5C8B")
UNIT_FILL = PatternFill("solid", fgColor="E6EEF5")
NAME = Font(name=FACE, size=10)
PLAIN = Font(name=FACE, size=10)
HINT = Font(name=FACE, size=9, italic=True, color="9AA5B1")
HINT_FILL = PatternFill("solid", fgColor="F4F6F8")

MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
OPEN = Protection(locked=False)


_WORN: WeakKeyDictionary[Workbook, dict[tuple[object, ...], object]] = WeakKeyDictionary()


@cache
def indented(depth: int) -> Alignment:
    """Left, set in by the depth in the tree."""
    return Alignment(horizontal="left", vertical="center", indent=depth)


def dress(
    cell: Cell,
    font: Font,
    alignment: Alignment = MIDDLE,
    fill: PatternFill | None = None,
    *,
    number_format: str = "General",
    protection: Protection | None = None,
) -> None:
    """Give a cell within the grid its looks, of the fonts, alignments and fills of this module.

    Said one by one, openpyxl compares each with all that the workbook has: two thirds of the time that a template took.
    So a cell that looks as one before it gets what that one has.
    """
    worn = _WORN.setdefault(cell.parent.parent, {})
    look = (id(font), id(alignment), id(fill), number_format, id(protection))
    if look in worn:
        cell._style = copy(worn[look])
        return
    cell.font, cell.alignment, cell.border, cell.number_format = font, alignment, GRID, number_format
    if fill:
        cell.fill = fill
    if protection:
        cell.protection = protection
    worn[look] = cell._style


def set_for_print(sheet: Worksheet, header_rows: str) -> None:
    """Landscape A3, as wide as the page, the header on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.print_title_rows = header_rows
    sheet.oddFooter.center.text = "&P / &N"


def protect(sheet: Worksheet) -> None:
    """Lock what is not unlocked, without a password; widths, heights, sorting and filters stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False
    sheet.protection.sort = sheet.protection.autoFilter = False
