"""Rows of a register as people look for them: of some units, with some values, with some words in them; a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from data.figures import as_of
from data.references import points_at
from data.registers import REGISTERS, TABLES
from data.registers.declaration import WORDS

MOST = 100_000  # rows of one export
TOTAL = "rows_found"  # no field of a register is called so


class Page(NamedTuple):
    """Some of the rows found, and how many were found in all."""

    rows: pd.DataFrame
    total: int


def matching(
    register: str,
    *,
    units: Sequence[str] | None = None,
    equal: Mapping[str, str] | None = None,
    words: str = "",
    revision: int | None = None,
    rows: FromClause | None = None,
) -> Select:
    """The rows that count at a revision (or `rows`, such as `dated.as_at`) and belong to the units, with these values in
    their fields.

    `words` are looked for in the key and in every field of text, each word anywhere in one of them; capitals do not
    matter. `equal` with a value of "" looks for rows where the field is empty.
    """
    if rows is None:
        rows = as_of(TABLES[register], revision)
    found = select(rows)
    if units is not None:
        found = found.where(rows.c.unit.in_(units))
    for name, value in (equal or {}).items():
        found = found.where(_has(rows, register, name, value))
    texts = ["key", *(field.key for field in REGISTERS[register].fields if field.type in WORDS)]
    for word in words.split():
        found = found.where(or_(*(_says(rows.c[text], word) for text in texts)))
    return found


def _says(text: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Whether a text has the word in it. What has no capitals is looked for as it stands: half the time of a long list."""
    look = text.contains if word.lower() == word.upper() else text.icontains
    return look(word, autoescape=True)


def _has(rows: FromClause, register: str, name: str, value: str) -> ColumnElement[bool]:
    """Whether a field holds the value, as one of several too; "" is nothing."""
    if not value:
        return rows.c[name].is_(None)
    field = next((each for each in REGISTERS[register].references if each.key == name), None)
    return points_at(rows, field, value) if field else rows.c[name] == value


def page_of(
    conn: Connection,
    found: Select,
    order: Callable[[ReadOnlyColumnCollection], Sequence[ColumnElement]],
    *,
    limit: int = 50,
    offset: int = 0,
) -> Page:
    """One page of the rows found, in the order of some of their columns and then by key; columns are the register's and its
    place of origin. The rows are looked for once, for the page and for their number."""
    rows = found.order_by(None).cte().prefix_with("MATERIALIZED")
    total = select(func.count()).select_from(rows).scalar_subquery()
    statement = select(rows, total.label(TOTAL)).order_by(*order(rows.c), rows.c.key)
    answer = conn.execute(statement.limit(min(limit, MOST)).offset(offset))
    page = pd.DataFrame(answer.all(), columns=list(answer.keys()))
    many = int(page[TOTAL].iloc[0]) if len(page) else _count(conn, found) if offset else 0
    return Page(page.drop(columns=TOTAL), many)


def _count(conn: Connection, found: Select) -> int:
    return conn.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0


def counted(conn: Connection, found: Select, *fields: str) -> pd.DataFrame:
    """How many of the rows found have each combination of values: the fields ("" for none) and `count`, most first."""
    rows = found.order_by(None).subquery()
    parts = [func.coalesce(rows.c[name], "").label(name) for name in fields]
    count = func.count().label("count")
    answer = conn.execute(select(*parts, count).select_from(rows).group_by(*parts).order_by(count.desc(), *parts))
    return pd.DataFrame(answer.all(), columns=list(answer.keys()))
