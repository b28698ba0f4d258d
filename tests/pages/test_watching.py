"""What one watches on the screen: the way from a number, a unit, a list and a row, the trial, the list, its end."""

import re

import pytest

from data import store
from data.access import Grant
from data.months import parse
from data.text import Text
from data.watching import reading, steps
from data.watching.reading import Found
from metrics import OVERVIEW
from tests.pages.stores import with_ningbo
from tests.staff import hire

NINGBO, HAISHU = "330200", "330203"
HERE = {"unit": HAISHU, "month": "2024-10"}


@pytest.fixture(scope="module")
def peopled(stores, tmp_path_factory):
    with stores.sqlite(with_ningbo, tmp_path_factory.mktemp("watching")) as engine:
        yield engine, hire(engine, "leader", NINGBO, Grant("leader", NINGBO), name="李敏")


def press(screen, label: str) -> str:
    next(each for each in screen.app.button if each.label == label).click()
    return screen.run()


def mine(engine):
    with engine.connect() as conn:
        return reading.live(conn, "leader")


@pytest.mark.parametrize(
    ("page", "more", "way"),
    [
        ("passport", {"metric": "satisfaction"}, "watch=metric"),
        ("unit", {}, "watch=unit"),
        ("problems", {}, "watch=list"),
        ("object", {"register": "problems", "key": "W-01"}, "watch=row"),
    ],
)
def test_what_can_be_watched_has_the_way_to_it(peopled, screen_of, page, more, way):
    shown = screen_of(*peopled).open(page, **HERE, **more)
    assert way in shown
    assert "关注" in shown


def test_what_is_at_hand_is_offered_until_it_is_watched(peopled, screen_of):
    shown = screen_of(*peopled).open("watching", **HERE)
    assert "海曙区可以关注的" in shown
    assert {"watch=unit", "watch=list"} <= set(re.findall(r"watch=(?:unit|list)", shown))
    assert shown.count("watch=metric") == len(OVERVIEW)


def test_a_rule_is_tried_kept_changed_and_ended(peopled, screen_of):
    engine, leader = peopled
    screen = screen_of(engine, leader)
    shown = screen.open("watching", watch="metric", metric="satisfaction", **HERE)
    assert "共 24 个月，这条规则" in shown
    assert "后来的补报和更正都计入" in shown
    screen.app.radio[0].set_value("incomplete")
    assert "按当时已交的算" in screen.run()
    screen.app.number_input[0].set_value(12)
    screen.run()
    assert "已关注。" in press(screen, "关注")
    (rule,) = mine(engine)
    assert (rule.kind, rule.threshold, rule.watched.metric, rule.watched.unit) == (
        "incomplete",
        12,
        "satisfaction",
        HAISHU,
    )
    assert "已关注" in screen.open("passport", metric="satisfaction", **HERE)
    assert screen.open("watching", **HERE).count("watch=metric") == len(OVERVIEW) - 1

    with store.writing(engine) as conn:
        steps.note(
            conn, rule.number, Found(parse("2024-10"), "", "incomplete", Text("还缺 2 项", "2 missing")), told=True
        )
    listed = screen.open("watching", **HERE)
    assert "我的关注 · 1" in listed
    assert "2024-10：还缺 2 项" in listed
    assert "我关注的变化 · 1" in screen.open("today", **HERE)
    english = screen.open("watching", lang="en", rule=str(rule.number), **HERE)
    assert "a month is not complete on day 12 of the next" in english
    assert "2 missing" in english
    screen.app.number_input[0].set_value(8)
    screen.run()
    press(screen, "Save")
    assert mine(engine)[0].threshold == 8
    screen.open("watching", rule=str(rule.number), **HERE)
    assert "还没有关注" in press(screen, "取消关注")
    assert mine(engine) == []


def test_what_is_not_ones_own_is_not_offered(peopled, screen_of):
    engine, _ = peopled
    other = hire(engine, "other", HAISHU, Grant("steward", HAISHU))
    screen = screen_of(engine, other)
    for query in (
        {"watch": "list", "register": "nonsense"},
        {"watch": "row", "register": "problems"},
        {"watch": "nonsense"},
        {"watch": "list", "register": "oversight"},
    ):
        assert "这里没有可以关注的内容" in screen.open("watching", **HERE, **query), query
    assert "同级名次" not in screen.open("watching", watch="metric", metric="satisfaction", **HERE)
    assert [each for each in screen.app.radio[0].options if "名次" in each] == []


def test_a_rule_drafts_and_whoever_watches_sends_it(peopled, screen_of):
    engine, leader = peopled
    screen = screen_of(engine, leader)
    screen.open("watching", watch="metric", metric="satisfaction", **HERE)
    screen.app.checkbox(key="watch-drafts").set_value(True)
    screen.run()
    screen.app.text_input(key="watch-draft").set_value("请查清口径。")
    screen.run()
    press(screen, "关注")
    (rule,) = mine(engine)
    assert rule.draft == "请查清口径。"
    with store.writing(engine) as conn:
        said = Text("满意率由“达标”转为“未达标”", "Satisfaction went from met to missed")
        steps.note(conn, rule.number, Found(parse("2024-10"), "", "missed", said), told=True)
    shown = screen.open("today", unit=NINGBO, month="2024-10")
    assert "拟好待发的交办 · 1" in shown
    assert f"draft={rule.number}" in shown
    form = {"charge": "metric", "metric": "satisfaction", "draft": str(rule.number)}
    screen.open("instructions", **HERE, **form)
    assert screen.app.text_area[0].value.endswith("满意率由“达标”转为“未达标”。请查清口径。")
    assert "已交办第 1 号" in press(screen, "交办")
    assert "拟好待发的交办" not in screen.open("today", unit=NINGBO, month="2024-10")
    came = screen.open("watching", **HERE)
    assert "预警闭环：每条规则后来怎样" in came
    assert 'data-label="决策：交办" class="number">0.0 天' in came
    screen.open("instructions", **HERE, **form)
    assert "已经发出，是第 1 号" in press(screen, "交办")
