"""Rows of registers that contradict themselves, keys written otherwise, targets of nothing, personal numbers: told."""

import pytest
from sqlalchemy import Connection

from data import personal
from data.uploads.check import Checked
from tests import workbooks
from tests.frames import drawn
from tests.workbooks import checked, commit, told, xlsx

PROBLEM = "W1 | 审计 | 海曙区 | 财政局 | 账实不符"
HEADER = "问题编号 | 清单 | 单位 | 责任部门 | 问题"


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def problem(conn: Connection, **more: str) -> Checked:
    row, header = {**dict(zip(HEADER.split(" | "), PROBLEM.split(" | "), strict=True)), **more}, HEADER
    header = " | ".join(row)
    return checked(conn, xlsx(七张问题清单=f"{header}\n{' | '.join(row.values())}"), "清单2026-10.xlsx")


DAYS = {"发现日期": "2026-09-01", "交办日期": "2026-09-02", "整改期限": "2026-12-01"}

STATES = """
more                                            | rules
状态 已销号                                     | state_without state_without
状态 已销号; 办结日期 2026-10-01; 验收日期 2026-10-02 |
状态 已办结                                     | state_without
状态 已办结; 办结日期 2026-10-01                |
状态 整改中; 办结日期 2026-10-01                | states_differ
状态 已发现                                     | states_differ
验收日期 2026-10-02                             | state_without
办结日期 2026-10-01; 整改期限 -                 | state_without
整改期限 -                                      | state_without
办结日期 2026-08-01; 交办日期 -                 | dates_out_of_order
发现日期 2206-09-01; 交办日期 -; 整改期限 -     | day_far_off
发现日期 2027-01-05; 交办日期 -; 整改期限 -     | day_far_off
整改期限 2096-12-01                             | day_far_off
发现日期 1926-09-01                             | day_far_off
"""


@pytest.mark.parametrize("case", list(drawn(STATES).itertuples(index=False)), ids=lambda case: case.more)
def test_columns_that_contradict_each_other_are_told(conn, case):
    more = dict(each.strip().split(" ") for each in case.more.split(";"))
    result = problem(conn, **DAYS | more)
    assert sorted(finding.rule for finding in result.findings) == sorted(case.rules.split()), result.findings


def test_what_the_store_has_counts_where_the_workbook_has_no_column(conn):
    commit(conn, problem(conn, **DAYS, 办结日期="2026-10-01", 验收日期="2026-10-02"))
    assert problem(conn, 发现日期="2026-09-01", 状态="已销号").findings == ()


LEDGER = """
more                              | rules
状态 停用                         | state_without
状态 停用; 停用日期 2026-09-01    |
状态 上线运行; 停用日期 2026-09-01 | states_differ
状态 上线运行; 上线日期 2027-09-01 | states_differ
状态 建设中; 上线日期 2026-01-01  | states_differ
状态 建设中; 上线日期 2027-01-01  |
"""


@pytest.mark.parametrize("case", list(drawn(LEDGER).itertuples(index=False)), ids=lambda case: case.more)
def test_the_state_of_an_application_agrees_with_its_days(conn, case):
    more = dict(each.strip().split(" ") for each in case.more.split(";"))
    row = {"应用编号": "A1", "应用名称": "码上办", "单位": "海曙区", "系统": "数字政府", **more}
    result = checked(conn, xlsx(应用一本账=f"{' | '.join(row)}\n{' | '.join(row.values())}"), "清单2026-10.xlsx")
    assert [finding.rule for finding in result.findings] == case.rules.split(), result.findings


@pytest.mark.parametrize("key", ["w1", "Ｗ１", "W 1", "W1\u200b", " W1 "])
def test_a_key_written_otherwise_is_the_same_row(conn, key):
    rows = f"{HEADER} | 发现日期\n{PROBLEM} | 2026-09-01\n{PROBLEM.replace('W1', key, 1)} | 2026-09-01"
    result = checked(conn, xlsx(七张问题清单=rows), "清单2026-10.xlsx")
    assert [(finding.cell, finding.rule in ("duplicate", "key_alike")) for finding in result.findings] == [("A3", True)]
    commit(conn, problem(conn, **DAYS))
    assert problem(conn, 问题编号=key, **DAYS).records["problems"]["key"].tolist() == ["W1"]


@pytest.mark.parametrize("key", ["ND-001", "ND – 001", "ＮＤ－００１", "ND—001"])
def test_dashes_of_every_kind_are_one(conn, key):
    assert problem(conn, 问题编号=key, **DAYS).records["problems"]["key"].tolist() == ["ND-001"]


@pytest.mark.parametrize(
    ("word", "removed"),
    [("是", True), ("√", True), ("已撤回", True), ("Y", True), ("否", False), ("-", False), ("", False)],
)
def test_words_that_withdraw_a_row(conn, word, removed):
    result = problem(conn, **DAYS, 撤回=word)
    assert result.findings == ()
    assert result.records["problems"]["removed"].tolist() == [removed]


def test_a_word_that_says_neither_is_told(conn):
    assert told(problem(conn, **DAYS, 撤回="待定")) == {("withdrawn_or_not", "I2")}


PERSONAL = ["13812345678", "tel138-12345678", "+86 138 1234 5678", "138.1234.5678", "１３８１２３４５６７８", "138\u200b12345678",
            "330203 19900101 1234", "330203-19900101-123X", "护照号 E12345678", "1 3 8 1 2 3 4 5 6 7 8"]  # fmt: skip


