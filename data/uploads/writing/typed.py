"""Cells of an .xlsx with new content: each keeps its own style, and nothing else of the sheet's text is changed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from numbers import Integral, Real
from xml.sax.saxutils import escape

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.datetime import to_excel

from data.uploads.escape import for_cell

# A cell ends before the next one begins: a pattern that looked farther would take the square of the cells without an end.
CELL = re.compile(r"<c\s([^<>]*?)(?:/>|>([^<]*(?:<(?!/?c[\s>])[^<]*)*)</c>)")
ROW = re.compile(r"<row\b([^<>]*?)(/?)>")
PLACE = re.compile(r"\br=\"([A-Z]+[0-9]+)\"")
NUMBER = re.compile(r"\br=\"([0-9]+)\"")
STYLE = re.compile(r"\bs=\"([0-9]+)\"")
SHARED = re.compile(r"<f\b[^<>]*\bt=\"(?:shared|array|dataTable)\"")
NO_ROWS = re.compile(r"<sheetData\s*/>")
UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
A_NUMBER = re.compile(r"[-+−－＋]?[\d.,，%％]*[百千万亿]*")


def with_cells(sheet: str, values: Mapping[str, object], dates: frozenset[int], telling: Mapping[int, str]) -> str:
    """The sheet's text with the values at their addresses; `dates` are the styles that show a number as a day, `telling`
    those that show it as another number (0.0"万"), by their format.

    Raises ValueError where the text is not as expected: cells without an address, a formula shared with others.
    """
    left = dict(values)

    def write(match: re.Match) -> str:
        place = PLACE.search(match[1])
        if not place:
            raise ValueError("a cell without its address")
        if place[1] not in left:
            return match[0]
        if SHARED.search(match[2] or ""):
            raise ValueError("a formula of several cells")
        style = STYLE.search(match[1])
        return _cell(place[1], int(style[1]) if style else 0, left.pop(place[1]), dates, telling)

    sheet = CELL.sub(write, sheet)
    for place, value in left.items():
        if value not in (None, ""):
            sheet = _with_new(sheet, place, _cell(place, 0, value, dates, telling))
    return sheet


def _cell(place: str, style: int, value: object, dates: frozenset[int], telling: Mapping[int, str]) -> str:
    """The cell; a day is a number where the style shows it as one, else its text."""
    head = f'<c r="{place}" s="{style}"'
    if value is None or value == "":
        return f"{head}/>"
    if isinstance(value, date) and style in dates:
        return f"{head}><v>{to_excel(value):g}</v></c>"
    if style in telling and _is_number(value) and not _is_share(value, telling[style]):
        value = f"{value:.15g}"  # as a text, for as a number it would show, and be read, as another one
    if isinstance(value, Real) and not isinstance(value, bool):
        return f"{head}><v>{int(value) if isinstance(value, Integral) else float(value)!r}</v></c>"
    return f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(as_text(value))}</t></is></c>'


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_share(value: object, code: str) -> bool:
    return "%" in code and isinstance(value, float) and not value.is_integer() and abs(value) < 2


def as_text(value: object) -> str:
    """What is written of a text: never a formula, nothing that a workbook cannot hold."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = UNWRITABLE.sub("", str(value))
    return text if A_NUMBER.fullmatch(text) else str(for_cell(text))


def _with_new(sheet: str, place: str, cell: str) -> str:
    """The cell put where it belongs, in its row or in a new one."""
    letters, row = coordinate_from_string(place)
    for match in ROW.finditer(sheet):
        number = NUMBER.search(match[1])
        if not number:
            raise ValueError("a row without its number")
        if int(number[1]) == row:
            return _in_row(sheet, match, column_index_from_string(letters), cell)
        if int(number[1]) > row:
            return f'{sheet[: match.start()]}<row r="{row}">{cell}</row>{sheet[match.start() :]}'
    return _at_the_end(sheet, f'<row r="{row}">{cell}</row>')


def _in_row(sheet: str, row: re.Match, column: int, cell: str) -> str:
    if row[2]:
        return f"{sheet[: row.start()]}<row{row[1]}>{cell}</row>{sheet[row.end() :]}"
    end = sheet.index("</row>", row.end())
    for match in CELL.finditer(sheet, row.end(), end):
        place = PLACE.search(match[1])
        if place and column_index_from_string(coordinate_from_string(place[1])[0]) > column:
            return sheet[: match.start()] + cell + sheet[match.start() :]
    return sheet[:end] + cell + sheet[end:]


def _at_the_end(sheet: str, row: str) -> str:
    if "</sheetData>" in sheet:
        head, tail = sheet.rsplit("</sheetData>", 1)
        return f"{head}{row}</sheetData>{tail}"
    opened = NO_ROWS.search(sheet)
    if not opened:
        raise ValueError("a sheet without rows")
    return f"{sheet[: opened.start()]}<sheetData>{row}</sheetData>{sheet[opened.end() :]}"
