"""Bad days of a steward's month: a sentence each, nothing lost, nothing half."""

import multiprocessing
import os
import random
import signal
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from data import access, audit, files, months
from data import store as stores
from data.access import Grant
from data.figures import as_of, by_system, whole
from data.people import accounts, grants
from data.reporting import approval, drafts, obligations, submissions
from data.reporting.approval import Back
from data.reporting.drafts import Edit
from data.sandbox import pool
from data.schema import batch, decision, draft, draft_version, figure, rollup, submission, unit_term
from tests import cases, in_process, month, workbooks
from tests.month import (
    CELLS,
    HAISHU,
    JIANGBEI,
    NINGBO,
    OCTOBER,
    counting,
    fill,
    hand_in,
    started,
    submit,
    tomorrow,
    who,
)
from tests.people import everybody

PREPARED = started
RECORDS = "归集公共数据量"
KILLS = 12


@pytest.fixture
def store(engine, approval_levels):
    approval_levels(1)
    return engine


def opened(store, login="wangfang", **more):
    return drafts.open_(store, NINGBO, OCTOBER, by=who(store, login), **more)


# Two at once


def test_two_stewards_type_into_one_draft_at_once_and_no_cell_is_lost(store):
    here, people = opened(store), [who(store, login) for login in ("wangfang", "liqiang")]
    failed = []

    def type_in(by, column):
        try:
            for row in range(6, 12):
                drafts.edit(store, here.number, [Edit("月报", f"{column}{row}", row)], by=by, base=1)
        except Exception as error:
            failed.append(error)

    typing = [threading.Thread(target=type_in, args=each) for each in zip(people, "CD", strict=True)]
    for each in typing:
        each.start()
    for each in typing:
        each.join()
    busy = [error for error in failed if getattr(error, "reason", "") == "busy"]
    assert failed == busy  # who could not be served is told so, and types again
    with store.connect() as conn:
        saved = drafts.versions(conn, here.number)
        book = workbooks.read(drafts.content(conn, here.number)[1], here.file_name)
    assert saved["version"].tolist() == list(range(len(saved), 0, -1))
    sheet = next(sheet for sheet in book.sheets if sheet.name == "月报")
    assert filled_cells(sheet) == len(saved) - 1


def filled_cells(sheet):
    return sum(type(sheet.cells[row, column]) is float for row in range(5, 11) for column in (2, 3))


def test_two_stewards_open_the_month_at_the_same_moment_and_share_it(store):
    people, seen = [who(store, login) for login in ("wangfang", "liqiang")], []
    together = threading.Barrier(2)

    def open_(by):
        together.wait()
        seen.append(drafts.open_(store, NINGBO, OCTOBER, by=by).number)

    opening = [threading.Thread(target=open_, args=(by,)) for by in people]
    for each in opening:
        each.start()
    for each in opening:
        each.join()
    assert len(seen) == 2
    assert len(set(seen)) == 1


def test_two_stewards_hand_in_at_the_same_moment_and_it_is_handed_in_once(store):
    by = who(store, "wangfang")
    here = fill(store, opened(store), CELLS, by)
    submit(store, here, by)
    with pytest.raises(submissions.Refused, match="不会再提交一次"):
        submit(store, here, who(store, "liqiang"))
    with store.connect() as conn:
        assert conn.scalar(select(func.count()).select_from(submission)) == 1


def test_an_approver_acts_while_the_steward_hands_in_again(store):
    first = hand_in(store)
    with store.connect() as conn:
        seen = submissions.review(conn, first.number)
    second = hand_in(store, {(HAISHU, RECORDS): 1111})
    with pytest.raises(submissions.Refused, match="王芳"):
        approval.accept(store, seen.submission.number, by=who(store, "zhao"), step=0)
    with pytest.raises(submissions.Refused, match="王芳"):
        approval.send_back(store, first.number, "旧", tomorrow(), by=who(store, "zhao"), step=0)
    assert counting(store) == {}
    approval.accept(store, second.number, by=who(store, "zhao"), step=0)
    assert counting(store) == {HAISHU: 1111, JIANGBEI: 2000}


def test_a_steward_hands_in_again_between_an_approvers_look_and_decision(store, monkeypatch):
    """The very moment: what was looked at waits no longer when the lock is taken."""
    first = hand_in(store)
    look = submissions.review

    def and_then(conn, number):
        seen = look(conn, number)
        if number == first.number and not again:
            again.append(hand_in(store, {(HAISHU, RECORDS): 1111}))
        return seen

    again: list = []
    monkeypatch.setattr(submissions, "review", and_then)
    with pytest.raises(submissions.Refused, match="王芳"):
        approval.accept(store, first.number, by=who(store, "zhao"), step=0)
    assert counting(store) == {}


