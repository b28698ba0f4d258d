"""Bad days of an instruction: a sentence each, nothing lost, nothing half. Those of its clock, its workbook, its figure and its
notices are with these."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from data import months, store
from data.access import Grant
from data.clocks import present, reading
from data.clocks.reading import About
from data.instructions import clock, lanes, mine, rights, steps
from data.instructions.lanes import Asked, Narrowed
from data.instructions.steps import Order
from data.notices import mail, notices, outbox, webhook
from data.people import accounts
from data.schema import notice, role_grant, unit_term
from data.settings import Notices, Settings
from data.text import Text
from metrics.instructions import stopwatch
from tests import talking
from tests.people import everybody
from tests.talking import CITY, COUNTY, OCTOBER, OTHER, add, who

PREPARED = talking.started
NOW = datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI)
ABOUT = About("metric", COUNTY, OCTOBER, 1, Text("访问量", "Visits"), metric="visits", value=42.0)
ORDER = Order("查清访问量为何下降。", COUNTY, ABOUT, acceptance="说明原因并附依据")
LEADER, STEWARD = who("limin"), who("wangfang")


def now(engine, number: int = 1):
    with engine.connect() as conn:
        found = reading.one(conn, number)
    assert found
    return found


def waits(engine, by) -> list[int]:
    with engine.connect() as conn:
        return [each.one.number for each in mine.page(conn, Asked(by, None), Narrowed(waits="any"))]


def test_of_two_who_press_at_the_same_moment_one_wins_and_the_other_is_told(engine):
    steps.issue(engine, ORDER, by=LEADER)
    together, refused = threading.Barrier(2), []

    def press(step, by, text):
        together.wait()
        try:
            do = steps.carry_out if step == "received" else steps.decide
            do(engine, 1, step, by=by, seen=1, text=text)
        except (steps.Refused, store.Refused) as error:
            refused.append(error)

    pressing = [
        threading.Thread(target=press, args=each)
        for each in (("received", STEWARD, ""), ("cancelled", LEADER, "不必了"))
    ]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join()
    assert len(now(engine).events) == 2
    assert [error.reason for error in refused] == ["moved"]


def test_a_county_that_is_split_leaves_its_instruction_to_who_answered_for_it_and_it_is_passed_on(engine):
    """The unit that leads ends: it is still read, waits for its steward, climbs, and is issued anew to who came after."""
    steps.issue(engine, ORDER, by=LEADER)
    with store.writing(engine) as conn:
        conn.execute(update(unit_term).where(unit_term.c.code == COUNTY).values(holds_to=months.today()))
    assert waits(engine, STEWARD) == [1]
    steps.carry_out(engine, 1, "received", by=STEWARD, seen=1)
    late = datetime.combine(now(engine).standing.due + timedelta(days=1), datetime.min.time(), months.SHANGHAI)
    assert clock.remind(engine, late) == 2
    steps.carry_out(engine, 1, "reported", by=STEWARD, seen=2, text="已移交新设的区。")
    assert waits(engine, LEADER) == [1]
    steps.decide(engine, 1, "accepted", by=LEADER, seen=3)
    with pytest.raises(steps.Refused) as refused:
        steps.issue(engine, replace(ORDER, about=replace(ABOUT, unit=CITY)), by=LEADER)
    assert refused.value.reason == "no_unit"
    number = steps.issue(engine, replace(ORDER, unit=OTHER, about=replace(ABOUT, unit=CITY)), by=LEADER)
    assert now(engine, number).standing.unit == OTHER


def test_a_department_that_is_merged_away_leaves_nothing_without_somebody(engine):
    """Nobody holds a role for the department any more: whoever carries out for all of the unit receives it."""
    clerk = add(engine, "clerk", "steward", COUNTY, "大数据局")
    steps.issue(engine, replace(ORDER, department="大数据局", person="clerk"), by=LEADER)
    assert waits(engine, clerk) == [1]
    with engine.connect() as conn:
        theirs = next(row.number for row in conn.execute(_grants("clerk")))
    accounts.take(engine, theirs, by=everybody())
    accounts.give(engine, "clerk", Grant("steward", COUNTY, frozenset({"数据局"})), by=everybody())
    moved = replace(clerk, grants=(Grant("steward", COUNTY, frozenset({"数据局"})),))
    with pytest.raises(Exception, match="承办"):
        steps.carry_out(engine, 1, "received", by=moved, seen=1)
    assert waits(engine, moved) == []
    assert waits(engine, STEWARD) == [1]
    steps.carry_out(engine, 1, "received", by=STEWARD, seen=1)
    assert now(engine).standing.state == "received"


def _grants(login: str):
    return select(role_grant.c.number).where(role_grant.c.person == login)


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=2), timedelta(days=400)])
def test_what_was_done_while_the_clock_was_ahead_was_done(engine, monkeypatch, ahead):
    """The server's clock jumps ahead and back: every step stands, in its order, and the next one follows."""
    steps.issue(engine, ORDER, by=LEADER)
    true = months.now
    monkeypatch.setattr(months, "now", lambda: true() + ahead)
    steps.carry_out(engine, 1, "received", by=STEWARD, seen=1)
    monkeypatch.setattr(months, "now", true)
    assert (now(engine).standing.state, now(engine).seen) == ("received", 2)
    steps.carry_out(engine, 1, "reported", by=STEWARD, seen=2, text="已查清")
    steps.decide(engine, 1, "accepted", by=LEADER, seen=3)
    found = now(engine)
    assert (found.standing.state, found.standing.done) == ("accepted", months.today())
    with engine.connect() as conn:
        assert lanes.counts(conn, Asked(LEADER, None))["accepted"] == 1
        told = stopwatch(conn, [CITY, COUNTY], months.today())
    assert told
    assert told.accepted == 1