@pytest.mark.parametrize("number", PERSONAL)
def test_a_personal_number_is_an_error_at_its_cell(conn, number):
    result = problem(conn, **DAYS | {"问题": f"张三（{number}）反映"})
    assert told(result) == {("personal", "E2")}
    assert not result.records
    assert number not in result.findings[0].told("zh")


@pytest.mark.parametrize(
    "text",
    ["涉及 1,466,800 人", "文号〔2026〕138号", "批次 20261105123456789012", "0.13812345678", "ND-2026-10-13-1234"],
)
def test_other_numbers_are_none(text):
    assert personal.found(text) is None


TARGETS = """
row                                  | rule             | cell
T1 ; 应用访问量 ; 海曙区 ; 2026 ; 100 |                  |
T1 ; visits ; 海曙区 ; 2026 ; 100    |                  |
T1 ; Satisfaction ; 海曙区 ; 2026 ; 0.95 |              |
T1 ; 满意率 ; 海曙区 ; 2026 ; 95%    |                  |
T1 ; 满意率 ; 海曙区 ; 2026 ; 95     | share_above      | E2
T1 ; 瞎写的 ; 海曙区 ; 2026 ; 1      | unknown_metric   | B2
T1 ; visits ; 海曙区 ; 26 ; 1        | no_year          | D2
T1 ; visits ; 海曙区 ; 20260 ; 1     | no_year          | D2
T1 ; visits ; 海曙区 ; 1999 ; 1      | no_year          | D2
T1 ; visits ; 海曙区 ; 2026年 ; 1    |                  |
T1 ; visits ; 海曙区 ; 2026年度 ; 1  |                  |
T1 ; visits ; 海曙区 ; 2026 ; 0      | target_of_nothing | E2
T1 ; visits ; 海曙区 ; 2026 ; -5     | target_of_nothing | E2
T1 ; visits ; 海曙区 ; 2026 ; 100%   | target_in_percent | E2
T1 ; visits ; 海曙区 ; 2026 ; 约100  | not_a_count      | E2
"""


def target(conn: Connection, *rows: str) -> Checked:
    lines = [row.replace(" ; ", " | ").replace(";", "|") for row in rows]
    return checked(
        conn, xlsx(年度目标="\n".join(["目标编号 | 指标 | 单位 | 年度 | 目标值", *lines])), "清单2026-10.xlsx"
    )


@pytest.mark.parametrize("case", list(drawn(TARGETS).itertuples(index=False)), ids=lambda case: case.row)
def test_a_target_is_of_a_metric_and_a_year_there_is(conn, case):
    result = target(conn, case.row)
    assert told(result) == ({(case.rule, case.cell)} if case.rule else set())
    if not case.rule:
        assert result.records["targets"]["metric"].tolist()[0] in ("visits", "satisfaction")


def test_one_target_for_each_unit_metric_and_year(conn):
    first, second = "T1 ; visits ; 海曙区 ; 2026 ; 100", "T2 ; 应用访问量 ; 海曙区 ; 2026 ; 50"
    assert told(target(conn, first, second)) == {("target_twice", "A3")}
    commit(conn, target(conn, first))
    assert told(target(conn, second)) == {("target_twice", "A2")}
    assert target(conn, first.replace("100", "70")).findings == ()


PATH = "0/0/10/10/20/30/40/50/60/80/100/100"


@pytest.mark.parametrize(
    ("path", "found"),
    [(PATH, set()), ("", set()), ("10/20", {("no_path", "F2")}), (PATH.replace("/80", "/5"), {("no_path", "F2")})],
)
def test_a_path_of_a_target_rises_to_it_in_twelve_months(conn, path, found):
    rows = f"目标编号 | 指标 | 单位 | 年度 | 目标值 | 月度路径\nT1 | visits | 海曙区 | 2026 | 100 | {path}"
    result = checked(conn, xlsx(年度目标=rows), "清单2026-10.xlsx")
    assert told(result) == found
    assert "{" not in "".join(finding.told("zh") for finding in result.findings)


RATE = "/".join(["80%"] * 11 + ["95%"])
PATHS = f"""
metric     | value | path                                     | rule
visits     | 120   | {PATH}                                   | path_ends_elsewhere
满意率     | 95%   | {RATE}                                   | -
满意率     | 90%   | {RATE}                                   | path_ends_elsewhere
满意率     | 95%   | 80/80/80/80/80/80/80/80/80/80/80/95      | path_ends_elsewhere
超期问题   | 125   | 400/400/350/350/300/300/250/250/200/200/150/125 | -
超期问题   | 125   | {PATH}                                   | no_path
归集公共数据量 | 100 | 60/60/60/70/70/70/80/80/80/90/95/100   | -
"""


@pytest.mark.parametrize(
    "case", list(drawn(PATHS).itertuples(index=False)), ids=lambda case: f"{case.metric} {case.value}"
)
def test_a_path_goes_the_way_of_its_metric_and_ends_at_its_target(conn, case):
    rows = f"目标编号 | 指标 | 单位 | 年度 | 目标值 | 月度路径\nT1 | {case.metric} | 海曙区 | 2026 | {case.value} | {case.path}"
    result = checked(conn, xlsx(年度目标=rows), "清单2026-10.xlsx")
    assert told(result) == (set() if case.rule == "-" else {(case.rule, "F2")})
    if case.rule == "path_ends_elsewhere":
        (finding,) = result.findings
        assert ["E2" in finding.told(lang) for lang in ("zh", "en")] == [True, True]
