"""People from a workbook: every mistake with its cell, what would change, and accounts made all together or not at all."""

import io

import numpy as np
import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from data import access, audit, months, store, units
from data.access import Grant
from data.people import accounts, passwords
from data.people.roster import bringing
from data.people.roster.bringing import bring
from data.people.roster.checking import check
from data.people.roster.columns import template
from data.people.roster.reading import Read, read, rows_of
from data.schema import audit as audit_table
from data.schema import notice, outgoing, person, unit_term
from data.uploads.reading.book import Book, Sheet
from tests import prepared
from tests.people import somebody
from tests.staff import hire, settle

CITY, COUNTY = "330200", "330203"
NAMES = {"330000": ("浙江省", "Zhejiang"), CITY: ("宁波市", "Ningbo"), COUNTY: ("海曙区", "Haishu")}
HEADS = "姓名 | 账号 | 单位 | 角色 | 部门 | 邮箱"


@prepared.over(prepared.migrated)
def staffed(engine) -> None:
    """Units, an administrator of the province, and one steward who is there already."""
    settle(engine)
    with store.writing(engine) as conn:
        for code, (zh, en) in NAMES.items():
            named = {"name_zh": zh, "name_en": en}
            conn.execute(update(unit_term).where(unit_term.c.code == code).values(**named))
    hire(engine, "chen", "330000", Grant("administrator", "330000"), name="陈")
    hire(engine, "wangfang", COUNTY, Grant("steward", COUNTY), name="王芳")
    hire(engine, "gone", COUNTY, name="离任")
    accounts.disable(engine, "gone", by=CHEN)


CHEN = somebody("administrator", "330000", name="陈", login="chen")
PREPARED = staffed


def rows(*lines: str, heads: str = HEADS) -> Read:
    """A workbook of people drawn as a table, its headings in the third row."""
    cells = [[part.strip() for part in line.split("|")] for line in ("某某局人员", "", heads, *lines)]
    width = max(map(len, cells))
    array = np.array([[*row, *[""] * (width - len(row))] for row in cells], dtype=object)
    return rows_of(Book("people.xlsx", b"", (Sheet("人员", False, array),)))


def checked(engine, *lines, by=CHEN, **more):
    with engine.connect() as conn:
        return check(conn, rows(*lines, **more), by)


@pytest.mark.parametrize(
    ("line", "rule", "cell"),
    [
        ("| li | 海曙区 | 填报员", "person_missing", "A4"),
        ("李 |  | 海曙区 | 填报员", "person_missing", "B4"),
        ("李 | li | | 填报员", "person_missing", "C4"),
        ("李 | l i | 海曙区 | 填报员", "person_login", "B4"),
        (f"{'李' * 41} | li | 海曙区 | 填报员", "person_name", "A4"),
        ("李 | li | 海暑区 | 填报员", "person_unit", "C4"),
        ("李 | li | 海曙区 | 填报", "person_role", "D4"),
        ("李 | li | 海曙区 | wall", "person_role", "D4"),
        ("李 | li | 海曙区 | 填报员 | 不存在局", "person_department", "E4"),
        ("离任 | gone | 海曙区 | 填报员", "person_disabled", "B4"),
    ],
)
def test_each_mistake_is_told_with_its_cell_in_both_languages(engine, line, rule, cell):
    found = checked(engine, line)
    assert [(each.rule, each.sheet, each.cell) for each in found.findings] == [(rule, "人员", cell)]
    (finding,) = found.findings
    assert f"“人员”{cell}" in finding.told("zh")
    assert "{" not in finding.told("zh") + finding.told("en")
    with pytest.raises(bringing.Refused, match="1 处"):
        bring(engine, rows(line), found, by=CHEN)


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ("李 | LI | 330203 | steward", "person_twice"),
        ("李明 | li | 海曙区 | 审核员", "person_contradicts"),
        ("李 | li | 宁波市 | 审核员", "person_contradicts"),
        ("李 | li | 海曙区 |", "person_twice"),
    ],
)
def test_rows_of_one_account_agree_and_say_nothing_twice(engine, second, rule):
    found = checked(engine, "李 | li | 海曙区 | 填报员", second)
    assert [(each.rule, each.cell) for each in found.findings] == [(rule, "B5")]
    assert "B4" in found.findings[0].told("zh")


@pytest.mark.parametrize(
    ("read_", "rule"),
    [
        (rows("李 | li | 海曙区", heads="姓名 | 账号 | 单位"), "people_no_table"),
        (rows(), "people_none"),
        (rows(*["李 | li | 海曙区 | 填报员"] * 1001), "people_too_many"),
    ],
    ids=["no_role", "nobody", "many"],
)
def test_what_is_no_list_of_people_is_said(read_, rule):
    assert [each.rule for each in read_.findings] == [rule]


