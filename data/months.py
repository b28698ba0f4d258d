"""Months: the first day of each stands for it."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

SHANGHAI = ZoneInfo("Asia/Shanghai")
WRITTEN = re.compile(r"(?P<year>\d{4})-?(?P<month>\d{2})(?:-01)?")


def parse(written: str) -> date:
    """The month in `2026-10`, `202610` or `2026-10-01`; ValueError says what was read."""
    match = WRITTEN.fullmatch(written.strip())
    if not match or not 1 <= int(match["month"]) <= 12:
        raise ValueError(f"“{written}” is not a month; write it like 2026-10")
    return date(int(match["year"]), int(match["month"]), 1)


def label(month: date) -> str:
    """The month as everyone writes it: 2026-10."""
    return f"{month:%Y-%m}"


def shift(month: date, by: int) -> date:
    """The month `by` months later (earlier if negative)."""
    year, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(year, index + 1, 1)


def between(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included."""
    return list(_count(first, last))


def end_of(month: date) -> date:
    """The last day of the month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def last_full(today: date) -> date:
    """The last month that is over."""
    return shift(today.replace(day=1), -1)


def now() -> datetime:
    """This moment in Zhejiang: the store's clock, whatever zone the server runs in."""
    return datetime.now(SHANGHAI)


def today() -> date:
    """The day it is in Zhejiang."""
    return now().date()


def in_zhejiang(moments: pd.Series) -> pd.Series:
    """Moments as a frame reads them (in UTC), in Zhejiang's time."""
    return pd.to_datetime(moments, utc=True).dt.tz_convert(SHANGHAI)


def _count(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = shift(first, 1)
