"""A file of any kind becomes a book: cells as written, with their places. Everything read is data, never code."""

import contextlib
import io
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading import delimited, flaws, flaws_ods, flaws_xls, formats
from data.uploads.reading.limits import MB, sniff
from data.uploads.reading.traits import Found, Serial1904, Shown, Span, Traits

READER = Path(__file__).parent / "reading" / "reader.py"
READING = 0.7  # of the time a file may take; the rest is for looking at what was read
READER_MEMORY = 0.6  # of the memory a file may take; the rest is for the cells on this side

Scan = Callable[[bytes, Limits, float], Found | Refused]
SCANS: dict[str, Scan] = {"xlsx": flaws.scan, "ods": flaws_ods.scan, "ole": flaws_xls.scan}


@dataclass(frozen=True)
class Sheet:
    """One sheet. `cells[row, column]` from 0 holds what stands in the cell, "" if nothing, a `Flaw` if no value, a
    `Shown` where its format shows a number as something else.

    `merged` lists first and last corner of merged cells; what lies hidden under one is not read.
    """

    name: str
    hidden: bool
    cells: np.ndarray
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A file as read: its name, its content as received, and its sheets in order."""

    file_name: str
    content: bytes = field(repr=False)
    sheets: tuple[Sheet, ...]


class _PlainUnpickler(pickle.Unpickler):
    """Loads values and dates only."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime":
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def read(content: bytes, file_name: str, limits: Limits) -> Book | Refused:
    """Open .xlsx, .xls, .ods, .et or .csv by what it is, not by its name; a refusal is a result, not an exception."""
    kind = sniff(content, file_name, limits)
    if isinstance(kind, Refused):
        return kind
    sheets = _read_text(content, limits) if kind == "text" else _read_workbook(content, SCANS[kind], limits)
    return sheets if isinstance(sheets, Refused) else Book(file_name, content, sheets)


def _read_text(content: bytes, limits: Limits) -> tuple[Sheet, ...] | Refused:
    rows = delimited.rows(content, limits)
    if isinstance(rows, Refused):
        return rows
    return (Sheet("CSV", False, _grid(list(zip(*rows, strict=True)))),)


def _read_workbook(content: bytes, scan: Scan, limits: Limits) -> tuple[Sheet, ...] | Refused:
    """Values come from the reader in its own process; meanwhile this one looks for cells without a value."""
    end = time.monotonic() + limits.seconds * READING
    memory = int(limits.memory_mb * MB * READER_MEMORY)
    command = [sys.executable, "-I", str(READER), *map(str, (memory, limits.sheets, limits.rows, limits.columns))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        try:
            return _together(reader, content, scan, limits, end)
        except subprocess.TimeoutExpired:
            return refused("too_slow", limit=limits.seconds)
        finally:
            reader.kill()


def _together(
    reader: subprocess.Popen, content: bytes, scan: Scan, limits: Limits, end: float
) -> tuple[Sheet, ...] | Refused:
    assert reader.stdin
    with contextlib.suppress(BrokenPipeError), reader.stdin:  # a reader that ended early has said why, or nothing
        reader.stdin.write(content)
    reader.stdin = None
    broken = scan(content, limits, end)
    if isinstance(broken, Refused):
        return broken
    said, _ = reader.communicate(timeout=max(end - time.monotonic(), 0.1))
    if not said:  # ended by the limit of its memory before it could speak
        return refused("too_much_memory")
    rule, answer = _PlainUnpickler(io.BytesIO(said)).load()
    if rule != "sheets":
        return refused(rule, **answer)
    return tuple(
        _sheet(name, hidden, columns, merged, broken.get(name, Traits())) for name, hidden, columns, merged in answer
    )


def _sheet(name: str, hidden: bool, columns: list[tuple], merged: list[Span], traits: Traits) -> Sheet:
    cells = _grid(columns)
    if traits.since_1904:
        _count_from_1904(cells)
    for (row, column), code in traits.formats.items():
        if row < cells.shape[0] and column < cells.shape[1] and type(cells[row, column]) in (int, float):
            number = cells[row, column]
            text = formats.shown(code, number)
            cells[row, column] = number if text is None else Shown(number, text)
    for (row, column), flaw in traits.flaws.items():
        cells = _reaching(cells, row, column)
        cells[row, column] = flaw
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


def _reaching(cells: np.ndarray, row: int, column: int) -> np.ndarray:
    """The same cells in an array that also reaches the given cell (a reader of values stops before flawed ones)."""
    height, width = cells.shape
    if row < height and column < width:
        return cells
    grown = np.full((max(height, row + 1), max(width, column + 1)), "", dtype=object, order="F")
    grown[:height, :width] = cells
    return grown
