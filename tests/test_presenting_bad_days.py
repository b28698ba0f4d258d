"""Bad days of whoever presents: a step whose page, unit or metric is no more, and a month that is opened again while it is shown. The
others have tests where they belong; `HELD` says which."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data import store
from data.access import Grant
from data.meetings import steps as meetings
from data.people import sessions, walls
from data.presenting import concerns, readable, running
from data.presenting.views import View
from data.reporting import calendar
from data.text import LANGUAGES
from metrics import METRICS
from tests import presenting
from tests.presenting import CITY, OCTOBER, STEPS, made, who
from tests.staff import hire
from tests.test_live import HERE, browser, signed  # noqa: F401 (a fixture)

PREPARED = presenting.started
HELD = {
    "server restarted in mid-session": ("pages/test_session.py", "test_a_session_from_its_first_step_to_next_months_slides"),
    "the wall's network gone": ("pages/test_presenting.py", "test_a_wall_goes_where_the_console_leads_it_and_stays_while_the_server_is_away"),
    "a wall that stays dark": ("test_rotation.py", "test_a_dark_wall_is_an_alarm_for_who_keeps_it_and_who_administers_once_while_it_is_missed"),
    "two presenters at once": ("test_presentations.py", "test_two_who_press_at_once_do_one_thing_and_a_second_presenter_takes_over"),
    "a step that is no more, in a rotation": ("test_rotation.py", "test_a_step_that_is_no_more_is_passed_over_with_a_sentence"),
    "placeholders that were deleted": ("test_decks_updated.py", "test_what_cannot_be_renewed_is_left_and_told_and_the_rest_is_renewed"),
    "a meeting that a wall may not show": ("test_presenting_bad_days.py", "test_what_a_wall_may_not_show_of_a_step_is_told_with_its_name"),
    "a font that is missing": ("test_papers.py", "test_without_a_chinese_font_it_is_said_who_installs_one"),
    "a docx with tracked changes": ("test_proofreading_documents.py", "test_a_remark_in_a_change_of_somebody_elses_stands_at_the_run_before"),
    "300 pages, or pictures alone": ("test_proofreading_pdf.py", "test_three_hundred_pages_and_a_scan_get_a_sentence_in_both_languages"),
    "macros in a deck": ("test_decks_updated.py", "test_a_file_that_is_not_taken_is_refused_with_a_sentence"),
    "200 walls in rotation": ("test_rotation.py", "test_two_hundred_walls_are_read_in_as_many_queries_as_one"),
}  # fmt: skip


@pytest.mark.parametrize("day", HELD)
def test_every_bad_day_has_its_test(day):
    file, name = HELD[day]
    tree = ast.parse((Path(__file__).parent / file).read_text(encoding="utf-8"))
    assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def told(engine, step):
    with engine.connect() as conn:
        (found,) = concerns.of_steps(conn, [step], METRICS)
        return found


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View("overview", "339999", OCTOBER), ("单位“339999”已不存在", "there is no unit “339999” any more")),
        (View("gone", CITY, OCTOBER), ("页面“gone”已不存在", "there is no page “gone” any more")),
        (View("map", CITY, OCTOBER, (("metric", "gone"),)), ("指标“gone”已不存在", "there is no metric “gone” any more")),
        (View("register", CITY, OCTOBER, (("register", "gone"),)), ("清单“gone”已不存在", "there is no list “gone” any more")),
    ],
)  # fmt: skip
def test_a_step_that_is_no_more_is_told_to_whoever_presents(engine, view, said):
    assert told(engine, STEPS[0]) is None
    found = told(engine, replace(STEPS[0], view=view))
    assert all(words in found.in_(lang) for words, lang in zip(said, LANGUAGES, strict=True))


def test_a_month_opened_again_while_it_is_shown_is_told_until_it_is_locked_anew(engine, monkeypatch, browser):  # noqa: F811
    keeper = hire(engine, "keeper", "330000", Grant("administrator", "330000"), name="管历")
    calendar.lock(engine, OCTOBER, by=keeper)
    running.start(engine, made(engine), (), by=who(engine, "lan"))
    assert told(engine, STEPS[0]) is None
    calendar.unlock(engine, OCTOBER, by=keeper)
    found = told(engine, STEPS[0])
    assert found.zh == "2024-10 已由管历重新开放填报，这一步的数随时可能变。"
    assert "opened again by 管历" in found.en
    pinned = replace(STEPS[0], view=replace(STEPS[0].view, query=(("revision", "1"),)))
    assert told(engine, pinned) is None  # stands still
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    assert found.zh in browser(signed(engine, "lan")).get("/present/1?lang=zh", headers=HERE).text
    calendar.lock(engine, OCTOBER, by=keeper)
    assert told(engine, STEPS[0]) is None
    assert found.zh not in browser(signed(engine, "lan")).get("/present/1?lang=zh", headers=HERE).text


def test_what_a_wall_may_not_show_of_a_step_is_told_with_its_name(engine, monkeypatch, browser):  # noqa: F811
    head, lan = who(engine, "head"), who(engine, "lan")
    theirs, above = (
        meetings.call(engine, meetings.Plan(unit, date(2024, 11, 20), "例会"), by=head) for unit in (CITY, "330000")
    )
    wall = walls.pair(engine, walls.make(engine, "大厅", CITY, {"lang": "zh"}, by=lan), "", "")
    steps = [
        replace(STEPS[0], view=View(page, CITY, OCTOBER, ((what, str(number)),)))
        for page, what, number in (
            ("meetings", "meeting", theirs),
            ("meetings", "meeting", above),
            ("meetings", "meeting", 99),
            ("instructions", "instruction", 99),
        )
    ]
    running.start(engine, made(engine, steps), [sessions.find(engine, wall).wall], by=lan)
    with engine.connect() as conn:
        found = [readable.unread(conn, step, 1) for step in steps]
        assert readable.unread(conn, STEPS[0], 1) is None
    assert [each is None for each in found] == [True, False, False, False]
    assert ["会议" in found[1].zh, "会议" in found[2].zh, "交办" in found[3].zh] == [True] * 3
    assert "the meeting" in found[1].en
    assert "“大厅”" in found[1].zh
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    shown = browser(signed(engine, "lan"))
    assert found[1].zh not in shown.get("/present/1?lang=zh", headers=HERE).text
    running.steer(engine, 1, "next", 1, by=lan)
    assert found[1].zh in shown.get("/present/1?lang=zh", headers=HERE).text
