"""What a workbook is held against before anything is stored: every rule met by a real workbook."""

from datetime import datetime

import pandas as pd
import pytest
from openpyxl import Workbook

from data import bulk, schema
from data.uploads import check as checking
from tests import workbooks
from tests.workbooks import NINGBO, TODAY, checked, report, saved, told, xlsx


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def figures(result) -> set[tuple]:
    frame = result.figures
    return set(
        zip(
            frame["measure"],
            frame["unit"],
            frame["month"].dt.strftime("%Y-%m"),
            frame["value"],
            frame["cell"],
            strict=True,
        )
    )


def test_a_simple_report(conn):
    result = checked(conn, xlsx(月报="单位 | 应用访问量 | 注册用户\n海曙区 | 100 | 20\n江北区 | 50 | "))
    assert figures(result) == {
        ("visits", "330203", "2026-10", 100, "B2"),
        ("app_users", "330203", "2026-10", 20, "C2"),
        ("visits", "330205", "2026-10", 50, "B3"),
    }
    assert (result.findings, f"{result.month:%Y-%m}") == ((), "2026-10")


@pytest.mark.parametrize(
    "header",
    ["应用\n访问量", "应用访问量（人次）", "Visits to applications", "visits", " 应用 访问量 ", "ＶＩＳＩＴＳ"],
)
def test_headers_in_every_form(conn, header):
    result = checked(conn, xlsx(月报=[["地区", header], ["海曙区", 7]]))
    assert figures(result) == {("visits", "330203", "2026-10", 7, "B2")}


@pytest.mark.parametrize(
    "unit", ["海曙区", "海曙", "Haishu", "330203", 330203, "宁波市海曙区", "浙江省宁波市海曙区", "海 曙区"]
)
def test_units_in_every_form(conn, unit):
    result = checked(conn, xlsx(月报=[["单位", "应用访问量"], [unit, 7]]))
    assert figures(result) == {("visits", "330203", "2026-10", 7, "B2")}


def test_a_title_merged_headers_notes_and_totals_are_survived(conn):
    book = Workbook()
    sheet = book.active
    for row in (
        ["宁波市2026年9月数字化改革月报"],
        [None, "填表日期：2026年10月8日"],
        ["单位", "应用", None, "备注"],
        [None, "应用访问量", "注册用户", None],
        ["海曙区", 100, 20, "好"],
        ["江北区", 50, 10, None],
        ["合计", 150, 30, None],
        ["注：数据来自后台", None, None, None],
        [None, None, None, None],
        ["填报人：张三", None, "审核：李四", None],
    ):
        sheet.append(row)
    for span in ("A1:D1", "A3:A4", "B3:C3", "D3:D4"):
        sheet.merge_cells(span)
    result = checked(conn, saved(book), "报表.xlsx")
    assert told(result) == set()
    assert len(result.figures) == 4
    assert f"{result.month:%Y-%m}" == "2026-09"


def test_the_long_format(conn):
    long = "单位 | 月份 | 填报项 | 数值\n海曙区 | 2026年9月 | 应用访问量 | 5\n海曙区 | 202610 | visits | 6"
    assert figures(checked(conn, xlsx(数据=long), "x.xlsx")) == {
        ("visits", "330203", "2026-09", 5, "D2"),
        ("visits", "330203", "2026-10", 6, "D3"),
    }


def test_wide_and_long_tables_side_by_side_and_below_each_other(conn):
    rows = [
        ["单位", "应用访问量", None, "单位", "月份", "填报项", "数值"],
        ["海曙区", 1, None, "江北区", "2026-09", "注册用户", 2],
        [],
        ["单位", "注册用户"],
        ["鄞州区", 3],
    ]
    assert figures(checked(conn, xlsx(月报=rows))) == {
        ("visits", "330203", "2026-10", 1, "B2"),
        ("app_users", "330205", "2026-09", 2, "G2"),
        ("app_users", "330212", "2026-10", 3, "B5"),
    }


def test_months_as_dates_and_serial_numbers(conn):
    rows = [["单位", "月份", "应用访问量"], ["海曙区", datetime(2026, 9, 1), 1], ["江北区", 46296, 2]]
    assert {each[2] for each in figures(checked(conn, xlsx(月报=rows), "x.xlsx"))} == {"2026-09", "2026-10"}


def test_a_hidden_sheet_is_left_out_and_told(conn):
    book = Workbook()
    book.active.append(["单位", "应用访问量"])
    book.active.append(["海曙区", 1])
    hidden = book.create_sheet("旧")
    hidden.append(["单位", "注册用户"])
    hidden.append(["海曙区", 1])
    hidden.sheet_state = "hidden"
    result = checked(conn, saved(book))
    assert told(result) == {("hidden_sheet", "")}
    assert len(result.figures) == 1


