"""The problems that have been late the longest, one by one: what `problems_overdue` counts."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, or_, select

from data import months, units
from data.figures import as_of
from data.registers import TABLES


def longest_overdue(
    conn: Connection, unit: str, month: date, revision: int | None = None, limit: int = 10
) -> pd.DataFrame:
    """Problems of the unit and all units below that are past due at the end of a month and not closed by then.

    Columns key, title, list, unit, department, due, days (since it was due); the longest first.
    """
    end = months.end_of(month)
    rows = as_of(TABLES["problems"], revision)
    shown = (rows.c.key, rows.c.title, rows.c.list, rows.c.unit, rows.c.department, rows.c.due)
    late = (
        select(*shown)
        .where(rows.c.unit.in_(units.load(conn).on(month).below(unit)))
        .where(rows.c.due < end, or_(rows.c.closed.is_(None), rows.c.closed > end))
        .order_by(rows.c.due, rows.c.key)
        .limit(limit)
    )
    frame = pd.DataFrame(conn.execute(late).all(), columns=[column.name for column in shown])
    return frame.assign(days=[(end - due).days for due in frame["due"]])
