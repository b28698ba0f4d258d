"""Whether presentations may have moved, told across processes: by NOTIFY in PostgreSQL, by the counter of commits in SQLite.

Who is told reads how things stand: what happened is never passed on, so nothing is lost where a message is.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

CHANNEL = "cockpit_presenting"
EVERY = 0.05  # s between two looks at SQLite's counter: costs 0.7 % of a core a process


def tell(conn: Connection) -> None:
    """In the transaction of what moves them: those who wait are woken once it stands."""
    if conn.dialect.name == "postgresql":
        conn.execute(text(f"NOTIFY {CHANNEL}"))


@contextmanager
def watching(engine: Engine) -> Iterator[Callable[[float], bool]]:
    """Inside: `wait(seconds)` returns True as soon as something may have moved, False after so many seconds without."""
    with _of_postgresql(engine) if engine.dialect.name == "postgresql" else _of_sqlite(engine) as wait:
        yield wait


@contextmanager
def _of_postgresql(engine: Engine) -> Iterator[Callable[[float], bool]]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        driver = conn.connection.driver_connection
        conn.execute(text(f"LISTEN {CHANNEL}"))

        def wait(seconds: float) -> bool:
            try:
                return any(True for _ in driver.notifies(timeout=seconds, stop_after=1))  # type: ignore[union-attr]
            except psycopg.Error as error:  # the driver's own: told as SQLAlchemy tells of a store that went away
                conn.invalidate(error)
                raise OperationalError(f"LISTEN {CHANNEL}", {}, error) from error

        try:
            yield wait
        finally:
            if not driver.closed:  # type: ignore[union-attr]
                conn.execute(text(f"UNLISTEN {CHANNEL}"))


@contextmanager
def _of_sqlite(engine: Engine) -> Iterator[Callable[[float], bool]]:
    # The driver's own connection: within a transaction the counter stands still.
    conn = engine.raw_connection()

    def counter() -> int:
        return int(conn.cursor().execute("PRAGMA data_version").fetchone()[0])

    try:
        seen = counter()

        def wait(seconds: float) -> bool:
            nonlocal seen
            until = time.monotonic() + seconds
            while (now := counter()) == seen:
                if time.monotonic() >= until:
                    return False
                time.sleep(EVERY)
            seen = now
            return True

        yield wait
    finally:
        conn.close()
