"""Rows that point at rows: read by key or name, told of to who may see them, and not taken off silently."""

import pandas as pd
import pytest

from data import references
from data.ledgers import matching, page_of
from data.register_rights import may_open, units_named
from data.units import load
from tests import workbooks
from tests.people import everybody, somebody, steward
from tests.workbooks import checked, commit, told, xlsx

NINGBO, HANGZHOU = steward("甬办", "330200"), steward("杭办", "330100")
LEDGER = [
    ["应用编号", "应用名称", "单位", "系统"],
    ["A1", "甲应用", "海曙区", "数字社会"],
    ["A2", "乙应用", "江北区", "数字社会"],
]
RUNWAYS = ["跑道编号", "跑道名称", "单位", "系统", "跑道上的应用"]


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def runways(*rows: list) -> bytes:
    return xlsx(跑道=[["跑道"], RUNWAYS, *rows])


def ledger(conn):
    commit(conn, checked(conn, xlsx(应用一本账=[["应用一本账"], *LEDGER])))


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("A1", "A1"),
        ("甲应用", "A1"),
        ("a 1", "A1"),
        ("甲应用、乙应用", "A1;A2"),
        ("A2；甲应用；A2", "A2;A1"),
        (None, None),
    ],
)
def test_a_reference_is_read_by_key_or_name_one_or_several(conn, written, keys):
    ledger(conn)
    result = checked(conn, runways(["R1", "养老", "宁波市", "数字社会", written]))
    assert result.errors == ()
    (row,) = result.records["runways"].to_dict("records")
    assert (None if pd.isna(row["applications"]) else row["applications"]) == keys


def test_rows_of_the_same_workbook_can_be_referred_to(conn):
    book = xlsx(
        应用一本账=[["应用一本账"], *LEDGER], 跑道=[["跑道"], RUNWAYS, ["R1", "养老", "宁波市", "数字社会", "乙应用"]]
    )
    assert checked(conn, book).records["runways"]["applications"].tolist() == ["A2"]


def test_what_is_not_there_is_told_at_its_cell_with_the_nearest(conn):
    ledger(conn)
    result = checked(conn, runways(["R1", "养老", "宁波市", "数字社会", "丙应用"]))
    (finding,) = result.errors
    assert (finding.rule, finding.cell) == ("unknown_reference", "E3")
    assert "应用”" in finding.told("zh")
    assert "Did you mean" in finding.told("en")


def test_the_nearest_name_is_never_one_of_another_unit(conn):
    ledger(conn)
    book = runways(["R1", "养老", "杭州市", "数字社会", "甲应甪"])
    (finding,) = checked(conn, book, actor=HANGZHOU).errors
    assert "甲应用" not in finding.told("zh")


def test_what_leads_back_to_itself_is_refused(conn):
    head = ["节点编号", "节点名称", "单位", "体系", "节点类型", "上级节点", "生效日期"]
    rows = [
        ["N1", "一", "宁波市", "1612体系", "系统", "N2", "2024-01-01"],
        ["N2", "二", "宁波市", "1612体系", "系统", "N1", "2024-01-01"],
        ["N3", "三", "宁波市", "1612体系", "系统", "N4", "2024-01-01"],
        ["N4", "四", "宁波市", "1612体系", "系统", None, "2024-01-01"],
    ]
    result = checked(conn, xlsx(体系架构=[["体系架构"], head, *rows]))
    assert told(result) >= {("refers_to_itself", "F3"), ("refers_to_itself", "F4")}
    assert result.records["nodes"]["key"].tolist() == ["N3", "N4"]


def test_a_circle_is_found_however_long_it_is(conn):
    head = "节点编号,节点名称,单位,体系,节点类型,上级节点,生效日期"
    rows = [f"N{at},第{at}个,宁波市,1612体系,系统,N{(at + 1) % 90},2024-01-01" for at in range(90)]
    into = "N90,外面,宁波市,1612体系,系统,N0,2024-01-01"
    result = checked(conn, "\n".join([head, *rows, into]).encode(), "体系架构.csv")
    assert told(result) == {("refers_to_itself", f"F{at + 2}") for at in range(90)}
    assert result.records["nodes"]["key"].tolist() == ["N90"]
    assert "“N1”、“N2”、“N3”、“N4”、“N5”、……、“N0”" in result.errors[0].told("zh")


