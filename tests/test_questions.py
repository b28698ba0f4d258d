"""Questions at a figure: who may ask, answer and close, who is told, and that the thread stays."""

from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import func, select

from data import access, months, personal, store, working_days
from data.notices import notices
from data.people import accounts
from data.questions import clock, questions
from data.questions.threads import of_row
from data.reporting.direct import commit
from data.schema import audit as audit_table
from data.schema import question
from data.uploads.checking.rules import no_figures
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests import talking
from tests.cases import report, reports, withdraw
from tests.frames import drawn
from tests.people import somebody
from tests.talking import CITY, COUNTY, OCTOBER, OTHER, add, asked, told, who

PREPARED = talking.started


@pytest.fixture
def town(engine):
    return engine


def threads(engine, actor, measure="visits", unit=COUNTY):
    with engine.connect() as conn:
        return questions.of_figure(conn, measure, unit, OCTOBER, actor=actor)


def test_a_question_is_answered_and_closed_where_it_was_asked(town):
    number = asked(town)
    questions.answer(town, number, "系统迁移停了十天。", by=who("wangfang"))
    questions.close(town, number, by=who("limin"))
    (thread,) = threads(town, who("limin"))
    assert [(said.name, said.text) for said in thread.messages] == [
        ("limin", "为何比上月少一半？"),
        ("wangfang", "系统迁移停了十天。"),
    ]
    assert thread.state == "closed"


def test_each_step_is_told_to_those_it_concerns_and_to_nobody_else(town):
    number = asked(town)
    assert [told(town, login) for login in ("wangfang", "limin", "chenjie")] == [["question_asked"], [], []]
    questions.answer(town, number, "系统迁移。", by=who("wangfang"))
    assert told(town, "limin") == ["question_answered"]
    questions.answer(town, number, "停了几天？", by=who("limin"))
    assert told(town, "wangfang") == ["question_added", "question_asked"]
    questions.close(town, number, by=who("chenjie"))
    assert told(town, "wangfang")[0] == told(town, "limin")[0] == "question_closed"


def test_the_notice_leads_to_the_question(town):
    number = asked(town)
    with town.connect() as conn:
        (notice,) = notices.listing(conn, "wangfang")
    assert notice.link == f"passport?unit={COUNTY}&month=2026-10&question={number}"
    assert notice.told("zh") == f"limin就{COUNTY} 2026-10 的“访问量”提问：为何比上月少一半？" or "提问" in notice.told(
        "zh"
    )


def test_where_a_unit_has_no_steward_the_one_above_is_told_and_otherwise_not(town):
    add(town, "cityhall", "steward", CITY)
    asked(town)
    assert told(town, "cityhall") == []
    asked(town, unit=OTHER)
    assert told(town, "cityhall") == ["question_asked"]


@pytest.mark.parametrize("by", ["wangfang"])
def test_a_steward_answers_and_does_not_ask(town, by):
    with pytest.raises(access.Refused):
        asked(town, by=by)


@pytest.mark.parametrize(
    "actor",
    [
        somebody("leader", OTHER, login="limin"),
        somebody("administrator", "330000", login="limin"),
        somebody("presenter", "330000", login="limin"),
        somebody("wall", "330000", login="limin"),
        somebody("leader", CITY, "某某局", login="limin"),
    ],
)
def test_who_may_not_ask_there_is_refused_and_nothing_is_kept(town, actor):
    with pytest.raises(access.Refused):
        questions.ask(town, "visits", COUNTY, OCTOBER, "", "为何？", by=actor)
    with town.connect() as conn:
        assert not conn.scalar(select(func.count()).select_from(question))


def test_a_leader_who_did_not_ask_cannot_answer(town):
    number = asked(town, by="chenjie")
    with pytest.raises(access.Refused):
        questions.answer(town, number, "我来说。", by=who("limin"))


