"""Viewers over websockets, as walls open the overview and leave it open: 20, 100 and 200 of them, who come over half a minute.

How long they wait for their first view, what they ask of the store while nothing happens, how long after a commit of another
process all have it, with how many questions and how much of a processor each, and the memory of a session, which is given back
some minutes after they have left. It asks a machine that does nothing else.
"""

import asyncio
import json
import os
import re
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from ssl import SSLContext
from statistics import quantiles

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from data import store
from data.people import sessions
from data.reporting.direct import commit
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests.bench.screen import _prepare, _server
from tests.frames import figures
from tests.people import steward

COUNTS = tuple(int(each) for each in os.environ.get("BENCH_VIEWERS", "20 100 200").split())
ARRIVING, AT_REST, PATIENCE = 30.0, 10.0, 300.0  # seconds
LEAVING = 150.0  # s after which a session that nobody comes back to is forgotten, and a little more
UNITS = ("330000", "330200", "330100", "330600", "330203")
TOKEN = "a-token-of-the-bench-that-nobody-guesses"
STANDING = re.compile(rb'at\\*":\\*"([0-9a-f]{12})')
REVISION = re.compile(rb'data-revision=\\*"(\d+)')
QUERIES = re.compile(r"^cockpit_queries_total (\S+)", re.MULTILINE)


