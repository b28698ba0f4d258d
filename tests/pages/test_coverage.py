"""From the overview to every row of the domain: its page in two clicks, an object of the demonstration on it, and what that says.

A leader's clicks are the links of the pages themselves, so what leads nowhere, or to a page without rows, is found here.
"""

import re
from functools import cache
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

import pytest

from data.registers import REGISTERS
from docs import coverage
from tests.people import somebody

# Pages of the rows that are no register (`docs.coverage.BUILT`), by what they are called in the address.
BUILT = {
    "E5": "league",
    "D7": "instructions",
    "E6": "instructions",
    "E10": "burden",
    "C3": "watching",
    "F3": "meetings",
    "I2": "storylines",
    "I5": "walls",
}
OWN = {"problems": "problems", "applications": "applications"}
TOP = "330000"


class Way(NamedTuple):
    """A link: the page and what its address says."""

    page: str
    query: dict[str, str]


def ways(html: str) -> list[Way]:
    """Where the links of a page lead."""
    parts = (urlsplit(unescape(href)) for href in re.findall(r'href="(\./[^"]*)"', html))
    return [Way(part.path.removeprefix("./"), dict(parse_qsl(part.query))) for part in parts]


@pytest.fixture
def screen(demonstrated, screen_of):
    return screen_of(demonstrated)


@pytest.fixture
def after_one_click(screen):
    """What the overview, its menu included, leads to."""
    return [*ways(screen.open("overview", unit=TOP)), *ways(screen.bar())]


def test_every_register_that_covers_a_row_is_two_clicks_away_with_objects(screen, after_one_click):
    assert "whole" in {way.page for way in after_one_click}
    after_two = [*after_one_click, *ways(screen.open("whole", unit=TOP))]
    for register in (each for each in REGISTERS.values() if each.covers):
        own = OWN.get(register.key, "register")
        (there, *_) = [
            each
            for each in after_two
            if each.page == own and (own != "register" or each.query["register"] == register.key)
        ]
        found = ways(screen.open(there.page, **there.query))
        (thing, *_) = [each for each in found if each.page == "object" and each.query["register"] == register.key]
        html = screen.open("object", **thing.query)
        head = html.split('data-panel="head"', 1)[1].split("</section>")[0]
        assert thing.query["key"] in head, register.key
        assert re.search(r'href="\./unit\?', head), register.key  # whose it is
        assert bool(register.states) == ('class="state ' in head), register.key
        assert 'data-panel="changes"' in html, register.key  # its history, with the cell of each value
        assert register.clock or any(field.type == "link" for field in register.fields), register.key  # what proves it


def test_every_other_row_is_one_or_two_clicks_away(screen, after_one_click):
    pages = {way.page for way in after_one_click}
    registered = {row for register in REGISTERS.values() for row in register.covers}
    others = [row for row, *_ in coverage.rows() if row not in registered]
    assert set(others) == {*BUILT, *coverage.METRICS_OF}
    assert {BUILT[row] for row in others if row in BUILT} <= pages

    @cache
    def shown(page: str) -> set[str]:
        return {way.query.get("metric", "") for way in ways(screen.open(page, unit=TOP)) if way.page == "passport"}

    first = {way.query.get("metric") for way in after_one_click if way.page == "passport"}
    for metric in (key for row in others for key in coverage.METRICS_OF.get(row, ())):
        assert metric in first or any(metric in shown(page) for page in ("economy", "services", "definitions")), metric
        assert 'data-panel="' in screen.open("passport", unit=TOP, metric=metric)


def test_a_leader_of_a_city_reaches_as_much_of_it(demonstrated, screen_of):
    """What is kept in the city; every register is a line, with its rows or with who keeps it."""
    screen = screen_of(demonstrated, somebody("leader", "330200"))
    listed = {way.query["register"] for way in ways(screen.open("whole", unit="330200")) if way.page == "register"}
    assert {each.key for each in REGISTERS.values() if each.covers} - set(OWN) <= listed


@pytest.mark.parametrize(("lang", "named"), [("zh", True), ("en", False)])
def test_what_a_row_says_is_written_to_be_read(screen, lang, named):
    """Thousands apart, references as links, and in English not its name once more."""
    html = screen.open("object", unit=TOP, lang=lang, register="components", key="DEMO-COMPONENTS-001")
    facts = html.split('data-panel="facts"', 1)[1].split("</section>")[0]
    assert re.search(r"<dd>\d{1,3}(,\d{3})+</dd>", facts)
    assert "register=applications" in facts
    assert ("Face check" in facts) is named
