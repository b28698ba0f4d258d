"""Work that is done by one process alone, of however many serve one store, and not again before it is time.

In PostgreSQL whoever does it holds an advisory lock of a connection of its own, which goes with a process that dies: another
one then finds the work still to be done. SQLite has no such locks; there one server writes, and the moment noted is enough.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, text, update

from data import store
from data.schema import job_done

LOCK = 1613  # the class of advisory locks of work; 1612 is that of writers
EARLY = timedelta(seconds=20)  # clocks of several machines differ, and a minute's pause is not exact


def do_alone(engine: Engine, work: str, every: timedelta, now: datetime, do: Callable[[], object]) -> bool:
    """Do the work unless another process is at it, or did it within `every`. Whether it was done here; what it raises
    is raised, and then it is still to be done."""
    with only_one(engine, work) as mine:
        if not mine or not is_due(engine, work, every, now):
            return False
        do()
        note(engine, work, now)
        return True


def is_due(engine: Engine, work: str, every: timedelta, now: datetime) -> bool:
    """Whether nobody did the work since then."""
    with engine.connect() as conn:
        last = conn.scalar(select(job_done.c.at).where(job_done.c.work == work))
    return last is None or now - last >= every - EARLY


def note(engine: Engine, work: str, now: datetime) -> None:
    """Write down that the work was done."""
    with store.writing(engine) as conn:
        if not conn.execute(update(job_done).where(job_done.c.work == work).values(at=now)).rowcount:
            conn.execute(insert(job_done).values(work=work, at=now))


def last(conn: Connection) -> dict[str, datetime]:
    """When each work was last done, by whichever process."""
    return {row.work: row.at for row in conn.execute(select(job_done))}


@contextmanager
def only_one(engine: Engine, work: str) -> Iterator[bool]:
    """Inside, whether nobody else is at that work; as long as it lasts nobody else will be."""
    if engine.dialect.name != "postgresql":
        yield True
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        asked = {"lock": LOCK, "work": work}
        place = "hashtext(current_schema() || ' ' || :work)"
        mine = bool(conn.scalar(text(f"SELECT pg_try_advisory_lock(:lock, {place})"), asked))
        try:
            yield mine
        finally:
            if mine and not conn.invalidated:
                conn.execute(text(f"SELECT pg_advisory_unlock(:lock, {place})"), asked)
