"""A point of what was known and shown: a revision, the month that was looked at, and the moment. Days resolve to revisions."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from data import months, revisions
from data.asked import as_day, as_number
from data.reporting import opening
from data.text import Text

BEGINNING = datetime(1, 1, 2, tzinfo=months.SHANGHAI)  # before the first batch
UNKNOWN = Text("没有版本 {revision}；现在是 {current}", "There is no revision {revision}; the present one is {current}")
UNREAD = Text(
    "“{written}”不是版本号或日期；请写如 120 或 2026-09-15",
    "“{written}” is no revision and no day; write it like 120 or 2026-09-15",
)
SPAN = Text(
    "从 {then_day}（{then_month}，第 {then} 版）到 {later_day}（{later_month}，第 {later} 版）：{total} 项变化",
    "From {then_day} ({then_month}, revision {then}) to {later_day} ({later_month}, revision {later}): {total} changes",
)
BACKWARDS = Text("起点应早于终点", "The point from which must be before the one to which")


@dataclass(frozen=True)
class Point:
    """`revision` of the figures (0: an empty store), the `month` that was shown, the moment `at` which it was so: what hangs
    on no batch (units, instructions) goes by it."""

    revision: int
    month: date
    at: datetime

    @property
    def day(self) -> date:
        """The day of the moment, in Zhejiang."""
        return self.at.astimezone(months.SHANGHAI).date()


def point(conn: Connection, written: str, month: date | None = None) -> Point:
    """The point that is meant by a revision's number or a day as it is written. ValueError where neither is read."""
    number, day = as_number(written), as_day(written)
    if number is not None:
        return of_revision(conn, number, month)
    if day is not None:
        return of_day(conn, day, month)
    raise ValueError(f"{UNREAD.in_('zh', written=written)} / {UNREAD.in_('en', written=written)}")


def blanks(then: Point, later: Point) -> dict[str, object]:
    """What SPAN says of two points, but for how many changes there are."""
    return {
        "then_day": then.day, "then_month": months.label(then.month), "then": then.revision,
        "later_day": later.day, "later_month": months.label(later.month), "later": later.revision,
    }  # fmt: skip


def of_revision(conn: Connection, revision: int, month: date | None = None) -> Point:
    """The moment at which a revision came about, showing the newest month that was due by then unless one is given. ValueError
    for a revision that is not there."""
    current = revisions.current(conn)
    if not 0 <= revision <= current:
        blanks = {"revision": revision, "current": current}
        raise ValueError(f"{UNKNOWN.in_('zh', **blanks)} / {UNKNOWN.in_('en', **blanks)}")
    at = revisions.moment_of(conn, revision) or BEGINNING
    return Point(revision, month or _usual(conn, at.date()), at)


def of_day(conn: Connection, day: date, month: date | None = None) -> Point:
    """The end of a day; of today, this moment."""
    if day >= months.today():
        return now(conn, month)
    end = datetime.combine(day + timedelta(days=1), time(), months.SHANGHAI) - timedelta(microseconds=1)
    return Point(revisions.known_on(conn, day), month or _usual(conn, day), end)


def of_moment(conn: Connection, moment: datetime) -> Point:
    """Just before a moment."""
    return Point(revisions.known_at(conn, moment), _usual(conn, moment.astimezone(months.SHANGHAI).date()), moment)


def now(conn: Connection, month: date | None = None) -> Point:
    """This moment."""
    at = months.now()
    return Point(revisions.current(conn), month or _usual(conn, at.date()), at)


def require_order(then: Point, later: Point) -> None:
    """ValueError where the first is not before the second."""
    if then.revision > later.revision or then.at > later.at:
        raise ValueError(f"{BACKWARDS.zh} / {BACKWARDS.en}")


def _usual(conn: Connection, day: date) -> date:
    """The newest month that was due: of one that is not nothing is judged yet."""
    return opening.due_month(conn, day) if day > BEGINNING.date() else BEGINNING.date().replace(day=1)
