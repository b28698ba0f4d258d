"""A whole session in three browsers: six steps, sealed, led from a phone on two walls while the server is killed, a question asked at
step five, slides taken along, and the same slides brought to the next month."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from data import store
from data.access import Grant
from data.people import accounts, sessions, walls
from tests import office
from tests.pages.stores import upload

NINGBO, OCTOBER = "330200", "2024-10"
STEPS = {  # in the order in which they are added: the first is then dragged to the fifth place
    "满意率": "passport?metric=satisfaction", "报数": "reporting?", "负担": "burden?", "成果": "results?", "推广": "diffusion?",
    "赛马": "league?group=districts",
}  # fmt: skip
BROAD = {"width": 3840, "height": 1080}
FITS = "() => { const all = document.querySelector('[data-testid=stMain]'); return all.scrollHeight <= all.clientHeight + 1; }"
UNDER_THE_RING = """() => {
  const ring = document.querySelector(".pointer");
  return document.elementFromPoint(parseFloat(ring.style.left), parseFloat(ring.style.top))?.closest("[data-panel]")?.dataset.panel ?? "";
}"""
MONTHS = """
measure   | unit   | month   | value | sheet | cell
rated     | 330203 | 2024-10 |  1000 | 月报  | P6
satisfied | 330203 | 2024-10 |   900 | 月报  | Q6
rated     | 330203 | 2024-11 |  1000 | 月报  | P6
satisfied | 330203 | 2024-11 |   970 | 月报  | Q6
"""


@pytest.fixture
def begun(bare):
    """A presenter, a leader, and two paired walls: the cookies of the walls."""
    bare.person("jing", Grant("presenter", NINGBO), name="静", unit=NINGBO)
    bare.person("lead", Grant("leader", NINGBO), name="雷", unit=NINGBO)
    engine = store.connect(bare.store)
    upload(engine, MONTHS)
    with engine.connect() as conn:
        jing = accounts.actor_of(conn, "jing")
    yield [
        walls.pair(engine, walls.make(engine, name, NINGBO, {"lang": "zh"}, by=jing), "", "")
        for name in ("东墙", "西墙")
    ]
    engine.dispose()


def build(page: Page, server) -> int:
    """A storyline of six steps, made by walking through the cockpit and put in order by dragging: its number."""
    page.locator(".st-key-new-zh input").fill("月例会")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_text("已新建").first).to_be_visible()
    for title, where in STEPS.items():
        page.goto(f"{server.address}/{where}&unit={NINGBO}&month={OCTOBER}")
        page.locator("details.menu summary", has_text="静").click()
        page.get_by_role("link", name="加入演示脚本").click()
        page.locator(".st-key-add-zh input").fill(title)
        page.locator(".st-key-add-now button").click()
        expect(page.get_by_text("已加入").first).to_be_visible()
    titles = page.locator(".storyline-step b")
    expect(titles).to_have_count(len(STEPS))
    at_rest(page)
    drag_first_below(page, 5)
    expect(titles.nth(4)).to_have_text("5. 满意率")
    expect(titles.nth(5)).to_have_text("6. 赛马")
    return int(dict(parse_qsl(urlsplit(page.url).query))["storyline"])


def test_a_session_from_its_first_step_to_next_months_slides(bare, begun, visit, browser, tmp_path):
    devices = begun
    desk = visit(f"{bare.address}/storylines?unit={NINGBO}", as_="jing")
    number = build(desk, bare)
    desk.locator(".st-key-seal-look button").click()
    desk.locator(".st-key-seal-now button").click()
    expect(desk.get_by_text(re.compile(r"已封存：第 \d+ 号")).first).to_be_visible()

    rooms = browser.new_context(viewport={"width": 1920, "height": 1080})
    east, west = (
        wall_of(rooms if not nth else browser.new_context(viewport=BROAD), bare, cookie)
        for nth, cookie in enumerate(devices)
    )
    desk.goto(f"{bare.address}/storylines?unit={NINGBO}&month={OCTOBER}&storyline={number}")
    at_rest(desk)
    for name in ("东墙", "西墙"):
        desk.locator(".st-key-start-walls input").fill(name)
        desk.keyboard.press("Enter")
        expect(
            desk.locator(".st-key-start-walls [data-baseweb=tag], .st-key-start-walls span").filter(has_text=name).first
        ).to_be_visible()
    desk.keyboard.press("Escape")
    desk.locator(".st-key-start button").click()
    desk.get_by_role("link", name="打开控制台").click()
    desk.get_by_role("button", name="用手机操作").click()
    code = desk.locator(".paired-by").inner_text()

    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    phone.goto(f"{bare.address}/present/phone")
    phone.locator("input[name=code]").fill(code)
    phone.get_by_role("button", name="配对").click()
    for title in ("负担", "成果", "推广"):
        phone.get_by_role("button", name="下一步").tap()
        expect(phone.locator("h1")).to_have_text(title)
    for wall in (east, west):
        expect(wall.locator(".st-key-page-diffusion .panel").first).to_be_visible()
    phone.locator("details.pad summary").tap()
    expect(phone.locator("[data-pad] iframe")).to_have_attribute("data-drawn", "yes")
    box = phone.locator("[data-pad]").bounding_box()
    phone.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] / 5)
    pointed = set()
    for wall in (east, west):  # of two shapes
        expect(wall.locator(".pointer.shown")).to_be_attached()
        pointed.add(wall.evaluate(UNDER_THE_RING))
    assert len(pointed) == 1
    assert pointed != {""}

    bare.kill()  # at step four
    expect(phone.locator("[data-lost]")).to_be_visible()
    for wall in (east, west):
        expect(wall.locator(".st-key-page-diffusion .panel").first).to_be_visible()
        expect(wall.locator(".cut")).to_contain_text("已断开")  # with its age, and nothing else
    bare.start()
    expect(phone.locator("[data-lost]")).to_be_hidden()
    phone.get_by_role("button", name="下一步").tap()
    for wall in (east, west):
        expect(wall.locator(".st-key-page-passport .headline").first).to_be_visible()

    west.wait_for_function(FITS)  # a page taller than a desk, on a broad wall

    leader = visit(f"{bare.address}/passport?unit={NINGBO}&month={OCTOBER}&metric=satisfaction", as_="lead")
    leader.get_by_role("link", name="提问").first.click()
    leader.locator(".st-key-question-text textarea").fill("满意率为何低？")
    leader.locator(".st-key-ask-now button").click()
    expect(leader.get_by_text("满意率为何低？").first).to_be_visible()

    slides = make_slides(desk, bare, number, tmp_path)
    looks_right(slides, tmp_path)
    desk.locator(".st-key-deck-old input[type=file]").set_input_files(slides)
    expect(desk.locator(".st-key-deck-old").get_by_text("deck.pptx")).to_be_visible()
    at_rest(desk)
    desk.locator(".st-key-deck-month input").fill("2024年11月")
    desk.get_by_role("option", name="2024年11月").click()
    at_rest(desk)
    desk.locator(".st-key-deck-renew button").click()
    told = desk.locator(".st-key-deck-told, [data-panel=changed]").last

    print(desk.locator(".board").all_inner_texts()[:3])
    expect(told).to_contain_text("2024-10 → 2024-11")
    expect(told.locator("tr", has_text="90.0%").first).to_contain_text("97.0%")


def looks_right(slides: Path, folder: Path) -> None:
    """LibreOffice opens the slides: a cover and six steps, each with its title on it and something drawn on it."""
    (told,) = office.printed({"deck.pptx": slides.read_bytes()}, folder).values()
    pages = ["".join(word.text for word in page) for page in office.words(told)]
    order = ["报数", "负担", "成果", "推广", "满意率", "赛马"]
    assert [name in page for name, page in zip(["月例会", *order], pages, strict=True)] == [True] * 7
    assert "90.0%" in pages[5]
    for picture in office.pictures(told):
        assert len(picture.getcolors(1 << 20)) > 50  # letters and lines, and no empty page


def drag_first_below(page: Page, nth: int) -> None:
    """Take the first step by its handle and let it go where the one at a place, from 1 on, stands."""
    first, other = (page.locator(".handle").nth(at).bounding_box() for at in (0, nth - 1))
    x, y = first["x"] + first["width"] / 2, first["y"] + first["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, (y + other["y"]) / 2)
    page.mouse.move(x, other["y"] + other["height"])
    page.mouse.up()


def at_rest(page: Page) -> None:
    """Until the page is drawn: a button that is pressed before is pressed on what it was."""
    expect(page.locator(".st-key-seals, .st-key-deck-make").last).to_be_attached()
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_attached()


def wall_of(context, server, cookie: str) -> Page:
    context.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": server.address}])
    page = context.new_page()
    page.goto(server.address)
    expect(page.locator(".overview.wall")).to_be_visible()
    return page


def make_slides(page: Page, server, number: int, folder: Path) -> Path:
    page.goto(f"{server.address}/storylines?unit={NINGBO}&month={OCTOBER}&storyline={number}")
    at_rest(page)
    page.locator(".st-key-deck-make button").click()
    with page.expect_download() as fetched:
        page.locator(".st-key-deck-get button").click()
    fetched.value.save_as(folder / "deck.pptx")
    return folder / "deck.pptx"
