"""Visitors' kiosks: made of a storyline, paired as a wall is; what of it visitors see, and that a device gets nothing else."""

import json
import re
from dataclasses import replace

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app import PAGES
from data import access, audit, months, store, units
from data.access import Action, Grant
from data.people import sessions, walls
from data.presenting import beats, kiosks, rotations, running, storylines
from data.presenting.reading import Step
from data.presenting.spans import Span
from data.presenting.views import View
from data.reporting import calendar
from data.schema import kiosk
from data.text import Text
from metrics import METRICS
from tests import presenting
from tests.pages.stores import upload
from tests.presenting import CITY, OCTOBER, TITLE, who
from tests.staff import hire
from ui.kept import forget
from ui.sealing import visiting
from web import gate
from web.presenting.kiosk import Kiosks
from web.server import ROUTES, middleware

PREPARED = presenting.started
HERE = {"origin": "http://testserver"}
SEPTEMBER = months.shift(OCTOBER, -1)
PUBLIC = Step(View("overview", CITY, SEPTEMBER), Text("九月", "September"), "只给讲解员看的话", seconds=7)
STEPS = (
    PUBLIC,
    Step(View("map", CITY, SEPTEMBER)),
    Step(View("overview", CITY, OCTOBER)),
    Step(View("overview", CITY, SEPTEMBER, (("room", "training"),))),
    Step(View("overview", CITY, SEPTEMBER, (("revision", "1"),))),
    Step(View("overview", CITY, SEPTEMBER, (("metric", "gone"),))),
)
FIGURES = """
measure   | unit   | month   | value | sheet | cell
visits    | 330200 | 2024-09 | 471100 | 月报  | P6
visits    | 330200 | 2024-10 | 836200 | 月报  | P6
"""
SECRET = ("836200", "836,200", "83.6万", "83.62万", "836.2K", "只给讲解员看的话")


@pytest.fixture
def city(engine):
    """A store in which September is published and October is not, and lan's storyline."""
    upload(engine, FIGURES)
    root = hire(engine, "root", "330000", Grant("administrator", "330000"))
    calendar.publish(engine, SEPTEMBER, by=root)
    storylines.create(engine, TITLE, CITY, STEPS, by=who(engine, "lan"))
    return engine


def made(engine, **more):
    return kiosks.make(engine, "展厅", CITY, 1, METRICS, by=who(engine, "lan"), **{"moves_on": False, **more})


def device(engine) -> str:
    return walls.pair(engine, made(engine), "10.0.0.9", "")


def test_visitors_see_published_overviews_without_what_is_said_to_them(city):
    made(city)
    with city.connect() as conn:
        found = kiosks.of(conn, 1, METRICS)
        assert kiosks.of(conn, 2, METRICS) is None
    assert found.steps == (replace(PUBLIC, notes=""),)
    assert [(nth, why.en.split(",")[0]) for nth, why in found.skipped] == [
        (2, "it is not the overview"),
        (3, "2024-10 is not published"),
        (4, "it looks into the training room"),
        (5, "it names a revision"),
        (6, "there is no metric “gone” any more"),
    ]


def test_months_move_on_with_what_is_published(city):
    calendar.publish(city, OCTOBER, by=who(city, "root"))
    made(city, moves_on=True)
    with city.connect() as conn:
        first = kiosks.of(conn, 1, METRICS).steps[0]
    assert first.view.month == SEPTEMBER  # the last of the steps is October's, the newest published
    calendar.unpublish(city, OCTOBER, by=who(city, "root"))
    with city.connect() as conn:
        assert [each.view.month for each in kiosks.of(conn, 1, METRICS).steps] == [SEPTEMBER]  # what was October's


def test_a_kiosk_is_not_made_of_nothing_nor_by_who_may_not(city):
    storylines.create(city, TITLE, CITY, STEPS[1:2], by=who(city, "lan"))
    with pytest.raises(kiosks.Refused, match="没有一步"):
        kiosks.make(city, "展厅", CITY, 2, METRICS, by=who(city, "lan"))
    with pytest.raises(storylines.Refused):
        kiosks.make(city, "展厅", CITY, 1, METRICS, by=who(city, "far"))
    with pytest.raises(access.Refused):
        kiosks.make(city, "展厅", "330000", 1, METRICS, by=who(city, "lan"))
    with city.connect() as conn:
        assert conn.execute(select(kiosk)).all() == []


def test_the_device_may_do_nothing_and_reads_nothing_of_its_own(city):
    found = sessions.find(city, device(city))
    assert (found.kiosk, found.wall, found.actor.roles) == (1, 1, {"kiosk"})
    with city.connect() as conn:
        tree = units.load(conn).in_month(OCTOBER)
        actions = {each.action for each in audit.listing(conn).itertuples()}
    assert not [action for action in Action.__args__ if access.may_somewhere(found.actor, action)]
    assert access.readable(found.actor, tree) == frozenset()
    assert {"wall_made", "kiosk_made", "wall_paired"} <= actions


