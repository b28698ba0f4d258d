"""Instructions: who issues, carries out and accepts; what is refused; whom each step tells; what stays readable to whom."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from data import access, audit, months, personal, store, working_days
from data.clocks import reading
from data.clocks.life import CARRYING
from data.clocks.reading import About
from data.instructions import asked, clock, files, rights, steps
from data.instructions.steps import File, Order
from data.people import accounts
from data.questions import questions
from data.questions.threads import thread
from data.registers import REGISTERS
from data.schema import notice, role_grant
from data.text import Text
from tests import talking
from tests.people import everybody, somebody
from tests.talking import CITY, COUNTY, OCTOBER, OTHER, add, who

PREPARED = talking.started
ABOUT = About("metric", COUNTY, OCTOBER, 1, Text("访问量", "Visits"), metric="visits", value=42.0)
ORDER = Order("查清访问量为何下降。", COUNTY, ABOUT, acceptance="说明原因并附依据")
LEADER, STEWARD, OFFICE = who("limin"), who("wangfang"), who("chenjie")
OVERSEERS = REGISTERS["oversight"].owner


def issued(engine, **changed) -> int:
    return steps.issue(engine, replace(ORDER, **changed), by=LEADER)


def now(engine, number: int = 1):
    with engine.connect() as conn:
        found = reading.one(conn, number)
    assert found
    return found


def take(engine, step: str, text: str = "", *, by=None, number: int = 1, **more) -> None:
    """A step upon how it stands, by the steward or the leader as it falls to them."""
    carrying = step in CARRYING
    do = steps.carry_out if carrying else steps.decide
    do(
        engine,
        number,
        step,
        by=by or (STEWARD if carrying else LEADER),
        seen=now(engine, number).seen,
        text=text,
        **more,
    )


def told(engine) -> list[tuple[str, str]]:
    """Who was told what of instructions, in order."""
    rows = select(notice.c.person, notice.c.kind).where(notice.c.kind.like("instruction%")).order_by(notice.c.number)
    with engine.connect() as conn:
        return [tuple(row) for row in conn.execute(rows)]


def test_from_issued_to_accepted_with_one_way_back(engine, monkeypatch):
    # Looking at a file takes a worker of its own: `test_evidence.py` asks that.
    looked = (files.Checked("说明.txt", "text/plain", "系统迁移".encode(), False),)
    monkeypatch.setattr(files, "checked", lambda given, by: looked if given else ())
    issued(engine)
    found = now(engine)
    assert (found.standing.state, found.issuer_unit, found.about.value) == ("open", CITY, 42.0)
    assert found.standing.due == working_days.after(months.today(), 10)
    take(engine, "received")
    take(engine, "reported", "系统迁移。", evidence=[File("说明.txt", "系统迁移".encode())])
    take(engine, "sent_back", "请附数据。")
    take(engine, "reported", "已附数据。")
    take(engine, "accepted")
    found = now(engine)
    assert (found.standing.state, found.standing.returned) == ("accepted", 1)
    assert [event.kind for event in found.events] == [
        "issued", "received", "reported", "sent_back", "reported", "accepted",
    ]  # fmt: skip
    assert told(engine) == [
        ("wangfang", "instruction_issued"),
        ("limin", "instruction_step"),
        ("limin", "instruction_step"),
        ("wangfang", "instruction_step"),
        ("limin", "instruction_step"),
        ("wangfang", "instruction_step"),
    ]
    with engine.connect() as conn:
        actions = list(audit.listing(conn, words="instruction 1")["action"])[::-1]
        assert files.file_of(conn, found.files[0].number, LEADER)[2] == "系统迁移".encode()
        with pytest.raises(files.Refused):
            files.file_of(conn, found.files[0].number, replace(STEWARD, grants=()))
    assert actions == [f"instruction_{event.kind}" for event in found.events]


def test_of_two_people_on_one_step_one_wins_and_the_other_is_told_who(engine):
    issued(engine)
    seen = now(engine).seen
    steps.carry_out(engine, 1, "received", by=STEWARD, seen=seen)
    with pytest.raises(steps.Refused) as refused:
        steps.decide(engine, 1, "cancelled", by=LEADER, seen=seen, text="不必了")
    assert "wangfang刚刚办了“签收”" in refused.value.sentence.zh
    assert now(engine).standing.state == "received"


def test_who_carries_it_out_never_accepts_it(engine):
    """The steward becomes the city's leader as well: what they reported is for another to accept."""
    issued(engine)
    take(engine, "received")
    take(engine, "reported", "办结")
    both = add(engine, "both", "leader", CITY)
    take(engine, "accepted", by=both)  # another leader of the unit that issued it may
    second = issued(engine, person="wangfang")
    accounts.give(engine, "wangfang", access.Grant("leader", CITY), by=everybody())
    charged = replace(STEWARD, grants=(*STEWARD.grants, access.Grant("leader", CITY)))
    with pytest.raises(steps.Refused) as refused:
        steps.decide(engine, second, "cancelled", by=charged, seen=1, text="不必了")
    assert refused.value.reason == "own_work"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"text": " "}, "empty"),
        ({"text": "长" * 2001}, "long"),
        ({"unit": "999999"}, "no_unit"),
        ({"helpers": ("999999",)}, "no_unit"),
        ({"due": months.today() - timedelta(days=1)}, "past"),
        ({"person": "chenjie"}, "person"),
    ],
)
def test_what_cannot_be_is_not_issued(changed, reason, engine):
    with pytest.raises(steps.Refused) as refused:
        issued(engine, **changed)
    assert refused.value.reason == reason
    assert told(engine) == []


