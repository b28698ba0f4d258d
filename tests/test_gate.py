"""The gate: nothing of the cockpit for who is not signed in, by HTTP or WebSocket; the forms; what every answer forbids."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data import schema, store
from data.access import Grant
from data.people import passwords, sessions, walls
from data.settings import settings
from tests.staff import hire, settle
from web import gate, signing_in, visitors
from web.server import MIDDLEWARE

GOOD = "三个 不相关 的词 1612"
INNER = ("/_stcore/host-config", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/media/abc.csv", "/component/x")


@pytest.fixture
def served(monkeypatch, tmp_path):
    """A stand-in for Streamlit behind the gate, over a store with 王芳 in it."""
    engine = store.connect(f"sqlite:///{tmp_path}/cockpit.db")
    store.migrate(engine)
    settle(engine)
    monkeypatch.setattr(store, "engine", lambda: engine)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()
    hire(engine, "wangfang", "330200", Grant("steward", "330200"), name="王芳")
    with store.writing(engine) as conn:
        conn.execute(update(schema.person).values(password=passwords.hashed(GOOD)))
    yield engine
    engine.dispose()
    passwords._nobodys.cache_clear()


@pytest.fixture
def browser(served):
    """`browser()` is a new visitor, who follows no redirect by themselves."""

    async def inside(request) -> PlainTextResponse:
        return PlainTextResponse("inside")

    async def stream(socket) -> None:
        await socket.accept()
        await socket.send_text("inside")
        await socket.close()

    routes = [*signing_in.ROUTES, WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", inside)]
    routes[-1].methods = None
    app = Starlette(routes=routes, middleware=MIDDLEWARE)
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


@pytest.mark.parametrize("path", ["/", "/people", "/problems?unit=330200&lang=en", "/no-such-page"])
def test_a_page_leads_to_the_form_and_back(browser, path):
    answer = browser().get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login?next=")
    assert parse_qs(urlsplit(answer.headers["location"]).query)["next"] == [path]
    assert "inside" not in answer.text


@pytest.mark.parametrize("path", INNER)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
def test_all_else_is_refused(browser, method, path):
    answer = browser().request(method, path)
    assert answer.status_code == 401
    assert "inside" not in answer.text


def test_a_page_may_not_be_posted_to(browser):
    assert browser().post("/people").status_code == 401


@pytest.mark.parametrize("cookie", [None, "nonsense", "a.b"])
def test_a_websocket_without_a_session_is_refused(browser, cookie):
    client = browser()
    if cookie:
        client.cookies.set(sessions.COOKIE, cookie)
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass


def test_what_needs_no_session_is_open(browser):
    for path in ("/_stcore/health", "/healthz", "/static/js/index.js", "/app/static/mark.svg", "/api/openapi.json"):
        assert browser().get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/static", "/_stcore/health/../metrics", "/%2e%2e/people", "//people", "/static%2f../people"]
)
def test_no_way_round_by_the_spelling_of_a_path(browser, path):
    assert browser().get(path).status_code in (303, 401, 404)


def test_who_is_signed_in_gets_everything(signed):
    assert signed.get("/people").text == "inside"
    assert signed.put("/_stcore/upload_file/a/b").text == "inside"
    with signed.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == "inside"


def test_the_cookie_is_out_of_reach(browser, monkeypatch):
    made = sign_in(browser()).headers["set-cookie"]
    assert re.search(rf"{sessions.COOKIE}=\S+; HttpOnly; Path=/; SameSite=lax", made)
    assert "Secure" not in made
    behind_tls = settings().model_copy(update={"accounts": settings().accounts.model_copy(update={"https": True})})
    monkeypatch.setattr(signing_in, "settings", lambda: behind_tls)
    assert "Secure" in sign_in(browser()).headers["set-cookie"]


def test_a_wrong_password_says_so_and_keeps_what_was_typed_but_the_password(browser):
    answer = sign_in(browser(), "falsch-geheim")
    assert answer.status_code == 401
    assert "账号或密码不正确" in answer.text
    assert 'value="wangfang"' in answer.text
    assert "falsch-geheim" not in answer.text
    assert sessions.COOKIE not in answer.headers.get("set-cookie", "")


def test_a_form_of_another_site_signs_nobody_in_or_out(browser, signed):
    client = browser()
    client.get("/login")
    for forged in ("", "0" * 64, sessions.form_token("")):
        answer = client.post("/login", data={"login": "wangfang", "password": GOOD, "token": forged})
        assert answer.status_code == 403
    signed.post("/logout", data={"token": "0" * 64})
    signed.post("/logout")


def test_signing_out_ends_the_session_of_the_cookie(signed):
    form = signed.get("/password")
    kept = signed.cookies[sessions.COOKIE]
    signed.post("/logout", data={"token": "0" * 64})
    signed.cookies.set(sessions.COOKIE, kept)
    assert signed.get("/").status_code == 200
    assert signed.post("/logout", data={"token": token(form)}).headers["location"].startswith("/login")
    signed.cookies.set(sessions.COOKIE, kept)
    assert signed.get("/").status_code == 303


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_is_signed_out_by_a_picture(signed, method):
    signed.request(method, "/logout")
    assert signed.get("/").status_code == 200


@pytest.mark.parametrize("place", ["/people?unit=330200", "/"])
def test_after_signing_in_one_is_where_one_wanted_to_go(browser, place):
    assert sign_in(browser(), next=place).headers["location"] == place


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil",
        "//[",
        "http://[",
        "",
    ],
)
def test_nobody_is_sent_out_of_the_cockpit(browser, place):
    assert sign_in(browser(), next=place).headers["location"] == "/"


def test_a_one_time_password_comes_before_everything(served, browser):
    with store.writing(served) as conn:
        conn.execute(update(schema.person).values(must_change=True))
    client = browser()
    sign_in(client)
    assert client.get("/").headers["location"] == "/password"
    assert client.get("/_stcore/host-config").status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass
    form = client.get("/password")
    fields = {"old": GOOD, "new": GOOD + "!", "again": GOOD + "!"}
    assert client.post("/password", data=fields | {"token": "x"}).status_code == 403
    assert client.post("/password", data=fields | {"token": token(form), "again": "x"}).status_code == 400
    assert client.post("/password", data=fields | {"token": token(form)}).status_code == 303
    assert client.get("/").text == "inside"


def test_a_wall_gets_the_view_of_its_owner_and_no_other_page(served, browser):
    owner = hire(served, "lina", "330200", Grant("leader", "330200"))
    code = walls.make(served, "大厅", "330200", {"unit": "330203"}, by=owner)
    client = browser()
    client.cookies.set(sessions.COOKIE, walls.pair(served, code, "10.0.0.9", "TV"))
    chosen = "/?wall=1&unit=330203"
    for path in ("/", "/people", "/?unit=330000&wall=1", "/?wall=1&unit=330203&month=2020-01"):
        assert client.get(path).headers["location"] == chosen
    assert client.get(chosen).text == "inside"
    assert client.get("/password").status_code == 303
    walls.revoke(served, 1, by=owner)
    assert client.get(chosen).headers["location"].startswith("/login")


def test_every_answer_says_what_is_forbidden(browser, signed, monkeypatch):
    for answer in (browser().get("/people"), browser().get("/login"), signed.get("/"), browser().get("/media/x")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] in ("SAMEORIGIN", "DENY")
        assert answer.headers["referrer-policy"] == "same-origin"
        assert (
            "object-src 'none'" in answer.headers["content-security-policy"]
            or "default-src 'none'" in answer.headers["content-security-policy"]
        )
        assert "strict-transport-security" not in answer.headers
    assert "script" not in browser().get("/login").text
    assert browser().get("/login").headers["cache-control"] == "no-store"


def test_files_and_answers_for_one_person_are_kept_by_no_proxy(browser, signed):
    for path in ("/media/x", "/api/v1/units"):
        assert browser().get(path).headers["cache-control"] == "no-store"
    assert "no-store" not in signed.get("/static/x").headers.get("cache-control", "")


def test_an_address_that_is_none_leads_to_the_form(browser):
    assert browser().get("http://testserver//[").headers["location"] == "/login?next=%2F"


def test_a_store_that_is_away_is_a_calm_sentence(browser, signed, monkeypatch):
    def away(*_arguments):
        raise store.OperationalError("SELECT 1", {}, OSError("connection refused"))

    assert signed.get("/").text == "inside"
    monkeypatch.setattr(sessions, "find", away)
    assert signed.get("/").text == "inside"  # they were known a moment ago: the page keeps its last frame
    stranger = browser()
    stranger.cookies.set(sessions.COOKIE, "unknown")
    answer = stranger.get("/")
    assert answer.status_code == 503
    assert "暂时无法连接数据库" in answer.text


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "1.2.3.4", "testclient"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        (1, "", "testclient"),
        (3, "1.2.3.4", "testclient"),
    ],
)
def test_the_address_of_a_visitor_is_what_our_own_proxies_say(monkeypatch, proxies, told, address):
    behind = settings().model_copy(update={"accounts": settings().accounts.model_copy(update={"proxies": proxies})})
    monkeypatch.setattr(visitors, "settings", lambda: behind)
    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse(visitors.address(request)))])
    assert TestClient(app).get("/", headers={"x-forwarded-for": told} if told else {}).text == address


def test_with_an_identity_provider_the_script_asks_and_the_rest_stays_closed(browser, monkeypatch):
    provided = settings().model_copy(update={"oidc": settings().oidc.model_copy(update={"provider": "gov"})})
    monkeypatch.setattr(gate, "settings", lambda: provided)
    client = browser()
    for path in ("/", "/people", "/auth/login", "/oauth2callback", "/_stcore/host-config"):
        assert client.get(path).text == "inside"
    for path in ("/_stcore/metrics", "/media/abc.csv"):
        assert client.get(path).status_code == 401
