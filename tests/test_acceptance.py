"""The five ‘ones’ tried on a store: each test can pass and fail, says of what it is not true, and is kept as a row."""

from datetime import date, datetime, timedelta

import pandas as pd
from sqlalchemy import select

from data import months, store
from data.clocks.reading import About
from data.figures import as_of
from data.instructions import clock as instructions_clock
from data.instructions import steps
from data.instructions.steps import Order
from data.registers import TABLES
from data.text import Text
from data.uploads import check
from metrics.acceptance import dispatch, recording, tried
from tests import cases, talking
from tests.talking import CITY, COUNTY, OTHER

PREPARED = talking.started
OCTOBER = date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 9, tzinfo=months.SHANGHAI)
FOUND = pd.Timestamp(2026, 9, 1)
TODAY = NOW.date()
LEADER, STEWARD = talking.who("limin"), talking.who("wangfang")
ORDER = Order("把问题办结。", COUNTY, About("row", COUNTY, OCTOBER, 1, Text("问题", "Problem")), due=TODAY)
PROBLEM = {"list": "safety", "title": "消防通道堵塞", "department": "应急局", "found": FOUND}
MATTER = {
    "name": "新生儿出生",
    "unit": COUNTY,
    "since": FOUND,
    "documents_before": 8,
    "documents": 2,
    "minutes_before": 90,
}
FIGURES = "unit | month | rated | satisfied\n330203 | 2026-10 | 100 | 99"


def row(key: str, **fields) -> pd.DataFrame:
    return pd.DataFrame([{"key": key, **fields, "sheet": "清单", "cell": "A2", "removed": False}])


def put(engine, figures=None, **records) -> None:
    with store.writing(engine) as conn:
        cases.report(conn, figures, **records)


def found(engine, key: str, day: date = TODAY):
    with engine.connect() as conn:
        trials = {each.key: each for each in tried(conn, CITY, OCTOBER, day)}
    return trials[key]


def seen(engine, key: str, day: date = TODAY) -> tuple:
    one = found(engine, key, day)
    return one.met, one.of, one.result


def test_every_promise_is_tried_and_of_nothing_nothing_is_said(engine, clock):
    clock()
    with engine.connect() as conn:
        trials = tried(conn, CITY, OCTOBER, TODAY)
    promises = [key for key, _ in recording.REGISTER.field("promise").choices]
    assert list(dict.fromkeys(each.promise for each in trials)) == promises
    assert len({each.key for each in trials}) == len(trials)
    by_key = {each.key: each for each in trials}
    for key in ("systems", "worst_first", "charged", "clock_runs", "saved_one_things", "origin"):
        assert (by_key[key].of, by_key[key].result) == (0, None)
    assert by_key["tiles"].result == "failed"
    assert by_key["found_at_once"].result == "passed"


def test_a_problem_that_nobody_can_be_charged_with_is_named(engine):
    put(engine, problems=row("P1", unit=COUNTY, **PROBLEM))
    assert seen(engine, "charged") == (1, 1, "passed")
    put(engine, problems=row("P2", unit=OTHER, **PROBLEM))
    assert seen(engine, "charged") == (1, 2, "failed")
    assert OTHER in found(engine, "charged").found.zh


def test_what_is_not_found_by_its_name_is_named(engine, monkeypatch):
    put(engine, problems=row("P1", unit=COUNTY, **PROBLEM))
    one = found(engine, "found_at_once")
    assert one.met == one.of
    monkeypatch.setattr(dispatch, "find", lambda *_, **__: [])
    assert seen(engine, "found_at_once") == (0, one.of, "failed")


def test_the_clock_of_an_instruction(engine, clock):
    clock()
    steps.issue(engine, ORDER, by=LEADER)
    assert seen(engine, "clock_runs") == (1, 1, "passed")
    assert seen(engine, "told_the_same_day") == (0, 0, None)
    late = NOW + timedelta(days=1)
    assert seen(engine, "told_the_same_day", late.date()) == (0, 1, "failed")
    instructions_clock.remind(engine, late)
    assert seen(engine, "told_the_same_day", late.date()) == (1, 1, "passed")
    assert seen(engine, "accepted_by_another") == (0, 0, None)


def test_papers_and_time_before_and_now(engine):
    put(engine, small_matters=row("M1", **MATTER))
    assert seen(engine, "saved_small_matters") == (0, 1, "failed")
    assert found(engine, "saved_small_matters").lacking[0].zh == "新生儿出生"
    put(engine, small_matters=row("M1", **MATTER, minutes=5))
    assert seen(engine, "saved_small_matters") == (1, 1, "passed")


def test_figures_have_their_cell_and_who_is_silent_can_be_called(engine):
    put(engine, cases.reports(FIGURES))
    assert seen(engine, "origin") == (2, 2, "passed")
    assert found(engine, "asked").met == 1
    assert seen(engine, "log_unbroken")[2] == "passed"


def test_what_came_of_it_is_kept_as_rows_by_upload_and_at_once(engine, clock, approval_levels, monkeypatch):
    clock()
    put(engine, problems=row("P1", unit=COUNTY, **PROBLEM))
    with engine.connect() as conn:
        trials = tried(conn, CITY, OCTOBER, TODAY)
        file = recording.workbook(trials, CITY, TODAY)
        keeper = talking.somebody("steward", CITY)
        _, checked = check.read(conn, file, "五个一.xlsx", keeper, TODAY)
    assert not checked.errors
    named = {each.key for each in trials if each.result}
    assert {key.removeprefix(f"SELF-{CITY}-") for key in checked.records["five_ones"]["key"]} == named
    approval_levels(0)
    recording.record(engine, trials, CITY, TODAY, by=talking.add(engine, "keeper", "steward", CITY))
    rows = as_of(TABLES["five_ones"])
    with engine.connect() as conn:
        kept = conn.execute(select(rows).where(rows.c.key == f"SELF-{CITY}-charged")).one()
    assert (kept.result, kept.measured, kept.found) == ("passed", TODAY, "1/1 符合")