def test_personal_data_is_refused_in_every_text(engine):
    for changed in ({"text": "请联系 13812345678"}, {"acceptance": "电话 13812345678"}):
        with pytest.raises(personal.Refused):
            issued(engine, **changed)
    issued(engine)
    take(engine, "received")
    with pytest.raises(personal.Refused):
        take(engine, "reported", "联系人 13812345678")


@pytest.mark.parametrize("step", ["reported", "accepted", "sent_back", "reopened", "resumed", "granted"])
def test_a_step_that_cannot_follow_is_refused_with_how_it_stands(step, engine):
    issued(engine)
    with pytest.raises(steps.Refused) as refused:
        take(engine, step, "说明", until=months.today() + timedelta(days=99)) if step != "reported" else take(
            engine, step, "说明"
        )
    assert refused.value.reason == "not_now"
    assert "待签收" in refused.value.sentence.zh


def test_pauses_and_longer_terms_name_a_day(engine):
    issued(engine)
    for step in ("paused", "asked_longer"):
        with pytest.raises(steps.Refused) as refused:
            take(engine, step, "等上级文件")
        assert refused.value.reason == "no_day"
    with pytest.raises(steps.Refused) as refused:
        take(engine, "asked_longer", "等上级文件", until=now(engine).standing.due)
    assert refused.value.reason == "not_later"
    later = now(engine).standing.due + timedelta(days=7)
    take(engine, "asked_longer", "等上级文件", until=later)
    take(engine, "granted")
    assert now(engine).standing.due == later


def test_it_is_passed_on_downward_only_and_then_is_theirs(engine):
    city = add(engine, "citysteward", "steward", CITY)
    issued(engine, unit=CITY)
    with pytest.raises(steps.Refused):
        take(engine, "passed_on", "请办理", by=city, unit="330100")
    take(engine, "passed_on", "请办理", by=city, unit=COUNTY)
    found = now(engine)
    assert (found.standing.unit, found.standing.state) == (COUNTY, "open")
    assert ("wangfang", "instruction_step") in told(engine)
    take(engine, "received")


def test_the_neighbour_neither_reads_nor_acts(engine):
    other = add(engine, "other", "steward", OTHER)
    issued(engine)
    with engine.connect() as conn:
        tree = rights.tree_for(conn, COUNTY)
        assert not rights.may_read(other, now(engine), tree)
    with pytest.raises(steps.Refused) as refused:
        steps.carry_out(engine, 1, "received", by=other, seen=1)
    assert refused.value.reason == "gone"


def test_a_question_becomes_an_instruction_and_each_leads_to_the_other(engine):
    question = talking.asked(engine)
    number = asked.charge(engine, question, ORDER, by=LEADER)
    assert (now(engine).source, now(engine).source_number) == ("question", question)
    assert told(engine)[-1] == ("wangfang", "instruction_issued")
    with engine.connect() as conn:
        assert [one.number for one in asked.charged(conn, question, LEADER)] == [number]
        assert asked.charged(conn, question + 1, LEADER) == []
        assert asked.charged(conn, question, somebody("leader", OTHER, login="li")) == []
        assert thread(conn, question, LEADER).state == "waiting"  # the answer is still owed at the number


def test_of_a_question_that_is_closed_gone_or_elsewhere_nothing_is_issued(engine):
    closed, elsewhere = talking.asked(engine), talking.asked(engine, unit=OTHER)
    questions.close(engine, closed, by=LEADER)
    for number in (closed, elsewhere, 99):
        with pytest.raises(steps.Refused) as refused:
            asked.charge(engine, number, ORDER, by=LEADER)
        assert refused.value.reason == "no_question"
    with engine.connect() as conn:
        assert reading.listing(conn) == []
    asked.charge(
        engine, elsewhere, replace(ORDER, about=replace(ABOUT, unit=CITY)), by=LEADER
    )  # of the city, to which it belongs


