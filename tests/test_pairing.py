"""The page a wall opens once, over HTTP: the code makes a cookie, and the cookie shows what the owner chose."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import store
from data.access import Grant
from data.people import sessions, walls
from data.settings import settings
from tests.staff import hire, settle
from web import pairing

VIEW = {"unit": "330203", "lang": "en"}


@pytest.fixture
def code(engine, monkeypatch):
    """The pairing code of a wall of Ningbo's administrator."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    settle(engine)
    owner = hire(engine, "wangfang", "330200", Grant("administrator", "330200"))
    return walls.make(engine, "大厅", "330200", VIEW, by=owner)


@pytest.fixture
def client():
    return TestClient(Starlette(routes=pairing.ROUTES), follow_redirects=False, client=("10.0.0.9", 50_000))


def typed(client, code, **more):
    token = re.search(r'name="token" value="([^"]+)"', client.get("/pair?lang=en").text)[1]
    return client.post("/pair?lang=en", data={"code": code, "token": token} | more)


def test_the_code_pairs_and_leads_to_the_view(client, code, engine):
    answer = typed(client, code.lower())
    assert (answer.status_code, answer.headers["location"]) == (303, "/?wall=1&unit=330203&lang=en")
    told = answer.headers["set-cookie"]
    assert "HttpOnly" in told
    assert "SameSite=lax" in told
    assert f"Max-Age={settings().accounts.wall_days * 86400}" in told
    assert code not in str(answer.headers)
    assert sessions.find(engine, client.cookies[sessions.COOKIE]).actor.name == "大厅"


def test_how_large_it_is_and_from_how_far_it_is_seen_is_asked_before_it(client, code):
    sizes = {"width": "4", "height": "", "distance": '"><b>'}
    answer = typed(client, code, **sizes)
    assert answer.status_code == 401
    assert "is no screen" in answer.text
    assert f'value="{code}"' in answer.text  # what was typed stands there still, as text
    assert '<input name="width" value="4"' in answer.text
    assert "<b>" not in answer.text
    answer = typed(client, code, width="4", height="2.25", distance="6")
    assert (answer.status_code, answer.headers["location"].endswith("&screen=4x2.25x6")) == (303, True)


def test_a_wrong_code_is_a_sentence_and_too_many_must_wait(client, code):
    for _ in range(settings().accounts.attempts):
        answer = typed(client, "WRONG234")
        assert answer.status_code == 401
        assert "has run out" in answer.text
    answer = typed(client, code)
    assert answer.status_code == 429
    assert "Too many tries" in answer.text
    assert sessions.COOKIE not in client.cookies


@pytest.mark.parametrize("token", ["", "x", "x.y"])
def test_a_form_of_another_site_pairs_nothing(client, code, token):
    assert typed(client, code, token=token).status_code == 403
    assert typed(client, code).status_code == 303


def test_the_form_speaks_both_languages_and_is_kept_by_nobody(client, code):
    chinese, english = client.get("/pair?lang=zh"), client.get("/pair?lang=en")
    assert "大屏配对" in chinese.text
    assert "Pair this wall" in english.text
    assert chinese.headers["cache-control"] == "no-store"
