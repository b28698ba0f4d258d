"""What a person should look at twice: warnings drawn from the months before and from the units below."""

import pytest

from tests import workbooks
from tests.workbooks import NINGBO, PROVINCE, checked, report, told, xlsx


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def history(measure: str, values: list[float | None], unit: str = "330203") -> str:
    """Values of one unit for the months up to September 2026."""
    months = [f"{2026 - (8 - at) // 12 if at <= 8 else 2026}-{at % 12 + 1:02d}" for at in range(9 - len(values), 9)]
    known = [(month, value) for month, value in zip(months, values, strict=True) if value is not None]
    rows = [f"{measure} | {unit} | {month} | {value}" for month, value in known]
    return "\n".join(["measure | unit | month | value", *rows])


def now(measure: str, value: object, unit: str = "海曙区") -> bytes:
    return xlsx(月报=[["单位", measure], [unit, value]])


CASES = {
    "ten times last month": ("visits", [1000], 10_000, "ten_times"),
    "a tenth of last month": ("visits", [1000], 100, "ten_times"),
    "ten times the month before last, where last month is missing": ("visits", [1000, None], 10_000, "ten_times"),
    "ten times a total of five months ago": ("service_requests", [1000, *[None] * 4], 16_000, "ten_times"),
    "what grew over a gap as it usually does": (
        "visits",
        [100, 110, 121, 133, 146, 161, 177, 195, None],
        236,
        None,
    ),
    "beyond it over a gap": ("visits", [100, 110, 121, 133, 146, 161, 177, 195, None], 500, "unusual_change"),
    "as much as last month": ("visits", [1000], 1010, None),
    "small numbers may jump": ("security_incidents", [0.5], 5, None),
    "a stock that falls": ("app_users", [1000], 900, "stock_falls"),
    "a stock that grows": ("app_users", [1000], 1100, None),
    "a stock used to falling": ("active_users", [9, 10, 9, 10, 9, 10, 9, 10], 9, None),
    "a cumulative column that goes down": ("service_requests", [1000, 2000], 1500, "ytd_falls"),
    "a cumulative column that grows": ("service_requests", [1000, 2000], 2500, None),
    "beyond what the months make plausible": (
        "visits",
        [100, 102, 101, 103, 104, 103, 105, 104],
        200,
        "unusual_change",
    ),
    "within what the months make plausible": ("visits", [100, 102, 101, 103, 104, 103, 105, 104], 110, None),
    "a lively series": ("visits", [100, 180, 90, 200, 110, 190, 95, 170], 100, None),
    "too few months to say": ("visits", [100, 102, 101], 200, None),
}


@pytest.mark.parametrize(("measure", "before", "value", "rule"), CASES.values(), ids=CASES.keys())
def test_against_the_months_before(conn, measure, before, value, rule):
    report(conn, history(measure, before))
    result = checked(conn, now(measure, value))
    assert told(result) == ({(rule, "B2")} if rule else set())
    assert len(result.figures) == 1


def test_the_sentence_says_what_was_expected(conn):
    report(conn, history("visits", [100, 102, 101, 103, 104, 103, 105, 104]))
    (finding,) = checked(conn, now("visits", 200)).findings
    assert finding.severity == "warning"
    assert finding.told("zh").startswith("“月报”B2：海曙区应用访问量为 200，按近 24 个月的变化应在")


def test_january_starts_the_cumulative_column_again(conn):
    report(conn, "measure | unit | month | value\nservice_requests | 330203 | 2025-12 | 9000")
    table = "单位 | 月份 | 政务服务办件量\n海曙区 | 2026-01 | 500"
    assert told(checked(conn, xlsx(月报=table), "月报2026-01.xlsx")) == set()


def test_earlier_months_in_the_same_workbook_count_as_well(conn):
    table = "单位 | 月份 | 注册用户\n海曙区 | 2026-08 | 100\n海曙区 | 2026-09 | 90"
    assert told(checked(conn, xlsx(月报=table), "月报.xlsx")) == {("stock_falls", "C3")}


def test_applications_are_held_against_their_own_month_before(conn):
    table = "单位 | 月份 | 应用 | 应用访问量\n海曙区 | 2026-10 | ZJ1 | 90"
    ledger = [["应用编号", "应用名称", "单位", "系统", "状态"], ["ZJ1", "甲", "海曙区", "数字社会", "上线运行"]]
    report(conn, "measure | unit | month | subject | value\nvisits | 330203 | 2026-09 | ZJ1 | 1000")
    assert told(checked(conn, xlsx(月报=table, 应用一本账=ledger))) == {("ten_times", "D2")}


PARTS = "单位 | 应用访问量\n宁波市 | {whole}\n海曙区 | 100\n江北区 | 100\n鄞州区 | 100"


