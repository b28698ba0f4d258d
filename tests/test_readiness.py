"""Alive is not ready: what a supervisor and a balancer are told, with the store there, away and of another version."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import store
from data.health.finding import finding
from data.text import Text
from tests.loops import in_a_thread
from web import readiness
from web.server import middleware


@pytest.fixture
def client(monkeypatch):
    """A visitor who is not signed in."""
    monkeypatch.setattr(readiness, "_readiness", readiness.Readiness())
    monkeypatch.setattr(readiness.background, "runs", lambda: True)
    return TestClient(Starlette(routes=readiness.ROUTES, middleware=middleware()))


def told(client):
    answers = [client.get(path) for path in ("/healthz", "/readyz")]
    return [(answer.status_code, answer.text) for answer in answers]


def test_with_its_store_it_is_alive_and_ready(client, lasting_engine, monkeypatch):
    monkeypatch.setattr(readiness.rooms, "real", lambda: lasting_engine)
    assert told(client) == [(200, "ok"), (200, "ready")]


def test_without_its_store_it_is_alive_and_not_ready(client, monkeypatch):
    engine = store.connect("postgresql://nobody:hunter2@127.0.0.1:1/none")
    monkeypatch.setattr(readiness.rooms, "real", lambda: engine)
    assert told(client) == [(200, "ok"), (503, "store away")]
    engine.dispose()


def test_over_a_store_of_another_version_it_is_alive_and_not_ready(client, lasting_engine, monkeypatch):
    monkeypatch.setattr(readiness.rooms, "real", lambda: lasting_engine)
    monkeypatch.setattr(readiness, "migrations", lambda *_: finding("bad", Text("旧", "old")))
    assert told(client) == [(200, "ok"), (503, "store of another version")]


def test_about_to_end_it_is_alive_and_not_ready(client, lasting_engine, monkeypatch):
    monkeypatch.setattr(readiness.rooms, "real", lambda: lasting_engine)
    monkeypatch.setattr(readiness.draining, "drains", lambda: True)
    assert told(client) == [(200, "ok"), (503, "draining")]


def test_a_server_that_does_nothing_by_itself_says_so(client, lasting_engine, monkeypatch):
    monkeypatch.setattr(readiness.rooms, "real", lambda: lasting_engine)
    monkeypatch.setattr(readiness.background, "runs", lambda: False)
    assert told(client) == [(200, "ok"), (503, "background work does not run")]


def test_many_who_ask_at_once_are_one_question(monkeypatch):
    asked, clock = [], [0.0]
    monkeypatch.setattr(readiness, "_look", lambda: asked.append(1) or "ready")
    monkeypatch.setattr(readiness, "monotonic", lambda: clock[0])

    async def flood():
        kept = readiness.Readiness()
        await asyncio.gather(*(kept.answer() for _ in range(20)))
        assert len(asked) == 1
        clock[0] += readiness.KEPT
        await kept.answer()
        assert len(asked) == 2

    clock[0] = 1.0
    in_a_thread(flood)


def test_what_begins_and_ends_with_the_server_is_let_through_by_all_that_stands_before_it():
    """A server whose start does not get through runs all the same, and does nothing by itself."""
    done = []

    @asynccontextmanager
    async def lifespan(_app):
        done.append("begun")
        yield
        done.append("ended")

    with TestClient(Starlette(routes=readiness.ROUTES, middleware=middleware(), lifespan=lifespan)):
        assert done == ["begun"]
    assert done == ["begun", "ended"]
