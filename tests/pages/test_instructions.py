"""Instructions on the screen: issued from a number, received, sent back, accepted; each sees the buttons that are theirs."""

import re
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect

from data import months
from data.access import Grant
from data.clocks import reading
from data.clocks.present import CLOCKS
from data.clocks.reading import About
from data.instructions import conditions, steps
from data.instructions.steps import Order
from data.months import now, parse, today
from data.text import Text
from tests.pages.conftest import serve
from tests.pages.stores import with_ningbo
from tests.staff import hire
from ui.instructions import words

NINGBO, HAISHU = "330200", "330203"
MONTH = "2024-10"


@pytest.fixture(scope="module")
def peopled(stores, tmp_path_factory):
    with stores.sqlite(with_ningbo, tmp_path_factory.mktemp("instructions")) as engine:
        leader = hire(engine, "leader", NINGBO, Grant("leader", NINGBO), name="李敏")
        steward = hire(engine, "steward", HAISHU, Grant("steward", HAISHU), name="王芳")
        yield engine, leader, steward


def press(screen, label: str) -> str:
    """Press the button of that label."""
    button = next(each for each in screen.app.button if each.label == label)
    button.click()
    return screen.run()


def buttons(screen) -> list[str]:
    return [each.label for each in screen.app.button]


def charge(engine, leader, unit: str = HAISHU) -> int:
    """An instruction that is due today."""
    about = About("metric", unit, parse(MONTH), 1, Text("访问量", "Visits"), metric="visits")
    return steps.issue(engine, Order("查清原因。", unit, about, due=today()), by=leader)


def the_one(engine):
    with engine.connect() as conn:
        (found,) = reading.listing(conn, metric="satisfaction")
    return found


def test_from_a_number_to_accepted_with_one_way_back(peopled, screen_of):
    engine, leader, steward = peopled
    screen = screen_of(engine, leader)
    where = {"unit": HAISHU, "month": MONTH}
    assert "charge=metric" in screen.open("passport", metric="satisfaction", **where)
    assert "满意率" in screen.open("instructions", metric="satisfaction", charge="metric", **where)
    shown = press(screen, "交办")
    assert "已交办第 1 号" in shown
    found = the_one(engine)
    assert (found.standing.unit, found.about.value, found.issued_by) == (HAISHU, 0.9, "leader")

    screen = screen_of(engine, steward)
    assert "待我签收 · 1" in screen.open("today", unit=HAISHU)
    screen.open("instructions", unit=HAISHU, instruction="1")
    assert "验收通过" not in buttons(screen)
    assert "已办：签收" in press(screen, "签收")
    screen.app.text_area[0].set_value("已整改，数据见附件。")
    assert "待验收" in press(screen, "报办结")

    screen = screen_of(engine, leader)
    assert "待我验收 · 1" in screen.open("today", unit=NINGBO)
    screen.open("instructions", unit=NINGBO, instruction="1")
    assert "请写明内容" in press(screen, "退回重办")  # without a reason
    screen.app.text_area[0].set_value("请附核对过的数据。")
    assert "已办：退回重办" in press(screen, "退回重办")

    screen = screen_of(engine, steward)
    assert "待我办理 · 1" in screen.open("today", unit=HAISHU)
    screen.open("instructions", unit=HAISHU, instruction="1")
    screen.app.text_area[0].set_value("已核对。")
    press(screen, "报办结")

    screen = screen_of(engine, leader)
    screen.open("instructions", unit=NINGBO, instruction="1")
    assert "已验收" in press(screen, "验收通过")
    listed = screen.open("instructions", unit=NINGBO, lang="en")
    assert 'class="lane accepted"' in listed
    assert "查清" in listed  # its card
    assert "查清" in screen.open("instructions", unit=NINGBO, state="accepted")  # the page of the lane
    assert "查清" not in screen.open("instructions", unit=NINGBO, state="open")
    assert "就此交办 · 1" in screen.open("passport", metric="satisfaction", **where)
    assert the_one(engine).standing.returned == 1


def test_a_row_of_a_register_is_charged_with_its_own_title_and_department(peopled, screen_of):
    engine, leader, _ = peopled
    screen = screen_of(engine, leader)
    where = {"unit": HAISHU, "month": MONTH, "register": "problems", "key": "W-01"}
    assert "charge=row" in screen.open("object", **where)
    assert "账实不符" in screen.open("instructions", charge="row", **where)
    assert "财政局" in press(screen, "交办")
    with engine.connect() as conn:
        found = reading.listing(conn, register="problems", key="W-01")[0]
    assert (found.department, found.about.title.zh) == ("财政局", "账实不符")
    shown = screen.open("object", **where)
    assert "就此交办 · 1" in shown
    assert f"第 {found.number} 号" in shown.partition('class="row-clock"')[2]
    listed = screen.open("problems", **{name: where[name] for name in ("unit", "month")})
    assert f"instruction={found.number}" in listed


