"""A flood: sixty people sign in wrongly, twenty upload the worst files, four come from another site, again and again;
what a signed-in viewer and a supervisor notice of it."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import httpx
from playwright.sync_api import sync_playwright

from data import store
from data.access import Grant
from data.people import tokens
from tests import chromium
from tests.bench.screen import _other_unit, _prepare, _served
from tests.staff import hire
from tests.test_hostile import circle, lying_bomb
from tests.workbooks import xlsx

SIGN_INS, UPLOADS, FOREIGN = 60, 20, 4
TOKEN = re.compile(r"name=\"token\" value=\"([^\"]*)\"")
UNITS = ("330203", "330205", "330206", "330211")


def measure() -> dict[str, float]:
    """A view under the flood over a quiet one, and the longest that /healthz took, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/load.db"
        cookie, keys = _prepare(url), _uploaders(url)
        with _served("app.py", 8793, url) as cockpit, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.FLAGS)
            quiet = _other_unit(browser, cockpit, cookie)
            with _flood(cockpit, keys), _supervised(cockpit) as answered:
                flooded = _other_unit(browser, cockpit, cookie)
            browser.close()
    return {"overview, another unit, in a flood / quiet": flooded / quiet, "/healthz in a flood, ms": max(answered)}


def _uploaders(url: str) -> list[tuple[str, str]]:
    """Unit and token of twenty who report."""
    engine, made = store.connect(url), []
    for number in range(UPLOADS):
        unit = UNITS[number % len(UNITS)]
        by = hire(engine, f"loader{number}", unit, Grant("steward", unit))
        made.append((unit, tokens.make(engine, "bench", by=by)))
    engine.dispose()
    return made


@contextmanager
def _flood(cockpit: str, keys: list[tuple[str, str]]) -> Iterator[None]:
    worst = [
        xlsx(月报="单位 | 应用访问量\n" + "(" * 30_000 + " | 1"),
        lying_bomb(),
        circle(8 << 20),
        b"a" + b"\n" * (8 << 20),
    ]
    over = Event()

    def sign_in(http: httpx.Client, _number: int) -> None:
        form = TOKEN.search(http.get("login").text)
        http.post("login", data={"login": "admin", "password": "wrong", "token": form[1] if form else ""})

    def upload(http: httpx.Client, number: int) -> None:
        unit, key = keys[number]
        http.post(
            f"api/v1/submissions?unit={unit}&month=2026-10&dry_run=true",
            content=worst[number % len(worst)],
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/octet-stream"},
        )

    def foreign(http: httpx.Client, _number: int) -> None:
        upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        http.get("_stcore/stream", headers={**upgrade, "Sec-WebSocket-Key": "x" * 24, "Origin": "http://evil.example"})

    def again(do: Callable[[httpx.Client, int], None], number: int) -> None:
        with httpx.Client(base_url=cockpit, timeout=120) as http:
            while not over.is_set():
                try:
                    do(http, number)
                except httpx.HTTPError:
                    time.sleep(0.1)

    kinds = ((sign_in, SIGN_INS), (upload, UPLOADS), (foreign, FOREIGN))
    with ThreadPoolExecutor(SIGN_INS + UPLOADS + FOREIGN) as pool:
        for do, many in kinds:
            for number in range(many):
                pool.submit(again, do, number)
        time.sleep(2)
        try:
            yield
        finally:
            over.set()


@contextmanager
def _supervised(cockpit: str) -> Iterator[list[float]]:
    """Milliseconds that /healthz takes, five times a second."""
    taken: list[float] = []
    over = Event()

    def ask() -> None:
        with httpx.Client(base_url=cockpit, timeout=120) as http:
            while not over.wait(0.2):
                start = time.perf_counter()
                http.get("healthz")
                taken.append((time.perf_counter() - start) * 1000)

    thread = Thread(target=ask)
    thread.start()
    try:
        yield taken
    finally:
        over.set()
        thread.join()
