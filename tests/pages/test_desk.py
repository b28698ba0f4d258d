"""A steward's desk: what is owed and by when, what came back and why, what is being decided, what was asked."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete

from data import months
from data.access import Grant
from data.questions import questions
from data.reporting import approval, calendar, drafts
from data.reporting.approval import Back
from data.schema import obligation
from tests.pages.handed_in import already_counts, hand_in
from tests.people import everybody
from tests.staff import hire
from ui.desk.clock import left, moment, standing

OCTOBER = date(2024, 10, 1)
HERE = {"month": "2024-10"}
WHOLE = """
    measure   | unit   | month   | value
    rated     | 330203 | 2024-10 | 1000
    satisfied | 330203 | 2024-10 | 900
    rated     | 330205 | 2024-10 | 800
    satisfied | 330205 | 2024-10 | 700
"""
NOW = datetime(2024, 11, 5, 20, 0, tzinfo=months.SHANGHAI)
DUE = datetime(2024, 11, 8, 23, 59, 59, 999999, tzinfo=months.SHANGHAI)


@pytest.fixture
def wang(started):
    return hire(started, "wang", "330200", Grant("steward", "330200"), name="王芳")


@pytest.fixture
def zhao(started):
    return hire(started, "zhao", "330000", Grant("approver", "330000"), name="赵敏")


@pytest.fixture
def sent_back(started, wang, zhao, approval_levels):
    """October of Ningbo handed in, and one cell of it sent back."""
    approval_levels(1)
    number = hand_in(started, wang)
    back = Back("月报", "C3", "请核对是否少写了一位。", months.now() + timedelta(days=1))
    approval.accept(started, number, by=zhao, step=0, sending_back=[back])


def test_an_empty_desk_says_what_is_owed_and_by_when(started, screen_of, wang):
    html = screen_of(started, wang).open("desk", **HERE)
    assert "已逾期" in html
    assert "2024年11月8日 24:00" in html
    assert "已报 0 / 220 项" in html
    assert "没有退回的单元格" in html
    assert "没有待审核的报送" in html
    assert "没有待答的提问" in html
    assert html.count("逾期，缺 22 项") == 10
    assert "upload?unit=330200" in html


def test_where_nothing_is_owed_nobody_is_late(started, screen_of, wang):
    with started.begin() as conn:
        conn.execute(delete(obligation))
    html = screen_of(started, wang).open("desk", **HERE)
    assert "没有填报任务" in html
    assert "已逾期" not in html
    assert "已逾期" not in screen_of(started, wang).open("upload", unit="330200", **HERE)


def test_a_cell_sent_back_says_why_and_leads_to_it(started, screen_of, wang, sent_back):
    html = screen_of(started, wang).open("desk", **HERE)
    assert "请核对是否少写了一位" in html
    assert "江北区 月报 C3" in html
    assert "3,000" in html
    assert "赵敏" in html
    assert "upload?unit=330200&amp;month=2024-10&amp;lang=zh&amp;sheet=%E6%9C%88%E6%8A%A5&amp;cell=C3" in html
    assert 'class="warn"' in html  # due within a day


def test_units_stand_worst_first_with_what_became_of_them(started, screen_of, wang, sent_back):
    html = screen_of(started, wang).open("desk", **HERE)
    units = html[html.index('data-panel="units"') :]
    assert units.index("北仑区") < units.index("海曙区")
    assert "2 / 22" in units
    assert "已通过" in units


def test_units_of_which_all_is_in_stand_in_one_line_and_no_clock_runs_on_them(started, screen_of, wang):
    with started.begin() as conn:
        conn.execute(delete(obligation).where(obligation.c.what.not_in(["rated", "satisfied"])))
    already_counts(started, WHOLE, wang)
    screen = screen_of(started, wang)
    units = screen.open("desk", **HERE)
    whole = units[units.index('class="whole"') : units.index('data-panel="matrix"')]
    assert "已报齐 2 个单位" in whole
    assert [name for name in ("海曙区", "江北区", "北仑区") if name in whole] == ["海曙区", "江北区"]
    assert "2 项都已报齐" in screen.open("upload", unit="330203", **HERE)
    assert "已逾期" in screen.open("upload", unit="330206", **HERE)


@pytest.mark.parametrize("page", ["desk", "upload"])
def test_the_months_before_stand_below(started, screen_of, wang, page):
    screen = screen_of(started, wang)
    assert 'class="matrix' in screen.open(page, unit="330200", **HERE)
    of_a_county = screen.open(page, unit="330203", lang="en", **HERE)
    matrix = of_a_county[of_a_county.index('data-panel="matrix"') :]
    assert "Data bureau" in matrix
    assert "大数据局" not in matrix


def test_what_waits_is_shown_with_its_step(started, screen_of, wang, zhao, approval_levels):
    approval_levels(1)
    hand_in(started, wang)
    html = screen_of(started, wang).open("desk", **HERE)
    assert "第 1 / 1 级" in html
    assert "报送待审核" in html


def test_an_open_draft_says_who_saved_it_and_for_whom(started, screen_of, wang):
    drafts.open_(started, "330200", OCTOBER, by=wang)
    html = screen_of(started, wang).open("desk", **HERE)
    assert "王芳 " in html
    assert "在宁波市的草稿里" in html


def test_a_question_leads_to_the_figure(started, screen_of, wang, zhao):
    number = questions.ask(started, "rated", "330203", OCTOBER, "", "为什么翻了一番？", by=zhao)
    html = screen_of(started, wang).open("desk", **HERE)
    assert "为什么翻了一番？" in html
    assert f"passport?unit=330203&amp;month=2024-10&amp;lang=zh&amp;question={number}" in html


def test_a_closed_month_and_an_exception_from_it(started, screen_of, wang):
    calendar.lock(started, OCTOBER, by=everybody())
    screen = screen_of(started, wang)
    assert "已锁定" in screen.open("desk", **HERE)
    until = months.now() + timedelta(days=2)
    calendar.allow(started, OCTOBER, "330200", "wang", until, "补报", by=everybody())
    assert "为您开放至" in screen.open("desk", **HERE)


def test_a_correction_needs_a_reason_and_opens_its_draft(started, screen_of, wang):
    screen = screen_of(started, wang)
    screen.open("desk", **HERE)
    assert screen.app.button(key="correct").disabled
    screen.app.text_input(key="correct-why").set_value("统计口径有误")
    screen.run()
    screen.app.button(key="correct").click()
    html = screen.run()
    assert "统计口径有误" in html
    with started.connect() as conn:
        last = months.shift(months.today().replace(day=1), -1)
        draft = drafts.current(conn, "330200", last, correction=True)
    assert draft.correction == "统计口径有误"
    assert "未提交的更正" in screen.open("desk", **HERE)


def test_a_desk_without_units_says_whom_to_ask(started, screen_of):
    held = Grant("steward", "330113"), Grant("leader", "330000")  # 临平区 there was not yet
    html = screen_of(started, hire(started, "lin", "330000", *held, name="林")).open("desk", month="2021-01")
    assert "您还没有负责填报的单位" in html


def test_each_sees_their_own_units_alone(started, screen_of, wang, sent_back):
    zhu = hire(started, "zhu", "330203", Grant("steward", "330203"), name="朱")
    html = screen_of(started, zhu).open("desk", **HERE)
    assert "海曙区" in html
    assert "江北区" not in html
    assert "没有退回的单元格" in html


def test_who_does_not_report_has_no_desk(started, screen_of, zhao):
    screen = screen_of(started, zhao)
    screen.app.switch_page("pages/stewards/desk.py")
    screen.app.run()
    assert "没有打开“我的填报”的权限" in "".join(screen.boards().values())


@pytest.mark.parametrize(
    ("due", "told", "how"),
    [
        (DUE, "还有 3 天 3 小时", "calm"),
        (DUE - timedelta(days=1), "还有 2 天 3 小时", "near"),
        (NOW + timedelta(minutes=90), "还有 1 小时 30 分", "near"),
        (NOW - timedelta(days=1, hours=2), "已逾期 1 天 2 小时", "late"),
    ],
)
def test_the_clock_is_calm_until_it_is_near(due, told, how):
    assert left(due, NOW, "zh") == told
    assert standing(due, NOW) == how


def test_the_last_moment_of_a_day_is_its_end():
    assert moment(DUE, "zh") == "2024年11月8日 24:00"
    assert moment(DUE, "en") == "Nov 8 2024, 24:00"


def test_in_english(started, screen_of, wang, sent_back):
    html = screen_of(started, wang).open("desk", lang="en", **HERE)
    assert "Sent back to mend" in html
    assert "Ratings given" in html
