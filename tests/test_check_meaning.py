"""What stands around a number says which number it is: one grammar, for every place where it may be said."""

from datetime import date

import pytest

from tests.frames import drawn
from tests.sheets import figures, look, rules

TITLE = ["宁波市2026年10月数字化改革月报"]

# Under a header in B2 of a table of October 2026 stands 7 for Haishu: what is read of it, or told.
HEADERS = """
header | read | told
应用访问量（含移动端） | 7 |
应用访问量（不含测试） | 7 |
应用访问量（visits） | 7 |
应用访问量（A01） | 7 |
应用访问量（人次） | 7 |
应用访问量（个） | 7 |
应用访问量（人次/月） | 7 |
应用访问量（本月） | 7 |
应用访问量（10月） | 7 |
应用访问量（2026年10月） | 7 |
应用访问量（必填） | 7 |
应用访问量（注1） | 7 |
应用访问量数 | 7 |
本月应用访问量 | 7 |
2026年10月应用访问量 | 7 |
应用访问量（1-10月累计） | | not_read
应用访问量（1—10月） | | not_read
应用访问量累计 | | not_read
累计应用访问量 | | not_read
应用访问量（人次，累计） | | not_read
应用访问量（截至10月底） | | not_read
应用访问量（三季度） | | not_read
应用访问量（8-10月） | | not_read
应用访问量（上半年） | | not_read
应用访问量（上月） | | not_read
上月应用访问量 | | not_read
应用访问量（9月） | | not_read
应用访问量（九月份） | | not_read
应用访问量（2025年10月） | | not_read
应用访问量（年度目标） | | not_read
应用访问量（计划） | | not_read
应用访问量（占比） | | not_read
应用访问量（排名） | | not_read
应用访问量（日均） | | not_read
应用访问量（净增） | | not_read
应用访问量（新增） | 7 |
日均应用访问量 | | not_read
应用访问量同比增长 | | not_read
应用访问量同比（%） | | not_read
应用访问量（较上月增长） | | not_read
应用访问量（快报） | | not_read
应用访问量（其中：移动端） | | not_read
应用访问量（最高） | | not_read
应用访问量（作废） | | not_read
Visits to applications (last month) | | not_read
Visits to applications (year to date) | | not_read
Visits to applications (Sep 2026) | | not_read
Visits to applications, forecast | | not_read
应用访问量（万） | | other_scale
应用访问量（千人次） | | other_scale
应用访问量（小时） | | other_scale
应用访问量（元） | | other_scale
应用访问量（%） | | other_scale
应用访问量（人/日） | | other_scale
Visits to applications (in thousands) | | other_scale
Visits to applications ('000) | | other_scale
应用访问量（移动端） | | unknown_words
应用访问量（省厅口） | | unknown_words
应用访问量申请数 | | unknown_measure
注册用户（累计） | 7 |
注册用户（月末） | 7 |
注册用户总数 | 7 |
新增注册用户 | | not_read
注册用户（当月新增） | | not_read
政务服务办件量（累计） | 7 |
政务服务办件量（1-10月） | 7 |
政务服务办件量（1-9月累计） | | not_read
政务服务办件量（当月） | | not_read
政务服务办件量（历年累计） | | not_read
改革前办理时间（工作日） | 7 |
改革前办理时间（小时） | | other_scale
数字经济核心产业增加值（亿元） | | other_scale
数字经济核心产业增加值（万美元） | | other_scale
满意率（公布）（%） | 0.07 |
满意率(%) | 0.07 |
满意率（公布）（‰） | | other_scale
日访问人数（日均） | 7 |
营商环境全国位次（排名） | 7 |
"""


@pytest.mark.parametrize("row", list(drawn(HEADERS).itertuples(index=False)), ids=lambda row: row.header)
def test_what_a_header_says_of_its_numbers(units, row):
    result = look(units, [TITLE, ["单位", row.header], ["海曙区", 7]])
    assert rules(result) == ([f"{row.told} B2"] if row.told else []), [each.told("zh") for each in result.findings]
    assert [each.split()[-1] for each in figures(result)] == ([row.read] if row.read else [])


