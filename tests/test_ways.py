"""Signing in by CAS and by a scanned code: from the page to sign in, by providers of the tests' own, to a session with roles."""

import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import access, audit, store
from data.access import Grant
from data.people import claims, sessions, tying
from data.people.ways import cas, fetching, kinds, scanning
from data.settings import Cas, Oidc, Scan, settings
from tests import prepared, providers
from tests.providers import AGENT, CLIENT, SECRET
from tests.staff import hire, settle
from web import other_ways, signing_in
from web.server import middleware

HOME = "https://cockpit.example.gov.cn"
LINES = (
    "steward: steward 330200",
    "account:wang.fang: steward 330200",
    "unionId:u-1: steward 330200",
    "department:12: steward 330200",
)
HELD = (Grant("steward", "330200"),)
SAML = '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><samlp:SessionIndex>{ticket}</samlp:SessionIndex></samlp:LogoutRequest>'  # fmt: skip


@prepared.over(prepared.migrated)
def with_units(engine):
    settle(engine)


@pytest.fixture
def cockpit(stores, tmp_path, monkeypatch):
    """A store with units behind the gate."""
    with stores.sqlite(with_units, tmp_path) as engine:
        monkeypatch.setattr(store, "engine", lambda *_: engine)
        yield engine


@pytest.fixture
def configured(monkeypatch):
    """`configured(cas=…, scan=…)`: those sections for this test."""

    def configure(**sections):
        notices = settings().notices.model_copy(update={"address": HOME})
        changed = settings().model_copy(update={"notices": notices, "oidc": Oidc(grants=LINES), **sections})
        for module in (cas, claims, fetching, kinds, scanning, tying, other_ways, signing_in):
            if hasattr(module, "settings"):
                monkeypatch.setattr(module, "settings", lambda: changed)

    return configure


@pytest.fixture
def sso(configured):
    """A CAS server that the cockpit knows."""
    with providers.served("cas") as made:
        configured(cas=Cas(url=f"{made.address}/cas"))
        yield made


@pytest.fixture
def client(cockpit):
    return browser()


def browser():
    app = Starlette(routes=signing_in.ROUTES, middleware=middleware())
    return TestClient(app, base_url=HOME, follow_redirects=False)


def gone_to(client, way, **query):
    """The page of the provider that somebody is sent to, and what its address asks."""
    answer = client.get(f"/login/{way}", params=query)
    assert answer.status_code == 303
    place = urlsplit(answer.headers["location"])
    return place, {name: values[0] for name, values in parse_qs(place.query).items()}


def with_ticket(client, sso, ticket="ST-1", **who):
    """Somebody who went to the CAS server and comes back with a ticket."""
    _, asked = gone_to(client, "cas", next="/desk?month=2026-10")
    sso.people[ticket] = {"user": "wang.fang", "name": "王芳", "roles": ["steward", "other"]} | who
    sso.services[ticket] = asked["service"]
    back = urlsplit(asked["service"])
    return client.get(f"{back.path}?{back.query}&ticket={ticket}")


def who(engine, client):
    session = sessions.find(engine, client.cookies.get(sessions.COOKIE, ""))
    return session and (session.actor.login, session.actor.name, session.actor.grants)


def actions(engine):
    with engine.connect() as conn:
        return list(audit.listing(conn)["action"])[::-1]


def test_by_cas_somebody_comes_in_where_they_wanted_to_go(cockpit, client, sso):
    assert "CAS" in client.get("/login").text
    answer = with_ticket(client, sso)
    assert answer.headers["location"] == "/desk?month=2026-10"
    assert who(cockpit, client) == ("wang.fang", "王芳", HELD)
    assert actions(cockpit) == ["person_added", "role_given", "signed_in"]
    assert other_ways.STATE_COOKIE not in client.cookies


