"""With an identity provider: what is open, and its word exchanged once for a session of ours."""

import pytest
from starlette.websockets import WebSocketDisconnect

from data import audit
from data.people import claims, sessions
from data.settings import Oidc, settings
from tests.gated import HERE, INNER, token
from tests.gated import browser as browser
from tests.gated import served as served
from ui import streamlit_private as streamlit
from web import gate, signing_in


@pytest.fixture
def provided(monkeypatch):
    """A provider, whose cookie says what the test says."""
    with_provider = settings().model_copy(update={"oidc": Oidc(provider="gov", grants=("s: steward 330200",))})
    for module in (gate, signing_in, claims):
        monkeypatch.setattr(module, "settings", lambda: with_provider)
    told = {"iss": "https://id", "sub": "u-1", "name": "张三", "roles": ["s"], "exp": 4e9, "iat": 1e9, "nonce": "n"}
    monkeypatch.setattr(streamlit, "provider_claims", lambda cookies: told if cookies.get(PROVIDED) == "good" else None)
    return told


PROVIDED = "_streamlit_user"


@pytest.mark.parametrize("cookie", [None, "x", "forged|signature"])
def test_with_an_identity_provider_only_the_way_in_is_open(browser, provided, cookie):
    client = browser()
    if cookie:
        client.cookies.set(PROVIDED, cookie)
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        assert client.get(path).text == "inside"
    for path in ("/", "/people", "/guides/administrator.md"):
        assert client.get(path).headers["location"].startswith("/login?next=")
    for path in INNER:
        assert client.get(path).status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=HERE):
        pass
    assert 'href="/login/provider?' in client.get("/login", params={"next": "/desk"}).text


def test_what_the_provider_said_is_exchanged_once_for_a_session_of_ours(served, browser, provided):
    client = browser()
    client.cookies.set(PROVIDED, "good")
    client.cookies.set("cockpit_wanted", "/desk%3Fmonth=2026-10", path="/login")
    answer = client.get(client.get("/").headers["location"])
    assert answer.headers["location"] == "/desk?month=2026-10"
    assert sessions.find(served, client.cookies[sessions.COOKIE]).actor.name == "张三"
    assert client.get("/").text == "inside"
    form = token(client.get("/password"))
    client.post("/logout", data={"token": form})
    assert client.get("/").status_code == 303
    again = client.get("/login")  # the same cookie, sent again
    assert again.status_code == 200
    assert sessions.COOKIE not in client.cookies
    provided["nonce"] = "another"  # who signs in anew is let in
    assert client.get("/login").status_code == 303
    with served.connect() as conn:
        lines = audit.listing(conn)
    assert list(lines["action"])[:3] == ["signed_in", "signed_out", "signed_in"]


@pytest.mark.parametrize(("changed", "line"), [({"roles": []}, True), ({"exp": 1e9}, False), ({"exp": None}, False)])
def test_whom_the_provider_knows_and_who_may_not_in_gets_no_session(served, browser, provided, changed, line):
    provided.update(changed)
    client = browser()
    client.cookies.set(PROVIDED, "good")
    answer = client.get("/login")
    assert answer.status_code == (403 if line else 200)
    assert sessions.COOKIE not in client.cookies
    with served.connect() as conn:
        assert ("sign_in_refused" in set(audit.listing(conn)["action"])) == line


def test_the_way_to_the_provider_remembers_where_one_wanted_to_go(browser, provided, monkeypatch):
    monkeypatch.setattr(streamlit, "provider_login", lambda provider: f"/auth/login?provider={provider}")
    client = browser()
    answer = client.get("/login/provider", params={"next": "/desk?unit=330200"})
    assert answer.headers["location"] == "/auth/login?provider=gov"
    assert "cockpit_wanted=%2Fdesk%3Funit%3D330200;" in answer.headers["set-cookie"]
    assert (
        client.get("/login/provider", params={"next": "//evil"}).headers["set-cookie"].startswith("cockpit_wanted=%2F;")
    )


def test_without_a_provider_there_is_no_way_to_one(browser):
    client = browser()
    client.cookies.set(PROVIDED, "good")
    for path in ("/auth/login", "/auth/logout", "/oauth2callback"):
        assert client.get(path).status_code == 303
    assert client.get("/login/provider").headers["location"] == "/login"
    assert "/login/provider" not in client.get("/login").text