@pytest.mark.parametrize(
    ("value", "read", "told"),
    [(66.7, "0.667", ""), ("66.7%", "0.667", ""), (0, "0", ""), (0.9, "", "whose_percent"), (1, "", "whose_percent")],
)
def test_under_a_header_in_per_cent_numbers_are_shares(units, value, read, told):
    result = look(units, [TITLE, ["单位", "满意率（公布）（%）"], ["海曙区", value]])
    assert [each.split()[-1] for each in figures(result)] == ([read] if read else [])
    assert rules(result) == ([f"{told} B3"] if told else [])


# The lower part of a header, below 应用访问量; the columns hold 1, 2, 3.
PARTS = """
parts | read | told
上月完成; 本月完成; 同比 | 2 |
年度目标; 本月完成; 完成率 | 2 |
合计; 其中：移动端; 同比增长 | 1 |
本月数; 本年累计; 排名 | 1 |
上月完成; 去年同期; 同比 | | not_read B2; not_read C2; not_read D2
8月; 9月; 10月 | 3 | not_read B2
8月; 9月; 11月 | | not_read B2; not_read C2; not_read D2
合计; 移动端; 网页端 | 1 | unknown_words C2; unknown_words D2
移动端; 网页端; 自助机 | | unknown_words B2; unknown_words C2; unknown_words D2
"""


@pytest.mark.parametrize("row", list(drawn(PARTS).itertuples(index=False)), ids=lambda row: row.parts)
def test_a_part_of_a_group_is_never_taken_for_the_group(units, row):
    parts = row.parts.split("; ")
    merged = [((1, 1), (1, 3)), ((1, 0), (2, 0))]
    rows = [TITLE, ["单位", "应用访问量", "", ""], ["", *parts], ["海曙区", 1, 2, 3]]
    result = look(units, rows, merged=merged)
    assert figures(result) == ([f"visits 330203 2026-10 {row.read}"] if row.read else [])
    assert rules(result) == [each for each in row.told.split("; ") if each]


def test_an_empty_column_of_the_month_is_not_filled_from_another(units):
    """Nothing is read then: that is told, or somebody who filled the wrong column would think all is well."""
    merged = [((1, 1), (1, 2)), ((1, 0), (2, 0))]
    rows = [TITLE, ["单位", "应用访问量", ""], ["", "上月完成", "本月完成"], ["海曙区", 90, ""]]
    result = look(units, rows, merged=merged)
    assert (figures(result), rules(result)) == ([], ["not_read B2"])
    filled = look(units, [*rows, ["江北区", 80, 85]], merged=merged)  # others have filled it: 海曙 has not reported
    assert (figures(filled), rules(filled)) == (["visits 330205 2026-10 85"], [])


def test_a_group_above_says_what_its_columns_are(units):
    rows = [TITLE, ["", "上年同期", "本期"], ["单位", "应用访问量", "应用访问量"], ["海曙区", 1, 2]]
    assert figures(look(units, rows)) == ["visits 330203 2026-10 2"]


def _table(*above, heading="应用访问量", value=7):
    return [*above, ["单位", heading], ["海曙区", value]]