def test_a_ticket_is_good_once_and_for_the_browser_that_went(cockpit, client, sso):
    with_ticket(client, sso)
    for visitor in (client, browser()):
        answer = visitor.get("/login/cas/back", params={"ticket": "ST-1", "state": "x"})
        assert answer.status_code == 403
        assert "不是从本页开始的" in answer.text
    _, asked = gone_to(client, "cas")
    answer = browser().get(asked["service"], params={"ticket": "ST-2"})
    assert answer.status_code == 403
    assert len([each for each in sso.asked if "Validate" in each]) == 1  # of the others the server was not asked


def test_the_word_of_one_way_is_no_word_of_another(cockpit, client, sso, configured):
    _, asked = gone_to(client, "cas")
    state = parse_qs(urlsplit(asked["service"]).query)["state"][0]
    configured(cas=Cas(url=f"{sso.address}/cas"), scan=Scan(kind="dingtalk", client=CLIENT, secret=SECRET))
    assert client.get("/login/scan/back", params={"authCode": "c", "state": state}).status_code == 403


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (b"<broken", 503, "无法识别"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 503, "无法识别"),
        (b"<x/>", 403, "不认可"),
        (providers.Provider.xml("<cas:authenticationFailure/>"), 403, "不认可"),
        (providers.Provider.xml("<cas:authenticationSuccess><cas:user/></cas:authenticationSuccess>"), 403, "没有说明您是谁"),
        (providers.Provider.xml("<cas:authenticationSuccess><cas:user>li</cas:user></cas:authenticationSuccess>"), 403, "还没有本驾驶舱的任何角色"),
        (b"x" * 300_000, 503, "无法识别"),
    ],
)  # fmt: skip
def test_what_a_server_should_not_say_lets_nobody_in(cockpit, client, sso, answer, status, said):
    sso.answers["/cas/p3/serviceValidate"] = (200, answer)
    back = with_ticket(client, sso)
    assert (back.status_code, said in back.text) == (status, True)
    assert sessions.COOKIE not in client.cookies


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_server_that_fails_is_told_so(cockpit, client, sso, status, caplog):
    sso.answers["/cas/p3/serviceValidate"] = (status, b"")
    with caplog.at_level(logging.DEBUG):
        back = with_ticket(client, sso, "ST-secret")
    assert back.status_code == 503
    assert "没有应答" in back.text
    ours = [each for each in caplog.records if not each.name.startswith(("httpx", "asyncio"))]  # the client of the test
    assert not any("ST-secret" in each.getMessage() for each in ours)


def test_signing_out_at_cas_ends_the_session_here(cockpit, client, sso):
    with_ticket(client, sso)
    other = browser()
    with_ticket(other, sso, "ST-2")
    server = browser()
    for said in ("", "<broken", SAML.format(ticket="ST-9"), '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'):
        assert server.post("/login/cas/back", data={"logoutRequest": said}).status_code == 200
    assert who(cockpit, client)
    assert server.post("/login/cas/back", data={"logoutRequest": SAML.format(ticket="ST-1")}).status_code == 200
    assert who(cockpit, client) is None
    assert who(cockpit, other)
    assert actions(cockpit)[-1] == "signed_out"
    assert server.post("/login/cas/back", content=b"x" * 60_000).status_code == 413
    foreign = server.post(
        "/login/cas/back", data={"logoutRequest": SAML.format(ticket="ST-2")}, headers={"origin": "https://evil"}
    )
    assert foreign.status_code == 403


def test_signing_out_here_goes_on_to_cas(cockpit, client, sso):
    with_ticket(client, sso)
    form = sessions.form_token(client.cookies[sessions.COOKIE])
    answer = client.post("/logout", data={"token": form})
    assert f"url={sso.address}/cas/logout?service=https%3A%2F%2Fcockpit.example.gov.cn%2Flogin" in answer.text
    assert who(cockpit, client) is None


def test_what_is_not_set_up_is_no_way_in(cockpit, client, configured):
    configured()
    for way in ("cas", "scan"):
        assert client.get(f"/login/{way}").headers["location"] == "/login"
        assert client.get(f"/login/{way}/back", params={"state": "x", "ticket": "t"}).status_code == 403
    assert client.post("/login/cas/back", data={"logoutRequest": SAML.format(ticket="t")}).status_code == 200
    assert 'href="/login/' not in client.get("/login").text


