"""Two PostgreSQL, the second following the first by streaming replication: the first dies in the middle of commits, the second
is promoted, and the program goes on by the same address with every figure that it had told somebody was committed."""

import threading
import time

import pytest
from sqlalchemy import select

from data import revisions, store
from data.figures import as_of
from data.schema import figure
from tests import replicating
from tests.cases import ZHEJIANG, plant, report, reports
from tests.test_several import until

MONTH = "2026-10"


@pytest.fixture
def pair():
    with replicating.pair() as nodes:
        yield nodes


def test_a_failover_costs_no_figure_that_was_committed(pair):
    first, second = pair
    engine = store.connect(replicating.address(first, second).render_as_string())
    store.migrate(engine)
    with store.writing(engine) as conn:
        plant(conn, ZHEJIANG)
    told: dict[int, float] = {}
    over, refused = threading.Event(), []

    def commits() -> None:
        """One after the other, each noted once it was told to be done; what fails is tried again."""
        value = 0.0
        while not over.is_set():
            value += 1
            try:
                with store.writing(engine) as conn:
                    number = report(conn, reports(f"unit | month | visits\n330203 | {MONTH} | {value}"))
            except (store.Refused, *store.Unreachable) as error:
                refused.append(error)
                time.sleep(0.05)
            else:
                told[number] = value

    writer = threading.Thread(target=commits)
    writer.start()
    try:
        until(lambda: len(told) >= 10)
        first.kill()
        before = len(told)
        until(lambda: bool(refused))
        second.run("pg_ctl", "-D", second.folder, "-w", "promote")
        until(lambda: len(told) >= before + 10)
    finally:
        over.set()
        writer.join()
    with engine.connect() as conn:
        for number, value in told.items():
            held = as_of(figure, number)
            assert conn.scalar(select(held.c.value).where(held.c.unit == "330203", held.c.measure == "visits")) == value
        assert revisions.current(conn) >= max(told)
        assert conn.execute(select(figure)).first() is not None
    engine.dispose()
    assert len(set(told)) == len(told)
