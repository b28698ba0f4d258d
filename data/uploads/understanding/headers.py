"""Where the tables of a sheet are and what their columns mean: found by name, not by place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from openpyxl.utils import get_column_letter

from data.measures import MEASURES
from data.registers import REGISTERS, Field, Register
from data.uploads.parse import Sheet
from data.uploads.understanding.names import Names, plain, without_brackets

ROLES = Names(
    (
        ("unit", ("单位", "地区", "单位名称", "地区名称", "填报单位", "填报地区", "区县", "县市区", "区（县、市）",
                  "县（市、区）", "市县", "单位代码", "地区代码", "区划代码", "行政区划代码", "行政区划",
                  "Unit", "Unit code", "Unit name", "Region", "Region code")),
        ("month", ("月份", "月", "统计月份", "填报月份", "数据月份", "所属月份", "期间", "Month", "Period")),
        ("measure", ("填报项", "指标", "填报项名称", "指标名称", "Measure", "Metric", "Indicator")),
        ("subject", ("应用", "应用名称", "所属应用", "应用编号", "应用编码", "Subject", "Application", "Application key")),
        ("value", ("数值", "值", "填报值", "本月数", "本月值", "Value", "Figure")),
        ("ignored", ("序号", "编号", "备注", "说明", "填报说明", "填报人", "联系人", "联系电话", "电话", "计量单位", "责任部门",
                     "合计", "总计", "小计", "上月", "上月数", "上年同期", "去年同期", "同比", "环比", "同比增长", "环比增长",
                     "No", "Note", "Notes", "Remark", "Remarks", "Unit of measure", "Total", "Last month")),
    )
)  # fmt: skip
MEASURE_NAMES = Names((key, (each.zh, each.en, *each.aliases)) for key, each in MEASURES.items())
REGISTER_NAMES = Names((key, (each.zh, each.en)) for key, each in REGISTERS.items())

THIS_MONTH = {plain(word) for word in ("本月", "当月", "本月数", "This month")}
SO_FAR = {plain(word) for word in ("累计", "本年累计", "1至本月累计", "Year to date", "YTD")}
REMOVED = {plain(word) for word in ("撤回", "是否撤回", "Withdrawn")}
UNIT_OF_MEASURE = {plain(word) for word in ("计量单位", "Unit of measure")}  # labels a row of the header
HEADER_ROWS = 3  # a header is at most so deep below its first row
TITLE_ROWS = 8  # a title stands at most so far above its header
MERGED_CELLS = 5000  # a merged cell larger than that is no header and no name
TITLE_CELLS = 4  # different things that a row of a title says at most
UNIT_WORDS = {name for name, keys in ROLES.keys.items() if "unit" in keys}
MEASURE_WORDS = {name for name, keys in ROLES.keys.items() if "measure" in keys}


@dataclass(frozen=True)
class Heading:
    """What a column holds. `role` is of `ROLES`, or `figure` (then `key` is a measure), `field`, `removed`, `unknown`,
    `ambiguous`. `words` are all of the column's header, from top to bottom."""

    role: str
    written: str
    row: int
    key: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows `first` to `last` (excluded) of a sheet under a header; `title` is what stands above it."""

    sheet: Sheet
    first: int
    last: int
    headings: dict[int, Heading]
    title: tuple[object, ...] = ()
    register: Register | None = None

    def columns(self, role: str) -> list[int]:
        """The columns of that role, from left to right."""
        return [column for column, heading in self.headings.items() if heading.role == role]

    @property
    def unit_of_measure(self) -> int | None:
        """The column that says in what each row's measure is counted."""
        named = (column for column, each in self.headings.items() if plain(each.written) in UNIT_OF_MEASURE)
        return next(named, None)


def address(row: int, column: int) -> str:
    """The cell as people call it: C7."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def tables(sheet: Sheet) -> list[Table]:
    """The tables of a sheet: registers by the sheet's name or their key column, figures by a unit column."""
    if sheet.cells.size == 0:
        return []
    spread = spread_merged(sheet)
    register = _register_table(sheet, spread)
    return [register] if register else list(_figure_tables(sheet, spread))


def spread_merged(sheet: Sheet) -> np.ndarray:
    """The cells with what stands in merged ones repeated in all of them: for headers and names, never for values."""
    if not sheet.merged:
        return sheet.cells
    spread = sheet.cells.copy()
    height, width = spread.shape
    for (top, left), (bottom, right) in sheet.merged:
        if top < height and left < width and (bottom - top + 1) * (right - left + 1) <= MERGED_CELLS:
            spread[top : bottom + 1, left : right + 1] = spread[top, left]
    return spread


def _register_table(sheet: Sheet, cells: np.ndarray) -> Table | None:
    named = REGISTER_NAMES.find(sheet.name)
    candidates = [REGISTERS[key] for key in named] or list(REGISTERS.values())
    for row in range(min(len(cells), 30)):
        for register in candidates:
            headings = _register_headings(register, cells[row], row)
            known = {heading.key for heading in headings.values()}
            if not named and any(MEASURE_NAMES.find(heading.written) for heading in headings.values()):
                continue  # figures of applications name them as the ledger does
            required = [field.key for field in register.fields if field.required]
            enough = 1 if named else max(2, len(required) - 1)
            if "key" in known and sum(key in known for key in required) >= enough:
                return Table(sheet, row + 1, len(cells), headings, register=register)
    return None


def field_names(register: Register) -> Names:
    """The register's fields by all their names."""
    return Names((field.key, (field.zh, field.en, *field.aliases)) for field in all_fields(register))


def all_fields(register: Register) -> tuple[Field, ...]:
    """The key's field and the others."""
    return (register.key_field, *register.fields)


