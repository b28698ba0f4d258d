"""Judging and looking ahead: the pages Outlook, League and Evaluation against the overview, nothing kept; and what a series costs in
the background, made and found not to have moved."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import Engine

from data import forecasts, months, store
from metrics.outlook import making
from tests import cases
from tests.bench import stores
from tests.bench.finding import LEADER, UNIT
from tests.pages.screen import Screen, shown_over
from tests.test_evaluation import index_rows
from ui.kept import forget

RUNS = 5
DRAWN = {"outlook": 'class="band"', "league": "bands", "evaluation": "stacked-row"}
PAGES = {"outlook": {}, "league": {"metric": "satisfaction", "group": "counties"}, "evaluation": {"group": "counties"}}
SYSTEM = """
key | name | unit   | level  | missing | valid_from | valid_to
S1  | 考核 | 330000 | county | none    | 2026-01-01 |
"""
ITEMS = """
key | name | unit   | system | dimension | metric             | weight | rule | full | zero | each
I1  | 满意 | 330000 | S1     | 成效      | satisfaction       | 40     | best |      |      |
I2  | 访问 | 330000 | S1     | 使用      | visits             | 30     | best |      |      |
I3  | 共享 | 330000 | S1     | 使用      | sharing_fulfilment | 30     | best |      |      |
"""


def measure(series: int = 1000) -> dict[str, float]:
    """Ratios of median seconds of a page over the overview's, and seconds for so many series."""
    with tempfile.TemporaryDirectory() as folder:
        engine = stores.make(Path(folder), 0)
        with store.writing(engine) as conn:
            cases.report(conn, **index_rows(SYSTEM, ITEMS))
        found = _background(engine, series)
        with pytest.MonkeyPatch.context() as patch:
            screen = shown_over(patch, engine, LEADER)
            overview = _median(lambda: _run(screen, "overview", {}))
            pages = {
                name: _median(lambda page=name, more=more: _run(screen, page, more)) for name, more in PAGES.items()
            }  # type: ignore[misc]
        forget()
        engine.dispose()
    return {f"{name} / overview": seconds / overview for name, seconds in pages.items()} | found


def _background(engine: Engine, series: int) -> dict[str, float]:
    today = months.shift(stores.LAST, 1).replace(day=20)
    making._seen.clear()
    first = _seconds(lambda: making.refresh(engine, today, pause=0))
    with engine.connect() as conn:
        count = forecasts.count(conn)
    making._seen.clear()
    again = _seconds(lambda: making.refresh(engine, today, pause=0))
    each = series / count
    return {
        f"forecasts of {series:,} series, s": first * each,
        f"forecasts of {series:,} series that did not move, s": again * each,
    }


def _median(run: Callable[[], float]) -> float:
    return median(run() for _ in range(RUNS))


def _run(screen: Screen, page: str, more: dict[str, str]) -> float:
    forget()
    start = time.perf_counter()
    html = screen.open(page, unit=UNIT, month=f"{stores.LAST:%Y-%m}", **more)
    taken = time.perf_counter() - start
    assert DRAWN.get(page, "tile") in html  # an empty page is drawn quickly
    return taken


def _seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start