def test_taking_off_what_others_refer_to_asks_first(conn):
    ledger(conn)
    commit(conn, checked(conn, runways(["R1", "养老", "宁波市", "数字社会", "A1；A2"])))
    gone = [[*LEDGER[0], "撤回"], [*LEDGER[1], "是"]]
    alone = checked(conn, xlsx(应用一本账=[["应用一本账"], *gone]))
    assert ("referred_to", "A3") in {(each.rule, each.cell) for each in alone.warnings}
    both = xlsx(
        应用一本账=[["应用一本账"], *gone], 跑道=[["跑道"], RUNWAYS, ["R1", "养老", "宁波市", "数字社会", "A2"]]
    )
    assert "referred_to" not in {each.rule for each in checked(conn, both).findings}


DISPOSITIONS = ["处置编号", "处置事项", "单位", "应用", "处置", "并入", "决定日期", "落实日期"]


@pytest.mark.parametrize(
    ("application", "verdict", "done", "asked"),
    [
        ("A1", "整合同类", "2026-03-01", True),
        ("A1", "清理不必要", "2026-03-01", True),
        ("A1", "整合同类", None, False),  # decided, not carried out
        ("A1", "优化不完善", "2026-03-01", False),
        ("A2", "整合同类", "2026-03-01", False),  # nobody uses it
    ],
)
def test_a_merged_application_that_others_use_is_asked_about_at_its_cell(conn, application, verdict, done, asked):
    ledger(conn)
    commit(conn, checked(conn, runways(["R1", "养老", "宁波市", "数字社会", "A1"])))
    row = ["D1", "处置", "宁波市", application, verdict, None, "2026-01-01", done]
    sheets = {"应用处置": [["应用处置"], DISPOSITIONS, row]}
    result = checked(conn, xlsx(**sheets))
    assert result.errors == ()
    assert (("still_used", "D3") in told(result)) is asked
    moved = xlsx(**sheets, 跑道=[["跑道"], RUNWAYS, ["R1", "养老", "宁波市", "数字社会", "A2"]])
    assert "still_used" not in {each.rule for each in checked(conn, moved).findings}


def test_who_refers_is_known_with_field_and_unit_and_found_by_one_of_several(conn):
    ledger(conn)
    commit(conn, checked(conn, runways(["R1", "养老", "宁波市", "数字社会", "A1；A2"])))
    (found,) = references.referring(conn, "applications", ["A2"])["A2"]
    assert tuple(found) == ("runways", "applications", "R1", "330200")
    for key, many in (("A2", 1), ("A1", 1), ("A", 0), ("2", 0)):
        rows = matching("runways", equal={"applications": key})
        assert page_of(conn, rows, lambda _: ()).total == many, key


def test_names_are_seen_of_ones_own_units_and_of_those_above(conn):
    tree = load(conn).on(pd.Timestamp(2026, 10, 1).date())
    assert units_named(somebody("steward", "330203"), "goals", tree) == {"330203", "330200", "330000"}
    assert units_named(somebody("steward", "330203", "纪委监委"), "oversight", tree) <= {"330203"}


def test_a_restricted_register_opens_for_who_was_named_for_its_department():
    named = somebody("leader", "330000", "纪委监委")
    assert [may_open(each, "oversight") for each in (everybody(), somebody("leader", "330000", "改革办"), named)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("written", "amount"),
    [(1200, 1200), ("1200", 1200), ("1,200.5", 1200.5), ("1.2亿元", 12000), ("30000元", 3), ("五百", None)],
)
def test_money_is_counted_in_the_unit_of_its_column(conn, written, amount):
    head = ["项目编号", "项目", "单位", "建设部门", "批复预算（万元）"]
    result = checked(conn, xlsx(政务信息化项目=[["项目"], head, ["P1", "甲", "宁波市", "大数据局", written]]))
    if amount is None:
        assert told(result) == {("not_a_count", "E3")}
    else:
        assert result.errors == ()
        assert result.records["projects"]["budget"].tolist() == [amount]


def test_a_header_of_another_unit_is_told(conn):
    head = ["项目编号", "项目", "单位", "建设部门", "批复预算（亿元）"]
    result = checked(conn, xlsx(政务信息化项目=[["项目"], head, ["P1", "甲", "宁波市", "大数据局", 3]]))
    assert ("field_counted_in", "E2") in told(result)
