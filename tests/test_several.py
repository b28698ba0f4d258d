"""Two servers over one PostgreSQL behind nginx, as `docs/deploy` sets them up: what one does the other knows, what is done for
all is done once, and one that goes, killed or told to, takes nothing with it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, func, insert, select, text, update

from data import audit, jobs, months, retention, schema, store
from data.access import Grant
from data.people import accounts, passwords, sessions, tokens
from data.people.token_use import WINDOW
from data.settings import ROOT, settings
from tests import prepared
from tests.notices import make
from tests.pages.outside import PROXIED
from tests.staff import hire, settle
from tests.test_deploy import free, served_by_nginx
from web.api.door import REQUESTS

PASSWORD = "一个够长的口令 2026"
MONITOR = "x" * 40
NOTICES = 30  # more than one process claims at once
# As streamlit itself is started, but the first look at what is to be done comes at once.
START = (
    "import sys, web.background as b; b.work.__defaults__ = (0.2,); from streamlit.web import cli; sys.exit(cli.main())"
)
POSTED = "/api/v1/submissions?unit=330200&month=2026-10"
FIGURES = {"figures": [{"measure": "visits", "value": 2900}]}
ASKED = {"name": "李敏", "unit": "海曙区", "month": "2026-10", "what": "活跃用户", "text": "为何下降？"}


@prepared.over(prepared.migrated)
def filled(engine: Engine) -> None:
    """Units, who reports and signs in, something that has served its time, and a notice on its way."""
    settle(engine)
    hire(engine, "wangfang", "330200", Grant("steward", "330200"))
    long_ago = months.now() - timedelta(days=9)
    with store.writing(engine) as conn:
        make(conn, "lihua")
        known = {"password": passwords.hashed(PASSWORD), "must_change": False}
        conn.execute(update(schema.person).where(schema.person.c.login == "wangfang").values(**known))
        old = {"key": "old", "person": "wangfang", "at": long_ago, "fingerprint": "", "status": 200, "answer": ""}
        conn.execute(insert(schema.request_done).values(**old))
        told = {
            "person": "lihua",
            "at": months.now(),
            "kind": "question_asked",
            "link": "x",
            "blanks": json.dumps(ASKED),
        }
        out = {"channel": "webhook", "tries": 0, "next_at": months.now(), "error": ""}
        for number in range(1, NOTICES + 1):
            conn.execute(insert(schema.notice).values(number=number, **told))
            conn.execute(insert(schema.outgoing).values(number=number, notice=number, **out))


class Server:
    """One process of the cockpit."""

    def __init__(self, name: str, environment: dict[str, str], log, tree: Path = ROOT, port: int = 0):
        self.name, self.port, self.log = name, port or free(), log
        arguments = ["run", "app.py", "--server.address", "127.0.0.1", "--server.port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments],
            cwd=tree,
            env=os.environ | PROXIED | environment,
            stderr=log,
            stdout=log,
        )

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, SimpleCookie]:
        return ask(self.port, method, path, body, **headers)

    def ready(self) -> str:
        try:
            return self.ask("GET", "/readyz")[1]
        except (OSError, HTTPException):
            return "away"

    def metrics(self) -> str:
        return self.ask("GET", "/metrics", Authorization=f"Bearer {MONITOR}")[1]


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, SimpleCookie]:
    asked = HTTPConnection("127.0.0.1", port, timeout=60)
    asked.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = asked.getresponse()
    cookies = SimpleCookie()
    for each in answer.msg.get_all("set-cookie") or ():
        cookies.load(each)
    told = answer.status, answer.read().decode(), cookies
    asked.close()
    return told


def sign_in(server: Server, password: str) -> tuple[int, str]:
    """The form as a browser sends it; the session's cookie, "" for none."""
    _, form, cookies = server.ask("GET", "/login")
    sent = {"login": "wangfang", "password": password, "token": re.search(r'name="token" value="([0-9a-f]+)"', form)[1]}
    kept = "; ".join(f"{name}={each.value}" for name, each in cookies.items())
    typed = "application/x-www-form-urlencoded"
    status, _, given = server.ask("POST", "/login", urlencode(sent).encode(), Cookie=kept, Content_Type=typed)
    return status, given[sessions.COOKIE].value if sessions.COOKIE in given else ""


def until(what, seconds: float = 60.0):
    """Wait until it is so; what it said last."""
    end = time.monotonic() + seconds
    while not (told := what()) and time.monotonic() < end:
        time.sleep(0.1)
    return told


