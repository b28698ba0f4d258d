"""Rows of registers as they stood on a day: what happens to a row is dated, and the days before keep what they had.

A version that only fills in what was empty tells of all days at once: the dates in it say since when. One that changes or
takes away what stood (a row opened again, a later due day, a withdrawal) holds from a day on (`holds_from`); until then
the version before it stands.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Subquery,
    case,
    exists,
    func,
    literal,
    select,
    true,
    type_coerce,
)
from sqlalchemy import Table as SqlTable

from data import handed_lists, months
from data.figures import live_batches
from data.registers import TABLES, Register
from data.registers.declaration import CHANGED

ALWAYS = literal(date(1, 1, 1), Date)


def spans(
    register: str,
    revision: int | ColumnElement[int] | None = None,
    only: ColumnElement[bool] | None = None,
    *,
    by_list: bool,
    columns: Collection[str] | None = None,
) -> CTE:
    """The versions of a register's rows that held at some time, as known at a revision: the `columns` of its table (None:
    all) and

    `held_since` (NULL: always) · `held_until` (the day from which it no longer held, NULL: it still does) · `list_day` (the last day
    of the month of its unit's last list; NULL where lists are not handed in, i.e. without `by_list`).
    """
    table = TABLES[register]
    live = live_batches(revision)
    newer, older = table.alias("newer"), table.alias("older")
    follows = (newer.c.key == table.c.key, newer.c.batch > table.c.batch, newer.c.batch.in_(live))
    starts = func.coalesce(table.c.holds_from, ALWAYS)
    covered = exists().where(*follows, func.coalesce(newer.c.holds_from, ALWAYS) <= starts).correlate(table)
    until = select(func.min(newer.c.holds_from)).where(*follows).correlate(table).scalar_subquery()
    has_older = exists().where(older.c.key == table.c.key, older.c.batch < table.c.batch, older.c.batch.in_(live))
    # The first version that counts tells of all days before it, too: there is nothing else to stand there.
    since = case(((table.c.holds_from.is_not(None)) & has_older.correlate(table), table.c.holds_from))
    # Plain expressions: a column of a table would be copied with its keys at each step of a question, half of what asking costs.
    named = [column for column in table.c if columns is None or column.name in columns]
    shown = [type_coerce(column, column.type).label(column.name) for column in named]
    rows = select(*shown, since.label("held_since"), until.label("held_until"))
    rows = _with_list(rows, table, register, revision) if by_list else rows.add_columns(_no_list().label("list_day"))
    narrowed = rows.where(
        table.c.batch.in_(live), true() if only is None else only, table.c.removed.is_(False), ~covered
    )
    # Made once: both databases would else look up `until` again for every word and month that asks for it. What is made
    # is copied, so counting leaves out the long texts (a third of its time).
    return narrowed.cte().prefix_with("MATERIALIZED")


def _with_list(rows, table: SqlTable, register: str, revision: int | ColumnElement[int] | None):
    last = handed_lists.last(register, revision)
    return rows.add_columns(last.c.day.label("list_day")).outerjoin(last, last.c.unit == table.c.unit)


def _no_list() -> ColumnElement[date]:
    return literal(None, Date)


def judged(rows: FromClause, end: ColumnElement[date]) -> ColumnElement[date]:
    """The day as of which a row of `spans` is judged: `end`, or that of its unit's last list if that is earlier."""
    return case((rows.c.list_day < end, rows.c.list_day), else_=end)


def held(rows: FromClause, day: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a version of `spans` held on the day."""
    began = rows.c.held_since.is_(None) | (rows.c.held_since <= day)
    return began & (rows.c.held_until.is_(None) | (rows.c.held_until > day))


def as_at(
    conn: Connection,
    register: str,
    month: date,
    revision: int | None = None,
    only: ColumnElement[bool] | None = None,
    columns: Collection[str] | None = None,
) -> Subquery:
    """A register's rows as they stood at the end of a month: the columns of `spans`, and `judged`, the day as of which."""
    return as_on(conn, register, months.end_of(month), revision, only, columns)


def as_on(
    conn: Connection,
    register: str,
    day: date,
    revision: int | None = None,
    only: ColumnElement[bool] | None = None,
    columns: Collection[str] | None = None,
) -> Subquery:
    """The same at the end of any day."""
    by_list = handed_lists.asked_for(conn, register, revision)
    rows = spans(register, revision, only, by_list=by_list, columns=columns)
    as_of = judged(rows, literal(day, Date))
    return select(rows, as_of.label("judged")).where(held(rows, as_of)).subquery()


def turned(register: Register, before: pd.DataFrame, after: pd.DataFrame) -> list[bool]:
    """Which rows change or take away what stood before them (same order and index; a row that was not there has no
    value in `removed`)."""
    stood = before["removed"].notna().to_numpy()
    was, now = before[stood], after[stood]
    found = np.zeros(len(stood), dtype=bool)
    found[stood] = _turned(register, lambda name: plains(was[name]), lambda name: plains(now[name]))
    return found.tolist()


def turns(register: Register, was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a version changes or takes away what the one before it said."""
    return bool(_turned(register, lambda name: [plain(was[name])], lambda name: [plain(now[name])])[0])


def _turned(register: Register, was: Callable[[str], list], now: Callable[[str], list]) -> np.ndarray:
    """The same of many rows, from the values of each field. Text only names, and is the same row still; a state that moves on
    beside a date that is filled in has that date."""

    def met(name: str, holds: Callable[[Any, Any], bool]) -> np.ndarray:
        return np.array([holds(old, new) for old, new in zip(was(name), now(name), strict=True)], dtype=bool)

    told = [field for field in register.fields if field.type != "text" and field.key != CHANGED.key]
    turns = met("removed", lambda old, new: bool(old) != bool(new))
    moved = dated = np.zeros_like(turns)
    for field in told:
        changed = met(field.key, lambda old, new: old is not None and old != new)
        if field.type == "choice":
            moved = moved | changed
        else:
            turns = turns | changed
        if field.type == "date":
            dated = dated | met(field.key, lambda old, new: old is None and new is not None)
    return turns | (moved & ~dated)


def plain(value):
    """None for every kind of nothing; days alike whether the database or a workbook wrote them."""
    if isinstance(value, str):  # nearly all of them; pandas' own question costs ten times as much
        return value
    if value is None or pd.isna(value):
        return None
    return str(value)[:10] if hasattr(value, "year") else value


def plains(column: pd.Series) -> list:
    """`plain` of each value; many times as fast as walking through a column of pandas' strings."""
    return [plain(value) for value in column.to_numpy(dtype=object)]


def days_of(records: pd.DataFrame, usual: dict[str, date]) -> pd.Series:
    """The day from which each record holds (NaT: always): for one that turned the day it says, else its unit's usual.

    `records` as `compare` leaves them, with `held_since` and `turned`, and `changed_on` where it says something new.
    """
    said = pd.to_datetime(records["changed_on"]) if "changed_on" in records else pd.Series(pd.NaT, records.index)
    news = said.where(records["says_when"]) if "says_when" in records else said
    day = news.fillna(pd.to_datetime(records["unit"].map(usual)))
    return day.where(records["turned"].astype(bool), pd.to_datetime(records["held_since"])).astype("datetime64[s]")
