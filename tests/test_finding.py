"""Search and go: found by Chinese, pinyin, initials, English and key, misspelt too; never beyond what one may read."""

import json

import pandas as pd
import pytest
from sqlalchemy import insert
from starlette.applications import Starlette
from starlette.testclient import TestClient

from data import months, store
from data.access import Actor, Grant
from data.finding import titles
from data.finding.spelling import sound
from data.people import sessions
from data.schema import month_state
from data.text import Text
from metrics import finding
from metrics.__main__ import main
from metrics.finding import Page, Seeker, places
from tests import cases, prepared
from tests.frames import drawn
from tests.people import somebody
from tests.staff import hire
from web import search as route
from web.server import middleware

PREPARED = prepared.with_starting_data
OCTOBER = months.parse("2026-10")
LEADER = somebody("leader")

# What is typed, and what comes first.
ASKED = """
    asked                  | kind     | first
    宁波                   | unit     | 330200
    宁波市                 | unit     | 330200
    ningbo                 | unit     | 330200
    Ningbo                 | unit     | 330200
    nbs                    | unit     | 330200
    330212                 | unit     | 330212
    鄞州                   | unit     | 330212
    yinzhou                | unit     | 330212
    余杭                   | unit     | 330110
    乐清                   | unit     | 330382
    yueqing                | unit     | 330382
    lishui                 | unit     | 331100
    taizhou                | unit     | 331000
    liandu                 | unit     | 331102
    shengzhou              | unit     | 330683
    浙江                   | unit     | 330000
    zhejiang               | unit     | 330000
    hangzhuo               | unit     | 330100
    满意率                 | metric   | satisfaction
    满 意 率               | metric   | satisfaction
    manyilv                | metric   | satisfaction
    myl                    | metric   | satisfaction
    满易率                 | metric   | satisfaction
    satisfaction           | metric   | satisfaction
    SATISFACTION           | metric   | satisfaction
    satisfction            | metric   | satisfaction
    manyylv                | metric   | satisfaction
    使用率                 | metric   | usage_rate
    usage rate             | metric   | usage_rate
    shiyonglv              | metric   | usage_rate
    闭环率                 | metric   | closed_loop_rate
    closed-loop            | metric   | closed_loop_rate
    bihuanlv               | metric   | closed_loop_rate
    超期问题               | metric   | problems_overdue
    超期文题               | metric   | problems_overdue
    cqwt                   | metric   | problems_overdue
    overdue                | metric   | problems_overdue
    visits_per_user        | metric   | visits_per_user
    interface_calls        | metric   | interface_calls
    归集公共数据           | metric   | data_records
    5G基站                 | metric   | base_stations_5g
    领跑者                 | metric   | frontrunner_cases
    优享医护               | row      | applications/ZJ009
    优享医户               | row      | applications/ZJ009
    优享                   | row      | applications/ZJ009
    yxyh                   | row      | applications/ZJ009
    youxiangyihu           | row      | applications/ZJ009
    youxiang               | row      | applications/ZJ009
    Premium home nursing   | row      | applications/ZJ009
    premium nursing        | row      | applications/ZJ009
    ZJ009                  | row      | applications/ZJ009
    zj009                  | row      | applications/ZJ009
    新材云创               | row      | applications/ZJ001
    xincaiyunchuang        | row      | applications/ZJ001
    xcyc                   | row      | applications/ZJ001
    五大特色路径           | row      | theory/PUB-THEORY-01
    five characteristic    | document | five_paths
    数字政府建设效能       | row      | theory/PUB-THEORY-03
    应用一本账             | register | applications
    qzwtqd                 | register | problems
    Seven problem lists    | register | problems
    口径                   | page     | definitions
    definitions            | page     | definitions
    koujing                | page     | definitions
    """


@pytest.fixture(autouse=True)
def _pages(monkeypatch):
    """Pages as `app.py` hands them in."""
    told = {
        "applications": Page(Text("应用", "Applications"), "read"),
        "problems": Page(Text("问题", "Problems"), "read"),
        "oversight": Page(Text("监督", "Oversight"), "read_restricted"),
        "definitions": Page(Text("口径", "Definitions"), "read"),
        "audit": Page(Text("审计日志", "Audit log"), "audit"),
    }
    for name, page in told.items():
        monkeypatch.setitem(finding.PAGES, name, page)


def first(conn, words, actor=LEADER, **view):
    """What comes first, as kind and key."""
    found = finding.find(conn, words, Seeker(actor, "330000", OCTOBER, **view))
    return (found[0].kind, found[0].key) if found else None


