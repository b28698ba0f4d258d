"""Every page on every screen: nothing cut off, nothing on top of another, nothing to scroll sideways, all can be touched."""

import pytest
from playwright.sync_api import expect

from tests.pages.looks import SIDEWAYS, SIZES, SMALL_TARGETS, resized, unsound, violations

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
OTHERS = [
    "account", "approval", "approval?submission=2", "audit", "burden", "desk?unit=330203", "diffusion", "duties", "economy", "evaluation", "health", "history",
    "instructions", "league", "meetings", "notices", "organisation", "outlook", "oversight", "people", "person?who=quanquan", "proofreading", "published",
    "radar", "reporting", "results", "storylines", "system?system=party", "today", "training", "unit?unit=330200", "walls", "watching",
]  # fmt: skip
PHONE = (390, 844)


@pytest.mark.parametrize("address", [*PAGES, *OTHERS])
def test_a_page_is_sound_on_every_screen_in_both_languages(full, visit, address):
    """One visit: all sizes in Chinese, then all in English. What axe-core asks hangs on neither, so it is asked once of each."""
    page = visit(f"{full.address}/{address}{'&' if '?' in address else '?'}lang=zh", *SIZES[0])
    drawn = page.locator(PAGES.get(address, "[data-panel], .calm")).first
    expect(drawn).to_be_visible()
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    assert violations(page) == []
    wrong = {("zh", size): unsound(page, size) for size in SIZES}
    resized(page, SIZES[0])
    page.locator(".frame .language").click()
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.wait_for_selector('[data-test-script-state="notRunning"]')
    expect(drawn).to_be_visible()
    wrong |= {("en", size): unsound(page, size) for size in SIZES}
    assert {where: told for where, told in wrong.items() if told} == {}
    assert violations(page) == []  # on the phone, the last of the sizes


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