def test_a_kiosk_follows_nobody_and_is_in_no_rotation(city):
    device(city)
    lan = who(city, "lan")
    with pytest.raises(running.Refused, match="展台"):
        running.start(city, 1, [1], by=lan)
    with pytest.raises(running.Refused, match="展台"):
        rotations.declare(city, 1, 1, Span("1", 0, 60), METRICS, by=lan)


@pytest.fixture
def served(city, monkeypatch):
    """The cockpit's own routes behind the gate, and a kiosk before them."""
    monkeypatch.setattr(store, "engine", lambda *_: city)
    forget()
    routes = [*ROUTES, *Kiosks(visiting.page).routes]
    client = TestClient(Starlette(routes=routes, middleware=middleware()), follow_redirects=False)
    client.cookies.set(sessions.COOKIE, device(city))
    yield client
    forget()


def test_it_gets_its_page_alone_wherever_it_asks(served, city):
    """The device's cookie at every page, at what is fetched by pages, at the interface and at the sockets."""
    page = served.get("/kiosk")
    assert page.status_code == 200
    assert "47.1" in page.text
    paths = [f"/{name}?unit={CITY}&month=2024-10" for section in PAGES.values() for name in section]
    paths += [
        "/",
        f"/?unit={CITY}&month=2024-10&wall=1",
        f"/pdf?of=overview&unit={CITY}",
        f"/picture?of=overview&unit={CITY}",
    ]
    paths += [
        f"/brief?unit={CITY}",
        "/search?ask=访问量",
        "/present/1",
        "/guides/README.md",
        "/metrics",
        "/media/x",
        "/_stcore/host-config",
    ]
    paths += [
        route.path.replace("{number:int}", "1")
        for route in ROUTES
        if hasattr(route, "methods") and "GET" in (route.methods or ())
    ]
    paths += [
        f"/api/v1/{name}?unit={CITY}&month=2024-10"
        for name in ("metrics", "snapshot", "figures", "search", "rows/problems", "pdf")
    ]
    for path in dict.fromkeys(paths):
        answer = served.get(path)
        told = answer.text + str(answer.headers)
        assert not [each for each in SECRET if each in told], path
        if path.split("?")[0] not in gate.OPEN and not path.startswith(gate.OPEN_BELOW):
            assert (answer.status_code, answer.headers.get("location")) in ((303, "/kiosk"), (403, None)), path
    for socket in ("/_stcore/stream", "/live"):
        with pytest.raises(WebSocketDisconnect), served.websocket_connect(socket, headers=HERE) as opened:
            opened.receive_text()


def test_its_page_says_nothing_that_is_not_published_and_leads_nowhere(served):
    page = served.get("/kiosk").text
    slides = page.split('<noscript id="slides">')[1].split("</noscript>")[0]
    assert slides.count('class="slide"') == 2  # in both languages
    assert not [each for each in SECRET if each in page]
    assert not re.findall(r'(?:href|src)="(?!#|data:image/svg)', slides)
    assert not re.findall(r"<(form|input|button|select|textarea|a [^>]*href)", slides)
    assert 'data-seconds="7"' in slides


def test_what_is_published_later_is_told_with_the_heartbeat_and_what_is_taken_back_is_gone(served, city):
    said = json.dumps({"address": f"/?unit={CITY}&month=2024-09&lang=zh", "frame": "ab12", "revision": "2"})
    first = served.post("/kiosk/beat", content=said, headers=HERE)
    assert first.status_code == 200
    with city.connect() as conn:
        (beat,) = beats.listing(conn).values()
    assert (beat.frame, beat.revision) == ("ab12", 2)
    calendar.publish(city, OCTOBER, by=who(city, "root"))
    assert served.post("/kiosk/beat", content=said, headers=HERE).json() != first.json()
    assert "83.6" in served.get("/kiosk").text
    for month in (OCTOBER, SEPTEMBER):
        calendar.unpublish(city, month, by=who(city, "root"))
    assert "暂时没有可以展示的内容" in served.get("/kiosk").text
    for bad in ("", "[]", "x" * 5000, json.dumps({"address": "/", "frame": "<b>", "revision": "1"})):
        assert served.post("/kiosk/beat", content=bad, headers=HERE).status_code == 400
    assert served.post("/kiosk/beat", content=said, headers={"origin": "http://elsewhere"}).status_code == 403


def test_once_ended_it_shows_nothing_and_offers_no_form(served, city):
    walls.revoke(city, 1, by=who(city, "lan"))
    page = served.get("/kiosk")
    assert page.status_code == 410
    assert "已停用" in page.text
    assert not re.findall(r"<(form|input|button|a )", page.text)
    assert served.post("/kiosk/beat", content="{}", headers=HERE).status_code == 410


def test_a_page_that_fails_is_left_out(served, city, monkeypatch):
    def fails(view, lang, *_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(visiting, "draw", fails)
    assert "暂时没有可以展示的内容" in served.get("/kiosk").text
