"""What the server does by itself: each job in its time, and none keeps the others from being done."""

import asyncio
import gc
import logging
import sys
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest

from data import looks, months, ready, secret, store
from data.notices import outbox
from data.reporting import reminders
from data.settings import settings
from web import background
from web.background import Job

NOW = datetime(2026, 11, 5, 9, tzinfo=months.SHANGHAI)


@pytest.fixture
def done(monkeypatch):
    """The names of what was done, in order; the jobs themselves do nothing."""
    names = []
    monkeypatch.setattr(store, "engine", lambda *_: None)
    monkeypatch.setattr(background.done_alone, "do_alone", lambda engine, work, every, now, do: (do(), True)[1])
    monkeypatch.setattr(background.retention, "retain", lambda engine, now: names.append("retention"))
    monkeypatch.setattr(reminders, "remind", lambda engine, now: names.append("reminders"))
    monkeypatch.setattr(outbox, "send", lambda engine, now: names.append("outbox"))
    monkeypatch.setattr(background.alarms, "remind", lambda engine, now, metrics: names.append("walls"))
    monkeypatch.setattr(background, "_look_ahead", lambda: names.append("forecasts"))
    monkeypatch.setattr(looks, "flush", lambda engine: names.append("looks"))
    monkeypatch.setattr(background, "begin", lambda: None)
    monkeypatch.setattr(background.tracing, "begin", lambda: None)  # the log of the tests stays theirs
    return names


def test_each_job_is_done_in_its_time(done):
    jobs = background.jobs()
    for minute in range(61):
        for job in jobs:
            job.run(NOW + timedelta(minutes=minute))
    assert done.count("outbox") == 61
    assert done.count("reminders") == done.count("looks") == 2
    assert done.count("forecasts") == 13
    assert done.count("retention") == 1
    # what is told now leaves now
    assert done[:6] == ["reminders", "walls", "outbox", "forecasts", "retention", "looks"]


def test_what_fails_is_told_once_without_what_it_said_and_tried_again(caplog):
    failing = [True]

    def do(now):
        if failing[0]:
            raise ValueError("password=hunter2")

    job = Job("outbox", timedelta(minutes=1), do, each=True)
    with caplog.at_level(logging.ERROR):
        for minute in range(3):
            job.run(NOW + timedelta(minutes=minute))
        assert len(caplog.records) == 1
        failing[0] = False
        job.run(NOW + timedelta(minutes=3))
        failing[0] = True
        job.run(NOW + timedelta(minutes=4))
    assert len(caplog.records) == 2
    assert "hunter2" not in caplog.text
    assert "ValueError" in caplog.text


def test_a_store_that_is_away_does_not_end_it(caplog, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: store.connect("postgresql://nobody@127.0.0.1:1/none"))
    asking = [job for job in background.jobs() if job.name in {"reminders", "instructions", "questions", "outbox"}]
    for job in asking:
        job.run(NOW)
    assert [record.args[0] for record in caplog.records] == [job.name for job in asking]
    assert len(asking) == 4


@pytest.fixture
def new_place(tmp_path, monkeypatch):
    """Nothing is there yet, no secret either; the run's own is asked for again afterwards."""
    monkeypatch.setenv("COCKPIT_ACCOUNTS_SECRET_FILE", str(tmp_path / "secret"))
    settings.cache_clear()
    secret.secret.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
    secret.secret.cache_clear()


def test_a_server_without_a_store_makes_one_and_says_where_the_way_in_is(new_place, tmp_path, monkeypatch, caplog):
    engine = store.connect(f"sqlite:///{tmp_path}/cockpit.db")
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    for _ in range(2):
        background.begin()
    assert ready.is_waiting(engine)
    login, once = ready.file().read_text(encoding="utf-8").split()
    assert (login, ready.file().stat().st_mode & 0o777) == ("admin", 0o600)
    assert len(caplog.records) == 1  # the second time there is one
    assert str(ready.file()) in caplog.text
    assert once not in caplog.text
    engine.dispose()


def test_looks_are_counted_when_the_server_ends(done):
    stop = Event()
    stop.set()
    background.work(stop)
    assert done == ["looks"]


def test_the_thread_lives_as_long_as_the_server(done, monkeypatch):
    monkeypatch.setattr(background, "PAUSE", 0)
    made = []
    monkeypatch.setattr(background, "Thread", lambda **given: made.append(Thread(**given)) or made[-1])

    async def serve():
        async with background.lifespan(None):
            assert made[0].is_alive()
            assert background.runs()
            assert sys.getswitchinterval() == pytest.approx(background.TURN)
            assert gc.get_freeze_count()  # pages are drawn without the collector looking through all modules

    turn = sys.getswitchinterval()
    gc.unfreeze()
    # In a thread of its own: where a browser was driven before, this one has a running loop already.
    server = Thread(target=lambda: asyncio.run(serve()))
    server.start()
    server.join()
    made[0].join(timeout=10)
    sys.setswitchinterval(turn)
    assert not made[0].is_alive()
    assert not background.runs()
    assert done == ["looks"]