def test_a_store_that_moves_while_a_submission_is_read_is_looked_at_again(store, monkeypatch):
    done, look, looks = hand_in(store), submissions.review, []

    def and_then(conn, number):
        seen = look(conn, number)
        looks.append(seen.revision)
        if len(looks) < 2:
            with store.begin() as other:
                workbooks.report(other, "measure | unit | month | value\nvisits | 330212 | 2024-10 | 5")
        return seen

    monkeypatch.setattr(submissions, "review", and_then)
    approval.accept(store, done.number, by=who(store, "zhao"), step=0)
    assert looks[1] == looks[0] + 1
    assert counting(store) == {HAISHU: 1000, JIANGBEI: 2000}


# The clock


@pytest.mark.parametrize(
    ("moment", "on_time"),
    [
        (datetime(2024, 11, 8, 15, 59, 59, tzinfo=UTC), True),  # 23:59:59 of the 8th in Zhejiang
        (datetime(2024, 11, 8, 16, 0, 1, tzinfo=UTC), False),  # 00:00:01 of the 9th
    ],
)
def test_the_moment_of_handing_in_decides_whatever_the_servers_zone(store, monkeypatch, moment, on_time):
    clock = [moment]
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(months, "now", lambda: clock[0].astimezone(months.SHANGHAI))
    try:
        done = hand_in(store)
        clock[0] += timedelta(days=5)  # approved long after the day due
        accepted = approval.accept(store, done.number, by=who(store, "zhao"), step=0)
        with store.connect() as conn:
            owed = obligations.owed(conn, OCTOBER, HAISHU)
            handed_in = conn.scalar(select(batch.c.handed_in).where(batch.c.number == accepted.committed.batch))
    finally:
        monkeypatch.undo()
        time.tzset()
    due = owed.loc[owed["what"] == "data_records", "due"].item()
    assert handed_in == moment
    assert (handed_in <= due) == on_time


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2024, 9, 30, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2024, 9, 30, 16, 0, 1, tzinfo=UTC), True),  # October has begun in Zhejiang
    ],
)
def test_a_month_begins_at_midnight_in_zhejiang(store, monkeypatch, moment, may):
    monkeypatch.setattr(months, "now", lambda: moment.astimezone(months.SHANGHAI))
    assert (months.today() >= OCTOBER) == may
    if may:
        assert hand_in(store).number
    else:
        with pytest.raises(drafts.Refused, match="2024-10"):
            opened(store)


# Rights and units that change


def test_a_steward_who_loses_the_role_in_mid_draft_is_told_and_the_draft_stays(store):
    signed_in = who(store, "wangfang")
    here = fill(store, opened(store), CELLS, signed_in)
    with store.begin() as conn:
        held = grants.of(conn, "wangfang")[0]
        number = conn.scalar(select(grants.role_grant.c.number).where(grants.role_grant.c.person == "wangfang"))
        grants.take(conn, number, "wangfang", held, by=everybody())
    for act in (
        lambda: drafts.edit(store, here.number, [Edit("月报", "C9", 1)], by=signed_in, base=here.version),
        lambda: submissions.submit(store, here.number, here.version, by=signed_in),
    ):
        with pytest.raises(access.Refused, match="宁波市"):
            act()
    with store.connect() as conn:
        assert drafts.current(conn, NINGBO, OCTOBER) == here
    assert submit(store, here, who(store, "liqiang")).number  # a colleague hands it in


def test_a_steward_moved_to_a_department_in_mid_draft_is_told_which_cells(store):
    signed_in = who(store, "wangfang")
    here = fill(store, opened(store), CELLS, signed_in)
    with store.begin() as conn:
        number = conn.scalar(select(grants.role_grant.c.number).where(grants.role_grant.c.person == "wangfang"))
        grants.take(conn, number, "wangfang", grants.of(conn, "wangfang")[0], by=everybody())
        grants.give(conn, "wangfang", Grant("steward", NINGBO, frozenset({"信访局"})), by=everybody())
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, here.number, here.version, by=who(store, "wangfang"))
    assert {finding.rule for finding in refused.value.findings} == {"not_your_department"}
    assert len(refused.value.findings) == len(CELLS)


def test_an_approver_who_loses_the_role_with_the_page_open_is_told(store):
    done, signed_in = hand_in(store), who(store, "zhao")
    accounts.disable(store, "zhao", by=who(store, "admin"))
    with pytest.raises(accounts.Refused, match="zhao"):
        approval.accept(store, done.number, by=signed_in, step=0)


def split(store):
    """Haishu becomes two districts in the middle of October."""
    day = date(2024, 10, 15)
    with store.begin() as conn:
        conn.execute(update(unit_term).where(unit_term.c.code == HAISHU).values(holds_to=day))
        cases.plant(conn, {"330298": NINGBO, "330299": NINGBO}, since=day)