@pytest.fixture(scope="module")
def posted() -> Iterator[list[str]]:
    """What arrived where notices are sent to."""
    found: list[str] = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.append(self.rfile.read(int(self.headers["content-length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.append(f"http://127.0.0.1:{server.server_address[1]}/")
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def world(stores, posted, tmp_path_factory):
    """The store, two servers of it, and nginx before them. The first host of the store's address is dead."""
    folder = tmp_path_factory.mktemp("several")
    with stores.postgresql(filled) as engine, (folder / "log").open("w") as log:
        url = engine.url
        several = url.set(host=None, port=None).update_query_dict(
            {"host": [f"127.0.0.1:{free()}", f"{url.host}:{url.port}"], "target_session_attrs": "read-write"}
        )
        environment = {
            "COCKPIT_STORE_URL": several.render_as_string(hide_password=False),
            "COCKPIT_STORE_DRAIN_SECONDS": "3",
            "COCKPIT_TELEMETRY_TOKEN": MONITOR,
            "COCKPIT_NOTICES_WEBHOOK": posted.pop(),
            "COCKPIT_ACCOUNTS_PROXIES": "1",
            "COCKPIT_LOGS_FORMAT": "json",
        }
        servers = [Server(name, environment, log) for name in ("a", "b")]
        try:
            for each in servers:
                assert until(lambda each=each: each.ready() == "ready", 240), (folder / "log").read_text()
            with served_by_nginx(folder, [each.port for each in servers]) as site:
                yield engine, *servers, site
        finally:
            for each in servers:
                each.process.kill()
                each.process.wait()
    lines = (folder / "log").read_text().splitlines()
    errors = [line for line in lines if '"level": "error"' in line or "Traceback" in line]
    assert not errors


def test_two_servers_are_one_cockpit(world, posted):
    engine, a, b, site = world
    # what runs in the background runs once
    due = {"retention", "reminders", "forecasts"}
    with engine.connect() as conn:
        assert until(lambda: due <= jobs.last(conn).keys() or conn.rollback())
        assert len(audit.listing(conn, action=retention.AGED_OUT)) == 1
    for work in due:
        done = [f'cockpit_job_done_timestamp_seconds{{work="{work}"}}' in each.metrics() for each in (a, b)]
        assert sum(done) == 1, work
    # who signs in at one is signed in at the other
    status, cookie = sign_in(a, PASSWORD)
    assert (status, bool(cookie)) == (303, True)
    assert [
        each.ask("GET", "/guides/deploy/alerts.yml", Cookie=f"{sessions.COOKIE}={cookie}")[0] for each in (a, b)
    ] == [200, 200]
    # what is committed through one is at once seen through the other, and sent again there is not done again
    with engine.connect() as conn:
        token = tokens.make(engine, "报表系统", by=accounts.actor_of(conn, "wangfang"))
    bearer = {"Authorization": f"Bearer {token}", "Content_Type": "application/json"}
    figures, key = json.dumps(FIGURES).encode(), {"Idempotency_Key": "october"}
    first, again = (each.ask("POST", POSTED, figures, **bearer, **key) for each in (a, b))
    assert (first[0], again[:2]) == (201, first[:2]), first[1]
    handed_in = json.loads(first[1])
    submit = f"/api/v1/submissions/{handed_in['draft']}/submit"
    done = a.ask("POST", submit, json.dumps({"version": handed_in["version"]}).encode(), **bearer)
    assert json.loads(done[1])["batch"] == 1, done[1]
    seen = json.loads(b.ask("GET", "/api/v1/batches", **bearer)[1])
    assert [each["number"] for each in seen["batches"]] == [1], seen
    # limits hold over both
    if time.time() % WINDOW > WINDOW - 8:
        time.sleep(9)
    with engine.begin() as conn:
        conn.execute(schema.token_use.delete())
        here = {"token": sha256(token.encode()).hexdigest(), "minute": int(time.time() // WINDOW)}
        conn.execute(insert(schema.token_use).values(**here, times=REQUESTS - 1))
    assert [each.ask("GET", "/api/v1/units", **bearer)[0] for each in (a, b, a)] == [200, 429, 429]
    with engine.begin() as conn:
        conn.execute(schema.token_use.delete())
    # lockouts too
    wrong = settings().accounts.attempts
    for number in range(wrong):
        assert sign_in((a, b)[number % 2], "wrong")[1] == ""
    assert [sign_in(each, PASSWORD)[1] for each in (a, b)] == ["", ""]
    with engine.begin() as conn:
        passwords.forgive(conn, "wangfang")
    # each notice left once
    with engine.connect() as conn:
        sent = select(func.count()).select_from(schema.outgoing).where(schema.outgoing.c.sent_at.is_not(None))
        assert until(lambda: conn.scalar(sent) == NOTICES or conn.rollback(), 150)
    assert len(posted) == len(set(posted)) == NOTICES
    # one is killed: behind nginx nobody signs in again, and nothing is lost
    behind = {"Cookie": f"{sessions.COOKIE}={cookie}"}
    assert site("GET", "/guides/deploy/alerts.yml", **behind)[0] == 200
    a.process.kill()
    a.process.wait()
    assert {site("GET", "/guides/deploy/alerts.yml", **behind)[0] for _ in range(6)} == {200}
    assert {site("GET", "/api/v1/batches", **bearer)[0] for _ in range(6)} == {200}
    # the other is told to end while it saves: it takes nobody new, and saves
    saved = []
    more = json.dumps(FIGURES | {"figures": [FIGURES["figures"][0] | {"value": 3000}]}).encode()
    saving = threading.Thread(target=lambda: saved.append(b.ask("POST", POSTED, more, **bearer)))
    with engine.connect() as conn:
        conn.execute(text("SELECT pg_advisory_lock(:lock, hashtext(current_schema()))"), {"lock": store.LOCK})
        saving.start()
        time.sleep(1.5)
        b.process.send_signal(signal.SIGTERM)
        assert until(lambda: b.ready() == "draining", 3)
        assert not saved
        conn.execute(text("SELECT pg_advisory_unlock(:lock, hashtext(current_schema()))"), {"lock": store.LOCK})
    saving.join(60)
    assert saved[0][0] in (200, 201), saved
    assert b.process.wait(60) == -signal.SIGTERM
    assert b.ready() == "away"
    with engine.connect() as conn:
        assert conn.scalar(select(func.max(schema.draft_version.c.version))) >= 1
        assert audit.verify(conn).broken == ()
