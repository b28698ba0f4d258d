"""Rows of a register as people look for them: of some units, with some values, with some words in them; a page at a time."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, or_, select

from data.figures import as_of
from data.references import points_at
from data.registers import REGISTERS, TABLES
from data.registers.declaration import WORDS

MOST = 100_000  # rows of one export


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
        found = found.where(or_(*(rows.c[text].icontains(word, autoescape=True) for text in texts)))
    return found


def _has(rows: FromClause, register: str, name: str, value: str) -> ColumnElement[bool]:
    """Whether a field holds the value, as one of several too; "" is nothing."""
    if not value:
        return rows.c[name].is_(None)
    field = next((each for each in REGISTERS[register].references if each.key == name), None)
    return points_at(rows, field, value) if field else rows.c[name] == value


def page_of(
    conn: Connection, found: Select, order: Sequence[ColumnElement], *, limit: int = 50, offset: int = 0
) -> Page:
    """One page of the rows found, in this order and then by key; columns are the register's and its place of origin."""
    total = conn.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    statement = found.order_by(*order, found.selected_columns["key"]).limit(min(limit, MOST)).offset(offset)
    answer = conn.execute(statement)
    return Page(pd.DataFrame(answer.all(), columns=list(answer.keys())), total)


def counted(conn: Connection, found: Select, *fields: str) -> pd.DataFrame:
    """How many of the rows found have each combination of values: the fields ("" for none) and `count`, most first."""
    rows = found.order_by(None).subquery()
    parts = [func.coalesce(rows.c[name], "").label(name) for name in fields]
    count = func.count().label("count")
    answer = conn.execute(select(*parts, count).select_from(rows).group_by(*parts).order_by(count.desc(), *parts))
    return pd.DataFrame(answer.all(), columns=list(answer.keys()))