class Viewer:
    """One browser: it draws what comes, and asks again for what wants to be asked again."""

    def __init__(self, unit: str, trusting: SSLContext | None = None):
        self.trusting = trusting  # where the address is https
        self.query = f"unit={unit}&wall=1"  # who looks and follows; a page that somebody works at stays as it is
        self.page = ""
        self.opened = 0.0  # seconds until the first run ended
        self.revision, self.moved = 0, 0.0  # the newest drawn, and when
        self.standing = ""  # of the store, by which it was drawn
        self.clocks: dict[str, asyncio.Task] = {}

    async def look(self, cockpit: str, cookie: str) -> None:
        """Until it is cancelled."""
        origin = cockpit.rstrip("/")
        headers = {"cookie": f"{sessions.COOKIE}={cookie}; _streamlit_xsrf=1"}
        began = time.perf_counter()
        async with connect(
            origin.replace("http", "ws") + "/_stcore/stream",
            origin=origin,  # type: ignore[arg-type]
            additional_headers=headers,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            open_timeout=PATIENCE,
            ssl=self.trusting,
        ) as socket:
            try:
                await socket.send(self._asking())
                async for frame in socket:
                    self._take(socket, bytes(frame), began)  # type: ignore[arg-type]
                    if self.opened and "live" not in self.clocks:
                        self.clocks["live"] = asyncio.create_task(self._hear(socket, origin, headers))
            finally:
                self._stop()

    async def _hear(self, socket: ClientConnection, origin: str, headers: dict[str, str]) -> None:
        """What the live channel says, as `live.js` takes it."""
        address = origin.replace("http", "ws") + f"/live?{self.query}&at={self.standing}"
        async with connect(
            address,
            origin=origin,  # type: ignore[arg-type]
            additional_headers=headers,
            max_size=None,
            open_timeout=PATIENCE,
            ssl=self.trusting,
        ) as live:
            async for frame in live:
                told = json.loads(frame)
                if "view" in told:
                    self._note(str(frame).encode())
                elif "anew" in told:
                    await socket.send(self._asking())

    def _take(self, socket: ClientConnection, frame: bytes, began: float) -> None:
        self._note(frame)
        if found := STANDING.search(frame):
            self.standing = found[1].decode()
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.page = message.new_session.page_script_hash or self.page
        elif kind == "auto_rerun":
            fragment = message.auto_rerun.fragment_id
            if fragment not in self.clocks:
                self.clocks[fragment] = asyncio.create_task(self._again(socket, fragment, message.auto_rerun.interval))
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                if clock := self.clocks.pop(fragment, None):
                    clock.cancel()
        elif kind == "script_finished" and not self.opened:
            self.opened = time.perf_counter() - began

    def _note(self, shown: bytes) -> None:
        for number in map(int, REVISION.findall(shown)):
            if number > self.revision:
                self.revision, self.moved = number, time.perf_counter()

    async def _again(self, socket: ClientConnection, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await socket.send(self._asking(fragment))

    def _asking(self, fragment: str = "") -> bytes:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        if fragment:
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
        return message.SerializeToString()

    def _stop(self) -> None:
        for task in self.clocks.values():
            task.cancel()
        self.clocks.clear()


def measure() -> dict[str, float]:
    """For each number of viewers; seconds, but where another unit is named."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, _watched():
        url = f"sqlite:///{folder}/viewers.db"
        cookie = _prepare(url)
        for count in COUNTS:
            with _server("app.py", 8797, url) as (cockpit, pid):
                asyncio.run(_warm(cockpit, cookie))
                found |= {
                    f"{count} viewers, {name}": value
                    for name, value in asyncio.run(_seen(cockpit, pid, url, cookie, count)).items()
                }
    return found


@contextmanager
def _watched() -> Iterator[None]:
    """A server that starts inside tells what it counts."""
    before = dict(os.environ)
    os.environ["COCKPIT_TELEMETRY_TOKEN"] = TOKEN
    yield
    os.environ.clear()
    os.environ.update(before)


async def _warm(cockpit: str, cookie: str) -> None:
    """A view that is not counted: the server's own imports belong to its start."""
    await _opened([Viewer(UNITS[0])], cockpit, cookie, 0)


async def _seen(cockpit: str, pid: int, url: str, cookie: str, count: int) -> dict[str, float]:
    viewers = [Viewer(UNITS[nth % len(UNITS)]) for nth in range(count)]
    memory = _memory(pid)
    tasks = await _opened(viewers, cockpit, cookie, ARRIVING, stay=True)
    held = _memory(pid) - memory
    waited = quantiles([each.opened for each in viewers], n=20)
    asked, cpu = _queries(cockpit), _cpu(pid)
    await asyncio.sleep(AT_REST)
    rest, busy = (_queries(cockpit) - asked) / AT_REST, (_cpu(pid) - cpu) / AT_REST
    asked, cpu = _queries(cockpit), _cpu(pid)
    revision = await asyncio.to_thread(commit_one, url)
    began = time.perf_counter()
    while min(each.revision for each in viewers) < revision and time.perf_counter() - began < PATIENCE:
        await asyncio.sleep(0.05)
    late = [max(each.moved - began, 0.0) if each.revision >= revision else PATIENCE for each in viewers]
    questions, drawn = _queries(cockpit) - asked, _cpu(pid) - cpu
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(LEAVING)
    return {
        "opening p50": waited[9],
        "opening p95": waited[18],
        "queries a second at rest": rest,
        "processors at rest": busy,
        "commit to screen p50": quantiles(late, n=20)[9],
        "commit to the last screen": max(late),
        "queries of a commit": questions,
        "processor of a commit, ms a view": 1000 * drawn / count,
        "MB a session": held / count,
        "MB kept of a session that left": (_memory(pid) - memory) / count,
    }


async def _opened(
    viewers: Sequence[Viewer], cockpit: str, cookie: str, over: float, *, stay: bool = False
) -> list[asyncio.Task]:
    """The viewers come one after the other over so many seconds; their tasks, once all have their first view."""
    tasks = []
    for viewer in viewers:
        tasks.append(asyncio.create_task(viewer.look(cockpit, cookie)))
        await asyncio.sleep(over / len(viewers))
    while not all(each.opened for each in viewers):
        await asyncio.sleep(0.05)
        if failed := [task for task in tasks if task.done()]:
            failed[0].result()
            raise ConnectionError("a socket was closed")
    if not stay:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return tasks


def commit_one(url: str) -> int:
    """Another process commits a figure of a county; the new revision."""
    engine = store.connect(url)
    with engine.connect() as conn:
        compared = compare(conn, figures("measure | unit | month | value\nvisits | 330203 | 2026-10 | 7"), {})
    done = commit(engine, compared, Source("demo", "演示数据.csv", os.urandom(8)), by=steward("bench", "330000"))
    engine.dispose()
    return done.revision


def _queries(cockpit: str) -> float:
    request = urllib.request.Request(f"{cockpit}metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        told = QUERIES.search(answer.read().decode())
    return float(told[1]) if told else 0.0


def _memory(pid: int) -> float:
    """Megabytes that the server holds."""
    told = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(told[1]) / 1024 if told else 0.0


def _cpu(pid: int) -> float:
    """Seconds of processors that the server has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
