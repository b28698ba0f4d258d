"""The gate: nothing of the cockpit for who is not signed in, by HTTP or WebSocket; the forms; what every answer forbids."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from data import audit, schema, store
from data.access import Actor, Grant
from data.people import claims, passwords, sessions, walls
from data.people.sessions import Session
from data.settings import Oidc, settings
from tests import prepared
from tests.staff import hire, settle
from ui import streamlit_private as streamlit
from web import factor, gate, origins, signing_in, uploading, visitors
from web.server import MIDDLEWARE

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


def frame(**told):
    """A frame of a browser; a name with a dot is an operation."""
    made = BackMsg()
    for name, value in told.items():
        if name in ("deferred_file", "dataframe_chunk", "install_skills", "dismiss_skills_nudge"):
            getattr(made.backend_operation_request, name).SetInParent()
        elif made.DESCRIPTOR.fields_by_name[name].message_type:
            getattr(made, name).SetInParent()
        else:
            setattr(made, name, value)
    return made.SerializeToString()


VIEWERS = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "deferred_file", "dataframe_chunk"}
TOOLS = {
    "clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime",
    "install_skills", "dismiss_skills_nudge",
}  # fmt: skip


def test_only_the_frames_of_a_viewer_pass(signed):
    with signed.websocket_connect("/_stcore/stream", headers=HERE) as socket:
        socket.receive_text()
        for name in sorted(VIEWERS):
            for tool in sorted(TOOLS):
                socket.send_bytes(frame(**{tool: True}))
            socket.send_bytes(b"\xff\xff no frame")
            socket.send_bytes(b"")
            socket.send_text("text")
            socket.send_bytes(frame(**{name: True}))
            assert socket.receive_text() == name


def test_every_frame_there_is_has_been_thought_about():
    """A frame that a later Streamlit knows passes for nobody until it stands in one of the two lists."""
    kinds = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    operations = BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type
    there = kinds - {"backend_operation_request"} | {each.name for each in operations.oneofs_by_name["payload"].fields}
    assert there == VIEWERS | TOOLS
    assert streamlit.FRAMES - {"backend_operation_request"} | streamlit.OPERATIONS == VIEWERS


@pytest.fixture
def kept(monkeypatch, signed):
    """What Streamlit holds: a session `own` of the one who is signed in, and one of somebody else."""
    cookies = {"own": {sessions.COOKIE: signed.cookies[sessions.COOKIE]}, "theirs": {sessions.COOKIE: "other"}}
    held = {}
    monkeypatch.setattr(streamlit, "cookies_of", cookies.get)
    monkeypatch.setattr(streamlit, "uploaded_bytes", lambda: held)
    limits = settings().limits.model_copy(update={"session_mb": 1})
    monkeypatch.setattr(uploading, "settings", lambda: settings().model_copy(update={"limits": limits}))
    return held


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(("to", "status"), [("own", 200), ("theirs", 403), ("nobody", 403), ("", 403)])
def test_a_file_goes_into_ones_own_session_alone(signed, kept, method, to, status):
    assert signed.request(method, f"/_stcore/upload_file/{to}/a", content=b"x").status_code == status


@pytest.mark.parametrize(
    ("role", "status"),
    [("steward", 200), ("leader", 200), ("approver", 200), ("presenter", 403), ("administrator", 403)],
)
def test_who_may_neither_report_nor_ask_or_answer_sends_no_file(served, signed, kept, role, status):
    with store.writing(served) as conn:
        conn.execute(update(schema.role_grant).values(role=role))
    assert signed.put("/_stcore/upload_file/own/a", content=b"x").status_code == status


def test_what_one_sign_in_holds_at_once_is_limited(signed, kept):
    half = b"x" * 600_000
    assert signed.put("/_stcore/upload_file/own/a", content=half).status_code == 200
    kept["own"] = len(half)
    assert signed.put("/_stcore/upload_file/own/b", content=half).status_code == 413
    kept["own"] = 0  # handed in
    assert signed.put("/_stcore/upload_file/own/b", content=half).status_code == 200
    assert signed.put("/_stcore/upload_file/own/c", content=iter([half])).status_code == 411


def test_files_on_their_way_count_from_their_first_byte(kept, signed):
    here = uploading.Arriving()
    here.begin(signed.cookies[sessions.COOKIE], 900_000)
    asked = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/own/a"}
    cookie = f"{sessions.COOKIE}={signed.cookies[sessions.COOKIE]}".encode()
    connection = HTTPConnection(asked | {"headers": [(b"cookie", cookie), (b"content-length", b"200000")]})
    who = Session(Actor("x", "330200", (Grant("steward", "330200"),)))
    assert here.refusal(connection, who) == 413
    here.end(signed.cookies[sessions.COOKIE], 900_000)
    assert here.refusal(connection, who) is None


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
