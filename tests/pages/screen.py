"""A page without a browser: run by Streamlit's AppTest over a store of the test's own, read as the HTML it shows."""

import json
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from data import store
from data.access import Actor
from data.people.sessions import Session
from tests.people import everybody
from ui import actor as signed
from ui.kept import forget

ROOT = Path(__file__).parent.parent.parent
MONTH = "2022-12"  # the month of most of the published figures


@dataclass
class Screen:
    """One session. `open` goes to a page with a query and returns the HTML of its panels, the title bar left out."""

    app: AppTest

    def open(self, page: str, **query: str) -> str:
        """The panels of `pages/*/<page>.py` at that address."""
        self._go(page, query)
        return self.run()

    def knock(self, page: str, **query: str) -> str:
        """The same, where the sentence of the door may stand instead."""
        self._go(page, query)
        self.app.run()
        assert not self.app.exception
        return "".join(self.boards().values())

    def _go(self, page: str, query: dict[str, str]) -> None:
        self.app.query_params.clear()
        for name, value in query.items():
            self.app.query_params[name] = value
        self.app.switch_page(_path(page))

    def run(self) -> str:
        """Run what was changed by hand, and read the page again."""
        self.app.run()
        assert not self.app.exception
        shown = "".join(self.boards().values())
        assert "went-wrong" not in shown
        assert 'class="calm"' not in shown, shown
        return shown

    def boards(self) -> dict[str, str]:
        """The HTML of each board by its key."""
        protos = [element.proto for element in self.app.get("bidi_component")]
        return {
            proto.id.rsplit("-", 1)[1]: json.loads(proto.json).get("html", "")
            for proto in protos
            if not proto.id.endswith("-frame")
        }

    def bar(self) -> str:
        """The HTML of the title bar."""
        protos = [element.proto for element in self.app.get("bidi_component")]
        return next(json.loads(proto.json)["html"] for proto in protos if proto.id.endswith("-frame"))


@cache
def _path(page: str) -> str:
    """Where the script of a page lies."""
    (path,) = ROOT.glob(f"pages/*/{page}.py")
    return str(path.relative_to(ROOT))


RESOLVED: dict[str, str] = {}
resolve_page_hash = AppTest._resolve_page_hash


def _page_hash(app: AppTest, path: str) -> str:
    """What Streamlit calls the page of a script: it asks the disk about every page at each step, here once a script."""
    if not app._registered_pages:
        return resolve_page_hash(app, path)
    if path not in RESOLVED:
        RESOLVED[path] = resolve_page_hash(app, path)
    return RESOLVED[path]


def new_session(patch: pytest.MonkeyPatch) -> Screen:
    """A session that has not yet asked for any page, until the patch is undone."""
    # Streamlit looks through all installed packages for components at each start, which here is each test.
    patch.setattr(manifest_scanner, "scan_component_manifests", list)
    patch.setattr(AppTest, "_resolve_page_hash", _page_hash)
    return Screen(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60))


def shown_over(patch: pytest.MonkeyPatch, engine: Engine, actor: Actor | None = None) -> Screen:
    """A session over a store, of somebody with every role or of the actor given, until the patch is undone."""
    patch.setattr(store, "engine", lambda *_: engine)
    patch.setattr(signed, "signed_in", lambda: Session(actor or everybody()))
    forget()
    return new_session(patch)


@pytest.fixture
def screen_of(monkeypatch):
    """`screen_of(engine)`: a session over a store, of somebody with every role or of the actor given."""
    yield partial(shown_over, monkeypatch)
    forget()
