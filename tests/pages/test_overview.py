"""The overview in a browser: everything is there, nothing is cut off, every click is a link."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages.looks import FAULTS, SIZES, TEXTS, resized, violations

WALLS = [(1920, 1080), (1366, 768), (3840, 1080), (3840, 2160), (7680, 2160)]

NAMES_MEET = """() => {
  const names = [...document.querySelectorAll('.names[data-story="0"] .name')].map((e) => [e.textContent, e.getBoundingClientRect()]);
  return names.flatMap(([a, x], i) => names.slice(i + 1).filter(([, y]) =>
    x.left < y.right - 1 && y.left < x.right - 1 && x.top + 3 < y.bottom - 3 && y.top + 3 < x.bottom - 3).map(([b]) => `${a} and ${b}`));
}"""

COVERED = """() => {
  const box = [...document.querySelectorAll('.callout')].find((e) => e.checkVisibility())?.getBoundingClientRect();
  return [...document.querySelectorAll('.names[data-story="0"] text')].map((e) => [e.textContent, e.getBoundingClientRect()])
    .filter(([, x]) => box && x.left < box.right - 1 && box.left < x.right - 1 && x.top < box.bottom - 1 && box.top < x.bottom - 1)
    .map(([name]) => `${name} under the call-out`);
}"""

# A wall's map is read from where its words are: as they are drawn on the screen, its names are no smaller.
SMALL_NAMES = """() => {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return [...document.querySelectorAll('.names[data-story="0"] text')]
    .map((e) => [e.textContent, parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a / rem])
    .filter(([, size]) => size < 0.95).map(([name, size]) => `${name} ${size.toFixed(2)}`);
}"""

SHOWN = "[data-panel=figures] .tile"


@pytest.mark.parametrize("server", ["full", "bare"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("sizes", "wall"), [(SIZES, ""), (WALLS, "&wall=1")])
def test_nothing_is_cut_off_or_on_each_other_and_five_sizes_do(request, visit, server, lang, sizes, wall):
    page = visit(f"{request.getfixturevalue(server).address}/?lang={lang}{wall}", *sizes[0])
    expect(page.locator(SHOWN)).to_have_count(8)
    expect(page.locator(".map .area").first).to_be_visible()
    assert violations(page) == []
    for size in sizes:
        resized(page, size)
        assert [page.evaluate(asked) for asked in (FAULTS, TEXTS, NAMES_MEET, COVERED)] == [[]] * 4, size
        if wall:
            assert page.evaluate(SMALL_NAMES) == [], size
            assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollHeight <= innerHeight"), (
                size
            )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("screen", "shown"), [("2.4x1.35x5", "map figures"), ("1.2x0.68x5", "figures")])
def test_from_far_away_a_wall_shows_less_and_larger(full, visit, lang, screen, shown):
    page = visit(f"{full.address}/?lang={lang}&wall=1&screen={screen}", *WALLS[0])
    expect(page.locator(SHOWN)).to_have_count(8)
    assert page.locator(".overview > .panel").evaluate_all("all => all.map((e) => e.dataset.panel).join(' ')") == shown
    for size in WALLS[:3]:
        resized(page, size)
        assert [page.evaluate(asked) for asked in (FAULTS, TEXTS, NAMES_MEET, SMALL_NAMES)] == [[], [], [], []], size


def test_all_that_a_leader_asks_is_there(full, visit):
    page = visit(full.address)
    expect(page.locator(f"{SHOWN} .tile-value")).to_have_count(8)
    expect(page.locator(".concluded li").first).to_contain_text(re.compile(r"湖州市生态环保问题超期 1\d\d 个"))
    expect(page.locator(".map .area")).to_have_count(11)
    for city in ("杭州市", "宁波市", "温州市", "舟山市"):
        expect(page.locator('.names[data-story="0"] .name', has_text=city)).to_have_count(1)
    expect(page.locator(".callout:visible")).to_contain_text(re.compile(r"湖州市 1\d\d"))
    expect(page.locator(".nodes-system .node")).to_have_count(7)
    expect(page.locator(".by-list tbody tr")).to_have_count(7)
    expect(page.locator(".changed li:visible")).to_have_count(8)
    expect(page.locator(".changed b.accepted").first).to_have_text("验收")
    newest, next_one = page.locator(".changed li").all_inner_texts()[:2]
    page.evaluate("window.cockpitWatch.moveOn()")  # as it does by itself, a line at a time
    expect(page.locator(".changed li").first).to_have_text(re.compile(re.escape(next_one.split("\n")[-1])))
    page.locator("[data-ticker]").click()  # stands until it is pressed again
    page.locator(".concluded").hover()
    page.evaluate("window.cockpitWatch.moveOn()")
    expect(page.locator(".changed li").last).to_have_text(re.compile(re.escape(newest.split("\n")[-1])))
    expect(page.locator(".source")).to_contain_text("GS(2024)0650号")
    expect(page.locator(".demo")).to_have_text("演示数据")
    expect(page.locator("html")).to_have_attribute("lang", "zh")


def test_the_map_is_stepped_through_by_dots_and_arrow_keys(full, visit):
    page = visit(full.address)
    title = page.locator("[data-panel=map] h2 .story:visible")
    expect(title).to_contain_text("超期问题在哪里")
    page.locator('[data-step="1"]').click()
    expect(title).to_contain_text("满意率在哪里")
    page.keyboard.press("ArrowLeft")
    expect(title).to_contain_text("超期问题在哪里")


def test_a_cell_of_the_lists_opens_its_problems(full, visit):
    page = visit(full.address)
    page.locator(".by-list a.heat-4").click()
    expect(page.locator("[data-panel=problems], .list").first).to_be_visible()
    assert all(part in page.url for part in ("unit=330500", "list=ecology", "standing=overdue"))


def test_a_place_opens_and_the_path_leads_back(full, visit):
    page = visit(full.address)
    page.locator('a[data-unit="330200"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('.overview[data-unit="330200"]')).to_be_visible()
    expect(page.locator(".map .area")).to_have_count(10)
    assert "unit=330200" in page.url
    page.reload()
    expect(page.locator('.overview[data-unit="330200"]')).to_be_visible()
    page.locator(".path a", has_text="浙江省").click()
    expect(page.locator('.overview[data-unit="330000"]')).to_be_visible()
    page.go_back()
    expect(page.locator('.overview[data-unit="330200"]')).to_be_visible()


def test_a_click_changes_the_language_and_stays_where_it_is(full, visit):
    page = visit(f"{full.address}/?unit=330100")
    page.locator("a.language").click()
    expect(page.locator(".frame h1")).to_have_text("Hangzhou")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".by-list th", has_text="Audit")).to_be_visible()


def test_the_button_back_undoes_one_click_on_any_page(full, visit):
    page = visit(f"{full.address}/?unit=330200")
    expect(page.locator(SHOWN)).to_have_count(8)
    page.locator('.tile[data-metric="satisfaction"]').click()
    expect(page.locator(".headline")).to_be_visible()
    page.go_back()
    expect(page.locator('.overview[data-unit="330200"]')).to_be_visible()
    expect(page.locator(".headline")).to_have_count(0)
    assert page.url.endswith("/?unit=330200")


def test_a_month_and_a_day_of_knowledge_are_chosen_in_the_title_bar(full, visit):
    page = visit(full.address)
    before = page.locator(".tile-value").first.text_content()
    page.locator("select[name=month]").select_option(index=6)
    expect(page.locator(".tile-value").first).not_to_have_text(before or "")
    revision = page.locator(".overview").get_attribute("data-revision") or ""
    page.locator(".pick summary").click()
    page.locator(".pick input[name=known]").fill("2025-01-31")
    expect(page.locator(".overview")).not_to_have_attribute("data-revision", revision)
    expect(page.locator(".frame .past")).to_be_visible()


def test_a_period_is_chosen_in_the_title_bar_and_stays_on_the_way_to_a_number_and_on_the_wall(full, visit):
    page = visit(f"{full.address}/applications")
    tile = page.locator('.tile[data-metric="visits"]')
    month = tile.locator(".tile-value").text_content() or ""
    page.locator("select[name=period]").select_option("ytd")
    expect(tile.locator(".tile-value")).not_to_have_text(month)
    expect(tile.locator(".tile-changes")).to_contain_text("累计同比")
    year = tile.locator(".tile-value").text_content() or ""
    tile.click()
    expect(page.locator(".headline-value")).to_have_text(year)
    assert "period=ytd" in page.url
    page.goto(f"{full.address}/?wall=1&period=ytd")
    expect(page.locator(".fact.month")).to_contain_text("月累计")


def test_an_address_that_asks_for_nonsense_is_told_so(full, visit):
    page = visit(f"{full.address}/?unit=999999&month=soon&revision=x")
    expect(page.locator(".note")).to_have_count(3)
    expect(page.locator('.overview[data-unit="330000"]')).to_be_visible()


def test_a_tile_without_a_figure_says_who_owes_it(bare, visit):
    page = visit(bare.address)
    expect(page.locator(".tile-none").first).to_contain_text(re.compile("待报|截止"))  # before it, the day due
    expect(page.locator("[data-panel=lists] .printed li")).to_have_count(9)  # no lists kept is not “nothing overdue”
    assert page.evaluate(FAULTS) == []


def test_a_phone_gets_one_column(full, visit):
    page = visit(full.address, 390, 844)
    expect(page.locator(".overview > .panel")).to_have_count(5)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    lefts = page.evaluate(
        "() => [...document.querySelectorAll('.overview > .panel')].map((e) => Math.round(e.getBoundingClientRect().left))"
    )
    assert len(set(lefts)) == 1
