"""The faults, one function each: planted as often as asked, what came of it as rows of the table."""

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Engine, func, select

from data import months, revisions, store
from data.schema import batch, revision
from data.settings import settings
from tests.faults import places, working
from tests.faults.relays import delayed
from tests.faults.told import Row
from tests.faults.working import Writer

LOOKED_AT = 25  # kills between two looks at the whole store: each reads all of it
DAY = timedelta(days=1)


def killed_writers(kills: int) -> Iterator[Row]:
    """The process that commits is killed, at any moment of a commit or a withdrawal."""
    with places.folder() as place:
        yield _killed("SQLite", f"sqlite:///{place}/store.db", kills)
    with places.folder() as place, places.postgresql(place) as node:
        yield _killed("PostgreSQL", node.url, kills)


def killed_databases(kills: int) -> Iterator[Row]:
    """PostgreSQL itself is killed while somebody commits, and started again."""
    chance, kept, gone, longest = random.Random(1612), 0, 0, 0.0
    with places.folder() as place, places.postgresql(place) as node:
        engine = places.filled(node.url)
        for _ in range(kills):
            writer = Writer(engine)
            with working.at_work(writer):
                working.until(lambda writer=writer: writer.told, 60)
                time.sleep(chance.uniform(0, 0.5))
                node.kill()
                working.until(lambda writer=writer: writer.refused, 60)
                began = time.monotonic()
                (node.folder / "postmaster.pid").unlink(missing_ok=True)
                _started(node)
                before = len(writer.told)
                working.until(lambda writer=writer, before=before: len(writer.told) > before, 60)
                longest = max(longest, time.monotonic() - began)
            lost = working.lost(engine, writer.told)
            gone += lost
            kept += not lost and working.is_whole(engine)
        engine.dispose()
    yield _row("the database killed", "PostgreSQL", kills, kept, gone, f"commits again after {longest:.1f} s at most")


def full_disks(times: int) -> Iterator[Row]:
    """The disk of the store is full in the middle of commits; then there is room again."""
    with places.small_disk(24) as place:
        engine = places.filled(f"sqlite:///{place}/store.db")
        yield _filled_up("SQLite", engine, place, times, lambda: None)
    with places.small_disk(160) as place, places.postgresql(place) as node:
        engine = places.filled(node.url)
        yield _filled_up("PostgreSQL", engine, place, times, lambda: _started_again(node))


def jumping_clocks(times: int) -> Iterator[Row]:
    """The clock goes a day, a year, an hour on and back between commits."""
    chance = random.Random(1612)
    steps = (DAY, -DAY, 365 * DAY, -365 * DAY, timedelta(hours=1), -timedelta(hours=1))
    with places.folder() as place:
        engine = places.filled(f"sqlite:///{place}/store.db")
        yield _jumped("SQLite", engine, [chance.choice(steps) for _ in range(times)])
    with places.folder() as place, places.postgresql(place) as node:
        engine = places.filled(node.url)
        yield _jumped("PostgreSQL", engine, [chance.choice(steps) for _ in range(times)])


def cut_networks(times: int) -> Iterator[Row]:
    """The cable between program and database is pulled in the middle of commits, for longer than a question is waited for."""
    kept, gone, refused, commits = 0, 0, 0.0, 0.0
    away = settings().store.answer_seconds + 4
    with places.folder() as place, places.postgresql(place, apart=True) as node:
        engine = places.filled(node.url)
        for _ in range(times):
            writer = Writer(engine)
            with working.at_work(writer):
                working.until(lambda writer=writer: len(writer.told) >= 2, 60)
                places.cable("down")
                began = time.monotonic()
                try:
                    working.newest(engine)
                except store.Unreachable:
                    refused = max(refused, time.monotonic() - began)
                time.sleep(max(0.0, away - (time.monotonic() - began)))
                places.cable("up")
                began, before = time.monotonic(), len(writer.told)
                working.until(lambda writer=writer, before=before: len(writer.told) > before, 120)
                commits = max(commits, time.monotonic() - began)
            lost = working.lost(engine, writer.told)
            gone += lost
            kept += not lost and working.is_whole(engine)
        engine.dispose()
    seen = (
        f"cut for {away:.0f} s: a page is told within {refused:.1f} s, commits go on {commits:.1f} s after it is back"
    )
    yield _row("the network cut", "PostgreSQL", times, kept, gone, seen)


