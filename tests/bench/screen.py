"""The overview and a passport in a browser: cold, warm, on a changed unit, and from a commit to the wall; against an empty page."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import IO

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data import demo, months, starting, store
from data.people import sessions
from data.reporting.direct import commit
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests import chromium
from tests.frames import figures
from tests.people import everybody, steward
from tests.staff import hire

ROOT = Path(__file__).parent.parent.parent
RUNS = 7
POINTED = 300  # ms from where somebody's pointer comes to rest to their press
UNSEEN = {  # cities with as many counties on either side
    POINTED: ("330200", "330400", "330600", "330800", "331000"),
    0: ("330100", "330300", "330500", "330700", "331100"),
}
SHOWN = {
    "blank": "[data-testid=stMarkdown]",
    "overview": ".overview .tile",
    "overview alive": "[data-testid=stMain] .overview .tile",  # drawn by Streamlit's program: what stood before it is its place
    "passport": "[data-panel=months] .lines-plot",
}


def measure() -> dict[str, float]:
    """Ratios of medians, the overview over the empty page; the rest in seconds."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/screen.db"
        cookie = _prepare(url)
        with (
            _served("app.py", 8791, url) as cockpit,
            _served("tests/bench/blank.py", 8792, url) as blank,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.FLAGS)
            passport = f"{cockpit}passport?metric=satisfaction"
            times = _opened(
                browser, {"blank": blank, "overview": cockpit, "overview alive": cockpit, "passport": passport}, cookie
            )
            for kind in ("cold", "warm"):
                for page in ("overview", "overview alive", "passport"):
                    found[f"{page} {kind} / empty page {kind}"] = median(times[page, kind]) / median(
                        times["blank", kind]
                    )
                for page in SHOWN:
                    found[f"{page} {kind}, ms"] = median(times[page, kind])
            found["overview, another unit, ms"] = _other_unit(browser, cockpit, cookie, POINTED)
            found["overview, another unit that nobody pointed at, ms"] = _other_unit(browser, cockpit, cookie, 0)
            found["overview, another unit after a rest, ms"] = _after_a_rest(browser, cockpit, cookie)
            found["commit to wall, ms"] = _commit_to_wall(browser, cockpit, url, cookie)
            browser.close()
    return found


def _prepare(url: str) -> str:
    """Fill the store; the cookie of somebody who may see all of it."""
    engine = store.connect(url)
    store.migrate(engine)
    starting.load(engine)
    demo.load(engine)
    hire(engine, "bench", "330000", *everybody().grants)
    with store.writing(engine) as conn:
        cookie = sessions.open_(conn, "bench", address="127.0.0.1", agent="bench")
    engine.dispose()
    return cookie


@contextmanager
def _served(script: str, port: int, url: str) -> Iterator[str]:
    with _server(script, port, url) as (address, _):
        yield address


@contextmanager
def _server(script: str, port: int, url: str, said: IO[bytes] | None = None) -> Iterator[tuple[str, int]]:
    """The address of a server, and its process; what it says on its standard error goes to `said`."""
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.address=127.0.0.1"]
    here = os.environ | {"COCKPIT_STORE_URL": url}
    server = subprocess.Popen(command, cwd=ROOT, env=here, stdout=subprocess.DEVNULL, stderr=said)
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}/", server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_until_up(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address).read()
            return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(address)


def _opened(browser: Browser, addresses: dict[str, str], cookie: str) -> dict[tuple[str, str], list[float]]:
    """Milliseconds until each page shows, first in a browser that knows nothing and then in one that has seen it.

    One visit before goes uncounted: the server's own imports belong to its start.
    """
    times: dict[tuple[str, str], list[float]] = {(page, kind): [] for page in SHOWN for kind in ("cold", "warm")}
    for run in range(RUNS + 1):
        for page, address in addresses.items():
            with _context(browser, cookie) as context:
                for kind in ("cold", "warm"):
                    taken = _open(context.new_page(), address, SHOWN[page])
                    if run:
                        times[page, kind].append(taken)
    return times


def _open(page: Page, address: str, shown: str) -> float:
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    _see(page, shown)
    taken = _milliseconds(start)
    page.close()
    return taken


def _see(page: Page, shown: str) -> None:
    """Wait until something is there, looking at each frame: a locator looks twice a second after a while."""
    there = "(shown) => document.querySelector(shown)?.getBoundingClientRect().width > 0"
    page.wait_for_function(there, arg=shown, polling="raf")


def _other_unit(browser: Browser, address: str, cookie: str, pointed: int) -> float:
    """From the click on a city of the map, after so many milliseconds of pointing at it, to its counties on the screen. No city is
    drawn twice."""
    taken = []
    with _context(browser, cookie) as context:
        page = context.new_page()
        page.goto(address)
        for unit in UNSEEN[pointed]:
            taken.append(_gone_to(page, unit, pointed))
            page.goto(address)
    return median(taken)


def _after_a_rest(browser: Browser, address: str, cookie: str) -> float:
    """From the click on a city to its counties, in a month that nobody had opened, once all the map's places are drawn ahead."""
    month, ready = months.shift(months.last_full(months.today()), -4), []
    view = f"{address}?month={months.label(month)}"
    with _context(browser, cookie) as context:
        page = context.new_page()
        page.on("response", lambda answer: ready.append(answer) if answer.request.method == "HEAD" else None)
        page.goto(view)
        while len(ready) < len(sum(UNSEEN.values(), ())):
            page.wait_for_timeout(500)
        taken = []
        for unit in UNSEEN[POINTED]:
            taken.append(_gone_to(page, unit))
            page.goto(view)
    return median(taken)


def _gone_to(page: Page, unit: str, pointed: int = 0) -> float:
    """Milliseconds from the click on a unit of the map to its own overview."""
    link = page.locator(f"[data-testid=stMain] [data-panel=map] a[href*='unit={unit}']").first
    link.wait_for()
    if pointed:
        link.dispatch_event("pointerover")
        page.wait_for_timeout(pointed)
    start = time.perf_counter()
    link.dispatch_event("click", {"button": 0})
    _see(page, f".overview[data-unit='{unit}']")
    return _milliseconds(start)


def _commit_to_wall(browser: Browser, address: str, url: str, cookie: str) -> float:
    """From the end of a commit by another process to its revision on the wall."""
    engine = store.connect(url)
    taken = []
    with _context(browser, cookie) as context:
        wall = context.new_page()
        wall.goto(f"{address}?wall=1")
        wall.locator(".overview").wait_for()
        for value in range(1, RUNS + 1):
            frame = figures(f"measure | unit | month | value\nvisits | 330203 | 2026-10 | {value}")
            with engine.connect() as conn:
                compared = compare(conn, frame, {})
            done = commit(
                engine, compared, Source("demo", "演示数据.csv", str(value).encode()), by=steward("bench", "330000")
            )
            start = time.perf_counter()
            _see(wall, f".overview[data-revision='{done.revision}']")
            taken.append(_milliseconds(start))
    engine.dispose()
    return median(taken)


@contextmanager
def _context(browser: Browser, cookie: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies([{"name": sessions.COOKIE, "value": cookie, "domain": "127.0.0.1", "path": "/"}])
    yield context
    context.close()


def _milliseconds(start: float) -> float:
    return (time.perf_counter() - start) * 1000
