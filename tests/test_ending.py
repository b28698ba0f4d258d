"""The end of a server: not ready at once, nobody new after a while, and what is being saved is saved."""

import signal
from threading import Event, Thread

import pytest

from data import draining, store
from data.settings import Settings, Store
from ui import saying
from web import ending


@pytest.fixture
def told(monkeypatch):
    """`told(drain_seconds)`: the handler of the signal, and what the server below was told, as it happens."""
    waits = []
    monkeypatch.setattr(ending, "Timer", lambda seconds, do, given: waits.append((seconds, do, given)) or Waiting())

    class Waiting:
        def start(self) -> None:
            pass

    def prepare(seconds: float):
        stopped = []
        monkeypatch.setattr(ending, "settings", lambda: Settings(store=Store(drain_seconds=seconds)))
        return ending._drain_then(lambda *given: stopped.append(given)), stopped, waits

    yield prepare
    draining.end()


def test_who_is_told_to_end_is_not_ready_and_goes_on_for_a_while(told):
    handler, stopped, waits = told(5)
    handler(signal.SIGTERM, None)
    assert draining.drains()
    assert not stopped
    seconds, do, given = waits.pop()
    assert seconds == 5
    do(*given)
    assert stopped == [(signal.SIGTERM, None)]


def test_who_is_told_twice_or_has_no_balancer_does_not_wait(told):
    handler, stopped, _ = told(5)
    handler(signal.SIGTERM, None)
    handler(signal.SIGTERM, None)
    assert len(stopped) == 1
    draining.end()
    handler, stopped, waits = told(0)
    waits.clear()
    handler(signal.SIGTERM, None)
    assert (len(stopped), waits) == (1, [])


@pytest.mark.parametrize("saves", ["a write", "a button"])
def test_the_end_waits_for_what_is_being_saved(tmp_path, saves):
    inside, go_on, ended = Event(), Event(), []

    def save() -> None:
        inside.set()
        go_on.wait(10)

    def write() -> None:
        engine = store.connect(f"sqlite:///{tmp_path}/x.db")
        with store.writing(engine):
            save()
        engine.dispose()

    saving = Thread(target=write if saves == "a write" else lambda: saying.doing(save))
    saving.start()
    inside.wait(10)
    assert not draining.finished(0.05)
    waiting = Thread(target=lambda: ended.append(draining.finished(10)))
    waiting.start()
    go_on.set()
    waiting.join()
    saving.join()
    assert ended == [True]


def test_the_end_does_not_wait_for_a_rehearsal(conn):
    assert draining.finished(0)


def test_what_takes_too_long_is_left_to_the_database_and_told(monkeypatch, caplog):
    monkeypatch.setattr(ending, "LONGEST", 0.01)
    with draining.at_work():
        ending.wait()
    assert "takes it back" in caplog.text
