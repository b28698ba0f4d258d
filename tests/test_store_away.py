"""A store that is slow, locked, hanging or used up is called away within the seconds that were set; a write may take long."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from data import postgresql, store
from data.settings import ROOT, settings
from tests import postgres

ANSWER, LOCK = 0.6, 0.3


@pytest.fixture
def brief(monkeypatch) -> Iterator[None]:
    """Everything is given up soon."""
    monkeypatch.setenv("COCKPIT_STORE_ANSWER_SECONDS", str(ANSWER))
    monkeypatch.setattr(store, "READ_LOCK_SECONDS", LOCK)
    monkeypatch.setattr(postgresql, "MARGIN_SECONDS", 0.2)
    monkeypatch.setattr(postgresql, "CONNECT_SECONDS", 2)  # the least that PostgreSQL's library takes
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def engine(postgres_url, brief):
    with postgres.database(postgres_url) as url:
        made = store.connect(url)
        with made.begin() as conn:
            conn.execute(text("CREATE TABLE held (value integer)"))
        yield made
        made.dispose()


@contextmanager
def stopped(process: int) -> Iterator[None]:
    """The process hangs meanwhile, its sockets stay open."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def ask(conn, question: str = "SELECT 1"):
    return conn.execute(text(question)).scalar()


def test_a_question_that_takes_too_long_is_given_up(engine):
    with engine.connect() as conn, pytest.raises(store.Unreachable):
        ask(conn, "SELECT pg_sleep(30)")
    with engine.connect() as conn:
        assert ask(conn) == 1


def test_a_table_that_somebody_holds_is_not_waited_for(engine):
    with engine.connect() as holder, engine.connect() as conn:
        holder.execute(text("LOCK TABLE held"))
        with pytest.raises(store.Unreachable):
            ask(conn, "SELECT count(*) FROM held")
        conn.rollback()
        holder.rollback()
        assert ask(conn, "SELECT count(*) FROM held") == 0


def test_a_server_that_hangs_is_given_up_and_asked_again_when_it_is_back(engine):
    with engine.connect() as conn:
        with stopped(ask(conn, "SELECT pg_backend_pid()")), pytest.raises(store.Unreachable):
            ask(conn)
        assert conn.invalidated
    with engine.connect() as conn:
        assert ask(conn) == 1


def test_a_server_that_hangs_before_anybody_has_come_in_is_given_up(engine):
    with engine.connect() as conn:
        folder = Path(ask(conn, "SHOW data_directory"))
    engine.dispose()
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    with stopped(postmaster), pytest.raises(store.Unreachable):
        engine.connect()
    with engine.connect() as conn:
        assert ask(conn) == 1


def test_where_all_connections_are_in_use_nobody_waits_for_long(engine, monkeypatch):
    monkeypatch.setattr(postgresql, "CONNECTIONS", 1)
    small = store.connect(engine.url.render_as_string(hide_password=False))
    with small.connect(), pytest.raises(store.Unreachable):
        small.connect()
    small.dispose()


def test_a_write_may_take_longer_than_a_question_and_the_next_question_may_not(engine):
    with store.writing(engine) as conn:
        ask(conn, f"SELECT pg_sleep({ANSWER * 2})")
    with engine.connect() as conn:
        assert conn.connection.driver_connection.patience < ANSWER * 2
        with pytest.raises(store.Unreachable):
            ask(conn, f"SELECT pg_sleep({ANSWER * 2})")


def test_a_file_that_somebody_holds_alone_is_called_away(tmp_path, brief):
    engine = store.connect(f"sqlite:///{tmp_path}/cockpit.db")
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE held (value integer)"))
    engine.dispose()
    other = sqlite3.connect(tmp_path / "cockpit.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    with pytest.raises(store.Unreachable), engine.connect() as conn:
        ask(conn, "SELECT count(*) FROM held")
    assert time.monotonic() - began < settings().store.busy_seconds  # a writer's patience is not a reader's
    other.close()
    engine.dispose()


def test_the_command_line_says_a_sentence(postgres_url):
    gone = postgres_url.replace(postgres_url.rsplit(":", 1)[1].split("/")[0], "1")  # where nobody listens
    done = subprocess.run(
        [sys.executable, "-m", "data", "people", "list"],
        cwd=ROOT,
        env=os.environ | {"COCKPIT_STORE_URL": gone},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "数据库无法使用" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
