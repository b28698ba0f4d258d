"""Working days of China's calendar, with the days that the State Council moves each year.

The years that have been announced come with `chinese_calendar`; of later ones `config.toml` says what is known, and a day
that neither tells of is worked from Monday to Friday.
"""

from datetime import date, timedelta

from chinese_calendar import constants

from data.settings import settings

SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether people work on the day. What `config.toml` says of a day goes before the calendar built in."""
    told = settings().workdays
    if day in told.working or day in told.holidays:
        return day in told.working
    if day in constants.holidays or day in constants.workdays:
        return day in constants.workdays
    return day.weekday() < SATURDAY


def after(day: date, count: int) -> date:
    """The `count`th working day after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def before(day: date, count: int) -> date:
    """The `count`th working day before a day."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working(day)
    return day
