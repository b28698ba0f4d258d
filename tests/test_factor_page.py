"""The page of the second factor: nothing of the cockpit before it, by page, file, socket or form; nothing of it elsewhere."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import update
from starlette.websockets import WebSocketDisconnect

from data import months, schema, store
from data.access import Grant
from data.people import accounts, second_factor, sessions
from data.refusal import Refusal
from data.settings import settings
from tests.gated import GOOD, HERE, INNER, sign_in, token
from tests.gated import browser as browser
from tests.gated import served as served
from tests.people import somebody
from ui import actor as signed
from ui import door
from ui.people import account
from web import factor, gate
from web.live import listeners

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """王芳, a steward, needs a second factor."""
    monkeypatch.setenv("COCKPIT_ACCOUNTS_SECOND_FACTOR", '["steward"]')
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """`clock(30)` moves on the store's clock by so many seconds; else it stands."""
    began, passed = months.now(), timedelta()

    def move(seconds) -> None:
        nonlocal passed
        passed += timedelta(seconds=seconds)

    monkeypatch.setattr(months, "now", lambda: began + passed)
    return move


@pytest.fixture
def holds(served):
    """`holds(key)`: the key of 王芳's authenticator."""

    def hold(key: str) -> None:
        kept = second_factor._locked(f"factor wangfang {key}")
        with store.writing(served) as conn:
            conn.execute(update(schema.person).values(second_factor=kept))

    return hold


@pytest.fixture(params=["give", "set_up"])
def before(request, browser, holds):
    """Somebody who gave the password and nothing more: with a factor, and without one."""
    if request.param == "give":
        holds(KEY)
    client = browser()
    assert sign_in(client).status_code == 303
    return client


def code(key=KEY):
    return pyotp.TOTP(key).at(months.now())


def post(client, page, **fields):
    told = {name: hidden(page, name) for name in ("token", "sealed") if f'name="{name}"' in page.text}
    return client.post("/factor", params=dict(page.url.params), data={**told, **fields})


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]+)"', page.text)[1]


