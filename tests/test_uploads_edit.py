"""Cells written into a workbook: everything else of it stays, and no text becomes a formula."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from data.settings import settings
from data.uploads import parse
from data.uploads.edit import Edit, Refused, write_cells
from tests import workbooks
from tests.test_parse import FIXTURES


def edited(content, *edits, name="月报.xlsx"):
    written, _ = write_cells(content, name, [Edit(*each) for each in edits])
    return load_workbook(io.BytesIO(written))


def read(content):
    book = parse.read(content, "月报.xlsx", settings().limits)
    assert isinstance(book, parse.Book), book
    return book


@pytest.fixture
def styled():
    book = Workbook()
    sheet = book.active
    sheet.title = "月报"
    sheet.append(["单位", "归集公共数据量", "日期"])
    sheet.append(["330203", 5, None])
    sheet["B2"].font, sheet["B2"].number_format = Font(bold=True), "#,##0"
    sheet["B3"].fill = PatternFill("solid", fgColor="FFEEEEEE")
    sheet["C2"].number_format = "yyyy-mm-dd"
    rule = DataValidation(type="decimal", sqref="B2:B9", promptTitle="上月", prompt="7")
    sheet.add_data_validation(rule)
    sheet.merge_cells("A5:B5")
    sheet.freeze_panes = "A2"
    book.create_sheet("说明")["A1"] = "不动"
    return workbooks.saved(book)


def test_a_cell_keeps_its_format_and_the_rest_of_the_workbook_stays(styled):
    book = edited(styled, ("月报", "B2", 12.5), ("月报", "B3", 7), ("月报", "B12", 1))
    sheet = book["月报"]
    assert (sheet["B2"].value, sheet["B3"].value, sheet["B12"].value) == (12.5, 7, 1)
    assert (sheet["B2"].font.bold, sheet["B2"].number_format, sheet["B3"].fill.fgColor.rgb) == (
        True,
        "#,##0",
        "FFEEEEEE",
    )
    assert [each.prompt for each in sheet.data_validations.dataValidation] == ["7"]
    assert (sheet.freeze_panes, str(sheet.merged_cells), book["说明"]["A1"].value) == ("A2", "A5:B5", "不动")


def test_numbers_texts_days_and_nothing(styled):
    sheet = edited(styled, ("月报", "B2", None), ("月报", "A2", "330205"), ("月报", "C2", date(2026, 10, 3)))["月报"]
    assert (sheet["B2"].value, sheet["A2"].value) == (None, "330205")
    assert sheet["C2"].value.date() == date(2026, 10, 3)
    assert edited(styled, ("月报", "A3", date(2026, 10, 3)))["月报"]["A3"].value == "2026-10-03"


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "=1", "<b>&", "第一行\n第二行", "约30"])
def test_text_stays_text(styled, text):
    sheet = edited(styled, ("月报", "A2", text))["月报"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.lstrip("'") == text


def test_a_negative_number_typed_as_text_is_read_as_one(styled):
    assert edited(styled, ("月报", "B2", "-12"))["月报"]["B2"].value == "-12"


def test_a_sum_that_reads_a_written_cell_no_longer_tells_its_old_result():
    content = workbooks.xlsx(月报=[["单位", "访问量"], ["330203", 5], ["330205", 6]])
    part = b"""<row r="4"><c r="A4" t="inlineStr"><is><t>x</t></is></c><c r="B4"><f>SUM(B2:B3)</f><v>11</v></c>
        <c r="C4"><f>B4*2</f><v>22</v></c><c r="D4"><f>A1&amp;""</f><v>1</v></c></row></sheetData>"""
    package = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(package, "w") as new:
        for entry in old.infolist():
            written = old.read(entry)
            new.writestr(entry, written.replace(b"</sheetData>", part) if b"</sheetData>" in written else written)
    written, _ = write_cells(package.getvalue(), "月报.xlsx", [Edit("月报", "B2", 50)])
    cells = read(written).sheets[0].cells
    assert cells[1, 1] == 50
    assert [getattr(cells[3, column], "kind", cells[3, column]) for column in (1, 2, 3)] == [
        "not_calculated",
        "not_calculated",
        1,
    ]
    formulas = load_workbook(io.BytesIO(written))["月报"]
    assert formulas["B4"].value == "=SUM(B2:B3)"


def test_a_text_file_becomes_an_xlsx_of_its_cells():
    content = "单位,月份,访问量\n330203,2026-10,=1+1\n330205,2026-10,7\n".encode()
    written, file_name = write_cells(content, "月报.csv", [Edit("CSV", "C3", 9), Edit("CSV", "E9", "x")])
    sheet = load_workbook(io.BytesIO(written))["CSV"]
    assert file_name == "月报.xlsx"
    assert [cell.value for cell in sheet[3]][:3] == ["330205", "2026-10", 9]
    assert sheet["C2"].data_type == "s"
    assert sheet["E9"].value == "x"


@pytest.mark.parametrize("name", ["report.xls", "report.ods"])
def test_an_old_workbook_becomes_an_xlsx_with_the_same_addresses(name):
    content = (FIXTURES / name).read_bytes()
    before = parse.read(content, name, settings().limits)
    written, file_name = write_cells(content, name, [Edit(before.sheets[0].name, "C3", 77)])
    after = read(written)
    assert file_name == "report.xlsx"
    assert [sheet.name for sheet in after.sheets] == [sheet.name for sheet in before.sheets]
    assert after.sheets[0].cells[2, 2] == 77
    cells, kept = before.sheets[0].cells.copy(), after.sheets[0].cells.copy()
    cells[2, 2] = kept[2, 2] = ""
    assert cells.tolist() == kept.tolist()


@pytest.mark.parametrize(
    "edit",
    [
        Edit("没有", "A1", 1),
        Edit("月报", "A0", 1),
        Edit("月报", "1A", 1),
        Edit("月报", "ZZZ1", 1),
        Edit("月报", "A1", float("nan")),
        Edit("月报", "A1", "长" * 40_000),
    ],
)
def test_what_cannot_be_written_is_a_sentence(styled, edit):
    with pytest.raises(Refused):
        write_cells(styled, "月报.xlsx", [edit])


def test_a_file_that_cannot_be_read_is_a_sentence():
    with pytest.raises(Refused):
        write_cells(b"\x00\x01", "月报.bin", [Edit("月报", "A1", 1)])