# What titles, names of sheets and files say: (rows, name of the sheet, file) and what is told.
ABOVE = {
    "scale in a title": ((["2026年10月增加值（万元）"], "数字经济核心产业增加值"), {}, "other_scale B2"),
    "scale after 单位（": ((["2026年10月 单位（万人次）"], "应用访问量"), {}, "other_scale B2"),
    "scale in English": ((["October 2026 (in thousands)"], "应用访问量"), {"file": "x.xlsx"}, "other_scale B2"),
    "scale of the sheet": ((TITLE, "应用访问量"), {"name": "月报（万人次）"}, "other_scale B2"),
    "scale of the file": ((TITLE, "应用访问量"), {"file": "月报2026-10（万人次）.xlsx"}, "other_scale B2"),
    "a scale in words": ((["以万元计"], "数字经济核心产业增加值"), {}, "other_scale B2"),
    "a scale alone": ((["万元"], "数字经济核心产业增加值"), {}, "other_scale B2"),
    "a scale in an English sentence": ((["in ten thousand yuan"], "数字经济核心产业增加值"), {}, "other_scale B2"),
    "a scale with a comma": ((["Unit: 10,000 yuan"], "数字经济核心产业增加值"), {}, "other_scale B2"),
    "a scale in letters": ((["RMB mn"], "数字经济核心产业增加值"), {}, "other_scale B2"),
    "a scale among others": ((["2026年10月（单位：万元、人次）"], "应用访问量"), {}, ""),
    "a scale of the work": ((["2026年10月 1000万元以上项目情况"], "数字经济核心产业增加值"), {}, ""),
    "last year's work": ((["2026年10月上年完成情况表"], "应用访问量"), {}, "title_differs B2"),
    "what is expected to be done": ((["2026年10月预计完成情况"], "应用访问量"), {}, "title_differs B2"),
    "money is no count": ((["2026年10月（单位：万元）"], "应用访问量"), {}, ""),
    "span of the sheet": ((TITLE, "应用访问量"), {"name": "1-10月累计"}, "since_january B2"),
    "span of the file": ((["月报"], "应用访问量"), {"file": "宁波市2026年1-10月累计.xlsx"}, "since_january B2"),
    "some months": ((["2026年8月至10月"], "应用访问量"), {"file": "x.xlsx"}, "not_one_month"),
    "a quarter": ((["2026年三季度"], "应用访问量"), {"file": "x.xlsx"}, "not_one_month"),
    "two months": ((["2026年9月、2026年10月"], "应用访问量"), {"file": "x.xlsx"}, "two_months"),
    "two months, one year": ((["2026年9、10月"], "应用访问量"), {"file": "x.xlsx"}, "not_one_month"),
    "a day alone": ((["2026年11月5日"], "应用访问量"), {"file": "x.xlsx"}, "no_month"),
    "month of the sheet": ((TITLE, "应用访问量"), {"name": "9月"}, "months_differ"),
    "year of the sheet": ((TITLE, "应用访问量"), {"name": "2025年"}, "months_differ"),
    "a change": ((["宁波市2026年10月应用访问量同比情况表"], "应用访问量"), {}, "title_differs B2"),
    "a plan": ((TITLE, "应用访问量"), {"name": "目标"}, "title_differs B2"),
    "last month's sheet": ((TITLE, "应用访问量"), {"name": "上月"}, "title_differs B2"),
    "a forecast": ((TITLE, "应用访问量"), {"file": "月报2026-10（预计）.xlsx"}, "title_differs B2"),
    "done, not planned": ((["宁波市2026年目标任务完成情况表（10月）"], "应用访问量"), {}, ""),
}


@pytest.mark.parametrize(("rows", "places", "told"), ABOVE.values(), ids=ABOVE.keys())
def test_titles_and_names_are_read_by_the_same_grammar(units, rows, places, told):
    *above, heading = rows
    assert rules(look(units, _table(*above, heading=heading), **places)) == ([told] if told else [])


@pytest.mark.parametrize("corner", ["填报项（单位：万人次）", "填报项（万人次）"])
def test_a_corner_speaks_for_all(units, corner):
    assert rules(look(units, [TITLE, [corner, "海曙区"], ["应用访问量", 7]])) == ["other_scale A3"]


@pytest.mark.parametrize("value", ["数值（万）", "本月数（万人次）"])
def test_a_column_of_values_says_its_scale(units, value):
    assert rules(look(units, [TITLE, ["单位", "填报项", value], ["海曙区", "应用访问量", 7]])) == ["other_scale C2"]


NOTES = [
    "注：金额单位为万元，人数单位为万人次",
    "注：访问量均以万人次计",
    "（万人次）",
    "单位（万人次）",
    "in ten thousand visits",
]


@pytest.mark.parametrize("note", NOTES)
def test_a_note_says_the_scale(units, note):
    assert rules(look(units, [*_table(TITLE), [note]])) == ["other_scale B2"]


def test_rows_of_other_numbers_are_left_out_and_told(units):
    rows = [TITLE, ["单位", "应用访问量"], ["海曙区（上月）", 7], ["江北区（2025年）", 8], ["鄞州区（含高新区）", 9]]
    result = look(units, rows)
    assert figures(result) == ["visits 330212 2026-10 9"]
    assert rules(result) == ["row_not_read A3", "row_not_read A4"]


