"""The gate: nothing of the cockpit for who is not signed in, by HTTP or WebSocket; what every answer forbids."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from data import schema, store
from data.access import Grant
from data.people import sessions, walls
from data.settings import settings
from tests.gated import GOOD, HERE, INNER, sign_in, token
from tests.gated import browser as browser
from tests.gated import served as served
from tests.gated import signed as signed
from tests.staff import hire
from web import origins, visitors


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
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=HERE):
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
    with signed.websocket_connect("/_stcore/stream", headers=HERE) as socket:
        assert socket.receive_text() == "inside for http://testserver"


# Who is asked for is `testserver`; `own` is notices.address.
@pytest.mark.parametrize(
    ("origin", "own", "told"),
    [
        ("http://testserver", "", "http://testserver"),
        ("http://testserver:80", "", "http://testserver"),
        ("https://cockpit.example.gov.cn", "https://cockpit.example.gov.cn", "https://testserver"),
        ("https://cockpit.example.gov.cn:443", "https://cockpit.example.gov.cn/", "https://testserver"),
        ("http://cockpit.example.gov.cn", "https://cockpit.example.gov.cn", None),
        ("http://localhost:8501", "", None),  # the default of notices.address is nobody's
        ("http://testserver:9999", "", None),
        ("http://127.0.0.1:9999", "", None),
        ("http://localhost", "", None),
        ("http://evil.example", "", None),
        ("http://testserver.evil.example", "", None),
        ("http://testserver@evil.example", "", None),
        ("http://evil.example/testserver", "", None),
        ("http://testserver:x", "", None),
        ("null", "", None),
        ("", "", None),
        (None, "", None),
    ],
)
def test_a_socket_opens_for_pages_of_this_address_alone(signed, monkeypatch, origin, own, told):
    notices = settings().notices.model_copy(update={"address": own} if own else {})
    monkeypatch.setattr(origins, "settings", lambda: settings().model_copy(update={"notices": notices}))
    headers = {} if origin is None else {"origin": origin}
    if told is None:
        with (
            pytest.raises(WebSocketDisconnect) as closed,
            signed.websocket_connect("/_stcore/stream", headers=headers),
        ):
            pass
        assert closed.value.code == 1008
    else:
        with signed.websocket_connect("/_stcore/stream", headers=headers) as socket:
            assert socket.receive_text() == f"inside for {told}"


def test_no_socket_opens_anywhere_else(signed):
    with pytest.raises(WebSocketDisconnect), signed.websocket_connect("/other", headers=HERE):
        pass


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"])
def test_what_tells_of_the_server_is_for_nobody(signed, path):
    assert signed.get(path).status_code == 403


def test_another_site_changes_nothing_and_is_not_passed_on(browser, signed):
    other = {"origin": "http://evil.example"}
    assert signed.put("/_stcore/upload_file/a/b", headers=other).status_code == 403
    assert browser().post("/login", headers=other).status_code == 403
    assert signed.get("/people", headers=other).text == "inside"
    assert "origin" not in {name for name, _ in passed_on(other)}
    assert ("origin", "http://testserver") in passed_on({"origin": "http://testserver"})


def passed_on(headers):
    connection = HTTPConnection(
        {"type": "http", "headers": [(b"host", b"testserver"), *((k.encode(), v.encode()) for k, v in headers.items())]}
    )
    return [(name.decode(), value.decode()) for name, value in origins.as_of_here(connection)]


def test_a_one_time_password_comes_before_everything(served, browser):
    with store.writing(served) as conn:
        conn.execute(update(schema.person).values(must_change=True))
    client = browser()
    sign_in(client)
    assert client.get("/").headers["location"] == "/password"
    assert client.get("/_stcore/host-config").status_code == 401
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=HERE):
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
    for path in ("/media/abc.xlsx", "/guides/leader.md", "/_stcore/metrics"):
        assert client.get(path).status_code == 403
    assert client.put("/_stcore/upload_file/a/b", content=b"x").status_code == 403
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


def test_while_the_store_is_away_a_sentence_is_answered_whatever_was_asked(signed, browser, monkeypatch):
    away = store.connect("postgresql://nobody@127.0.0.1:1/none")
    form = browser().get("/login")
    monkeypatch.setattr(store, "engine", lambda *_: away)
    fresh = browser()
    fresh.cookies.update(form.cookies)
    for answer in (
        signed.get("/login"),
        fresh.post("/login", data={"login": "wangfang", "password": GOOD, "token": token(form)}),
        signed.get("/password"),
    ):
        assert answer.status_code == 503, answer.text
        assert "暂时无法连接数据库" in answer.text
