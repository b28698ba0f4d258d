"""The presenter's console and a wall that follows it, each in a browser of its own, on one server that is killed in between."""

import re
from contextlib import suppress

from playwright.sync_api import expect

from data import store
from data.access import Grant
from data.documents import pdf
from data.people import accounts, sessions, walls
from data.presenting import rotations, running, storylines
from data.presenting.reading import Step
from data.presenting.spans import Span
from data.presenting.views import View
from data.text import Text
from metrics import METRICS
from tests.pages.cable import cable
from tests.presenting import OCTOBER, TITLE

PROVINCE = "330000"
STEPS = (
    Step(
        View("overview", PROVINCE, OCTOBER),
        Text("全省", "The province"),
        "先说总体。",
        seconds=5,
        focus="map",
        hidden=("visits",),
    ),
    Step(View("definitions", PROVINCE, OCTOBER), Text("口径", "What it means"), "再说口径。", seconds=8),
    Step(
        View("published", PROVINCE, OCTOBER), Text("公布", "Published"), seconds=8
    ),  # cheap to draw for a server that has just begun
)

AREA = "document.querySelector('[data-testid=stMain]')"
ROLLED = f"() => location.pathname === '/definitions' && {AREA}.scrollTop > 50"
# No row that is seen is cut through by an edge of the wall.
NOTHING_CUT = f"""() => {{
  const seen = {AREA}.getBoundingClientRect();
  const cut = (box) => [seen.top, seen.bottom].some((edge) => box.top < edge - 2 && box.bottom > edge + 2);
  return ![...document.querySelectorAll(".board tr, .board li")].some((row) => row.checkVisibility({{ visibilityProperty: true }}) && cut(row.getBoundingClientRect()));
}}"""
# What says the hidden number beside its tile (a system by its visits, and what else there is) is hidden with it.
UNSAID = """() => {
  const says = [...document.querySelectorAll('.overview [data-says~="visits"]')];
  return says.length > 0 && !says.some((each) => each.checkVisibility({ visibilityProperty: true }));
}"""
LOST = "() => document.querySelector('.st-key-page-overview').classList.remove('st-key-page-overview')"
AT_ITS_TOP = f"() => location.pathname === '/published' && {AREA}.scrollTop === 0 && {AREA}.scrollHeight > 500"


def prepared(server) -> tuple[int, int, str]:
    """A storyline of a presenter's, and a paired wall of theirs: their numbers, and its cookie."""
    server.person("lan", Grant("presenter", PROVINCE), name="兰")
    engine = store.connect(server.store)
    with engine.connect() as conn:
        lan = accounts.actor_of(conn, "lan")
    number = storylines.create(engine, TITLE, PROVINCE, STEPS, by=lan)
    device = walls.pair(engine, walls.make(engine, "大厅", PROVINCE, {"lang": "zh"}, by=lan), "", "")
    found = sessions.find(engine, device)
    engine.dispose()
    assert found
    return number, found.wall, device


def put_in_rotation(server, storyline: int, wall: int) -> None:
    """The wall goes through the storyline by itself, all day."""
    engine = store.connect(server.store)
    with engine.connect() as conn:
        lan = accounts.actor_of(conn, "lan")
    rotations.declare(engine, wall, storyline, Span("1234567", 0, 1440), METRICS, by=lan, moves_on=False)
    engine.dispose()