def test_qualifiers_grades_and_withdrawals_travel(conn):
    rows = [
        ["单位", "应用访问量", "数字政府服务能力等级", "注册用户"],
        ["宁波市", "超过2.8亿", "卓越级", "撤回"],
        ["海曙区", "—", None, "无"],
    ]
    frame = checked(conn, xlsx(月报=rows)).figures.set_index("measure")
    assert frame.loc["visits", ["value", "qualifier", "said"]].tolist() == [280_000_000, "more_than", "超过2.8亿"]
    assert frame.loc["digital_government_grade", "grade"] == "卓越级"
    assert frame["value"].isna().to_dict() == {"visits": False, "digital_government_grade": True, "app_users": True}
    assert len(frame) == 3


ERRORS = {
    "unknown unit": ("单位 | 应用访问量\n海署区 | 1", "unknown_unit", "A2"),
    "unknown measure": ("单位 | 应用访闻量\n海曙区 | 1", "unknown_measure", "B1"),
    "code and name of two units": ("单位代码 | 单位 | 应用访问量\n330203 | 江北区 | 1", "units_differ", "B2"),
    "no unit": ("单位 | 应用访问量\n海曙区 | 1\n | 2", "no_unit", "A3"),
    "no measure": ("单位 | 填报项 | 数值\n海曙区 | | 1", "no_measure", "B2"),
    "unknown subject": ("单位 | 应用 | 应用访问量\n海曙区 | 没有的应用 | 1", "unknown_subject", "B2"),
    "not a number": ("单位 | 应用访问量\n海曙区 | 很多", "not_a_number", "B2"),
    "error cell": ("单位 | 应用访问量\n海曙区 | #REF!", "error_cell", "B2"),
    "not calculated": ("单位 | 应用访问量\n海曙区 | =1+1", "not_calculated", "B2"),
    "not a month": ("单位 | 月份 | 应用访问量\n海曙区 | 十月 | 1", "not_a_month", "B2"),
    "a year": ("单位 | 月份 | 应用访问量\n海曙区 | 2023-2024 | 1", "a_year_no_month", "B2"),
    "a year as a number": ("单位 | 月份 | 应用访问量\n海曙区 | 2026 | 1", "a_year_no_month", "B2"),
    "before the first month": ("单位 | 月份 | 应用访问量\n海曙区 | 1999-10 | 1", "month_not_open", "B2"),
    "a month to come": ("单位 | 月份 | 应用访问量\n海曙区 | 2026-12 | 1", "month_not_open", "B2"),
    "part greater than whole": ("单位 | 评价数 | 满意数\n海曙区 | 10 | 11", "part_exceeds_whole", "C2"),
    "duplicate": ("单位 | 应用访问量\n海曙区 | 1\n海曙 | 1", "duplicate", "B3"),
    "not yours": ("单位 | 应用访问量\n杭州市 | 1", "not_yours", "B2"),
    "another scale": ("单位 | 应用访问量（万人次）\n海曙区 | 1", "other_scale", "B1"),
    "no table": ("甲 | 乙\n1 | 2", "nothing_found", ""),
    "value without measure": ("单位 | 数值\n海曙区 | 1", "missing_column", "B1"),
}


@pytest.mark.parametrize(("table", "rule", "cell"), ERRORS.values(), ids=ERRORS.keys())
def test_errors(conn, table, rule, cell):
    result = checked(conn, xlsx(月报=table))
    (error,) = result.errors
    assert (error.rule, error.cell) == (rule, cell)
    assert "{" not in error.told("zh") + error.told("en")


def test_a_name_of_two_units_asks_for_the_code(conn):
    bulk.add(conn, schema.unit, pd.DataFrame({"code": ["330199"]}))
    twin = {"code": "330199", "holds_from": pd.Timestamp(2020, 1, 1), "parent": "330100", "level": "county"}
    bulk.add(conn, schema.unit_term, pd.DataFrame([twin | {"name_zh": "江北区", "name_en": "Northbank"}]))
    (finding,) = checked(conn, xlsx(月报="单位 | 应用访问量\n江北区 | 1\n330205 | 2\n宁波市江北区 | ")).findings
    assert (finding.rule, finding.cell) == ("ambiguous_name", "A2")
    assert "江北区 (330205)" in finding.told("zh")
    assert "Jiangbei (330205)" in finding.told("en")
    assert "Northbank (330199)" in finding.told("en")