def test_what_would_change_is_compared_first(engine):
    found = checked(
        engine,
        "王芳 | wangfang | 海曙区 | 填报员",
        "李 | Li | Haishu | Steward | | li@example.com",
        "李 | li | 海曙区 | 审核员 | | li@example.com",
        "陈明 | chen | 330000 | 领导",
    )
    assert found.findings == ()
    assert [(one.login, one.kind, one.was) for one in found.people] == [
        ("wangfang", "same", {}),
        ("li", "new", None),
        ("chen", "changed", {"name": "陈"}),
    ]
    assert found.people[1].roles == (Grant("steward", COUNTY), Grant("approver", COUNTY))
    assert found.people[2].roles == (Grant("leader", "330000"),)


def test_people_come_in_together_with_passwords_told_once(engine, caplog):
    lines = ("李 | li | 海曙区 | 填报员", "周 | zhou | 宁波市 | 领导", "王芳 | wangfang | 宁波市 | 填报员")
    seen = checked(engine, *lines)
    given = bring(engine, rows(*lines), seen, by=CHEN)
    assert [(each.login, each.name, each.unit) for each in given] == [("li", "李", COUNTY), ("zhou", "周", CITY)]
    with engine.connect() as conn:
        listed = accounts.listing(conn)
        kept = {row.login: row for row in conn.execute(select(person))}
        said = repr(list(conn.execute(select(audit_table)))) + repr(list(conn.execute(select(notice))))
        said += repr(list(conn.execute(select(outgoing)))) + caplog.text
        assert audit.verify(conn).broken == ()
    assert set(listed[listed["login"] == "wangfang"]["for_unit"]) == {COUNTY, CITY}
    assert kept["wangfang"].unit == CITY
    assert kept["li"].must_change
    assert kept["wangfang"].password == ""  # who was there keeps their own
    assert all(each.once not in said for each in given)
    assert all(word in said for word in ("person_added", "person_changed", "role_given"))
    assert passwords.sign_in(engine, "li", given[0].once, address="127.0.0.1", agent="test")
    with pytest.raises(bringing.Refused, match="没有要改变的"):
        bring(engine, rows(*lines), checked(engine, *lines), by=CHEN)


def test_what_moved_since_it_was_compared_is_not_brought_in(engine):
    lines = ("李 | li | 海曙区 | 填报员", "周 | zhou | 宁波市 | 领导")
    seen = checked(engine, *lines)
    accounts.add(engine, "zhou", "周某", CITY, by=CHEN)
    with pytest.raises(bringing.Refused, match="有了变化"):
        bring(engine, rows(*lines), seen, by=CHEN)
    with engine.connect() as conn:
        assert "li" not in set(accounts.listing(conn)["login"])


def test_an_administrator_brings_in_their_own_people_alone(engine):
    city = hire(engine, "zhao", CITY, Grant("administrator", CITY))
    mine, others = "李 | li | 海曙区 | 填报员", "周 | zhou | 浙江省 | 领导"
    found = checked(engine, mine, others, "陈 | chen | 海曙区 | 填报员", by=city)
    assert [(each.rule, each.cell) for each in found.findings] == [
        ("person_not_yours", "C5"),
        ("person_not_yours", "C6"),
    ]
    seen = checked(engine, mine, by=city)
    accounts.take(engine, _grant(engine, "zhao"), by=CHEN)
    with pytest.raises((access.Refused, bringing.Refused)):
        bring(engine, rows(mine), seen, by=city)


def _grant(engine, login):
    with engine.connect() as conn:
        listed = accounts.listing(conn)
    return int(listed[listed["login"] == login]["grant"].iloc[0])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_comes_back_through_the_worker(engine, language):
    with store.reading(engine) as conn:
        tree = units.load(conn).on(months.today())
    book = load_workbook(io.BytesIO(template(tree, tree.codes, language)))
    sheet = book.worksheets[0]
    assert read(_saved(book), "people.xlsx", "chen").findings[0].rule == "people_none"
    for column, word in enumerate(("李", "138001", "330203", "Steward"), 1):
        sheet.cell(2, column).value = word
    found = read(_saved(book), "people.xlsx", "chen")
    assert found.findings == ()
    assert [row.said["login"] for row in found.rows] == ["138001"]
    assert found.rows[0].cells["login"] == "B2"
    assert found.rows[0].said["role"] == "Steward"


def _saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_no_workbook_is_refused_by_the_worker():
    found = read(b"\x00\x01 not a workbook", "people.xlsx", "chen")
    assert found.rows == ()
    assert len(found.findings) == 1
