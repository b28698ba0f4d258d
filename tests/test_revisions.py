"""Revisions: which state of the store was known on a day in Zhejiang."""

from datetime import date, datetime, timedelta

from data import months, revisions
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests import cases, frames

MIDNIGHT = datetime(2025, 3, 2, tzinfo=months.SHANGHAI)


def test_a_day_ends_at_midnight_in_zhejiang(conn):
    cases.plant(conn, cases.ZHEJIANG)
    for value, at in enumerate([MIDNIGHT - timedelta(minutes=1), MIDNIGHT], start=1):
        figures = frames.figures(f"measure | unit | month | value\nvisits | 330203 | 2025-01 | {value}")
        write(conn, compare(conn, figures, {}), Source("published", "月报.csv", b""), by=cases.STEWARD, at=at)
    days = (date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 2))
    assert [revisions.known_on(conn, day) for day in days] == [0, 1, 2]
    assert revisions.listing(conn, after=1)["number"].tolist() == [2]
