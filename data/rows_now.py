"""Rows of registers as they stand now, read from what is kept of them (`row_standings`)."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from data import handed_lists, months
from data.ledgers import TOTAL
from data.registers import REGISTERS, TABLES
from data.registers.declaration import UNIT
from data.row_states import LONGEST
from data.schema import row_count, row_standing

ORDER = ("urgency", "due", "lead", "title", "key")
STANDING = "standing"


class Judged(NamedTuple):
    """Units whose rows are judged as of one day."""

    day: date
    units: tuple[str, ...]


def judged_days(
    conn: Connection, register: str, units: Collection[str], month: date, *, by_list: bool | None = None
) -> list[Judged]:
    """As of which day the rows of the units are judged: the month's last, or (`by_list`; None: where lists are handed in)
    that of the unit's last list if that is earlier (`dated.judged`)."""
    end = months.end_of(month)
    lists: dict[str, date] = {}
    if handed_lists.asked_for(conn, register) if by_list is None else by_list:
        last = handed_lists.last(register)
        lists = dict(conn.execute(select(last.c.unit, last.c.day)).all())
    by_day: dict[date, list[str]] = {}
    for unit in sorted(units):
        by_day.setdefault(min(end, lists.get(unit, end)), []).append(unit)
    return [Judged(day, tuple(codes)) for day, codes in by_day.items()]


def standing_now(conn: Connection, register: str, units: Collection[str], month: date) -> Subquery:
    """The register's rows that these units keep and that were there by the end of a month: the columns of its table,
    `judged`, `standing` and `order_…`, by what its list stands in order."""
    table, kept = TABLES[register], row_standing
    days = judged_days(conn, register, units, month)
    of_row = and_(table.c.key == kept.c.key, table.c.batch == kept.c.batch)
    order = (kept.c[name].label(f"order_{name}") for name in ORDER)
    rows = select(table, _day(days, kept).label("judged"), kept.c.standing, *order).join_from(kept, table, of_row)
    return rows.where(kept.c.register == register, _holds(days)).subquery()


def page_now(
    conn: Connection,
    register: str,
    units: Collection[str],
    month: date,
    state: str = "",
    *,
    limit: int,
    offset: int,
) -> Select:
    """The rows of one page of the list in its own order: which they are is read from what is kept, the rest of them alone."""
    table, kept = TABLES[register], row_standing
    days = judged_days(conn, register, units, month)
    columns = (*(kept.c[name] for name in ORDER), kept.c.batch, kept.c.standing, _day(days, kept).label("judged"))
    asked = kept.c.standing == state if state else true()
    some = select(*columns).where(kept.c.register == register, asked, _holds(days))
    page = some.order_by(*(kept.c[name] for name in ORDER)).limit(limit).offset(offset).subquery()
    of_row = and_(table.c.key == page.c.key, table.c.batch == page.c.batch)
    rows = select(table, page.c.judged, page.c.standing).join_from(page, table, of_row)
    return rows.order_by(*(page.c[name] for name in ORDER))


