"""A draft handed in: read and checked again, refused with a sentence, or waiting for who approves."""

import pytest
from sqlalchemy import select

from data import access, months, revisions
from data import store as opened
from data.access import Grant
from data.people import accounts
from data.reporting import approval, calendar, drafts, submissions
from data.reporting.drafts import Edit
from data.schema import audit, batch, submission
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import month, workbooks
from tests.frames import figures
from tests.month import CELLS, HAISHU, JIANGBEI, NINGBO, OCTOBER, fill, hand_in, submit, told, who

PREPARED = month.started


@pytest.fixture
def store(engine):
    return engine


def test_without_approval_what_is_handed_in_counts_at_once(store):
    before = months.now()
    done = hand_in(store)
    assert month.counting(store) == {HAISHU: 1000, JIANGBEI: 2000}
    with store.connect() as conn:
        row = conn.execute(select(batch).where(batch.c.number == done.committed.batch)).one()
        made = submissions.of(conn, done.number)
        assert conn.scalar(select(audit.c.name).where(audit.c.action == "submit")) == "王芳"
        assert drafts.of(conn, made.draft).closed_at
    assert (row.submission, row.actor, row.approved_by, row.correction) == (done.number, "王芳", "", "")
    assert before <= row.handed_in <= months.now()
    assert (made.state, made.cells, made.steps, made.batch) == ("accepted", 3, 0, row.number)


def test_what_came_in_while_a_workbook_was_read_is_looked_at_again(store, monkeypatch):
    ready, seen = submissions._ready, []

    def meanwhile(conn, *given):
        found = ready(conn, *given)
        if not seen:
            same = figures(f"measure | unit | month | value\ndata_records | 330203 | {months.label(OCTOBER)} | 1000")
            with opened.writing(store) as other:
                write(other, compare(other, same, {}), Source("workbook", "别处.xlsx", b""), by=who(store, "wangfang"))
        seen.append(given)
        return found

    monkeypatch.setattr(submissions, "_ready", meanwhile)
    done = hand_in(store)
    with store.connect() as conn:
        row = conn.execute(select(batch).where(batch.c.number == done.committed.batch)).one()
    assert (len(seen), row.added) == (2, 2)  # the third figure was there already when this came in


def test_with_approval_it_waits_and_nothing_counts(store, approval_levels):
    approval_levels(1)
    done = hand_in(store)
    assert done.committed is None
    assert month.counting(store) == {}
    with store.connect() as conn:
        listed = submissions.listing(conn, units=[NINGBO], states=["waiting"])
        assert submissions.listing(conn, units=[HAISHU]).empty
    row = listed.iloc[0]
    assert (row["number"], row["name"], row["cells"], row["step"], row["steps"]) == (done.number, "王芳", 3, 0, 1)
    assert told(store) == [("zhao", "submitted")]  # above Ningbo is the province


def test_the_approvers_nearest_to_the_unit_are_told_and_nobody_further_up(store, approval_levels):
    approval_levels(1)
    hand_in(store, {(HAISHU, "归集公共数据量"): 5}, unit=HAISHU)
    assert told(store) == [("chen", "submitted")]  # and not zhao, who approves for the whole province


@pytest.mark.parametrize(("levels", "unit", "steps"), [(1, HAISHU, 1), (2, HAISHU, 2), (3, HAISHU, 2), (3, NINGBO, 1)])
def test_there_are_no_more_steps_than_units_above(store, approval_levels, levels, unit, steps):
    approval_levels(levels)
    done = hand_in(store, {(HAISHU, "归集公共数据量"): 5}, unit=unit)
    with store.connect() as conn:
        assert submissions.of(conn, done.number).steps == steps


def test_a_double_click_hands_in_once(store):
    by = who(store, "wangfang")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), CELLS, by)
    submit(store, draft, by)
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert refused.value.reason == "closed"
    with store.connect() as conn:
        assert len(submissions.listing(conn)) == 1


