"""A draft is a unit's workbook of a month, shared by its stewards: nobody's save is lost."""

import io
import json

import pytest
from openpyxl import load_workbook

from data import access, months
from data.reporting import calendar, drafts
from data.reporting.drafts import Edit
from tests import prepared, workbooks
from tests.people import somebody

NINGBO = "330200"
WANG = somebody("steward", NINGBO, name="王芳")
LI = somebody("steward", NINGBO, name="李强")
OCTOBER = months.parse("2024-10")
PREPARED = prepared.with_starting_data


@pytest.fixture
def started(engine):
    return engine


@pytest.fixture
def draft(started):
    return drafts.open_(started, NINGBO, OCTOBER, by=WANG)


def cell(engine, draft, address, sheet="月报"):
    with engine.connect() as conn:
        _, content = drafts.content(conn, draft.number)
    return load_workbook(io.BytesIO(content))[sheet][address].value


def test_the_stewards_of_a_unit_share_one_draft(started, draft):
    assert (draft.version, draft.name, draft.correction) == (1, "王芳", "")
    assert drafts.open_(started, NINGBO, OCTOBER, by=LI) == draft
    with started.connect() as conn:
        assert drafts.current(conn, NINGBO, OCTOBER) == draft
        assert drafts.current(conn, NINGBO, OCTOBER, correction=True) is None


def test_every_save_is_a_version(started, draft):
    saved = drafts.edit(started, draft.number, [Edit("月报", "C6", 12), Edit("月报", "D6", "约30")], by=LI, base=1)
    assert (saved.draft.version, saved.draft.name, saved.conflicts) == (2, "李强", ())
    assert (cell(started, draft, "C6"), cell(started, draft, "D6")) == (12, "约30")
    with started.connect() as conn:
        listed = drafts.versions(conn, draft.number)
        first = load_workbook(io.BytesIO(drafts.content(conn, draft.number, 1)[1]))
    assert listed["version"].tolist() == [2, 1]
    assert json.loads(listed["edits"][0]) == [["月报", "C6", 12.0], ["月报", "D6", "约30"]]
    assert first["月报"]["C6"].value is None


def test_cells_of_two_stewards_are_both_saved(started, draft):
    drafts.edit(started, draft.number, [Edit("月报", "C6", 1)], by=WANG, base=1)
    saved = drafts.edit(started, draft.number, [Edit("月报", "C7", 2)], by=LI, base=1)
    assert saved.conflicts == ()
    assert (cell(started, draft, "C6"), cell(started, draft, "C7")) == (1, 2)


def test_the_same_cell_with_another_value_is_a_conflict_and_the_rest_is_saved(started, draft):
    drafts.edit(started, draft.number, [Edit("月报", "C6", 1), Edit("月报", "C8", 5)], by=WANG, base=1)
    mine = [Edit("月报", "C6", 9), Edit("月报", "C7", 2), Edit("月报", "C8", 5)]
    saved = drafts.edit(started, draft.number, mine, by=LI, base=1)
    assert [(each.sheet, each.cell, each.mine, each.theirs, each.by) for each in saved.conflicts] == [
        ("月报", "C6", 9, 1, "王芳")
    ]
    assert (cell(started, draft, "C6"), cell(started, draft, "C7"), cell(started, draft, "C8")) == (1, 2, 5)
    again = drafts.edit(started, draft.number, [Edit("月报", "C6", 9)], by=LI, base=saved.draft.version)
    assert again.conflicts == ()
    assert cell(started, draft, "C6") == 9


def test_ones_own_later_saves_are_no_conflict(started, draft):
    drafts.edit(started, draft.number, [Edit("月报", "C6", 1)], by=WANG, base=1)
    assert drafts.edit(started, draft.number, [Edit("月报", "C6", 2)], by=WANG, base=1).conflicts == ()


def filled(engine, draft, **cells):
    with engine.connect() as conn:
        _, content = drafts.content(conn, draft.number, 1)
    book = load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book["月报"][address] = value
    return workbooks.saved(book)