def _register_headings(register: Register, row: np.ndarray, number: int) -> dict[int, Heading]:
    names = field_names(register)
    headings = {}
    for column, written in enumerate(row):
        if not isinstance(written, str) or not written.strip():
            continue
        found = names.find(written)
        if found:
            headings[column] = Heading("field", written, number, found[0])
        elif plain(written) in REMOVED:
            headings[column] = Heading("removed", written, number)
        elif "ignored" in ROLES.find(written):
            headings[column] = Heading("ignored", written, number)
        else:
            headings[column] = Heading("unknown", written, number)
    return headings


def _figure_tables(sheet: Sheet, cells: np.ndarray) -> Iterator[Table]:
    """Tables beside each other start at their own unit column; tables below each other at their own header row."""
    rows = sorted({row for row, _ in _anchors(sheet.cells, UNIT_WORDS)})
    if not rows:  # units side by side, measures below each other
        rows = sorted({row for row, _ in _anchors(sheet.cells, MEASURE_WORDS)})
    starts = [row for row, before in zip(rows, [-HEADER_ROWS - 1, *rows], strict=False) if row - before > 1]
    above: tuple[object, ...] = ()
    for start, end in pairwise([*starts, len(cells)]):
        depth = _depth(sheet, cells, start)
        headings = _figure_headings(cells, start, depth)
        above = _title(cells, start) or above
        for part in _side_by_side(headings):
            yield Table(sheet, start + depth, max(end, start + depth), part, above)


def _anchors(cells: np.ndarray, names: set[str]) -> Iterator[tuple[int, int]]:
    """The cells that say “unit” (or “measure”)."""
    for column in range(cells.shape[1]):
        words = {each for each in cells[:, column] if type(each) is str}
        for word in (word for word in words if len(word) < 40 and _says(word, names)):
            for row in np.flatnonzero(cells[:, column] == word):
                yield int(row), column


def _says(word: str, names: set[str]) -> bool:
    return plain(word) in names or without_brackets(word) in names


def _depth(sheet: Sheet, cells: np.ndarray, start: int) -> int:
    """How many rows the header has: as far as its merged cells reach, then rows of words without a unit's name."""
    depth = 1
    for (top, _), (bottom, _) in sheet.merged:
        if top == start:
            depth = max(depth, min(bottom - top + 1, HEADER_ROWS))
    while depth < HEADER_ROWS and start + depth < len(cells) and _continues(cells[start + depth], cells[start]):
        depth += 1
    return depth


def _continues(row: np.ndarray, header: np.ndarray) -> bool:
    """A row of words whose unit cell is empty (or says what kind of row it is) still belongs to the header."""
    filled = [(column, each) for column, each in enumerate(row) if each != ""]
    if not filled or not all(isinstance(each, str) for _, each in filled):
        return False
    column, first = filled[0]
    labelled = "ignored" in ROLES.find(first)
    under_unit = isinstance(header[column], str) and _says(header[column], UNIT_WORDS) and first != header[column]
    return labelled or (
        not under_unit and sum(bool(MEASURE_NAMES.find(each)) or _is_period(each) for _, each in filled) > 0
    )


def _is_period(written: str) -> bool:
    return plain(written) in THIS_MONTH | SO_FAR


def _figure_headings(cells: np.ndarray, start: int, depth: int) -> dict[int, Heading]:
    block = cells[max(start - 1, 0) : start + depth]
    headings = {}
    for column in range(cells.shape[1]):
        written = [each.strip() for each in block[:, column] if isinstance(each, str) and each.strip()]
        heading = _heading(list(dict.fromkeys(written)), start)
        in_header = any(isinstance(each, str) and each.strip() for each in cells[start : start + depth, column])
        if heading and in_header:
            headings[column] = heading
    return headings


def _heading(words: Sequence[str], row: int) -> Heading | None:
    """What a column's words, from top to bottom, say: the lowest known one, or a group and its part together."""
    if not words:
        return None
    telling = [word for word in words if plain(word) not in UNIT_OF_MEASURE] or words
    for written in [*reversed(telling), "".join(telling[-2:])]:
        if roles := ROLES.find(written):
            return Heading(roles[0], written, row)
        found = MEASURE_NAMES.find(written)
        if len(found) == 1:
            return _with_period(found[0], written, words, row)
        if found:
            return Heading("ambiguous", written, row)
    return Heading("unknown", words[-1], row)


def _with_period(key: str, written: str, words: Sequence[str], row: int) -> Heading:
    """Under one measure “this month” and “so far” may both stand; the one it is reported as counts."""
    other = SO_FAR if MEASURES[key].reported_as == "month" else THIS_MONTH
    if plain(words[-1]) in other:
        return Heading("ignored", words[-1], row)
    return Heading("figure", written, row, key, tuple(words))


def _title(cells: np.ndarray, start: int) -> tuple[object, ...]:
    """What stands in the rows of words above a header; rows with numbers belong to another table."""
    rows = ([each for each in row if each != ""] for row in cells[max(start - TITLE_ROWS, 0) : start])
    titles = (
        row for row in rows if len(set(row)) <= TITLE_CELLS and not any(isinstance(each, float | int) for each in row)
    )
    return tuple(dict.fromkeys(each for row in titles for each in row))


def _side_by_side(headings: dict[int, Heading]) -> Iterator[dict[int, Heading]]:
    """A unit column after a column of figures starts another table."""
    part: dict[int, Heading] = {}
    for column, heading in sorted(headings.items()):
        roles = {each.role for each in part.values()}
        if heading.role == "unit" and "unit" in roles and roles & {"figure", "value", "unknown"}:
            yield part
            part = {}
        part[column] = heading
    yield part