def test_errors_are_told_and_the_draft_stays(store):
    by = who(store, "wangfang")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), {(HAISHU, "归集公共数据量"): "很多"}, by)
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert [finding.rule for finding in refused.value.findings] == ["not_a_number"]
    with store.connect() as conn:
        assert drafts.current(conn, NINGBO, OCTOBER) == draft


def test_every_warning_is_to_be_looked_at(store):
    with store.begin() as conn:
        workbooks.report(conn, "measure | unit | month | value\ndata_records | 330203 | 2024-09 | 10")
    by = who(store, "wangfang")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), {(HAISHU, "归集公共数据量"): 1000}, by)
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert [finding.rule for finding in refused.value.findings] == ["ten_times"]
    assert submissions.submit(store, draft.number, draft.version, by=by, looked_at=1).committed


def test_a_version_that_came_meanwhile_is_not_handed_in_unseen(store):
    by = who(store, "wangfang")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), CELLS, by)
    drafts.edit(store, draft.number, [Edit("月报", "C9", 3)], by=who(store, "liqiang"), base=draft.version)
    with pytest.raises(submissions.Refused, match="李强") as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert refused.value.reason == "newer"


def test_an_empty_draft_is_nothing_to_hand_in(store):
    by = who(store, "wangfang")
    draft = drafts.open_(store, NINGBO, OCTOBER, by=by)
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert refused.value.reason == "nothing"


def test_nobody_hands_in_for_another_unit(store):
    by = who(store, "wangfang")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), CELLS, by)
    for login in ("zhou", "chen", "zhao", "admin"):
        with pytest.raises(access.Refused):
            submissions.submit(store, draft.number, draft.version, by=who(store, login))


def long_table(unit, of_month, value):
    return workbooks.xlsx(数据=f"单位 | 月份 | 填报项 | 数值\n{unit} | {of_month} | 归集公共数据量 | {value}")


def put(store, by, content, correction=""):
    draft = drafts.open_(store, NINGBO, OCTOBER, by=by, correction=correction)
    return drafts.put(store, draft.number, "更正.xlsx", content, by=by, base=draft.version).draft


def test_another_month_asks_for_a_correction_with_its_reason(store):
    by = who(store, "wangfang")
    draft = put(store, by, long_table(HAISHU, "2024-08", 7))
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert [finding.rule for finding in refused.value.findings] == ["other_month"]
    correction = put(store, by, long_table(HAISHU, "2024-08", 7), "漏报")
    done = submit(store, correction, by)
    assert month.counting(store, month=months.parse("2024-08")) == {HAISHU: 7}
    with store.connect() as conn:
        assert conn.scalar(select(batch.c.correction).where(batch.c.number == done.committed.batch)) == "漏报"
        assert drafts.current(conn, NINGBO, OCTOBER) == draft


def test_a_correction_of_a_closed_month_is_refused_but_for_who_is_allowed(store):
    by = who(store, "wangfang")
    draft = put(store, by, long_table(HAISHU, "2024-08", 7), "漏报")
    calendar.lock(store, months.parse("2024-08"), by=who(store, "admin"))
    with pytest.raises(calendar.Refused, match="2024-08"):
        submissions.submit(store, draft.number, draft.version, by=by)
    august = months.parse("2024-08")
    calendar.allow(store, august, NINGBO, "wangfang", month.tomorrow(), "漏报", by=who(store, "admin"))
    assert submit(store, draft, by).committed


