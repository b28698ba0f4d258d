"""The register of oversight: its rows are for those alone who were given a role that names its department."""

import io
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pandas as pd
import pytest
from openpyxl import load_workbook
from sqlalchemy import insert

from data import batches, files, months, outlook, store, units
from data import register_rights as reading
from data.access import Actor, Grant, Refused
from data.refusal import Refusal
from data.registers import REGISTERS
from data.reporting import approval, beside, calendar, desk, drafts, guarded, returned, submissions, telling
from data.reporting.direct import commit, withdraw
from data.schema import draft as draft_
from data.schema import submission
from data.uploads.commit import Source
from data.uploads.compare import compare
from data.uploads.template import template
from metrics import changes
from tests import workbooks
from tests.people import everybody, somebody
from tests.workbooks import checked, told, xlsx
from ui.approving import view

OCTOBER = date(2026, 10, 1)
OWNER = "纪委监委"
ZH = "公权力监督预警"
HEADER = ["预警编号", "单位", "涉及部门", "预警事项", "权力事项类别", "预警日期"]
ROW = ["Y1", "海曙区", "住建局", "化整为零规避招标", "招标采购", "2026-09-01"]

NAMED = somebody("steward", "330200", OWNER, name="钟纪")
UNNAMED = somebody("steward", "330200", name="王芳")
READS_ONLY = Actor("李监", "330200", (Grant("steward", "330200"), Grant("leader", "330200", frozenset({OWNER}))))


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def oversight(*rows: list) -> bytes:
    return xlsx(**{ZH: [HEADER, *rows]})


@pytest.fixture
def tree(conn):
    return units.load(conn).on(OCTOBER)


@pytest.mark.parametrize(
    ("actor", "unit", "may"),
    [
        (NAMED, "330203", True),
        (NAMED, "330100", False),
        (UNNAMED, "330203", False),
        (READS_ONLY, "330203", True),
        (everybody(), "330203", False),
        (somebody("administrator", "330000", OWNER), "330203", False),
        (somebody("presenter", "330000", OWNER), "330203", False),
        (somebody("leader", "330000", OWNER), "330203", True),
        (somebody("approver", "330200", OWNER), "330205", True),
        (somebody("leader", "330000", "改革办"), "330203", False),
    ],
)
def test_a_role_that_names_the_department_reads_it_in_its_subtree(tree, actor, unit, may):
    assert reading.may_read_rows(actor, "oversight", unit, tree) is may
    assert (unit in reading.units_readable(actor, "oversight", tree)) is may
    assert ("oversight" in reading.readable_registers(actor, unit, tree)) is may


def test_every_role_reads_the_other_registers_of_its_own_subtree_alone(tree):
    assert reading.readable_registers(UNNAMED, "330203", tree) == set(REGISTERS) - {"oversight"}
    assert reading.readable_registers(UNNAMED, "330100", tree) == frozenset()


@pytest.mark.parametrize(("actor", "there"), [(NAMED, True), (UNNAMED, False), (READS_ONLY, False)])
def test_the_template_has_its_sheet_for_who_may_report_it(conn, actor, there):
    book = load_workbook(io.BytesIO(template(conn, "330200", OCTOBER, actor)))
    assert (ZH in book.sheetnames) is there
    words = " ".join(str(each.value) for row in book["填报说明"].iter_rows() for each in row)
    assert (ZH in words) is there


@pytest.mark.parametrize(
    ("actor", "findings"),
    [(NAMED, set()), (UNNAMED, {("not_your_register", "B2")}), (READS_ONLY, {("not_your_register", "B2")})],
)
def test_its_rows_are_taken_from_who_may_report_it(conn, actor, findings):
    result = checked(conn, oversight(ROW), actor=actor)
    assert told(result) == findings
    assert ("oversight" in result.records) is (not findings)


def test_a_steward_for_one_department_reports_no_register_of_another(conn):
    rows = [
        ["问题编号", "清单", "单位", "责任部门", "问题", "发现日期"],
        ["W1", "审计", "海曙区", "财政局", "账", "2026-09-01"],
    ]
    assert told(checked(conn, xlsx(七张问题清单=rows), actor=NAMED)) == {("not_your_register", "C2")}