SCALED = {
    "in the title": ([["2026年10月（单位：万人次）"], ["单位", "应用访问量"], ["海曙区", 1.2]], "B2"),
    "above the header": ([["", "单位：个、万人次"], ["单位", "应用访问量"], ["海曙区", 1.2]], "B2"),
    "in a row of units": ([["单位", "应用访问量"], ["计量单位", "万人次"], ["海曙区", 1.2]], "B1"),
    "in a long table": ([["单位", "填报项", "数值"], ["海曙区", "应用访问量（万人次）", 1.2]], "B2"),
    "in a column": ([["单位", "填报项", "计量单位", "数值"], ["海曙区", "应用访问量", "万人次", 1.2]], "B2"),
}


@pytest.mark.parametrize(("rows", "cell"), SCALED.values(), ids=SCALED.keys())
def test_a_scale_of_its_own_is_never_taken_silently(conn, rows, cell):
    assert told(checked(conn, xlsx(月报=rows))) == {("other_scale", cell)}


@pytest.mark.parametrize("title", ["2026年1-10月", "2026年１—10月数字化改革月报", "2026年10月（累计）"])
def test_a_title_that_counts_from_january_is_asked_about_for_monthly_flows_alone(conn, title):
    rows = [[title], ["单位", "应用访问量", "注册用户", "政务服务办件量"], ["海曙区", 1, 2, 3]]
    assert told(checked(conn, xlsx(月报=rows))) == {("since_january", "B2")}


def test_a_title_of_a_month_is_not_taken_for_the_year_so_far(conn):
    rows = [["2026年10月"], ["单位", "应用访问量"], ["海曙区", 1]]
    assert told(checked(conn, xlsx(月报=rows))) == set()


def test_the_scale_of_a_title_is_for_what_is_counted_in_it(conn):
    rows = [["2026年10月（单位：万人次、个）"], ["单位", "注册用户", "应用访问量（人次）"], ["海曙区", 1, 2]]
    assert told(checked(conn, xlsx(月报=rows))) == set()


@pytest.mark.parametrize("head", [("指标", None), ("填报项", "计量单位"), ("单位", None), ("指标", "单位")], ids=str)
def test_units_side_by_side_and_measures_below_each_other(conn, head):
    corner, second = head
    beside = [] if second is None else ["人次"]
    rows = [
        ["宁波市2026年10月月报"],
        [corner, *([] if second is None else [second]), "海曙区", "江北区", "合计"],
        ["应用访问量", *beside, 1, "约2", 3],
        ["注册用户", *beside, None, 4, 4],
        ["注：来自后台"],
    ]
    result = checked(conn, xlsx(月报=rows))
    assert told(result) == set()
    letters = "BC" if second is None else "CD"
    assert figures(result) == {
        ("visits", "330203", "2026-10", 1, f"{letters[0]}3"),
        ("visits", "330205", "2026-10", 2, f"{letters[1]}3"),
        ("app_users", "330205", "2026-10", 4, f"{letters[1]}4"),
    }


def test_a_column_of_no_unit_beside_columns_of_units_is_told(conn):
    rows = [["指标", "海曙区", "海署区"], ["应用访问量", 1, 2], ["怪项", 3, None]]
    assert told(checked(conn, xlsx(月报=rows))) == {("unknown_column", "C1"), ("unknown_measure", "A3")}


def test_notes_and_totals_left_of_the_units_are_survived(conn):
    rows = [
        ["序号", "单位", "应用访问量"],
        [1, "海曙区", 1],
        ["合计", None, 1],
        ["填表人：张三", None, "审核人：李四"],
        [2, None, 5],
    ]
    assert told(checked(conn, xlsx(月报=rows))) == {("no_unit", "B5")}


def test_the_day_a_month_was_closed_says_the_month(conn):
    titled = [["截至2026年9月30日"], ["单位", "应用访问量"], ["海曙区", 1]]
    assert f"{checked(conn, xlsx(月报=titled), '报表.xlsx').month:%Y-%m}" == "2026-09"


def test_english_sentences_name_units_and_measures_in_english(conn):
    table = "单位 | 应用访闻量 | 评价数 | 满意数\n海曙 | | 1 |\n海曙区 | 1 | 2 |\n海署区 | | | 3\n杭州市 | | | 4"
    english = {finding.rule: finding.told("en") for finding in checked(conn, xlsx(月报=table)).errors}
    assert "Did you mean “Visits to applications”" in english["unknown_measure"]
    assert "Did you mean “Haishu”" in english["unknown_unit"]
    assert "of Haishu in 2026-10" in english["duplicate"]
    assert "Hangzhou is not yours" in english["not_yours"]


