"""Search and go in a browser: by keyboard on a desk, by thumb on a phone."""

import re

from playwright.sync_api import expect


def test_by_keyboard_a_row_opens_and_on_a_phone_a_number_is_answered(bare, visit):
    page = visit(f"{bare.address}/definitions?lang=zh")
    page.wait_for_selector("[data-find]")
    page.keyboard.press("/")
    box = page.locator("dialog.finder")
    expect(box).to_be_visible()
    page.keyboard.type("yxyh")
    expect(box.locator("li[aria-selected=true]")).to_contain_text("优享医护")
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    expect(page.locator("h2, h1").filter(has_text="优享医护").first).to_be_visible()
    assert "register=applications" in page.url
    page.keyboard.press("Control+k")
    page.keyboard.type("不是名字也不是问题")
    expect(box.get_by_role("status")).to_contain_text("没有找到")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()

    phone = visit(f"{bare.address}/?lang=en&month=2022-12&unit=330200", 390, 844)
    button = phone.locator("[data-find]")
    button.wait_for()
    size = button.bounding_box()
    assert min(size["width"], size["height"]) >= 40
    button.click()
    phone.keyboard.type("satisfaction in Ningbo in December 2022")
    expect(phone.locator(".finder .read")).to_contain_text("December 2022")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.locator(".finder .read summary").filter(has_text="value").click()
    phone.locator(".finder .read button").filter(has_text="year on year").click()
    expect(phone.locator(".finder input")).to_have_value("Satisfaction in Ningbo in December 2022 year on year")
    expect(phone.locator(".finder .read")).to_contain_text("year on year")
    phone.locator(".finder li a").first.click()
    phone.wait_for_url(re.compile(r"/passport\?.*metric=satisfaction"))
