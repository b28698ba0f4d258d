"""Connections to PostgreSQL that do not wait for ever: for a server that is slow, locked, hanging or gone.

The server itself ends a statement that takes too long or waits for a lock. A server that hangs (its machine is frozen,
its disk does not answer) ends nothing and keeps its sockets open, so no error would ever come: this side gives up.
"""

from typing import Any

import psycopg
from psycopg.abc import PQGen
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

CONNECT_SECONDS = 3  # a store that is there answers in a tenth of that
MARGIN_SECONDS = 1  # the server's own word about a slow statement is the better one: it is waited for this much longer
WRITE_SECONDS = 600  # a migration, or the rollup of a large batch
CONNECTIONS = 30  # as many as pages, uploads and the interface use at once; beyond it one waits


class Bounded(psycopg.Connection[Any]):
    """A connection that gives up after `patience` seconds of silence, and is closed then."""

    patience: float | None = None

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        """What the server answers. Raises `psycopg.OperationalError` where it says nothing for `patience` seconds."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.info.transaction_status == psycopg.pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()  # nobody knows what it is doing: it is not used again
            raise


def engine(url: URL, *, answer_seconds: float, lock_seconds: float) -> Engine:
    """An engine whose reads are answered, or refused, within `answer_seconds`; a lock is waited for `lock_seconds`."""
    address = url.set(drivername="postgresql+psycopg")
    limits = f"-c statement_timeout={_milliseconds(answer_seconds)} -c lock_timeout={_milliseconds(lock_seconds)}"

    def connect() -> Bounded:
        _, options = made.dialect.create_connect_args(address)
        asked = options.pop("options", "")
        return Bounded.connect(**{"connect_timeout": CONNECT_SECONDS, **options}, options=f"{asked} {limits}")

    def be_brief(connection: Bounded, *_: object) -> None:
        connection.patience = answer_seconds + MARGIN_SECONDS

    made = create_engine(
        address,
        creator=connect,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=answer_seconds,
    )
    event.listen(made, "connect", be_brief)  # before the pool asks whether it is alive
    event.listen(made, "checkout", be_brief)  # after a write had been patient
    return made


def be_patient(conn: Connection, lock_seconds: float) -> None:
    """For the transaction begun: a write may take long, and waits for another writer as long as it was told to."""
    limits = {"statement_timeout": WRITE_SECONDS, "lock_timeout": lock_seconds}
    for name, seconds in limits.items():
        conn.execute(text(f"SET LOCAL {name} = {_milliseconds(seconds)}"))
    driver: Any = conn.connection.driver_connection
    driver.patience = WRITE_SECONDS + MARGIN_SECONDS


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
