"""An appeal against points: who may raise it, who answers, and that it ends answered or taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data import access, months, store, units
from data.notices import notices
from data.people import accounts
from data.questions import appeals, clock, questions, threads
from data.schema import audit as audit_table
from data.schema import question
from tests import talking
from tests.cases import report
from tests.frames import drawn
from tests.people import somebody
from tests.talking import CITY, COUNTY, OCTOBER, OTHER, add, told, who
from tests.test_evaluation import index_rows

PROVINCE = "330000"
SYSTEMS = """
key | name | name_en | unit   | version | level  | missing | valid_from | valid_to | replaces
S1  | 考核 | Rules   | 330000 | 新      | county | none    | 2026-01-01 |          |
S2  | 明年 | Next    | 330000 | 新      | county | none    | 2027-01-01 |          |
"""
ITEMS = """
key | name | name_en | unit   | system | dimension | dimension_en | metric       | weight | rule | full | zero | each | steps
I1  | 满意 | Content | 330000 | S1     | 成效      | Effect       | satisfaction | 100    | best |      |      |      |
I2  | 满意 | Content | 330000 | S2     | 成效      | Effect       | satisfaction | 100    | best |      |      |      |
"""


def scored(engine):
    """The people who talk, one more in the province's office, and its index system."""
    talking.started(engine)
    add(engine, "province", "steward", PROVINCE)
    with store.writing(engine) as conn:
        report(conn, **index_rows(SYSTEMS, ITEMS))


PREPARED = scored


def raised(engine, by="wangfang", item="I1", unit=COUNTY, **more):
    return appeals.appeal(engine, item, unit, OCTOBER, "九月漏计一份问卷。", by=as_(by), **more)


def as_(login):
    return somebody("steward", PROVINCE, name=login, login=login) if login == "province" else who(login)


def hung(engine, actor, unit=COUNTY):
    with engine.connect() as conn:
        return threads.appeals_of(conn, [unit], OCTOBER, actor=actor, items=["I1", "I2"])


def test_it_goes_to_whoever_declared_the_system_and_not_to_the_unit_s_own(engine):
    number = raised(engine)
    (one,) = hung(engine, who("wangfang"))
    assert (one.number, one.is_appeal, one.answering, one.department, one.state) == (
        number, True, PROVINCE, "改革办", "waiting",
    )  # fmt: skip
    assert one.due > months.today()
    assert [told(engine, login) for login in ("province", "wangfang", "chenjie")] == [["appeal_asked"], [], []]
    with engine.connect() as conn:
        assert list(threads.open_of(conn, [PROVINCE])["number"]) == [number]
        assert threads.open_of(conn, [COUNTY]).empty
        kind, after = conn.execute(
            select(audit_table.c.action, audit_table.c.after).order_by(audit_table.c.number.desc())
        ).first()
    assert kind == "appeal_asked"
    assert "九月漏计一份问卷。" in after


def test_it_is_answered_by_them_and_closed_by_who_raised_it(engine):
    number = raised(engine)
    add(engine, "county2", "steward", COUNTY)
    with pytest.raises(access.Refused, match=f"“{PROVINCE}”的答复权限"):
        questions.answer(engine, number, "我来答。", by=somebody("steward", COUNTY, name="county2", login="county2"))
    questions.answer(engine, number, "已核实，下月更正。", by=as_("province"))
    assert told(engine, "wangfang") == ["appeal_answered"]
    questions.answer(engine, number, "请注明更正日期。", by=who("wangfang"))
    assert told(engine, "province") == ["appeal_added", "appeal_asked"]
    # Who approves the unit that objects does not decide on it; who approves the one that answers may.
    with pytest.raises(access.Refused, match=f"“{PROVINCE}”的审核权限"):
        questions.close(engine, number, by=who("chenjie"))
    questions.close(engine, number, by=who("wangfang"))
    assert hung(engine, who("wangfang"))[0].state == "closed"
    assert told(engine, "province")[0] == "appeal_closed"


def test_it_is_taken_back_and_can_then_be_raised_again(engine):
    number = raised(engine)
    with pytest.raises(questions.Refused, match=f"第 {number} 号申诉在办"):
        raised(engine, by="limin")
    questions.close(engine, number, by=who("wangfang"))
    assert hung(engine, who("wangfang"))[0].state == "withdrawn"
    assert raised(engine, by="limin") == number + 1


REFUSED = """
who      | item | unit   | why
wangfang | I1   | 330205 | 没有“330205”的申诉权限
province | I1   | 330203 | 没有“330203”的申诉权限
limin    | I1   | 330200 | 没有这样的评分项
wangfang | I2   | 330203 | 没有这样的评分项
wangfang | I9   | 330203 | 没有这样的评分项
"""


def test_nobody_objects_for_others_nor_for_whom_is_not_scored_nor_at_themselves(engine):
    assert (COUNTY, OTHER, CITY) == ("330203", "330205", "330200")
    for case in drawn(REFUSED).itertuples():
        with pytest.raises((access.Refused, questions.Refused), match=case.why):
            raised(engine, case.who, case.item, case.unit)
    with engine.connect() as conn:
        assert conn.scalar(select(question.c.number)) is None


def test_only_who_reads_the_unit_reads_it(engine):
    number = raised(engine)
    stranger = add(engine, "stranger", "leader", OTHER)
    assert hung(engine, stranger) == ()
    assert [each.number for each in hung(engine, as_("province"))] == [number]


def test_of_one_not_answered_by_its_day_both_sides_are_told_once(engine):
    raised(engine)
    late = months.now() + timedelta(days=60)
    assert clock.remind(engine, late) == 2
    assert clock.remind(engine, late) == 0
    assert [told(engine, login)[0] for login in ("province", "wangfang")] == ["appeal_overdue"] * 2


def test_the_notice_says_what_is_scored_and_leads_beside_the_score(engine):
    number = raised(engine)
    with engine.connect() as conn:
        (notice,) = notices.listing(conn, "province")
    assert notice.link == f"evaluation?unit={COUNTY}&month=2026-10&question={number}"
    assert "2026-10“满意”的得分提出申诉：九月漏计一份问卷。" in notice.told("zh").replace(" “", "“")
    assert "points for Content of 2026-10" in notice.told("en")


def test_a_question_of_an_older_store_is_answered_by_the_unit_it_stands_at(engine):
    number = talking.asked(engine)
    with engine.connect() as conn:
        one = questions.thread(conn, number, accounts.actor_of(conn, "limin"))
        assert appeals.scored_by(conn, "I1", COUNTY, OCTOBER, units.load(conn).in_month(OCTOBER)) == PROVINCE
    assert (one.answering, one.is_appeal) == (COUNTY, False)
