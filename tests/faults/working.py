"""A store at work: one writer that commits and withdraws without a pause and says of each batch that it was told to be done, and
a look at whether all of it is there and the store is whole."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy import Engine, select

from data import revisions, store
from data.reporting.direct import commit, withdraw
from data.schema import batch
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests.frames import figures
from tests.test_killed import ACTOR, TABLE, assert_whole

EACH_WITHDRAWN = 3


class Writer:
    """What it was told is committed, in order; what was refused, with how long each took."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self.told: list[int] = []
        self.refused: list[tuple[str, float]] = []
        self.longest = 0.0

    def once(self) -> bool:
        """Commit one batch, and withdraw each third; whether it was done."""
        began = time.monotonic()
        try:
            with self.engine.connect() as conn:
                compared = compare(conn, figures(TABLE), {})
            done = commit(self.engine, compared, Source("workbook", "月报.xlsx", os.urandom(4)), by=ACTOR)
            self.told.append(done.batch)
            if done.batch % EACH_WITHDRAWN == 0:
                withdraw(self.engine, done.batch, by=ACTOR, reason="试")
        except (store.Refused, *store.Unreachable) as error:
            self.refused.append((type(error).__name__, time.monotonic() - began))
            return False
        finally:
            self.longest = max(self.longest, time.monotonic() - began)
        return True


@contextmanager
def at_work(writer: Writer) -> Iterator[None]:
    """It commits in a thread as long as what is inside lasts, and ends with the commit under way."""
    over = Event()

    def go_on() -> None:
        while not over.is_set():
            if not writer.once():
                time.sleep(0.1)

    thread = Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def lost(engine: Engine, told: list[int]) -> int:
    """How many of the batches that were told to be committed are not there."""
    with engine.connect() as conn:
        there = set(conn.scalars(select(batch.c.number)))
    return len(set(told) - there)


def is_whole(engine: Engine) -> bool:
    """Revisions without a gap, batches with all of their figures, sums as the figures say."""
    try:
        assert_whole(engine)
    except AssertionError:
        return False
    return True


def until(what: Callable[[], object], seconds: float) -> bool:
    """Wait until it is so, for so long at most."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def newest(engine: Engine) -> int:
    """The newest revision."""
    with engine.connect() as conn:
        return revisions.current(conn)
