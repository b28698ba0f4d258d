"""By keyboard and reader: what a page is called, where the focus goes, what closes, what is announced, where a form opens."""

import pytest
from playwright.sync_api import expect

DRAWN = '[data-test-script-state="notRunning"]'


def opened(visit, server, address, *size):
    page = visit(f"{server.address}/{address}", *size)
    expect(page.locator(".board [data-panel]:not(.frame)").first).to_be_visible()
    page.wait_for_selector(DRAWN, state="attached")
    return page


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("?lang=zh", "总览 · 浙江省 · 一屏掌控"),
        ("problems?lang=en&unit=330200", "Problems · Ningbo · One-screen control"),
    ],
)
def test_a_page_is_called_by_its_name_and_unit(full, visit, address, title):
    page = opened(visit, full, address)
    expect(page).to_have_title(title)
    assert page.locator("main, [role=main]").count() == 1


def test_another_page_is_announced_and_the_focus_goes_to_its_beginning(full, visit):
    page = opened(visit, full, "?lang=zh")
    assert page.evaluate("document.activeElement === document.body")
    page.locator(".frame nav.main a", has_text="问题").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-page-problems")).to_be_focused()
    expect(page.locator(".announced")).to_have_text("问题 · 浙江省 · 一屏掌控")


def test_a_menu_closes_by_escape_and_when_the_focus_leaves_it(full, visit):
    page = opened(visit, full, "problems?lang=zh")
    menu = page.locator(".frame nav.main details.menu").first
    menu.locator("summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not menu.evaluate("(e) => e.open")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    menu.locator("a").last.focus()
    page.keyboard.press("Tab")
    assert not menu.evaluate("(e) => e.open")


def test_a_tip_goes_by_escape_by_scrolling_and_with_a_click(full, visit):
    page = opened(visit, full, "?lang=zh")
    tip, city = page.locator(".tip"), page.locator("a[data-unit='330200']").first
    for away in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.mouse.wheel(0, 200),
        city.click,
    ):
        page.mouse.move(5, 500)
        city.hover()
        expect(tip).to_be_visible()
        away()
        expect(tip).to_be_hidden()


def test_a_form_that_a_link_far_below_opens_is_brought_into_sight(full, visit):
    page = opened(visit, full, "passport?metric=satisfaction&lang=zh", 390, 664)
    expect(page.locator("[data-panel=questions]")).to_be_visible()
    page.locator("[data-panel=questions] a", has_text="提问").first.click()
    expect(page.locator(".st-key-panel-question textarea")).to_be_in_viewport()


def test_a_page_knows_where_its_server_is_asks_for_its_style_once_and_changes_clothes_after_an_upgrade(full, visit):
    page = visit(f"{full.address}/login")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{full.address}/problems?lang=zh")
    page.wait_for_selector(DRAWN, state="attached")
    expect(page.locator(".board [data-panel]:not(.frame)").first).to_be_visible()
    assert not [url for url in asked if "/problems/_stcore/" in url]
    sheets = [url for url in asked if "/style/" in url]
    assert len(sheets) == 1
    page.evaluate("document.querySelector('link[data-sheet]').dataset.sheet = 'of-the-release-before.css'")
    page.locator(".frame nav.main a", has_text="全景").first.click()
    expect(page.locator(".st-key-page-whole")).to_be_visible()
    expect(page.locator("link[data-sheet]")).to_have_count(1)
    assert page.locator("link[data-sheet]").get_attribute("href").removeprefix(".") in sheets[0]
