"""The mark of a training store, kept in the store itself."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select

from data import months
from data.schema import training

DEMONSTRATION = "演示"  # who declared and published what was the demonstration's


def is_training(conn: Connection) -> bool:
    """Whether this is a training store: then everything in it is invented or tried."""
    return since(conn) is not None


def since(conn: Connection) -> datetime | None:
    """Since when the training store is as it was made; None of a real one."""
    return conn.scalar(select(func.max(training.c.since)))


def put(conn: Connection) -> None:
    """Mark the store, as of this moment."""
    conn.execute(delete(training))
    conn.execute(insert(training).values(since=months.now()))


def made(engine: Engine) -> datetime | None:
    """As `since`, of a store that may have no tables yet."""
    with engine.connect() as conn:
        return since(conn) if inspect(conn).has_table(training.name) else None