def test_departments_report_their_own_measures(store):
    with store.begin() as conn:
        month.add_person(conn, "zheng", "郑洁", Grant("steward", NINGBO, frozenset({"信访局"})))
        workbooks.report(conn, "measure | unit | month | value\ndata_records | 330205 | 2024-10 | 2000")
    by = who(store, "zheng")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), {(HAISHU, "归集公共数据量"): 7}, by)
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, draft.number, draft.version, by=by)
    assert [finding.rule for finding in refused.value.findings] == ["not_your_department"]
    assert "大数据局" in refused.value.findings[0].told("zh")
    draft = fill(store, draft, {(HAISHU, "归集公共数据量"): None}, by)
    with pytest.raises(submissions.Refused) as refused:  # what counts already is nobody's news
        submissions.submit(store, draft.number, draft.version, by=by)
    assert refused.value.reason == "nothing"


def test_a_new_submission_recalls_the_one_that_waits(store, approval_levels):
    approval_levels(1)
    first = hand_in(store)
    second = hand_in(store, {(HAISHU, "归集公共数据量"): 1111}, login="liqiang")
    assert second.superseded == (first.number,)
    with store.connect() as conn:
        assert submissions.of(conn, first.number).state == "recalled"
        assert submissions.decisions(conn, first.number)["kind"].tolist() == ["recalled"]
        rest = submissions.review(conn, second.number).compared.figures
    assert dict(zip(rest["unit"] + rest["measure"], rest["value"], strict=True)) == {
        "330203data_records": 1111, "330205data_records": 2000, "330203requests": 50,
    }  # fmt: skip
    assert told(store) == [
        ("zhao", "submitted"),
        ("zhao", "superseded"),
        ("wangfang", "superseded"),
        ("zhao", "submitted"),
    ]


def test_departments_that_hand_in_different_figures_wait_side_by_side(store, approval_levels):
    approval_levels(1)
    by = who(store, "wangfang")
    first = submit(store, put(store, by, long_table(HAISHU, "2024-10", 7)), by)
    second = submit(store, put(store, by, long_table(JIANGBEI, "2024-10", 8)), by)
    assert second.superseded == ()
    with store.connect() as conn:
        assert submissions.of(conn, first.number).state == "waiting"


def test_a_correction_does_not_recall_the_report_that_waits(store, approval_levels):
    approval_levels(1)
    first = hand_in(store)
    second = hand_in(store, {(HAISHU, "归集公共数据量"): 9}, correction="口径")
    assert second.superseded == ()
    with store.connect() as conn:
        assert submissions.of(conn, first.number).state == "waiting"


def test_a_submission_can_be_taken_back_while_it_waits(store, approval_levels):
    approval_levels(1)
    done = hand_in(store)
    with pytest.raises(access.Refused):
        submissions.recall(store, done.number, by=who(store, "zhao"))
    submissions.recall(store, done.number, by=who(store, "liqiang"))
    assert told(store)[-1] == ("zhao", "recalled")
    with pytest.raises(submissions.Refused, match="李强"):
        submissions.recall(store, done.number, by=who(store, "wangfang"))
    again = drafts.open_(store, NINGBO, OCTOBER, by=who(store, "wangfang"))
    with store.connect() as conn:
        assert drafts.content(conn, again.number)[1] == drafts.content(conn, again.number - 1)[1]


def test_what_is_handed_in_by_a_disabled_account_is_refused(store):
    by = who(store, "wangfang")
    draft = fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), CELLS, by)
    accounts.disable(store, "wangfang", by=who(store, "admin"))
    with pytest.raises(accounts.Refused, match="wangfang"):
        submissions.submit(store, draft.number, draft.version, by=by)


def test_refusals_write_nothing(store, approval_levels):
    approval_levels(1)
    with store.connect() as conn:
        before = revisions.current(conn), conn.scalar(select(submission.c.number))
    with pytest.raises(submissions.Refused):
        submissions.recall(store, 99, by=who(store, "wangfang"))
    with pytest.raises(drafts.Refused):
        submissions.submit(store, 99, 1, by=who(store, "wangfang"))
    with store.connect() as conn:
        assert (revisions.current(conn), conn.scalar(select(submission.c.number))) == before
        assert approval.waiting(conn, who(store, "zhao")).empty
