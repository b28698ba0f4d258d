"""The style sheet is given once for each of its versions, to whoever is signed in."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

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
