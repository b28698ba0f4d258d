"""The pages of administrators and one's own account: people, walls, the audit log, without a browser."""

import ast
import re
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import update

from data import audit, schema, store
from data.access import Actor, Grant
from data.people import accounts, sessions, tokens, walls
from data.people.sessions import Session
from data.settings import settings
from tests.staff import hire
from tests.test_audit import past_the_triggers
from ui import actor as signed
from ui import board
from ui.people.account import device
from ui.people.audit_words import ACTIONS

ROOT = Path(__file__).parent.parent.parent
ZHEJIANG = Grant("administrator", "330000")


@pytest.fixture
def admin(started) -> Actor:
    """陈, who keeps the people of the province."""
    return hire(started, "chen", "330000", ZHEJIANG, name="陈")


def press(screen, key):
    screen.app.button(key=key).click()
    return screen.run()


def submit(screen, label):
    next(each for each in screen.app.button if each.label == label).click()
    return screen.run()


def people(engine):
    with engine.connect() as conn:
        return accounts.listing(conn).set_index("login")


def test_a_person_is_added_with_a_password_shown_once_and_a_role(started, admin, screen_of):
    screen = screen_of(started, admin)
    screen.open("people")
    for name, value in (("login", "Wang.Fang"), ("name", "王芳")):
        screen.app.text_input(key=f"add-{name}").set_value(value)
    screen.app.selectbox(key="add-unit").set_value("330200")
    screen.app.selectbox(key="add-role").set_value("steward")
    shown = submit(screen, "新增")
    once = re.search(r"<output[^>]*>([^<]+)</output>", shown)[1]
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", once)
    assert "填报员 · 宁波市" in shown
    assert once not in screen.run()
    assert board._kept_frames()
    assert once not in repr(board._kept_frames())  # nor in what is shown while the store is away
    row = people(started).loc["wang.fang"]
    assert (row["name"], row["unit"], row["role"], bool(row["must_change"])) == ("王芳", "330200", "steward", True)


def test_a_login_that_is_taken_is_a_sentence(started, admin, screen_of):
    screen = screen_of(started, admin)
    screen.open("people")
    screen.app.text_input(key="add-login").set_value("chen")
    screen.app.text_input(key="add-name").set_value("陈")
    assert "已存在" in submit(screen, "新增")


def test_people_are_found_by_role_state_and_words(started, admin, screen_of):
    hire(started, "wangfang", "330200", Grant("steward", "330200"), name="王芳")
    hire(started, "liqiang", "330100", Grant("approver", "330100"), name="李强")
    accounts.disable(started, "liqiang", by=admin)
    screen = screen_of(started, admin)
    for query, found in (
        ({"role": "steward"}, {"王芳"}),
        ({"state": "disabled"}, {"李强"}),
        ({"q": "杭州"}, {"李强"}),
        ({"q": "wang 宁波"}, {"王芳"}),
        ({"q": "nobody"}, set()),
        ({}, {"陈", "王芳", "李强"}),
    ):
        shown = screen.open("people", **query)
        assert {name for name in ("陈", "王芳", "李强") if f">{name}</a>" in shown} == found, query


def test_an_administrator_sees_and_keeps_the_people_of_their_own_units_only(started, admin, screen_of):
    city = hire(started, "zhou", "330200", Grant("administrator", "330200"), name="周")
    hire(started, "liqiang", "330100", name="李强")
    hire(started, "haishu", "330203", name="海")
    screen = screen_of(started, city)
    shown = screen.open("people")
    assert "海</a>" in shown
    assert "李强" not in shown
    assert "没有账号" in screen.open("people", person="liqiang")
    assert set(screen.app.selectbox(key="add-unit").options) >= {"宁波市"}
    assert "浙江省" not in screen.app.selectbox(key="add-unit").options