SCANNED = {
    "zheding": (
        "code",
        "浙政钉",
        {"accountId": 77, "account": "wang.fang", "lastName": "王芳", "employeeCode": "GE_1"},
    ),
    "dingtalk": ("authCode", "钉钉", {"unionId": "u-1", "nick": "王芳", "email": "wf@example.cn"}),
    "wecom": ("code", "企业微信", {"userid": "wang.fang", "name": "王芳", "department": [3, 12]}),
}


@pytest.fixture(params=SCANNED)
def platform(request, configured):
    """A platform that the cockpit knows, by its kind."""
    with providers.served(request.param) as made:
        where = {"sign_in": "https://scan.example.gov.cn", "api": made.address}
        configured(scan=Scan(kind=request.param, client=CLIENT, secret=SECRET, agent=AGENT, **where))
        yield request.param, made


def scanned(client, kind, code="code-1"):
    """Somebody who went to scan and comes back with a code."""
    _, asked = gone_to(client, "scan", next="/desk")
    assert asked["redirect_uri"] == f"{HOME}/login/scan/back"
    return client.get("/login/scan/back", params={SCANNED[kind][0]: code, "state": asked["state"]})


IDENTITY = {"zheding": "77", "dingtalk": "u-1", "wecom": "wang.fang"}


def test_whoever_scans_comes_in_as_the_account_they_are_tied_to(cockpit, client, platform):
    kind, made = platform
    hire(cockpit, "fang", "330203", Grant("leader", "330203"), name="王芳")
    admin = hire(cockpit, "keeper", "330000", *(Grant(role, "330000") for role in ("administrator", "leader")))
    tying.tie(cockpit, "fang", IDENTITY[kind], by=admin)
    for login, identity, reason in (
        ("fang", "other", "tied"),
        ("keeper", IDENTITY[kind], "of_another"),
        ("keeper", " ", "identity"),
    ):
        with pytest.raises(tying.Refused) as refused:
            tying.tie(cockpit, login, identity, by=admin)
        assert refused.value.reason == reason
    made.people["code-1"] = SCANNED[kind][2]
    assert scanned(client, kind).headers["location"] == "/desk"
    login, _, held = who(cockpit, client)
    assert (login, set(held)) == ("fang", {Grant("leader", "330203"), *HELD})
    tying.untie(cockpit, "fang", by=admin)
    assert client.get("/password").status_code != 200  # the session has ended
    with pytest.raises(tying.Refused):
        tying.untie(cockpit, "fang", by=admin)
    with cockpit.connect() as conn:
        said = audit.listing(conn)["action"].tolist()
    assert {"identity_tied", "identity_untied"} <= set(said)


def test_nothing_is_tied_where_no_code_is_scanned_and_by_who_does_not_keep_the_person(cockpit, configured):
    admin = hire(cockpit, "keeper", "330000", Grant("administrator", "330000"))
    with pytest.raises(tying.Refused):
        tying.tie(cockpit, "keeper", "77", by=admin)
    configured(scan=Scan(kind="wecom", client=CLIENT, secret=SECRET, agent=AGENT))
    below = hire(cockpit, "below", "330203", Grant("administrator", "330203"))
    with pytest.raises(access.Refused):
        tying.tie(cockpit, "keeper", "77", by=below)


def test_by_a_scanned_code_somebody_comes_in(cockpit, client, platform):
    kind, made = platform
    name, title, told = SCANNED[kind]
    assert f"用{title}扫码登录" in client.get("/login").text
    assert SECRET not in gone_to(client, "scan")[0].query
    made.people["code-1"] = told
    answer = scanned(client, kind)
    assert answer.headers["location"] == "/desk"
    assert who(cockpit, client) == ("u-1" if kind == "dingtalk" else "wang.fang", "王芳", HELD)
    assert scanned(client, kind).status_code in (303, 403)  # who is in goes on; the code is spent
    stranger = browser()
    _, asked = gone_to(stranger, "scan")
    made.people["code-1"] = told  # a platform that would take a code twice
    assert stranger.get("/login/scan/back", params={name: "code-1", "state": asked["state"]}).status_code == 200
    assert sessions.COOKIE not in stranger.cookies


