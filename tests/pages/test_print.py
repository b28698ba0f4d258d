"""The guides on one page: each fits one sheet of A4, and is at hand for who is signed in."""

import re

import pytest
from playwright.sync_api import expect

from data.access import Grant
from data.settings import ROOT
from tests.pages.looks import FAINT

PRINTED = sorted((ROOT / "docs" / "print").glob("*.html"))


@pytest.mark.parametrize("guide", PRINTED, ids=lambda path: path.name)
def test_a_guide_prints_on_one_page(guide, browser):
    page = browser.new_page()
    page.goto(guide.as_uri())
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize(
    ("address", "drawn"), [("", ".map .area"), ("passport?metric=satisfaction", ".js-plotly-plot")]
)
def test_a_page_prints_light_and_can_be_read(full, visit, address, drawn):
    page = visit(f"{full.address}/{address}")
    expect(page.locator(drawn).first).to_be_visible()
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.emulate_media(media="print")
    assert (
        page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.evaluate(FAINT) == []
    page.emulate_media(media="screen")


def test_a_steward_finds_theirs_in_the_account_menu(bare, visit):
    bare.person("yinye", Grant("steward", "330200"), name="印页", unit="330200")
    page = visit(f"{bare.address}/?lang=zh", as_="yinye")
    page.locator("details.person summary").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="填报员一页通").click()
    assert opened.value.get_by_role("heading", name="填报员一页通").is_visible()
    assert page.get_by_role("link", name="审核员一页通").count() == 0
