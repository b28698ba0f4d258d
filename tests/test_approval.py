"""Approval up the tree: all of it, or all but single cells that go back while the rest proceeds."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data import access, months
from data.access import Grant
from data.reporting import approval, calendar, change_requests, drafts, submissions
from data.reporting.approval import Back
from data.schema import audit, batch, unit_term
from metrics import METRICS, query
from tests import month, workbooks
from tests.month import CELLS, HAISHU, JIANGBEI, NINGBO, OCTOBER, counting, hand_in, told, tomorrow, who

PREPARED = month.started
RECORDS = "归集公共数据量"


@pytest.fixture
def store(engine, approval_levels):
    approval_levels(1)
    return engine


def accept(store, done, login="zhao", step=0, **more):
    return approval.accept(store, done.number, by=who(store, login), step=step, **more)


def back(store, done, unit=HAISHU, measure=RECORDS, reason="与系统不符", due=None):
    with store.connect() as conn:
        number = submissions.of(conn, done.number).draft
        draft = drafts.of(conn, number)
    return Back("月报", month.address(store, draft, unit, measure), reason, due or tomorrow())


def state(store, done):
    with store.connect() as conn:
        made = submissions.of(conn, done.number)
    return made.state, made.step, made.batch


def test_accepted_figures_count_with_who_let_them(store):
    done = hand_in(store)
    accepted = accept(store, done)
    assert (accepted.step, accepted.steps, accepted.state) == (1, 1, "accepted")
    assert counting(store) == {HAISHU: 1000, JIANGBEI: 2000}
    with store.connect() as conn:
        row = conn.execute(select(batch).where(batch.c.number == accepted.committed.batch)).one()
        made = submissions.of(conn, done.number)
        assert conn.scalar(select(audit.c.name).where(audit.c.action == "accept")) == "赵明"
    assert (row.submission, row.actor, row.approved_by, row.source) == (done.number, "王芳", "赵明", "workbook")
    assert row.handed_in == made.at
    assert told(store)[-1] == ("wangfang", "accepted")


def test_coverage_shows_it_at_once(store):
    done = hand_in(store)
    accept(store, done, sending_back=[back(store, done)])
    with store.connect() as conn:
        frame = query.snapshot(conn, [METRICS["data_records"]], NINGBO, OCTOBER)
    here = frame[frame["unit"] == NINGBO].iloc[0]
    assert (here["reported"], here["value"]) == (1, 2000)


def test_single_cells_go_back_and_the_rest_counts(store):
    done = hand_in(store)
    due = tomorrow()
    accepted = accept(store, done, sending_back=[back(store, done, due=due)])
    assert accepted.state == "accepted"
    assert counting(store) == {JIANGBEI: 2000}
    assert counting(store, "requests") == {HAISHU: 50}
    with store.connect() as conn:
        cells = approval.open_cells(conn, [HAISHU])
        assert approval.open_cells(conn, [JIANGBEI]).empty
    row = cells.iloc[0]
    assert (row["measure"], row["unit"], row["said"], row["reason"], row["name"]) == (
        "data_records", HAISHU, "1,000", "与系统不符", "赵明",
    )  # fmt: skip
    assert row["due"] == due
    assert ("wangfang", "partly_sent_back") in told(store)


def test_a_cell_handed_in_again_is_settled(store):
    done = hand_in(store)
    accept(store, done, sending_back=[back(store, done)])
    by = who(store, "liqiang")
    draft = drafts.open_(store, NINGBO, OCTOBER, by=by)
    assert draft.file_name  # the same workbook, so the address of the cell still leads to it
    again = hand_in(store, {(HAISHU, RECORDS): 1001}, login="liqiang")
    with store.connect() as conn:
        assert approval.open_cells(conn, [HAISHU]).empty
        assert submissions.review(conn, done.number).returned["settled_by"].tolist() == [again.number]
    accept(store, again)
    assert counting(store) == {HAISHU: 1001, JIANGBEI: 2000}


def test_what_is_taken_back_or_returned_was_not_handed_in_again(store):
    done = hand_in(store)
    accept(store, done, sending_back=[back(store, done)])
    again = hand_in(store, {(HAISHU, RECORDS): 1001})
    submissions.recall(store, again.number, by=who(store, "wangfang"))
    with store.connect() as conn:
        assert len(approval.open_cells(conn, [HAISHU])) == 1


def test_all_of_it_goes_back(store):
    done = hand_in(store)
    approval.send_back(store, done.number, "表填错了", tomorrow(), by=who(store, "zhao"), step=0)
    assert state(store, done) == ("returned", 0, None)
    assert counting(store) == {}
    with store.connect() as conn:
        cells = approval.open_cells(conn, [NINGBO])
    assert cells[["cell", "reason"]].to_numpy().tolist() == [["", "表填错了"]]
    assert told(store)[-1] == ("wangfang", "returned")
    hand_in(store)
    with store.connect() as conn:
        assert approval.open_cells(conn, [NINGBO]).empty


def test_every_cell_sent_back_leaves_no_batch(store):
    done = hand_in(store, {(HAISHU, RECORDS): 1})
    accepted = accept(store, done, sending_back=[back(store, done)])
    assert (accepted.state, accepted.committed) == ("returned", None)
    assert state(store, done) == ("returned", 0, None)


def test_two_steps_go_up_the_tree(store, approval_levels):
    approval_levels(2)
    done = hand_in(store, {(HAISHU, RECORDS): 1, (HAISHU, "数据共享申请数"): 2}, login="zhou", unit=HAISHU)
    with store.connect() as conn:
        assert approval.approvers(conn, done.number) == ["chen", "zhao"]
    first = accept(store, done, "chen", sending_back=[back(store, done)])
    assert (first.step, first.state, first.committed) == (1, "waiting", None)
    assert counting(store, "requests") == {}
    with pytest.raises(access.Refused):
        accept(store, done, "chen", step=1)
    with store.connect() as conn:
        assert approval.waiting(conn, who(store, "chen")).empty
        assert approval.waiting(conn, who(store, "zhao"))["number"].tolist() == [done.number]
    second = accept(store, done, "zhao", step=1)
    assert second.state == "accepted"
    assert (counting(store), counting(store, "requests")) == ({}, {HAISHU: 2})
    with store.connect() as conn:
        assert conn.scalar(select(batch.c.approved_by).where(batch.c.number == second.committed.batch)) == "陈静、赵明"


def test_a_second_click_and_a_second_approver_are_told_who_was_first(store, approval_levels):
    approval_levels(2)
    done = hand_in(store, {(HAISHU, RECORDS): 1}, login="zhou", unit=HAISHU)
    accept(store, done, "zhao")
    with pytest.raises(approval.Refused, match="赵明") as refused:
        accept(store, done, "chen")
    assert refused.value.reason == "step"
    accept(store, done, "zhao", step=1)
    with pytest.raises(submissions.Refused, match="赵明"):
        accept(store, done, "zhao", step=1)


def test_whoever_made_it_cannot_approve_it(store):
    with store.begin() as conn:
        month.add_person(conn, "both", "兼任", Grant("steward", NINGBO), Grant("approver", "330000"))
    done = hand_in(store, login="both")
    with pytest.raises(approval.Refused) as refused:
        accept(store, done, "both")
    assert refused.value.reason == "own"
    submissions.recall(store, done.number, by=who(store, "both"))
    by = who(store, "both")
    draft = month.fill(store, drafts.open_(store, NINGBO, OCTOBER, by=by), {(HAISHU, RECORDS): 6}, by)
    second = month.submit(store, draft, who(store, "wangfang"))  # another hands in what they typed
    with pytest.raises(approval.Refused):
        accept(store, second, "both")
    with store.connect() as conn:
        assert approval.waiting(conn, by).empty
    accept(store, second, "zhao")


@pytest.mark.parametrize("login", ["wangfang", "zhou", "chen", "admin"])
def test_nobody_approves_who_is_not_above(store, login):
    done = hand_in(store)
    with pytest.raises(access.Refused):
        accept(store, done, login)
    with pytest.raises(access.Refused):
        approval.send_back(store, done.number, "试", tomorrow(), by=who(store, login), step=0)


def test_an_approver_of_departments_approves_theirs_alone(store):
    with store.begin() as conn:
        month.add_person(conn, "xin", "信访审核", Grant("approver", "330000", frozenset({"信访局"})))
        month.add_person(conn, "data", "数据审核", Grant("approver", "330000", frozenset({"大数据局"})))
    done = hand_in(store)
    with pytest.raises(access.Refused, match="大数据局"):
        accept(store, done, "xin")
    accept(store, done, "data")


def test_the_top_is_approved_by_its_own_approvers(store):
    with store.begin() as conn:
        month.add_person(conn, "top", "省级填报", Grant("steward", "330000"))
    done = hand_in(store, {("330000", RECORDS): 5}, login="top", unit="330000")
    assert accept(store, done).state == "accepted"


def test_what_others_changed_meanwhile_is_seen_before_it_is_accepted(store):
    done = hand_in(store)
    with store.begin() as conn:
        workbooks.report(conn, "measure | unit | month | value\ndata_records | 330203 | 2024-10 | 777")
    with pytest.raises(approval.Refused, match="数改办") as refused:
        accept(store, done)
    assert refused.value.reason == "conflicts"
    with store.connect() as conn:
        review = submissions.review(conn, done.number)
    row = review.conflicts.iloc[0]
    assert (len(review.conflicts), row["unit"], row["mine"], row["now"], row["actor"]) == (
        1,
        HAISHU,
        1000,
        777,
        "数改办",
    )
    with store.begin() as conn:
        workbooks.report(conn, "measure | unit | month | value\ndata_records | 330205 | 2024-10 | 888")
    with pytest.raises(approval.Refused) as refused:  # one more came after the review
        accept(store, done, despite=review.revision)
    assert refused.value.conflicts["unit"].tolist() == [JIANGBEI]
    with store.connect() as conn:
        review = submissions.review(conn, done.number)
    accept(store, done, despite=review.revision)
    assert counting(store) == {HAISHU: 1000, JIANGBEI: 2000}


def test_the_disputed_cells_may_go_back_while_the_rest_counts(store):
    done = hand_in(store)
    with store.begin() as conn:
        workbooks.report(conn, "measure | unit | month | value\ndata_records | 330203 | 2024-10 | 777")
    accept(store, done, sending_back=[back(store, done)])
    assert counting(store) == {HAISHU: 777, JIANGBEI: 2000}


def test_a_withdrawal_meanwhile_is_a_change_too(store):
    with store.begin() as conn:
        workbooks.report(conn, "measure | unit | month | value\ndata_records | 330203 | 2024-10 | 777")
        number = conn.scalar(select(batch.c.number).order_by(batch.c.number.desc()).limit(1))
    done = hand_in(store)
    asked = change_requests.withdraw(store, number, by=who(store, "wangfang"), reason="误报")
    change_requests.accept(store, asked.request, by=who(store, "zhao"))
    with pytest.raises(approval.Refused, match="王芳"):
        accept(store, done)


def test_a_unit_that_ended_meanwhile_goes_back(store):
    done = hand_in(store)
    with store.begin() as conn:
        conn.execute(unit_term.update().where(unit_term.c.code == HAISHU).values(holds_to=OCTOBER))
    with pytest.raises(approval.Refused) as refused:
        accept(store, done)
    assert {finding.rule for finding in refused.value.findings} == {"unit_not_then"}
    sending = [Back(each.sheet, each.cell, "已撤并", tomorrow()) for each in refused.value.findings]
    with store.connect() as conn:
        made = submissions.of(conn, done.number)
        draft = drafts.of(conn, made.draft)
    sending += [
        Back("月报", month.address(store, draft, HAISHU, measure), "已撤并", tomorrow())
        for unit, measure in CELLS
        if unit == HAISHU and month.address(store, draft, unit, measure) not in {each.cell for each in sending}
    ]
    with pytest.raises(approval.Refused):
        accept(store, done, sending_back=[Back("月报", "Z99", "试", tomorrow())])
    approval.send_back(store, done.number, "已撤并", tomorrow(), by=who(store, "zhao"), step=0)
    assert state(store, done)[0] == "returned"


@pytest.mark.parametrize(("reason", "days", "why"), [(" ", 1, "no_reason"), ("试", -1, "past")])
def test_what_goes_back_needs_a_reason_and_time(store, reason, days, why):
    done = hand_in(store)
    due = months.now() + timedelta(days=days)
    for send in (
        lambda: accept(store, done, sending_back=[back(store, done, reason=reason, due=due)]),
        lambda: approval.send_back(store, done.number, reason, due, by=who(store, "zhao"), step=0),
    ):
        with pytest.raises(approval.Refused) as refused:
            send()
        assert refused.value.reason == why
    assert state(store, done)[0] == "waiting"


def test_a_month_closed_meanwhile_takes_nothing(store):
    done = hand_in(store)
    calendar.lock(store, OCTOBER, by=who(store, "admin"))
    with pytest.raises(calendar.Refused, match="2024-10"):
        accept(store, done)
    assert state(store, done) == ("waiting", 0, None)
    calendar.allow(store, OCTOBER, NINGBO, "wangfang", tomorrow(), "补报", by=who(store, "admin"))
    assert accept(store, done).state == "accepted"


def test_an_approver_acting_on_what_was_recalled_is_told(store):
    done = hand_in(store)
    submissions.recall(store, done.number, by=who(store, "wangfang"))
    with pytest.raises(submissions.Refused, match="王芳"):
        accept(store, done)


def test_who_handed_in_and_who_approved_are_told_of_a_withdrawal(store):
    done = hand_in(store)
    number = accept(store, done).committed.batch
    asked = change_requests.withdraw(store, number, by=who(store, "liqiang"), reason="填错")
    change_requests.accept(store, asked.request, by=who(store, "zhao"))
    assert {("wangfang", "withdrawn"), ("zhao", "withdrawn"), ("liqiang", "change_accepted")} <= set(told(store))
    assert counting(store) == {}


def test_rows_of_a_register_go_back_by_their_key(store):
    by = who(store, "wangfang")
    draft = drafts.open_(store, NINGBO, OCTOBER, by=by)
    sheet = [
        ["问题编号", "清单", "单位", "责任部门", "问题", "发现日期"],
        ["W-01", "审计", "海曙区", "财政局", "账实不符", "2024-10-08"],
        ["W-02", "审计", "江北区", "财政局", "账实不符", "2024-10-09"],
    ]
    content = workbooks.xlsx(七张问题清单=sheet)
    draft = drafts.put(store, draft.number, "清单.xlsx", content, by=by, base=1).draft
    done = month.submit(store, draft, by)
    accepted = accept(store, done, sending_back=[Back("七张问题清单", "A2", "没有交办日期", tomorrow())])
    with store.connect() as conn:
        cells = approval.open_cells(conn, [HAISHU])
        row = conn.execute(select(batch).where(batch.c.number == accepted.committed.batch)).one()
    assert cells[["register", "subject", "cell"]].to_numpy().tolist() == [["problems", "W-01", "A2"]]
    assert (row.added, row.changed) == (1, 0)
    again = drafts.open_(store, NINGBO, OCTOBER, by=by)
    month.submit(store, again, by)
    with store.connect() as conn:
        assert approval.open_cells(conn, [HAISHU]).empty