def test_a_wall_goes_where_the_console_leads_it_and_stays_while_the_server_is_away(bare, visit, browser):
    number, wall_number, cookie = prepared(bare)
    device = browser.new_context(viewport={"width": 1920, "height": 1080})
    device.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": bare.address}])
    wall = device.new_page()
    wall.goto(bare.address)
    expect(wall.locator(".overview.wall")).to_be_visible()

    console = visit(f"{bare.address}/storylines?unit={PROVINCE}&storyline={number}", as_="lan")
    console.locator(".st-key-start-walls input").click()
    console.get_by_role("option", name="大厅").click()
    console.keyboard.press("Escape")
    console.locator(".st-key-start button").click()
    console.get_by_role("link", name="打开控制台").click()
    expect(console.locator("h1")).to_have_text("全省")
    expect(console.locator(".notes")).to_have_text("先说总体。")
    expect(wall).to_have_url(f"{bare.address}/?unit={PROVINCE}&month=2024-10&lang=zh&wall=1")
    expect(wall.locator('[data-metric="visits"]').first).to_be_hidden()
    wall.wait_for_function(UNSAID)
    expect(wall.locator('.overview > [data-panel="figures"]')).to_have_css("opacity", "0.16")

    console.get_by_role("button", name="下一步").click()
    expect(console.locator("h1")).to_have_text("口径")
    expect(wall.locator(".st-key-page-definitions .panel").first).to_be_visible()
    expect(wall.locator("nav.main")).to_be_hidden()
    console.keyboard.press("b")
    expect(wall.locator("body.is-black")).to_have_count(1)
    expect(console.locator(".held")).to_be_visible()
    console.keyboard.press("b")
    expect(wall.locator("body.is-black")).to_have_count(0)

    wall.set_viewport_size({"width": 900, "height": 400})  # on which no page fits: it is shown in screenfuls
    expect(wall.locator(".screenful")).to_have_text(re.compile(r"^1/[2-9]"))
    wall.wait_for_function(NOTHING_CUT)
    expect(console.locator(".where")).to_contain_text(re.compile(r"第 1 屏，共 [2-9]"))
    console.keyboard.press("PageDown")
    expect(wall.locator(".screenful")).to_have_text(re.compile(r"^2/"))
    wall.wait_for_function(NOTHING_CUT)
    expect(console.locator("h1")).to_have_text("口径")
    wall.set_viewport_size({"width": 1920, "height": 1080})

    bare.kill()
    expect(console.locator("[data-lost]")).to_be_visible()
    expect(wall.locator(".st-key-page-definitions .panel").first).to_be_visible()
    bare.start()
    expect(console.locator("[data-lost]")).to_be_hidden()
    for _ in range(3):  # a press upon a step that is being drawn anew is not done: one presses again
        console.locator('button[value="go:3"]').click()
        with suppress(AssertionError):
            expect(console.locator("h1")).not_to_have_text("口径", timeout=5_000)
            break
    expect(wall.locator(".st-key-page-published .panel").first).to_be_visible()
    wall.goto(f"{bare.address}/people")  # whatever somebody types there: back to what it shows
    expect(wall).to_have_url(f"{bare.address}/published?unit={PROVINCE}&month=2024-10&lang=zh&wall=1")

    console.locator("summary", has_text="结束讲解").click()
    console.locator('button[value="end"]').click()
    expect(console.locator(".calm")).to_contain_text("讲解已结束")
    expect(wall).to_have_url(f"{bare.address}/?wall=1&unit={PROVINCE}&lang=zh")

    put_in_rotation(bare, number, wall_number)
    expect(wall).to_have_url(re.compile("month=2024-10"))  # a step, of which the clock decides
    wall.set_viewport_size({"width": 900, "height": 400})  # on which no page fits
    wall.wait_for_function(ROLLED)
    wall.wait_for_function(AT_ITS_TOP)  # the step after begins there
    device.close()


def test_a_wall_whose_network_is_gone_keeps_its_frame_and_comes_back_by_itself(bare, browser):
    number, wall_number, cookie = prepared(bare)
    engine = store.connect(bare.store)
    with engine.connect() as conn:
        lan = accounts.actor_of(conn, "lan")
    led = running.start(engine, number, (wall_number,), by=lan)

    def go_to(step: int) -> None:
        with engine.connect() as conn:
            stands = running.state(conn, led)
        running.steer(engine, led, "go", stands.turn, by=lan, step=step)

    with cable(bare.port) as between:
        device = browser.new_context(viewport={"width": 1920, "height": 1080})
        device.add_cookies([{"name": sessions.COOKIE, "value": cookie, "url": between.address}])
        wall = device.new_page()
        wall.goto(between.address)
        expect(wall.locator(".overview.wall")).to_be_visible()
        device.set_offline(True)  # nothing can be fetched, while what is connected still hears
        wall.evaluate(LOST)  # as of a run whose answer never came: no reason to load a page that cannot be fetched
        wall.wait_for_timeout(6_000)
        between.pull()  # and now it hears nothing either
        go_to(3)
        expect(wall.locator(".cut")).to_contain_text(re.compile(r"已断开 ([6-9]|1\d) 秒"))
        expect(wall.locator(".overview.wall [data-panel=figures] .tile")).to_have_count(8)
        device.set_offline(False)
        between.plug()
        expect(wall.locator(".st-key-page-published .panel").first).to_be_visible()
        expect(wall.locator(".cut")).to_be_hidden()
        device.close()
    running.end(engine, led, by=lan)
    engine.dispose()


def test_the_page_one_looks_at_is_taken_along_as_a_pdf(bare, visit, tmp_path):
    bare.person("kai", Grant("leader", PROVINCE), name="凯")
    page = visit(f"{bare.address}/problems?unit={PROVINCE}&month=2024-10", as_="kai")
    page.locator("details.menu.person summary").click()
    way = page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")
    with page.expect_download() as fetched:
        page.evaluate("way => { location.href = way }", way)
    fetched.value.save_as(tmp_path / "page.pdf")
    assert "浙江省" in "".join("".join(told) for _, told in pdf.pages((tmp_path / "page.pdf").read_bytes()))
