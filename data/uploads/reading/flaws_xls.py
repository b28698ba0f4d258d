"""Cells of an .xls or .et that hold an error: a reader of values takes them for empty ones.

The container is the compound file of [MS-CFB], its stream “Workbook” the records of [MS-XLS] (BIFF8).
"""

import struct
from collections.abc import Iterator

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading.flaws import Flaw, Flaws

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
FREE = 0xFFFFFFFA  # sectors from here on are marks, not places
BOUND_SHEET, BEGIN, FORMULA, BOOL_OR_ERROR = 0x85, 0x809, 0x06, 0x205
ENTRY = 128  # bytes of one entry of the directory


def scan(content: bytes, limits: Limits, _end: float) -> Flaws | Refused:
    """The cells with errors of every sheet by (row, column) from 0."""
    try:
        return _errors(_workbook(content))
    except (struct.error, IndexError, KeyError, ValueError):
        return refused("damaged")


def _workbook(content: bytes) -> bytes:
    """The stream of the workbook, put together from its sectors; a small one lies in parts of sectors."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    sectors = _cut(content[size:], size)
    table = _allocation(content, sectors)
    directory, small_from, small_table = struct.unpack_from("<I4xII", content, 48)
    entries = _entries(_chain(sectors, table, directory))
    first, length = entries.get("Workbook") or entries["Book"]
    if length >= small_from:
        return _chain(sectors, table, first)[:length]
    small = _cut(_chain(sectors, table, entries["Root Entry"][0]), 64)
    return _chain(small, _numbers(_chain(sectors, table, small_table)), first)[:length]


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """First sector and length of each stream by its name."""
    found = {}
    for at in range(0, len(directory) - ENTRY + 1, ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        found[name] = struct.unpack_from("<II", directory, at + 116)
    return found


def _cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _allocation(content: bytes, sectors: list[bytes]) -> list[int]:
    """Which sector follows which; the list of the sectors that say so begins in the header."""
    places = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    while following < FREE and len(places) <= len(sectors):
        *more, following = _numbers(sectors[following])
        places += more
    return _numbers(b"".join(sectors[place] for place in places if place < FREE))


def _chain(sectors: list[bytes], table: list[int], first: int) -> bytes:
    found: list[bytes] = []
    while first < FREE and len(found) <= len(table):  # a chain that turns in a circle ends as well
        found.append(sectors[first])
        first = table[first]
    return b"".join(found)


def _errors(stream: bytes) -> Flaws:
    names: dict[int, str] = {}
    found: Flaws = {}
    cells: dict[tuple[int, int], Flaw] = {}
    for at, kind, record in _records(stream):
        if kind == BOUND_SHEET:
            names[struct.unpack_from("<I", record)[0]] = _name(record)
        elif kind == BEGIN and at in names:
            cells = found.setdefault(names[at], {})
        elif kind in (FORMULA, BOOL_OR_ERROR) and (code := _error(kind, record)) is not None:
            cells[struct.unpack_from("<HH", record)] = Flaw("error_cell", ERRORS.get(code, "#N/A"))
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _name(record: bytes) -> str:
    """The name of a sheet: its length, whether it is UTF-16, its characters."""
    length, wide = record[6], record[7] & 1
    return record[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _error(kind: int, record: bytes) -> int | None:
    """The code of the error in a cell, None if it holds something else."""
    if kind == BOOL_OR_ERROR:
        return record[6] if len(record) > 7 and record[7] else None
    result = record[6:14]
    return result[2] if result[6:8] == b"\xff\xff" and result[0] == 2 else None
