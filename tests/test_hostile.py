"""Files that mean harm, or are simply broken: one sentence each, no traceback, no hang, no flood of memory."""

import io
import subprocess
import sys
import time
import zipfile
from functools import cache

import pytest
from openpyxl import Workbook

from data.settings import ROOT, Limits
from data.uploads import parse
from data.uploads.findings import Refused
from tests.workbooks import saved, xlsx

LIMITS = Limits()
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
    "web page": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "月报.xls", "not_a_workbook"),
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
def test_a_sentence_each_within_ten_seconds(make, name, rule):
    content = make()
    start = time.monotonic()
    refused = parse.read(content, name, LIMITS)
    assert time.monotonic() - start < LIMITS.seconds
    assert isinstance(refused, Refused)
    assert refused.finding.rule == rule
    assert "{" not in refused.finding.told("zh") + refused.finding.told("en")


def test_rows_in_which_nothing_stands_are_none():
    """A style or a height down to the last row of the sheet is usual."""
    assert isinstance(parse.read(empty_rows(), "月报.xlsx", LIMITS), parse.Book)


def test_a_reader_that_hangs_is_ended(monkeypatch, tmp_path):
    sleeper = tmp_path / "reader.py"
    sleeper.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(parse, "READER", sleeper)
    start = time.monotonic()
    refused = parse.read(report(), "月报.xlsx", Limits(seconds=1))
    assert isinstance(refused, Refused)
    assert refused.finding.rule == "too_slow"
    assert time.monotonic() - start < 5


MEASURED = """
import re, sys
from data.settings import Limits
from data.uploads import parse
parse.read(open(sys.argv[1], "rb").read(), "月报.xlsx", Limits())
print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.parametrize("make", [bomb, lying_bomb, empty_rows, far_cell, dodging_cell])
def test_memory_stays_under_the_limit(make, tmp_path):
    """Of this side; the reader's own memory is limited by the system (RLIMIT_AS)."""
    file = tmp_path / "hostile.xlsx"
    file.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert int(run.stdout) / 1024 < LIMITS.memory_mb