def test_each_is_found_first_by_what_people_type(engine):
    with engine.connect() as conn:
        table = drawn(ASKED)
        wrong = {
            row.asked: got for row in table.itertuples() if (got := first(conn, row.asked)) != (row.kind, row.first)
        }
    assert len(table) >= 60
    assert wrong == {}


@pytest.mark.parametrize(
    "words", ["", " ", "。", "zzzzzz", "没有这样的东西", "x" * 5000, "%", "_", "' OR 1=1", "~yx", "=ZJ009"]
)
def test_what_is_no_name_finds_nothing(conn, words):
    plant(conn)
    report(conn, ROWS)
    assert first(conn, words) is None


ROWS = """
    key | unit   | title
    A1  | 330203 | 海曙区某企业消防通道堵塞
    A2  | 330205 | 江北区某企业消防通道堵塞
    A3  | 330100 | 消防通道堵塞
    """
HAISHU = somebody("leader", "330203")


def plant(conn):
    cases.plant(conn, cases.ZHEJIANG)


def report(conn, table, register="problems", **more):
    """Rows of a register as one batch."""
    rows = cases.records(table).assign(list="safety", department="应急局", found=pd.Timestamp("2026-09-01"))
    if register == "oversight":
        rows = rows.rename(columns={"title": "matter"}).assign(kind="funds", raised=rows["found"])
        rows = rows.drop(columns=["list", "found"])
    return cases.report(conn, **{register: rows})


def keys(conn, words, actor=LEADER, **view):
    """The rows found."""
    found = finding.find(conn, words, Seeker(actor, "330000", OCTOBER, **view), most=50)
    return {each.key for each in found if each.kind == "row"}


@pytest.mark.parametrize("words", ["消防通道", "xiaofangtongdao", "xftd", "消防通到", "堵塞", "A1", "A"])
def test_rows_of_other_units_are_neither_found_nor_in_the_way(conn, words):
    plant(conn)
    others = "\n".join(f"B{n} | 330100 | 消防通道堵塞" for n in range(300))  # more than are looked at closely
    report(conn, ROWS + others)
    assert keys(conn, words, HAISHU) <= {"problems/A1"}
    assert words == "A" or keys(conn, words, HAISHU) == {"problems/A1"}
    assert keys(conn, words, Actor("nobody", "330203")) == set()


def test_what_few_titles_have_is_found_among_more_than_are_read(conn, monkeypatch):
    plant(conn)
    common = "\n".join(f"B{n} | 330100 | 消防通道堵塞" for n in range(300))
    report(conn, f"key | unit | title\n{common}\nA9 | 330203 | 东钱湖的消防通道堵塞")
    monkeypatch.setattr(titles, "READ", 10)
    assert "problems/A9" in keys(conn, "东钱湖消防通道")
    assert len(keys(conn, "消防通道")) == 50  # the rarest piece is read whatever it holds


def test_rows_of_a_restricted_register_are_for_those_alone_who_were_named_for_it(conn):
    plant(conn)
    report(conn, ROWS, "oversight")
    named_for_it = somebody("leader", "330000", "纪委监委")
    assert keys(conn, "消防通道", named_for_it) == {"oversight/A1", "oversight/A2", "oversight/A3"}
    assert keys(conn, "消防通道", LEADER) == set()
    assert keys(conn, "消防通道", somebody("leader", "330203", "纪委监委")) == {"oversight/A1"}


def test_a_row_is_found_by_what_it_is_called_now_or_was_called_then(conn):
    plant(conn)
    before = report(conn, ROWS)
    renamed = report(conn, "key | unit | title\nA1 | 330205 | 占用疏散楼梯")
    assert keys(conn, "疏散楼梯") == {"problems/A1"}
    assert "problems/A1" not in keys(conn, "消防通道")
    assert keys(conn, "疏散楼梯", HAISHU) == keys(conn, "消防通道", HAISHU) == set()  # it is another unit's now
    assert "problems/A1" in keys(conn, "消防通道", revision=before)
    assert keys(conn, "疏散楼梯", revision=before) == set()
    cases.withdraw(conn, renamed)
    assert keys(conn, "疏散楼梯") == set()
    assert "problems/A1" in keys(conn, "消防通道", HAISHU)


def test_a_row_taken_off_is_not_found(conn):
    plant(conn)
    report(conn, ROWS)
    gone = cases.records("key | unit | title\nA1 | 330203 | 海曙区某企业消防通道堵塞")
    cases.report(
        conn, problems=gone.assign(list="safety", department="应急局", found=pd.Timestamp("2026-09-01"), removed=True)
    )
    assert keys(conn, "消防通道", HAISHU) == set()


