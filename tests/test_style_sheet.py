"""The style sheet is given once for each of its versions, to whoever is signed in."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data.settings import ROOT
from ui.board import sheet_name, styles
from web.server import middleware
from web.style_sheet import FOR_GOOD, StyleSheet

SHEET = StyleSheet(sheet_name(), styles())


@pytest.mark.parametrize(("name", "kept"), [(SHEET.name, FOR_GOOD), ("before-an-upgrade.css", "no-store")])
def test_it_is_kept_under_its_own_name_alone(name, kept):
    answer = TestClient(Starlette(routes=SHEET.routes)).get(f"/style/{name}")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, kept)
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.text == styles()


def test_its_link_leads_to_it():
    href = SHEET.link.partition('href="./')[2].partition('"')[0]
    assert TestClient(Starlette(routes=SHEET.routes)).get(f"/{href}").headers["cache-control"] == FOR_GOOD


def test_it_is_part_of_the_program_and_asks_nobody_who_they_are():
    """A wall, which may go nowhere else, wears it as well."""
    client = TestClient(Starlette(routes=SHEET.routes, middleware=middleware()), follow_redirects=False)
    assert client.get(f"/style/{SHEET.name}").status_code == 200


def test_what_stands_before_a_page_bears_a_name_that_nothing_drawn_bears():
    """It is found by its class and taken off whole: the first point of a line of dates was called the same."""
    script = (ROOT / "web/first_frame.js").read_text(encoding="utf-8")
    name = re.findall(r'createElement\("div"\), \{ className: "([\w-]+)" \}', script)[0]
    bears = re.compile(rf"(?<![\w-]){name}(?![\w-])")
    drawn = [*(ROOT / "charts").glob("*.py"), *(ROOT / "ui/templates").glob("*.html")]
    assert [file.name for file in drawn if bears.search(file.read_text(encoding="utf-8"))] == []
    assert f'document.querySelector(".{name}")' in (ROOT / "ui/board.js").read_text(encoding="utf-8")
