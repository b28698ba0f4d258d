"""Revisions: the state of the store after each batch or withdrawal, numbered from 1 without a gap."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

import pandas as pd
from sqlalchemy import Connection, func, insert, select

from data import bulk, months
from data.schema import batch, revision


def current(conn: Connection) -> int:
    """The newest revision; 0 while the store is empty. The cheap question behind every cache."""
    return conn.scalar(select(func.max(revision.c.number))) or 0


def known_on(conn: Connection, day: date) -> int:
    """The revision at the end of a day in Zhejiang."""
    return known_at(conn, datetime.combine(day + timedelta(days=1), time(), months.SHANGHAI))


def known_at(conn: Connection, moment: datetime) -> int:
    """The revision just before a moment."""
    return conn.scalar(select(func.max(revision.c.number)).where(revision.c.at < moment)) or 0


def moment_of(conn: Connection, number: int) -> datetime | None:
    """When a revision came about, in Zhejiang's time; None for 0, the store before its first batch."""
    return conn.scalar(select(revision.c.at).where(revision.c.number == number))


def listing(conn: Connection, after: int = 0) -> pd.DataFrame:
    """Revisions newer than `after`, newest first: number, at, actor, kind, batch, file_name, demo."""
    rows = (
        select(revision, batch.c.file_name, batch.c.demo)
        .join(batch, batch.c.number == revision.c.batch)
        .where(revision.c.number > after)
        .order_by(revision.c.number.desc())
    )
    frame = bulk.read(conn, rows)
    return frame.assign(at=months.in_zhejiang(frame["at"]))


def moments(conn: Connection, numbers: Collection[int]) -> dict[int, datetime]:
    """When those revisions came to be; what is none is left out."""
    asked = select(revision.c.number, revision.c.at).where(revision.c.number.in_(numbers))
    return {row.number: row.at for row in conn.execute(asked)}


def add(conn: Connection, kind: str, batch_number: int, actor: str, at: datetime) -> int:
    """Raise the revision by one, inside the transaction of the writer that holds the lock."""
    number = current(conn) + 1
    conn.execute(insert(revision).values(number=number, at=at, actor=actor, kind=kind, batch=batch_number))
    return number