def test_a_helper_reads_it_and_is_told(engine):
    other = add(engine, "other", "steward", OTHER)
    issued(engine, helpers=(OTHER,))
    with engine.connect() as conn:
        assert rights.may_read(other, now(engine), rights.tree_for(conn, COUNTY))
    assert {login for login, _ in told(engine)} == {"wangfang", "other"}
    with pytest.raises(access.Refused):
        steps.carry_out(engine, 1, "received", by=other, seen=1)


def test_of_a_restricted_register_only_who_is_named_reads_and_no_words_leave(engine):
    row = About("row", COUNTY, OCTOBER, 1, Text("线索一", "Lead one"), register="oversight", key="A1")
    with pytest.raises(access.Refused):
        issued(engine, about=row)
    chief = add(engine, "chief", "leader", CITY, OVERSEERS)
    clerk = add(engine, "clerk", "steward", COUNTY, OVERSEERS)
    number = steps.issue(engine, replace(ORDER, about=row), by=chief)
    with engine.connect() as conn:
        tree = rights.tree_for(conn, COUNTY)
        assert [rights.may_read(each, now(engine, number), tree) for each in (chief, clerk, LEADER, STEWARD)] == [
            True, True, False, False,
        ]  # fmt: skip
        assert {login for login, _ in told(engine)} == {"clerk"}
        blanks = conn.scalar(select(notice.c.blanks).where(notice.c.kind == "instruction_issued"))
        lines = audit.listing(conn, action="instruction_issued")
    assert "查清" not in blanks
    assert "查清" not in lines["after"].iloc[0]
    with pytest.raises(steps.Refused):
        steps.carry_out(engine, number, "progressed", by=STEWARD, seen=1, text="正在核实")
    steps.carry_out(engine, number, "progressed", by=clerk, seen=1, text="正在核实")


def test_who_issued_it_and_may_no_longer_does_not_decide_and_another_is_told(engine):
    issued(engine)
    take(engine, "received")
    with engine.connect() as conn:
        mine = conn.scalar(select(role_grant.c.number).where(role_grant.c.person == "limin"))
    accounts.take(engine, mine, by=everybody())
    take(engine, "reported", "办结")
    assert told(engine)[-1] == ("chenjie", "instruction_step")
    with pytest.raises(steps.Refused):
        take(engine, "accepted")
    take(engine, "accepted", by=OFFICE)


def test_the_listing_is_of_units_of_a_day_and_of_what_it_is_about(engine):
    issued(engine)
    issued(engine, unit=CITY, about=replace(ABOUT, metric="logins"))
    with engine.connect() as conn:
        assert [each.number for each in reading.listing(conn)] == [2, 1]
        assert [each.number for each in reading.listing(conn, [COUNTY])] == [1]
        assert [each.number for each in reading.listing(conn, metric="logins")] == [2]
        assert reading.listing(conn, day=months.today() - timedelta(days=1)) == []


def test_the_day_after_it_was_due_both_sides_are_told_once(engine):
    issued(engine)
    due = now(engine).standing.due
    at = datetime.combine(due, time(23), months.SHANGHAI)
    assert clock.remind(engine, at) == 0
    assert clock.remind(engine, at + timedelta(hours=2)) == 2
    assert clock.remind(engine, at + timedelta(hours=3)) == 0
    assert set(told(engine)[1:]) == {("wangfang", "instruction_overdue"), ("limin", "instruction_overdue")}


@pytest.mark.parametrize(
    ("day", "climbs"),
    [
        ("2026-10-09", {"wangfang", "limin"}),  # both sides alone: two working days since the holidays
        ("2026-10-12", {"wangfang", "limin"}),
        ("2026-10-13", {"wangfang", "limin", "chief"}),  # the fifth: Saturday the 10th was worked for the holidays
    ],
)
def test_what_stays_overdue_climbs_to_the_unit_above_once(day, climbs, engine, monkeypatch):
    add(engine, "chief", "leader", "330000")
    monkeypatch.setattr(months, "now", lambda: datetime(2026, 9, 20, 9, tzinfo=months.SHANGHAI))
    issued(engine, due=date(2026, 9, 30))
    at = datetime.combine(date.fromisoformat(day), time(9), months.SHANGHAI)
    assert clock.remind(engine, at) == len(climbs)
    assert clock.remind(engine, at + timedelta(hours=1)) == 0
    assert {login for login, kind in told(engine) if kind != "instruction_issued"} == climbs
    assert [kind for login, kind in told(engine) if login == "chief"] == ["instruction_escalated"] * ("chief" in climbs)
    with engine.connect() as conn:
        tree = rights.tree_for(conn, COUNTY)
        one = reading.one(conn, 1, at.date())
        assert one
        assert clock.climbed_to(one, tree) == ("330000" if "chief" in climbs else None)