def test_a_key_of_another_unit_is_not_taken_over(conn):
    there = checked(conn, oversight(ROW), actor=NAMED)
    workbooks.commit(conn, there)
    hangzhou = somebody("steward", "330100", OWNER, name="杭纪")
    result = checked(conn, oversight(["Y1", "杭州市", *ROW[2:]]), actor=hangzhou)
    assert told(result) == {("row_of_another", "A2")}
    assert result.records == {}
    (finding,) = result.findings
    assert "海曙区" not in finding.told("zh")  # whose row it is, is not theirs to know


WATCHER = somebody("leader", "330200", OWNER, name="陈领导")
LEADER = somebody("leader", "330200", name="赵领导")
PROBLEMS = [
    ["问题编号", "清单", "单位", "责任部门", "问题", "发现日期"],
    ["W1", "审计", "海曙区", "财政局", "账", "2026-09-01"],
]
REPORT = [["宁波市 2026年10月"], ["单位代码", "单位", "应用访问量"], ["330203", "海曙区", 12]]
BOTH = Actor("钟纪", "330200", (Grant("steward", "330200"), Grant("steward", "330200", frozenset({OWNER}))))


@pytest.fixture
def batch(conn):
    """Number 1: a figure, a problem and a warning of one county."""
    content = xlsx(**{ZH: [HEADER, ROW], "七张问题清单": PROBLEMS, "月报": REPORT})
    result = checked(conn, content, actor=BOTH)
    assert not result.errors
    workbooks.commit(conn, result)
    return 1


def test_a_batch_shows_rows_to_those_who_may_read_them(conn, batch):
    assert batches.sizes(conn, batch, WATCHER) == {"figures": 1, "problems": 1, "oversight": 1}
    assert batches.sizes(conn, batch, LEADER) == {"figures": 1, "problems": 1}
    assert list(batches.records_of(conn, batch, "oversight", WATCHER)["key"]) == ["Y1"]
    assert batches.records_of(conn, batch, "oversight", LEADER).empty
    assert list(batches.figures_of(conn, batch, LEADER)["value"]) == [12]


def test_its_file_is_for_those_who_may_read_all_of_it(conn, batch):
    assert batches.file_of(conn, batch, WATCHER)[0] == "月报.xlsx"
    with pytest.raises(Refusal, match="不能下载"):
        batches.file_of(conn, batch, LEADER)


def test_a_neighbour_sees_nothing_of_a_batch(conn, batch):
    neighbour = somebody("leader", "330100", OWNER)
    assert batches.sizes(conn, batch, neighbour) == {}
    assert batches.listing(conn, actor=neighbour).empty
    assert len(batches.listing(conn, actor=LEADER)) == 1
    with pytest.raises(Refusal):
        batches.file_of(conn, batch, neighbour)


def test_figures_of_a_published_month_are_everybodys_and_rows_are_not(conn, batch):
    calendar.mark_published(conn, [OCTOBER], everybody())
    neighbour = somebody("steward", "330100")
    assert batches.sizes(conn, batch, neighbour) == {"figures": 1}
    assert batches.records_of(conn, batch, "problems", neighbour).empty
    with pytest.raises(Refusal):
        batches.file_of(conn, batch, neighbour)


def test_what_changed_tells_of_its_rows_to_those_who_may_read_them(conn, batch):
    then, later = (changes.of_revision(conn, number, OCTOBER) for number in (0, 1))

    def told(actor: Actor | None) -> set[str]:
        asked = {"actor": actor, "metrics": (), "registers": ("oversight", "problems")}
        found = changes.between(conn, "330203", then, later, **asked)
        return {each.register for each in found if each.kind == "object"}

    assert told(WATCHER) == {"oversight", "problems"}
    assert told(LEADER) == told(None) == {"problems"}


def test_a_batch_that_is_not_there_has_no_file(conn):
    with pytest.raises(Refusal, match="没有第 7 批"):
        batches.file_of(conn, 7, WATCHER)


