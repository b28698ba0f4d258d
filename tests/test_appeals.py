"""An appeal against points: who may raise it, who answers, and that it ends answered or taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from data import access, months, store, units
from data.__main__ import main
from data.notices import notices
from data.people import accounts
from data.questions import appeals, clock, questions, threads
from data.schema import audit as audit_table
from data.schema import question
from tests import prepared, talking
from tests.cases import records, report
from tests.frames import drawn
from tests.people import somebody
from tests.talking import CITY, COUNTY, OCTOBER, OTHER, add, told, who
from tests.test_api_rows import caller
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


@prepared.over(talking.started)
def scored(engine):
    """The people who talk, one more in the province's office, and its index system."""
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
        assert appeals.scored_by(conn, "I1", COUNTY, OCTOBER, units.load(conn).in_month(OCTOBER)).answering == PROVINCE
    assert (one.answering, one.is_appeal) == (COUNTY, False)


PARTS = """
key | name | unit   | version | level       | missing | valid_from | valid_to | replaces
D1  | 部门 | 330000 | 新      | department  | none    | 2026-01-01 |          |
A1  | 应用 | 330000 | 新      | application | none    | 2026-01-01 |          |
"""
OF_PARTS = """
key | name | name_en | unit   | system | dimension | dimension_en | metric           | weight | rule | full | zero | each | steps
d1  | 闭环 | Closed  | 330000 | D1     | 成效      | Effect       | closed_loop_rate | 100    | best |      |      |      |
a1  | 访问 | Visits  | 330000 | A1     | 使用      | Use          | visits           | 100    | best |      |      |      |
"""
APPLICATIONS = """
key | name   | name_en | unit   | department | system     | status | live_since
A-1 | 浙里办 | Zhe     | 330000 | 公安局     | government | live   |
A-2 | 海上   | Sea     | 330203 |            | government | live   |
"""
WHO = """
login    | role     | unit   | departments | item | of     | may
police   | steward  | 330000 | 公安局      | d1   | 公安局 | yes
police   | steward  | 330000 | 公安局      | d1   | 水利局 |
police   | steward  | 330000 | 公安局      | a1   | A-1    | yes
police   | steward  | 330000 | 公安局      | a1   | A-2    |
office   | steward  | 330000 | 改革办      | d1   | 公安局 |
office   | steward  | 330000 | 改革办      | d1   | 改革办 |
all      | steward  | 330000 |             | d1   | 公安局 |
all      | steward  | 330000 |             | a1   | A-2    |
wangfang | steward  | 330203 |             | a1   | A-2    | yes
wangfang | steward  | 330203 |             | a1   | A-1    |
wangfang | steward  | 330203 |             | d1   | 公安局 |
reader   | presenter | 330000 | 公安局     | d1   | 公安局 |
"""


def parts(engine):
    """Systems that score departments and applications, and somebody of the police and of the office that scores."""
    with store.writing(engine) as conn:
        ledger = records(APPLICATIONS, ("live_since",))
        report(conn, applications=ledger, **index_rows(PARTS, OF_PARTS))
    for case in drawn(WHO).drop_duplicates("login").itertuples():
        if case.login != "wangfang":
            add(engine, case.login, case.role, case.unit, *([case.departments] if case.departments else []))


def test_a_department_and_an_application_object_by_whoever_acts_for_them(engine):
    parts(engine)
    for case in drawn(WHO).itertuples():
        named = [case.departments] if case.departments else []
        by = somebody(case.role, case.unit, *named, name=case.login, login=case.login)
        if not case.may:
            with pytest.raises(access.Refused, match="申诉权限"):
                appeals.appeal(engine, case.item, case.of, OCTOBER, "漏计。", by=by)
            continue
        number = appeals.appeal(engine, case.item, case.of, OCTOBER, "漏计。", by=by)
        with engine.connect() as conn:
            (one,) = threads.appeals_of(conn, [case.of], OCTOBER, actor=by, items=["d1", "a1"])
        assert (one.number, one.of, one.is_appeal, one.answering) == (number, case.of, True, PROVINCE)
    with engine.connect() as conn:
        open_ = threads.open_of(conn, [PROVINCE])
    assert sorted(open_["scored"]) == ["A-1", "A-2", "公安局"]
    assert open_["appeal"].all()


