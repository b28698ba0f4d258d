"""From the overview to every page and back, as a reader walks: by the menu and the mark at its side, no address typed. Over the
demonstration, over the starting data alone, and over a store that holds nothing but places; on the last two every page is looked
at as `test_looks` looks at the demonstration's."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from data import store
from tests import cases, prepared
from tests.pages.conftest import Server, serve
from tests.pages.looks import SIZES, unsound, violations

WIDE, PHONE = (1920, 1080), (390, 844)
# axe-core takes half a second a page: it is asked of each of the two stores once, in one language and at one size.
ASKED_OF_AXE = {("bare", WIDE), ("empty", PHONE)}
DRAWN = "main[data-revision], .panel, .empty"


@pytest.fixture(scope="module")
def empty(stores, tmp_path_factory) -> Iterator[Server]:
    with stores.sqlite(prepared.migrated, tmp_path_factory.mktemp("empty")) as engine:
        with store.writing(engine) as conn:
            cases.plant(conn, cases.ZHEJIANG)
        yield from serve(engine)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("over", ["full", "bare", "empty"])
def test_every_page_is_reached_by_the_menu_and_left_by_the_mark(request, visit, over, size):
    lang = "en" if size == PHONE else "zh"
    page = visit(f"{request.getfixturevalue(over).address}/?lang={lang}", *size)
    expect(page.locator(".overview")).to_be_visible()
    menu = page.locator(".everything > div" if size == PHONE else "nav.main")
    ways = [way.get_attribute("href") or "" for way in menu.locator("a:not([hreflang])").all()]
    there = [found[1] for way in ways if (found := re.match(r"\./(\w+)", way))]
    assert len(there) > 30
    for name in there:
        menu.locator(f'a[href^="./{name}?"]').first.evaluate("way => way.click()")
        page.wait_for_url(re.compile(rf"/{name}\?"))
        expect(page.locator(".overview")).to_have_count(0)
        expect(page.locator(DRAWN).last).to_be_visible()
        if over != "full":
            page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
            sizes = [PHONE] if size == PHONE else [each for each in SIZES if each != PHONE]
            wrong = {each: unsound(page, each) for each in (*sizes, size)}
            assert {each: told for each, told in wrong.items() if told} == {}, name
            if (over, size) in ASKED_OF_AXE:
                assert violations(page) == [], name
        page.locator(".frame .home").click()
        expect(page.locator(".overview")).to_be_visible()