def test_a_whole_is_split_from_its_page_and_each_shows_the_other(peopled, screen_of):
    engine, leader, steward = peopled
    whole = charge(engine, leader, NINGBO)
    screen = screen_of(engine, leader)
    assert "charge=part" in screen.open("instructions", unit=NINGBO, instruction=str(whole))
    screen.open("instructions", unit=NINGBO, charge="part", instruction=str(whole))
    screen.app.selectbox(key="charge-unit").set_value(HAISHU)
    screen.run()
    assert f"属于第 {whole} 号" in press(screen, "交办")
    assert "分解事项 · 已验收 0/1" in screen.open("instructions", unit=NINGBO, instruction=str(whole))
    shown = screen_of(engine, steward).open("instructions", unit=HAISHU, charge="part", instruction=str(whole))
    assert "没有交办权限" in shown  # whose it is not to split


def test_each_clock_of_the_strip_leads_to_the_list_of_what_it_counts(peopled, screen_of):
    engine, leader, _ = peopled
    charge(engine, leader)
    screen = screen_of(engine, leader)
    shown = screen.open("overview", unit=NINGBO, month=MONTH)
    found = re.findall(r'href="[^"]*clock=(\w+)[^"]*"><span>[^<]*</span><strong>(\d+)', shown)
    assert [clock for clock, _ in found] == list(CLOCKS)
    for clock, count in found:
        listed = screen.open("instructions", unit=NINGBO, clock=clock)
        assert listed.count("instruction=") == int(count), clock
    assert dict(found)["running"] != "0"
    assert 'class="clocks"' not in screen.open("overview", unit=NINGBO, month=MONTH, revision="1")  # the past


def test_a_leader_sees_what_went_past_its_day_since_they_looked_and_whom_to_call(peopled, screen_of, monkeypatch):
    engine, leader, steward = peopled
    charge(engine, leader)
    tomorrow = now() + timedelta(days=1)
    monkeypatch.setattr(months, "now", lambda: tomorrow)
    shown = screen_of(engine, leader).open("today", unit=NINGBO)
    assert re.search(r'data-panel="turned".*?待签收 → 已超期|data-panel="turned".*?— → 已超期', shown, re.DOTALL)
    burning = re.search(r'data-panel="burning"(.*?)</table>', shown, re.DOTALL)
    assert burning
    assert "1 件" in burning[1]
    assert steward.name in burning[1]
    assert 'data-panel="burning"' not in screen_of(engine, steward).open("today", unit=HAISHU)


def test_who_may_not_issue_is_offered_nothing_and_the_address_alone_does_not_help(peopled, screen_of):
    engine, _, steward = peopled
    screen = screen_of(engine, steward)
    where = {"unit": HAISHU, "month": MONTH, "metric": "satisfaction"}
    assert "charge=" not in screen.open("passport", **where)
    assert "没有交办权限" in screen.open("instructions", charge="metric", **where)
    assert not buttons(screen)


def test_what_is_not_there_is_told(peopled, screen_of):
    screen = screen_of(peopled[0], peopled[1])
    assert "没有第 99 号" in screen.open("instructions", unit=NINGBO, instruction="99")


@pytest.fixture
def served(stores, tmp_path):
    """Ningbo's figures over a server, with the city's leader and the county's steward."""
    with stores.sqlite(with_ningbo, tmp_path) as engine:
        for server in serve(engine):
            server.person("leader", Grant("leader", NINGBO), name="李敏", unit=NINGBO)
            server.person("steward", Grant("steward", HAISHU), name="王芳", unit=HAISHU)
            yield server


