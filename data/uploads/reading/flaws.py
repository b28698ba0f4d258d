"""Cells of an .xlsx that a reader of values cannot tell from empty ones: errors, and formulas never calculated."""

import io
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

from openpyxl.utils.cell import coordinate_to_tuple

from data.settings import Limits
from data.uploads.findings import Refused, refused
from data.uploads.reading.limits import MB, unpacked

OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br=[\"'](\d+)[\"']")
CELL = re.compile(rb"<(?:\w+:)?c\s")
ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]{0,100})?>([^<]*)</")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
LONGEST_CELL = 1 << 18  # bytes; an unfinished cell at the end of a piece waits for the next
MOST = 100_000  # flawed cells; a workbook with more is no report


@dataclass(frozen=True)
class Flaw:
    """A cell that holds no value: an error (`text` is its code) or a formula without a result."""

    kind: Literal["error_cell", "not_calculated"]
    text: str


Flaws = dict[str, dict[tuple[int, int], Flaw]]


def scan(content: bytes, limits: Limits, end: float) -> Flaws | Refused:
    """The flawed cells of every sheet by (row, column) from 0, in one pass that unpacks a piece at a time.

    `end` is the moment of `time.monotonic` by which it must be done.
    """
    budget = limits.unzipped_mb * MB
    found: Flaws = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name, part in _sheets(package):
                cells: dict[tuple[int, int], Flaw] = {}
                last_row = _scan_part(until(end, unpacked(package, part, budget)), cells)
                if last_row > limits.rows:
                    return refused("too_many_rows", sheet=name, count=last_row, limit=limits.rows)
                found[name] = cells
    except TimeoutError:
        return refused("too_slow", limit=limits.seconds)
    except MemoryError:
        return refused("too_much_memory")
    except OverflowError:
        return refused("unzips_too_large", limit=limits.unzipped_mb)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, ValueError, ElementTree.ParseError, zlib.error):
        return refused("damaged")
    return found


def until(end: float, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, as long as there is time; TimeoutError after `end` of `time.monotonic`."""
    for piece in pieces:
        if time.monotonic() > end:
            raise TimeoutError
        yield piece


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet, by the workbook's own list."""
    targets = {}
    for link in _tree(package, "xl/_rels/workbook.xml.rels"):
        target = link.get("Target", "")
        targets[link.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    for each in _tree(package, "xl/workbook.xml").iter():
        part = targets.get(each.get(OFFICE))
        if each.tag.endswith("}sheet") and part in package.namelist() and "worksheets" in part:
            yield each.get("name", ""), part


def _tree(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    written = b"".join(unpacked(package, name, 4 * MB))
    if b"<!DOCTYPE" in written:  # a workbook has none; entities that multiply do
        raise ValueError(name)
    return ElementTree.fromstring(written)


def _scan_part(pieces: Iterator[bytes], cells: dict[tuple[int, int], Flaw]) -> int:
    """Collect the flawed cells of a sheet; the number of its last row."""
    last_row, rest = 0, b""
    for piece in pieces:
        written = rest + piece
        last_row = max(last_row, _last_row(written))
        cut = max(written.rfind(b"<c "), written.rfind(b":c "))
        rest = written[cut:] if cut >= 0 and len(written) - cut < LONGEST_CELL else b""
        _collect(written[: len(written) - len(rest)], cells)
    _collect(rest, cells)
    return last_row


def _last_row(written: bytes) -> int:
    cut = max(written.rfind(b"<row "), written.rfind(b":row "))
    match = ROW.match(written, written.rfind(b"<", 0, cut + 1)) if cut >= 0 else None
    return int(match[1]) if match else 0


def _collect(written: bytes, cells: dict[tuple[int, int], Flaw]) -> None:
    if not _may_be_flawed(written):
        return  # the usual case: a sheet of plain values
    for cell in CELL.split(written)[1:]:
        if not _may_be_flawed(cell):
            continue
        attributes, _, inside = cell.partition(b">")
        address, flaw = ADDRESS.search(attributes), _flaw(attributes, inside)
        if flaw and address:
            row, column = coordinate_to_tuple(address[1].decode())
            cells[row - 1, column - 1] = flaw
        if len(cells) > MOST:
            raise MemoryError


def _may_be_flawed(written: bytes) -> bool:
    return b'"e"' in written or b"'e'" in written or b"<f" in written or b":f" in written


def _flaw(attributes: bytes, inside: bytes) -> Flaw | None:
    value = VALUE.search(inside)
    text = value[1].decode("utf-8", "replace") if value else ""
    if b't="e"' in attributes or b"t='e'" in attributes:
        return Flaw("error_cell", text)
    if FORMULA.search(inside) and not text and b't="str"' not in attributes:
        return Flaw("not_calculated", "")
    return None