def test_who_is_in_post_is_counted_by_unit_and_the_disabled_are_not(started, admin, screen_of):
    hire(started, "wangfang", "330203", Grant("steward", "330203"), Grant("approver", "330200"), name="王芳")
    hire(started, "liqiang", "330205", Grant("steward", "330205"), name="李强")
    accounts.disable(started, "liqiang", by=admin)
    shown = screen_of(started, admin).open("people")
    posts = shown[shown.index('data-panel="staffing"') :]
    ningbo = next(row for row in posts.split("<tr")[1:] if ">宁波市</a>" in row)
    assert re.findall(r"<small>(\d+ / \d+)</small>", ningbo) == ["1 / 11", "1 / 11", "0 / 11"]
    assert "宁波市、江北区、北仑区、镇海区等 10 个" in ningbo


def test_roles_are_given_and_taken(started, admin, screen_of):
    hire(started, "wangfang", "330200", name="王芳")
    screen = screen_of(started, admin)
    screen.open("people", person="wangfang")
    screen.app.selectbox(key="give-role").set_value("approver")
    screen.app.selectbox(key="give-unit").set_value("330203")
    screen.app.multiselect(key="give-departments").set_value(["大数据局"])
    assert "审核员 · 海曙区 · 大数据局" in submit(screen, "授予")
    assert "已有这一角色" in submit(screen, "授予")
    number = int(people(started).loc["wangfang", "grant"])
    assert "收回" in press(screen, f"do-take-{number}")
    assert people(started).loc[["wangfang"], "grant"].isna().all()


def test_an_account_is_reset_signed_out_disabled_and_enabled(started, admin, screen_of):
    hire(started, "wangfang", "330200", name="王芳")
    screen = screen_of(started, admin)
    screen.open("people", person="wangfang")
    assert "一次性密码" in press(screen, "reset-now")
    with store.writing(started) as conn:
        cookie = sessions.open_(conn, "wangfang", address="10.0.0.1", agent="")
    press(screen, "sign_out")
    assert sessions.find(started, cookie) is None
    assert "已停用" in press(screen, "disable-now")
    assert "已启用" in press(screen, "enable")
    assert people(started).loc["wangfang", "disabled_at"] is not None


def test_a_second_factor_is_reset_here_and_replaced_on_ones_own_account(started, admin, screen_of, monkeypatch):
    monkeypatch.setenv("COCKPIT_ACCOUNTS_SECOND_FACTOR", '["administrator"]')
    settings.cache_clear()
    try:
        hire(started, "wangfang", "330200", name="王芳")
        screen = screen_of(started, admin)
        assert "未设置" in screen.open("people", person="wangfang")
        with store.writing(started) as conn:
            conn.execute(update(schema.person).values(second_factor="kept"))
        assert "已设置" in screen.open("people", person="wangfang")
        assert "二次验证已重置" in press(screen, "factor_reset-now")
        assert people(started)["factor"].to_dict() == {"chen": True, "wangfang": False}
        screen.open("people", person="chen")
        assert "不能重置自己的二次验证" in press(screen, "factor_reset-now")
        monkeypatch.setattr(type(st.context), "cookies", {sessions.COOKIE: "x"})
        assert 'href="/factor?lang=zh"' in screen.open("account")
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_what_is_refused_is_a_sentence(started, admin, screen_of):
    screen = screen_of(started, admin)
    screen.open("people", person="chen")
    assert "不能停用自己的账号" in press(screen, "disable-now")


def test_a_wall_is_made_renewed_and_revoked(started, admin, screen_of):
    screen = screen_of(started, admin)
    screen.open("walls")
    screen.app.text_input(key="wall-name").set_value("大厅")
    screen.app.selectbox(key="wall-unit").set_value("330200")
    screen.app.selectbox(key="wall-metric").set_value("satisfaction")
    shown = submit(screen, "生成配对码")
    code = re.search(r"<output[^>]*>([^<]+)</output>", shown)[1]
    assert "/pair" in shown
    assert "宁波市 · 满意率 · 中文" in shown
    assert "待配对" in shown
    walls.pair(started, code, "10.0.0.9", "Chromium")
    shown = screen.open("walls", device="1")
    assert "已配对" in shown
    assert "10.0.0.9" in shown
    assert re.search(r"<output", press(screen, "renew"))
    assert "已停用" in press(screen, "revoke-now")
    assert "没有您管理的第 1 号大屏" in screen.open("walls", device="1")


