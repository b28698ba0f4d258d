"""Reading: every kind of file to the same cells, by what it is and not by what it is called."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from data.settings import settings
from data.uploads import parse
from data.uploads.findings import FINDINGS, Finding, Refused
from data.uploads.parse import Sheet
from data.uploads.reading.traits import Flaw
from tests.workbooks import checked, plant, read, saved, told, xlsx

FIXTURES = Path(__file__).parent / "fixtures"
TEXT = "单位,月份,应用访问量\n海曙区,2026-10,１２３\n"


def only_sheet(content: bytes, file_name: str) -> Sheet:
    (sheet,) = read(content, file_name).sheets
    return sheet


@pytest.mark.parametrize("name", ["report.xls", "report.ods"])
def test_old_and_open_workbooks_hold_the_same_cells(name):
    sheet = only_sheet((FIXTURES / name).read_bytes(), name)
    assert sheet.cells[2].tolist() == ["海曙区", date(2026, 10, 1), 12345, "1.2万", 0.995]
    assert sheet.cells[3, 2] == 24690
    assert sheet.cells[4, 2] == Flaw("error_cell", "#DIV/0!")


def test_what_a_file_is_called_does_not_matter():
    assert only_sheet((FIXTURES / "report.xls").read_bytes(), "月报.et").cells[2, 2] == 12345
    assert only_sheet(xlsx(月报="单位 | 应用访问量\n海曙区 | 1"), "月报.xls").cells[1, 1] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_in_any_chinese_encoding(encoding):
    assert only_sheet(TEXT.encode(encoding), "月报.csv").cells[1].tolist() == ["海曙区", "2026-10", "１２３"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_text_file_with_any_separator(separator):
    content = TEXT.replace(",", separator).encode()
    assert only_sheet(content, "月报.csv").cells[0].tolist() == ["单位", "月份", "应用访问量"]


def test_rows_of_different_length_are_filled_up():
    assert only_sheet(b"a,b,c\n1\n", "x.csv").cells.tolist() == [["a", "b", "c"], ["1", "", ""]]


def test_errors_and_formulas_without_a_result_are_seen():
    book = Workbook()
    book.active.append(["=1+1", "#REF!", 3])
    book.active["B1"].data_type = "e"
    cells = only_sheet(saved(book), "x.xlsx").cells
    assert cells[0].tolist() == [Flaw("not_calculated", ""), Flaw("error_cell", "#REF!"), 3]


def test_hidden_sheets_and_merged_cells_are_known():
    book = Workbook()
    book.active["A1"] = "题"
    book.active.merge_cells("A1:C1")
    book.create_sheet("藏").sheet_state = "hidden"
    sheets = read(saved(book)).sheets
    assert [sheet.hidden for sheet in sheets] == [False, True]
    assert sheets[0].merged == (((0, 0), (0, 2)),)


def test_the_content_stays_as_it_was_received():
    content = xlsx(月报="单位 | 应用访问量\n海曙区 | 1")
    assert read(content).content == content


@pytest.mark.parametrize("rule", FINDINGS)
def test_both_languages_have_the_same_blanks(rule):
    import re

    text = FINDINGS[rule]
    assert set(re.findall(r"{(\w+)}", text.zh)) == set(re.findall(r"{(\w+)}", text.en))


def test_a_finding_tells_its_place():
    finding = Finding("error_cell", "月报", "C7", {"value": "#REF!"})
    assert finding.told("zh") == "“月报”C7：公式出错（#REF!）。请改正公式，或直接填写数字。"
    assert finding.told("en").startswith("“月报” C7: the formula fails (#REF!)")


XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table/>'
NOT_READ = {
    "page": ("<table><tr><td>单位</td></tr></table>".encode(), "月报.xls", "save_as_xlsx", "网页（HTML）"),
    "page with a head": (b"<meta charset=utf-8><table>", "x.xls", "save_as_xlsx", "网页（HTML）"),
    "page with a comment": (b"<!-- made by PHP --><table>", "x.xls", "save_as_xlsx", "网页（HTML）"),
    "page with a style": (b"<style>td{}</style>", "x.xlsx", "save_as_xlsx", "网页（HTML）"),
    "page in UTF-16": ("<html><body>".encode("utf-16"), "月报.xls", "save_as_xlsx", "网页（HTML）"),
    "page in one file": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;", "x.xls", "save_as_xlsx", "MHTML"),
    "XML 2003": (XML_2003.encode(), "月报.xml", "save_as_xlsx", "XML 表格"),
    "flat .ods": (b"<?xml version='1.0'?><office:document>", "x.fods", "save_as_xlsx", "XML 表格"),
    "Numbers": (b"PK\x03\x04", "月报.numbers", "damaged", ""),
    "of an open workbook": (b"\x05user", "~$月报.xlsx", "owner_file", "~$"),
    "a program": (b"MZ\x90\x00\x03", "x.csv", "not_a_workbook", "程序"),
    "a picture": (b"BM\x36\x00\x00", "x.txt", "not_a_workbook", "图片"),
}


@pytest.mark.parametrize(("content", "name", "rule", "says"), NOT_READ.values(), ids=NOT_READ.keys())
def test_what_cannot_be_read_is_called_by_its_name(content, name, rule, says):
    refused = parse.read(content, name, settings().limits)
    assert isinstance(refused, Refused)
    assert refused.finding.rule == rule
    assert says in refused.finding.told("zh")


SEPARATED = {
    "thousands between tabs": ("单位\t应用访问量\n海曙区\t1,234,567\n江北区\t2,345,678\n", [["海曙区", "1,234,567"], ["江北区", "2,345,678"]]),
    "guards behind values": ("单位,月份,应用访问量\n海曙区\t,2026-10\t,1234\t\n", [["海曙区", "2026-10", "1234"]]),
    "guards within quotes": ('单位,应用访问量\n"海曙区\t","1,234\t"\n', [["海曙区", "1,234"]]),
    "a title above": ("2026年10月；月报；\n单位,应用访问量\n海曙区,1\n", [["单位", "应用访问量"], ["海曙区", "1"]]),
    "semicolons": ("单位;应用访问量\n海曙区;1,5\n江北区;2,5\n", [["海曙区", "1,5"], ["江北区", "2,5"]]),
    "letters of a program": ("MZ,单位\n1,海曙区\n", [["1", "海曙区"]]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEPARATED.values(), ids=SEPARATED.keys())
def test_a_text_file_is_parted_where_its_rows_agree(text, expected):
    assert [row[: len(expected[0])] for row in only_sheet(text.encode(), "月报.csv").cells[1:].tolist()] == expected


def test_thousands_that_split_a_number_are_told(conn):
    plant(conn)
    result = checked(conn, "单位,月份,应用访问量\n海曙区,2026-10,1,234\n江北区,2026-10,5\n".encode(), "月报.csv")
    assert ("more_than_header", "D2") in told(result)
    assert result.figures["value"].tolist() == [5]
