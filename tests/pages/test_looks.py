"""Every page on every screen: nothing cut off, nothing on top of another, nothing to scroll sideways, all can be touched."""

import pytest
from playwright.sync_api import expect

from tests.pages.looks import FAULTS, SIDEWAYS, SMALL_TARGETS, TINY, resized, violations

PAGES = {  # address → what is on it once it is drawn
    "problems": "a[href*='from=40']",
    "applications": "a[href*='from=40']",
    "passport?metric=satisfaction&events=1": "[data-panel=months] .lines-plot",
    "passport?metric=problems_overdue&explore=1": ".js-plotly-plot",
    "desk": "[data-panel=units]",
    "upload": ".st-key-template button",
    "history?batch=40": "[data-panel=batches] .pager",
    "definitions?metric=satisfaction": "#satisfaction",
    "whole": ".map-1612",
    "register?register=runways": "table.list",
    "object?register=pilots&key=DEMO-PILOTS-001": ".life",
    "map": ".landscape",
    "platform": ".crossed",
    "services": ".dumbbell",
}
OTHERS = [  # looked at in one language, at the desk, at twice the size and on a phone
    "approval", "approval?submission=2", "burden", "diffusion", "economy", "evaluation", "health", "instructions", "league", "meetings", "notices", "organisation",
    "outlook", "oversight", "people", "proofreading", "published", "reporting", "results", "storylines", "system?system=party",
    "today", "unit?unit=330200", "walls", "watching",
]  # fmt: skip
DESK, LONG, PHONE = (1920, 1080), (3840, 1080), (390, 844)
TWICE = (960, 540)  # the desk's screen with everything twice as large (200 %)


def opened(visit, server, address, width, height, lang):
    page = visit(f"{server.address}/{address}{'&' if '?' in address else '?'}lang={lang}", width, height)
    expect(page.locator(PAGES.get(address, "[data-panel], .calm")).first).to_be_visible()
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    return page


def sound(page, size):
    """Nothing is wrong on the page at that size."""
    resized(page, size)
    assert page.evaluate(FAULTS) == [], size
    assert page.evaluate(SIDEWAYS) == [], size
    if size == PHONE:
        assert page.evaluate(SMALL_TARGETS) == []
    if size == DESK:
        assert page.evaluate(TINY) == []
        assert violations(page) == []


@pytest.mark.parametrize("address", OTHERS)
def test_nothing_is_cut_off_where_less_is_looked_at(full, visit, address):
    page = opened(visit, full, address, *DESK, "zh")
    for size in (DESK, TWICE, PHONE):
        sound(page, size)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("sizes", "lang"), [((DESK, TWICE), "zh"), ((LONG, PHONE), "en")])
def test_nothing_is_cut_off_on_any_page(full, visit, address, sizes, lang):
    page = opened(visit, full, address, *sizes[0], lang)
    for size in sizes:
        sound(page, size)


def test_nothing_is_cut_off_where_nothing_is_reported_yet(bare, visit):
    page = visit(f"{bare.address}/whole?lang=en&month=2026-10", *DESK)
    expect(page.locator(".reform-group").last).to_be_visible()
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    for size in (DESK, PHONE):
        sound(page, size)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_on_a_phone(full, visit, lang):
    page = visit(f"{full.address}/?lang={lang}", *PHONE)
    expect(page.locator(".overview > .panel")).to_have_count(5)
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.locator(".frame").bounding_box()["height"] <= PHONE[1] / 10
    page.locator(".everything > summary").click()
    page.locator(".everything a", has_text={"zh": "问题", "en": "Problems"}[lang]).click()
    expect(page.locator("table.list").last).to_be_visible()
    assert "/problems" in page.url


def test_a_page_that_is_no_wall_keeps_its_ways(full, visit):
    page = visit(f"{full.address}/problems?wall=1")
    expect(page.locator("nav.main > a, nav.main > details")).to_have_count(9)
    expect(page.locator(".frame.wall")).to_have_count(0)


def test_exact_numbers_are_told_under_the_pointer(full, visit):
    page = visit(full.address)
    for place in (".tile[data-metric=visits]", ".by-list a.heat-4", "a[data-unit='330200']"):
        page.locator(place).first.hover()
        expect(page.locator(".tip")).to_be_visible()
        assert page.locator(place).first.get_attribute("data-tip") == page.locator(".tip").text_content()
    assert "," in (page.locator(".tile[data-metric=visits]").get_attribute("data-tip") or "")
