"""Pages read from a standby where it has all that the primary has, and never less than the primary would have shown."""

import pytest
from sqlalchemy import insert, select, text

from data import revisions, schema, standby, store, telemetry
from data.settings import settings
from tests import replicating
from tests.cases import ZHEJIANG, plant, report, reports
from tests.test_several import until


@pytest.fixture(autouse=True)
def from_standby(monkeypatch):
    """As an installation with a standby sets it."""
    monkeypatch.setenv("COCKPIT_STORE_STANDBY_READS", "true")
    monkeypatch.setattr(standby, "LEFT_SECONDS", 0)
    settings.cache_clear()
    yield
    settings.cache_clear()


def seen(conn) -> tuple[int, str]:
    """At which port it was read, and what: the revision, and the newest line of a table that raises none."""
    port = conn.scalar(text("SELECT inet_server_port()"))
    newest = conn.scalar(select(schema.job_done.c.work).order_by(schema.job_done.c.at.desc()).limit(1)) or ""
    return port, f"{revisions.current(conn)} {newest}"


def commit(engine) -> None:
    with store.writing(engine) as conn:
        report(conn, reports("unit | month | visits\n330203 | 2026-10 | 5"))


def note(engine, work: str) -> None:
    """Something that raises no revision."""
    with store.writing(engine) as conn:
        conn.execute(insert(schema.job_done).values(work=work, at=text("now()")))


def test_a_standby_answers_as_long_as_it_has_come_as_far():
    with replicating.pair() as (first, second):
        engine = store.connect(replicating.address(first, second).render_as_string())
        try:
            store.migrate(engine)
            with store.writing(engine) as conn:
                plant(conn, ZHEJIANG)
            commit(engine)
            assert until(lambda: standby.read(engine, seen) == (second.port, "1 "), 10)
            counted = telemetry.STANDBY_READS.samples()[0].value
            assert counted >= 1
            # one that lags is left: what was just written is seen, whether it raises the revision or not
            second.asks("SELECT pg_wal_replay_pause()")
            commit(engine)
            assert standby.read(engine, seen) == (first.port, "2 ")
            note(engine, "backup")
            assert standby.read(engine, seen) == (first.port, "2 backup")
            assert telemetry.STANDBY_READS.samples()[0].value == counted
            second.asks("SELECT pg_wal_replay_resume()")
            assert until(lambda: standby.read(engine, seen) == (second.port, "2 backup"), 10)
            # one that breaks off in the middle of an answer: the primary is asked
            assert standby.read(engine, broken_off) == "2 backup"
            assert until(lambda: standby.read(engine, seen)[0] == second.port, 10)
            # the first dies, the second is promoted: it is the primary now, and has everything
            first.kill()
            second.run("pg_ctl", "-D", second.folder, "-w", "promote")
            commit(engine)
            assert standby.read(engine, seen) == (second.port, "3 backup")
            assert telemetry.STANDBY_READS.samples()[0].value > counted
        finally:
            standby._of(engine).engine.dispose()
            engine.dispose()


def broken_off(conn) -> str:
    told = seen(conn)[1]
    if conn.scalar(text("SELECT pg_is_in_recovery()")):
        conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    return told


def test_without_a_standby_the_primary_answers(engine, monkeypatch):
    assert standby.read(engine, revisions.current) == 0
    monkeypatch.setenv("COCKPIT_STORE_STANDBY_READS", "false")
    settings.cache_clear()
    monkeypatch.setattr(standby, "_of", lambda _engine: pytest.fail("asked for a standby"))
    assert standby.read(engine, revisions.current) == 0
