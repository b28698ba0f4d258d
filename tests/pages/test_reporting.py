"""The pages of delivery: who reported when, what it costs, and what is asked of whom until when."""

from datetime import date, datetime

import pytest
from sqlalchemy import delete, select

from data import months
from data.reporting import calendar, obligations
from data.schema import obligation
from metrics import query
from tests.pages.stores import report_ningbo
from tests.people import everybody, somebody

ASKED = {"unit": "330200", "month": "2024-10"}


@pytest.fixture
def filled(started, monkeypatch):
    monkeypatch.setattr(months, "now", lambda: datetime(2024, 11, 5, 9, tzinfo=months.SHANGHAI))
    report_ningbo(started)
    monkeypatch.setattr(months, "now", lambda: datetime(2024, 11, 20, 9, tzinfo=months.SHANGHAI))
    return started


def test_every_unit_of_the_city_has_its_months_and_who_to_call_is_named(filled, screen_of):
    html = screen_of(filled).open("reporting", **ASKED)
    assert html.count("matrix-name") == 10
    assert "海曙区" in html
    assert "缺 19 项" in html  # two measures and the problem lists are in
    assert "无填报员账号" in html
    assert "填报完整率" in html
    assert "没有待审核的报送" in html


@pytest.mark.parametrize(("role", "offered"), [("leader", True), ("steward", False)])
def test_who_may_charge_a_unit_instructs_it_about_what_it_owes(filled, screen_of, role, offered):
    html = screen_of(filled, somebody(role, "330200", login="limin")).open("reporting", **ASKED)
    assert (
        "metric=completeness&amp;charge=metric" in html or "charge=metric&amp;metric=completeness" in html
    ) == offered


def test_a_unit_without_units_below_shows_what_it_owes(filled, screen_of):
    html = screen_of(filled).open("reporting", lang="en", **ASKED | {"unit": "330203"})
    assert "Ratings of satisfied" in html
    assert "2024-10 On time" in html
    assert "2024-10 Missing" in html


def test_only_ones_own_units_are_shown(filled, screen_of):
    html = screen_of(filled, somebody("leader", "330203")).open("reporting", **ASKED)
    assert "江北区" not in html
    assert "海曙区" in html or "评价数" in html


def test_all_panels_of_the_page_share_one_reading_of_the_rates(filled, screen_of, monkeypatch):
    asked, snapshot = [], query.snapshot

    def noted(conn, metrics, *place, **known):
        asked.append({metric.key for metric in metrics})
        return snapshot(conn, metrics, *place, **known)

    monkeypatch.setattr(query, "snapshot", noted)
    screen_of(filled).open("reporting", **ASKED | {"unit": "330000"})
    assert sum("completeness" in keys or "timeliness" in keys for keys in asked) == 1


@pytest.mark.parametrize("order", [{"order": "worst"}, {"show": "troubled"}, {"months": "24"}, {"months": "x'"}])
def test_orders_and_spans(filled, screen_of, order):
    assert "matrix-name" in screen_of(filled).open("reporting", **ASKED | order)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_burden_says_how_much_is_asked_and_that_nobody_has_looked_yet(filled, screen_of, lang):
    html = screen_of(filled).open("burden", lang=lang, **ASKED)
    assert ("按每项 2 分钟估算" if lang == "zh" else "at 2 minutes a cell") in html
    assert ("还没有查看记录" if lang == "zh" else "No looks have been noted yet") in html
    assert "220" in html  # ten districts with 22 duties each


def test_where_nothing_is_owed_every_panel_of_the_burden_says_so(filled, screen_of):
    with filled.begin() as conn:
        conn.execute(delete(obligation))
    html = screen_of(filled).open("burden", **ASKED)
    assert html.count("还没有布置填报任务。") == 2  # through the months, and by unit


def test_obligations_are_listed_declared_with_their_cost_and_ended(filled, screen_of):
    screen = screen_of(filled, everybody())
    html = screen.open("duties")
    assert "现行填报任务" in html
    assert "初始数据" in html
    screen.app.multiselect(key="duty-whats").set_value(["visits"])
    screen.app.selectbox(key="duty-unit").set_value("330200")
    screen.run()
    assert any("10 个单位每年各填 12 项" in each.value for each in screen.app.markdown)
    screen.app.button(key="duty-send").click()
    assert "已布置 1 项填报任务" in screen.run()
    with filled.connect() as conn:
        newest = conn.execute(select(obligation).order_by(obligation.c.number.desc())).first()
    assert (newest.unit, newest.what, newest.level, newest.holds_from) == (
        "330200",
        "visits",
        "leaf",
        date(2024, 11, 1),
    )


def test_a_month_is_locked_and_published_and_a_refusal_is_a_sentence(filled, screen_of):
    screen = screen_of(filled, everybody())
    screen.open("duties")
    screen.app.button(key="calendar-publish").click()
    assert "2024-10 已向所有单位公布" in screen.run()
    screen.app.button(key="calendar-publish").click()
    assert "已由" in screen.run()
    screen.app.button(key="calendar-lock").click()
    screen.run()
    with filled.connect() as conn:
        assert calendar.state(conn, date(2024, 10, 1)) == "closed"


def test_who_may_not_oblige_is_not_offered_the_page(filled, screen_of):
    app = screen_of(filled, somebody("leader")).app
    app.switch_page("pages/admin/duties.py")
    app.run()
    assert not app.multiselect


def test_a_new_obligation_shows_at_once_though_nothing_came_in(filled, screen_of):
    screen = screen_of(filled, everybody())
    before = screen.open("passport", metric="sharing_fulfilment", **ASKED)
    assert "缺 10" in before
    with filled.connect() as conn:
        numbers = [row.number for row in conn.execute(select(obligation)) if row.what.startswith("requests")]
    for number in numbers:
        obligations.end(filled, number, date(2024, 10, 1), by=everybody())
    obligations.declare(
        filled, [obligations.Rule("330203", "leaf", "requests", 1, 8, date(2024, 1, 1))], by=everybody()
    )
    after = screen.open("passport", metric="sharing_fulfilment", **ASKED)
    assert "缺 1" in after
    assert "缺 10" not in after


def test_a_month_that_is_not_due_ranks_nobody(filled, screen_of):
    assert "还没有单位有数，暂不排名" in screen_of(filled).open("reporting", **ASKED | {"month": "2024-11"})