def test_a_leader_on_a_phone_turns_a_conclusion_into_an_instruction_and_accepts_what_came_of_it(served, visit):
    """The whole loop, as two people see it, and the overview's clocks at each turn."""
    overview = f"{served.address}/?unit={HAISHU}&month={MONTH}"
    leader = visit(overview, 390, 844, as_="leader")
    leader.locator(".concluded .go").first.click()  # one tap: the form is filled
    expect(leader.get_by_label("办什么")).to_have_value(re.compile("海曙区.*请查清原因"))
    leader.get_by_role("button", name="交办", exact=True).click()  # and one more
    expect(leader.get_by_text("已交办第 1 号")).to_be_visible()
    expect(leader.locator(".object-head h1")).to_contain_text("海曙区")

    steward = visit(f"{served.address}/today", 390, 844, as_="steward")
    steward.locator('a[href*="instruction=1"]').click()
    steward.get_by_role("button", name="签收").click()
    expect(steward.get_by_text("已办：签收")).to_be_visible()
    expect(steward.locator('input[type="file"]')).to_be_attached()  # the form of the next step has come
    steward.get_by_label("说明（").fill("已补报，见附件。")
    steward.locator('input[type="file"]').set_input_files(
        {"name": "说明.txt", "mimeType": "text/plain", "buffer": "已补报。".encode()}
    )
    expect(steward.get_by_text("说明.txt")).to_be_visible()
    expect(steward.get_by_text("已办：签收")).not_to_be_visible()
    expect(steward.get_by_label("说明（")).to_have_value("已补报，见附件。")  # a run while one types takes nothing away
    step(steward, "报办结")

    leader.goto(f"{served.address}/instructions?instruction=1")
    expect(leader.get_by_role("button", name="说明.txt")).to_be_visible()
    leader.goto(overview)
    expect(leader.locator('.clocks a[href*="clock=running"] small')).to_have_text("待验收 1 · 闭环率 0%")
    leader.goto(f"{served.address}/instructions?instruction=1")
    step(leader, "退回重办", "请说明为何漏报。")
    steward.reload()
    step(steward, "报办结", "经办人调离，已另定专人。")
    leader.goto(overview)
    expect(clock(leader, "running")).to_have_text("1")
    leader.goto(f"{served.address}/instructions?instruction=1")
    step(leader, "验收通过")
    leader.goto(overview)
    expect(clock(leader, "running")).to_have_text("0")
    expect(clock(leader, "accepted")).to_have_text("1")


def step(page, label: str, said: str = "") -> None:
    """Press a button of an instruction's page, with something said before."""
    if said:
        page.get_by_label("说明（").fill(said)
        page.get_by_label("说明（").blur()
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text(f"已办：{label}")).to_be_visible()


def clock(page, key: str):
    return page.locator(f'.clocks a[href*="clock={key}"] strong')


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (-2, "超期 2 天", "2 days overdue"),
        (-1, "超期 1 天", "1 day overdue"),
        (0, "今天到期", "due today"),
        (1, "还剩 1 天", "1 day left"),
        (9, "还剩 9 天", "9 days left"),
    ],
)
def test_a_clock_says_how_many_days(days, zh, en):
    day = date(2026, 11, 30)
    standing = SimpleNamespace(state="under_way", due=day + timedelta(days=days))
    one = SimpleNamespace(standing=standing, day=day)
    assert [words.clock(one, SimpleNamespace(lang=lang)) for lang in ("zh", "en")] == [zh, en]


def test_what_the_metric_is_to_show_is_asked_and_stands_on_its_page(peopled, screen_of):
    engine, leader, _ = peopled
    screen = screen_of(engine, leader)
    where = {"unit": NINGBO, "month": MONTH}
    screen.open("instructions", metric="satisfaction", charge="metric", **where)
    screen.app.number_input(key="charge-bound").set_value(950)
    screen.run()
    assert "比率不会高于 100%" in press(screen, "交办")
    screen.app.number_input(key="charge-bound").set_value(99)
    screen.run()
    shown = press(screen, "交办")
    assert "满意率连续 2 个月不低于 99.0%" in shown
    assert "还没有达到" in shown
    with engine.connect() as conn:
        (number,) = conditions.all_of(conn)
        one = reading.one(conn, number)
    steps.decide(engine, number, "cancelled", by=leader, seen=one.seen, text="试过了")


@pytest.mark.parametrize(
    ("page", "asked", "title"),
    [
        ("map", {"metric": "satisfaction"}, "地图 · 满意率"),
        ("problems", {"standing": "overdue"}, "问题清单 · 超期"),
        ("register", {"register": "pilots"}, "试点"),
    ],
)
def test_a_page_as_it_is_narrowed_is_charged_and_opened_again(peopled, screen_of, page, asked, title):
    engine, leader, steward = peopled
    screen, where = screen_of(engine, leader), {"unit": HAISHU, "month": MONTH}
    screen.open(page, **where, **asked)
    (way,) = set(re.findall(r'href="./instructions[?]([^"]*charge=page[^"]*)"', screen.bar()))
    form = dict(parse_qsl(unescape(way)))
    assert title in screen.open("instructions", **form)
    shown = press(screen, "交办")
    number = int(re.search(r"已交办第 (\d+) 号", shown)[1])
    with engine.connect() as conn:
        (one,) = reading.of_numbers(conn, [number])
    assert (one.about.kind, one.about.unit, title in one.about.title.zh) == ("page", HAISHU, True)
    (back,) = re.findall(rf'href="(./{page}[?][^"]*revision=[^"]*)"[^>]*>[^<]*{title}', shown)
    assert asked.items() <= dict(parse_qsl(unescape(back).partition("?")[2])).items()
    nobody = screen_of(engine, steward)
    assert "charge=page" not in nobody.open(page, **where, **asked) + nobody.bar()
    assert "交办" not in [each.label for each in (nobody.open("instructions", **form), nobody.app)[1].button]
