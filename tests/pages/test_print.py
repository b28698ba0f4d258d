"""On paper: every page as a desk shows it, dark on white, on sheets that lie and stand; the guides each on one sheet of A4."""

import re
import zlib

import pytest
from playwright.sync_api import expect

from data.access import Grant
from data.settings import ROOT
from tests.pages.looks import FAINT, FAULTS, SIDEWAYS, TEXTS, resized

SHEETS = {"landscape": (1062, 733), "portrait": (733, 1062)}  # A4 within its margins, in CSS pixels
BAR = 90  # glyph runs of the title bar: a sheet with no more is empty
DARK = """() => [...document.querySelectorAll('.stApp *')].filter((e) => e.checkVisibility() && e.getClientRects().length)
  .filter((e) => { const [r, g, b, a = 1] = (getComputedStyle(e).backgroundColor.match(/[\\d.]+/g) ?? []).map(Number);
    return a > 0.5 && r + g + b < 120 && e.getBoundingClientRect().width > 100; })
  .map((e) => `${e.tagName} ${e.className}`)"""
PRINTED = sorted((ROOT / "docs" / "print").glob("*.html"))


@pytest.mark.parametrize("guide", PRINTED, ids=lambda path: path.name)
def test_a_guide_prints_on_one_page(guide, browser):
    page = browser.new_page()
    page.goto(guide.as_uri())
    assert page.evaluate("[...document.images].every((image) => image.naturalWidth > 0)")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize(("address", "drawn"), [("", ".map .area"), ("passport?metric=satisfaction", ".lines-plot")])
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


def drawn_on(printed):
    """How much stands on each sheet of a PDF: glyph runs of its content."""
    objects = dict(re.findall(rb"\n(\d+) 0 obj\s(.*?)\sendobj", printed, re.S))
    pages = [each for each in objects.values() if re.search(rb"/Type\s*/Page\b", each)]
    contents = [objects[re.search(rb"/Contents (\d+)", page)[1]].split(b"stream", 1)[1].lstrip() for page in pages]
    return [zlib.decompressobj().decompress(content).count(b" Tj") for content in contents]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("address", "drawn", "sheets"),
    [
        ("", ".map .area", {"landscape": 1, "portrait": 2}),
        ("diffusion", ".bars", {"landscape": 2, "portrait": 2}),
        ("desk", "[data-panel=units]", {"landscape": 3, "portrait": 3}),
        ("outlook", "[data-panel=goals]", {"landscape": 3, "portrait": 3}),
        ("proofreading", "textarea", {"landscape": 1, "portrait": 1}),
    ],
)
def test_a_page_prints_whole_on_sheets_that_lie_and_stand(full, visit, address, drawn, sheets, lang):
    page = visit(f"{full.address}/{address}?lang={lang}")
    expect(page.locator(drawn).first).to_be_visible()
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    for lie, size in SHEETS.items():
        printed = drawn_on(page.pdf(format="A4", landscape=lie == "landscape", print_background=True))
        assert len(printed) <= sheets[lie], lie
        assert min(printed) > BAR, (lie, printed)
        page.emulate_media(media="print")
        resized(page, size)
        for wrong in (FAULTS, SIDEWAYS, TEXTS, DARK):
            assert page.evaluate(wrong) == [], lie
        page.emulate_media(media="screen")


def test_the_chart_one_explores_is_as_wide_as_the_sheet(full, visit):
    page = visit(f"{full.address}/passport?metric=satisfaction&explore=1")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    resized(page, SHEETS["portrait"])
    box = page.locator(".js-plotly-plot .main-svg").first.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SHEETS["portrait"][0]
    page.emulate_media(media="screen")


def test_what_depends_on_the_width_of_a_window_is_no_rule_of_a_sheet():
    for sheet in (ROOT / "ui" / "styles").glob("*.css"):
        for query in re.findall(r"@media ([^{]+){", sheet.read_text(encoding="utf-8")):
            for part in query.split(","):
                assert "max-width" not in part or part.strip().startswith("screen and"), (sheet.name, query)


def test_a_steward_finds_theirs_in_the_account_menu(bare, visit):
    bare.person("yinye", Grant("steward", "330200"), name="印页", unit="330200")
    page = visit(f"{bare.address}/?lang=zh", as_="yinye")
    page.locator("details.person summary").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="填报员一页通").click()
    assert opened.value.get_by_role("heading", name="填报员一页通").is_visible()
    assert page.get_by_role("link", name="审核员一页通").count() == 0
