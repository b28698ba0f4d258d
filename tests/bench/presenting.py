"""A step, from the command of another process to what a wall hears at its socket: with one wall, with twenty, and with twenty at two
processes. And the files of ten steps: the slides, the PDF, a seal made and opened."""

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright
from sqlalchemy import Engine
from websockets.asyncio.client import ClientConnection, connect

from data import revisions, rooms, store
from data.people import sessions, walls
from data.presenting import reading, running, storylines
from data.seals import keeping
from data.seals.bag import PAGE
from data.seals.verifying import unpacked
from metrics.decks import making as decks
from metrics.papers import making as papers
from tests import chromium
from tests.bench.screen import _served
from tests.presenting import CITY, OCTOBER, STEPS, TITLE, made, started, who
from ui.scope import Scope
from ui.sealing.drawing import as_if
from ui.sealing.preparing import prepare

COMMANDS, TEN, OPENED = 40, 10, 5


def measure() -> dict[str, float]:
    """The 95th percentile over all walls and commands in milliseconds; of the files, seconds, and milliseconds until a seal is open."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/presenting.db"
        engine = store.connect(url)
        started(engine)
        with _served("app.py", 8795, url) as one, _served("app.py", 8796, url) as other:
            _late(engine, [one, other], 2)  # a server that has just begun still reads its own program
            found = {f"step to wall, {count} listening, p95 ms": _late(engine, [one], count) for count in (1, 20)}
            found["step to wall, 20 listening at two processes, p95 ms"] = _late(engine, [one, other], 20)
        found |= _files(engine, Path(folder))
        engine.dispose()
    return found


def _late(engine: Engine, cockpits: Sequence[str], count: int) -> float:
    lan = who(engine, "lan")
    paired = [walls.pair(engine, walls.make(engine, "大厅", CITY, {}, by=lan), "", "") for _ in range(count)]
    with engine.connect() as conn:
        devices = [int(number) for number in walls.listing(conn, lan)["number"][:count]]
    number = running.start(engine, made(engine), devices, by=lan)
    return asyncio.run(_steps(engine, cockpits, number, paired))


async def _steps(engine: Engine, cockpits: Sequence[str], number: int, paired: list[str]) -> float:
    listening = [await _joined(cockpits[nth % len(cockpits)], cookie) for nth, cookie in enumerate(paired)]
    await asyncio.gather(*(each.recv() for each in listening))
    late: list[float] = []
    for nth in range(COMMANDS):
        heard = [asyncio.create_task(_heard(each)) for each in listening]
        began = time.perf_counter()
        await asyncio.to_thread(
            running.steer, engine, number, "go", nth + 1, by=who(engine, "lan"), step=nth % 2 + 2
        )  # from another process than the server's
        late += [(moment - began) * 1000 for moment in await asyncio.gather(*heard)]
    for each in listening:
        await each.close()
    running.end(engine, number, by=who(engine, "lan"))
    return quantiles(late, n=20)[-1]


async def _joined(cockpit: str, cookie: str) -> ClientConnection:
    origin = f"http://{urlsplit(cockpit).netloc}"
    headers = {"cookie": f"{sessions.COOKIE}={cookie}"}
    return await connect(origin.replace("http", "ws") + "/live", origin=origin, additional_headers=headers)  # type: ignore[arg-type]


async def _heard(socket: ClientConnection) -> float:
    json.loads(await socket.recv())
    return time.perf_counter()


def _files(engine: Engine, folder: Path) -> dict[str, float]:
    """Ten steps as slides, as a PDF, sealed, and the seal opened in a browser until it has checked itself."""
    lan = who(engine, "lan")
    number = storylines.create(engine, TITLE, CITY, [STEPS[nth % 2] for nth in range(TEN)], by=lan)
    with engine.connect() as conn:
        found, revision = reading.at_version(conn, number, None), revisions.current(conn)
    store.engine = lambda *_: engine  # type: ignore[assignment]
    assert rooms.real() is engine
    told = {
        "slides of 10 steps, s": _seconds(lambda: decks.of_storyline(engine, found, lan, "zh")),
        "PDF of 10 steps, s": _seconds(lambda: papers.of_storyline(engine, found, lan, "zh")),
        "seal of 10 steps, s": _seconds(
            lambda: keeping.keep(
                engine, as_if(lan, lambda: prepare(found, lan, Scope(CITY, OCTOBER, revision))).content, by=lan
            )
        ),
    }
    with engine.connect() as conn:
        seal = keeping.listing(conn, lan)[0].number
        page = folder / "session.html"
        page.write_bytes(unpacked(keeping.file_of(conn, seal, lan)[1])[PAGE])
    return told | {"opening a seal of 10 steps, ms": _opened(page)}


def _seconds(make: Callable[[], object]) -> float:
    began = time.perf_counter()
    make()
    return time.perf_counter() - began


def _opened(page: Path) -> float:
    took = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.FLAGS)
        for _ in range(OPENED):
            opened = browser.new_page()
            began = time.perf_counter()
            opened.goto(page.as_uri())
            opened.locator(".check.good").wait_for()
            took.append((time.perf_counter() - began) * 1000)
            opened.close()
        browser.close()
    return median(took)
