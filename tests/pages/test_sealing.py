"""A storyline is sealed from its page: what is in the file and what is not, what is told before, and what it is compared with."""

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from data import revisions
from data.access import Grant
from data.meetings import steps as meetings
from data.meetings.steps import Plan
from data.presenting import storylines
from data.presenting.reading import Step
from data.presenting.views import View
from data.reporting import calendar
from data.seals import keeping
from data.seals.verifying import unpacked, verify
from data.text import Text
from metrics.papers import making as papers
from tests.pages.screen import shown_over
from tests.pages.stores import upload, with_ningbo
from tests.presenting import OCTOBER
from tests.staff import hire
from ui.kept import forget
from ui.sealing.drawing import draw

NINGBO = "330200"
HERE = {"unit": NINGBO, "month": "2024-10"}
SAID = "先说满意率。\n<b>再说问题。</b>"
STEPS = (
    Step(View("overview", NINGBO, OCTOBER), Text("全市", "The city"), SAID, focus="map", hidden=("problems_overdue",)),
    Step(View("passport", NINGBO, OCTOBER, (("metric", "satisfaction"),)), Text("满意率", "Satisfaction")),
)


@pytest.fixture(scope="module")
def sealed(stores, tmp_path_factory):
    """lan's storyline, sealed from its page: the store, lan, what was told before, the files of the bag."""
    with (
        stores.sqlite(with_ningbo, tmp_path_factory.mktemp("sealing")) as engine,
        pytest.MonkeyPatch.context() as patch,
    ):
        lan = hire(engine, "lan", NINGBO, Grant("presenter", NINGBO), name="兰")
        storylines.create(engine, Text("十月例会", "October"), NINGBO, STEPS, by=lan)
        screen = shown_over(patch, engine, lan)
        screen.app.default_timeout = 300  # some twenty pages are drawn in one run
        told = screen.open("storylines", **HERE, storyline="1")
        told += press(screen, "seal-look")
        assert "已封存：第 1 号" in press(screen, "seal-now")
        with engine.connect() as conn:
            found, content = keeping.file_of(conn, 1, lan)
        assert verify(content, found.key).findings == []
        yield engine, lan, told, unpacked(content)
        forget()


def press(screen, key: str) -> str:
    screen.app.button(key=key).click()
    return screen.run()


def slides_of(files) -> str:
    return files["data/session.html"].decode().split('<noscript id="slides">')[1].split("</noscript>")[0]


def test_what_is_in_the_file_who_may_open_it_and_what_is_not_is_told_before(sealed):
    for said in (
        "都能打开、复制、转发",
        "讲解词也在里面",
        "2 步",
        "不含：提问和交办",
    ):
        assert said in sealed[2]
    assert 'class="lines-plot"' in slides_of(sealed[3])  # the months of the passport


def test_the_slides_stand_still_and_lead_nowhere(sealed):
    slides = slides_of(sealed[3])
    assert slides.count('class="slide"') == 4  # in both languages
    assert slides.count("已封存") == 2
    assert slides.count("先说满意率。<br>&lt;b&gt;再说问题。&lt;/b&gt;") == 2
    assert not re.findall(r'(?:src|href)="(?!#|data:image/svg)', slides)
    assert not re.findall(r"<(form|button|input|select|textarea|script|iframe|link)\b", slides)
    for place in re.findall(r'href="#([^"]+)"', slides):
        assert f'id="{place}"' in slides


def test_a_number_shown_is_there_with_the_cells_it_came_from(sealed):
    figures = json.loads(sealed[3]["data/figures.json"])
    rated = next(each for each in figures if (each["metric"], each["unit"]) == ("satisfaction", NINGBO))
    assert rated["value"] == pytest.approx(3800 / 4000)
    assert {(each["file_name"], each["sheet"], each["cell"]) for each in rated["origins"]} >= {
        ("宁波月报.xlsx", "月报", "P6")
    }
    assert rated["origins_in_all"] == 4
    assert slides_of(sealed[3]).count("宁波月报.xlsx") > 1
    shown = set(re.findall(r'data-metric="(\w+)"', slides_of(sealed[3])))
    assert shown <= {each["metric"] for each in figures if each["unit"] == NINGBO}


def test_a_hidden_number_is_nowhere_in_the_file(sealed, screen_of):
    """On the page itself tile, list and map say what is overdue."""
    engine, lan, _, files = sealed
    assert screen_of(engine, lan).open("overview", **HERE).count("超期问题") > 2
    for name, content in files.items():
        assert "problems_overdue" not in content.decode(), name
        assert "超期问题" not in content.decode(), name


