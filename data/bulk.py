"""Rows in and out: many at once by each database's fastest door, a query as a frame, the number of the next row."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, Table, func, select

LARGE = 5_000  # rows at once after which a database cannot wait for its own daemon to look at a table again


def add(conn: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Insert a frame whose columns are among the table's; NaN and NaT become NULL, moments become days."""
    if frame.empty:
        return
    rows = zip(*(_plain(frame[name]) for name in frame.columns), strict=True)
    names = ", ".join(f'"{name}"' for name in frame.columns)
    if conn.dialect.name == "postgresql":
        _copy(conn, f'COPY "{table.name}" ({names}) FROM STDIN', rows)
    else:
        blanks = ", ".join("?" * len(frame.columns))
        conn.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({blanks})', list(rows))
    study(conn, table, len(frame))


def study(conn: Connection, table: Table, added: int) -> None:
    """Have PostgreSQL learn how a table's rows lie, in the same transaction, where many were added: by what it knew of the few
    before, it would read them by loops until its daemon comes by. SQLite keeps no such statistics unless it is asked."""
    if added >= LARGE and conn.dialect.name == "postgresql":
        conn.exec_driver_sql(f'ANALYZE "{table.name}"')


def read(conn: Connection, query: Select, given: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """The rows of a query as a frame; `given` stands at the names it leaves open. A failure stays the database's own (pandas
    would wrap it), so that a store that is away is known as such."""
    rows = conn.execute(query, given)
    return pd.DataFrame(rows.all(), columns=list(rows.keys()))


def next_number(conn: Connection, table: Table) -> int:
    """The number of the next row of a table that numbers its rows from 1; for who holds the write lock.

    A database's own counters would have gaps, and would start again after a backup was restored.
    """
    return (conn.scalar(select(func.max(table.c.number))) or 0) + 1


def _copy(conn: Connection, statement: str, rows: Iterable[tuple]) -> None:
    driver = conn.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[union-attr]
        for row in rows:
            copy.write_row(row)


def _plain(column: pd.Series) -> list:
    """Python values of a column; a few hundred different days are written out once each."""
    if pd.api.types.is_datetime64_any_dtype(column):
        where, days = pd.factorize(column)
        written = [f"{day:%Y-%m-%d}" for day in days]
        return [written[at] if at >= 0 else None for at in where]
    return column.to_numpy(dtype=object, na_value=None).tolist()
