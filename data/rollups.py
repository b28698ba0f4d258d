"""The rollup: units' own figures, and their sums by system, at the present revision.

It is derived from the figures and holds nothing else; so is how rows of registers stand (`row_standings`), made with it. `refresh` rebuilds what one batch touched, inside the
transaction of the commit or withdrawal, so it is never behind.
"""

from collections.abc import Collection
from datetime import date
from functools import cache
from math import isclose
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Integer,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    literal,
    select,
    text,
    true,
    tuple_,
    union,
)

from data import registers, row_standings
from data.figures import BETWEEN, as_of, by_system, indices, whole
from data.schema import figure, figure_month, rollup, system

APPLICATIONS = registers.TABLES["applications"]
KEY = (figure.c.measure, figure.c.unit, figure.c.month)
OF_BATCH = bindparam("of_batch", type_=Integer)


def refresh(conn: Connection, batch: int) -> None:
    """Bring the rollup up to date for all that a batch touched, whether it has just come in or been withdrawn."""
    for step in _steps(indices()):
        conn.execute(step, {"of_batch": batch})
    row_standings.refresh(conn, batch)


@cache
def _steps(_indices: tuple[str, ...]) -> tuple[Executable, ...]:
    """The statements of a refresh: put together once, for that takes longer than most batches take to be added up."""
    touched = select(*KEY).where(figure.c.batch == OF_BATCH).distinct()
    moved = _with_subjects()
    named = _among(moved) & (figure.c.subject != "")
    return (
        *_replaced(select(literal("")), touched, whole(as_of(figure, only=_among(touched)))),
        *_replaced(select(system.c.key), moved, by_system(as_of(figure, only=named))),
    )


def rebuild(conn: Connection) -> None:
    """Make the whole rollup anew from the figures that count now, and of which units and months each batch has any."""
    if conn.dialect.name == "postgresql":
        conn.execute(
            text("ANALYZE")
        )  # it knows nothing yet of rows added in this transaction, and would loop over them
    conn.execute(delete(rollup))
    columns = [column.name for column in rollup.c]
    for sums in (whole(as_of(figure)), by_system(as_of(figure, only=figure.c.subject != ""))):
        conn.execute(insert(rollup).from_select(columns, sums))
    conn.execute(delete(figure_month))
    noted = (figure.c.unit, figure.c.month, figure.c.batch)
    conn.execute(insert(figure_month).from_select([column.name for column in noted], select(*noted).distinct()))
    row_standings.rebuild(conn)


class Differs(NamedTuple):
    """A row of the rollup that is not what the figures say, or is missing, or should not be there."""

    unit: str
    month: date
    measure: str
    system: str


def differing(conn: Connection, series: Collection[tuple[str, str]]) -> list[Differs]:
    """Where the rollup of some series (measure and unit, over all months) is not what the figures say."""
    asked = tuple_(figure.c.measure, figure.c.unit).in_(series)
    kept = conn.execute(select(rollup).where(tuple_(rollup.c.measure, rollup.c.unit).in_(series)))
    there = {_key(row): _content(row) for row in kept}
    told: dict[Differs, tuple] = {}
    for sums in (whole(as_of(figure, only=asked)), by_system(as_of(figure, only=asked & (figure.c.subject != "")))):
        told |= {_key(row): _content(row) for row in conn.execute(sums)}
    return sorted(key for key in there.keys() | told.keys() if not _same(there.get(key), told.get(key)))


def _key(row: Row) -> Differs:
    return Differs(row.unit, row.month, row.measure, row.system)


def _content(row: Row) -> tuple:
    return row.value, row.qualifier, row.grade, frozenset(row.subjects.split(BETWEEN))


def _same(kept: tuple | None, told: tuple | None) -> bool:
    if kept is None or told is None or kept[1:] != told[1:]:
        return False
    if kept[0] is None or told[0] is None:
        return kept[0] is told[0]
    return isclose(kept[0], told[0], rel_tol=1e-9, abs_tol=1e-9)  # in which order it is added up is the database's own


def _with_subjects() -> Select:
    """The keys whose sums by system may move: of the batch's figures of applications, and of applications it changed."""
    changed = select(APPLICATIONS.c.key).where(APPLICATIONS.c.batch == OF_BATCH)
    named = figure.c.subject != ""
    parts = (
        select(*KEY).where(named, figure.c.batch == OF_BATCH),
        select(*KEY).where(named, figure.c.subject.in_(changed)),
    )
    return select(*union(*parts).subquery().c)


def _replaced(systems: Select, touched: Select, fresh: Select) -> tuple[Executable, Executable]:
    keys, of = touched.subquery(), systems.subquery()
    stale = select(of.c[0], *keys.c).select_from(keys.join(of, true()))
    return (
        delete(rollup).where(tuple_(*rollup.primary_key).in_(stale)),
        insert(rollup).from_select([column.name for column in rollup.c], fresh),
    )


def _among(touched: Select) -> ColumnElement[bool]:
    return tuple_(*KEY).in_(touched)
