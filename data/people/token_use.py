"""How often programs asked in the last minute, over all servers of one PostgreSQL; SQLite has one server, which counts for itself.

Counted by the minute, and the minute before by as much of it as is still within the last sixty seconds: two small rows a
token, instead of one for each request.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from data.schema import token_use

WINDOW = 60  # seconds


def count(engine: Engine, token_hash: str, limit: int, now: datetime) -> int:
    """Count one request of a token (by its hash); 0 where it may be answered, else the seconds after which to ask again. One
    that may not is not counted."""
    if engine.dialect.name != "postgresql":
        return 0
    minute, second = divmod(now.timestamp(), WINDOW)
    with engine.connect() as conn:
        if _asked(conn, token_hash, int(minute), second) >= limit:
            return max(1, round(WINDOW - second))
    here = (token_use.c.token == token_hash, token_use.c.minute == int(minute))
    more = update(token_use).where(*here).values(times=token_use.c.times + 1)
    with engine.begin() as conn:
        if conn.execute(more).rowcount:
            return 0
    try:
        with engine.begin() as conn:
            conn.execute(insert(token_use).values(token=token_hash, minute=int(minute), times=1))
    except IntegrityError:  # another server was first
        with engine.begin() as conn:
            conn.execute(more)
    return 0


def _asked(conn: Connection, token_hash: str, minute: int, second: float) -> float:
    rows = select(token_use.c.minute, token_use.c.times).where(token_use.c.token == token_hash)
    times = {row.minute: row.times for row in conn.execute(rows.where(token_use.c.minute >= minute - 1))}
    return times.get(minute, 0) + times.get(minute - 1, 0) * (1 - second / WINDOW)
