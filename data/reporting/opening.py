"""At which month a view opens that names none: one of figures, or one of what is to be reported."""

from datetime import date

from sqlalchemy import Connection, exists, func, or_, select

from data import months
from data.measures import MEASURES
from data.reporting import calendar
from data.schema import figure_month, obligation, rollup, unit


def usual_month(conn: Connection, today: date) -> date:
    """The month of which figures are read: the last full one, but until the day it is due the one before, if that has come in. So
    nobody looks at a screen of empty places in the first days of a month."""
    due = due_month(conn, today)
    return due if due < months.last_full(today) and _has_come_in(conn, due) else owed_month(conn, today)


def due_month(conn: Connection, day: date) -> date:
    """The newest month that was due by a day, whatever has come in: the last full one, until the end of the day it is due the one
    before."""
    last = months.last_full(day)
    return months.shift(last, -1) if day <= calendar.due(conn, last).date() else last


def owed_month(conn: Connection, today: date) -> date:
    """The month that is to be reported: the last full one, if anything has come in for it or is owed; else the present one, if
    it is; else the newest one of which anything is known. So a new store opens where there is something to do, and not at a
    month that owes nothing."""
    last = months.last_full(today)
    for month in (last, today.replace(day=1)):
        if _has_come_in(conn, month) or _is_owed(conn, month):
            return month
    newest = conn.scalar(select(func.max(rollup.c.month)).where(rollup.c.month < last))
    return newest or last


def _has_come_in(conn: Connection, month: date) -> bool:
    """Whether any figure of the month stands. Looked for where one came or went: of a month without any, all sums would have to be
    walked through."""
    sums = exists().where(
        rollup.c.system == "",
        rollup.c.measure.in_(MEASURES),
        rollup.c.unit == figure_month.c.unit,
        rollup.c.month == figure_month.c.month,
    )
    moved = exists().where(figure_month.c.unit.in_(select(unit.c.code)), figure_month.c.month == month, sums)
    return bool(conn.scalar(select(moved)))


def _is_owed(conn: Connection, month: date) -> bool:
    """Whether there is any duty of the month; of a quarter's, in the months that end one."""
    held = or_(obligation.c.holds_to.is_(None), obligation.c.holds_to > month)
    rules = conn.scalars(select(obligation.c.every).where(obligation.c.holds_from <= month, held).distinct())
    return any(month.month % every == 0 for every in rules)
