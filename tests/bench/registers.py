"""Lists and rows: the pages of a register, a row and the whole reform over a hundred thousand rows against a hundred."""

import tempfile
import time
from collections.abc import Callable
from statistics import median

import pytest

from tests import postgres
from tests.bench.finding import LEADER, UNIT, made
from tests.bench.stores import LAST
from tests.pages.screen import Screen, shown_over
from ui.kept import forget

RUNS = 5
PAGES = {
    "list": ("register", {"register": "problems"}),
    "row": ("object", {"register": "problems", "key": "P000042"}),
    "whole reform": ("whole", {}),
}


NARROWED = {"list narrowed": ("register", {"register": "problems", "list": "safety", "q": "消防", "sort": "-found"})}


def measure(sizes: tuple[int, int] = (100, 100_000)) -> dict[str, float]:
    """Ratios of median seconds of a run with nothing kept, the larger store over the smaller; and of the page's HTML."""
    with tempfile.TemporaryDirectory() as folder:
        found = _ratios(sizes, lambda size: f"sqlite:///{folder}/rows-{size}.db", "")
    with postgres.server() as server:
        return found | _ratios(sizes, lambda _: postgres.create(server), ", PostgreSQL")


def _ratios(sizes: tuple[int, int], address: Callable[[int], str], where: str) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in PAGES | NARROWED}
    letters: dict[str, list[int]] = {name: [] for name in PAGES | NARROWED}
    for size in sizes:
        engine = made(address(size), size)
        with pytest.MonkeyPatch.context() as patch:
            screen = shown_over(patch, engine, LEADER)
            for name in seconds:
                runs = [_run(screen, name) for _ in range(RUNS)]
                seconds[name].append(median(taken for taken, _ in runs))
                letters[name].append(runs[-1][1])
        forget()
        engine.dispose()
    rows = f"{sizes[1]:,} / {sizes[0]:,} rows{where}"
    ratios = {f"{name}, {rows}": seconds[name][1] / seconds[name][0] for name in seconds}
    return ratios | {f"{name}, HTML, {rows}": letters[name][1] / letters[name][0] for name in PAGES}


def _run(screen: Screen, name: str) -> tuple[float, int]:
    page, query = (PAGES | NARROWED)[name]
    forget()
    start = time.perf_counter()
    html = screen.open(page, unit=UNIT, month=f"{LAST:%Y-%m}", **query)
    return time.perf_counter() - start, len(html)