def test_the_steward_of_another_unit_neither_sees_nor_answers(town):
    number = asked(town)
    other = somebody("steward", OTHER, name="other", login="wangfang")
    assert threads(town, other) == ()
    with pytest.raises(questions.Refused, match="没有第"):
        questions.answer(town, number, "？", by=other)


def test_a_question_without_an_answer_is_closed_by_nobody_but_who_takes_it_back(town):
    number = asked(town)
    with pytest.raises(questions.Refused, match="还没有答复"):
        questions.close(town, number, by=who("chenjie"))
    questions.close(town, number, by=who("limin"))
    assert threads(town, who("limin"))[0].state == "withdrawn"


def test_a_steward_cannot_close(town):
    number = asked(town)
    with pytest.raises(access.Refused):
        questions.close(town, number, by=who("wangfang"))


def test_who_lost_the_right_to_read_adds_nothing_to_what_they_asked(town):
    number = asked(town)
    with pytest.raises(questions.Refused):
        questions.answer(town, number, "还有一句。", by=somebody("leader", "330600", name="limin", login="limin"))


def test_what_is_closed_is_not_answered_or_closed_again(town):
    number = asked(town)
    questions.close(town, number, by=who("limin"))
    for again in (
        lambda: questions.close(town, number, by=who("limin")),
        lambda: questions.answer(town, number, "？", by=who("wangfang")),
    ):
        with pytest.raises(questions.Refused, match="已办结"):
            again()


def test_a_restricted_register_is_asked_about_by_those_named_for_it_alone(town):
    named = add(town, "jiwei", "leader", CITY, "纪委监委")
    with pytest.raises(access.Refused):
        questions.ask(town, "oversight", COUNTY, OCTOBER, "", "此项预警是否属实？", by=who("limin"))
    questions.ask(town, "oversight", COUNTY, OCTOBER, "", "此项预警是否属实？", by=named)
    assert threads(town, who("limin"), "oversight") == ()
    assert len(threads(town, named, "oversight")) == 1
    with town.connect() as conn:
        assert questions.open_of(conn, [COUNTY], actor=who("wangfang")).empty


def test_the_thread_stays_with_the_figure_whatever_batch_brings_a_newer_one(town):
    drawn = "unit | month | visits\n330203 | 2026-10 | {}"
    with store.writing(town) as conn:
        first = report(conn, reports(drawn.format(5)))
    asked(town)
    with store.writing(town) as conn:
        report(conn, reports(drawn.format(9)))
    with store.writing(town) as conn:
        withdraw(conn, first)
    assert len(threads(town, who("limin"))) == 1


@pytest.mark.parametrize(
    ("measure", "unit", "subject"),
    [
        ("no_such", COUNTY, ""),
        ("visits", "999999", ""),
        ("visits", COUNTY, "no_such_application"),
        ("problems", COUNTY, "no_such_row"),
    ],
)
def test_there_must_be_something_to_ask_about(town, measure, unit, subject):
    with pytest.raises(questions.Refused, match="没有这样的"):
        questions.ask(town, measure, unit, OCTOBER, subject, "为何？", by=who("limin"))


@pytest.mark.parametrize(("text", "why"), [("  \n\u202e ", "请写明"), ("长" * 2001, "2001")])
def test_nothing_and_too_much_is_refused(town, text, why):
    with pytest.raises(questions.Refused, match=why):
        asked(town, text)


def test_what_is_said_is_kept_as_it_was_said_without_what_cannot_be_seen(town):
    asked(town, "<b>为何</b>？\x00\r\n第二行\u202e")
    assert threads(town, who("limin"))[0].messages[0].text == "<b>为何</b>？\n第二行"


@pytest.mark.parametrize(
    "text",
    [
        "请联系 13812345678。",
        "电话138 1234 5678",
        "138-1234-5678",
        "１３８１２３４５６７８",
        "身份证330203199001011234",
        "33020319900101123X。",
    ],
)
def test_personal_data_never_enters_the_store(town, text):
    with pytest.raises(personal.Refused, match="个人信息") as refused:
        asked(town, text)
    assert text not in str(refused.value)
    with town.connect() as conn:
        assert not conn.scalar(select(func.count()).select_from(question))


