"""A process killed at any moment leaves the store at a whole revision."""

import multiprocessing
import os
import random
import signal
import time

from sqlalchemy import func, select

from data import store
from data.figures import as_of, by_system, whole
from data.reporting.direct import commit, withdraw
from data.schema import batch, figure, revision, rollup, withdrawal
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests import prepared
from tests.frames import figures
from tests.people import steward

KILLS = 30
ACTOR = steward("王", "330000")
TABLE = "measure | unit | month | subject | value\n" + "\n".join(
    f"visits | 3302{county} | 2024-{month:02d} | {subject} | {month}"
    for county in ("03", "05", "06", "11", "12", "13")
    for month in range(1, 13)
    for subject in ("", "ZJ001", "ZJ009")
)


def write_until_killed(url, ready):
    """Commit and withdraw as fast as the store takes it."""
    engine = store.connect(url)
    frame = figures(TABLE)
    while True:
        with engine.connect() as conn:
            compared = compare(conn, frame, {})
        done = commit(engine, compared, Source("workbook", "月报.xlsx", os.urandom(4)), by=ACTOR)
        ready.set()
        if done.batch % 3 == 0:
            withdraw(engine, done.batch, by=ACTOR, reason="试")


PREPARED = prepared.with_starting_data


def test_a_store_whose_writers_are_killed_at_random_moments_is_always_whole(engine):
    url = engine.url.render_as_string(hide_password=False)
    chance = random.Random(1612)
    processes = multiprocessing.get_context("fork")
    for _ in range(KILLS):
        engine.dispose()  # a forked writer must not share a connection with its parent
        ready = processes.Event()
        writer = processes.Process(target=write_until_killed, args=(url, ready))
        writer.start()
        while not ready.wait(1):  # however busy the machine is
            assert writer.is_alive()
        time.sleep(chance.uniform(0, 0.08))
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert_whole(engine)


def assert_whole(engine):
    with engine.connect() as conn:
        conn.exec_driver_sql(
            "ANALYZE"
        )  # nobody else does it here, and without it each row is looked for among all others
        numbers = list(conn.scalars(select(revision.c.number).order_by(revision.c.number)))
        assert numbers == list(range(1, len(numbers) + 1))
        made = sorted([*conn.scalars(select(batch.c.revision)), *conn.scalars(select(withdrawal.c.revision))])
        assert made == numbers
        written = batch.c.source == "workbook"  # what was there before holds rows of registers, too
        promised = select(batch.c.number, batch.c.added + batch.c.changed + batch.c.same).where(written)
        held = select(figure.c.batch, func.count()).join(batch, batch.c.number == figure.c.batch).where(written)
        held = held.group_by(figure.c.batch)
        assert {tuple(row) for row in conn.execute(promised)} == {tuple(row) for row in conn.execute(held)}
        now = as_of(figure)
        computed = {tuple(row) for sums in (whole(now), by_system(now)) for row in conn.execute(sums)}
        assert {tuple(row) for row in conn.execute(select(rollup))} == computed
