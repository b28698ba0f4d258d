"""What a reader of values does not show of an .xls or .et: errors, formulas without a result, numbers that show as
something else, raised digits, hidden rows and columns, a password.

The container is the compound file of [MS-CFB], its stream “Workbook” the records of [MS-XLS] (BIFF8), “Book” those of
Excel 95 (BIFF5).
"""

import struct
from collections.abc import Iterator

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading import formats, raised_xls
from data.uploads.reading.flaws import PERCENTS
from data.uploads.reading.traits import Cell, Flaw, Found, Traits

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
FREE = 0xFFFFFFFA  # sectors from here on are marks, not places
BOUND_SHEET, BEGIN, FORMULA, BOOL_OR_ERROR = 0x85, 0x809, 0x06, 0x205
DATES, PASSWORD, CODEPAGE, FORMAT, STYLE, ROW, COLUMNS = 0x22, 0x2F, 0x42, 0x41E, 0xE0, 0x208, 0x7D
NUMBER, SHORT_NUMBER, MANY_NUMBERS = 0x203, 0x27E, 0xBD
FONT, STRINGS, CONTINUE, LABEL, LABEL_WITH_RUNS = 0x31, 0xFC, 0x3C, 0xFD, 0xD6
NUMBERS = (FORMULA, BOOL_OR_ERROR, NUMBER, SHORT_NUMBER, MANY_NUMBERS)
WHOLE_BOOK = 5  # what a beginning begins
EMPTY = 3  # the result of a formula that is an empty text
NEVER_CALCULATED = 0xDBB  # the build that libraries put (xlwt): all their formulas have an empty text as result
CODEPAGES = {1200: "utf-16-le", 10008: "gb2312", 32768: "mac_roman", 32769: "cp1252"}
ENTRY = 128  # bytes of one entry of the directory


def scan(content: bytes, _limits: Limits) -> Found | Refused:
    """The traits of every sheet."""
    try:
        return _traits(_workbook(content))
    except PermissionError:
        return refused("password")
    except (struct.error, IndexError, KeyError, ValueError, LookupError):
        return refused("damaged")


