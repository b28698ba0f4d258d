"""Changes that are no upload – a withdrawal, a duty – count once somebody else let them, where figures ask for approval."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from data import access, audit, batches
from data.access import Actor, Grant
from data.reporting import approval, calendar, change_requests, direct, obligations
from data.reporting.change_requests import Refused
from data.reporting.obligations import Rule
from data.schema import obligation
from tests.month import HAISHU, JIANGBEI, NINGBO, OCTOBER, counting, hand_in, started, told, who
from tests.staff import hire

PREPARED = started
RULE = Rule(NINGBO, "leaf", "visits", 1, 8, date(2027, 1, 1))
COUNTS = {HAISHU: 1000, JIANGBEI: 2000}


@pytest.fixture
def store(engine, approval_levels):
    approval_levels(1)
    return engine


@pytest.fixture
def counted(store):
    """The number of a batch that 王芳 handed in and 赵明 let count."""
    done = hand_in(store)
    return approval.accept(store, done.number, by=who(store, "zhao"), step=0).committed.batch


def waiting(store, login):
    with store.connect() as conn:
        return [each.number for each in change_requests.waiting(conn, who(store, login))]


def duties(store):
    with store.connect() as conn:
        return conn.scalar(select(func.count()).select_from(obligation))


def test_a_withdrawal_counts_once_another_person_agreed(store, counted):
    asked = change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="填错")
    assert counting(store) == COUNTS
    assert waiting(store, "zhao") == [asked.request]
    assert (
        waiting(store, "wangfang") == waiting(store, "chen") == []
    )  # 陈静 approves the counties of Ningbo, not Ningbo
    assert told(store)[-1] == ("zhao", "change_asked")
    change_requests.accept(store, asked.request, by=who(store, "zhao"), note="属实")
    assert counting(store) == {}
    with store.connect() as conn:
        row = batches.listing(conn, actor=who(store, "zhao")).iloc[0]
        lines = audit.listing(conn)
    assert (row["withdrawn_by"], row["reason"]) == ("王芳", "填错")
    assert list(lines["action"])[:2] == ["withdraw", "change_accepted"]
    assert "赵明" in lines["after"].iloc[0]
    assert ("wangfang", "change_accepted") in told(store)


def test_what_is_refused_changes_nothing_and_says_why(store, counted):
    asked = change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="填错")
    with pytest.raises(Refused, match="reason"):
        change_requests.refuse(store, asked.request, by=who(store, "zhao"), note=" ")
    change_requests.refuse(store, asked.request, by=who(store, "zhao"), note="数字无误")
    assert counting(store) == COUNTS
    assert told(store)[-1] == ("wangfang", "change_refused")
    assert change_requests.withdraw(store, counted, by=who(store, "liqiang"), reason="真的填错").request


def test_nobody_decides_about_their_own_and_no_one_twice(store, counted):
    both = hire(store, "both", "330000", Grant("steward", "330000"), Grant("approver", "330000"), name="双岗")
    asked = change_requests.withdraw(store, counted, by=both, reason="填错").request
    with pytest.raises(Refused, match="another approver"):
        change_requests.accept(store, asked, by=both)
    with pytest.raises(Refused, match="asked for this withdrawal already"):
        change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="也要")
    with pytest.raises(Refused, match="Only who asked"):
        change_requests.recall(store, asked, by=who(store, "zhao"))
    with pytest.raises(access.Refused):
        change_requests.accept(store, asked, by=who(store, "chen"))
    change_requests.accept(store, asked, by=who(store, "zhao"))
    for late in (change_requests.accept, lambda *a, **k: change_requests.refuse(*a, **k, note="晚")):
        with pytest.raises(Refused, match="was dealt with by 赵明"):
            late(store, asked, by=who(store, "zhao"))


def test_an_approver_alone_withdraws_nothing_either(store, counted):
    assert change_requests.withdraw(store, counted, by=who(store, "zhao"), reason="不对").request
    assert counting(store) == COUNTS
    assert waiting(store, "zhao") == []


def test_who_asked_takes_it_back(store, counted):
    asked = change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="填错").request
    with store.connect() as conn:
        assert change_requests.withdrawal_of(conn, counted).name == "王芳"
        assert [each.number for each in change_requests.own(conn, who(store, "wangfang"))] == [asked]
    change_requests.recall(store, asked, by=who(store, "wangfang"))
    assert waiting(store, "zhao") == []
    with pytest.raises(Refused):
        change_requests.accept(store, asked, by=who(store, "zhao"))


def test_what_happened_meanwhile_is_asked_again(store, counted):
    asked = change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="填错").request
    calendar.lock(store, OCTOBER, by=who(store, "admin"))
    with pytest.raises(calendar.Refused):
        change_requests.accept(store, asked, by=who(store, "zhao"))
    assert counting(store) == COUNTS
    assert waiting(store, "zhao") == [asked]  # nothing of the decision stands


@pytest.mark.parametrize("levels", [1, 2])
def test_the_unit_that_lets_figures_count_decides(store, approval_levels, levels):
    done = hand_in(store, {(HAISHU, "数据共享申请数"): 50}, login="zhou", unit=HAISHU)
    batch = approval.accept(store, done.number, by=who(store, "chen"), step=0).committed.batch
    approval_levels(levels)
    asked = change_requests.withdraw(store, batch, by=who(store, "zhou"), reason="填错").request
    assert waiting(store, "zhao") == [asked]  # the province is above both
    assert waiting(store, "chen") == ([asked] if levels == 1 else [])


def test_duties_are_declared_and_ended_by_two(store):
    before = duties(store)
    admin = who(store, "admin")
    asked = change_requests.declare(store, [RULE, replace(RULE, what="problems")], by=admin, reason="新任务").request
    assert duties(store) == before
    change_requests.accept(store, asked, by=who(store, "zhao"))
    assert duties(store) == before + 2
    with store.connect() as conn:
        newest = int(obligations.listing(conn)["number"].max())
    asked = change_requests.end(store, [newest], date(2027, 6, 1), by=admin, reason="不再需要").request
    change_requests.accept(store, asked, by=who(store, "zhao"))
    with store.connect() as conn:
        listed = obligations.listing(conn).set_index("number")
    assert listed.loc[newest, "holds_to"] == date(2027, 6, 1)
    assert listed.loc[newest, "declared_by"] == "管理员"


def test_nothing_of_it_is_done_by_one(store, counted):
    admin, wang = who(store, "admin"), who(store, "wangfang")
    with pytest.raises(direct.Refused, match="somebody else approved"):
        direct.withdraw(store, counted, by=wang, reason="填错")
    with pytest.raises(obligations.Refused, match="somebody else approved"):
        obligations.declare(store, [RULE], by=admin)
    with pytest.raises(obligations.Refused, match="somebody else approved"):
        obligations.end(store, 1, date(2027, 1, 1), by=admin)


def test_without_a_reason_nothing_is_asked(store, counted):
    with pytest.raises(Refused, match="reason"):
        change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason=" ")


def test_where_no_approval_is_asked_it_is_done_at_once(store, counted, approval_levels):
    approval_levels(0)
    assert change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="填错").request is None
    assert counting(store) == {}
    before = duties(store)
    assert change_requests.declare(store, [RULE], by=who(store, "admin"), reason="新任务").request is None
    assert duties(store) == before + 1


def test_a_department_decides_about_its_own(store, counted):
    other = hire(store, "other", "330000", Grant("approver", "330000", frozenset({"市场监管局"})))
    asked = change_requests.withdraw(store, counted, by=who(store, "wangfang"), reason="填错").request
    assert waiting(store, "other") == []
    with pytest.raises(access.Refused):
        change_requests.accept(store, asked, by=other)


def test_the_program_itself_is_known_by_its_name(store, counted):
    program = Actor("值守", "330000", (Grant("steward", "330000"), Grant("approver", "330000")))
    asked = change_requests.withdraw(store, counted, by=program, reason="填错").request
    with pytest.raises(Refused, match="another approver"):
        change_requests.accept(store, asked, by=program)