@pytest.mark.parametrize(
    "text",
    ["从 1,466,800 到 200 亿", "批次 20261105123456789012", "11338000000000 元", "0.13812345678", "13812345678.5"],
)
def test_a_plain_number_is_no_personal_data(text):
    personal.refuse(text)


def test_open_questions_of_units_are_listed_with_what_a_desk_shows(town):
    first, second, third = asked(town, "一"), asked(town, "二", by="chenjie"), asked(town, "三", unit=OTHER)
    questions.answer(town, first, "答", by=who("wangfang"))
    closed = asked(town, "四")
    questions.close(town, closed, by=who("limin"))
    with town.connect() as conn:
        listed = questions.open_of(conn, [COUNTY, OTHER])
        assert list(listed["number"]) == [first, second, third]
        assert list(listed["answered"]) == [True, False, False]
        assert list(listed["text"]) == ["一", "二", "三"]
        assert str(listed["asked_at"].dtype).endswith("Asia/Shanghai]")
        assert questions.counts(conn, [COUNTY, OTHER]) == {COUNTY: 1, OTHER: 1}
        assert questions.open_of(conn, ["330100"]).empty
        assert questions.counts(conn, ["330100"]) == {}
        assert list(questions.open_of(conn, [COUNTY, OTHER], actor=who("wangfang"))["number"]) == [first, second]


def test_questions_behind_a_number_are_those_of_its_figures(town):
    open_, closed = asked(town), asked(town, "二")
    questions.close(town, closed, by=who("limin"))
    asked(town, "三", unit=OTHER)
    with town.connect() as conn:
        found = questions.of_number(conn, ["visits"], [COUNTY], [OCTOBER], actor=who("limin"))
        assert [thread.number for thread in found] == [open_, closed]
        spots = questions.open_spots(conn, ["visits"], [COUNTY, OTHER], [OCTOBER], actor=who("wangfang"))
        assert spots == {("visits", COUNTY, OCTOBER, "")}
        assert questions.of_number(conn, ["visits"], [COUNTY], [date(2026, 9, 1)], actor=who("limin")) == ()


def test_every_step_is_in_the_audit_log(town):
    number = asked(town)
    questions.answer(town, number, "答", by=who("wangfang"))
    questions.close(town, number, by=who("limin"))
    with town.connect() as conn:
        rows = conn.execute(
            select(audit_table.c.action, audit_table.c.login).where(audit_table.c.object == f"question {number}")
        )
        assert [tuple(row) for row in rows] == [
            ("question_asked", "limin"),
            ("question_answered", "wangfang"),
            ("question_closed", "limin"),
        ]


def test_who_has_no_account_asks_nothing(town):
    with pytest.raises(questions.Refused, match="账号"):
        questions.ask(town, "visits", COUNTY, OCTOBER, "", "为何？", by=somebody("leader", CITY))


OWNER = "纪委监委"


def test_of_a_restricted_register_those_alone_are_told_who_may_read_it_and_never_the_words(town):
    watcher = add(town, "chenling", "leader", CITY, OWNER)
    add(town, "zhongji", "steward", COUNTY, OWNER)
    number = questions.ask(town, "oversight", COUNTY, OCTOBER, "", "化整为零那条怎么办？", by=watcher)
    assert told(town, "zhongji")[0] == "question_asked"
    assert told(town, "wangfang") == []
    with town.connect() as conn:
        (notice, *_) = notices.listing(conn, "zhongji")
        logged = conn.scalar(select(audit_table.c.after).where(audit_table.c.action == "question_asked"))
    assert "化整为零" not in notice.told("zh") + logged
    assert threads(town, watcher, "oversight")[0].messages[0].text == "化整为零那条怎么办？"
    assert number