def test_of_parts_there_is_one_appeal_at_a_time_each_and_the_notice_names_them(engine):
    parts(engine)
    police = somebody("steward", PROVINCE, "公安局", name="police", login="police")
    number = appeals.appeal(engine, "d1", "公安局", OCTOBER, "漏计。", by=police)
    with pytest.raises(questions.Refused, match=f"第 {number} 号申诉在办"):
        appeals.appeal(engine, "d1", "公安局", OCTOBER, "漏计。", by=police)
    for wrong in ("不存在局", "A-9", "x" * 80):
        for item in ("d1", "a1"):
            with pytest.raises(questions.Refused, match="没有这样的评分项"):
                appeals.appeal(engine, item, wrong, OCTOBER, "漏计。", by=police)
    with engine.connect() as conn:
        (notice,) = notices.listing(conn, "office")
    assert "代表公安局对 2026-10“闭环”的得分" in notice.told("zh")
    assert "for Police against its points" in notice.told("en")
    # Whoever gave the points answers, and not the department itself.
    add(engine, "police2", "steward", PROVINCE, "公安局")
    with pytest.raises(access.Refused):
        questions.answer(engine, number, "好。", by=somebody("steward", PROVINCE, "公安局", name="p", login="police2"))
    questions.answer(
        engine, number, "已核。", by=somebody("steward", PROVINCE, "改革办", name="office", login="office")
    )
    assert told(engine, "police") == ["appeal_answered"]


def test_over_http_it_is_raised_answered_and_closed(engine, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    county, province = caller(engine, COUNTY, role="steward"), caller(engine, PROVINCE, role="steward")
    asked = {"item": "I1", "of": COUNTY, "text": "漏计一份。", "month": "2026-10"}
    made = county.post("/v1/appeals", json=asked, headers={"Idempotency-Key": "1"})
    assert made.status_code == 201
    assert county.post("/v1/appeals", json=asked, headers={"Idempotency-Key": "1"}).json() == made.json()
    number = made.json()["number"]
    assert (made.json()["state"], made.json()["answering"], made.json()["of"]) == ("waiting", PROVINCE, COUNTY)
    assert county.post("/v1/appeals", json=asked).status_code == 409
    assert county.post("/v1/appeals", json=asked | {"of": OTHER}).status_code == 403
    assert county.post("/v1/appeals", json=asked | {"item": "I9"}).status_code == 409
    assert county.post("/v1/appeals", json=asked | {"text": "电话 13800138000"}).status_code == 409
    assert [each["number"] for each in province.get("/v1/appeals?state=waiting").json()["appeals"]] == [number]
    answer = province.post(f"/v1/appeals/{number}/messages", json={"text": "已核实。"})
    assert (answer.status_code, answer.json()["state"]) == (201, "answered")
    stranger = caller(engine, OTHER)
    assert stranger.get(f"/v1/appeals/{number}").status_code == 404
    assert stranger.post(f"/v1/appeals/{number}/closing").status_code == 404
    assert stranger.get("/v1/appeals").json()["total"] == 0
    assert county.post(f"/v1/appeals/{number}/closing").json()["state"] == "closed"
    assert [said["text"] for said in county.get(f"/v1/appeals/{number}").json()["messages"]] == [
        "漏计一份。",
        "已核实。",
    ]
    assert county.post(f"/v1/appeals/{number}/closing").status_code == 409
    asked_at = questions.ask(engine, "visits", COUNTY, OCTOBER, "", "为何？", by=who("limin"))
    assert province.get(f"/v1/appeals/{asked_at}").status_code == 404  # a question that is no appeal


def test_on_the_command_line_too(engine, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    run = ["appeals", "raise", "I1", COUNTY, "漏计一份。", "--month", "2026-10"]
    assert main([*run, "--by", "wangfang"]) == 0
    assert main([*run, "--by", "limin"]) == 1
    assert "申诉在办" in capsys.readouterr().err
    assert main(["appeals", "answer", "1", "已核实。", "--by", "province"]) == 0
    assert main(["appeals", "list", "--by", "wangfang"]) == 0
    assert main(["appeals", "close", "1", "--by", "wangfang"]) == 0
    out = capsys.readouterr().out
    assert "I1  330203  已答复" in out
    assert "appeal 1: closed" in out