def test_a_clock_that_is_set_back_tells_nothing_twice(engine):
    steps.issue(engine, replace(ORDER, due=months.today()), by=LEADER)
    late = datetime.combine(months.today() + timedelta(days=1), datetime.min.time(), months.SHANGHAI)
    assert clock.remind(engine, late) == 2
    assert clock.remind(engine, late - timedelta(days=400)) == 0
    assert clock.remind(engine, late) == 0
    with engine.connect() as conn:
        assert len(list(conn.scalars(select(notice.c.number).where(notice.c.kind == "instruction_overdue")))) == 2


def test_the_usual_term_is_counted_over_a_moved_holiday(engine, monkeypatch):
    """Ten working days from Thursday 24 September 2026: 28 to 30, 8 and 9 October, Saturday the 10th, 12 to 15."""
    monkeypatch.setattr(months, "now", lambda: datetime(2026, 9, 24, 9, tzinfo=months.SHANGHAI))
    steps.issue(engine, ORDER, by=LEADER)
    due = now(engine).standing.due
    assert due == date(2026, 10, 15)
    with engine.connect() as conn:
        assert present.overdue(conn, date(2026, 10, 15), 9) == []
        assert present.overdue(conn, date(2026, 10, 16), 9) == [1]


def test_an_acceptance_that_is_withdrawn_counts_as_reopened_and_runs_again(engine):
    steps.issue(engine, ORDER, by=LEADER)
    steps.carry_out(engine, 1, "received", by=STEWARD, seen=1)
    steps.carry_out(engine, 1, "reported", by=STEWARD, seen=2, text="已查清")
    steps.decide(engine, 1, "accepted", by=LEADER, seen=3)
    again = months.today() + timedelta(days=7)
    steps.decide(engine, 1, "reopened", by=LEADER, seen=4, text="没有查清", until=again)
    found = now(engine)
    assert (found.standing.state, found.standing.reopened, found.standing.due) == ("under_way", 1, again)
    assert (waits(engine, STEWARD), waits(engine, LEADER)) == ([1], [])
    with engine.connect() as conn:
        tree = rights.tree_for(conn, COUNTY)
        told = stopwatch(conn, tree.below(CITY), months.today())
    assert told
    assert (told.running, told.accepted, told.closed_loop) == (1, 0, 0.0)


class Post(list):
    """What left by the webhook, as it was posted; `away`: nothing does."""

    away = True

    def __call__(self, notice, login: str) -> None:
        if self.away:
            raise OSError("away")
        self.append((login, notice.kind))


def test_while_mail_is_away_for_a_day_all_is_told_in_the_cockpit_and_leaves_once_after(engine, clock, monkeypatch):
    """Nobody presses anything: what happened meanwhile leaves within hours of the server's return, each once."""
    post = Post()
    monkeypatch.setattr(webhook, "post", post)
    for module in (notices, mail, webhook):
        monkeypatch.setattr(module, "settings", lambda: Settings(notices=Notices(webhook="http://127.0.0.1/")))
    clock()
    steps.issue(engine, ORDER, by=LEADER)
    assert outbox.send(engine, months.now()) == 0
    for hour in range(24):
        clock(hours=1)
        assert outbox.send(engine, months.now()) == 0
        if hour == 5:
            steps.carry_out(engine, 1, "received", by=STEWARD, seen=1)
            steps.carry_out(engine, 1, "reported", by=STEWARD, seen=2, text="已查清")
        if hour == 20:
            steps.decide(engine, 1, "sent_back", by=LEADER, seen=3, text="没有查清")
    here = {login: talking.told(engine, login) for login in ("limin", "wangfang")}
    assert here == {"limin": ["instruction_step"] * 2, "wangfang": ["instruction_step", "instruction_issued"]}
    post.away = False
    for _ in range(7):
        clock(hours=1)
        outbox.send(engine, months.now())
    assert sorted(post) == sorted((login, kind) for login, kinds in here.items() for kind in kinds)
    with engine.connect() as conn:
        left = outbox.state(conn)
    assert (left.waiting, left.given_up) == (0, 0)
