"""Meetings on the screen: called, opened, decided in at a number, closed; the next one opens with what changed."""

import re
from datetime import date, datetime, timedelta

import pytest

from data import months, store
from data.access import Grant
from data.meetings import reading, steps
from data.meetings.steps import Plan
from tests import cases
from tests.pages.stores import with_ningbo
from tests.pages.test_instructions import buttons, press
from tests.staff import hire

NINGBO, HAISHU = "330200", "330203"
WHERE = {"unit": NINGBO, "month": "2024-10"}


@pytest.fixture
def engine(stores, tmp_path):
    with stores.sqlite(with_ningbo, tmp_path) as made:
        yield made


def test_from_called_to_the_next_with_a_decision_at_a_number(engine, screen_of, monkeypatch):
    leader = hire(engine, "leader", NINGBO, Grant("leader", NINGBO), name="李敏")
    clock = [datetime(2024, 11, 20, 9, tzinfo=months.SHANGHAI)]
    monkeypatch.setattr(months, "now", lambda: clock[0])
    screen = screen_of(engine, leader)
    assert "还没有会议" in screen.open("meetings", **WHERE)
    screen.app.text_area[0].set_value("年底收官")
    assert "已召集“数字化改革工作例会”" in press(screen, "召集")
    shown = press(screen, "开会")
    assert "会议已开始" in shown
    assert "年底收官" in shown
    assert "还没有决定" in shown
    (way,) = set(re.findall(r'href="([^"]*charge=metric[^"]*)"', shown)[:1]) or {""}
    assert "meeting=1" in way
    assert "revision=" in way
    clock[0] += timedelta(minutes=5)
    screen.open("instructions", metric="satisfaction", charge="metric", meeting="1", unit=HAISHU, month="2024-10")
    assert "会议决定已交办为第 1 号" in press(screen, "交办")
    assert "会议决定" in screen.open("instructions", instruction="1", **WHERE)
    shown = screen.open("meetings", meeting="1", **WHERE)
    assert "本次决定 · 1" in shown
    screen.app.text_area(key="minutes-1").set_value("同意。")
    shown = press(screen, "结束会议")
    assert "会议已结束" in shown
    assert "同意。" in shown

    clock[0] += timedelta(days=60)
    with store.writing(engine) as conn:
        cases.report(conn, cases.reports(f"unit | month | rated | satisfied\n{HAISHU} | 2024-12 | 100 | 50"))
    screen.open("meetings", unit=NINGBO, month="2024-12")
    press(screen, "召集")
    shown = screen.open("meetings", meeting="2", unit=NINGBO, month="2024-12")
    assert "2024-11-20 以来的变化" in shown
    assert "第 1 号" in shown
    assert "已验收 0/1" in shown
    english = screen.open("meetings", meeting="2", unit=NINGBO, month="2024-12", lang="en")
    assert "What changed since 2024-11-20" in english
    assert "Revision" in english


def test_who_only_reads_sees_no_button_and_who_does_not_read_sees_nothing(engine, screen_of):
    leader = hire(engine, "leader", NINGBO, Grant("leader", NINGBO))
    number = steps.call(engine, Plan(NINGBO, date(2027, 1, 8), "例会"), by=leader)
    screen = screen_of(engine, hire(engine, "steward", NINGBO, Grant("steward", NINGBO)))
    assert "例会" in screen.open("meetings", meeting=str(number), **WHERE)
    assert "开会" not in buttons(screen)
    other = screen_of(engine, hire(engine, "county", HAISHU, Grant("leader", HAISHU)))
    assert "没有第 1 次会议" in other.open("meetings", meeting=str(number), unit=HAISHU, month="2024-10")
    with engine.connect() as conn:
        assert reading.of_actor(conn, leader)
