"""What units owe, and by when."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, event, select, update

from data import access, months, starting
from data.measures import MEASURES
from data.registers import REGISTERS
from data.reporting import calendar, obligations
from data.reporting.obligations import Rule
from data.schema import audit, figure, month_state, obligation, unit_term
from data.settings import settings
from tests import cases
from tests.people import somebody

ADMIN = somebody("administrator")
OCTOBER, SEPTEMBER = date(2024, 10, 1), date(2024, 9, 1)
ALWAYS = date(2021, 1, 1)


@pytest.fixture
def planted(engine):
    """A province with two cities; Ningbo has three counties, Shaoxing two."""
    with engine.begin() as conn:
        cases.plant(conn, cases.ZHEJIANG)
    return engine


def rule(unit="330200", level="leaf", what="visits", every=1, due_day=8, holds_from=ALWAYS, **more):
    return Rule(unit, level, what, every, due_day, holds_from, **more)


def owed(engine, month, unit=None):
    with engine.connect() as conn:
        frame = obligations.owed(conn, month, unit)
    return {(row.unit, row.what): f"{row.due:%Y-%m-%d %H:%M}" for row in frame.itertuples()}


def test_every_unit_without_units_below_owes_until_the_end_of_the_day_due(planted):
    obligations.declare(planted, [rule()], by=ADMIN)
    assert owed(planted, OCTOBER) == {(unit, "visits"): "2024-11-08 23:59" for unit in ("330203", "330205", "330206")}
    with planted.connect() as conn:
        due = obligations.owed(conn, OCTOBER)["due"][0]
    assert due.tz_convert("UTC").strftime("%d %H:%M") == "08 15:59"  # the day ends in Zhejiang
    assert owed(planted, date(2024, 12, 1))["330203", "visits"] == "2025-01-08 23:59"


def test_a_duty_of_a_level_is_owed_by_that_level(planted):
    obligations.declare(planted, [rule("330000", "city"), rule("330600", "leaf", "problems")], by=ADMIN)
    assert {unit for unit, what in owed(planted, OCTOBER) if what == "visits"} == {"330100", "330200", "330600"}
    assert set(owed(planted, OCTOBER, "330600")) == {
        ("330600", "visits"), ("330602", "problems"), ("330681", "problems"),
    }  # fmt: skip


def test_a_quarters_duty_is_owed_in_the_month_that_ends_it(planted):
    obligations.declare(planted, [rule(every=3), rule(what="problems", every=12)], by=ADMIN)
    asked = {month: {what for _, what in owed(planted, date(2024, month, 1))} for month in range(1, 13)}
    assert [month for month, what in asked.items() if "visits" in what] == [3, 6, 9, 12]
    assert [month for month, what in asked.items() if "problems" in what] == [12]


def test_declared_twice_the_earliest_day_counts(planted):
    obligations.declare(planted, [rule("330000", due_day=10), rule(due_day=5), rule(due_day=20)], by=ADMIN)
    told = owed(planted, OCTOBER)
    assert told["330203", "visits"] == "2024-11-05 23:59"
    assert told["330602", "visits"] == "2024-11-10 23:59"
    assert len(told) == 6


def test_duties_hold_from_a_month_and_end_with_one(planted):
    number = obligations.declare(planted, [rule(holds_from=SEPTEMBER)], by=ADMIN)[0]
    assert owed(planted, date(2024, 8, 1)) == {}
    obligations.end(planted, number, OCTOBER, by=ADMIN)
    assert len(owed(planted, SEPTEMBER)) == 3
    assert owed(planted, OCTOBER) == {}
    with pytest.raises(obligations.Refused):
        obligations.end(planted, number, date(2024, 11, 1), by=ADMIN)


def test_a_unit_split_in_mid_month_the_new_units_owe(planted):
    day = date(2024, 10, 15)
    with planted.begin() as conn:
        conn.execute(update(unit_term).where(unit_term.c.code == "330206").values(holds_to=day))
        cases.plant(conn, {"330207": "330200", "330208": "330200"}, since=day)
    obligations.declare(planted, [rule()], by=ADMIN)
    assert {unit for unit, _ in owed(planted, SEPTEMBER)} == {"330203", "330205", "330206"}
    assert {unit for unit, _ in owed(planted, OCTOBER)} == {"330203", "330205", "330207", "330208"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (rule(what="nonsense"), "no_what"),
        (rule(level="street"), "no_level"),
        (rule(every=2), "every"),
        (rule(due_day=31), "due_day"),
        (rule(holds_to=ALWAYS), "dates"),
    ],
)
def test_a_duty_that_makes_no_sense_is_refused_with_all_declared_beside_it(planted, wrong, why):
    with pytest.raises(obligations.Refused) as refused:
        obligations.declare(planted, [rule(), wrong], by=ADMIN)
    assert refused.value.reason == why
    with planted.connect() as conn:
        assert obligations.listing(conn).empty


@pytest.mark.parametrize("by", [somebody("leader"), somebody("steward"), somebody("administrator", "330200")])
def test_only_administrators_of_the_units_declare(planted, by):
    with pytest.raises(access.Refused):
        obligations.declare(planted, [rule("330000")], by=by)
    number = obligations.declare(planted, [rule("330000")], by=ADMIN)[0]
    with pytest.raises(access.Refused):
        obligations.end(planted, number, OCTOBER, by=by)


def test_declaring_is_in_the_audit_log(planted):
    obligations.declare(planted, [rule(), rule(what="problems")], by=ADMIN)
    with planted.connect() as conn:
        line = conn.execute(select(audit)).one()
        listed = obligations.listing(conn)
    assert (line.action, line.object) == ("oblige", "obligations 1–2")
    assert listed["what"].tolist() == ["problems", "visits"]
    assert listed["declared_at"].dt.tz == ZoneInfo("Asia/Shanghai")


def test_many_months_are_asked_at_once(planted):
    whats = list(MEASURES)[:30]
    obligations.declare(planted, [rule("330000", what=what) for what in whats], by=ADMIN)
    over = months.between(date(2023, 1, 1), date(2024, 12, 1))
    asked: list[str] = []
    event.listen(planted, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    with planted.connect() as conn:
        frame = obligations.owed_over(conn, over)
    assert len(frame) == len(over) * len(whats) * 6
    assert list(frame.columns) == ["month", "unit", "what", "every", "due"]
    assert len([each for each in asked if each.startswith("SELECT")]) == 2


def test_nothing_declared_is_nothing_owed(planted):
    with planted.connect() as conn:
        frame = obligations.owed(conn, OCTOBER)
    assert (list(frame.columns), len(frame)) == (obligations.OWED, 0)
    assert str(frame["due"].dtype) == "datetime64[us, Asia/Shanghai]"


def test_the_starting_data_asks_for_everything_that_is_owed(engine):
    starting.load(engine)
    with engine.connect() as conn:
        frame = obligations.owed(conn, OCTOBER, "330200")
        published = calendar.published(conn)
        reported = set(conn.scalars(select(figure.c.month)))
    asked = {key for key, each in (*MEASURES.items(), *REGISTERS.items()) if each.owed}
    assert set(frame["what"]) == asked
    assert "330200" not in set(frame["unit"])
    assert frame["due"].unique().tolist() == [obligations.due_of(OCTOBER, 8)]
    assert published == reported


def test_nobody_is_late_for_what_was_before_the_store_came(engine, monkeypatch):
    monkeypatch.delenv("COCKPIT_CALENDAR_OWED_FROM")
    settings.cache_clear()
    starting.load(engine)
    this_month = months.today().replace(day=1)
    with engine.connect() as conn:
        assert obligations.owed(conn, months.shift(this_month, -1)).empty
        assert len(obligations.owed(conn, this_month))
    settings.cache_clear()


def test_a_store_of_an_earlier_version_gets_them_too_and_keeps_what_was_declared(engine):
    starting.load(engine)
    with engine.begin() as conn:
        conn.execute(delete(obligation))
        conn.execute(delete(month_state))
        cases.report(conn, cases.reports("unit | month | visits\n330203 | 2022-12 | 5\n330203 | 2024-10 | 5"))
    starting.load(engine)
    with engine.connect() as conn:
        assert len(obligations.owed(conn, OCTOBER))
        assert date(2022, 12, 1) not in calendar.published(conn)
        before = len(obligations.listing(conn))
    starting.load(engine)
    with engine.connect() as conn:
        assert len(obligations.listing(conn)) == before


def test_the_last_moment_is_on_time(planted):
    last = obligations.due_of(OCTOBER, 8)
    assert last == datetime(2024, 11, 8, 23, 59, 59, 999999, ZoneInfo("Asia/Shanghai"))


def test_who_administers_one_department_asks_for_what_is_its_own(planted):
    own, other = "data_records", "visits"
    owner = MEASURES[own].owner
    assert MEASURES[other].owner != owner
    theirs = somebody("administrator", "330200", owner)
    (number,) = obligations.declare(planted, [rule(what=own)], by=theirs)
    with pytest.raises(access.Refused):
        obligations.declare(planted, [rule(what=other)], by=theirs)
    (foreign,) = obligations.declare(planted, [rule(what=other)], by=ADMIN)
    with pytest.raises(access.Refused):
        obligations.end(planted, foreign, OCTOBER, by=theirs)
    obligations.end(planted, number, OCTOBER, by=theirs)