def test_the_vault_asks_for_the_name_again(engine):
    with store.writing(engine) as conn:
        workbooks.plant(conn)
    with engine.connect() as conn:
        result = checked(conn, oversight(ROW), actor=NAMED)
        compared = compare(conn, result.figures, result.records)
    with pytest.raises(Refused, match=OWNER):
        commit(engine, compared, Source("workbook", "预警.xlsx", b""), by=READS_ONLY)
    done = commit(engine, compared, Source("workbook", "预警.xlsx", b""), by=NAMED)
    with pytest.raises(Refused, match=OWNER):
        withdraw(engine, done.batch, by=everybody(), reason="不该由我撤回")
    withdraw(engine, done.batch, by=NAMED, reason="填错")


def test_a_draft_that_holds_its_rows_opens_for_those_who_may_read_them(engine):
    with store.writing(engine) as conn:
        workbooks.plant(conn)
    named = Actor("钟纪", "330200", (Grant("steward", "330200"), Grant("steward", "330200", frozenset({OWNER}))))
    draft = drafts.open_(engine, "330200", OCTOBER, by=named)
    with engine.connect() as conn:  # the template has the sheet, and nothing in it yet
        submissions.examine(conn, draft.number, actor=UNNAMED)
    drafts.put(engine, draft.number, "预警.xlsx", oversight(ROW), by=named, base=1)
    with engine.connect() as conn:
        assert "oversight" in submissions.examine(conn, draft.number, actor=named).compared.records
        with pytest.raises(guarded.Refused, match="钟纪"):
            submissions.examine(conn, draft.number, actor=UNNAMED)


def test_a_hidden_sheet_holds_them_too(conn):
    book = workbooks.read(oversight(ROW))
    hidden = replace(book, sheets=(replace(book.sheets[0], hidden=True),))
    assert guarded.restricted_in(hidden) == {"oversight"}
    assert guarded.restricted_in(workbooks.read(oversight())) == frozenset()


def test_a_row_sent_back_is_told_to_those_who_may_read_it(conn):
    begun = {"number": 1, "unit": "330200", "month": OCTOBER, "correction": "", "opened_at": months.now()}
    conn.execute(insert(draft_).values(**begun))
    made = {
        "number": 1, "draft": 1, "unit": "330200", "month": OCTOBER, "source": "workbook", "correction": "",
        "at": months.now(), "person": "", "name": "钟纪", "file_name": "x", "sha256": files.keep(conn, b"x"), "base": 1, "cells": 1,
        "warnings": 0, "step": 0, "steps": 1, "state": "waiting", "batch": None,
    }  # fmt: skip
    conn.execute(insert(submission).values(**made))
    due = months.now() + timedelta(days=1)
    for key in (("oversight", "", "330203", None, "Y1"), ("", "data_records", "330203", OCTOBER, "")):
        place = returned.Place(key, "表", "A2", key[4] or "12")
        returned.add(conn, 1, OCTOBER, place, "这条预警不实", due, by=NAMED)
    for actor, keys in ((NAMED, {"Y1", ""}), (UNNAMED, {""})):
        assert set(returned.open_cells(conn, ["330203"], actor)["subject"]) == keys
        assert set(desk.returned(conn, ["330203"], actor)["subject"]) == keys
        assert set(beside.thread(conn, "330200", actor=actor)["subject"]) == keys


def test_nobody_else_is_offered_to_take_its_rows_back(conn, batch):
    assert outlook.allowed(conn, batch, BOTH)
    assert not outlook.allowed(conn, batch, UNNAMED)


def test_who_saves_over_a_draft_is_not_told_of_its_rows(engine):
    with store.writing(engine) as conn:
        workbooks.plant(conn)
    drafts.open_(engine, "330200", OCTOBER, by=UNNAMED)
    drafts.put(engine, 1, "预警.xlsx", oversight(ROW), by=BOTH, base=1)
    with pytest.raises(guarded.Refused, match="钟纪"):
        drafts.edit(engine, 1, [drafts.Edit(ZH, "A2", "Y9")], by=UNNAMED, base=1)


