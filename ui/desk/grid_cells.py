"""The cells of a draft that people fill in, as they stand in its workbook: which, what they say, how they are named."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from data.asked import as_number
from data.measures import MEASURES
from data.measures.units import RATE
from data.registers import REGISTERS
from data.uploads.check import NOT_FOR_READING
from data.uploads.parse import Book
from data.uploads.reading.traits import Flaw, Shown
from data.uploads.understanding.headers import Table, address, all_fields, tables
from data.uploads.understanding.tidy import is_aside
from data.uploads.understanding.unit_names import as_code

FEW_COLUMNS = 6  # a table with more of them is shown standing: its columns below each other, its rows side by side
NEW_ROWS = 2  # empty rows offered below a register
NAMING = ("unit", "measure", "subject", "month")


@dataclass(frozen=True)
class Cell:
    """One cell to fill in. `what`: the measure or field it holds; `unit`: the code of the unit whose it is, where known."""

    sheet: str
    address: str
    text: str
    what: str
    unit: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Part:
    """One table of the workbook: the rows (counted from 0) and columns that people fill in, and those that name the rows."""

    table: Table
    rows: tuple[int, ...]
    naming: tuple[int, ...]
    filling: tuple[int, ...]

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    @property
    def register(self) -> str:
        """The register's key; "" for a table of figures."""
        return self.table.register.key if self.table.register else ""

    @property
    def standing(self) -> bool:
        """Whether its columns are shown below each other and its rows side by side."""
        return len(self.filling) > FEW_COLUMNS

    def what(self, column: int) -> str:
        """The key of the measure (or field) of a column; "" where every row says its own."""
        return self.table.headings[column].key

    def column_of(self, sheet: str, cell: str) -> int | None:
        """The column (from 0) of a cell that people fill in; None for any other cell."""
        row = _row(cell)
        if sheet != self.sheet or row not in self.rows:
            return None
        return next((column for column in self.filling if address(row, column) == cell), None)

    def names(self, row: int) -> tuple[str, ...]:
        """What names a row, without the code where a name stands beside it."""
        told = [_written(self.table, row, column) for column in self.naming]
        words = [each for each in told if each and not each.isdigit()]
        return tuple(dict.fromkeys(words or [each for each in told if each]))

    def cell(self, row: int, column: int, units: Mapping[str, str]) -> Cell:
        """The cell of a row and column; `units` are codes by the names of the draft's units."""
        heading = self.table.headings[column]
        said = {role: [_written(self.table, row, each) for each in self.table.columns(role)] for role in NAMING}
        unit = next((units[each] for each in (*said["unit"], heading.written) if each in units), "")
        what = heading.key or next(iter(said["measure"]), "")
        text = typed(_value(self.table, row, column), what)
        return Cell(self.sheet, address(row, column), text, what, unit, next(iter(said["subject"]), ""))


def parts(book: Book) -> list[Part]:
    """The tables of a workbook that have cells to fill in, in its order."""
    found = []
    for sheet in book.sheets:
        if not sheet.hidden and sheet.name not in NOT_FOR_READING:
            found += [_part(table) for table in tables(sheet)]
    return [part for part in found if part.rows and part.filling]


def _part(table: Table) -> Part:
    if table.register:
        filling = tuple(sorted((*table.columns("field"), *table.columns("removed"))))
        return Part(table, tuple(_rows_of_register(table, filling)), (), filling)
    filling = tuple(table.columns("figure") or table.columns("value") or table.columns("unknown"))
    naming = tuple(sorted(column for role in NAMING for column in table.columns(role)))
    return Part(table, tuple(_rows_of_figures(table, naming)), naming, filling)


def _rows_of_figures(table: Table, naming: tuple[int, ...]) -> Iterator[int]:
    """Rows that name something and are no total, note or hint."""
    for row in range(table.first, table.last):
        said = [_written(table, row, column) for column in naming]
        if any(said) and not any(is_aside(each) for each in said):
            yield row


def _rows_of_register(table: Table, filling: tuple[int, ...]) -> Iterator[int]:
    """Rows that say something, and a few below them for more."""
    after = table.first
    for row in range(table.first, table.last):
        if any(_value(table, row, column) != "" for column in filling):
            after = row + 1
            yield row
    yield from range(after, after + NEW_ROWS)


def _value(table: Table, row: int, column: int) -> object:
    height, width = table.sheet.cells.shape
    return table.sheet.cells[row, column] if row < height and column < width else ""


def _written(table: Table, row: int, column: int) -> str:
    return str(as_code(_value(table, row, column))).strip()


def typed(value: object, what: str) -> str:
    """What stands in a cell, as one would type it: 1200, 95.3%, 约30, 2026-10-31."""
    if isinstance(value, Flaw):
        return value.text
    if isinstance(value, Shown) and not value.text.endswith("%"):
        return value.text
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float | int) and not isinstance(value, bool):
        share = what in MEASURES and MEASURES[what].unit == RATE
        return f"{value * 100:.12g}%" if share else f"{value:.15g}"
    return str(value)


@dataclass(frozen=True)
class Chosen:
    """The rows of a part that are shown: those from `offset` on of all `total` that were asked for."""

    rows: tuple[int, ...]
    total: int
    offset: int


def choose(part: Part, *, words: str, only: Collection[str] | None, offset: int, size: int, cell: str = "") -> Chosen:
    """The rows whose names hold the words and, with `only`, which have one of those cells: the page of them that holds
    `cell`, else the one that `offset` lies on."""
    sought = words.casefold()
    wanted = {_row(each) for each in only} if only is not None else None
    matching = [
        row
        for row in part.rows
        if (wanted is None or row in wanted) and (not sought or sought in " ".join(_told(part, row)).casefold())
    ]
    if cell and _row(cell) in matching:
        offset = matching.index(_row(cell))
    start = min(max(offset, 0), max(len(matching) - 1, 0)) // size * size
    return Chosen(tuple(islice(matching, start, start + size)), len(matching), start)


def _told(part: Part, row: int) -> tuple[str, ...]:
    """What a row is looked for by: its names, or for a register all it says."""
    return part.names(row) or tuple(_written(part.table, row, column) for column in part.filling)


def place_of(found: list[Part], sheet: str, cell: str) -> tuple[int, int] | None:
    """Which part, and which row of it, a cell to fill in lies in; None for any other cell."""
    for number, part in enumerate(found):
        if part.column_of(sheet, cell) is not None:
            return number, _row(cell)
    return None


def _row(cell: str) -> int:
    return (as_number("".join(filter(str.isdecimal, cell))) or 0) - 1


def field_name(part: Part, column: int, lang: str) -> tuple[str, str]:
    """What a column is called and in what it is counted; a register's field by itself."""
    heading = part.table.headings[column]
    if heading.role == "figure":
        measure = MEASURES[heading.key]
        return (measure.zh, measure.unit.zh) if lang == "zh" else (measure.en, measure.unit.en)
    if part.register and heading.key:
        field = next(each for each in all_fields(REGISTERS[part.register]) if each.key == heading.key)
        return (field.zh if lang == "zh" else field.en) + (" *" if field.required else ""), ""
    return heading.written, ""


def choices(part: Part, column: int) -> tuple[str, ...]:
    """The words that can be picked for a field with choices."""
    heading = part.table.headings[column]
    if heading.role == "removed":
        return ("是",)
    if not part.register or heading.role != "field":
        return ()
    field = next(each for each in all_fields(REGISTERS[part.register]) if each.key == heading.key)
    return tuple(text.zh for _, text in field.choices)