def _workbook(content: bytes) -> bytes:
    """The stream of the workbook, put together from its sectors; a small one lies in parts of sectors."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    sectors = _cut(content[size:], size)
    table = _allocation(content, sectors)
    directory, small_from, small_table = struct.unpack_from("<I4xII", content, 48)
    listed = _chain(sectors, table, directory)
    entries = _entries(listed)
    first, length = entries.get("workbook") or entries["book"]
    if length >= small_from:
        return _chain(sectors, table, first, length)
    # The container of the small streams is that of the first entry, whatever its name ([MS-CFB] 2.6.2).
    small = _cut(_chain(sectors, table, struct.unpack_from("<I", listed, 116)[0]), 64)
    return _chain(small, _numbers(_chain(sectors, table, small_table)), first, length)


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """First sector and length of each stream by its name."""
    found = {}
    for at in range(0, len(directory) - ENTRY + 1, ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        found[name.lower()] = struct.unpack_from("<II", directory, at + 116)
    return found


def _cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _allocation(content: bytes, sectors: list[bytes]) -> list[int]:
    """Which sector follows which; the list of the sectors that say so begins in the header."""
    places = dict.fromkeys(struct.unpack_from("<109I", content, 76))  # each once, in order, whatever the file says
    following, seen = struct.unpack_from("<I", content, 68)[0], set()
    while following < FREE and following not in seen:
        seen.add(following)
        *more, following = _numbers(sectors[following])
        places |= dict.fromkeys(more)
    return _numbers(b"".join(sectors[place] for place in places if place < FREE))


def _chain(sectors: list[bytes], table: list[int], first: int, length: int | None = None) -> bytes:
    """The sectors of a chain, no farther than the length it says; one that comes to a sector again is no chain."""
    found: dict[int, bytes] = {}
    came = 0
    while first < FREE and (length is None or came < length):
        if first in found:
            raise ValueError("a circle of sectors")
        found[first] = sectors[first]
        came += len(sectors[first])
        first = table[first]
    return b"".join(found.values())[:length]


def _traits(stream: bytes) -> Found:
    walk = _Walk()
    for at, kind, record in _records(stream):
        walk.read(at, kind, record)
    if walk.asked and walk.asked == walk.without_result and walk.build == NEVER_CALCULATED:
        for name, cells in walk.empty.items():
            walk.found[name].flaws |= dict.fromkeys(cells, Flaw("not_calculated", ""))
    return walk.found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if not kind:  # nothing but padding follows
            return
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Walk:
    """The records of a workbook in their order: first those of the book, then each sheet's."""

    def __init__(self) -> None:
        self.found: Found = {}
        self.asked = self.without_result = 0  # formulas, and those whose result is an empty text
        self.empty: dict[str, list[Cell]] = {}
        self.build = 0
        self._names: dict[int, str] = {}
        self._here, self._traits = "", Traits()
        self._codes, self._styles = dict(PERCENTS), list[str]()
        self._new, self._codepage, self._since_1904 = True, "cp1252", False
        self._looks: list[raised_xls.Look | None] = []  # of the fonts
        self._strings: list[bytes] = []  # the record of the shared ones, and what continues it
        self._raised: dict[int, str] = {}
        self._before = 0

    def read(self, at: int, kind: int, record: bytes) -> None:
        """Take one record in."""
        before, self._before = self._before, STRINGS if kind == CONTINUE and self._before == STRINGS else kind
        if before == STRINGS and kind != CONTINUE:
            self._raised = raised_xls.shared(self._strings, self._looks)
        if kind == BEGIN:
            self._begin(at, record)
        elif kind in NUMBERS:
            self._cells(kind, record)
        elif kind == ROW and struct.unpack_from("<H", record, 12)[0] & 0x20:
            self._traits.hidden_rows.add(struct.unpack_from("<H", record)[0])
        elif kind == COLUMNS and struct.unpack_from("<H", record, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", record)
            self._traits.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == PASSWORD:
            raise PermissionError
        elif kind in (LABEL, LABEL_WITH_RUNS):
            self._text(kind, record)
        else:
            self._of_the_book(kind, record)

    def _begin(self, at: int, record: bytes) -> None:
        version, what, build = struct.unpack_from("<HHH", record)
        if what == WHOLE_BOOK:
            self._new, self.build = version >= 0x600, build
        elif at in self._names:
            self._here = self._names[at]
            self._traits = self.found.setdefault(self._here, Traits(since_1904=self._since_1904))

    def _of_the_book(self, kind: int, record: bytes) -> None:
        if kind == BOUND_SHEET:
            self._names[struct.unpack_from("<I", record)[0]] = self._name(record)
        elif kind == FONT:
            self._looks.append(raised_xls.look_of(record))
        elif kind == STRINGS or (kind == CONTINUE and self._before == STRINGS):
            self._strings.append(record)
        elif kind == DATES:
            self._since_1904 = record[:1] == b"\x01"
        elif kind == CODEPAGE:
            number = struct.unpack_from("<H", record)[0]
            self._codepage = CODEPAGES.get(number, f"cp{number}")
        elif kind == FORMAT and self._new:
            length, wide = struct.unpack_from("<HB", record, 2)
            text = record[5 : 5 + length * (1 + (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            self._codes[struct.unpack_from("<H", record)[0]] = text
        elif kind == STYLE:
            code = self._codes.get(struct.unpack_from("<H", record, 2)[0], "")
            self._styles.append(code if formats.tells(code) else "")

    def _name(self, record: bytes) -> str:
        """The name of a sheet: its length, from Excel 97 on whether it is UTF-16, its characters."""
        length = record[6]
        if not self._new:
            return record[7 : 7 + length].decode(self._codepage, "replace")
        wide = record[7] & 1
        return record[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")

    def _cells(self, kind: int, record: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", record)
        if kind == MANY_NUMBERS:
            for number in range((len(record) - 6) // 6):
                self._format(row, column + number, struct.unpack_from("<H", record, 4 + 6 * number)[0])
            return
        if kind in (FORMULA, BOOL_OR_ERROR) and (code := _error(kind, record)) is not None:
            self._traits.flaws[row, column] = Flaw("error_cell", ERRORS.get(code, "#N/A"))
        elif kind == FORMULA and record[12:14] == b"\xff\xff":
            self.asked, self.without_result = self.asked + 1, self.without_result + (record[6] == EMPTY)
            if record[6] == EMPTY:
                self.empty.setdefault(self._here, []).append((row, column))
        elif kind != BOOL_OR_ERROR:
            self.asked += kind == FORMULA
            self._format(row, column, style)

    def _text(self, kind: int, record: bytes) -> None:
        row, column = struct.unpack_from("<HH", record)
        if kind == LABEL:
            text = self._raised.get(struct.unpack_from("<I", record, 6)[0]) if self._raised else None
        else:
            text = raised_xls.in_cell(record, self._new, self._codepage, self._looks) if any(self._looks) else None
        if text:
            self._traits.texts[row, column] = text

    def _format(self, row: int, column: int, style: int) -> None:
        if style < len(self._styles) and self._styles[style]:
            self._traits.formats[row, column] = self._styles[style]


def _error(kind: int, record: bytes) -> int | None:
    """The code of the error in a cell, None if it holds something else."""
    if kind == BOOL_OR_ERROR:
        return record[6] if len(record) > 7 and record[7] else None
    result = record[6:14]
    return result[2] if result[6:8] == b"\xff\xff" and result[0] == 2 else None