def test_a_store_from_before_the_index_is_indexed_when_it_is_migrated(conn):
    plant(conn)
    report(conn, ROWS)
    conn.exec_driver_sql("DELETE FROM title")
    conn.exec_driver_sql("DELETE FROM title_piece")
    assert keys(conn, "消防通道") == set()
    titles.fill(conn)
    assert keys(conn, "消防通道") == {"problems/A1", "problems/A2", "problems/A3"}


def test_units_and_metrics_are_those_that_one_may_read(conn):
    plant(conn)
    assert first(conn, "330203", HAISHU) == ("unit", "330203")
    assert first(conn, "330205", HAISHU) != ("unit", "330205")
    conn.execute(insert(month_state).values(month=OCTOBER, published_at=months.now(), published_by="王"))
    assert first(conn, "330205", HAISHU) == ("unit", "330205")


def test_pages_are_those_that_one_may_open(conn):
    plant(conn)
    assert first(conn, "审计日志", LEADER) is None
    assert first(conn, "审计日志", somebody("administrator")) == ("page", "audit")


def test_who_answers_for_a_unit_is_found_by_who_may_read_it(engine):
    hire(engine, "wangmin", "330203", Grant("steward", "330203"), name="王敏")
    with engine.connect() as conn:
        assert first(conn, "王敏") == first(conn, "wangmin") == first(conn, "wm") == ("person", "wangmin")
        assert first(conn, "王敏", somebody("leader", "330205")) is None


def test_every_place_is_a_page_in_the_scope_of_the_view():
    view = {"unit": "330000", "month": "2026-10", "lang": "en", "room": "training", "q": "old", "metric": "visits"}
    kept = "unit=330000&month=2026-10&lang=en&room=training"
    assert places.of_metric("satisfaction").link(view) == f"./passport?{kept}&metric=satisfaction"
    assert places.of_page("overview").link(view) == f"./?{kept}"
    row = places.of_row("problems", "A 1&x", "330203").link(view)
    assert row == "./object?unit=330203&month=2026-10&lang=en&room=training&register=problems&key=A+1%26x"
    assert places.of_register("problems").link(view) == f"./problems?{kept}"
    assert places.of_register("targets").link(view) == f"./register?{kept}&register=targets"


@pytest.mark.parametrize(
    "written", ["长兴 changxing", "乐清 yueqing", "嵊州 shengzhou", "台州 taizhou", "重要 zhongyao", "5g基站 5gjizhan"]
)
def test_a_character_is_read_as_in_its_word(written):
    name, read = written.split()
    assert sound(name)[0] == read


@pytest.fixture
def asked_over_http(engine, monkeypatch):
    """`asked(ask=…)`: what the route answers to a leader of Ningbo; `cookie=""` to a stranger."""
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    hire(engine, "zhou", "330200", Grant("leader", "330200"))
    with store.writing(engine) as conn:
        session = sessions.open_(conn, "zhou", address="127.0.0.1", agent="test")
    client = TestClient(Starlette(routes=route.ROUTES, middleware=middleware()), follow_redirects=False)

    def asked(cookie=session, **query):
        return client.get("/search", params=query, headers={"cookie": f"{sessions.COOKIE}={cookie}"} if cookie else {})

    return asked


def test_the_box_gets_addresses_in_the_scope_of_its_view(asked_over_http):
    answer = asked_over_http(ask="yxyh", unit="330200", month="2026-10", lang="en")
    (found, *_) = answer.json()["found"]
    assert found == {
        "kind": "Row",
        "name": "Premium home nursing",
        "note": "Ledger of applications · Ningbo · ZJ009",
        "href": "./object?unit=330200&month=2026-10&lang=en&register=applications&key=ZJ009",
    }
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "view", [{"month": "x"}, {"unit": "1"}, {"revision": "9" * 30}, {"known": "x"}, {"room": "training", "part": "x"}]
)
def test_an_address_that_is_wrong_is_answered_as_if_it_said_nothing(asked_over_http, view):
    assert asked_over_http(ask="yxyh", **view).json()["found"][0]["name"] == "优享医护"


def test_strangers_are_sent_to_the_door(asked_over_http):
    assert asked_over_http(cookie="", ask="yxyh").status_code == 303


def test_the_command_line_finds_the_same(engine, monkeypatch, capsys):
    monkeypatch.setattr(store, "engine", lambda *_: engine)
    assert main(["find", "优享医户", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["kind"], each["key"]) for each in told["found"]][:1] == [("row", "applications/ZJ009")]