def test_the_log_is_found_by_day_person_action_and_words(started, admin, screen_of):
    hire(started, "wangfang", "330200", name="王芳")
    accounts.give(started, "wangfang", Grant("steward", "330200"), by=admin)
    accounts.disable(started, "wangfang", by=admin)
    screen = screen_of(started, admin)
    shown = screen.open("audit")
    assert "授予角色" in shown
    assert "人员 wangfang" in shown
    assert "角色 填报员 · 单位 宁波市" in shown
    assert "停用账号" not in screen.open("audit", action="role_given").split("<tbody>")[1]
    assert "<tbody>" in screen.open("audit", person="chen", day="1")
    assert "没有符合条件的日志" in screen.open("audit", day="2020-01-01")
    assert "没有符合条件的日志" in screen.open("audit", q="nothing like it")
    assert screen.app.get("download_button")


def test_an_administrator_of_a_city_reads_what_its_people_did_and_no_more(started, admin, screen_of):
    city = hire(started, "zhou", "330200", Grant("administrator", "330200"), name="周")
    hire(started, "liqiang", "330100", name="李强")
    accounts.disable(started, "liqiang", by=admin)
    accounts.add(started, "wangfang", "王芳", "330203", by=city)
    above = hire(started, "tang", "330200", Grant("leader", "330200"), ZHEJIANG, name="唐")
    accounts.add(started, "secretary", "省厅", "330000", by=above)
    screen = screen_of(started, city)
    shown = screen.open("audit")
    assert "人员 wangfang" in shown
    assert "liqiang" not in shown
    assert "liqiang" not in screen.open("audit", person="chen")
    assert "secretary" not in shown  # done in the city by who acts for the province as well


def test_the_log_is_verified_at_a_click(started, admin, screen_of):
    accounts.add(started, "wangfang", "王芳", "330200", by=admin)
    screen = screen_of(started, admin)
    screen.open("audit")
    assert "完整：" in press(screen, "verify")
    past_the_triggers(started, audit.audit.update().values(name="别人"))
    shown = press(screen, "verify")
    assert "被改动" in shown
    assert "完整：" not in shown


def test_ones_own_account(started, admin, screen_of):
    with store.writing(started) as conn:
        cookie = sessions.open_(
            conn, "chen", address="10.0.0.4", agent="Mozilla/5.0 (Windows NT 10.0) Chrome/140 Edg/140"
        )
    screen = screen_of(started, admin)
    shown = screen.open("account")
    assert "管理员 · 浙江省" in shown
    assert "Edge · Windows" in shown
    assert "10.0.0.4" in shown
    screen.app.button[0].click()
    assert "已结束" in screen.run()
    assert sessions.find(started, cookie) is None

    screen.app.text_input(key="token-name").set_value("报表系统")
    shown = submit(screen, "新建令牌")
    told = re.search(r"<output[^>]*>([^<]+)</output>", shown)[1]
    assert tokens.actor(started, told, "").login == "chen"
    assert told not in screen.run()
    assert "已停用" in press(screen, "do-token-1")
    assert tokens.actor(started, told, "") is None


