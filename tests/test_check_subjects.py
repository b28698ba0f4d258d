"""Figures of applications in a workbook: by which names they are known, and parts and wholes of the same ones."""

import pytest

from data.settings import settings
from data.uploads.understanding import context as context_of
from tests import workbooks
from tests.workbooks import checked, commit, report, told, xlsx


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


LEDGER = "应用编号 | 应用名称 | 单位 | 系统\nA1 | 甲应用 | 海曙区 | 数字社会\nA2 | 乙应用 | 海曙区 | 数字社会"


@pytest.mark.parametrize(
    ("table", "rule"),
    {
        "of the same applications": ("海曙区 | A1 | 1 | 2\n海曙区 | A2 | 3 | 4", None),
        "of the whole unit": ("海曙区 | | 1 | 2", None),
        "of the whole over one application": ("海曙区 | | 1 |\n海曙区 | A1 | | 100", ("part_of_some", "C2")),
        "of one over another application": ("海曙区 | A1 | 1 |\n海曙区 | A2 | | 100", ("part_of_others", "C2")),
        "of one over both": ("海曙区 | A1 | 1 | 9\n海曙区 | A2 | | 100", ("part_of_others", "C2")),
        "of all applications and the whole besides": ("海曙区 | | 1 | 200\n海曙区 | A1 | | 100", None),
    }.values(),
)
def test_parts_and_wholes_are_of_the_same(conn, table, rule):
    book = xlsx(月报="单位 | 应用 | 活跃用户 | 注册用户\n" + table, 应用一本账=LEDGER)
    assert told(checked(conn, book)) == ({rule} if rule else set())


def test_a_part_of_the_whole_unit_beside_applications_of_the_store(conn):
    report(conn, "measure | unit | month | subject | value\napp_users | 330203 | 2026-10 | A1 | 100")
    result = checked(conn, xlsx(月报="单位 | 活跃用户\n海曙区 | 10"))
    assert told(result) == {("part_of_some", "B2")}
    assert "{" not in "".join(finding.told("en") for finding in result.findings)


def test_a_part_above_its_whole_is_asked_where_the_settings_allow_it(conn, monkeypatch):
    book = xlsx(月报="单位 | 评价数 | 满意数\n海曙区 | 10 | 11")
    monkeypatch.setattr(context_of, "settings", lambda: allowing("satisfied"))
    (finding,) = checked(conn, book).findings
    assert (finding.rule, finding.severity, finding.cell) == ("part_above_whole", "warning", "C2")
    monkeypatch.setattr(context_of, "settings", lambda: allowing("aware"))
    assert told(checked(conn, book)) == {("part_exceeds_whole", "C2")}


def allowing(measure: str):
    shipped = settings()
    return shipped.model_copy(update={"checks": shipped.checks.model_copy(update={"parts_above": (measure,)})})


ALIASED = """
应用编号 | 应用名称 | 别名 | 单位 | 系统
A1 | 甲应用 | 老甲、甲通 | 海曙区 | 数字社会
A2 | 甲通 | | 海曙区 | 数字社会
A3 | 丙应用 | 老甲；丙通 | 海曙区 | 数字社会
"""


@pytest.mark.parametrize(
    ("name", "key", "rule"),
    [
        ("丙通", "A3", None),
        ("甲通", "A2", None),  # what is called so now, and not what once was
        ("老甲", None, "ambiguous_name"),
        ("丙桶", None, "unknown_subject"),
    ],
)
def test_applications_are_known_by_their_other_names(conn, name, key, rule):
    commit(conn, checked(conn, xlsx(应用一本账=ALIASED)))
    result = checked(conn, xlsx(月报=f"单位 | 应用 | 应用访问量\n海曙区 | {name} | 1"))
    assert result.figures["subject"].tolist() == ([key] if key else [])
    assert {finding.rule for finding in result.findings} == ({rule} if rule else set())