def test_the_certificate_compares_with_today(sealed, screen_of, monkeypatch):
    engine, lan, *_ = sealed
    screen = screen_of(engine, lan)
    assert "公钥指纹" in screen.open("storylines", **HERE, seal="1")
    screen.app.selectbox(key="seal-with").set_value("")
    assert "没有差别" in screen.run()
    upload(
        engine, "measure   | unit   | month   | value | sheet | cell\nsatisfied | 330205 | 2024-10 |  2100 | 月报  | Q7"
    )
    assert re.search(r"宁波市 · [^<]*满意率 · 2024-10.*95.*75", screen.run(), re.DOTALL)
    press(screen, "deck-make")  # slides of what was sealed, not of today
    (button,) = [each for each in screen.app.get("download_button") if each.proto.label.startswith("下载（")]
    with engine.connect() as conn:
        sealed_at = revisions.current(conn) - 1
    assert f"第 {sealed_at} 版" in button.proto.label
    printed: list[list] = []  # whatever is on the pages, which the file itself is not asked for again
    monkeypatch.setattr(papers, "pdf", lambda sheets, *_, **__: printed.append(sheets) or b"%PDF")
    press(screen, "pdf-make")
    made = screen.app.session_state["pdf-seal-1-zh"]
    assert (made.pages, made.revision) == (len(printed[0]), sealed_at)
    assert any("已封存 " in str(each) for each in printed[0][0].drawn)


def test_what_was_published_is_said_beside_todays_number(sealed, screen_of):
    engine, lan, *_ = sealed
    screen = screen_of(engine, lan)
    screen.open("storylines", **HERE, seal="1")
    screen.app.text_input(key="release-occasion").set_value("十月新闻发布会")
    press(screen, "FormSubmitter:release-标为已公布")
    shown = screen.run()
    assert "十月新闻发布会" in shown
    assert "兰标记" in shown
    told = "在“十月新闻发布会”公布为 95.00%"
    assert told in screen.open("passport", **HERE, metric="satisfaction")
    assert "公布过的数" in screen.open("definitions", **HERE, metric="satisfaction")
    assert told not in screen.open("passport", unit=NINGBO, month="2024-09", metric="satisfaction")
    screen.open("storylines", **HERE, seal="1")
    press(screen, "do-release")
    assert told not in screen.open("passport", **HERE, metric="satisfaction")


def test_what_cannot_be_sealed_is_told_and_not_sealed(sealed, screen_of):
    engine, lan, *_ = sealed
    mixed = (STEPS[1], replace(STEPS[1], view=View("definitions", NINGBO, OCTOBER, (("room", "training"),))))
    number = storylines.create(engine, Text("混", "Mixed"), NINGBO, mixed, by=lan)
    screen = screen_of(engine, lan)
    screen.open("storylines", **HERE, storyline=str(number))
    assert "一份封存只能出自一处" in press(screen, "seal-look")
    assert not [each for each in screen.app.button if each.key == "seal-now"]


def test_a_seal_for_visitors_holds_what_is_published_and_goes_round_without_a_cable(
    sealed, screen_of, browser, tmp_path
):
    engine, lan, *_ = sealed
    shown = (
        replace(STEPS[0], seconds=10),
        replace(STEPS[0], title=Text("再看一遍", "Once more"), seconds=10),
        STEPS[1],
    )
    number = storylines.create(engine, Text("展厅", "Exhibition"), NINGBO, shown, by=lan)
    screen = screen_of(engine, lan)
    screen.app.default_timeout = 300
    screen.open("storylines", **HERE, storyline=str(number))
    screen.app.checkbox(key="seal-visitors").check()
    assert "2024-10 尚未公布" in press(screen, "seal-look")
    calendar.publish(engine, OCTOBER, by=hire(engine, "root", "330000", Grant("administrator", "330000")))
    assert "2 步" in press(screen, "seal-look")
    press(screen, "seal-now")
    with engine.connect() as conn:
        files = unpacked(keeping.file_of(conn, keeping.listing(conn, lan)[0].number, lan)[1])
    held = b"".join(files.values()).decode()
    assert "再说问题" not in held  # what is said
    assert "宁波月报.xlsx" not in held  # where it comes from
    (tmp_path / "session.html").write_bytes(files["data/session.html"])
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, offline=True, has_touch=True)
    page = context.new_page()
    page.clock.install()
    page.goto((tmp_path / "session.html").as_uri())
    expect(page.locator(".check.good")).to_be_visible()
    page.get_by_role("button", name="展台").tap()
    bar = page.locator("#stage .sealed-bar")
    page.clock.run_for(11_000)
    expect(bar).to_contain_text("再看一遍")
    page.get_by_role("button", name="English").tap()
    page.get_by_role("button", name="Next").tap()
    expect(bar).to_contain_text("The city")
    page.get_by_role("button", name="Next").tap()
    page.clock.run_for(121_000)
    expect(bar).to_contain_text("全市")
    assert page.locator("#stage .seal-keys button").count() == 3
    (tmp_path / "meeting.html").write_bytes(
        sealed[3]["data/session.html"]
    )  # one that is not for visitors stays what it is
    page.goto((tmp_path / "meeting.html").as_uri() + "#kiosk")
    expect(page.get_by_role("button", name="讲解词")).to_be_visible()
    context.close()


