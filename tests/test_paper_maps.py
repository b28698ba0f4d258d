"""Maps on paper: outlines of the units, hotter where worse, with names, values, a legend, and whose outlines they are."""

from dataclasses import replace

import pytest

from charts.paper.letters import Letters
from charts.paper.pdf import pdf
from charts.paper.png import png
from charts.paper.sheet import Ground, Words
from data import fonts
from data.documents.pdf import pages as read
from data.presenting.reading import Step
from data.presenting.views import View
from metrics.decks import slides
from metrics.decks.reading import Reader
from metrics.papers import maps, pages
from metrics.papers.pages import Foot
from tests import presenting
from tests.pages.stores import OCTOBER as REPORTED
from tests.pages.stores import upload
from tests.presenting import CITY, OCTOBER, who

PREPARED = presenting.started
STEP = Step(View("map", CITY, OCTOBER, (("metric", "satisfaction"),)))


@pytest.fixture
def filled(engine):
    """Two districts of Ningbo."""
    upload(engine, REPORTED)
    return engine


@pytest.fixture(scope="module")
def letters():
    font = fonts.chinese()
    return Letters(font.path, font.index)


def told(engine, step=STEP, login="lan"):
    with engine.connect() as conn:
        reader = Reader(conn, who(engine, login), "zh")
        deck = slides.of_view(step.view, reader)
        return deck, maps.of_step(step, deck.slides[0], reader)


def test_a_map_is_its_outlines_with_names_values_and_whose_they_are(filled, letters):
    deck, found = told(filled)
    assert found.values["330203"] == "90.0%"
    _, sheet = pages.pages(deck, letters, "zh", "http://cockpit", Foot("一屏掌控"), [found])
    grounds = [each for each in sheet.drawn if isinstance(each, Ground)]
    assert {each.fill.rsplit("-", 1)[0] for each in grounds if each.fill} == {"heat"}
    assert len(grounds) >= len(found.units)
    said = " ".join(each.text for each in sheet.drawn if isinstance(each, Words))
    for word in ("90.0%", "GS(2024)0650号", "比全局差", "来源：", "2 / 2"):
        assert word in said
    for each in grounds:
        assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in each.points)
    assert "GS(2024)0650" in "".join(read(pdf([sheet], letters, paper="A4", title="x", author="y", lang="zh-CN"))[0][1])
    assert png(sheet, letters).startswith(b"\x89PNG")


def test_what_is_no_map_has_none(filled):
    assert told(filled, replace(STEP, view=View("overview", CITY, OCTOBER)))[1] is None
