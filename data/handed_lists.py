"""Lists handed in: which unit's list of a register came for which month, with its rows or confirmed to be unchanged."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, exists, func, insert, select

from data import months
from data.figures import live_batches
from data.registers import REGISTERS
from data.schema import batch, handed_list, obligation

Pair = tuple[str, str]  # a register and a unit


def last(register: str, revision: int | ColumnElement[int] | None = None) -> Subquery:
    """Of each unit that ever handed the list in, as known at a revision: unit, first and last (months), day (the last of
    the last month)."""
    mine = _of(register, revision)
    return (
        select(
            handed_list.c.unit,
            func.min(handed_list.c.month).label("first"),
            func.max(handed_list.c.month).label("last"),
            func.max(handed_list.c.day).label("day"),
        )
        .where(*mine)
        .group_by(handed_list.c.unit)
        .subquery()
    )


def came(register: str, units: Sequence[str], run: Sequence[date], revision: int | None = None) -> Select:
    """Unit, month (of an unbroken run) and the moment at which the list first came, of those that count at a revision."""
    handed_in = func.min(func.coalesce(batch.c.handed_in, batch.c.at), type_=batch.c.at.type)
    return (
        select(handed_list.c.unit, handed_list.c.month, handed_in.label("at"))
        .join(batch, batch.c.number == handed_list.c.batch)
        .where(
            # asked of the batch beside it: SQLite would else look up every unit, month and batch there is
            handed_list.c.register == register,
            batch.c.number.in_(live_batches(revision)),
            handed_list.c.unit.in_(units),
            handed_list.c.month.between(run[0], run[-1]),
        )
        .group_by(handed_list.c.unit, handed_list.c.month)
    )


def units_in(conn: Connection, register: str, month: date) -> set[str]:
    """The units whose list of a month is there."""
    found = select(handed_list.c.unit).where(*_of(register, None), handed_list.c.month == month)
    return set(conn.scalars(found.distinct()))


def asked_for(conn: Connection, register: str, revision: int | None = None) -> bool:
    """Whether a register is a list that units hand in month by month: every unit owes it, or somebody was asked for it."""
    if REGISTERS[register].owed:
        return True
    return bool(conn.scalar(select(exists().where(obligation.c.what == register))))


def pairs_of(conn: Connection, number: int) -> list[tuple[str, str, date]]:
    """Register, unit and month of the lists that a batch brought."""
    rows = select(handed_list.c.register, handed_list.c.unit, handed_list.c.month).where(handed_list.c.batch == number)
    return [(register, unit, month) for register, unit, month in conn.execute(rows)]


def add(conn: Connection, number: int, month: date, pairs: Iterable[Pair]) -> None:
    """Note that a batch brought these lists of a month; for who holds the write lock."""
    day = months.end_of(month)
    rows = [
        {"register": register, "unit": unit, "month": month, "batch": number, "day": day}
        for register, unit in sorted(set(pairs))
    ]
    if rows:
        conn.execute(insert(handed_list), rows)


def usual_days(conn: Connection, register: str, units: Iterable[str], month: date, at: datetime) -> dict[str, date]:
    """The day of which a change in a list tells that says no other: the month's last, as long as the month's list (or a
    later one) has not come before; after that the day on which it is handed in, for the month stands as it was told."""
    handed_in, end = at.astimezone(months.SHANGHAI).date(), months.end_of(month)
    told = set(
        conn.scalars(select(handed_list.c.unit).where(*_of(register, None), handed_list.c.month >= month).distinct())
    )
    return {unit: handed_in if unit in told else min(end, handed_in) for unit in units}


def month_of(figures: pd.DataFrame, at: datetime) -> date:
    """The month that a file tells of, where nothing else says it: the last of its figures', else the last full month."""
    if len(figures):
        return figures["month"].max().date()
    return months.last_full(at.astimezone(months.SHANGHAI).date())


def _of(register: str, revision: int | ColumnElement[int] | None) -> tuple:
    return handed_list.c.register == register, handed_list.c.batch.in_(live_batches(revision))
