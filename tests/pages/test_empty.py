"""A store in which nothing was ever reported, nor entered: every page opens all the same."""

from pathlib import Path

import pytest

from data import store
from tests import cases

PAGES = Path(__file__).parents[2] / "pages"
NEEDS = {
    "register": {"register": "runways"},
    "object": {"register": "runways", "key": "R1"},
    "system": {"system": "economy"},
}
RESTRICTED = {"oversight"}  # for whoever was named for it


@pytest.mark.parametrize("section", sorted({file.parent.name for file in PAGES.glob("*/*.py")}))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_opens(engine, screen_of, section, lang):
    with store.writing(engine) as conn:
        cases.plant(conn, cases.ZHEJIANG)
    screen = screen_of(engine)
    for page in sorted({file.stem for file in (PAGES / section).glob("*.py")} - RESTRICTED):
        html = screen.open(page, lang=lang, **NEEDS.get(page, {}))
        assert html, page
