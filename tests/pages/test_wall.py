"""The wall: it follows every commit by itself, and keeps its last frame while the server or the store is away."""

import os
import re
import subprocess
import sys
import time

from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from data import months, store
from data.access import Grant
from data.people import sessions
from tests.pages.conftest import ROOT

COMMIT = """
import sys
from data import months, store
from tests.people import steward
from data.reporting.direct import commit
from data.uploads.commit import Source
from data.uploads.compare import compare
from tests.frames import figures

month, value = sys.argv[1:]
frame = figures(f"measure | unit | month | value\\nvisits | 330000 | {month} | {value}")
with store.engine().connect() as conn:
    compared = compare(conn, frame, {})
commit(store.engine(), compared, Source("screen", "wall", b""), by=steward("test", "330000"))
"""
MONTH = months.label(months.last_full(months.today()))


def commit(server, value):
    """A commit made by another process, as by another replica or the command line."""
    environ = os.environ | {"COCKPIT_STORE_URL": server.store, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", COMMIT, MONTH, str(value)], cwd=ROOT, env=environ, check=True)


def listened(page):
    """What the live channel tells a page from now on, and what the page asks of the script."""
    told, asked = [], []

    def hear(socket):
        if "/live" in socket.url:
            socket.on("framereceived", lambda frame: told.append(frame))
        else:
            socket.on("framesent", lambda frame: asked.append(frame))

    page.on("websocket", hear)
    return told, asked


def visits(page):
    return page.locator('.tile[data-metric="visits"] .tile-value')


def test_a_commit_made_anywhere_moves_the_wall_without_a_run_of_the_script(bare, visit):
    page = visit(f"{bare.address}/?wall=1")
    told, asked = listened(page)
    page.route("**/_stcore/health", lambda route: route.fulfill(body="ok"))  # a busy machine is no server that was away
    page.reload()
    expect(page.locator(".overview.wall")).to_be_visible()
    revision = int(page.locator(".overview").get_attribute("data-revision"))
    expect(page).to_have_title(re.compile("总览 · 浙江省"))
    page.wait_for_timeout(1000)
    asked.clear()
    commit(bare, 1_234_000)
    committed = time.monotonic()
    expect(visits(page)).to_contain_text("123.4万")
    assert time.monotonic() - committed < 10  # two seconds on an idle machine; `make bench` measures it
    expect(page.locator(".overview")).to_have_attribute("data-revision", str(revision + 1))
    expect(page.locator(".frame .known")).to_contain_text(f"r{revision + 1}")
    assert "view" in told[-1]
    assert asked == []


def test_what_the_channel_says_is_said_and_who_is_signed_out_is_shown_the_door(bare, visit):
    cookie = bare.person("ying", Grant("leader", "330000"))
    page = visit(f"{bare.address}/?wall=1", as_="ying")
    expect(page.locator(".overview.wall")).to_be_visible()
    sockets = []
    page.route_web_socket(re.compile("/live"), lambda socket: sockets.append(socket))
    page.reload()
    expect(page.locator(".overview.wall")).to_be_visible()
    page.wait_for_timeout(500)
    said = page.locator(".store-away")
    for told, words in (
        ('{"away": 61}', "数据库已断开 1 分 1"),
        ('{"crowded": true}', "每分钟更新一次"),
        ('{"at": ""}', ""),
    ):
        sockets[-1].send(told)
        expect(said).to_contain_text(words) if words else expect(said).to_have_count(0)
    engine = store.connect(bare.store)
    sessions.end(engine, cookie)
    engine.dispose()
    sockets[-1].close(code=4401)
    expect(page.locator(".calm")).to_contain_text("登录已结束")


def test_a_wall_pinned_to_a_revision_stays_there(bare, visit):
    page = visit(f"{bare.address}/?wall=1&revision=1")
    expect(page.locator('.overview[data-revision="1"]')).to_be_visible()
    commit(bare, 2_345_000)
    page.wait_for_timeout(2500)
    expect(page.locator('.overview[data-revision="1"]')).to_be_visible()


def test_the_wall_has_no_chrome(bare, visit):
    page = visit(f"{bare.address}/?wall=1")
    expect(page.locator(".overview.wall")).to_be_visible()
    for chrome in ("nav.main", "select", ".language", '[data-testid="stHeader"]', '[data-testid="stStatusWidget"]'):
        expect(page.locator(chrome).locator("visible=true")).to_have_count(0)


def test_the_last_frame_stays_with_its_age_while_the_server_is_away(bare, visit):
    page = visit(f"{bare.address}/?wall=1")
    expect(page.locator(".overview.wall")).to_be_visible()
    bare.kill()
    expect(page.locator(".cut")).to_be_visible()
    expect(page.locator(".cut")).to_contain_text(re.compile("已断开 [2-9] 秒"))
    expect(page.locator(".overview.wall [data-panel=figures] .tile")).to_have_count(8)
    expect(page.locator('[role="dialog"]').locator("visible=true")).to_have_count(0)
    commit(bare, 3_456_000)
    bare.start()
    expect(visits(page)).to_contain_text("345.6万")
    expect(page.locator(".cut")).to_be_hidden()
    commit(bare, 4_567_000)  # and it goes on following
    expect(visits(page)).to_contain_text("456.7万")


def test_the_last_frame_stays_while_the_store_is_away(on_postgres, postgres_url, visit):
    page = visit(f"{on_postgres.address}/?wall=1")
    expect(page.locator(".overview.wall")).to_be_visible()
    name = on_postgres.store.rsplit("/", 1)[1]
    admin = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        conn.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
    expect(page.locator(".store-away")).to_contain_text("数据库已断开")
    expect(page.locator(".overview.wall [data-panel=figures] .tile")).to_have_count(8)
    another = visit(f"{on_postgres.address}/?wall=1")  # who comes now sees what was shown last
    expect(another.locator(".overview.wall [data-panel=figures] .tile")).to_have_count(8)
    expect(another.locator(".store-away")).to_be_visible()
    elsewhere = visit(f"{on_postgres.address}/?unit=330200")  # never shown: a sentence
    expect(elsewhere.locator(".calm")).to_contain_text("暂时无法连接数据库")
    with admin.connect() as conn:
        conn.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    admin.dispose()
    commit(on_postgres, 5_678_000)
    for wall in (page, another):
        expect(visits(wall)).to_contain_text("567.8万")
        expect(wall.locator(".store-away")).to_have_count(0)
    expect(elsewhere.locator("[data-panel=figures] .tile")).to_have_count(8)


def test_the_first_visit_of_a_fresh_server_may_go_to_any_page(bare, visit):
    bare.kill()
    bare.start()
    page = visit(f"{bare.address}/definitions")
    expect(page.locator('nav.main a[aria-current="page"]')).to_have_text("口径")
    expect(page.locator('[role="dialog"]')).to_have_count(0)
