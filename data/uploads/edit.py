"""Cells typed on the screen, written into the workbook: so that every figure has a cell, whoever typed it."""

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple

from data.refusal import Refusal
from data.settings import Limits, settings
from data.text import Text
from data.uploads import findings, parse
from data.uploads.reading import formats
from data.uploads.reading.limits import sniff
from data.uploads.reading.opening import opened
from data.uploads.writing import rebuilt
from data.uploads.writing.fills import XF
from data.uploads.writing.package import STYLES, TYPES, WORKBOOK, Package, attributes, inside, links_of
from data.uploads.writing.stale import without_results
from data.uploads.writing.typed import with_cells

Value = str | float | int | date | None

ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
LONGEST = 32_000  # characters that a cell of a workbook holds
CHAIN = "xl/calcChain.xml"
ASKS_ITSELF = re.compile(r"<calcPr\b(?![^<>]*calcCompleted)[^<>]*fullCalcOnLoad=[\"'](?:1|true)[\"']")
FORMULA = re.compile(r"<f[\s>/]")
CALCULATION = re.compile(r"<calcPr\b[^<>]*?(?:/>|>[^<]*(?:<(?!/?calcPr\b)[^<]*)*</calcPr>)")
TIE = re.compile(r"<(?:Override|Relationship)\b[^<>]*/>")
FORMAT = re.compile(r"<numFmt\s[^<>]*>")

REFUSALS = {
    "no_sheet": Text("工作簿里没有工作表“{sheet}”。", "The workbook has no sheet “{sheet}”."),
    "no_cell": Text("“{cell}”不是单元格地址。", "“{cell}” is not the address of a cell."),
    "too_long": Text(
        "“{sheet}”{cell}：文字太长，最多 {limit} 字。", "“{sheet}” {cell}: at most {limit} characters fit."
    ),
    "no_number": Text("“{sheet}”{cell}：不是可以填写的数。", "“{sheet}” {cell}: that number cannot be written."),
}


class Refused(Refusal):
    """Cells that cannot be written."""

    def __init__(self, sentence: Text, **blanks: object):
        super().__init__(sentence, **blanks)


@dataclass(frozen=True)
class Edit:
    """One cell to write: the sheet's name, an address like C7, and a number, a text, a day or None for nothing."""

    sheet: str
    cell: str
    value: Value


def write_cells(content: bytes, file_name: str, edits: Sequence[Edit]) -> tuple[bytes, str]:
    """The workbook with the cells written, and its name: formats, validations and all else of an .xlsx stay.

    A number is typed as a number, text stays text and never becomes a formula; formulas that read a written cell lose
    their result. An .xls, .ods, .et or .csv becomes an .xlsx of its cells with the same sheets and addresses. Raises
    `Refused`: no such sheet, no address, a file that cannot be read.
    """
    for each in edits:
        _writable(each)
    limits = settings().limits
    told = parse.in_a_worker(_in_worker, content, file_name, tuple(edits), limits, limits=limits)
    if isinstance(told, findings.Refused):
        raise _unread(told)
    if isinstance(told, Text):
        raise Refused(told)
    return told


def _unread(file: findings.Refused) -> Refused:
    return Refused(Text(file.finding.told("zh"), file.finding.told("en")))


def _in_worker(content: bytes, file_name: str, edits: Sequence[Edit], limits: Limits) -> tuple[bytes, str] | Text:
    """The same where the file is opened; a refusal comes as its sentence."""
    try:
        return _with_cells(content, file_name, edits, limits)
    except Refused as refused:
        return refused.sentence


def _with_cells(content: bytes, file_name: str, edits: Sequence[Edit], limits: Limits) -> tuple[bytes, str]:
    if sniff(content, file_name, limits) != "xlsx":
        content, file_name = _as_xlsx(content, file_name, limits), f"{PurePath(file_name).stem}.xlsx"
        edits = [replace(edit, sheet=rebuilt.name_of(edit.sheet)) for edit in edits]
    wanted = _by_sheet(edits)
    try:
        return _written(content, wanted), file_name
    except (ValueError, KeyError, LookupError):  # a package written in an unusual way: rewritten as usual, then again
        rewritten = io.BytesIO()
        load_workbook(io.BytesIO(content)).save(rewritten)
        return _written(rewritten.getvalue(), wanted), file_name