def slow_networks(times: int) -> Iterator[Row]:
    """Each packet between program and database takes a tenth of a second more."""
    with places.folder() as place, places.postgresql(place) as node, delayed(node.port, 0.1) as port:
        engine = places.filled(node.url)
        engine.dispose()
        slow = store.connect(node.url.replace(f":{node.port}/", f":{port}/"))
        writer = Writer(slow)
        for _ in range(times):
            writer.once()
        slow.dispose()
        lost = working.lost(engine, writer.told)
        kept = len(writer.told) if not lost and working.is_whole(engine) else 0
        engine.dispose()
    seen = f"100 ms a way, by a relay: a commit took {writer.longest:.1f} s at most, {len(writer.refused)} were refused"
    yield _row("a slow network", "PostgreSQL", times, kept, lost, seen)


def _killed(over: str, url: str, kills: int) -> Row:
    engine, chance, kept, since, gone = places.filled(url), random.Random(1612), 0, 0, 0
    processes = multiprocessing.get_context("fork")
    for number in range(1, kills + 1):
        engine.dispose()  # a forked writer must not share a connection with its parent
        ready, told = processes.Event(), processes.Array("q", 1000)
        writer = processes.Process(target=_write, args=(url, ready, told))
        writer.start()
        if not ready.wait(60):
            raise RuntimeError("nothing was committed that could be lost")
        time.sleep(chance.uniform(0, 0.15))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        lost = working.lost(engine, [each for each in told if each])
        gone, since = gone + lost, since + (not lost)
        if number % LOOKED_AT == 0 or number == kills:
            kept, since = kept + since * working.is_whole(engine), 0
    with engine.connect() as conn:
        made = revisions.current(conn)
    engine.dispose()
    return _row("a writer killed", over, kills, kept, gone, f"{made} revisions, none missing")


def _write(url: str, ready, told) -> None:
    writer = Writer(store.connect(url))
    for place in range(len(told)):
        if writer.once():
            told[place] = writer.told[-1]
            ready.set()


def _filled_up(over: str, engine: Engine, place: Path, times: int, again: Callable[[], None]) -> Row:
    kept = gone = refused = 0
    ballast = place / "ballast"
    for _ in range(times):
        writer = Writer(engine)
        writer.once()
        room = shutil.disk_usage(place).free
        with ballast.open("wb") as made:
            os.posix_fallocate(made.fileno(), 0, max(room - (1 << 16), 1))
        working.until(lambda writer=writer: not writer.once() or len(writer.refused) > 2, 60)
        refused += bool(writer.refused)
        ballast.unlink()
        again()
        went_on = working.until(writer.once, 60)
        lost = working.lost(engine, writer.told)
        gone += lost
        kept += went_on and not lost and working.is_whole(engine)
    engine.dispose()
    return _row(
        "the disk full", over, times, kept, gone, f"refused with a sentence {refused} times, goes on once there is room"
    )


def _jumped(over: str, engine: Engine, steps: list[timedelta]) -> Row:
    writer, real, kept = Writer(engine), months.now, 0
    try:
        for step in steps:
            months.now = lambda step=step: real() + step  # type: ignore[assignment]
            kept += writer.once()
    finally:
        months.now = real
    with engine.connect() as conn:
        at: list[datetime] = list(conn.scalars(select(revision.c.at).order_by(revision.c.number)))
        batches = conn.scalar(select(func.count()).select_from(batch))
    lost = working.lost(engine, writer.told)
    whole = working.is_whole(engine) and not lost
    backwards = sum(later < earlier for earlier, later in pairwise(at))
    engine.dispose()
    refused = ", ".join(sorted({kind for kind, _ in writer.refused})) or "none"
    seen = f"{batches} batches, refused: {refused}; {backwards} revisions are dated before the one before"
    return _row("the clock jumps", over, len(steps), kept * whole, lost, seen)


def _started(node: places.Durable) -> None:
    for _ in range(20):
        try:
            node.start("-c min_wal_size=2MB -c max_wal_size=8MB")
            return
        except OSError:
            raise
        except Exception:  # what the one before left may still be there
            time.sleep(1)


def _started_again(node: places.Durable) -> None:
    """A PostgreSQL whose disk of the log was full has ended; one that has not is left as it is."""
    status = node.folder / "postmaster.pid"
    if not status.exists():
        _started(node)


def _row(fault: str, over: str, tried: int, survived: int, lost: int, seen: str) -> Row:
    return Row(fault, over, f"{months.today():%Y-%m-%d}", tried, survived, lost, seen)
