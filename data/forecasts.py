"""Forecasts in the store: the newest of each series as known at a revision, and new ones beside them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, tuple_

from data.schema import forecast

Of = tuple[str, str]  # metric and unit


class Kept(NamedTuple):
    """One forecast: of what, made from which revision, knowing the months up to `origin`; `method` is "" where there were
    too few `months`. `told` is JSON."""

    metric: str
    unit: str
    revision: int
    origin: date
    digest: str
    method: str
    months: int
    told: str


def newest(conn: Connection, unit: str, month: date, revision: int | None = None) -> dict[str, Kept]:
    """By metric the newest forecast of a unit that knew no month after this one, as known at a revision."""
    asked = select(forecast).where(forecast.c.unit == unit, forecast.c.origin <= month)
    if revision is not None:
        asked = asked.where(forecast.c.revision <= revision)
    rows = conn.execute(asked.order_by(forecast.c.origin, forecast.c.revision))
    return {row.metric: Kept(*row) for row in rows}


def newest_of(
    conn: Connection, metric: str, units: Collection[str], month: date, revision: int | None = None
) -> dict[str, Kept]:
    """By unit the newest forecast of one metric that knew no month after this one, as known at a revision."""
    asked = select(forecast).where(
        forecast.c.metric == metric, forecast.c.unit.in_(list(units)), forecast.c.origin <= month
    )
    if revision is not None:
        asked = asked.where(forecast.c.revision <= revision)
    return {row.unit: Kept(*row) for row in conn.execute(asked.order_by(forecast.c.origin, forecast.c.revision))}


def count(conn: Connection, unit: str | None = None) -> int:
    """How many forecasts are kept, of a unit or in all: the cheap question whether any came or went since one looked."""
    asked = select(func.count()).select_from(forecast)
    return conn.scalar(asked if unit is None else asked.where(forecast.c.unit == unit)) or 0


def digests(conn: Connection) -> Mapping[Of, str]:
    """What the newest forecast of every series was made from."""
    last = select(forecast.c.metric, forecast.c.unit, func.max(forecast.c.revision)).group_by(
        forecast.c.metric, forecast.c.unit
    )
    place = tuple_(forecast.c.metric, forecast.c.unit, forecast.c.revision)
    asked = select(forecast.c.metric, forecast.c.unit, forecast.c.digest).where(place.in_(last))
    rows = conn.execute(asked.order_by(forecast.c.origin))
    return {(metric, unit): digest for metric, unit, digest in rows}


def keep(conn: Connection, made: Sequence[Kept]) -> int:
    """Add forecasts; those another process made of the same revision and month meanwhile are left as they are. Says how many."""
    if not made:
        return 0
    there = _there(conn, {each.revision for each in made})
    new = [each._asdict() for each in made if (each.metric, each.unit, each.revision, each.origin) not in there]
    if new:
        conn.execute(insert(forecast), new)
    return len(new)


def _there(conn: Connection, revisions: Collection[int]) -> set[tuple[str, str, int, date]]:
    of = (forecast.c.metric, forecast.c.unit, forecast.c.revision, forecast.c.origin)
    return {tuple(row) for row in conn.execute(select(*of).where(forecast.c.revision.in_(revisions)))}
