"""A file is opened: what it is, its cells, and the flaws that a reader of values does not show. For a worker alone."""

import io
import re
import zipfile
from collections.abc import Callable

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading import delimited, flaws, flaws_ods, flaws_xls, formats, raised
from data.uploads.reading.book import Sheet
from data.uploads.reading.limits import sniff
from data.uploads.reading.traits import Cell, Flaw, Found, Serial1904, Shown, Span, Traits

UNKNOWN = re.compile(rb">#(?!(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|DATA!)</)[A-Z_/0-9]{1,24}[!?]?</")
SCANS: dict[str, Callable[[bytes, Limits], Found | Refused]] = {
    "xlsx": flaws.scan,
    "ods": flaws_ods.scan,
    "ole": flaws_xls.scan,
}


def opened(content: bytes, file_name: str, limits: Limits) -> tuple[Sheet, ...] | Refused:
    """The sheets of a file of any kind, by what it is and not by its name; a refusal is a result."""
    kind = sniff(content, file_name, limits)
    if isinstance(kind, Refused):
        return kind
    return _text(content, limits) if kind == "text" else _workbook(content, kind, limits)


def _text(content: bytes, limits: Limits) -> tuple[Sheet, ...] | Refused:
    rows = delimited.rows(content, limits)
    if isinstance(rows, Refused):
        return rows
    return (Sheet("CSV", False, _grid(list(zip(*rows, strict=True)))),)


def _workbook(content: bytes, kind: str, limits: Limits) -> tuple[Sheet, ...] | Refused:
    found = SCANS[kind](content, limits)
    if isinstance(found, Refused):
        return found
    try:
        content = (
            raised.as_marks(content, limits, in_cells=any(each.raised for each in found.values()))
            if kind == "xlsx"
            else content
        )
        try:
            return _sheets(content, found, limits)
        except CalamineError:  # it knows the eight old errors; newer ones (#GETTING_DATA, #FIELD!) are errors as well
            return _sheets(_with_known_errors(content), found, limits)
    except PasswordError:
        return refused("password")
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile):
        return refused("damaged")


def _with_known_errors(content: bytes) -> bytes:
    """The .xlsx with every other error code as #N/A; which it was is seen by who looks for errors."""
    known = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(known, "w") as copy:
        for entry in package.infolist():
            part = package.read(entry)
            copy.writestr(entry.filename, UNKNOWN.sub(b">#N/A</", part) if b"#" in part else part)
    return known.getvalue()


def _sheets(content: bytes, found: Found, limits: Limits) -> tuple[Sheet, ...] | Refused:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    listed = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if len(listed) > limits.sheets:
        return refused("too_many_sheets", count=len(listed), limit=limits.sheets)
    read = []
    for each in listed:
        sheet = book.get_sheet_by_name(each.name)
        height, width = ((sheet.end or (-1, -1))[way] + 1 for way in (0, 1))
        if height > limits.rows:
            return refused("too_many_rows", sheet=each.name, count=height, limit=limits.rows)
        if width > limits.columns:
            return refused("too_many_columns", sheet=each.name, count=width, limit=limits.columns)
        cells = _grid(list(zip(*sheet.to_python(skip_empty_area=False), strict=False)))
        hidden = each.visible != SheetVisibleEnum.Visible
        read.append(_sheet(each.name, hidden, cells, sheet.merged_cell_ranges or [], found.get(each.name, Traits())))
    return tuple(read)


def _sheet(name: str, hidden: bool, cells: np.ndarray, merged: list[Span], traits: Traits) -> Sheet:
    if traits.since_1904:
        _count_from_1904(cells)
    for (row, column), code in traits.formats.items():
        if row < cells.shape[0] and column < cells.shape[1] and type(cells[row, column]) in (int, float):
            number = cells[row, column]
            text = formats.shown(code, number)
            cells[row, column] = number if text is None else Shown(number, text)
    for (row, column), said in traits.texts.items():
        if row < cells.shape[0] and column < cells.shape[1] and isinstance(cells[row, column], str):
            cells[row, column] = said
    cells = _with_flaws(cells, traits.flaws)
    spans = merged or traits.merged
    for (top, left), (bottom, right) in spans:
        if top < cells.shape[0] and left < cells.shape[1]:
            seen = cells[top, left]
            cells[top : bottom + 1, left : right + 1] = ""
            cells[top, left] = seen
    return Sheet(name, hidden, cells, tuple(spans), frozenset(traits.hidden_rows), frozenset(traits.hidden_columns))


def _count_from_1904(cells: np.ndarray) -> None:
    """Numbers that may be days, marked as counted from 1904; days that show as days were read as such."""
    for place in zip(*np.nonzero(cells != ""), strict=True):
        if type(cells[place]) is float and cells[place].is_integer():
            cells[place] = Serial1904(cells[place])


def _grid(columns: list[tuple]) -> np.ndarray:
    """Columns of equal length as one array of objects, each column contiguous."""
    grid = np.empty((len(columns[0]) if columns else 0, len(columns)), dtype=object, order="F")
    for number, column in enumerate(columns):
        grid[:, number] = column
    return grid


def _with_flaws(cells: np.ndarray, broken: dict[Cell, Flaw]) -> np.ndarray:
    """The cells with their flaws; a reader of values stops before flawed ones, so the array may have to grow."""
    if not broken:
        return cells
    height, width = cells.shape
    bottom, right = (max(place[way] for place in broken) + 1 for way in (0, 1))
    if bottom > height or right > width:
        grown = np.full((max(height, bottom), max(width, right)), "", dtype=object, order="F")
        grown[:height, :width] = cells
        cells = grown
    for place, flaw in broken.items():
        cells[place] = flaw
    return cells
