"""Which numbers are opened, and how often a day: nobody's name. What nobody looks at need not be asked for."""

from collections import Counter
from datetime import date
from threading import Lock

from sqlalchemy import Engine, insert, update

from data import months, store
from data.schema import look

_lock = Lock()
_noted: Counter[tuple[str, date]] = Counter()


def note(metric: str) -> None:
    """A number of this metric was opened just now. Kept in memory, so that looking never waits for the store."""
    with _lock:
        _noted[metric, months.today()] += 1


def flush(engine: Engine) -> int:
    """Add what was noted since the last time to the store; says how many looks. Where the store refuses, they are kept."""
    with _lock:
        taken = Counter(_noted)
        _noted.clear()
    if not taken:
        return 0
    try:
        _add(engine, taken)
    except BaseException:
        with _lock:
            _noted.update(taken)
        raise
    return taken.total()


def _add(engine: Engine, taken: Counter[tuple[str, date]]) -> None:
    with store.writing(engine) as conn:
        for (metric, day), times in taken.items():
            here = (look.c.metric == metric) & (look.c.day == day)
            if not conn.execute(update(look).where(here).values(times=look.c.times + times)).rowcount:
                conn.execute(insert(look).values(metric=metric, day=day, times=times))
