"""A served cockpit and a real browser. One browser a run, whose contexts are used again: a visitor without cookies each time."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import Connection, Engine, update

from data import store
from data.access import Actor, Grant
from data.people import accounts, grants, sessions
from data.schema import person
from tests import chromium, prepared
from tests.pages.outside import ASKED, PROXIED
from tests.pages.screen import screen_of as screen_of
from tests.pages.stores import started as started
from tests.people import ROOT_UNIT, everybody

ROOT = Path(__file__).parent.parent.parent
LOCAL = {"127.0.0.1", "localhost"}
WAIT = 30_000  # ms; generous, because the machine that runs the tests is busy
SERVERS: dict[str, "Server"] = {}  # by their address, while they run
EVERYBODY = "quanquan"  # the login of who holds every role

expect.set_options(timeout=WAIT)


# Tests look at what Streamlit draws, and not at what stands before it (`test_first_frame`).
DRAWN_ONCE = {"COCKPIT_PAGES_FIRST_FRAME": "false"}


class Server:
    """The cockpit over one store, on a port of its own, that can be killed and started again."""

    def __init__(self, url: str):
        self.store = url
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.cookies: dict[str, str] = {}

    def person(self, login: str, *held: Grant, name: str = "", unit: str = ROOT_UNIT) -> str:
        """Somebody with those roles and an open session; its cookie. Who is known already keeps what they hold."""
        if login not in self.cookies:
            engine = store.connect(self.store)
            with store.writing(engine) as conn:
                self.cookies[login] = _let_in(conn, login, held, name or login, unit)
            engine.dispose()
        return self.cookies[login]

    def start(self) -> None:
        """Returns once the server answers."""
        arguments = [
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(self.port),
            "--server.address",
            "127.0.0.1",
        ]
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=DRAWN_ONCE | os.environ | PROXIED | {"COCKPIT_STORE_URL": self.store},
        )
        for _ in range(240):
            try:
                urlopen(f"{self.address}/_stcore/health", timeout=1).close()
            except OSError:
                time.sleep(0.25)
            else:
                return
        raise TimeoutError(f"{self.address} does not answer")

    def kill(self) -> None:
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def _let_in(conn: Connection, login: str, held: Iterable[Grant], name: str, unit: str) -> str:
    program = Actor("test", unit)
    accounts.make(conn, login, name, unit, by=program)
    conn.execute(update(person).where(person.c.login == login).values(must_change=False))
    for grant in held:
        grants.give(conn, login, grant, by=program)
    return sessions.open_(conn, login, address="127.0.0.1", agent="test")


def serve(engine: Engine) -> Iterator[Server]:
    """A server over a store that has been filled."""
    engine.dispose()
    server = Server(engine.url.render_as_string(hide_password=False))
    server.person(EVERYBODY, *everybody().grants, name=everybody().name)
    server.start()
    SERVERS[server.address] = server
    yield server
    server.kill()


@pytest.fixture(scope="session")
def full(stores, tmp_path_factory) -> Iterator[Server]:
    """The cockpit with the demonstration in it."""
    with stores.sqlite(prepared.with_demonstration, tmp_path_factory.mktemp("full")) as engine:
        yield from serve(engine)


@pytest.fixture(scope="session")
def bare(stores, tmp_path_factory) -> Iterator[Server]:
    """The cockpit with the starting data alone: no figure for the months of today."""
    with stores.sqlite(prepared.with_starting_data, tmp_path_factory.mktemp("bare")) as engine:
        yield from serve(engine)


@pytest.fixture
def engine(request, stores, tmp_path) -> Iterator[Engine]:
    """A store of the test's own, as the module's `PREPARED` fills it: of one kind, for what pages ask of either is asked below
    them of both, and `test_rights` opens every page over PostgreSQL."""
    with stores.sqlite(getattr(request.module, "PREPARED", prepared.migrated), tmp_path) as made:
        yield made


@pytest.fixture
def on_postgres(stores) -> Iterator[Server]:
    """The cockpit over PostgreSQL, with the starting data alone."""
    with stores.postgresql(prepared.with_starting_data) as engine:
        yield from serve(engine)


@pytest.fixture(scope="module")
def demonstrated(stores, tmp_path_factory) -> Iterator[Engine]:
    """A store with the demonstration in it, for sessions without a browser."""
    with stores.sqlite(prepared.with_demonstration, tmp_path_factory.mktemp("demonstrated")) as engine:
        yield engine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.PROGRAM, args=chromium.FLAGS)
        yield browser
        browser.close()


class Visitors:
    """Browser contexts that tests use one after the other: what the browser has read and compiled once it keeps, the visitor's
    cookies it forgets."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.free: list[BrowserContext] = []
        self.taken: list[BrowserContext] = []

    def take(self) -> BrowserContext:
        """One that nobody is using."""
        self.taken.append(self.free.pop() if self.free else self.browser.new_context())
        return self.taken[-1]

    def give_back(self) -> None:
        """All that were taken, with no page open and nobody signed in; those that a test has closed are gone."""
        for context in [each for each in self.taken if each in self.browser.contexts]:
            for page in context.pages:
                page.close()
            context.clear_cookies()
            self.free.append(context)
        self.taken.clear()


@pytest.fixture(scope="session")
def visitors(browser) -> Visitors:
    return Visitors(browser)


@pytest.fixture
def visit(visitors) -> Iterator[Callable[..., Page]]:
    """`visit(address, width, height, as_=login)` opens a page in a browser of that person's, who was made by
    `server.person` (usually who holds every role; None: nobody is signed in). At the end no request may have left this
    machine."""
    asked = []

    def open_page(address: str, width: int = 1920, height: int = 1080, as_: str | None = EVERYBODY) -> Page:
        context = visitors.take()
        if as_:
            url = "{0.scheme}://{0.netloc}".format(urlsplit(address))
            context.add_cookies([{"name": sessions.COOKIE, "value": SERVERS[url].cookies[as_], "url": url}])
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        return page

    yield open_page
    visitors.give_back()
    left = {
        url for url in asked if urlsplit(url).scheme in ("http", "https", "ws") and urlsplit(url).hostname not in LOCAL
    }
    assert not left, f"requests left this machine: {left}"
    assert not ASKED, f"the server asked the internet: {ASKED}"
