"""Instructions: the pages My day and Instructions, what changed and the hourly look of the clock, with 10,000 open ones against 100."""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
import streamlit as st
from sqlalchemy import Engine

from data import months, store
from data.instructions import clock
from metrics.changes import points, tasks
from tests import many_instructions
from tests.bench import stores
from tests.bench.finding import UNIT
from tests.pages.screen import shown_over
from tests.people import somebody

RUNS = 5
LEADER = somebody("leader", UNIT, login="bench")
DRAWN = {"today": "我交办的 · ", "instructions": "待签收"}  # an empty page is drawn quickly


def measure(sizes: tuple[int, int] = (100, 10_000)) -> dict[str, float]:
    """Ratios of the median time of the processor, the larger number of open instructions over the smaller; nothing is kept."""
    seconds: dict[str, list[float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            engine = stores.make(Path(folder), 0)
            with store.writing(engine) as conn:
                many_instructions.add(conn, size, UNIT, UNIT, LEADER)
            for name, do in _reads(engine, patch).items():
                seconds.setdefault(name, []).append(median(_taken(do) for _ in range(RUNS)))
            st.cache_resource.clear()
            engine.dispose()
    return {f"{name}, {sizes[1]:,} / {sizes[0]:,} open": most / few for name, (few, most) in seconds.items()}


def _reads(engine: Engine, patch: pytest.MonkeyPatch) -> dict[str, Callable[[], object]]:
    screen, now = shown_over(patch, engine, LEADER), months.now()

    def page(name: str) -> None:
        st.cache_resource.clear()
        assert DRAWN[name] in screen.open(name, unit=UNIT, month=f"{stores.LAST:%Y-%m}")

    def changed() -> object:
        with engine.connect() as conn:
            then = points.of_day(conn, now.date() - timedelta(days=60))
            return list(tasks.compared(conn, [UNIT], then, points.now(conn), LEADER))

    return {
        "my day": lambda: page("today"),
        "lanes": lambda: page("instructions"),
        "what changed": changed,
        "look of the clock": lambda: clock.remind(engine, now),
    }


def _taken(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return time.process_time() - begun
