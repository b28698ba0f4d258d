"""Signing in with a real browser, from the first administrator's one-time password to signing out everywhere."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from data import ready, store
from data.access import Grant
from data.people import sessions
from tests import prepared
from tests.pages.conftest import EVERYBODY, ROOT, WAIT, Server, serve
from tests.pages.looks import SIDEWAYS, SIZES, resized, violations

GOOD = "三个 不相关 的词 1612"


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A cockpit just set up by `python -m data migrate`, with a secret of its own, and what that printed."""
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COCKPIT_STORE_URL", f"sqlite:///{folder}/cockpit.db")
        environment.setenv("COCKPIT_ACCOUNTS_SECRET_FILE", f"{folder}/secret")
        server = Server(os.environ["COCKPIT_STORE_URL"])
        started = [sys.executable, "-m", "data", "migrate"]
        told = subprocess.run(started, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        server.start()
    yield server, told, folder / ready.NAME
    server.kill()


@pytest.fixture(scope="module")
def strict(stores, tmp_path_factory):
    """A cockpit that asks presenters for a second factor, and one of them who has set up none."""
    with (
        pytest.MonkeyPatch.context() as environment,
        stores.sqlite(prepared.with_starting_data, tmp_path_factory.mktemp("strict")) as engine,
    ):
        environment.setenv("COCKPIT_ACCOUNTS_SECOND_FACTOR", '["presenter"]')
        for server in serve(engine):
            server.person("mei", Grant("presenter", "330000"), name="梅")
            yield server


@pytest.fixture(scope="module")
def once(first):
    """The one-time password of the first administrator: in a file for the program's user alone, and not in what is printed
    into a pipe, which may be a log."""
    kept = first[2]
    assert str(kept) in first[1]
    assert kept.stat().st_mode & 0o777 == 0o600
    login, found = kept.read_text(encoding="utf-8").split()
    assert login == "admin"
    assert found not in first[1]
    return found


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("section > form button").click()


def arrived(page: Page, words: str = "浙江省") -> None:
    expect(page.locator(".frame h1")).to_have_text(words)


def test_the_first_administrator_comes_in_and_must_choose_a_password(first, once, visit):
    server, _, kept = first
    page = visit(f"{server.address}/problems?lang=zh", as_=None)  # a cold server, a link to a page
    expect(page).to_have_url(re.compile(r"/login\?next=%2Fproblems%3Flang%3Dzh$"))
    expect(page.locator("[data-first]")).to_contain_text(ready.NAME)
    expect(page.locator("[data-first]")).not_to_contain_text(once)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    fill(page, login="admin", password="falsch")
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不正确")
    fill(page, password=once)
    expect(page).to_have_url(f"{server.address}/password")
    page.goto(f"{server.address}/problems")
    expect(page).to_have_url(f"{server.address}/password")
    fill(page, old=once, new="1234567890", again="1234567890")
    expect(page.get_by_role("alert")).to_contain_text("太常见")
    fill(page, old=once, new=GOOD, again=GOOD)
    arrived(page)
    expect(visit(f"{server.address}/login", as_=None).locator("[name=login]")).to_be_visible()
    assert not kept.exists()  # nobody waits any more
    secrets = (once, GOOD, page.context.cookies()[0]["value"])
    shown = page.content()
    assert not [each for each in secrets if each in shown or any(each in url for url in asked)]
    assert page.evaluate("document.cookie").find(sessions.COOKIE) < 0


def test_wrong_passwords_lock_the_account_with_a_sentence(first, visit):
    server = first[0]
    server.person("lina", Grant("leader", "330200"), name="李娜")
    page = visit(f"{server.address}/login?lang=en", 390, 844, as_=None)
    for _ in range(5):
        fill(page, login="lina", password="falsch")
    expect(page.get_by_role("alert")).to_contain_text("Too many wrong passwords. Try again in 1 minute")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_seen_before_the_cockpit_is_sound_on_every_screen(bare, strict, visit, lang):
    """The forms at which one comes in, and an address that leads nowhere: each in one visit."""
    of_all = [
        (bare, *each) for each in (("login", None), ("pair", None), ("password", EVERYBODY), ("nowhere", EVERYBODY))
    ]
    for server, address, who in (*of_all, (strict, "factor", "mei")):
        page = visit(f"{server.address}/{address}?lang={lang}", as_=who)
        expect(page.locator("main section")).to_be_visible()
        assert f"/{address}" in page.url
        assert violations(page) == [], address
        for size in SIZES:
            resized(page, size)
            assert page.evaluate(SIDEWAYS) == [], (address, size)
        assert violations(page) == [], address
        resized(page, (3840, 2160))  # where one types at a wall
        assert page.evaluate("() => getComputedStyle(document.body).fontSize") == "32px", address


def test_an_anonymous_websocket_is_refused(first, visit):
    page = visit(f"{first[0].address}/login", as_=None)
    said = page.evaluate(
        """() => new Promise((done) => {
            const socket = new WebSocket(`ws://${location.host}/_stcore/stream`, ["streamlit"]);
            socket.onopen = () => done("open");
            socket.onerror = () => done("refused");
        })"""
    )
    assert said == "refused"


def test_signing_out_ends_here_and_signing_out_everywhere_ends_there_too(bare, browser, visit):
    bare.person("zhangwei", Grant("leader", "330200"), name="张伟")
    here, there = (visit(f"{bare.address}/problems?lang=zh", as_="zhangwei") for _ in range(2))
    for page in (here, there):
        arrived(page, "宁波市")
    engine = store.connect(bare.store)
    sessions.end_all(engine, "zhangwei", by=sessions.actor(engine, bare.cookies["zhangwei"]))
    engine.dispose()
    there.locator(".frame .step").first.click()  # any click: the session is asked anew
    expect(there.locator(".calm")).to_contain_text("登录已结束")
    there.locator(".calm a").click()
    expect(there).to_have_url(re.compile("/login"))
    here.reload()
    expect(here).to_have_url(re.compile(r"/login\?next=%2Fproblems"))


def test_the_menu_of_ones_name_leads_out(bare, visit):
    bare.person("wangwu", Grant("leader", "330200"), name="王五")
    page = visit(f"{bare.address}/?lang=zh", as_="wangwu")
    page.locator(".person summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(re.compile(r"/login\?lang=zh"))
    page.goto(f"{bare.address}/")
    expect(page).to_have_url(re.compile("/login"))


def test_whoever_looks_sees_their_own_units_and_pages(bare, visit):
    bare.person("zhaoliu", Grant("leader", "330200"), name="赵六")
    page = visit(f"{bare.address}/?unit=330100&lang=zh", as_="zhaoliu")
    arrived(page, "宁波市")
    expect(page.locator(".notes")).to_contain_text("您没有查看“杭州市”的权限，已显示宁波市")
    expect(page.locator("nav.main")).not_to_contain_text("上报")
    page.goto(f"{bare.address}/upload?lang=zh")
    expect(page.locator(".calm")).to_contain_text("赵六没有打开“上报”的权限", timeout=WAIT)
    expect(page.locator('[data-testid="stFileUploader"]')).to_have_count(0)