@pytest.mark.parametrize(
    ("page", "told"),
    [("league", "公平赛马"), ("evaluation", "评价"), ("outlook", "预测"), ("unit", "应办事项")],
)
def test_what_judges_and_a_unit_stand_still_too(sealed, screen_of, page, told):
    engine, lan, *_ = sealed
    screen_of(engine, lan)
    with engine.connect() as conn:
        revision = revisions.current(conn)
    drawn = draw(View(page, NINGBO, OCTOBER), "zh", lan, revision=revision)
    assert told in "".join(drawn.boards.values())
    assert "谁负责" not in "".join(drawn.boards.values())  # telephone numbers are not for a room
    assert drawn.others <= {"spinner"}  # nothing of it needs a running cockpit


def test_a_meeting_and_instructions_stand_still_without_what_their_leader_may_do(sealed, screen_of):
    engine, *_ = sealed
    head = hire(engine, "head", NINGBO, Grant("leader", NINGBO), name="李敏")
    number = meetings.call(engine, Plan(NINGBO, OCTOBER, "数字化改革例会", topics="年底收官"), by=head)
    screen = screen_of(engine, head)
    assert "召集会议" in screen.open("meetings", **HERE)
    with engine.connect() as conn:
        revision = revisions.current(conn)
    views = {"meetings": (("meeting", str(number)),), "instructions": (("view", "fared"),)}
    for page, query in views.items():
        for asked in ((), query):
            drawn = draw(View(page, NINGBO, OCTOBER, asked), "zh", head, revision=revision)
            told = "".join(drawn.boards.values())
            assert drawn.others <= {"spinner"}
            assert ("年底收官" in told) == (page == "meetings" and bool(asked))
            assert ("数字化改革例会" in told) == (page == "meetings")
            assert "召集会议" not in told


def test_a_seal_that_is_not_ones_own_is_not_shown(sealed, screen_of):
    engine = sealed[0]
    far = hire(engine, "far", "330600", Grant("presenter", "330600"))
    assert "不归您查看" in screen_of(engine, far).open("storylines", unit="330600", month="2024-10", seal="1")


def test_the_file_opens_without_a_server_and_says_when_a_byte_was_changed(sealed, browser, tmp_path):
    page, asked = sealed[3]["data/session.html"], []
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, offline=True)
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))

    def open_(content: bytes) -> None:
        (tmp_path / "session.html").write_bytes(content)
        opened.goto((tmp_path / "session.html").as_uri())

    open_(page)
    expect(opened.locator(".check.good")).to_be_visible()
    expect(opened.locator(".sealed-bar")).to_contain_text("全市")
    expect(opened.locator('[data-metric="satisfaction"] .tile-value')).to_contain_text("95")
    expect(opened.locator(".slide-notes")).to_be_hidden()
    opened.keyboard.press("n")
    expect(opened.locator(".slide-notes p")).to_contain_text("再说问题")
    opened.set_viewport_size({"width": 800, "height": 600})  # the slide is longer than the screen
    expect(opened.locator(".slide-notes p")).to_be_in_viewport(ratio=1)
    opened.set_viewport_size({"width": 1920, "height": 1080})
    opened.locator('a[data-metric="satisfaction"]').click()
    expect(opened.locator(".seal-panel")).to_contain_text("宁波月报.xlsx")
    opened.keyboard.press("ArrowRight")
    expect(opened.locator(".sealed-bar")).to_contain_text("满意率")
    opened.get_by_role("button", name="English").click()
    expect(opened.locator(".sealed-bar")).to_contain_text("Satisfaction")
    opened.get_by_role("button", name="Certificate").click()
    expect(opened.locator(".seal-panel")).to_contain_text("Fingerprint of the key")
    for was, now in (
        (b"95", b"96"),
        (b".slide", b".slid3"),
        (b'"signature":"', b'"signature":"A'),
        (b"device-width", b"device-widti"),
    ):
        at = page.index(was, page.index(b'id="slides"') if was == b"95" else 0)
        open_(page[:at] + now + page[at + len(was) :])
        expect(opened.locator(".check.bad")).to_be_visible()
        expect(opened.locator(".seal-changed")).to_be_visible()
    context.close()
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data"}

    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto((tmp_path / "session.html").as_uri())
    for nth in range(4):  # below each other
        expect(plain.locator(".slide").nth(nth)).to_be_visible()
    plain.context.close()