def test_who_took_part_and_lost_the_role_is_told_no_more(town):
    number = asked(town)
    questions.answer(town, number, "系统迁移。", by=who("wangfang"))
    with town.connect() as conn:
        people = accounts.listing(conn)
    accounts.take(town, int(people.loc[people["login"] == "wangfang", "grant"].iloc[0]), by=somebody("administrator"))
    before = told(town, "wangfang")
    questions.close(town, number, by=who("limin"))
    assert told(town, "wangfang") == before
    with pytest.raises(questions.Refused):
        questions.answer(town, asked(town), "还有一句。", by=who("wangfang"))


ROW = """
key | list  | unit   | department | title      | severity | found      | assigned   | due
W-1 | audit | 330203 | 财政局     | 账实不符   | grave    | 2026-01-05 | 2026-01-08 | 2026-04-30
"""


@pytest.fixture
def with_row(town):
    """A problem of the county that the finance bureau is to settle, with somebody who answers for that bureau alone."""
    rows = drawn(ROW).assign(
        sheet="七张问题清单", cell="A2", removed=False, reopened=0, status=None, closed=None, accepted=None
    )
    for field in ("found", "assigned", "due"):
        rows[field] = [pd.Timestamp(day).date() for day in rows[field]]
    with town.connect() as conn:
        compared = compare(conn, no_figures(), {"problems": rows})
    commit(town, compared, Source("workbook", "w.xlsx", b"w"), by=somebody("steward", "330000", name="某人"))
    add(town, "finance", "steward", COUNTY, "财政局")
    add(town, "education", "steward", COUNTY, "教育局")
    return town


def test_a_question_at_a_row_goes_to_the_unit_and_to_the_department_that_answers(with_row):
    number = questions.ask(with_row, "problems", COUNTY, OCTOBER, "W-1", "何时办结？", by=who("limin"))
    assert [told(with_row, login) for login in ("wangfang", "finance", "education")] == [["question_asked"]] * 2 + [[]]
    with with_row.connect() as conn:
        (notice,) = notices.listing(conn, "finance")
        (thread,) = of_row(conn, "problems", "W-1", actor=who("limin"))
        assert of_row(conn, "problems", "W-1", actor=somebody("steward", OTHER, login="x")) == ()
    assert notice.link == f"object?unit={COUNTY}&month=2026-10&register=problems&key=W-1&question={number}"
    assert thread.department == "财政局"
    for login, department in (("education", "教育局"), ("finance", "财政局")):
        by = somebody("steward", COUNTY, department, name=login, login=login)
        if login == "education":
            with pytest.raises(access.Refused):
                questions.answer(with_row, number, "不归我们。", by=by)
        else:
            questions.answer(with_row, number, "本月办结。", by=by)
    assert told(with_row, "limin") == ["question_answered"]


@pytest.mark.parametrize(("unit", "key"), [(OTHER, "W-1"), (COUNTY, "W-2")])
def test_a_row_is_asked_about_where_it_is(with_row, unit, key):
    with pytest.raises(questions.Refused, match="没有这样的"):
        questions.ask(with_row, "problems", unit, OCTOBER, key, "为何？", by=who("limin"))


def test_a_question_has_a_day_and_is_told_once_when_it_has_passed(town):
    today = months.today()
    usual = asked(town)
    soon = asked(town, due=today)
    with town.connect() as conn:
        due = dict(zip(*(questions.open_of(conn, [COUNTY])[name] for name in ("number", "due")), strict=True))
    assert due == {usual: working_days.after(today, 5), soon: today}
    with pytest.raises(questions.Refused, match="已经过去"):
        asked(town, due=today - timedelta(days=1))
    later = months.now() + timedelta(days=1)
    assert clock.remind(town, months.now()) == 0
    assert clock.remind(town, later) == 2  # the steward and who asked
    assert clock.remind(town, later) == 0
    assert told(town, "limin") == ["question_overdue"]
    questions.answer(town, usual, "已核实。", by=who("wangfang"))
    assert clock.remind(town, later + timedelta(days=30)) == 0