def test_a_unit_split_in_mid_month_the_new_units_owe_and_the_old_cells_are_told(store):
    by = who(store, "wangfang")
    here = fill(store, opened(store), CELLS, by)
    split(store)
    with store.connect() as conn:
        owing = set(obligations.owed(conn, OCTOBER, NINGBO)["unit"])
    assert HAISHU not in owing
    assert {"330298", "330299", JIANGBEI} <= owing
    with pytest.raises(submissions.Refused) as refused:
        submissions.submit(store, here.number, here.version, by=by)
    assert {finding.rule for finding in refused.value.findings} == {"unit_not_then"}
    assert "2024-10" in refused.value.findings[0].told("zh")
    drafts.discard(store, here.number, by=by)
    fresh = fill(store, opened(store), {("330298", RECORDS): 400, ("330299", RECORDS): 600}, by)
    approval.accept(store, submit(store, fresh, by).number, by=who(store, "zhao"), step=0)
    with store.connect() as conn:
        assert (
            conn.scalar(
                select(func.sum(figure.c.value)).where(figure.c.measure == "data_records", figure.c.month == OCTOBER)
            )
            == 1000
        )


def test_a_draft_of_a_unit_that_is_split_is_told_and_can_be_thrown_away(store):
    by = who(store, "zhou")
    here = drafts.open_(store, HAISHU, OCTOBER, by=by)
    here = fill(store, here, {(HAISHU, RECORDS): 5}, by)
    done = submit(store, here, by)
    split(store)
    with pytest.raises(approval.Refused) as refused:
        approval.accept(store, done.number, by=who(store, "chen"), step=0)
    assert {finding.rule for finding in refused.value.findings} == {"unit_not_then"}
    approval.send_back(store, done.number, "已撤并，请新单位填报", tomorrow(), by=who(store, "chen"), step=0)
    september = months.shift(OCTOBER, -1)
    assert drafts.open_(store, HAISHU, september, by=by).unit == HAISHU  # of the months before it still answers


# Killed


def act_until_killed(url, ready):
    """Hand in and accept, with a cell sent back now and then, as fast as the store takes it."""
    pool.run = in_process.run
    engine = stores.connect(url)
    chance = random.Random()
    while True:
        done = hand_in(engine, {(HAISHU, RECORDS): chance.randrange(1000, 2000), (JIANGBEI, RECORDS): 2000})
        ready.set()
        with engine.connect() as conn:
            here = drafts.of(conn, submissions.of(conn, done.number).draft)
        back = [Back("月报", month.address(engine, here, JIANGBEI, RECORDS), "核对", tomorrow())]
        sending = back if chance.random() < 0.5 else []
        approval.accept(engine, done.number, by=who(engine, "zhao"), step=0, sending_back=sending)


def test_killed_between_handing_in_and_approving_and_in_the_middle_of_both(engine, approval_levels):
    approval_levels(1)
    url = engine.url.render_as_string(hide_password=False)
    chance, processes = random.Random(1612), multiprocessing.get_context("fork")
    for _ in range(KILLS):
        engine.dispose()  # a forked writer must not share a connection with its parent
        ready = processes.Event()
        actor = processes.Process(target=act_until_killed, args=(url, ready))
        actor.start()
        while not ready.wait(1):  # however busy the machine is
            assert actor.is_alive()
        time.sleep(chance.uniform(0, 0.4))
        os.kill(actor.pid, signal.SIGKILL)
        actor.join()
        assert_whole(engine)
    engine.dispose()


def assert_whole(engine):
    """Every draft has its version and file; what is handed in has closed its draft; what is accepted has its batch, with
    every figure of it, and the sums that are shown; the audit log tells of each."""
    with engine.connect() as conn:
        newest = dict(
            conn.execute(
                select(draft_version.c.draft, func.max(draft_version.c.version)).group_by(draft_version.c.draft)
            ).all()
        )
        assert set(newest) == set(conn.scalars(select(draft.c.number)))
        for sha256 in set(conn.scalars(select(draft_version.c.sha256))):
            assert files.kept(conn, sha256)
        closed = set(conn.scalars(select(draft.c.number).where(draft.c.closed_at.is_not(None))))
        assert set(conn.scalars(select(submission.c.draft))) == closed
        for row in conn.execute(select(submission)):
            assert (row.state == "accepted") == (row.batch is not None) == (row.step == row.steps)
        came = {row.submission: row for row in conn.execute(select(batch).where(batch.c.submission != 0))}
        assert set(came) == set(conn.scalars(select(submission.c.number).where(submission.c.state == "accepted")))
        decided = set(conn.scalars(select(decision.c.submission).where(decision.c.kind == "accepted")))
        assert decided == set(came)
        for row in came.values():
            held = conn.scalar(select(func.count()).select_from(figure).where(figure.c.batch == row.number))
            assert held == row.added + row.changed + row.same
        now = as_of(figure)
        computed = {tuple(row) for sums in (whole(now), by_system(now)) for row in conn.execute(sums)}
        assert {tuple(row) for row in conn.execute(select(rollup))} == computed
        lines = (
            conn.execute(select(audit.audit.c.action).where(audit.audit.c.action.in_(("submit", "accept"))))
            .scalars()
            .all()
        )
        assert lines.count("submit") == conn.scalar(select(func.count()).select_from(submission))
        assert lines.count("accept") == len(came)