def test_a_duplicate_names_both_cells_and_nearest_names_are_told(conn):
    table = "单位 | 应用访闻量 | 注册用户\n海曙区 | 1 | 1\n海曙区 | | 2\n海署区 | | 3"
    sentences = {finding.rule: finding.told("zh") for finding in checked(conn, xlsx(月报=table)).findings}
    assert "“应用访问量”" in sentences["unknown_measure"]
    assert "“月报”C3" in sentences["duplicate"]
    assert "“月报”C2" in sentences["duplicate"]
    assert "“海曙区”" in sentences["unknown_unit"]


def test_checking_never_stops_at_the_first(conn):
    table = "单位 | 应用访问量 | 怪项\n海署区 | 1 | 1\n海曙区 | 很多 | 1\n杭州市 | 1 |"
    assert {rule for rule, _ in told(checked(conn, xlsx(月报=table)))} == {
        "unknown_measure", "unknown_unit", "not_a_number", "not_yours",
    }  # fmt: skip


def test_no_month_or_two_different_ones(conn):
    table = "单位 | 应用访问量\n海曙区 | 1"
    assert told(checked(conn, xlsx(月报=table), "报表.xlsx")) == {("no_month", "")}
    titled = [["2026年9月月报"], ["单位", "应用访问量"], ["海曙区", 1]]
    assert told(checked(conn, xlsx(月报=titled), "月报2026-10.xlsx")) == {("months_differ", "")}


def test_a_whole_that_falls_below_a_part_of_the_store(conn):
    report(conn, "measure | unit | month | value\nsatisfied | 330203 | 2026-10 | 50")
    assert told(checked(conn, xlsx(月报="单位 | 评价数\n海曙区 | 10"))) == {("part_exceeds_whole", "B2")}


def test_a_refused_file_gives_its_one_finding(conn):
    result = checked(conn, b"\x89PNG\r\n\x1a\n")
    assert [finding.rule for finding in result.findings] == ["not_a_workbook"]
    assert (result.figures.empty, result.records, result.month) == (True, {}, None)


def test_a_unit_with_one_name_in_both_languages_is_shown_by_it_and_not_by_its_path(conn):
    term = schema.unit_term
    conn.execute(term.update().where(term.c.code == "330212").values(name_zh="Yinzhou", name_en="Yinzhou"))
    table = "单位 | 应用访问量\nYinzhou | 5\n330212 | 6"
    (finding,) = checked(conn, xlsx(月报=table)).findings
    assert all("Yinzhou" in finding.told(lang) and "市Yinzhou" not in finding.told(lang) for lang in ("zh", "en"))


def test_a_unit_that_is_no_more(conn):
    conn.execute(
        schema.unit_term.update().where(schema.unit_term.c.code == "330212").values(holds_to=datetime(2026, 9, 1))
    )
    assert told(checked(conn, xlsx(月报="单位 | 应用访问量\n鄞州区 | 1"))) == {("unit_not_then", "B2")}


def test_what_a_cell_says_cannot_break_a_sentence(conn):
    result = checked(
        conn, xlsx(月报=[["单位", "应用访问量"], ["海曙区", "{0.__class__} {place} \x0b%s".replace("\x0b", "")]])
    )
    assert "{0.__class__}" in result.findings[0].told("zh")


def test_today_decides_the_last_open_month(conn):
    book = workbooks.read(xlsx(月报="单位 | 月份 | 应用访问量\n海曙区 | 2026-11 | 1"), "月报.xlsx")
    assert not checking.check(conn, book, NINGBO, TODAY).findings


def test_totals_and_notes_below_measures_are_left_out_and_measures_are_not(conn):
    """注册用户 begins like a note."""
    result = checked(conn, xlsx(月报="填报项 | 海曙区\n注册用户 | 5\n应用访问量 | 7\n合计 | 12\n注：仅本区 | 1"))
    assert {(row[0], row[3]) for row in figures(result)} == {("app_users", 5), ("visits", 7)}
    assert result.findings == ()


def test_what_counts_and_is_no_whole_number_is_asked_and_the_noise_of_a_scale_is_not(conn):
    table = (
        "单位 | 应用访问量 | 满意率\n海曙区 | 1.2000001万 | 0.5\n江北区 | 0.5 | 1.1万\n鄞州区 | 2.3000000000000003 | 1"
    )
    asked = {cell for rule, cell in told(checked(conn, xlsx(月报=table))) if rule == "fraction_of_count"}
    assert asked == {"B2", "B3", "B4"}
    whole = [["单位", "应用访问量"], ["海曙区", 12000.000000000002], ["江北区", 3.0], ["鄞州区", "1.2万"]]
    assert told(checked(conn, xlsx(月报=whole))) == set()