def test_who_may_not_open_a_draft_may_not_write_over_it_or_throw_it_away(engine):
    with store.writing(engine) as conn:
        workbooks.plant(conn)
    drafts.open_(engine, "330200", OCTOBER, by=UNNAMED)
    drafts.put(engine, 1, "预警.xlsx", oversight(ROW), by=BOTH, base=1)
    for overwrite in (
        lambda: drafts.edit(engine, 1, [drafts.Edit(ZH, "D2", "别的")], by=UNNAMED, base=2),
        lambda: drafts.put(engine, 1, "空.xlsx", oversight(), by=UNNAMED, base=2, replace=True),
        lambda: drafts.discard(engine, 1, by=UNNAMED),
    ):
        with pytest.raises(guarded.Refused, match="钟纪"):
            overwrite()
    assert drafts.edit(engine, 1, [drafts.Edit(ZH, "D2", "别的")], by=BOTH, base=2).draft.version == 3
    drafts.discard(engine, 1, by=BOTH)


def test_counts_of_a_batch_tell_nothing_of_rows_one_may_not_read(conn, batch):
    for actor, whole in ((BOTH, True), (UNNAMED, False)):
        row = batches.listing(conn, actor=actor).set_index("number").loc[batch]
        assert row["readable"] == sum(batches.sizes(conn, batch, actor).values()) > 0
        assert row[["added", "changed", "same"]].notna().all() == whole
    assert batches.listing(conn).set_index("number").loc[batch, "added"] > 0


def test_how_much_was_handed_in_tells_nothing_of_its_rows(engine):
    with store.writing(engine) as conn:
        workbooks.plant(conn)
    drafts.open_(engine, "330200", OCTOBER, by=BOTH)
    drafts.put(
        engine, 1, "月报.xlsx", xlsx(**{ZH: [HEADER, ROW], "七张问题清单": PROBLEMS, "月报": REPORT}), by=BOTH, base=1
    )
    done = submissions.submit(engine, 1, 2, by=BOTH)
    with engine.connect() as conn:
        assert submissions.of(conn, done.number).cells == 2  # the figure and the problem


def test_an_approver_sees_nothing_of_rows_that_are_not_for_them(engine):
    with store.writing(engine) as conn:
        workbooks.plant(conn)
    drafts.open_(engine, "330200", OCTOBER, by=BOTH)
    late = ["Y2", "海曙区", "住建局", "另一件", "没有这一类", "2026-09-01"]
    drafts.put(engine, 1, "预警.xlsx", xlsx(**{ZH: [HEADER, ROW, late], "月报": REPORT}), by=BOTH, base=1)
    with engine.connect() as conn:
        seen = submissions.examine(conn, 1, actor=BOTH)
        tree = units.load(conn).on(OCTOBER)
    assert seen.checked.findings
    disputed = pd.DataFrame({"register": ["", "oversight"]})
    review = submissions.Review(None, seen.book, seen.checked, seen.compared, disputed, pd.DataFrame(), 1)
    whole = view.View(SimpleNamespace(unit="330200"), review, None)
    assert view._as_seen(whole, somebody("approver", "330200", OWNER), tree) is whole
    less = view._as_seen(whole, somebody("approver", "330200"), tree)
    assert less.hidden
    assert not less.review.checked.findings
    assert list(less.review.conflicts["register"]) == [""]
    gone = replace(whole, review=replace(review, compared=replace(seen.compared, records={})))
    assert view._as_seen(gone, somebody("approver", "330200"), tree).hidden  # sent back, and still in the workbook


def test_why_a_row_went_back_is_in_no_notice(monkeypatch):
    said = []
    monkeypatch.setattr(telling, "of_decision", lambda *_, **blanks: said.append(blanks["reason"]))
    soon, later = (months.now() + timedelta(days=days) for days in (1, 2))
    row = returned.Place(("oversight", "", "330203", None, "Y1"), ZH, "A2", "Y1")
    cell = returned.Place(("", "data_records", "330203", OCTOBER, ""), "月报", "C3", "12")
    for backs in (
        ((row, approval.Back(ZH, "A2", "这条预警不实", soon)), (cell, approval.Back("月报", "C3", "口径不对", later))),
        ((cell, approval.Back("月报", "C3", "口径不对", soon)),),
    ):
        approval._tell_back(None, None, NAMED, SimpleNamespace(back=backs))
    assert said == ["…", "口径不对"]
