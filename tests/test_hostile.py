"""Files that mean harm, or are simply broken: one sentence each, no traceback, no hang, no flood of memory."""

import io
import struct
import time
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook

from data import store
from data.settings import Limits
from data.uploads import check, parse
from data.uploads.findings import Refused
from tests import workbooks
from tests.workbooks import NINGBO, TODAY, saved, xlsx

pytestmark = pytest.mark.sandboxed

LIMITS = Limits(seconds=100)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" * 50
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
SHEET_START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def report() -> bytes:
    return xlsx(月报="单位 | 应用访问量\n海曙区 | 1")


def with_part(name: str, content: bytes | str, base: bytes | None = None) -> bytes:
    """The report with one part added or replaced."""
    parts = zipfile.ZipFile(io.BytesIO(base or report()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for entry in parts.namelist():
            if entry != name:
                package.writestr(entry, parts.read(entry))
        package.writestr(name, content)
    return made.getvalue()


def with_sheet(rows: str) -> bytes:
    return with_part("xl/worksheets/sheet1.xml", SHEET_START + rows + SHEET_END)


@cache
def bomb() -> bytes:
    """301 MB of zeros in a third of a megabyte."""
    made = io.BytesIO(report())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package, package.open("xl/media/zeros.bin", "w") as part:
        for _ in range(LIMITS.unzipped_mb + 1):
            part.write(bytes(1 << 20))
    return made.getvalue()


def lying_bomb() -> bytes:
    """A sheet of 90 MB that says it has a hundred bytes."""
    content = with_sheet("<row r='1'><c r='A1'><v>1</v></c></row>" + " " * (90 << 20))
    real = zipfile.ZipFile(io.BytesIO(content)).getinfo("xl/worksheets/sheet1.xml").file_size
    return content.replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def encrypted() -> bytes:
    return OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(LIMITS.sheets + 1):
        book.create_sheet(f"S{number}")
    return saved(book)


def wide() -> bytes:
    return xlsx(月报=[["单位", *("x" for _ in range(LIMITS.columns + 1))]])


def empty_rows() -> bytes:
    return with_sheet("".join(f'<row r="{number}" spans="1:1"/>' for number in range(1, 1_048_577)))


def far_cell() -> bytes:
    return with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="100000"><c r="XFD100000"><v>1</v></c></row>')


def last_cell() -> bytes:
    return with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def dodging_cell() -> bytes:
    """The last cell of the sheet, its address written as entities that no pattern finds."""
    return with_sheet('<row><c r="A1"><v>1</v></c></row><row><c r="&#88;FD1048576"><v>1</v></c></row>')


def errors_everywhere() -> bytes:
    return with_sheet("".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 150_000)))


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return with_part("xl/workbook.xml", f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><workbook>&a9;</workbook>')


def document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    return made.getvalue()


HOSTILE = {
    "empty": (lambda: b"", "月报.xlsx", "empty_file"),
    "blank": (lambda: b" \n" * 9, "月报.csv", "empty_file"),
    "too large": (lambda: b"a" * ((30 << 20) + 1), "月报.xlsx", "too_large"),
    "picture": (lambda: PNG, "月报.xlsx", "not_a_workbook"),
    "web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "月报.xls", "save_as_xlsx"),
    "document": (document, "月报.xlsx", "not_a_workbook"),
    "random bytes": (lambda: bytes(range(256)) * 40, "月报.xlsx", "not_a_workbook"),
    "random text file": (lambda: bytes(range(256)) * 40, "月报.csv", "unknown_encoding"),
    "old document": (lambda: OLE + "WordDocument".encode("utf-16-le") + b"\x00" * 9, "月报.xls", "not_a_workbook"),
    "broken container": (lambda: OLE + "Workbook".encode("utf-16-le") + b"\x00" * 9, "月报.et", "damaged"),
    "password": (encrypted, "月报.xlsx", "password"),
    "truncated": (lambda: report()[:-200], "月报.xlsx", "damaged"),
    "half": (lambda: report()[: len(report()) // 2], "月报.xlsx", "damaged"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "月报.xlsm", "macros"),
    "external links": (lambda: with_part("xl/externalLinks/externalLink1.xml", "<x/>"), "月报.xlsx", "external_links"),
    "bomb": (bomb, "月报.xlsx", "unzips_too_large"),
    "lying bomb": (lying_bomb, "月报.xlsx", "damaged"),
    "many sheets": (many_sheets, "月报.xlsx", "too_many_sheets"),
    "wide": (wide, "月报.xlsx", "too_many_columns"),
    "far cell": (far_cell, "月报.xlsx", "too_much_memory"),
    "last cell": (last_cell, "月报.xlsx", "too_many_rows"),
    "dodging cell": (dodging_cell, "月报.xlsx", "damaged"),
    "cells without end": (lambda: with_sheet('<c t="e" ' * 500_000), "月报.xlsx", "damaged"),
    "values without end": (lambda: with_sheet('<c t="e" r="A1"><f>' + "<v " * 500_000), "月报.xlsx", "damaged"),
    "errors everywhere": (errors_everywhere, "月报.xlsx", "too_much_memory"),
    "laughs": (laughs, "月报.xlsx", "damaged"),
    "long text file": (lambda: b"a,b\n" * (LIMITS.rows + 1), "月报.csv", "too_many_rows"),
    "open quote": (lambda: b'a,"' + b"b\n" * 40_000, "月报.csv", "damaged"),
}


@pytest.mark.parametrize(("make", "name", "rule"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_sentence_each(make, name, rule):
    """That it takes no longer than it may is the system's to keep (`test_sandbox`)."""
    refused = parse.read(make(), name, LIMITS)
    assert isinstance(refused, Refused)
    assert refused.finding.rule == rule
    assert "{" not in refused.finding.told("zh") + refused.finding.told("en")


def test_rows_in_which_nothing_stands_are_none():
    """A style or a height down to the last row of the sheet is usual."""
    assert isinstance(parse.read(empty_rows(), "月报.xlsx", LIMITS), parse.Book)


def peak_mb() -> float:
    """The most memory that this process has had since it was last asked, in MB."""
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    Path("/proc/self/clear_refs").write_text("5")
    return int(told.split()[0]) / 1024


WORST = {
    "bomb": (bomb, "月报.xlsx"),
    "a bomb that lies": (lying_bomb, "月报.xlsx"),
    "empty rows": (empty_rows, "月报.xlsx"),
    "a far cell": (far_cell, "月报.xlsx"),
    "an address that no pattern finds": (dodging_cell, "月报.xlsx"),
    "a sector again and again": (lambda: sectors_again(8 << 20), "月报.xls"),
    "a circle of sectors": (lambda: circle(8 << 20), "月报.xls"),
    "lines": (lambda: b"a" + b"\n" * (8 << 20), "月报.csv"),
    "names of brackets": (lambda: xlsx(月报="单位 | 应用访问量\n" + "(" * 30_000 + " | 1"), "月报2026-10.xlsx"),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A store with units, of the quick kind: what is tested lies before any database."""
    engine = store.connect(f"sqlite:///{tmp_path_factory.mktemp('hostile')}/cockpit.db")
    store.migrate(engine)
    with store.rehearsal(engine) as opened:
        workbooks.plant(opened)
        yield opened


@pytest.mark.parametrize(("make", "name"), WORST.values(), ids=WORST.keys())
def test_the_server_itself_takes_little(planted, make, name):
    """Whatever the file: what it takes, a worker takes, whose memory and time are limited by the system."""
    content = make()
    check.read(planted, report(), "月报2026-10.xlsx", NINGBO, TODAY)  # what is loaded once is not this file's
    before, start = (peak_mb(), peak_mb())[1], time.process_time()
    check.read(planted, content, name, NINGBO, TODAY)
    assert time.process_time() - start < 2
    assert peak_mb() - before < 100


def compound(size: int, table: Sequence[int], places: Sequence[int], first: int = 1) -> bytes:
    """A compound file of so many bytes with one stream “Workbook” that begins in the given sector: sector 0 is its
    directory, the sectors of `places` hold the table of which follows which."""
    head = bytearray(512)
    head[:8], head[30:32] = OLE[:8], (9).to_bytes(2, "little")
    struct.pack_into("<I4xIII", head, 48, 0, 4096, 0xFFFFFFFE, 0)
    struct.pack_into("<I", head, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", head, 76, *places, *[0xFFFFFFFF] * (109 - len(places)))
    entry = bytearray(128)
    name = "Workbook".encode("utf-16-le")
    entry[: len(name)] = name
    struct.pack_into("<H", entry, 64, len(name) + 2)
    struct.pack_into("<II", entry, 116, first, size)
    following = [*table, *[0xFFFFFFFF] * (128 - len(table))]
    return bytes(head) + bytes(entry).ljust(512, b"\0") + struct.pack("<128I", *following) + bytes(size)


def sectors_again(size: int) -> bytes:
    """The table is said to lie in the same sector again and again."""
    return compound(size, [0xFFFFFFFE, 2, 0xFFFFFFFE], [1] * 109, 2)


def circle(size: int) -> bytes:
    """A stream whose second sector is followed by its first."""
    return compound(size, [0xFFFFFFFE, 0xFFFFFFFE, 3, 2], [1], 2)
