"""The answer: the same workbook, marked; nothing else of it changed."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from data.uploads.answer import SHEET, mark
from data.uploads.escape import for_cell, from_cell
from data.uploads.findings import Finding
from data.uploads.writing.fills import COLOURS
from tests.workbooks import saved, xlsx

NOT_A_NUMBER = Finding("not_a_number", "月报", "B3", {"measure": "应用访问量", "value": "=1+1|cmd"})
WARNING = Finding("stock_falls", "月报", "C3", {"unit": "海曙区", "measure": "注册用户", "value": "1", "before": "2"})
MISSING = Finding("required", "月报", "H3", {"field": "单位"})


def a_report() -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "月报"
    sheet.append(["宁波市2026年10月"])
    sheet.append(["单位", "应用访问量", "注册用户"])
    sheet.append(["海曙区", "abc", 0.667])
    sheet.append(["合计", "=SUM(B3:B3)", None])
    sheet.merge_cells("A1:C1")
    sheet["B3"].font = Font(bold=True, color="00FF00")
    sheet["C3"].number_format = "0.0%"
    sheet["A3"].fill = PatternFill("solid", fgColor="FF112233")
    sheet["A2"].comment = Comment("原有批注", "某人")
    sheet.column_dimensions["A"].width = 33
    sheet.freeze_panes = "B3"
    book.create_sheet("别的")["A1"] = "=1+1"
    return saved(book)


def marked(content: bytes, findings, name: str = "月报.xlsx"):
    return load_workbook(io.BytesIO(mark(content, name, findings)))


def colour(cell) -> str:
    return cell.fill.fgColor.rgb


def test_cells_are_coloured_and_commented_in_both_languages():
    sheet = marked(a_report(), [NOT_A_NUMBER, WARNING])["月报"]
    assert (colour(sheet["B3"]), colour(sheet["C3"])) == (COLOURS["error"], COLOURS["warning"])
    assert "应为数字" in sheet["B3"].comment.text
    assert "should be a number" in sheet["B3"].comment.text


def test_what_was_there_stays():
    sheet = marked(a_report(), [NOT_A_NUMBER, WARNING])["月报"]
    assert sheet["B4"].value == "=SUM(B3:B3)"
    assert sheet["B3"].font.bold
    assert sheet["C3"].number_format == "0.0%"
    assert colour(sheet["A3"]) == "FF112233"
    assert sheet["A2"].comment.text == "原有批注"
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet.column_dimensions["A"].width == 33
    assert sheet.freeze_panes == "B3"


def test_parts_without_findings_are_the_same_bytes():
    before, after = (
        zipfile.ZipFile(io.BytesIO(each)) for each in (a_report(), mark(a_report(), "月报.xlsx", [WARNING]))
    )
    assert before.read("xl/worksheets/sheet2.xml") == after.read("xl/worksheets/sheet2.xml")
    assert before.read("xl/theme/theme1.xml") == after.read("xl/theme/theme1.xml")


def test_a_cell_that_was_never_written_can_be_marked():
    assert colour(marked(a_report(), [MISSING])["月报"]["H3"]) == COLOURS["error"]


def test_the_list_links_to_the_cells_and_never_holds_a_formula():
    sheet = marked(a_report(), [NOT_A_NUMBER, WARNING])[SHEET]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["错误 Error", "疑点 Warning"]
    assert sheet["C2"].hyperlink.location == "'月报'!B3"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_an_answer_marked_again_has_only_the_new_marks():
    first = mark(a_report(), "月报.xlsx", [NOT_A_NUMBER])
    book = marked(first, [WARNING])
    sheet = book["月报"]
    assert colour(sheet["B3"]) != COLOURS["error"]
    assert sheet["B3"].comment is None
    assert sheet["C3"].comment is not None
    assert sheet["A2"].comment.text == "原有批注"
    assert book.sheetnames == ["月报", "别的", SHEET]
    assert book[SHEET].max_row == 2


def test_without_findings_the_old_marks_go():
    sheet = marked(mark(a_report(), "月报.xlsx", [NOT_A_NUMBER]), [])["月报"]
    assert colour(sheet["B3"]) != COLOURS["error"]
    assert sheet["B3"].comment is None


def test_a_text_file_comes_back_as_a_workbook():
    finding = Finding("not_a_number", "CSV", "B2", {"measure": "应用访问量", "value": "x"})
    sheet = marked("单位,应用访问量\n海曙区,=cmd()\n".encode(), [finding], "月报.csv")["CSV"]
    assert sheet["B2"].value == "'=cmd()"
    assert colour(sheet["B2"]) == COLOURS["error"]


def test_a_workbook_written_in_an_unusual_way_keeps_its_formulas():
    parts = zipfile.ZipFile(io.BytesIO(a_report()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in parts.namelist():
            text = parts.read(name)
            if name == "xl/workbook.xml":  # the same links by another prefix
                text = text.replace(b"xmlns:r=", b"xmlns:q=").replace(b"r:id=", b"q:id=")
            package.writestr(name, text)
    sheet = marked(made.getvalue(), [NOT_A_NUMBER])["月报"]
    assert colour(sheet["B3"]) == COLOURS["error"]
    assert sheet["B4"].value == "=SUM(B3:B3)"


def test_a_refused_file_comes_back_as_the_list():
    book = marked(b"\x89PNG\r\n\x1a\n" * 10, [Finding("damaged")], "月报.xlsx")
    assert book[SHEET].max_row == 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "普通", "'a"])
def test_escaped_text_is_no_formula_and_comes_back(text):
    assert not str(for_cell(text)).startswith(("=", "+", "-", "@", "\t"))
    assert from_cell(for_cell(text)) == text


def test_numbers_are_not_escaped():
    assert for_cell(-1.5) == -1.5


def test_many_marks_in_a_large_sheet_are_quick():
    rows = [["单位", "应用访问量"], *(["海曙区", float(number)] for number in range(3000))]
    findings = [Finding("duplicate", "月报", f"B{row}", {"what": "x", "other": "y"}) for row in range(2, 3002)]
    sheet = marked(xlsx(月报=rows), findings)["月报"]
    assert colour(sheet["B3001"]) == COLOURS["error"]
