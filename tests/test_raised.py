"""Small digits in a cell's text: a footnote's mark or a power is no digit of the number."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from data.uploads.reading import raised_xls
from tests import workbooks
from tests.workbooks import checked, saved, told

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize(
    ("small", "found"),
    [("superscript", {("footnote_mark", "B2")}), ("subscript", {("footnote_mark", "B2")}), (None, set())],
)
def test_small_digits_are_told_and_others_read(conn, small, found):
    workbooks.plant(conn)
    book = Workbook()
    book.active.append(["单位", "应用访问量"])
    book.active.append(["海曙区", CellRichText("1234", TextBlock(InlineFont(vertAlign=small), "5"))])
    result = checked(conn, saved(book))
    assert told(result) == found
    assert result.figures["value"].tolist() == ([] if found else [12345])


def test_in_an_xls_small_digits_are_told_and_bold_ones_read(conn):
    """Shared strings that go on in further records, with runs of raised, lowered and bold letters (made with xlwt)."""
    workbooks.plant(conn)
    result = checked(conn, (FIXTURES / "raised.xls").read_bytes(), "月报2026-10.xls")
    assert told(result) >= {("footnote_mark", "B2"), ("footnote_mark", "B3")}
    assert sorted(result.figures["value"]) == [9, 678]


SPANNED = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3">
<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties {properties}/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="月报">
<table:table-row>{heading}</table:table-row><table:table-row>{cells}</table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(properties: str, *cells: str) -> bytes:
    """A sheet 单位 | 应用访问量 with one row of cells; their text may have spans of the style T1."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    heading = "".join(map(cell.format, ("单位", "应用访问量")))
    written = SPANNED.format(properties=properties, heading=heading, cells="".join(map(cell.format, cells)))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", written)
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        package.writestr("META-INF/manifest.xml", manifest)
    return content.getvalue()


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ('style:text-position="super 58%"', {("footnote_mark", "B2")}),
        ('style:text-position="33% 58%"', {("footnote_mark", "B2")}),
        ('style:text-position="sub 58%"', {("footnote_mark", "B2")}),
        ('style:text-position="-33% 58%"', {("footnote_mark", "B2")}),
        ('style:text-position="0% 100%"', set()),
        ('style:language-asian="zh"', set()),
    ],
)
def test_in_an_ods_small_digits_are_told_and_others_read(conn, properties, found):
    workbooks.plant(conn)
    content = ods(
        properties,
        "海曙区",
        '12<text:span text:style-name="T2">34</text:span><text:span text:style-name="T1">5</text:span>',
    )
    result = checked(conn, content, "月报2026-10.ods")
    assert told(result) == found
    assert result.figures["value"].tolist() == ([] if found else [12345])


def string(text: str, runs: list[tuple[int, int]], wide: bool) -> bytes:
    """A shared string as [MS-XLS] 2.5.293 has it."""
    letters = text.encode("utf-16-le" if wide else "latin-1")
    return (
        struct.pack("<HBH", len(text), 8 | wide, len(runs))
        + letters
        + b"".join(struct.pack("<HH", *run) for run in runs)
    )


def test_a_string_may_be_cut_anywhere_and_be_of_another_width_behind_the_cut():
    looks = [None, "superscript"]
    head = struct.pack("<II", 2, 2)
    whole = string("月12", [(2, 1)], wide=True) + string("345", [(1, 1), (2, 0)], wide=False)
    assert raised_xls.shared([head + whole], looks) == {0: "月1²", 1: "3⁴5"}
    # Cut in the letters of the first: its rest is narrow.
    first = struct.pack("<HBH", 3, 9, 1) + "月".encode("utf-16-le")
    rest = b"\x00" + b"12" + struct.pack("<HH", 2, 1) + string("345", [(1, 1), (2, 0)], wide=False)
    assert raised_xls.shared([head + first, rest], looks) == {0: "月1²", 1: "3⁴5"}
    assert raised_xls.shared([head + whole], [None, None]) == {}


def test_a_text_with_runs_in_its_cell_is_read_as_well():
    old = struct.pack("<HHHH", 1, 1, 0, 3) + b"123" + b"\x01" + bytes((2, 1))
    assert raised_xls.in_cell(old, False, "cp936", [None, "superscript"]) == "12³"
    new = struct.pack("<HHHHB", 1, 1, 0, 3, 0) + b"123" + struct.pack("<HHH", 1, 2, 1)
    assert raised_xls.in_cell(new, True, "cp936", [None, "superscript"]) == "12³"
    assert raised_xls.in_cell(new, True, "cp936", [None, None]) is None
