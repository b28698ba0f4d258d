"""What a page shows first: what its run shows, for who may see it and for nobody else; and the document that asks for it."""

import re
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import app
from data import revisions, store
from data.access import Actor
from data.people import sessions
from data.people.sessions import Session
from data.presenting.views import View
from tests import prepared
from tests.frames import figures
from tests.people import everybody, somebody
from tests.planted import report
from ui import first_frame, kept, looking
from ui.sealing.drawing import draw
from ui.streamlit_private import PROGRAM
from web import first_frame as first
from web.document import Document
from web.turns import BUSY, Turns

PREPARED = prepared.with_starting_data
PROVINCE, CITY, DECEMBER = "330000", "330200", date(2022, 12, 1)
INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
PAGE = {"accept": "text/html"}
NAMED = {  # what a page that is about one thing has in its address
    "passport": {"metric": "satisfaction"},
    "system": {"system": "party"},
    "object": {"register": "applications", "key": "zhe-li-ban"},
    "person": {"name": "李"},
}
LEADER = Session(somebody("leader", name="李", login="li"))


@pytest.fixture(autouse=True)
def read(engine, monkeypatch):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    kept.forget()
    yield
    kept.forget()


def drawn(session=LEADER, page="overview", cookie="a cookie", **asked):
    return first_frame.first_frame(session, page, {"unit": PROVINCE, **asked}, cookie, may_open=app.pages_of)


def test_it_is_what_a_run_draws(engine):
    with engine.connect() as conn:
        revision = revisions.current(conn)
    made = drawn(lang="en", month="2022-12")
    run = draw(View("overview", PROVINCE, DECEMBER), "en", LEADER.actor, revision=revision, wall=False)
    assert {key: html for key, html in made["boards"].items() if key != "frame"} == run.boards
    assert next(iter(made["boards"])) == "frame"  # it stands above all else
    assert "李" in made["boards"]["frame"]
    assert made["title"].startswith("Overview · ")
    assert made["lang"] == "en"


def test_the_way_out_is_that_of_the_session_it_is_drawn_for():
    assert sessions.form_token("another") in drawn(cookie="another")["boards"]["frame"]


@pytest.mark.parametrize("page", sorted(first_frame.PAGES))
def test_every_page_that_has_one_is_boards_alone(page):
    assert drawn(Session(everybody()), page, **NAMED.get(page, {}))


@pytest.mark.parametrize(
    ("session", "page", "asked"),
    [
        (Session(Actor("无", PROVINCE, ())), "overview", {}),  # no role: the door says so
        (LEADER, "problems", {}),  # has a download
        (LEADER, "people", {}),
        (LEADER, "nowhere", {}),
        (LEADER, "overview", {"wall": "1"}),
    ],
)
def test_what_takes_a_run(session, page, asked):
    assert drawn(session, page, **asked) is None


def test_a_page_that_fails_is_left_to_its_run(monkeypatch, caplog):
    monkeypatch.setattr(looking, "boards_of", lambda *_, **__: 1 / 0)
    assert drawn() is None
    assert "overview" in caplog.text


@pytest.fixture
def asking(monkeypatch):
    """A visitor, whose session is the one given; and what was drawn for whom."""
    made = []

    current = {}
    client = TestClient(Starlette(routes=first.routes(lambda *what: made.append(what) or current["answer"])))
    client.cookies.set(sessions.COOKIE, "a cookie")

    def ask(session, page="overview", answer=None, **how):
        current["answer"] = answer
        monkeypatch.setattr(first.sessions, "find", lambda *_: session)
        return client.get(f"/first/{page}?unit=330200", **how)

    ask.made = made
    return ask


def test_who_is_signed_in_is_drawn_for(asking):
    answer = asking(LEADER, "unit", {"title": "宁波", "boards": {}})
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, {"title": "宁波", "boards": {}})
    assert asking.made == [(LEADER, "unit", {"unit": "330200"}, "a cookie")]