def test_a_code_without_the_word_of_this_browser_is_not_asked_about(cockpit, client, platform):
    kind, made = platform
    made.people["code-1"] = SCANNED[kind][2]
    gone_to(client, "scan")
    for state in ("", "x", "王"):
        assert client.get("/login/scan/back", params={SCANNED[kind][0]: "code-1", "state": state}).status_code == 403
    assert made.asked == []


def test_who_the_platform_does_not_know_is_nobody(cockpit, client, platform):
    kind, made = platform
    made.people["code-1"] = {}
    for code in ("code-1", "never", "", "x" * 600):
        assert scanned(client, kind, code).status_code == 403
    assert sessions.COOKIE not in client.cookies


def test_a_secret_that_is_wrong_lets_nobody_in_and_stands_nowhere(cockpit, client, platform, configured, caplog):
    kind, made = platform
    where = {"sign_in": "https://scan.example.gov.cn", "api": made.address}
    configured(scan=Scan(kind=kind, client=CLIENT, secret="another-secret", agent=AGENT, **where))
    made.people["code-1"] = SCANNED[kind][2]
    with caplog.at_level(logging.DEBUG):
        answer = scanned(client, kind)
    assert answer.status_code == 403
    said = "\n".join(each.getMessage() for each in caplog.records) + answer.text + str(answer.headers)
    assert "another-secret" not in said


@pytest.mark.parametrize("said", [b"", b"[]", b"[" * 100_000, b'{"errcode": 0}', b'{"accessToken": {"x": 1}}', b"null"])
def test_what_a_platform_should_not_say_is_told_so(cockpit, client, platform, said):
    kind, made = platform
    made.people["code-1"] = SCANNED[kind][2]
    path = {"zheding": "/gettoken.json", "dingtalk": "/v1.0/oauth2/userAccessToken", "wecom": "/cgi-bin/gettoken"}[kind]
    made.answers[path] = (200, said)
    assert scanned(client, kind).status_code in (403, 503)
    assert sessions.COOKIE not in client.cookies


def test_hosts_paths_and_names_are_those_of_the_settings(cockpit, client, configured):
    with providers.served("wecom") as made:
        made.people["c"] = {"userid": "wang.fang", "name": "王芳", "department": [12], "alias": "小王"}
        configured(
            scan=Scan(
                kind="wecom", client=CLIENT, secret=SECRET, agent=AGENT, sign_in="https://inside.example.gov.cn",
                authorize_path="/go", api=made.address, code="auth_code", name="alias",
            )
        )  # fmt: skip
        place, asked = gone_to(client, "scan")
        assert (place.netloc, place.path, asked["agentid"]) == ("inside.example.gov.cn", "/go", AGENT)
        client.get("/login/scan/back", params={"auth_code": "c", "state": asked["state"]})
        assert who(cockpit, client) == ("wang.fang", "小王", HELD)


def test_the_signature_is_over_method_time_word_path_and_what_is_asked(configured):
    configured(scan=Scan(kind="zheding", client=CLIENT, secret=SECRET))
    made = scanning.signature("POST", "/gettoken.json", {}, at="2026-11-30T10:00:00.000+08:00", once="17")
    more = scanning.signature("POST", "/x.json", {"b": "2", "a": "1"}, at="2026-11-30T10:00:00.000+08:00", once="17")
    assert made["X-Hmac-Auth-Signature"] != more["X-Hmac-Auth-Signature"]
    assert made["X-Hmac-Auth-Nonce"] == "17"
    assert SECRET not in str(made)