@pytest.mark.parametrize(
    ("whole", "rules"), [(300, set()), (301, set()), (310, {("parts_differ", "B2")}), (290, {("parts_differ", "B2")})]
)
def test_a_total_against_the_sum_of_its_parts(conn, whole, rules):
    assert told(checked(conn, xlsx(月报=PARTS.format(whole=whole)))) == rules


def test_parts_may_come_from_the_store(conn):
    report(conn, "measure | unit | month | value\nvisits | 330205 | 2026-10 | 100\nvisits | 330212 | 2026-10 | 100")
    assert told(checked(conn, xlsx(月报="单位 | 应用访问量\n宁波市 | 400\n海曙区 | 100"))) == {("parts_differ", "B2")}


def test_a_total_is_not_held_against_incomplete_parts(conn):
    assert told(checked(conn, xlsx(月报="单位 | 应用访问量\n宁波市 | 400\n海曙区 | 100"))) == set()


def test_a_rate_above_one(conn):
    assert told(checked(conn, now("云平台稳定性", 99.5))) == {("rate_above_one", "B2")}


def test_the_same_file_again(conn):
    from data.uploads.commit import Source, write
    from data.uploads.compare import compare

    content = now("visits", 5)
    first = checked(conn, content)
    write(conn, compare(conn, first.figures, first.records), Source("workbook", "月报.xlsx", content), by=NINGBO)
    assert told(checked(conn, content)) == {("uploaded_before", "")}


def test_more_of_the_same_kind_are_counted(conn):
    units = ["海曙区", "江北区", "鄞州区", "宁波市", "杭州市", "浙江省"]
    long = [["单位", "月份", "填报项", "数值"]]
    for unit in units:
        for month in range(70):
            year, number = 2021 + month // 12, month % 12 + 1
            long.append([unit, f"{year}-{number:02d}", "visits", 1000 if month % 2 else 1])
    findings = checked(conn, xlsx(数据=long), "x.xlsx", PROVINCE).findings
    counted = [finding for finding in findings if finding.rule == "more_warnings"]
    assert [finding.values["count"] for finding in counted] == [6 * 69 - 300]


MORE_COUNTIES = """
code   | parent | level  | name_zh | name_en
330211 | 330200 | county | 镇海区  | Zhenhai
330281 | 330200 | county | 余姚市  | Yuyao
330282 | 330200 | county | 慈溪市  | Cixi
"""
AMONG = {
    "one in 亿 among the others": ([19e8, 21e8, 16e8, 23e8, 18e8, 1.9e8], {("unlike_the_others", "B7")}),
    "one in 万 too many": ([19e8, 21e8, 16e8, 23e8, 18e8, 19e12], {("unlike_the_others", "B7")}),
    "a large one with a digit too few": ([19e8, 21e8, 16e8, 23e8, 18e8, 3.1e8], {("unlike_the_others", "B7")}),
    "smaller than its like": ([19e8, 21e8, 16e8, 23e8, 18e8, 5e8], set()),
    "as large as its like": ([19e8, 21e8, 16e8, 23e8, 18e8, 9e8], set()),
    "units that differ much among themselves": ([1e4, 3e5, 1e6, 7e6, 2e3, 1e8], set()),
    "too few to say": ([19e8, 21e8, 16e8, 1.9e8], set()),
    "small numbers": ([4, 5, 4, 6, 5, 0.5], set()),
    "a zero is no slip of a unit": ([19e8, 21e8, 16e8, 23e8, 18e8, 0], set()),
}


@pytest.mark.parametrize(("values", "rules"), AMONG.values(), ids=AMONG.keys())
def test_a_first_month_against_the_units_like_it(conn, values, rules):
    workbooks.plant(conn, MORE_COUNTIES)
    units = ["海曙区", "江北区", "鄞州区", "镇海区", "慈溪市", "余姚市"]
    table = [["单位", "归集公共数据量"], *([unit, value] for unit, value in zip(units, values, strict=False))]
    assert told(checked(conn, xlsx(月报=table))) - {("fraction_of_count", "B7")} == rules


def test_with_a_month_before_a_figure_is_held_against_that_alone(conn):
    workbooks.plant(conn, MORE_COUNTIES)
    report(conn, "measure | unit | month | value\ndata_records | 330205 | 2026-09 | 180000000")
    values = {"海曙区": 19e8, "鄞州区": 21e8, "镇海区": 16e8, "慈溪市": 23e8, "余姚市": 18e8, "江北区": 1.9e8}
    table = [["单位", "归集公共数据量"], *([unit, value] for unit, value in values.items())]
    assert told(checked(conn, xlsx(月报=table))) == set()