def test_what_the_topmost_unit_issued_climbs_to_the_unit_between(engine):
    chief = add(engine, "chief", "leader", "330000")
    number = steps.issue(engine, replace(ORDER, due=months.today()), by=chief)
    with engine.connect() as conn:
        tree, late = rights.tree_for(conn, COUNTY), months.today() + timedelta(days=40)
        one = reading.one(conn, number, late)
        assert one
        assert clock.climbed_to(one, tree) == CITY
        assert clock.climbed_to(replace(one, standing=replace(one.standing, unit=CITY)), tree) is None


def test_a_whole_is_split_among_units_below_and_reported_after_its_parts(engine):
    city = add(engine, "citysteward", "steward", CITY)
    whole = issued(engine, unit=CITY, about=replace(ABOUT, unit=CITY))
    take(engine, "received", by=city)
    part = replace(ORDER, about=replace(ABOUT, unit=CITY), part_of=whole)
    one = steps.issue(engine, part, by=OFFICE)
    other = steps.issue(engine, replace(part, unit=OTHER), by=OFFICE)
    with pytest.raises(steps.Refused) as refused:
        take(engine, "reported", "办结", by=city)
    assert "第 2、3 号" in refused.value.sentence.zh
    with engine.connect() as conn:
        assert [each.number for each in reading.listing(conn, part_of=whole)] == [other, one]
        assert reading.listing(conn, part_of=one) == []
    for step in ("received", "reported", "accepted"):
        take(engine, step, "办结", number=one)
    take(engine, "cancelled", "不必了", by=OFFICE, number=other)
    take(engine, "reported", "各县已办结", by=city)
    assert now(engine, whole).standing.state == "reported"
    with pytest.raises(steps.Refused) as refused:  # nothing is split that waits to be accepted
        steps.issue(engine, part, by=OFFICE)
    assert refused.value.reason == "not_split"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"unit": CITY}, "not_split"),  # who leads is no part
        ({"unit": "330000"}, "forbidden"),
        ({"about": replace(ABOUT, unit=CITY, metric="logins")}, "not_split"),
        ({"due": months.today() + timedelta(days=90)}, "after_whole"),
        ({"part_of": 99}, "gone"),
    ],
)
def test_what_is_no_part_is_refused(changed, reason, engine):
    issued(engine, unit=CITY, about=replace(ABOUT, unit=CITY))
    part = replace(ORDER, about=replace(ABOUT, unit=CITY), part_of=1)
    with pytest.raises((steps.Refused, access.Refused)) as refused:
        steps.issue(engine, replace(part, **changed), by=OFFICE)
    assert getattr(refused.value, "reason", "forbidden") == reason


def test_who_was_charged_and_lost_the_role_does_no_more_and_who_carries_out_now_is_told(engine):
    issued(engine, person="wangfang")
    add(engine, "successor", "steward", COUNTY)
    with engine.connect() as conn:
        theirs = conn.scalar(select(role_grant.c.number).where(role_grant.c.person == "wangfang"))
    accounts.take(engine, theirs, by=everybody())
    with pytest.raises(steps.Refused) as refused:
        take(engine, "received")
    assert refused.value.reason == "gone"
    due = now(engine).standing.due
    clock.remind(engine, datetime.combine(due + timedelta(days=1), time(9), months.SHANGHAI))
    assert {login for login, kind in told(engine) if kind == "instruction_overdue"} == {"successor", "limin"}
    take(engine, "received", by=carrier("successor"))
    assert now(engine).standing.state == "received"


def carrier(login: str):
    return somebody("steward", COUNTY, name=login, login=login)


def test_a_store_from_before_parts_keeps_its_instructions(engine):
    """The table is referred to by events and files, so it cannot be made anew: it is added to."""
    issued(engine)
    step = ScriptDirectory(str(Path(store.__file__).parent / "migrations")).get_revision("0014").module
    with store.writing(engine) as conn:
        conn.execute(text("DROP INDEX ix_instruction_part_of"))
        conn.execute(text("ALTER TABLE instruction DROP COLUMN part_of"))
        with Operations.context(MigrationContext.configure(conn)):
            step.upgrade()
    assert (now(engine).number, now(engine).part_of) == (1, None)
