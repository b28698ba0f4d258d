"""A visitors' kiosk in a browser: made and paired by hand, it goes round, is touched, returns, stays while the server is away, and
shows on the page of walls that it is there."""

from datetime import date

from playwright.sync_api import expect

from data import store
from data.access import Grant
from data.people import accounts, walls
from data.presenting import storylines
from data.presenting.reading import Step
from data.presenting.views import View
from data.reporting import calendar
from data.text import Text
from tests.pages.looks import SIDEWAYS, SIZES, resized, violations

DESK, UPRIGHT = (1920, 1080), (1080, 1920)
PROVINCE, OCTOBER = "330000", date(2024, 10, 1)
STEPS = (
    Step(View("overview", PROVINCE, OCTOBER), Text("全省", "The province"), "讲解词", seconds=20),
    Step(View("overview", "330200", OCTOBER), Text("宁波", "Ningbo"), seconds=30),
    Step(View("definitions", PROVINCE, OCTOBER), Text("口径", "What it means")),
)


def prepared(server) -> None:
    """A presenter's storyline, and October published."""
    server.person("mei", Grant("presenter", PROVINCE), Grant("administrator", PROVINCE), name="梅")
    engine = store.connect(server.store)
    with engine.connect() as conn:
        mei = accounts.actor_of(conn, "mei")
    calendar.publish(engine, OCTOBER, by=mei)
    storylines.create(engine, Text("展厅", "Exhibition"), PROVINCE, STEPS, by=mei)
    engine.dispose()


def test_visitors_go_through_a_kiosk_by_touch_and_it_comes_back_by_itself(bare, visit, browser):
    prepared(bare)
    office = visit(f"{bare.address}/walls?unit={PROVINCE}", as_="mei")
    office.locator(".st-key-kiosk-name input").fill("一楼展厅")
    office.locator(".st-key-panel-kiosk").get_by_role("button", name="生成配对码").click()
    code = office.locator(".once output").inner_text()
    device = browser.new_context(viewport={"width": 1920, "height": 1080}, has_touch=True)
    kiosk = device.new_page()
    kiosk.clock.install()
    kiosk.goto(f"{bare.address}/pair")
    kiosk.locator("input[name=code]").fill(code)
    kiosk.get_by_role("button", name="配对").click()
    expect(kiosk).to_have_url(f"{bare.address}/kiosk")
    shown = kiosk.locator("#stage .sealed-bar")
    expect(shown).to_contain_text("1 / 2 · 全省")
    expect(kiosk.locator("#stage .overview.wall")).to_be_visible()
    assert kiosk.locator("a[href], input, textarea, select, form").count() == 0
    for size in (*SIZES, UPRIGHT, DESK):
        resized(kiosk, size)
        assert kiosk.evaluate(SIDEWAYS) == [], size
    # Its zoom is held: who comes next could not undo it.
    assert [told for told in violations(kiosk) if not told.startswith("meta-viewport")] == []

    kiosk.clock.run_for(21_000)  # it goes round by itself
    expect(shown).to_contain_text("2 / 2 · 宁波")
    kiosk.clock.run_for(31_000)
    expect(shown).to_contain_text("1 / 2 · 全省")
    kiosk.get_by_role("button", name="下一步").tap()
    kiosk.get_by_role("button", name="English").tap()
    expect(shown).to_contain_text("2 / 2 · Ningbo")
    kiosk.keyboard.press("ArrowLeft")  # nothing but touch
    kiosk.clock.run_for(110_000)
    expect(shown).to_contain_text("2 / 2 · Ningbo")
    bare.kill()
    kiosk.clock.run_for(11_000)  # two minutes after the last touch, server or no server
    expect(shown).to_contain_text("1 / 2 · 全省")
    kiosk.clock.run_for(21_000)
    expect(shown).to_contain_text("2 / 2 · 宁波")
    bare.start()
    kiosk.goto(f"{bare.address}/people")  # whatever somebody opens there
    expect(kiosk).to_have_url(f"{bare.address}/kiosk")
    kiosk.clock.run_for(3_000)
    office.goto(f"{bare.address}/walls?unit={PROVINCE}&device={number_of(bare)}")
    row = office.locator('[data-panel="watched"] tr', has_text="一楼展厅")
    expect(row).to_contain_text("在线")
    expect(row).to_contain_text("观众展台")
    expect(office.locator('[data-panel="visitors"]')).to_contain_text("不显示第 3 步")
    end(bare)
    kiosk.clock.run_for(21_000)
    expect(kiosk.locator(".kiosk-ended")).to_contain_text("已停用")
    expect(kiosk.locator("#stage")).to_have_count(0)
    device.close()


def end(server) -> None:
    engine = store.connect(server.store)
    with engine.connect() as conn:
        mei = accounts.actor_of(conn, "mei")
    walls.revoke(engine, number_of(server), by=mei)
    engine.dispose()


def number_of(server) -> int:
    """The number of the kiosk."""
    engine = store.connect(server.store)
    with engine.connect() as conn:
        listed = walls.listing(conn, accounts.actor_of(conn, "mei"))
    engine.dispose()
    return int(listed[listed["name"] == "一楼展厅"]["number"].max())
