"""The calendar of months: open, closing, closed, exceptions that expire, what is published."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from data import access, months
from data.reporting import calendar, obligations
from data.reporting.obligations import Rule
from data.schema import audit
from tests import cases, month
from tests.people import everybody, somebody

ADMIN = somebody("administrator")
OCTOBER, NOVEMBER = date(2024, 10, 1), date(2024, 11, 1)
STEWARD = somebody("steward", "330203", login="wang")


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of November 2024 in Zhejiang."""
    return datetime(2024, 11, day, hour, minute, second, tzinfo=months.SHANGHAI)


@pytest.fixture
def planted(engine):
    with engine.begin() as conn:
        cases.plant(conn, cases.ZHEJIANG)
        month.add_person(conn, "wang", "王芳", access.Grant("steward", "330203"))
    return engine


def state(engine, now, of=OCTOBER):
    with engine.connect() as conn:
        return calendar.state(conn, of, now)


def test_a_month_is_open_until_its_last_day_due_is_over(planted):
    assert state(planted, at(8, 23, 59, 59)) == "open"
    assert state(planted, at(9, 0, 0, 1)) == "closing"
    obligations.declare(planted, [Rule("330000", "leaf", "visits", 1, 12, date(2021, 1, 1))], by=ADMIN)
    assert state(planted, at(12, 23, 59, 59)) == "open"
    assert state(planted, at(13)) == "closing"


def test_a_locked_month_is_closed_and_can_be_opened_again(planted):
    calendar.lock(planted, OCTOBER, by=ADMIN)
    assert state(planted, at(1)) == "closed"
    assert state(planted, at(1), NOVEMBER) == "open"
    with pytest.raises(calendar.Refused):
        calendar.lock(planted, OCTOBER, by=ADMIN)
    calendar.unlock(planted, OCTOBER, by=ADMIN)
    assert state(planted, at(1)) == "open"
    with pytest.raises(calendar.Refused):
        calendar.unlock(planted, OCTOBER, by=ADMIN)


def test_a_month_locks_by_itself_and_stays_open_once_opened_by_hand(planted, monkeypatch):
    monkeypatch.setenv("COCKPIT_CALENDAR_LOCK_AFTER_MONTHS", "2")
    calendar.settings.cache_clear()
    try:
        assert state(planted, datetime(2024, 12, 31, 23, 59, tzinfo=months.SHANGHAI)) == "closing"
        late = datetime(2025, 1, 1, tzinfo=months.SHANGHAI)
        assert state(planted, late) == "closed"
        with planted.connect() as conn, pytest.raises(calendar.Refused, match="自动"):
            calendar.require_open(conn, STEWARD, "330203", OCTOBER, late)
        calendar.unlock(planted, OCTOBER, by=ADMIN)
        assert state(planted, late) == "closing"
    finally:
        monkeypatch.undo()
        calendar.settings.cache_clear()


def test_an_exception_is_for_one_person_one_unit_one_month_and_a_while(planted):
    calendar.lock(planted, OCTOBER, by=ADMIN)
    calendar.lock(planted, NOVEMBER, by=ADMIN)
    until = months.now() + timedelta(hours=1)
    calendar.allow(planted, OCTOBER, "330200", "wang", until, "补报", by=ADMIN)

    def may(actor=STEWARD, unit="330203", of=OCTOBER, now=None):
        with planted.connect() as conn:
            try:
                calendar.require_open(conn, actor, unit, of, now)
            except calendar.Refused:
                return False
        return True

    assert may()
    assert may(unit="330200")
    assert not may(unit="330602")
    assert not may(of=NOVEMBER)
    assert not may(somebody("steward", "330203", login="li"))
    assert not may(somebody("steward", "330203", name=STEWARD.name))
    assert may(now=until)
    assert not may(now=until + timedelta(microseconds=1))
    with planted.connect() as conn:
        listed = calendar.exceptions(conn, [OCTOBER])
    assert listed[["unit", "person", "reason", "given_by"]].to_numpy().tolist() == [["330200", "wang", "补报", "王芳"]]


@pytest.mark.parametrize(
    ("login", "reason", "hours", "why"),
    [("nobody", "试", 1, "no_person"), ("wang", " ", 1, "no_reason"), ("wang", "试", -1, "past")],
)
def test_an_exception_that_makes_no_sense_is_refused(planted, login, reason, hours, why):
    with pytest.raises(calendar.Refused) as refused:
        calendar.allow(planted, OCTOBER, "330203", login, months.now() + timedelta(hours=hours), reason, by=ADMIN)
    assert refused.value.reason == why


def test_a_month_that_is_over_can_be_published_to_all(planted):
    calendar.publish(planted, OCTOBER, by=ADMIN)
    with planted.connect() as conn:
        assert calendar.published(conn) == {OCTOBER}
        listed = calendar.listing(conn, [OCTOBER, NOVEMBER], at(20))
    assert listed["state"].tolist() == ["closing", "open"]
    assert listed["published_by"].tolist() == ["王芳", ""]
    with pytest.raises(calendar.Refused):
        calendar.publish(planted, OCTOBER, by=ADMIN)
    with pytest.raises(calendar.Refused):
        calendar.publish(planted, months.today().replace(day=1), by=ADMIN)
    calendar.unpublish(planted, OCTOBER, by=ADMIN)
    with planted.connect() as conn:
        assert calendar.published(conn) == frozenset()
    with pytest.raises(calendar.Refused):
        calendar.unpublish(planted, OCTOBER, by=ADMIN)


@pytest.mark.parametrize("by", [somebody("leader"), somebody("approver"), somebody("administrator", "330200")])
def test_only_administrators_of_all_units_keep_the_calendar(planted, by):
    for change in (calendar.lock, calendar.unlock, calendar.publish, calendar.unpublish):
        with pytest.raises(access.Refused):
            change(planted, OCTOBER, by=by)
    with pytest.raises(access.Refused):
        calendar.allow(planted, OCTOBER, "330602", "wang", month.tomorrow(), "试", by=by)


def test_every_change_is_in_the_audit_log(planted):
    calendar.lock(planted, OCTOBER, by=everybody())
    calendar.unlock(planted, OCTOBER, by=everybody())
    calendar.publish(planted, OCTOBER, by=everybody())
    calendar.unpublish(planted, OCTOBER, by=everybody())
    with planted.connect() as conn:
        lines = conn.execute(select(audit.c.action).where(audit.c.object == "month 2024-10").order_by(audit.c.number))
        assert list(lines.scalars()) == ["lock", "unlock", "publish", "unpublish"]


def test_who_reports_or_approves_is_told(planted):
    calendar.lock(planted, OCTOBER, by=ADMIN)
    calendar.allow(planted, OCTOBER, "330203", "wang", month.tomorrow(), "补报", by=ADMIN)
    calendar.unlock(planted, OCTOBER, by=ADMIN)
    calendar.publish(planted, OCTOBER, by=ADMIN)
    kinds = ("locked", "exception_given", "unlocked", "published")
    assert month.told(planted) == [("wang", kind) for kind in kinds]


def test_a_month_is_locked_and_published_by_who_administers_all_departments(planted):
    for act in (calendar.lock, calendar.publish):
        with pytest.raises(access.Refused):
            act(planted, OCTOBER, by=somebody("administrator", "330000", "财政局"))
    calendar.lock(planted, OCTOBER, by=ADMIN)