@pytest.mark.parametrize("page", ["people", "walls", "audit", "account"])
def test_english_pages_have_no_chinese_of_ours(started, admin, screen_of, page):
    screen = screen_of(started, hire(started, "smith", "330000", ZHEJIANG, name="Smith"))
    shown = screen.open(page, lang="en", q="smith")
    labels = " ".join(each.label for kind in (screen.app.button, screen.app.selectbox) for each in kind)
    assert not re.search(r"[一-鿿]", labels.replace("中文", ""))
    assert "went wrong" not in shown


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile MicroMessenger/8.0", "WeChat · Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Gecko/20100101 Firefox/145.0", "Firefox · macOS"),
        ("curl/8", "unknown device"),
    ],
)
def test_a_device_is_told_by_browser_and_system(agent, told):
    assert device(agent, "en") == told


def test_every_action_of_the_log_has_its_words():
    written = set()
    for path in (ROOT / "data").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.add" and len(node.args) > 2:
                written |= {node.args[2].value} if isinstance(node.args[2], ast.Constant) else set()
    assert written
    assert written <= set(ACTIONS)


def test_a_page_left_open_keeps_nothing_for_who_signs_in_next(started, admin, screen_of, monkeypatch):
    screen = screen_of(started, admin)
    screen.open("people")
    screen.app.session_state["a_draft_of_hers"] = "…"
    screen.run()
    assert "a_draft_of_hers" in screen.app.session_state
    other = hire(started, "li", "330000", ZHEJIANG, name="李")
    monkeypatch.setattr(signed, "signed_in", lambda: Session(other))
    screen.app.session_state["whose"] = None  # as after a time in which the store was away
    screen.run()
    assert "a_draft_of_hers" not in screen.app.session_state


def test_people_come_in_from_a_workbook(started, admin, screen_of):
    """Dropped with a mistake, mended, compared, brought in: passwords once, and nothing of them stays."""
    hire(started, "wangfang", "330203", Grant("steward", "330203"), name="王芳")
    screen = screen_of(started, admin)
    screen.open("people")
    heads = "姓名,账号,单位,角色,部门\n"
    uploader = screen.app.get("file_uploader")[0]
    uploader.set_value(("人员.csv", f"{heads}李强,liqiang,海暑区,填报员,\n".encode(), "text/csv"))
    shown = screen.run()
    assert "没有单位“海暑区”" in shown
    assert "C2" in shown
    assert not any(button.key == "roster-now" for button in screen.app.button)
    mended = f"{heads}李强,liqiang,海曙区,填报员,\n周明,zhouming,宁波市,领导,\n王小芳,wangfang,海曙区,填报员,\n"
    screen.app.get("file_uploader")[0].set_value(("人员.csv", mended.encode(), "text/csv"))
    shown = screen.run()
    assert "新建 2 人，修改 1 人，0 人不变" in shown
    assert "王芳 → 王小芳" in shown
    shown = press(screen, "roster-now")
    said = re.search(r"<output[^>]*>([^<]+)</output>", shown)[1]
    told = [line.split(" · ") for line in said.split("\n")]
    assert [line[:3] for line in told] == [["海曙区", "李强", "liqiang"], ["宁波市", "周明", "zhouming"]]
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", line[3]) for line in told)
    assert told[0][3] not in screen.run()
    assert told[0][3] not in repr(board._kept_frames())
    assert people(started).loc["wangfang"]["name"] == "王小芳"
    assert people(started).loc["zhouming"]["role"] == "leader"


def test_lines_of_the_log_are_words_in_one_language(started, screen_of):
    """Of a new installation: duties, months published, who did it; no raw field, no second language, no seconds' fractions."""
    for lang, told, not_told in (
        ("zh", ("归集公共数据量、", "没有下级的单位，每月，次月 8 日前", "公布于", "公布人 初始数据"), "starting data"),
        ("en", ("units without units below, every month, by the 8th", "published by starting data"), "初始数据"),
    ):
        rows = screen_of(started).open("audit", lang=lang).split("<tbody>")[1]
        cells = re.sub(r"<[^>]+>", " ", rows)
        assert all(each in cells for each in told), cells[:600]
        assert not_told not in cells
        assert not re.search(r"\b[a-z]+_[a-z]+\b|every 1 by|\.\d{6}", cells)