def test_a_measure_that_begins_like_a_note_is_none_wherever_it_stands(units):
    for heading, row in (
        (["填报项", "单位", "数值"], ["注册用户", "", 5]),
        (["单位", "填报项", "数值"], ["", "注册用户", 5]),
    ):
        result = look(units, [TITLE, heading, row])
        assert (figures(result), [each.split()[0] for each in rules(result)]) == ([], ["no_unit"])


def test_measures_of_rows_are_read_by_the_same_grammar(units):
    rows = [
        TITLE,
        ["单位", "填报项", "数值"],
        ["海曙区", "应用访问量（上月）", 7],
        ["海曙区", "应用访问量", 8],
        ["江北区", "应用访问量（累计）", 9],
    ]
    result = look(units, rows)
    assert (figures(result), rules(result)) == (["visits 330203 2026-10 8"], ["not_read B5"])


# Days that people write above a table, of which none is its month.
DAYS = {
    "a line": [["2026年11月5日"]],
    "a date": [["", date(2026, 11, 5)]],
    "a label and a date": [["填报日期：", date(2026, 11, 1)]],
    "a label and a text": [["填报日期：", "2026年11月5日"]],
    "in one cell": [["填表日期：2026年11月5日"]],
    "printed": [["填表人：张某", "制表时间：", date(2026, 11, 5)]],
}


@pytest.mark.parametrize("lines", DAYS.values(), ids=DAYS.keys())
def test_a_day_beside_the_month_does_not_hide_it(units, lines):
    result = look(units, _table(TITLE, *lines), file="x.xlsx")
    assert (figures(result), rules(result)) == (["visits 330203 2026-10 7"], [])


@pytest.mark.parametrize(
    "label", [["填报单位：", "宁波市大数据局"], ["填报单位", "宁波市大数据局"], ["单位：万人", ""]]
)
def test_a_line_of_labels_is_no_header(units, label):
    rows = [TITLE, label, ["单位", "数据产品"], ["海曙区", 7]]
    assert figures(look(units, rows)) in ([], ["data_products 330203 2026-10 7"])
    assert all(not each.startswith("unknown") for each in rules(look(units, rows)))


FORM = [
    ["序号", "指标", "计量单位", "本月数", "本年累计", "同比"],
    [1, "应用访问量", "人次", 1234, 9999, 0.1],
    [2, "注册用户", "人", 500, "", ""],
    [3, "政务服务办件量", "次", 10, 500, 0.2],
    [4, "满意率（公布）", "%", 66.7, "", ""],
]


@pytest.mark.parametrize(
    "above",
    [
        [TITLE, ["填报单位：海曙区"]],
        [TITLE, ["填报单位：", "海曙区"]],
        [["数字化改革月报"], ["填报单位", "海曙区", "填报月份", "2026年10月"]],
        [["海曙区2026年10月数字化改革月报"]],
    ],
)
def test_the_form_of_one_unit(units, above):
    """Each measure from the column it is reported in: the month's, or the year so far."""
    result = look(units, [*above, *FORM])
    assert figures(result) == [
        "app_users 330203 2026-10 500",
        "satisfaction_rate 330203 2026-10 0.667",
        "service_requests 330203 2026-10 500",
        "visits 330203 2026-10 1234",
    ]
    assert rules(result) == []


def test_a_unit_of_measure_called_unit(units):
    rows = [["海曙区2026年10月月报"], ["指标", "单位", "本月数"], ["应用访问量", "人次", 7], ["注册用户", "万人", 8]]
    result = look(units, rows)
    assert (figures(result), rules(result)) == (["visits 330203 2026-10 7"], ["other_scale A4"])


def test_a_table_that_nobody_can_say_whose_it_is(units):
    assert rules(look(units, [["数字化改革月报"], ["指标", "本月数"], ["应用访问量", 7]])) == ["missing_column A2"]