def test_a_workbook_over_a_newer_version_says_who_and_when(started, draft):
    drafts.edit(started, draft.number, [Edit("月报", "C6", 1)], by=WANG, base=1)
    with pytest.raises(drafts.Refused, match="王芳") as refused:
        drafts.put(started, draft.number, "我的.xlsx", filled(started, draft, C6=3), by=LI, base=1)
    assert [(each.cell, each.mine, each.theirs) for each in refused.value.conflicts] == [("C6", 3, 1)]
    agreeing = drafts.put(started, draft.number, "我的.xlsx", filled(started, draft, C6=1, C7=4), by=LI, base=1)
    assert (agreeing.draft.version, agreeing.draft.file_name) == (3, "我的.xlsx")
    replaced = drafts.put(
        started, draft.number, "我的.xlsx", filled(started, draft, C6=3), by=WANG, base=1, replace=True
    )
    assert replaced.draft.version == 4
    assert (cell(started, draft, "C6"), cell(started, draft, "C7")) == (3, None)


def test_the_cells_of_a_put_workbook_are_conflicts_for_the_next(started, draft):
    drafts.put(started, draft.number, "我的.xlsx", filled(started, draft, C6=3), by=WANG, base=1)
    saved = drafts.edit(started, draft.number, [Edit("月报", "C6", 4)], by=LI, base=1)
    assert [(each.cell, each.theirs, each.by) for each in saved.conflicts] == [("C6", 3, "王芳")]


def test_a_file_that_cannot_be_read_leaves_the_draft_as_it_was(started, draft):
    with pytest.raises(drafts.Unread):
        drafts.put(started, draft.number, "月报.xlsx", b"nothing", by=WANG, base=1)
    with started.connect() as conn:
        assert drafts.of(conn, draft.number) == draft


def test_a_correction_stands_beside_the_months_report_and_begins_with_what_counts(started, draft):
    with started.begin() as conn:
        workbooks.report(conn, "measure | unit | month | value | qualifier\nvisits | 330203 | 2024-10 | 30 | about")
    correction = drafts.open_(started, NINGBO, OCTOBER, by=LI, correction="口径有误")
    assert correction.number != draft.number
    assert correction.correction == "口径有误"
    with started.connect() as conn:
        _, content = drafts.content(conn, correction.number)
    book = load_workbook(io.BytesIO(content))
    assert "约30" in {each.value for row in book["月报"].rows for each in row}


def test_a_draft_thrown_away_stays_and_cannot_be_written(started, draft):
    drafts.discard(started, draft.number, by=WANG)
    with pytest.raises(drafts.Refused) as refused:
        drafts.edit(started, draft.number, [Edit("月报", "C6", 1)], by=WANG, base=1)
    assert refused.value.reason == "closed"
    assert drafts.open_(started, NINGBO, OCTOBER, by=WANG).number == draft.number + 1


@pytest.mark.parametrize("by", [somebody("approver", NINGBO), somebody("steward", "330600"), somebody("leader")])
def test_nobody_else_may_open_or_write_it(started, draft, by):
    with pytest.raises(access.Refused):
        drafts.open_(started, NINGBO, OCTOBER, by=by)
    with pytest.raises(access.Refused):
        drafts.edit(started, draft.number, [Edit("月报", "C6", 1)], by=by, base=1)
    with pytest.raises(access.Refused):
        drafts.discard(started, draft.number, by=by)


def test_no_draft_of_a_month_that_has_not_begun_or_is_closed(started):
    with pytest.raises(drafts.Refused):
        drafts.open_(started, NINGBO, months.shift(months.today().replace(day=1), 1), by=WANG)
    calendar.lock(started, OCTOBER, by=somebody("administrator"))
    with pytest.raises(calendar.Refused, match="2024-10"):
        drafts.open_(started, NINGBO, OCTOBER, by=WANG)


def test_a_large_workbook_is_kept_whole_and_its_cells_are_conflicts_all_the_same(started, draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST", 10)
    drafts.put(started, draft.number, "大.xlsx", filled(started, draft, C6=3), by=WANG, base=1)
    with started.connect() as conn:
        assert drafts.versions(conn, draft.number)["edits"][0] == "null"
    saved = drafts.edit(started, draft.number, [Edit("月报", "C6", 4), Edit("月报", "C7", 5)], by=LI, base=1)
    assert [(each.cell, each.theirs, each.by) for each in saved.conflicts] == [("C6", 3, "王芳")]
    assert cell(started, draft, "C7") == 5
