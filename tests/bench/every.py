"""Every page over a large store against a small one: a million figures, a hundred thousand problems, two thousand people and fifty
thousand submissions against a tenth of the figures and a hundredth of the rest; what each takes with nothing kept, and what it asks."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, event, insert

from data import bulk, months, schema, store
from data.uploads.commit import Source, write
from data.uploads.compare import compare
from tests.bench.finding import LEADER, problems
from tests.bench.sizes import NEEDS
from tests.bench.stores import LAST, make
from tests.frames import figures
from tests.pages.screen import Screen, shown_over
from tests.people import everybody
from ui.kept import forget

ROOT = Path(__file__).parents[2]
SIZES = ((100_000, 1_000, 20, 500), (1_000_000, 100_000, 2_000, 50_000))
RUNS = 3
CITY, COUNTY = "330200", "330203"
OTHERS = {"training", "oversight"}  # a room of its own, and what is open to nobody with all other roles
VIEWS = {
    "overview of a city": ("overview", {"unit": CITY}),
    "overview of a county": ("overview", {"unit": COUNTY}),
    "overview, a year ago": ("overview", {"month": f"{months.shift(LAST, -12):%Y-%m}"}),
    "overview, as known 20 revisions ago": ("overview", {"revision": "17"}),
    "a county as known 20 revisions ago": ("overview", {"unit": COUNTY, "revision": "17"}),
    "problems, search": ("problems", {"q": "消防"}),
}


def measure() -> dict[str, float]:
    """By view the ratio of median seconds, the larger store over the smaller; the larger one's seconds and statements."""
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_over(Path(folder), *size) for size in SIZES)
    found = {}
    for name in small:
        found[f"{name}, large / small store"] = large[name][0] / small[name][0]
        found[f"{name}, large store, s"], found[f"{name}, large store, statements"] = large[name]
    return found


def _over(folder: Path, count: int, rows: int, people: int, submissions: int) -> dict[str, tuple[float, int]]:
    place = folder / str(count)
    place.mkdir()
    engine = make(place, count)
    with store.writing(engine) as conn:
        write(conn, compare(conn, figures("measure | unit | month | value").iloc[:0], {"problems": problems(rows)}),
              Source("workbook", "清单.xlsx", b""), by=LEADER)  # fmt: skip
        _people(conn, people)
        _submissions(conn, submissions)
    with pytest.MonkeyPatch.context() as patch, _statements(engine) as sent:
        screen = shown_over(patch, engine, everybody())
        found = {name: _run(screen, sent, page, query) for name, (page, query) in _views().items()}
    forget()
    engine.dispose()
    return found


def _views() -> dict[str, tuple[str, dict[str, str]]]:
    pages = sorted(file.stem for file in (ROOT / "pages").glob("*/*.py") if file.stem not in OTHERS)
    needs = NEEDS | {"object": {"register": "problems", "key": "P000042"}, "register": {"register": "problems"}}
    return {page: (page, needs.get(page, {})) for page in pages} | VIEWS


def _run(screen: Screen, sent: list[str], page: str, query: dict[str, str]) -> tuple[float, int]:
    taken = []
    for _ in range(RUNS):
        forget()
        sent.clear()
        start = time.perf_counter()
        screen.open(page, **{"unit": "330000", "month": f"{LAST:%Y-%m}"} | query)
        taken.append(time.perf_counter() - start)
    return median(taken), len(sent)


@contextmanager
def _statements(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda conn, cursor, statement, *rest: sent.append(statement))
    yield sent


def _people(conn: Connection, count: int) -> None:
    row = {"unit": COUNTY, "must_change": False, "made_at": months.now(), "made_by": "bench"}
    conn.execute(insert(schema.person), [row | {"login": f"p{n}", "name": f"人{n}"} for n in range(count)])


def _submissions(conn: Connection, count: int) -> None:
    """Half of them accepted, half waiting, each of a draft of its own, over the units and months."""
    run = months.between(months.shift(LAST, -35), LAST)
    row = {"correction": "", "source": "workbook", "at": months.now(), "person": "p1", "name": "人1", "file_name": "月报.xlsx",
           "sha256": "bench", "base": 1, "cells": 45, "warnings": 0, "step": 1, "steps": 1}  # fmt: skip
    units = pd.read_sql(schema.unit.select(), conn)["code"].tolist()
    made = [
        row | {"number": n, "draft": n, "unit": units[n % len(units)], "month": run[n % len(run)],
               "state": "waiting" if n % 2 else "accepted"}
        for n in range(1, count + 1)
    ]  # fmt: skip
    conn.execute(insert(schema.submission), made)
    drafts = [{"number": each["number"], "unit": each["unit"], "month": each["month"], "correction": "",
               "opened_at": each["at"], "closed_at": each["at"]} for each in made]  # fmt: skip
    conn.execute(insert(schema.draft), drafts)
    bulk.study(conn, schema.submission, count)