@pytest.mark.parametrize("heading", ["县区", "区县名称", "部门", "Department", "Organization", "County"])
def test_headings_of_units(units, heading):
    rows = [TITLE, [heading, "应用访问量"], ["海曙区", 7]]
    assert figures(look(units, rows)) == ["visits 330203 2026-10 7"]


def test_a_department_beside_the_unit_names_no_unit(units):
    rows = [TITLE, ["单位", "应用访问量", "部门", "注册用户"], ["海曙区", 7, "大数据局", 8]]
    result = look(units, rows)
    assert (len(figures(result)), rules(result)) == (2, [])


def test_months_as_columns(units):
    rows = [["2026年各县市区应用访问量"], ["单位", "1月", "2月", "10月"], ["海曙区", 1, 2, 3]]
    year = look(units, rows, file="x.xlsx")
    assert (figures(year), rules(year)) == (
        [f"visits 330203 2026-{m} {v}" for m, v in (("01", 1), ("02", 2), ("10", 3))],
        [],
    )
    month = look(units, rows)
    assert (figures(month), rules(month)) == (["visits 330203 2026-10 3"], ["not_read B2"])


def test_months_as_days_in_the_header(units):
    rows = [["应用访问量"], ["单位", date(2026, 9, 1), date(2026, 10, 1)], ["海曙区", 1, 2]]
    assert figures(look(units, rows, file="x.xlsx")) == ["visits 330203 2026-09 1", "visits 330203 2026-10 2"]


def test_blocks_of_two_months_each_by_its_own_title(units):
    beside = [
        ["2026年9月", "", "", "2026年10月", ""],
        ["单位", "应用访问量", "", "单位", "应用访问量"],
        ["海曙区", 1, "", "海曙区", 2],
    ]
    below = [
        ["2026年9月"],
        ["单位", "应用访问量"],
        ["海曙区", 1],
        ["2026年10月"],
        ["单位", "应用访问量"],
        ["海曙区", 2],
    ]
    for rows in (beside, below):
        result = look(units, rows, file="x.xlsx")
        assert (figures(result), rules(result)) == (["visits 330203 2026-09 1", "visits 330203 2026-10 2"], [])


def test_the_month_of_a_row(units):
    rows = [
        ["月报"],
        ["单位", "月份", "应用访问量", "政务服务办件量"],
        ["海曙区", "2026年1-10月", 7, 8],
        ["江北区", "2026-09", 9, ""],
    ]
    result = look(units, rows)
    assert figures(result) == ["service_requests 330203 2026-10 8", "visits 330205 2026-09 9"]
    assert rules(result) == ["span_not_month B3", "row_month_differs B4"]


# Numbers under a heading that nobody understands, or none.
UNREAD = {
    "no heading": (["单位", "应用访问量", ""], ["海曙区", 1, 234], "no_heading C3"),
    "a number": (["单位", "应用访问量", 7], ["海曙区", 1, 234], "unknown_measure C2"),
    "a day": (["单位", "应用访问量", date(2026, 10, 5)], ["海曙区", 1, 234], "unknown_measure C2"),
    "a word": (["单位", "应用访问量", "怪项"], ["海曙区", 1, 234], "unknown_measure C2"),
    "texts": (["单位", "应用访问量", "Service"], ["海曙区", 1, "passports"], "text_not_read C2"),
    "numbers of rows": (["", "单位", "应用访问量"], [1, "海曙区", 7], ""),
    "numbers of rows with a word": (["MZ", "单位", "应用访问量"], [1, "海曙区", 7], ""),
    "a code of one's own": (["ID", "单位", "应用访问量"], [330203, "海曙区", 7], ""),
}


@pytest.mark.parametrize(("header", "row", "told"), UNREAD.values(), ids=UNREAD.keys())
def test_every_number_that_is_not_read_is_told(units, header, row, told):
    result = look(units, [TITLE, header, row])
    assert rules(result) == ([told] if told else [])
    assert len(figures(result)) == 1


def test_an_invisible_character_in_a_name_is_named(units):
    (finding,) = look(units, [TITLE, ["单位", "应用访问量"], ["海\u200b署区", 7]]).findings
    assert "〔U+200B〕" in finding.told("zh")
