"""The rollup: units' own figures, and their sums by system, at the present revision.

It is derived from the figures and holds nothing else. `refresh` rebuilds what one batch touched, inside the
transaction of the commit or withdrawal, so it is never behind.
"""

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, literal, select, text, true, tuple_, union

from data import registers
from data.figures import as_of, by_system, whole
from data.schema import figure, rollup, system

APPLICATIONS = registers.TABLES["applications"]
KEY = (figure.c.measure, figure.c.unit, figure.c.month)


def refresh(conn: Connection, batch: int) -> None:
    """Bring the rollup up to date for all that a batch touched, whether it has just come in or been withdrawn."""
    touched = select(*KEY).where(figure.c.batch == batch).distinct()
    _replace(conn, select(literal("")), touched, whole(as_of(figure, only=_among(touched))))
    moved = _with_subjects(batch)
    _replace(conn, select(system.c.key), moved, by_system(as_of(figure, only=_among(moved) & (figure.c.subject != ""))))


def rebuild(conn: Connection) -> None:
    """Make the whole rollup anew from the figures that count now."""
    if conn.dialect.name == "postgresql":
        conn.execute(
            text("ANALYZE")
        )  # it knows nothing yet of rows added in this transaction, and would loop over them
    conn.execute(delete(rollup))
    columns = [column.name for column in rollup.c]
    for sums in (whole(as_of(figure)), by_system(as_of(figure, only=figure.c.subject != ""))):
        conn.execute(insert(rollup).from_select(columns, sums))


def _with_subjects(batch: int) -> Select:
    """The keys whose sums by system may move: of the batch's figures of applications, and of applications it changed."""
    changed = select(APPLICATIONS.c.key).where(APPLICATIONS.c.batch == batch)
    named = figure.c.subject != ""
    parts = (
        select(*KEY).where(named, figure.c.batch == batch),
        select(*KEY).where(named, figure.c.subject.in_(changed)),
    )
    return select(*union(*parts).subquery().c)


def _replace(conn: Connection, systems: Select, touched: Select, fresh: Select) -> None:
    keys, of = touched.subquery(), systems.subquery()
    stale = select(of.c[0], *keys.c).select_from(keys.join(of, true()))
    conn.execute(delete(rollup).where(tuple_(*rollup.primary_key).in_(stale)))
    conn.execute(insert(rollup).from_select([column.name for column in rollup.c], fresh))


def _among(touched: Select) -> ColumnElement[bool]:
    return tuple_(*KEY).in_(touched)
