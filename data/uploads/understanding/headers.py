"""Where the tables of a sheet are and what their columns mean: found by name, not by place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from openpyxl.utils import get_column_letter

from data.finding.names import Names, plain, without_brackets
from data.registers import REGISTERS, Field, Register
from data.uploads.parse import Sheet
from data.uploads.understanding import titles
from data.uploads.understanding.headings import (
    LONGEST,
    MEASURE_WORDS,
    ROLES,
    UNIT_OF_MEASURE,
    UNIT_WORDS,
    Heading,
    as_word,
    heading,
)
from data.uploads.understanding.named import MEASURE_NAMES, measure_named, measures_in
from data.uploads.understanding.phrases import Phrase, understood
from data.uploads.understanding.titles import COLON, TITLE_ROWS, Labels, labels
from data.uploads.understanding.values import PLAIN

REGISTER_NAMES = Names((key, (each.zh, each.en)) for key, each in REGISTERS.items())
KEY_NAMES = Names(  # a register by what its key is called
    (key, (each.key_field.zh, each.key_field.en, *each.key_field.aliases, each.key_field.key))
    for key, each in REGISTERS.items()
)

REMOVED = {plain(word) for word in ("撤回", "是否撤回", "Withdrawn")}
HEADER_ROWS = 5  # a header is at most so deep below its first row
MERGED_CELLS = 5000  # a merged cell larger than that is no header and no name


@dataclass(frozen=True)
class Table:
    """Rows `first` to `last` (excluded) of a sheet under a header; `title` is what stands above it, `labels` the lines
    of labels with their values among it; `columns_of_sheet` go as far as the next table beside it."""

    sheet: Sheet
    first: int
    last: int
    headings: dict[int, Heading]
    title: tuple[object, ...] = ()
    register: Register | None = None
    labels: Labels = ()
    columns_of_sheet: tuple[int, ...] = ()

    def columns(self, role: str) -> list[int]:
        """The columns of that role, from left to right."""
        return [column for column, heading in self.headings.items() if heading.role == role]

    @property
    def corner(self) -> tuple[Phrase, ...]:
        """What the headings of the columns that name the rows say of all numbers: 填报项（单位：万人次）."""
        naming = (each for each in self.headings.values() if each.role in ("unit", "measure", "subject", "month"))
        return tuple(phrase for each in naming for phrase in each.said)

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
        keyed = _keyed(cells[row])
        fitting = [
            (known, register, headings)
            for register in candidates
            if register.key in keyed
            and (known := _fits(register, headings := _register_headings(register, cells[row], row), bool(named)))
            and (named or not _are_figures(headings))
        ]
        if fitting:
            _, register, headings = max(fitting, key=lambda each: each[0])
            return Table(sheet, row + 1, len(cells), headings, register=register)
    return None


def _keyed(row: np.ndarray) -> set[str]:
    """The registers whose key may stand in a row of headings: few of sixty, and of a row of data none."""
    names = {name for each in row if isinstance(each, str) for name in (plain(each), without_brackets(each))}
    return {key for name in names for key in KEY_NAMES.keys.get(name, ())}


def _fits(register: Register, headings: dict[int, Heading], named: bool) -> int:
    """How many of its fields a row of headings names; 0 where it is no header of the register."""
    known = {heading.key for heading in headings.values() if heading.role == "field"}
    required = [field.key for field in register.fields if field.required]
    enough = 1 if named else max(2, len(required) - 1)
    return len(known) if "key" in known and sum(key in known for key in required) >= enough else 0


def _are_figures(headings: dict[int, Heading]) -> bool:
    """Whether a column names a measure that is no field of the register: figures of applications name them as the ledger
    does."""
    return any(each.role == "unknown" and bool(MEASURE_NAMES.find(each.written)) for each in headings.values())


@cache
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
    rows = _anchors(sheet.cells, UNIT_WORDS)
    if not rows:  # units side by side and measures below each other, or the form of one unit
        rows = _anchors(sheet.cells, MEASURE_WORDS)
    starts = [row for row, before in zip(rows, [-HEADER_ROWS - 1, *rows], strict=False) if row - before > 1]
    above: dict[int, tuple[object, ...]] = {}
    floor = 0
    for start, end in pairwise([*starts, len(cells)]):
        depth = _depth(sheet, cells, start)
        headings = _of_one_measure(sheet, cells, start, floor, _figure_headings(cells, start, depth))
        said = tuple(each for row in range(max(start - TITLE_ROWS, floor), start) for each in labels(cells, row))
        parts = list(_side_by_side(headings))
        borders = [0, *(min(part) for part in parts[1:]), cells.shape[1]]
        for number, part in enumerate(parts):
            columns = range(borders[number], borders[number + 1])
            title = titles.title(cells, start, floor, columns) or above.get(columns.start, above.get(-1, ()))
            above |= {columns.start: title, -1: title}
            yield Table(sheet, start + depth, max(end, start + depth), part, title, None, said, tuple(columns))
        floor = start + depth


def _anchors(cells: np.ndarray, names: set[str]) -> list[int]:
    """The rows that say “unit” (or “measure”) in a header."""
    found = set()
    for column in range(cells.shape[1]):
        words = {each for each in cells[:, column] if type(each) is str}
        for word in (word for word in words if len(word) < 40 and titles.says(word, names)):
            found |= {int(row) for row in np.flatnonzero(cells[:, column] == word)}
    return sorted(row for row in found if not labels(cells, row))


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
    if not filled or not all(isinstance(each, str) and not PLAIN.fullmatch(each) for _, each in filled):
        return False
    column, first = filled[0]
    labelled = "ignored" in ROLES.find(first)
    under_unit = titles.says(header[column], UNIT_WORDS | MEASURE_WORDS) and first != header[column]
    return labelled or (
        not under_unit
        and any(len(each) < LONGEST and (measure_named(each).keys or understood(each)) for _, each in filled)
    )


def _figure_headings(cells: np.ndarray, start: int, depth: int) -> dict[int, Heading]:
    groups = _groups(cells, start - 1)
    found = {}
    for column in range(cells.shape[1]):
        below = [as_word(each)[:LONGEST] for each in cells[start : start + depth, column]]
        words = dict.fromkeys(word for word in (groups.get(column, ""), *below) if word)
        if any(below) and (told := heading(list(words), start)):
            found[column] = told
    return _with_departments(found)


def _groups(cells: np.ndarray, row: int) -> dict[int, str]:
    """The names of groups of columns in the row above a header; none where it is a title or a line of labels."""
    if row < 0 or any(isinstance(each, float | int) for each in cells[row]) or labels(cells, row):
        return {}
    filled = {column: each for column, each in enumerate(cells[row]) if isinstance(each, str) and each.strip()}
    if len(set(filled.values())) < 2 and 0 in filled:
        return {}
    return {
        column: each.strip()[:LONGEST]
        for column, each in filled.items()
        if not COLON.search(each) or each.startswith("其中")
    }


def _with_departments(headings: dict[int, Heading]) -> dict[int, Heading]:
    """部门 names the units where nothing else does; beside 单位 it says who is responsible."""
    has_units = any(each.role == "unit" for each in headings.values())
    role = "ignored" if has_units else "unit"
    return {
        column: replace(each, role=role) if each.role == "department" else each for column, each in headings.items()
    }


def _of_one_measure(
    sheet: Sheet, cells: np.ndarray, start: int, floor: int, headings: dict[int, Heading]
) -> dict[int, Heading]:
    """Months (or 本月, 累计) as columns: where no header names a measure, the one that title or sheet speak of is meant."""
    roles = {each.role for each in headings.values()}
    if roles & {"figure", "measure"} or "value" not in roles:
        return headings
    above = titles.title(cells, start, floor, range(cells.shape[1]))
    named = {key for each in (*above, sheet.name) if isinstance(each, str) for key in measures_in(each)}
    if len(named) != 1:
        return headings
    key = named.pop()
    return {
        column: replace(each, role="figure", key=key) if each.role == "value" else each
        for column, each in headings.items()
    }


def _side_by_side(headings: dict[int, Heading]) -> Iterator[dict[int, Heading]]:
    """A unit column after a column of figures starts another table."""
    part: dict[int, Heading] = {}
    for column, here in sorted(headings.items()):
        roles = {each.role for each in part.values()}
        if here.role == "unit" and "unit" in roles and roles & {"figure", "value", "unknown"}:
            yield part
            part = {}
        part[column] = here
    yield part
