"""How large the HTML of each page is that leaders open, with everything of the demonstration in it, in kB before compression."""

import tempfile
from pathlib import Path

import pytest

from data import demo, starting, store
from tests.bench.finding import LEADER, UNIT
from tests.bench.stores import LAST
from tests.pages.screen import shown_over
from ui.kept import forget

ROOT = Path(__file__).parents[2]
RESTRICTED = {"oversight"}  # not a leader's to open
NEEDS = {  # what the address of a page has to say beside unit and month
    "object": {"register": "applications", "key": "DEMO-APP-014"},
    "passport": {"metric": "satisfaction"},
    "register": {"register": "runways"},
    "system": {"system": "government"},
}


def measure() -> dict[str, float]:
    """kB by page."""
    pages = sorted({file.stem for file in (ROOT / "pages/leaders").glob("*.py")} - RESTRICTED)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        engine = store.connect(f"sqlite:///{folder}/demo.db")
        store.migrate(engine)
        starting.load(engine)
        demo.load(engine)
        screen = shown_over(patch, engine, LEADER)
        found = {
            f"HTML of {page}, kB": len(
                screen.open(page, unit=UNIT, month=f"{LAST:%Y-%m}", **NEEDS.get(page, {})).encode()
            )
            / 1000
            for page in pages
        }
        forget()
        engine.dispose()
    return found