def _by_sheet(edits: Sequence[Edit]) -> dict[str, dict[str, Value]]:
    wanted: dict[str, dict[str, Value]] = {}
    for each in edits:
        wanted.setdefault(each.sheet, {})[each.cell] = each.value
    return wanted


def _writable(edit: Edit) -> None:
    place = {"sheet": edit.sheet, "cell": edit.cell}
    if not ADDRESS.fullmatch(edit.cell) or not _within(*coordinate_to_tuple(edit.cell)):
        raise Refused(REFUSALS["no_cell"], cell=edit.cell)
    if isinstance(edit.value, float) and not math.isfinite(edit.value):
        raise Refused(REFUSALS["no_number"], **place)
    if isinstance(edit.value, str) and len(edit.value) > LONGEST:
        raise Refused(REFUSALS["too_long"], limit=LONGEST, **place)


def _within(row: int, column: int) -> bool:
    return row <= 1 << 20 and column <= 1 << 14


def _written(content: bytes, wanted: dict[str, dict[str, Value]]) -> bytes:
    package = Package(content)
    parts = {name: part for name, part in package.sheets().items() if part in package.parts}
    for name in wanted:
        if name not in parts:
            raise Refused(REFUSALS["no_sheet"], sheet=name)
    package.style()
    shown = _formats(package)
    dates = frozenset(number for number, code in enumerate(shown) if is_date_format(code))
    telling = {number: code for number, code in enumerate(shown) if formats.tells(code)}
    for name, values in wanted.items():
        package.put(parts[name], with_cells(package.text(parts[name]), values, dates, telling))
    typed = [(name, *coordinate_to_tuple(cell)) for name, values in wanted.items() for cell in values]
    sheets = {name: package.text(part) for name, part in parts.items()}
    if any(FORMULA.search(text) for text in sheets.values()):
        for name, text in without_results(sheets, typed).items():
            package.put(parts[name], text)
        _calculate_again(package)
    return package.save()


def _calculate_again(package: Package) -> None:
    """A spreadsheet program calculates everything when it opens the file, in an order of its own.

    `calcCompleted="0"` says that the results that are left are true all the same: a file that asks to be calculated
    without it was never calculated, and its zeros are no results (`reading.flaws`). Such a one stays as it is.
    """
    text = package.text(WORKBOOK)
    if not ASKS_ITSELF.search(text):
        package.put(WORKBOOK, CALCULATION.sub('<calcPr calcCompleted="0" fullCalcOnLoad="1"/>', text))
    if package.parts.pop(CHAIN, None) is not None:
        for name in (TYPES, links_of(WORKBOOK)):
            left = TIE.sub(lambda tie: "" if "calcChain" in tie[0] else tie[0], package.text(name))
            package.put(name, left)


def _formats(package: Package) -> list[str]:
    """The format code of each style."""
    text = package.text(STYLES)
    own = (attributes(tag) for tag in FORMAT.findall(text))
    codes = BUILTIN_FORMATS | {int(each["numFmtId"]): each["formatCode"] for each in own}
    start, end = inside(text, "cellXfs")
    styles = [attributes(xf.split(">", 1)[0]) for xf in XF.findall(text, start, end)]
    return [codes.get(int(each.get("numFmtId", 0)), "General") for each in styles]


def _as_xlsx(content: bytes, file_name: str, limits: Limits) -> bytes:
    """The cells of any other file, at the same addresses of the same sheets."""
    sheets = opened(content, file_name, limits)
    if isinstance(sheets, findings.Refused):
        raise _unread(sheets)
    return rebuilt.workbook_of(sheets)
