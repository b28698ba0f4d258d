"""Working days: the moved ones of the years announced, what the owner says of later ones, Monday to Friday beyond."""

from datetime import date

import pytest

from data import working_days
from data.settings import settings


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-10-01", False),  # the national day
        ("2026-10-10", True),  # a Saturday that is worked for it
        ("2026-02-17", False),  # the spring festival
        ("2026-11-28", False),  # a Saturday
        ("2026-11-30", True),
        ("2031-03-04", True),  # of a year that nobody has announced: a Tuesday
        ("2031-03-08", False),
    ],
)
def test_a_day_is_worked_as_the_state_council_announced(day, working):
    assert working_days.is_working(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2026-11-29", 10, "2026-12-11"),
        ("2026-09-30", 1, "2026-10-08"),  # the holidays lie between
        ("2026-10-09", 1, "2026-10-10"),  # to a Saturday that is worked
        ("2026-11-29", 0, "2026-11-29"),
    ],
)
def test_so_many_working_days_later(day, count, due):
    assert working_days.after(date.fromisoformat(day), count) == date.fromisoformat(due)


@pytest.mark.parametrize(("day", "count", "before"), [("2026-10-08", 1, "2026-09-30"), ("2026-11-29", 5, "2026-11-23")])
def test_so_many_working_days_earlier(day, count, before):
    assert working_days.before(date.fromisoformat(day), count) == date.fromisoformat(before)


def test_the_owner_tells_of_years_that_are_not_built_in(monkeypatch):
    monkeypatch.setenv("COCKPIT_WORKDAYS_HOLIDAYS", '["2031-03-04"]')
    monkeypatch.setenv("COCKPIT_WORKDAYS_WORKING", '["2031-03-08"]')
    settings.cache_clear()
    assert not working_days.is_working(date(2031, 3, 4))
    assert working_days.is_working(date(2031, 3, 8))
    monkeypatch.undo()
    settings.cache_clear()
