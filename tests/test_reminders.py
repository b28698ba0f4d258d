"""Reminders: each once, by Zhejiang's days, to whom it concerns, naming how much is missing."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update

from data import months, store
from data.notices import notices
from data.reporting import calendar, reminders
from data.reporting.outstanding import missing
from data.schema import batch_file, sent_back, submission
from data.settings import Notices, Settings
from tests import talking
from tests.cases import report, reports
from tests.duties import oblige
from tests.people import everybody
from tests.talking import COUNTY, OCTOBER, OTHER, add

DUE = date(2026, 11, 8)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=months.SHANGHAI)


PREPARED = talking.started


@pytest.fixture
def town(engine, monkeypatch):
    """Two duties of the county; the clock is whatever `remind` is given."""
    here = Settings(notices=Notices(days_before=(3, 0), days_after=(1, 3, 7)))
    monkeypatch.setattr(reminders, "settings", lambda: here)
    with store.writing(engine) as conn:
        oblige(conn, f"unit | what\n{COUNTY} | visits\n{COUNTY} | app_users")
    return engine


@pytest.fixture
def remind(town, monkeypatch):
    """`remind(day, hour)` → what was told to whom, newest first, and how many that were."""

    def run(day: date, hour: int = 9, minute: int = 0) -> int:
        now = at(day, hour, minute)
        monkeypatch.setattr(months, "now", lambda: now)
        return reminders.remind(town, now)

    return run


def told(engine, login="wangfang"):
    with engine.connect() as conn:
        return [notice.told("zh") for notice in notices.listing(conn, login)]


def handed_in(engine, *measures, unit=COUNTY):
    drawn = "unit | month |" + "|".join(measures) + f"\n{unit} | 2026-10 |" + "|".join("1" for _ in measures)
    with store.writing(engine) as conn:
        report(conn, reports(drawn))


def submit(engine, unit=COUNTY, month=OCTOBER, by="wangfang", state="waiting") -> None:
    with store.writing(engine) as conn:
        conn.execute(insert(batch_file).values(sha256="0" * 64, content=b""))
        row = {
            "number": 1,
            "draft": 1,
            "unit": unit,
            "month": month,
            "source": "workbook",
            "correction": "",
            "at": at(DUE),
        }
        counts = {"base": 0, "cells": 2, "warnings": 0, "step": 0, "steps": 1, "state": state}
        file = {"file_name": "", "sha256": "0" * 64}
        conn.execute(insert(submission).values(**row, person=by, name=by, **file, **counts))


def send_back(engine, due: datetime, sent: datetime, cells: int = 2) -> None:
    submit(engine, state="accepted")
    what = {"submission": 1, "register": "", "measure": "visits", "unit": COUNTY, "month": OCTOBER, "subject": ""}
    said = {"sheet": "1", "said": "5", "reason": "偏大", "person": "chenjie", "name": "chenjie"}
    with store.writing(engine) as conn:
        for number in range(1, cells + 1):
            row = {"number": number, "cell": f"C{number}", "due": due, "at": sent}
            conn.execute(insert(sent_back).values(**what, **said, **row))


def test_before_the_day_due_the_stewards_are_told_how_much_is_missing(town, remind):
    assert remind(DUE - timedelta(days=3)) == 1
    assert told(town) == [f"{COUNTY} 2026-10 还有 2 项未报，2026-11-08 截止，还剩 3 天。"]
    assert told(town, "chenjie") == []


@pytest.mark.parametrize("days", [20, 4])
def test_nobody_is_told_earlier(remind, days):
    assert remind(DUE - timedelta(days=days)) == 0


def test_every_reminder_comes_once_and_in_its_order(town, remind):
    day = DUE - timedelta(days=5)
    while day < DUE + timedelta(days=20):
        for hour in (8, 23):
            remind(day, hour)
        day += timedelta(days=1)
    assert [sentence.split("，")[-1] for sentence in told(town)[::-1]] == [
        "还剩 3 天。",
        "今天（2026-11-08）截止。",
        "逾期 1 天。",
        "逾期 3 天。",
        "逾期 7 天。",
    ]
    assert len(told(town, "chenjie")) == 3


def test_a_day_is_zhejiangs_and_nobody_is_told_at_night(town, remind):
    eve = DUE - timedelta(days=1)
    assert remind(DUE, 7, 59) == 0
    assert remind(eve, 23, 59) == 1  # made up for: three days before
    assert "还剩 1 天" in told(town)[0]
    assert remind(DUE, 8) == 1
    assert "今天" in told(town)[0]
    assert remind(DUE, 23, 59) == 0


def test_what_is_there_is_not_asked_for(town, remind):
    handed_in(town, "visits")
    remind(DUE)
    assert "还有 1 项" in told(town)[0]
    handed_in(town, "visits", "app_users")
    assert remind(DUE + timedelta(days=1)) == 0


def test_one_notice_a_unit_and_day_due(town, remind):
    add(town, "both", "steward", "330200")
    with store.writing(town) as conn:
        oblige(conn, f"unit | what | due_day\n{COUNTY} | requests | 9\n{OTHER} | visits | 8")
    remind(DUE)
    assert len(told(town)) == 2
    assert len(told(town, "both")) == 1  # of the neighbour, who has no steward of its own


def test_what_waits_for_approval_is_the_approvers_to_be_told_of(town, remind):
    submit(town)
    assert remind(DUE) == 0
    assert remind(DUE + timedelta(days=1)) == 1
    assert told(town) == []
    assert told(town, "chenjie") == [
        f"{COUNTY} 2026-10 的数据已提交、尚未审核，涉及 2 项，2026-11-08 已截止，逾期 1 天。"
    ]


def test_the_approvers_of_the_next_step_are_told(town, remind):
    add(town, "province", "approver", "330000")
    submit(town)
    with store.writing(town) as conn:
        conn.execute(update(submission).values(step=1, steps=2))
    remind(DUE + timedelta(days=1))
    assert [len(told(town, login)) for login in ("chenjie", "province")] == [0, 1]


def test_a_locked_month_is_not_asked_for(town, remind):
    calendar.lock(town, OCTOBER, by=everybody())
    assert remind(DUE) == 0


def test_a_server_that_was_down_tells_it_late_but_not_of_long_ago(town, remind):
    assert remind(DUE + timedelta(days=2)) == 2  # the steward and the approver, as of the day after
    assert "逾期 2 天" in told(town)[0]
    assert remind(date(2027, 6, 1)) == 0


def test_over_the_turn_of_a_month_the_month_before_is_meant(town, remind, monkeypatch):
    late = Settings(notices=Notices(days_before=(10,), days_after=(25,)))
    monkeypatch.setattr(reminders, "settings", lambda: late)
    assert remind(date(2026, 10, 29)) == 1  # ten days before the 8th of November
    assert "2026-10 " in told(town)[0]
    assert remind(date(2026, 12, 3)) == 2  # twenty-five days after it: the steward and the approver
    assert ["2026-10 " in each for each in told(town)] == [True, True]


def test_cells_sent_back_are_due_as_well(town, remind):
    handed_in(town, "visits", "app_users")
    send_back(town, due=at(DUE + timedelta(days=10), 18), sent=at(DUE + timedelta(days=1)))
    assert remind(DUE + timedelta(days=6)) == 0
    assert remind(DUE + timedelta(days=7)) == 1
    assert told(town) == [f"{COUNTY} 2026-10 有 2 个退回的单元格待重报，2026-11-18 截止，还剩 3 天。"]
    assert remind(DUE + timedelta(days=11)) == 1
    assert "逾期 1 天" in told(town)[0]


def test_who_was_just_sent_cells_is_not_reminded_the_same_day(town, remind):
    handed_in(town, "visits", "app_users")
    send_back(town, due=at(DUE + timedelta(days=2), 18), sent=at(DUE))
    assert remind(DUE) == 0
    assert remind(DUE + timedelta(days=2)) == 1


def test_what_is_outstanding_is_what_is_owed_and_not_there(town):
    with store.writing(town) as conn:
        oblige(conn, f"unit | what\n{OTHER} | visits")
    handed_in(town, "visits")
    with town.connect() as conn:
        lacking = missing(conn, OCTOBER)
    assert sorted(zip(lacking["unit"], lacking["what"], strict=True)) == [(COUNTY, "app_users"), (OTHER, "visits")]


def test_a_register_is_there_where_the_unit_has_a_row(town):
    with store.writing(town) as conn:
        oblige(conn, f"unit | what\n{COUNTY} | problems")
    with town.connect() as conn:
        assert (missing(conn, OCTOBER)["what"] == "problems").sum() == 1
