"""Storylines on the screen: a view becomes a step, steps are put in order, changed, shared, copied and brought back."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
from docx import Document

from data import months, revisions, store, training_mark
from data.access import Grant
from data.demo import rehearsal
from data.people import sessions, walls
from data.presenting import beats, reading, running, storylines
from data.presenting.beats import Beat
from data.presenting.reading import Step
from data.presenting.views import View
from data.schema import wall_beat
from data.text import Text
from metrics.papers import making as printing
from tests.pages.stores import with_ningbo
from tests.presenting import OCTOBER
from tests.staff import hire
from tests.test_briefs import docx
from ui import actor as signed
from ui.presenting.editing import PANELS
from ui.presenting.steps import moved

NINGBO, HAISHU = "330200", "330203"
HERE = {"unit": NINGBO, "month": "2024-10"}


@pytest.fixture(scope="module")
def peopled(stores, tmp_path_factory):
    with stores.sqlite(with_ningbo, tmp_path_factory.mktemp("storylines")) as engine:
        lan = hire(engine, "lan", NINGBO, Grant("presenter", NINGBO), name="兰")
        yun = hire(engine, "yun", NINGBO, Grant("presenter", NINGBO), name="云")
        head = hire(engine, "head", NINGBO, Grant("leader", NINGBO), name="李敏")
        yield engine, lan, yun, head


def press(screen, key: str) -> str:
    screen.app.button(key=key).click()
    return screen.run()


def stands(engine, who, number=1):
    with engine.connect() as conn:
        return reading.one(conn, number, who)


def way(screen, name: str) -> dict[str, str]:
    """Where the link of that name in the title bar leads: its query."""
    bar = screen.bar()
    found = re.search(rf'href="\./storylines\?([^"]+)">{name}<', bar)
    assert found, bar
    return dict(part.split("=", 1) for part in unescape(found[1]).split("&"))


def test_from_a_view_to_a_storyline_in_order_shared_and_copied(peopled, screen_of):
    engine, lan, yun, _ = peopled
    screen = screen_of(engine, lan)
    shown = screen.open("storylines", **HERE)
    assert "还没有演示脚本" in shown
    assert "先练一遍" not in shown  # there is no demonstration here
    screen.app.text_input(key="new-zh").set_value("十月例会")
    assert "已新建“十月例会”" in press(screen, "FormSubmitter:new-新建")
    for page, query in (("overview", {}), ("passport", {"metric": "satisfaction"}), ("problems", {"list": "audit"})):
        screen.open("storylines", **HERE, add=f"./{'' if page == 'overview' else page}?" + "&".join(
            f"{name}={value}" for name, value in (HERE | query).items()
        ))  # fmt: skip
        assert "已加入“十月例会”" in press(screen, "add-now")
    assert [step.view.page for step in stands(engine, lan).steps] == ["overview", "passport", "problems"]
    shown = screen.open("storylines", **HERE, storyline="1")
    assert "满意率" in shown
    press(screen, "up-2")
    press(screen, "edit-1")
    (notes,) = [each for each in screen.app.text_area if each.key.startswith("notes-")]
    notes.set_value("先说满意率。")
    assert "第 1 步已保存" in press(screen, "save-step")
    assert "先说满意率" in press(screen, "remove-3")
    (first, second) = stands(engine, lan).steps
    assert (first.view.page, first.notes, second.view.page) == ("passport", "先说满意率。", "overview")
    screen.app.selectbox(key="share-with").set_value("yun")
    assert "已共享给云" in press(screen, "share")
    screen.app.text_input(key="copy-title").set_value("十一月例会")
    assert "已复制为“十一月例会”" in press(screen, "copy")
    assert {step.view.month.month for step in stands(engine, lan, 2).steps} == {11}
    assert "恢复" not in screen.open("storylines", **HERE, storyline="1")
    assert "正在看第 4 版" in screen.open("storylines", **HERE, storyline="1", version="4")
    press(screen, "restore")
    assert len(stands(engine, yun).steps) == 3
    shown = screen_of(engine, yun).open("storylines", **HERE, lang="en")
    assert "十月例会" in shown
    assert "十一月例会" not in shown


@pytest.mark.parametrize(
    ("place", "to", "order"),
    [(1, 3, "bca"), (3, 1, "cab"), (2, 3, "acb"), (2, 2, "abc"), (0, 2, "abc"), (1, 4, "abc"), (-1, 1, "abc")],
)
def test_a_step_that_is_let_go_elsewhere_moves_there(place, to, order):
    assert "".join(moved(place, to)("abc")) == order


def test_every_panel_that_can_be_in_focus_is_one_of_the_overview(peopled, screen_of):
    shown = screen_of(*peopled[:2]).open("overview", **HERE)
    assert set(PANELS) <= set(re.findall(r'data-panel="(\w+)"', shown))


def test_every_page_that_can_be_a_step_leads_there_for_presenters_alone(peopled, screen_of):
    engine, lan, _, head = peopled
    screen = screen_of(engine, lan)
    screen.open("problems", **HERE, list="audit", lang="en")
    query = way(screen, "Add this view")
    assert query["add"] == ".%2Fproblems%3Funit%3D330200%26month%3D2024-10%26list%3Daudit%26lang%3Den"
    screen.open("today", **HERE)
    assert "加入演示脚本" not in screen.bar()
    screen = screen_of(engine, head)
    screen.open("problems", **HERE)
    assert "加入演示脚本" not in screen.bar()


@pytest.mark.parametrize(
    ("add", "told"), [("./people", "不能作为演示步骤"), ("https://elsewhere/", "不是本系统的画面")]
)
def test_an_address_that_is_no_step_is_told(peopled, screen_of, add, told):
    assert told in screen_of(peopled[0], peopled[1]).open("storylines", **HERE, add=add)


def test_what_is_not_there_or_not_ones_own_is_told(peopled, screen_of):
    assert "没有第 99 号演示脚本" in screen_of(peopled[0], peopled[1]).open("storylines", **HERE, storyline="99")


def test_a_wall_opens_the_page_of_the_step_it_follows_and_no_other(peopled, screen_of, monkeypatch):
    engine, lan, *_ = peopled
    device = walls.pair(engine, walls.make(engine, "大厅", NINGBO, {"lang": "zh"}, by=lan), "", "")
    told = Step(View("definitions", NINGBO, OCTOBER))
    number = storylines.create(engine, Text("口径", ""), NINGBO, (told,), by=lan)
    with engine.connect() as conn:
        wall = int(walls.listing(conn, lan)["number"].max())
    screen = screen_of(engine)
    monkeypatch.setattr(signed, "signed_in", lambda: sessions.find(engine, device))
    assert "没有打开“口径”的权限" in screen.knock("definitions")
    running.start(engine, number, (wall,), by=lan)
    assert "数字的规矩" in screen.knock("definitions", unit=HAISHU, month="2024-09")
    assert screen.app.query_params["month"] == "2024-10"  # the step's own, whatever stands in the address
    assert "没有打开“问题”的权限" in screen.knock("problems")
    assert "overview wall" in screen.knock("overview")
    running.end(engine, 1, by=lan)
    assert "没有打开“口径”的权限" in screen.knock("definitions")


def test_a_wall_is_put_in_rotation_shows_its_steps_alone_and_is_told_when_it_is_dark(peopled, screen_of, monkeypatch):
    engine, lan, *_ = peopled
    device = walls.pair(engine, walls.make(engine, "走廊", NINGBO, {}, by=lan), "", "")
    number = storylines.create(
        engine, Text("走廊轮播", "Corridor"), NINGBO, (Step(View("definitions", NINGBO, OCTOBER)),), by=lan
    )
    with engine.connect() as conn:
        wall = int(walls.listing(conn, lan)["number"].max())
    screen = screen_of(engine, lan)
    assert "还没有消息" in screen.open("walls", **HERE, device=str(wall))
    screen.app.selectbox(key="rotation-storyline").set_value(number)
    screen.app.multiselect(key="rotation-days").set_value(list("1234567"))
    screen.app.selectbox(key="rotation-from").set_value(0)
    screen.app.selectbox(key="rotation-to").set_value(1440)
    screen.app.checkbox(key="rotation-moves").set_value(False)
    shown = press(screen, "FormSubmitter:rotation-安排轮播")
    assert "已安排：每天 00:00–24:00 轮播“走廊轮播”" in shown
    assert "1 步，一轮 20 秒 · 月份不动 · 兰安排" in shown
    assert "时间重叠" in press(screen, "FormSubmitter:rotation-安排轮播")

    beats.keep(engine, [Beat(wall, months.now(), "a1", "/definitions?unit=330203&month=2024-10&wall=1", 1)])
    shown = screen.open("walls", **HERE)
    for told in ("口径 · 海曙区 · 2024年10月", "轮播“走廊轮播”", "第 1 版，", "✓ 在线"):
        assert told in shown, told
    with engine.begin() as conn:
        long_ago = {"at": months.now() - timedelta(minutes=9), "address": "javascript:"}
        conn.execute(wall_beat.update().where(wall_beat.c.wall == wall).values(**long_ago))
    shown = screen.open("walls", **HERE, lang="en")
    assert "The wall “走廊” has been dark since" in shown
    assert "javascript" not in shown

    led = screen_of(engine)
    with monkeypatch.context() as patch:
        patch.setattr(signed, "signed_in", lambda: sessions.find(engine, device))
        assert "数字的规矩" in led.knock("definitions", unit=HAISHU, month="2024-09")
        assert led.app.query_params["month"] == "2024-10"
        assert "没有打开“问题”的权限" in led.knock("problems")
    screen.open("walls", **HERE, device=str(wall))
    assert "“走廊轮播”不再轮播" in press(screen, "do-rotation-1")


def test_a_briefing_is_made_and_a_template_is_checked_kept_and_used(peopled, screen_of):
    engine, lan, *_ = peopled
    screen = screen_of(engine, lan)
    assert "专报（Word）" in screen.open("storylines", **HERE)
    press(screen, "brief-make")
    with engine.connect() as conn:
        key = f"brief-view-{NINGBO}-2024-10-01-{revisions.current(conn)}-zh"
    made = screen.app.session_state[key]
    assert made.name == "专报-宁波市-2024-10.docx"
    assert "请先选一个文件" in press(screen, "template-keep")
    for text, told in (("{{数字}}", "没有“数字”这种位置"), ("{{月份}}专报", "“模板.docx”已保存，1 个位置都看得懂")):
        screen.app.get("file_uploader")[-1].set_value(("模板.docx", docx(text), ""))
        assert told in press(screen, "template-keep")
    screen.app.selectbox(key="brief-template").set_value(1)
    press(screen, "brief-make")
    assert Document(io.BytesIO(screen.app.session_state[key].content)).paragraphs[0].text == "2024年10月专报"
    assert "模板“模板.docx”已停用" in press(screen, "do-template-1")


def test_a_pdf_is_made_of_a_storyline_and_of_the_overview_and_its_way_is_in_the_menu(peopled, screen_of, monkeypatch):
    monkeypatch.setattr(printing, "pdf", lambda *_, **how: how["paper"].encode())
    engine, lan, *_ = peopled
    steps = [Step(View("passport", NINGBO, OCTOBER, (("metric", "satisfaction"),)), Text("满意率", "Satisfaction"))]
    number = storylines.create(engine, Text("纸", "Paper"), NINGBO, steps, by=lan)
    screen = screen_of(engine, lan)
    for query, key, name in (
        (HERE | {"storyline": str(number)}, f"pdf-{number}-1-zh", "纸-2024-10.pdf"),
        (HERE, "", "指标与目标-2024-10.pdf"),
    ):
        screen.open("storylines", **query)
        screen.app.selectbox(key="pdf-paper").set_value("A3")
        press(screen, "pdf-make")
        with engine.connect() as conn:
            made = screen.app.session_state[key or f"pdf-view-{NINGBO}-2024-10-01-{revisions.current(conn)}-zh"]
        assert (made.name, made.content) == (name, b"A3")
    screen.open("register", **HERE, register="hotlines", lang="en")
    found = re.search(r'href="\./pdf\?([^"]+)" target="_blank">This page as a PDF \(A3\)<', screen.bar())
    assert found
    led = dict(part.split("=", 1) for part in unescape(found[1]).split("&"))
    assert led == {**HERE, "lang": "en", "register": "hotlines", "of": "register", "paper": "A3"}
    assert re.search(r'href="\./picture\?([^"]+)" target="_blank">This page as a picture<', screen.bar())
    screen.open("storylines", **HERE)
    assert not re.search(r"\./(pdf|picture)\?", screen.bar())


def test_a_briefing_by_the_calendar_is_planned_for_who_may_read_the_unit_and_ended(peopled, screen_of):
    engine, lan, *_ = peopled
    screen = screen_of(engine, lan)
    assert "定期专报" in screen.open("storylines", **HERE)
    assert "请选 1 至 40 位接收人" in press(screen, "schedule-plan")
    assert "李敏" in screen.app.multiselect(key="schedule-whom").options
    screen.app.multiselect(key="schedule-whom").set_value(["head", "yun"])
    shown = press(screen, "schedule-plan")
    assert "已安排：每月 10 日，发给 2 人" in shown
    assert "每月 10 日 · 宁波市" in shown
    assert "发给 李敏、云 · 兰安排" in shown
    assert "定期专报已停止" in press(screen, "do-schedule-1")


def test_slides_are_made_and_a_deck_is_updated_with_a_list_of_what_changed(peopled, screen_of):
    engine, lan, *_ = peopled
    steps = [Step(View("passport", NINGBO, OCTOBER, (("metric", "satisfaction"),)), Text("满意率", "Satisfaction"))]
    number = storylines.create(engine, Text("幻灯", "Slides"), NINGBO, steps, by=lan)
    screen = screen_of(engine, lan)
    assert "幻灯片（PowerPoint）" in screen.open("storylines", **HERE, storyline=str(number))
    press(screen, "deck-make")
    made = screen.app.session_state[f"deck-{number}-1-zh"]
    assert made.name == "幻灯-2024-10.pptx"
    assert "请先选一个文件" in press(screen, "deck-renew")
    screen.app.get("file_uploader")[0].set_value(("改过.pptx", made.content, ""))
    screen.app.selectbox(key="deck-month").set_value(OCTOBER.replace(month=11))
    shown = press(screen, "deck-renew")
    assert "2024-10 → 2024-11" in shown
    assert "宁波市 · 2024年11月" in shown
    assert screen.app.session_state["deck-done"][1].month == OCTOBER.replace(month=11)
    screen.app.get("file_uploader")[0].set_value(("宏.pptm", made.content, ""))
    assert "含有宏" in press(screen, "deck-renew")
    assert "宁波市2024年10月的总览" in screen.open("storylines", **HERE)
    press(screen, "deck-overview")
    (button,) = screen.app.get("download_button")
    assert button.proto.label.startswith("下载（1 页")


def test_who_has_none_yet_makes_one_to_rehearse_with_where_there_is_a_demonstration(stores, tmp_path, screen_of):
    with stores.sqlite(with_ningbo, tmp_path) as engine:
        with store.writing(engine) as conn:
            training_mark.put(conn)
        lan = hire(engine, "lan", NINGBO, Grant("presenter", NINGBO), name="兰")
        screen = screen_of(engine, lan)
        assert "先练一遍" in screen.open("storylines", **HERE)
        assert "已生成示例脚本" in press(screen, "rehearse-make")
        with engine.connect() as conn:
            (made,) = reading.listing(conn, lan)
        assert made.title == rehearsal.TITLE
        assert {step.view.unit for step in made.steps} == {NINGBO}
        assert "先练一遍" not in screen.open("storylines", **HERE)  # has one now


def test_a_step_that_can_be_shown_no_more_says_so_in_the_storyline(peopled, screen_of):
    engine, lan, _, _ = peopled
    steps = (Step(View("overview", NINGBO, OCTOBER)), Step(View("map", NINGBO, OCTOBER, (("metric", "abolished"),))))
    number = storylines.create(engine, Text("旧指标", "Old"), NINGBO, steps, by=lan)
    shown = screen_of(engine, lan).open("storylines", **HERE, storyline=str(number))
    assert shown.count("放不出来") == 1
    assert "指标“abolished”已不存在" in shown
