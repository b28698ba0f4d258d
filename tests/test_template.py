"""The template: what people download, fill in and upload again."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.measures import MEASURES
from data.registers import REGISTERS
from data.registers.expected import KINDS
from data.uploads.compare import compare
from data.uploads.template import Refused, template
from tests import workbooks
from tests.people import steward
from tests.workbooks import NINGBO, checked, report, saved

OCTOBER = date(2026, 10, 1)
OWED = [measure for measure in MEASURES.values() if measure.owed]


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


@pytest.fixture
def book(conn):
    report(conn, "measure | unit | month | value\nvisits | 330203 | 2026-09 | 1234\nvisits | 330205 | 2026-08 | 1205")
    return load_workbook(io.BytesIO(template(conn, "330200", OCTOBER, NINGBO)))


def cell(sheet: Worksheet, unit: str, measure: str):
    """The cell of a unit's row and a measure's column."""
    row = next(each.row for each in sheet["B"] if each.value == unit)
    column = next(each.column for each in sheet[3] if each.value == measure)
    return sheet.cell(row, column)


def test_a_row_for_each_unit_and_a_column_for_each_measure_owed(book):
    sheet = book["月报"]
    assert [sheet.cell(row, 2).value for row in range(5, 9)] == ["宁波市", "海曙区", "江北区", "鄞州区"]
    assert [each.value for each in sheet[3]][2:] == [measure.zh for measure in OWED]
    assert [each.value for each in sheet[4]][2:4] == [OWED[0].unit.zh, OWED[1].unit.zh]


def test_a_sheet_for_each_register_and_one_of_notes(book):
    monthly = {register.zh for register in REGISTERS.values() if register.in_report and not register.restricted}
    assert monthly | {"月报", "填报说明"} <= set(book.sheetnames)
    words = " ".join(str(each.value) for row in book["填报说明"].iter_rows() for each in row)
    assert all(measure.definition.zh in words for measure in OWED)
    assert "日期，如 2026-10-31\na date such as 2026-10-31" in words
    assert not {str(each.value) for row in book["填报说明"].iter_rows() for each in row} & set(KINDS)


def test_headers_are_locked_and_cells_to_fill_in_are_open(book):
    sheet = book["月报"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet["C3"].protection.locked
    assert not cell(sheet, "海曙区", "应用访问量").protection.locked
    assert sheet.freeze_panes == "C5"


def test_last_month_is_a_grey_hint_and_never_a_value(conn, book):
    sheet = book["月报"]
    assert cell(sheet, "海曙区", "应用访问量").value is None
    hint = cell(sheet, "上月 海曙区", "应用访问量")
    assert hint.value == 1234
    assert hint.protection.locked
    place = cell(sheet, "海曙区", "应用访问量").coordinate
    prompts = [rule.prompt for rule in sheet.data_validations.dataValidation if place in rule.sqref]
    assert [prompt.splitlines()[0] for prompt in prompts] == ["上月：1,234 人次"]
    assert "5" not in [str(each.value) for row in sheet.iter_rows() for each in row]


def test_an_untouched_template_says_nothing_at_all(conn, book):
    result = checked(conn, saved(book))
    assert (result.findings, len(result.figures), result.records) == ((), 0, {})


def test_filled_in_it_is_read_without_findings(conn, book):
    sheet = book["月报"]
    for column, measure in enumerate(OWED, start=3):
        for row in range(6, 9):
            sheet.cell(row, column, 10 if measure.part_of else 1300)
    problems = book["七张问题清单"]
    names = [each.value for each in problems[2]]
    row = {
        "问题编号*": "W1",
        "清单*": "审计",
        "单位*": "海曙区",
        "责任部门*": "财政局",
        "问题*": "账实不符",
        "发现日期*": date(2026, 9, 1),
    }
    for name, value in row.items():
        problems.cell(3, names.index(name) + 1, value)
    result = checked(conn, saved(book))
    assert result.findings == ()
    assert f"{result.month:%Y-%m}" == "2026-10"
    compared = compare(conn, result.figures, result.records)
    assert compared.counts() == {"added": 3 * len(OWED) + 1}
    assert len(compared.figures) == 3 * len(OWED)


def test_the_month_of_the_template_wins_over_no_name_and_clashes_with_another(conn, book):
    cell(book["月报"], "海曙区", "应用访问量").value = 1300
    assert f"{checked(conn, saved(book), 'upload.xlsx').month:%Y-%m}" == "2026-10"
    assert [each.rule for each in checked(conn, saved(book), "2026-09.xlsx").findings] == ["months_differ"]


def test_applications_get_a_sheet_of_their_own(conn):
    ledger = [["应用编号", "应用名称", "单位", "系统", "状态"], ["ZJ1", "'=甲", "海曙区", "数字社会", "上线运行"]]
    first = checked(conn, workbooks.xlsx(应用一本账=ledger))
    workbooks.commit(conn, first)
    book = load_workbook(io.BytesIO(template(conn, "330200", OCTOBER, NINGBO)))
    sheet = book["应用月报"]
    assert [sheet.cell(5, column).value for column in (1, 2, 3)] == ["海曙区", "ZJ1", "'=甲"]
    sheet.cell(5, 4, 77)
    result = checked(conn, saved(book))
    assert result.findings == ()
    assert result.figures[["measure", "subject", "value"]].values.tolist() == [["visits", "ZJ1", 77]]


def test_only_what_one_may_report(conn):
    county = steward("区办", "330203")
    sheet = load_workbook(io.BytesIO(template(conn, "330200", OCTOBER, county)))["月报"]
    assert [sheet.cell(row, 2).value for row in (5, 6)] == ["海曙区", None]
    with pytest.raises(Refused, match="不负责填报“杭州市”"):
        template(conn, "330100", OCTOBER, county)
    with pytest.raises(Refused, match="没有代码为“999999”的单位"):
        template(conn, "999999", OCTOBER, NINGBO)


def test_as_many_rows_of_a_register_as_an_upload_may_have(book):
    sheet = book["七张问题清单"]
    assert not sheet.column_dimensions["A"].protection.locked
    assert not sheet.protection.insertRows
    rules = [rule for rule in sheet.data_validations.dataValidation if "B1000" in rule.sqref]
    assert [rule.type for rule in rules] == ["list"]


def test_what_the_notes_invite_is_not_asked_about(book):
    rules = book["月报"].data_validations.dataValidation
    assert rules
    assert not any(rule.showErrorMessage for rule in rules)


def test_the_notes_are_as_high_as_their_words(book):
    sheet = book["填报说明"]
    for row in sheet.iter_rows(min_row=11):
        lines = max(str(each.value or "").count("\n") + 1 for each in row)
        if lines > 1:
            assert sheet.row_dimensions[row[0].row].height >= 15 * lines
