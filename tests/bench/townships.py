"""Pages over a province with forty thousand townships that report nothing, against the same without them, nothing kept; and right after
a commit of another county, with what was kept."""

import tempfile
import time
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import Engine

from data import demo, starting, store
from tests import cases, many_units
from tests.bench.stores import LAST
from tests.frames import figures
from tests.pages.screen import Screen, shown_over
from tests.people import everybody
from ui.kept import forget

RUNS = 7
CITY = "330200"
VIEWS = {
    "overview": ("overview", {}),
    "overview of a city": ("overview", {"unit": CITY}),
    "map": ("map", {}),
    "page of a unit": ("unit", {}),
}
FIGURE = "measure | unit | month | value\nvisits | 330602 | 2026-10 | {}"


def measure() -> dict[str, float]:
    """Ratios of median seconds, with townships over without; and the seconds with them."""
    few, many = (_over(count) for count in (0, many_units.MANY))
    found = {f"{name}, {many_units.MANY:,} townships / none": many[name] / few[name] for name in many}
    return found | {f"{name}, {many_units.MANY:,} townships, s": many[name] for name in many}


def _over(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        engine = store.connect(f"sqlite:///{Path(folder)}/townships.db")
        store.migrate(engine)
        starting.load(engine)
        demo.load(engine)
        if count:
            many_units.add(engine, count)
        screen = shown_over(patch, engine, everybody())
        found = {name: _median(screen, *view) for name, view in VIEWS.items()}
        found["overview after a commit"] = _after_a_commit(screen, engine)
        forget()
        engine.dispose()
    return found


def _median(screen: Screen, page: str, query: dict[str, str]) -> float:
    taken = []
    for _ in range(RUNS + 1):
        forget()
        taken.append(_seconds(screen, page, query))
    return median(taken[1:])


def _after_a_commit(screen: Screen, engine: Engine) -> float:
    taken = []
    for value in range(RUNS):
        with store.writing(engine) as conn:
            cases.report(conn, figures(FIGURE.format(value + 1)))
        taken.append(_seconds(screen, "overview", {}))
    return median(taken)


def _seconds(screen: Screen, page: str, query: dict[str, str]) -> float:
    start = time.perf_counter()
    screen.open(page, **{"unit": "330000", "month": f"{LAST:%Y-%m}"} | query)
    return time.perf_counter() - start