@pytest.mark.parametrize(
    "session",
    [
        None,
        replace(LEADER, must_change=True),
        replace(LEADER, factor="give"),
        replace(LEADER, view="unit=330200", wall=1),
        replace(LEADER, kiosk=1),
    ],
)
def test_who_is_not_or_looks_at_something_else_is_not(asking, session):
    assert asking(session, answer={"boards": {}}).status_code == HTTPStatus.NO_CONTENT
    assert asking.made == []


def test_where_the_server_draws_enough_already_the_page_comes_the_slower_way(asking, monkeypatch):
    monkeypatch.setattr(first, "DRAWING", Turns(at_once=0, waiting=0, each=1, busy=BUSY))
    assert asking(LEADER, answer={"boards": {}}).status_code == HTTPStatus.NO_CONTENT
    assert asking.made == []


def test_nobody_has_two_drawn_at_the_same_time(asking, monkeypatch):
    turns = Turns(at_once=2, waiting=0, each=1, busy=BUSY)
    turns._of["a cookie"] += 1
    monkeypatch.setattr(first, "DRAWING", turns)
    assert asking(LEADER, answer={"boards": {}}).status_code == HTTPStatus.NO_CONTENT
    turns._of.clear()
    assert asking(LEADER, answer={"boards": {}}).status_code == HTTPStatus.OK
    assert (first.DRAWING._each, asking.made[0][3]) == (1, "a cookie")


REST = {"headers": dict([first.PURPOSE])}
SAME = replace(LEADER, actor=replace(LEADER.actor, name="王", login="wang"))
OTHER = Session(somebody("leader", unit=CITY, name="周", login="zhou"))


@pytest.mark.parametrize(("session", "moves", "times"), [(SAME, False, 1), (OTHER, False, 2), (SAME, True, 2)])
def test_at_rest_a_view_is_drawn_once_for_the_same_rights_until_the_store_moves(asking, engine, session, moves, times):
    assert asking(LEADER, answer={"boards": {}}, **REST).status_code == HTTPStatus.OK
    if moves:
        with store.writing(engine) as conn:
            report(conn, figures("measure | unit | month | value\nrated | 330206 | 2022-12 | 10"))
    answer = asking(session, answer={"boards": {}}, **REST)
    assert (answer.status_code, answer.content) == (HTTPStatus.OK, b"")
    assert [who for who, *_ in asking.made] == [LEADER, session][:times]


def test_at_rest_one_waits_for_whoever_looks_and_asks_again(asking, monkeypatch):
    turns = Turns(at_once=2, waiting=0, each=1, busy=BUSY)
    turns._of["another's cookie"] += 1
    monkeypatch.setattr(first, "DRAWING", turns)
    assert asking(LEADER, answer={"boards": {}}, **REST).status_code == HTTPStatus.NO_CONTENT
    assert asking.made == []
    turns._of.clear()
    assert asking(LEADER, answer={"boards": {}}, **REST).status_code == HTTPStatus.OK


@pytest.mark.parametrize("session", [None, replace(LEADER, view="unit=330200", wall=1)])
def test_at_rest_nothing_is_drawn_for_walls_and_strangers(asking, session):
    assert asking(session, answer={"boards": {}}, **REST).status_code == HTTPStatus.NO_CONTENT
    assert asking.made == []


@pytest.mark.parametrize(("path", "asks"), [("/", "overview"), ("/unit", "unit"), ("/upload", None)])
def test_the_document_asks_for_it_before_all_else_and_begins_the_program_then(path, asks):
    routes = [Route(each, lambda _: FileResponse(INDEX)) for each in ("/", "/unit", "/upload")]
    server = Starlette(routes=routes, middleware=[Middleware(Document, first=first_frame.PAGES)])
    head = TestClient(server).get(path, headers=PAGE).text.partition("</head>")[0]
    (program,) = re.findall(r'["=](\./static/js/index\.[^"]+\.js)"', head)[:1]
    if asks is None:
        assert PROGRAM.search(head.encode())
        assert "data-page" not in head
        return
    assert not PROGRAM.search(head.encode())
    assert f'<script data-page="{asks}" data-program="{program}">' in head
    assert head.index("data-page") < head.index('rel="stylesheet"')
    assert f'rel="modulepreload" crossorigin href="{program}"' in head
