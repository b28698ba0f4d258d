"""A whole session in three browsers: six steps, sealed, led from a phone on two walls while the server is killed, a question asked at
step five, slides taken along, and the same slides brought to the next month."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from data import store
from data.access import Grant
from data.people import accounts, sessions, walls
from data.presenting import storylines
from data.presenting.reading import Step
from data.presenting.views import View
from data.text import Text
from metrics.decks.updating import update
from tests.pages.stores import upload

NINGBO, OCTOBER = "330200", date(2024, 10, 1)
NUMBER = (("metric", "satisfaction"),)
STEPS = tuple(
    Step(View(page, NINGBO, OCTOBER, query), Text(title, title), f"讲解{title}", hidden=("problems_overdue",))
    for page, title, query in (
        ("reporting", "报数", ()), ("burden", "负担", ()), ("results", "成果", ()), ("diffusion", "推广", ()), ("passport", "满意率", NUMBER),
    )
)  # fmt: skip
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
    """A presenter's storyline of five steps, a leader, and two paired walls: the storyline's number and the walls' cookies."""
    bare.person("jing", Grant("presenter", NINGBO), name="静", unit=NINGBO)
    bare.person("lead", Grant("leader", NINGBO), name="雷", unit=NINGBO)
    engine = store.connect(bare.store)
    upload(engine, MONTHS)
    with engine.connect() as conn:
        jing = accounts.actor_of(conn, "jing")
    number = storylines.create(engine, Text("月例会", "Monthly"), NINGBO, STEPS, by=jing)
    devices = [
        walls.pair(engine, walls.make(engine, name, NINGBO, {"lang": "zh"}, by=jing), "", "")
        for name in ("东墙", "西墙")
    ]
    yield number, devices
    engine.dispose()


def add_step(page: Page, server) -> None:
    """The sixth, by walking to it."""
    page.goto(f"{server.address}/burden?unit={NINGBO}&month=2024-10")
    page.locator("details.menu summary", has_text="静").click()
    page.get_by_role("link", name="加入演示脚本").click()
    page.locator(".st-key-add-zh input").fill("再看负担")
    page.locator(".st-key-add-now button").click()
    expect(page.get_by_text("已加入").first).to_be_visible()


def test_a_session_from_its_first_step_to_next_months_slides(bare, begun, visit, browser, tmp_path):
    number, devices = begun
    office = visit(f"{bare.address}/storylines?unit={NINGBO}&storyline={number}", as_="jing")
    add_step(office, bare)
    office.goto(f"{bare.address}/storylines?unit={NINGBO}&month=2024-10&storyline={number}")
    at_rest(office)
    office.locator(".st-key-seal-look button").click()
    office.locator(".st-key-seal-now button").click()
    expect(office.get_by_text(re.compile(r"已封存：第 \d+ 号")).first).to_be_visible()

    rooms = browser.new_context(viewport={"width": 1920, "height": 1080})
    east, west = (
        wall_of(rooms if not nth else browser.new_context(viewport=BROAD), bare, cookie)
        for nth, cookie in enumerate(devices)
    )
    office.goto(f"{bare.address}/storylines?unit={NINGBO}&month=2024-10&storyline={number}")
    at_rest(office)
    for name in ("东墙", "西墙"):
        office.locator(".st-key-start-walls input").fill(name)
        office.keyboard.press("Enter")
        expect(
            office.locator(".st-key-start-walls [data-baseweb=tag], .st-key-start-walls span")
            .filter(has_text=name)
            .first
        ).to_be_visible()
    office.keyboard.press("Escape")
    office.locator(".st-key-start button").click()
    office.get_by_role("link", name="打开控制台").click()
    office.get_by_role("button", name="用手机操作").click()
    code = office.locator(".paired-by").inner_text()

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
        expect(wall.locator(".cut:visible")).to_have_count(0)  # nothing of it is said to the room
    bare.start()
    expect(phone.locator("[data-lost]")).to_be_hidden()
    phone.get_by_role("button", name="下一步").tap()
    for wall in (east, west):
        expect(wall.locator(".st-key-page-passport .headline").first).to_be_visible()

    west.wait_for_function(FITS)  # a page taller than a desk, on a broad wall

    leader = visit(f"{bare.address}/passport?unit={NINGBO}&month=2024-10&metric=satisfaction", as_="lead")
    leader.get_by_role("link", name="提问").first.click()
    leader.locator(".st-key-question-text textarea").fill("满意率为何低？")
    leader.locator(".st-key-ask-now button").click()
    expect(leader.get_by_text("满意率为何低？").first).to_be_visible()

    slides = make_slides(office, bare, number, tmp_path)
    assert len(Presentation(str(slides)).slides) == 7  # a cover, and the sixth step
    assert updated(bare, slides) >= {("90.0%", "97.0%")}


def updated(server, slides: Path) -> set[tuple[str, str]]:
    """The slides a month later: what stood there, and what stands there now (by the button: `test_storylines`)."""
    engine = store.connect(server.store)
    with engine.connect() as conn:
        done = update(
            conn,
            slides.read_bytes(),
            "deck.pptx",
            date(2024, 11, 1),
            accounts.actor_of(conn, "jing"),
            root=server.address,
        )
    engine.dispose()
    return {(each.before, each.after) for each in done.changed}


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
    page.goto(f"{server.address}/storylines?unit={NINGBO}&month=2024-10&storyline={number}")
    at_rest(page)
    page.locator(".st-key-deck-make button").click()
    with page.expect_download() as fetched:
        page.locator(".st-key-deck-get button").click()
    fetched.value.save_as(folder / "deck.pptx")
    return folder / "deck.pptx"
