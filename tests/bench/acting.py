"""Instructions: My day, the lanes, what changed and the hourly look of the clock with 10,000 open ones against 100."""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from data import months, store
from data.instructions import clock, lanes, mine
from data.instructions.lanes import Asked, Narrowed
from metrics.changes import points, tasks
from tests import many_instructions
from tests.bench import stores
from tests.bench.finding import UNIT
from tests.people import somebody

RUNS = 5
LEADER = somebody("leader", UNIT, login="bench")
PAGE = 50


def measure(sizes: tuple[int, int] = (100, 10_000)) -> dict[str, float]:
    """Ratios of median seconds, the larger number of open instructions over the smaller."""
    seconds: dict[str, list[float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            engine = stores.make(Path(folder), 0)
            with store.writing(engine) as conn:
                many_instructions.add(conn, size, UNIT, UNIT, LEADER)
            for name, do in _reads(engine).items():
                seconds.setdefault(name, []).append(median(_taken(do) for _ in range(RUNS)))
            engine.dispose()
    return {f"{name}, {sizes[1]:,} / {sizes[0]:,} open": most / few for name, (few, most) in seconds.items()}


def _reads(engine: Engine) -> dict[str, Callable[[], object]]:
    asked, now = Asked(LEADER, None), months.now()

    def my_day() -> object:
        with engine.connect() as conn:
            return lanes.waiting(conn, asked), mine.page(conn, asked, Narrowed(waits="any"), PAGE)

    def board() -> object:
        with engine.connect() as conn:
            return lanes.counts(conn, asked), lanes.page(conn, asked, "open", 8)

    def changed() -> object:
        with engine.connect() as conn:
            then = points.of_day(conn, now.date() - timedelta(days=60))
            return list(tasks.compared(conn, [UNIT], then, points.now(conn), LEADER))

    return {
        "my day": my_day,
        "lanes": board,
        "what changed": changed,
        "look of the clock": lambda: clock.remind(engine, now),
    }


def _taken(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun
