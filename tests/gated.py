"""A stand-in for Streamlit behind the gate, over a store with somebody in it, and browsers that come to it."""

import re

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from data import schema, store
from data.access import Grant
from data.people import passwords
from tests import prepared
from tests.staff import hire, settle
from ui import streamlit_private as streamlit
from web import factor, signing_in
from web.server import middleware

GOOD = "三个 不相关 的词 1612"
HERE = {"origin": "http://testserver"}
INNER = ("/_stcore/host-config", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/media/abc.csv", "/component/x")


@prepared.over(prepared.migrated)
def with_wangfang(engine):
    """A store with 王芳 in it, who has a password."""
    settle(engine)
    hire(engine, "wangfang", "330200", Grant("steward", "330200"), name="王芳")
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(password=passwords.hashed(GOOD)))


@pytest.fixture
def served(stores, monkeypatch, tmp_path):
    """A stand-in for Streamlit behind the gate, over that store."""
    with stores.sqlite(with_wangfang, tmp_path) as engine:
        monkeypatch.setattr(store, "engine", lambda *_: engine)
        yield engine


@pytest.fixture
def browser(served):
    """`browser()` is a new visitor, who follows no redirect by themselves."""

    async def inside(request) -> PlainTextResponse:
        return PlainTextResponse("inside")

    async def stream(socket) -> None:
        await socket.accept()
        await socket.send_text(f"inside for {socket.headers.get('origin')}")
        while (message := await socket.receive())["type"] == "websocket.receive":
            await socket.send_text(streamlit.frame_kind(message["bytes"]))

    routes = [
        *signing_in.ROUTES,
        *factor.ROUTES,
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", inside),
    ]
    routes[-1].methods = None
    app = Starlette(routes=routes, middleware=middleware())
    return lambda: TestClient(app, follow_redirects=False)


def token(answer) -> str:
    return re.search(r'name="token" value="([0-9a-f]+)"', answer.text)[1]


def sign_in(client, password=GOOD, login="wangfang", **query):
    form = client.get("/login", params=query)
    return client.post("/login", params=query, data={"login": login, "password": password, "token": token(form)})


@pytest.fixture
def signed(browser):
    """Somebody who has signed in."""
    client = browser()
    assert sign_in(client).status_code == 303
    return client
