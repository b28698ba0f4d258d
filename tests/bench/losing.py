"""One of two servers is killed under two hundred viewers, behind nginx and over PostgreSQL as `docs/deploy` sets them up: how long those
wait whose server it was, whether anybody has to sign in again, and whether all see what is committed then."""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from ssl import SSLContext
from statistics import quantiles

from websockets.exceptions import ConnectionClosed, InvalidStatus

from data import store
from data.people import sessions
from tests import postgres
from tests.bench.screen import _prepare
from tests.bench.viewers import ARRIVING, PATIENCE, UNITS, Viewer, commit_one
from tests.test_deploy import of_any_name, port_of, served_by_nginx
from tests.test_several import Server, until

COUNT = int(os.environ.get("BENCH_LOSING", "200"))
AGAIN = 0.5  # seconds after which Streamlit's program tries again first


class Lasting(Viewer):
    """A browser that comes again when its socket closes; `back`: how long it was without a view, `refused`: it was let in no more."""

    back = 0.0
    refused = False

    async def stay(self, cockpit: str, cookie: str) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self.look(cockpit, cookie)
            except ConnectionClosed:
                lost = time.perf_counter()
                self.opened = 0.0
                asyncio.get_running_loop().create_task(self._timed(lost))
            except InvalidStatus as answer:
                self.refused |= answer.response.status_code in (401, 403)
            await asyncio.sleep(AGAIN)

    async def _timed(self, lost: float) -> None:
        while not self.opened:
            await asyncio.sleep(0.02)
        self.back = time.perf_counter() - lost


def measure() -> dict[str, float]:
    """Seconds, and how many were refused."""
    with tempfile.TemporaryDirectory() as name, postgres.server() as server, Path(name, "log").open("w") as log:
        folder, url = Path(name), postgres.create(server)
        first = _prepare(url)
        cookies = _sessions(url)
        servers = [Server(each, {"COCKPIT_STORE_URL": url, "COCKPIT_ACCOUNTS_PROXIES": "1"}, log) for each in "ab"]
        try:
            for each in servers:
                assert until(lambda each=each: each.ready() == "ready", 240)
            with served_by_nginx(folder, [each.port for each in servers]):
                cockpit = f"https://127.0.0.1:{port_of(folder)}/"
                return asyncio.run(_seen(cockpit, servers, url, [first, *cookies], of_any_name()))
        finally:
            for each in servers:
                each.process.kill()
                each.process.wait()


def _sessions(url: str) -> list[str]:
    """A session each, for nginx shares out by them."""
    engine = store.connect(url)
    with store.writing(engine) as conn:
        cookies = [sessions.open_(conn, "bench", address="127.0.0.1", agent="bench") for _ in range(COUNT)]
    engine.dispose()
    return cookies


async def _seen(
    cockpit: str, servers: list[Server], url: str, cookies: list[str], trusting: SSLContext
) -> dict[str, float]:
    viewers = [Lasting(UNITS[nth % len(UNITS)], trusting) for nth in range(COUNT)]
    tasks = []
    for viewer, cookie in zip(viewers, cookies[1:], strict=True):
        tasks.append(asyncio.create_task(viewer.stay(cockpit, cookie)))
        await asyncio.sleep(ARRIVING / COUNT)
    await _all(lambda: all(each.opened for each in viewers), tasks)
    opened = quantiles([each.opened for each in viewers], n=20)
    servers[0].process.kill()
    await asyncio.sleep(1)
    await _all(lambda: all(each.opened for each in viewers), tasks)
    lost = [each.back for each in viewers if each.back]
    revision = await asyncio.to_thread(commit_one, url)
    began = time.perf_counter()
    await _all(lambda: min(each.revision for each in viewers) >= revision, tasks)
    told = time.perf_counter() - began
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    waited = quantiles(lost, n=20)
    return {
        f"{COUNT} viewers of two servers, opening p95": opened[18],
        "viewers whose server was killed": len(lost),
        "a server killed, their view again p50": waited[9],
        "a server killed, their view again p95": waited[18],
        "a server killed, refused": sum(each.refused for each in viewers),
        "a server killed, commit to the last screen": told,
    }


async def _all(so: Callable[[], bool], tasks: Sequence[asyncio.Task]) -> None:
    """Wait until it is so; whatever ends a viewer ends the bench."""
    end = time.perf_counter() + PATIENCE
    while not so():
        if ended := [task for task in tasks if task.done()]:
            ended[0].result()
        if time.perf_counter() > end:
            raise TimeoutError("not all viewers saw it")
        await asyncio.sleep(0.05)
