"""A soak: walls that stand open, while a commit comes every few seconds, for BENCH_SOAK_MINUTES (30). Memory of the server and how
long a commit takes to the last screen, minute by minute, as a table in docs/operations.md; and whatever the server said.

python -m tests.bench soak, on a machine that does nothing else. Memory of browsers is not looked at: the viewers are sockets.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression, quantiles
from typing import NamedTuple

from data import months
from data.settings import ROOT
from tests.bench.screen import _prepare, _server
from tests.bench.viewers import ARRIVING, PATIENCE, UNITS, Viewer, _memory, _opened, _warm, commit_one

MINUTES = int(os.environ.get("BENCH_SOAK_MINUTES", "30"))
WALLS, EVERY = 20, 5.0  # sockets, and seconds between commits
PORT = 8798
PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- soak: written by python -m tests.bench soak -->", "<!-- end of soak -->"
HEAD = "| minute | memory, MB | commits | commit to the last screen, p50, s | p95, s |\n|---|---|---|---|---|\n"


class Minute(NamedTuple):
    """What a minute was like: megabytes of the server at its end, and for each commit the seconds to the last screen."""

    memory: float
    late: list[float]


def measure() -> dict[str, float]:
    """The slope of memory after the first third, the worst minute's 95th percentile, and the lines in the log; the table is
    written, too."""
    with tempfile.TemporaryDirectory() as folder:
        url, log = f"sqlite:///{folder}/soak.db", Path(folder) / "log"
        cookie = _prepare(url)
        with log.open("wb") as said, _server("app.py", PORT, url, said) as (cockpit, pid):
            asyncio.run(_warm(cockpit, cookie))
            found = asyncio.run(_soaked(cockpit, pid, url, cookie))
        lines = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
    settled = found[len(found) // 3 :]
    slope = linear_regression(range(len(settled)), [each.memory for each in settled]).slope * 60
    _write(found, slope, lines)
    return {
        f"soak of {MINUTES} minutes, memory, MB an hour": slope,
        f"soak of {MINUTES} minutes, commit to the last screen, worst minute's p95": max(_p95(each) for each in found),
        f"soak of {MINUTES} minutes, lines in the log": len(lines),
    }


async def _soaked(cockpit: str, pid: int, url: str, cookie: str) -> list[Minute]:
    viewers = [Viewer(UNITS[nth % len(UNITS)]) for nth in range(WALLS)]
    tasks = await _opened(viewers, cockpit, cookie, ARRIVING, stay=True)
    found = []
    for _ in range(MINUTES):
        late, ends = [], time.perf_counter() + 60
        while time.perf_counter() < ends:
            late.append(await _shown(viewers, url))
            await asyncio.sleep(EVERY)
        found.append(Minute(_memory(pid), late))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def _shown(viewers: Sequence[Viewer], url: str) -> float:
    """Seconds from the end of a commit until its revision is on every screen; PATIENCE where it never is."""
    revision = await asyncio.to_thread(commit_one, url)
    began = time.perf_counter()
    while min(each.revision for each in viewers) < revision and time.perf_counter() - began < PATIENCE:
        await asyncio.sleep(0.05)
    return min(time.perf_counter() - began, PATIENCE)


def _p95(minute: Minute) -> float:
    return quantiles(minute.late, n=20)[18] if len(minute.late) > 1 else minute.late[0]


def _write(found: Sequence[Minute], slope: float, lines: Sequence[str]) -> None:
    """The table in the guide takes the place of the one before."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    rows = "".join(
        f"| {number} | {each.memory:.0f} | {len(each.late)} | {sorted(each.late)[len(each.late) // 2]:.2f} | {_p95(each):.2f} |\n"
        for number, each in enumerate(found, 1)
    )
    told = (
        f"On {months.today()}: {WALLS} walls, a commit every {EVERY:g} s; memory changes by {slope:+.0f} MB an hour after the first "
        f"third; lines in the log: {len(lines)}."
    )
    PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n\n{HEAD}{rows}\n{END}{rest.split(END)[1]}", encoding="utf-8")
