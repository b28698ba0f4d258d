"""A step, from the command of another process to what a wall hears at its socket: with one wall, and with twenty."""

import asyncio
import json
import tempfile
import time
from statistics import quantiles
from urllib.parse import urlsplit

from sqlalchemy import Engine
from websockets.asyncio.client import ClientConnection, connect

from data import store
from data.people import sessions, walls
from data.presenting import running
from tests.bench.screen import _served
from tests.presenting import CITY, made, started, who

COMMANDS = 40


def measure() -> dict[str, float]:
    """The 95th percentile over all walls and commands, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/presenting.db"
        engine = store.connect(url)
        started(engine)
        with _served("app.py", 8795, url) as cockpit:
            found = {f"step to wall, {count} listening, p95 ms": _late(engine, cockpit, count) for count in (1, 20)}
        engine.dispose()
    return found


def _late(engine: Engine, cockpit: str, count: int) -> float:
    lan = who(engine, "lan")
    paired = [walls.pair(engine, walls.make(engine, "大厅", CITY, {}, by=lan), "", "") for _ in range(count)]
    with engine.connect() as conn:
        devices = [int(number) for number in walls.listing(conn, lan)["number"][:count]]
    number = running.start(engine, made(engine), devices, by=lan)
    return asyncio.run(_steps(engine, cockpit, number, paired))


async def _steps(engine: Engine, cockpit: str, number: int, paired: list[str]) -> float:
    origin = f"http://{urlsplit(cockpit).netloc}"
    address = origin.replace("http", "ws") + "/live"
    listening = [
        await connect(address, origin=origin, additional_headers={"cookie": f"{sessions.COOKIE}={cookie}"})  # type: ignore[arg-type]
        for cookie in paired
    ]
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


async def _heard(socket: ClientConnection) -> float:
    json.loads(await socket.recv())
    return time.perf_counter()