def shown(page):
    """The key as it stands on the page, for typing."""
    return re.search(r'class="key"[^>]*>([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")


@pytest.mark.parametrize("path", ["/", "/people?unit=330200", "/guides/leader.md", "/search?ask=x"])
def test_a_page_leads_to_the_form_and_back(before, path):
    answer = before.get(path)
    asked = urlsplit(answer.headers["location"])
    assert (answer.status_code, asked.path, parse_qs(asked.query)["next"]) == (303, "/factor", [path])
    assert (answer.headers["cache-control"], answer.text) == ("no-store", "")


def test_all_else_is_refused(before):
    for path in INNER:
        for method in ("GET", "PUT", "DELETE", "POST", "OPTIONS"):
            answer = before.request(method, path)
            assert (answer.status_code, "inside" in answer.text) == (401, False), (method, path)
    assert before.post("/people").status_code == 401
    with pytest.raises(WebSocketDisconnect), before.websocket_connect("/_stcore/stream", headers=HERE):
        pass


def test_what_is_the_program_itself_is_open_and_the_way_out_too(before):
    for path in ("/static/js/index.js", "/app/static/mark.svg", "/healthz"):
        assert before.get(path).status_code == 200
    page = before.get("/factor")
    assert before.post("/logout", data={"token": token(page)}).headers["location"].startswith("/login")
    assert before.get("/factor").headers["location"].startswith("/login")


def test_every_path_that_is_open_has_been_thought_about():
    """What the gate leaves to others must not be a way round the second factor: these ask for no session of a person, or
    for `comes_first` themselves (/password, /factor, /live)."""
    nobodys = {"/healthz", "/readyz", "/metrics", "/_stcore/health", "/present/console.js"}
    console = "/present/phone/console"
    phones = {"/present/phone", console, f"{console}/point", f"{console}/picture", f"{console}/charge"}
    kiosks = {"/kiosk", "/kiosk/beat", "/kiosk/beat.js"}  # a device, which reads what is published to all
    ways = {
        "/login/cas",
        "/login/cas/back",
        "/login/scan",
        "/login/scan/back",
    }  # they end at the factor, as /login does
    forms = {"/login", "/login/provider", "/logout", "/pair", "/password", "/factor"}
    assert nobodys | phones | kiosks | ways | forms == gate.OPEN
    assert gate.LIVE == ("/live",)


def test_the_form_for_a_password_waits_for_the_code(browser, holds, served):
    holds(KEY)
    with store.writing(served) as conn:
        conn.execute(update(schema.person).values(must_change=True))
    client = browser()
    sign_in(client)
    assert client.get("/password").headers["location"] == "/factor?next=%2Fpassword"
    answer = client.post(
        "/password", data={"token": token(client.get("/factor")), "old": GOOD, "new": "x", "again": "x"}
    )
    assert answer.headers["location"] == "/factor?next=%2Fpassword"
    assert post(client, client.get("/factor"), code=code()).status_code == 303
    assert client.get("/").headers["location"] == "/password"


def test_who_has_none_chooses_a_password_before_they_set_it_up(browser, served):
    with store.writing(served) as conn:
        conn.execute(update(schema.person).values(must_change=True))
    client = browser()
    sign_in(client)
    assert client.get("/").headers["location"] == client.get("/factor").headers["location"] == "/password"


@pytest.mark.parametrize("path", ["/people?unit=330200", "//evil.example"])
def test_with_the_code_one_is_where_one_wanted_to_go_in_a_session_of_another_name(browser, holds, path):
    holds(KEY)
    client = browser()
    sign_in(client)
    old = client.cookies[sessions.COOKIE]
    answer = post(client, client.get("/factor", params={"next": path}), code=code())
    assert (answer.status_code, answer.headers["location"]) == (303, path if path[1] != "/" else "/")
    assert re.search(rf"{sessions.COOKIE}=\S+; HttpOnly; Path=/; SameSite=lax", answer.headers["set-cookie"])
    assert client.get("/people").text == "inside"
    with client.websocket_connect("/_stcore/stream", headers=HERE) as socket:
        assert socket.receive_text().startswith("inside")
    stranger = browser()
    stranger.cookies.set(sessions.COOKIE, old)
    assert stranger.get("/").headers["location"].startswith("/login")


def test_it_is_set_up_by_the_picture_or_by_typing_and_asked_for_from_then_on(browser, clock, caplog):
    client = browser()
    sign_in(client)
    page = client.get("/factor?next=%2Fpeople&lang=zh")
    assert page.headers["cache-control"] == "no-store"
    assert "<svg" in page.text
    assert "<script" not in page.text
    assert not re.search(r'(src|href|action)="(https?:)?//', page.text)
    key = shown(page)
    assert len(key) == 32
    assert key != shown(client.get("/factor"))
    wrong = post(client, page, code="000000")
    assert (wrong.status_code, shown(wrong), "检查手机时间" in wrong.text) == (401, key, True)  # no new scan for a slip
    assert client.get("/").status_code == 303
    done = post(client, wrong, code=code(key))
    assert (done.status_code, done.headers["location"]) == (303, "/people")
    assert client.get("/").text == "inside"
    clock(30)
    other = browser()
    sign_in(other)
    assert "<svg" not in other.get("/factor").text
    assert post(other, other.get("/factor"), code=code(key)).status_code == 303
    assert other.get("/").text == "inside"
    seen = caplog.text + str(done.headers) + str(page.url) + str(wrong.url)
    assert key not in seen + other.get("/factor").text


def test_a_form_of_another_site_gives_nothing(before):
    for forged in ("", "0" * 64, sessions.form_token("")):
        answer = before.post("/factor", data={"token": forged, "code": code()})
        assert answer.status_code == 403
    assert before.get("/").status_code == 303


def test_wrong_codes_end_in_a_wait(browser, holds):
    holds(KEY)
    client = browser()
    sign_in(client)
    page = client.get("/factor?lang=en")
    answers = [post(client, page, code="000000") for _ in range(settings().accounts.attempts)]
    assert [each.status_code for each in answers] == [401] * (len(answers) - 1) + [429]
    assert "check the phone's clock" in answers[0].text.replace("&#39;", "'")
    assert post(client, page, code=code()).status_code == 429
    assert client.get("/").status_code == 303


def test_it_is_replaced_with_a_code_of_each(browser, holds, clock):
    holds(KEY)
    client = browser()
    sign_in(client)
    assert post(client, client.get("/factor"), code=code()).status_code == 303
    clock(30)
    page = client.get("/factor?lang=zh")
    assert 'name="old"' in page.text
    assert post(client, page, code=code(shown(page)), old="000000").status_code == 401
    done = post(client, page, code=code(shown(page)), old=code())
    assert (done.status_code, done.headers["location"]) == (303, "/account?lang=zh")
    assert client.get("/").text == "inside"


def test_who_needs_none_is_sent_on(served, browser, monkeypatch):
    monkeypatch.setenv("COCKPIT_ACCOUNTS_SECOND_FACTOR", "[]")
    settings.cache_clear()
    client = browser()
    sign_in(client)
    assert client.get("/").text == "inside"
    assert client.get("/factor?next=%2Fpeople").headers["location"] == "/people"
    assert browser().get("/factor").headers["location"].startswith("/login")


def test_a_role_given_to_somebody_signed_in_holds_from_their_next_request(served, browser, monkeypatch):
    monkeypatch.setenv("COCKPIT_ACCOUNTS_SECOND_FACTOR", '["approver"]')
    settings.cache_clear()
    client = browser()
    sign_in(client)
    assert client.get("/").text == "inside"
    number = accounts.give(served, "wangfang", Grant("approver", "330200"), by=somebody("administrator"))
    assert client.get("/").headers["location"].startswith("/factor")
    monkeypatch.setattr(signed, "cookie", lambda: client.cookies[sessions.COOKIE])
    with pytest.raises(Refusal) as refused:  # what is pressed on a page that is still open
        signed.person()
    assert "二次验证" in refused.value.sentence.zh
    monkeypatch.setattr(account.st, "session_state", {"token-name": "月报"})
    with pytest.raises(Refusal):  # and so no token either
        account._make()
    accounts.take(served, number, by=somebody("administrator"))
    assert signed.person().login == "wangfang"


def test_a_console_listens_only_after_it(before, monkeypatch):
    monkeypatch.setattr(listeners.running, "mine", lambda *_: pytest.fail("asked before the code was given"))

    class Socket:
        query_params, cookies = {"presentation": "1"}, dict(before.cookies)

    assert listeners.coming(Socket()) is None


def test_what_stands_on_the_picture_is_what_authenticators_read(served):
    offered = second_factor.offer("wangfang", "cookie")
    read = pyotp.parse_uri(offered.uri)
    assert (read.secret, read.name, read.issuer, read.digits) == (offered.key, "wangfang", settings().title_zh, 6)
    assert factor._grouped(offered).split(" ")[0] == offered.key[:4]


@pytest.mark.parametrize(
    ("pending", "way"), [({"factor": "give"}, "/factor?next=%2F"), ({"factor": "set_up"}, "/factor?next=%2F"),
                         ({"factor": "set_up", "must_change": True}, "/password")],
)  # fmt: skip
def test_a_page_that_stayed_open_draws_nothing_but_the_way_to_the_form(monkeypatch, pending, way):
    class Stopped(Exception):
        pass

    def stop():
        raise Stopped

    sent = []
    who = sessions.Session(somebody("administrator"), **pending)
    monkeypatch.setattr(door.signed, "signed_in", lambda: who)
    monkeypatch.setattr(door, "_here", lambda: "/")
    monkeypatch.setattr(door, "_send", lambda text, link, href: sent.append((link in door.TEXTS, href)))
    monkeypatch.setattr(door.st, "stop", stop)
    with pytest.raises(Stopped), door.entering("overview"):
        pytest.fail("let in")
    assert sent == [(True, way)]