def narrowed_now(
    conn: Connection,
    register: str,
    units: Collection[str],
    month: date,
    looked_for: Select,
    *,
    state: str = "",
    sort: str = "",
    limit: int,
    offset: int,
) -> Select:
    """The rows of one page of a list that is narrowed, or in the order of a field (`sort`, a minus before it: from the last):
    of those that `looked_for` finds in the register's table, in whatever version, those that stand now, with how many (TOTAL).

    Rows are looked for in the table first; how they stand is asked of those alone, and only the page is read whole. Each step
    has its table found by key, which SQLite does without statistics too (`tests/pages/test_plans.py`).
    """
    table, kept = TABLES[register], row_standing
    days, field = judged_days(conn, register, units, month), sort.removeprefix("-")
    columns = [table.c.key, table.c.batch, *([table.c[field].label("place")] if field else [])]
    own = [] if field else [kept.c[name].label(f"order_{name}") for name in ORDER[:-1]]

    def in_order(rows: FromClause) -> list[ColumnElement]:
        if not field:
            return [*(rows.c[each.name] for each in own), rows.c.key]
        return [rows.c.place.is_(None), rows.c.place.desc() if sort.startswith("-") else rows.c.place, rows.c.key]

    some = looked_for.with_only_columns(*columns).cte("looked_for").prefix_with("MATERIALIZED")
    of_row = and_(kept.c.register == register, kept.c.key == some.c.key, kept.c.batch == some.c.batch)
    stands = select(some, *own, kept.c.standing, _day(days, kept).label("judged")).join_from(some, kept, of_row)
    stands = stands.where(_holds(days), kept.c.standing == state if state else true())
    found = stands.cte("found").prefix_with("MATERIALIZED")
    total = select(func.count()).select_from(found).scalar_subquery().label(TOTAL)
    page = select(found, total).order_by(*in_order(found)).limit(limit).offset(offset).subquery()
    of_page = and_(table.c.key == page.c.key, table.c.batch == page.c.batch)
    rows = select(table, page.c.judged, page.c.standing, page.c[TOTAL]).join_from(page, table, of_page)
    return rows.order_by(*in_order(page))


def counts_now(
    conn: Connection, register: str, units: Collection[str], month: date, fields: Collection[str], state: str = ""
) -> pd.DataFrame | None:
    """How many rows by fields of the register or `standing`: the fields ("" for none) and `count`, most first. None where
    they are not kept counted by these."""
    own = [each for each in fields if each not in (UNIT.key, STANDING)]
    if len(own) > 1 or not set(own) <= set(REGISTERS[register].kept_counts):
        return None
    kept = row_count
    named = {name: kept.c.value if name in own else kept.c[name] for name in fields}
    parts = [column.label(name) for name, column in named.items()]
    days = judged_days(conn, register, units, month)
    asked = kept.c.standing == state if state else true()
    total = func.sum(kept.c["count"])
    query = select(*parts, total.label("count")).where(
        kept.c.register == register, kept.c.field == (own[0] if own else ""), _came(days), asked
    )
    query = query.group_by(*named.values()).having(total != 0).order_by(total.desc(), *named.values())
    found = pd.DataFrame(conn.execute(query).all(), columns=[*fields, "count"]).astype({"count": int})
    if own and (found[own[0]].str.len() >= LONGEST).any():  # cut off
        return None
    return found


def rows_of_units(
    conn: Connection, register: str, units: Collection[str], month: date, *, by_list: bool
) -> dict[str, int]:
    """How many rows each of the units keeps that were there by the day as of which they are judged; those with any."""
    days = judged_days(conn, register, units, month, by_list=by_list)
    kept, total = row_count, func.sum(row_count.c["count"])
    query = select(kept.c.unit, total).where(kept.c.register == register, kept.c.field == "", _came(days))
    return dict(conn.execute(query.group_by(kept.c.unit).having(total != 0)).all())


def _holds(days: list[Judged]) -> ColumnElement[bool]:
    kept = row_standing
    return or_(
        false(),
        *(and_(kept.c.unit.in_(each.units), kept.c.since <= each.day, kept.c.until > each.day) for each in days),
    )


def _came(days: list[Judged]) -> ColumnElement[bool]:
    """What had come, or gone, by the day as of which a unit is judged."""
    return or_(false(), *(row_count.c.unit.in_(each.units) & (row_count.c.day <= each.day) for each in days))


def _day(days: list[Judged], rows: FromClause) -> ColumnElement[date]:
    """The day as of which a row is judged."""
    if not days:
        return literal(None, Date)
    *some, last = days
    whens = [(rows.c.unit.in_(each.units), literal(each.day, Date)) for each in some]
    return case(*whens, else_=literal(last.day, Date)) if whens else literal(last.day, Date)
