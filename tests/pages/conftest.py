"""A served cockpit and a real browser. One browser a run; a new context, and so a new visitor, each test."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from data import demo, starting, store
from tests import postgres
from tests.pages.screen import screen_of as screen_of
from tests.pages.stores import started as started
from tests.pages.stores import starting_file as starting_file

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LOCAL = {"127.0.0.1", "localhost"}
WAIT = 30_000  # ms; generous, because the machine that runs the tests is busy

expect.set_options(timeout=WAIT)


class Server:
    """The cockpit over one store, on a port of its own, that can be killed and started again."""

    def __init__(self, url: str):
        self.store = url
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

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
            [sys.executable, *arguments], cwd=ROOT, env=os.environ | {"COCKPIT_STORE_URL": self.store}
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


def serve(url: str, fill: Callable) -> Iterator[Server]:
    """A server over a new store that `fill` has filled."""
    engine = store.connect(url)
    store.migrate(engine)
    starting.load(engine)
    fill(engine)
    engine.dispose()
    server = Server(url)
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def full(tmp_path_factory) -> Iterator[Server]:
    """The cockpit with the demonstration in it."""
    yield from serve(f"sqlite:///{tmp_path_factory.mktemp('full')}/cockpit.db", demo.load)


@pytest.fixture(scope="session")
def bare(tmp_path_factory) -> Iterator[Server]:
    """The cockpit with the starting data alone: no figure for the months of today."""
    yield from serve(f"sqlite:///{tmp_path_factory.mktemp('bare')}/cockpit.db", lambda engine: None)


@pytest.fixture
def on_postgres(postgres_url) -> Iterator[Server]:
    """The cockpit over PostgreSQL, with the starting data alone."""
    with postgres.database(postgres_url) as url:
        yield from serve(url, lambda engine: None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., Page]]:
    """`visit(address, width, height)` opens a page; at the end no request may have left this machine."""
    contexts, asked = [], []

    def open_page(address: str, width: int = 1920, height: int = 1080) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    left = {
        url for url in asked if urlsplit(url).scheme in ("http", "https", "ws") and urlsplit(url).hostname not in LOCAL
    }
    assert not left, f"requests left this machine: {left}"
