"""The outlook on the screen: a sentence first, what will miss its target first, and nothing of units that are not one's own."""

from datetime import date

import pytest

from data import months, store
from data.text import Text
from data.watching import steps
from data.watching.reading import Found
from metrics.outlook import making
from metrics.watching import keeping
from tests import cases, prepared
from tests.people import somebody
from tests.talking import add

PREPARED = prepared.with_starting_data
MONTH = "2024-10"
TARGETS = "metric | unit | year | value\nservice_requests | 330200 | 2024 | 99999\nvisits | 330200 | 2024 | 99999"

GOALS = """
key | name | name_en | unit   | program   | parent | metrics            | start      | halfway | due
G1  | 人气 | Busy    | 330200 | year_two  |        | 应用访问量:2000    | 2023-12-01 |         | 2024-12-31
G2  | 服务 | Serve   | 330200 | year_five | G1     |                    | 2023-12-01 |         | 2026-12-31
"""


@pytest.fixture
def looked_ahead(started):
    run = months.between(date(2022, 1, 1), date(2024, 10, 1))
    rows = [f"330200 | {months.label(month)} | {1000 + 10 * i} | {90 + i} |" for i, month in enumerate(run)]
    rows[-1] += " 7"
    with store.writing(started) as conn:
        table = "unit | month | service_requests | visits | requests\n" + "\n".join(rows)
        goals = cases.records(GOALS, ("start", "halfway", "due"))
        cases.report(conn, cases.reports(table), targets=cases.targets(TARGETS), goals=goals)
    making._seen.clear()
    making.refresh(started, date(2024, 11, 20), pause=0)
    return started


def test_what_will_miss_its_target_comes_first_in_a_sentence_and_a_fan(looked_ahead, screen_of):
    screen = screen_of(looked_ahead)
    html = screen.open("outlook", unit="330200", month=MONTH, lang="zh")
    assert "政务服务办件量" in html
    assert "达不到的可能性 ≥99%" in html
    assert "恐难达标" in html
    assert 'class="band"' in html
    assert "三个月前还没有存下预测" in html
    assert "历史不足（1 个月）" in html
    few = screen.open("outlook", unit="330200", month=MONTH, lang="en", metric="requests")
    assert "Not enough history: 1 of 24 months on end" in few
    assert "made in the background" in screen.open(
        "outlook", unit="330200", month=MONTH, lang="en", metric="interface_calls"
    )


def test_whether_the_units_below_add_up_is_told(looked_ahead, screen_of):
    html = screen_of(looked_ahead).open("outlook", unit="330200", month=MONTH, lang="zh", metric="visits")
    assert "下级加起来与本级一致吗" in html
    assert "下级没有这个指标的预测" in html  # of this city nobody below reports
    html = screen_of(looked_ahead).open("outlook", unit="330200", month=MONTH, lang="en", metric="visits")
    assert "There is no forecast of this number below" in html


def test_strategic_goals_tell_how_far_they_are_and_what_would_have_to_happen(looked_ahead, screen_of):
    screen = screen_of(looked_ahead)
    scope = {"unit": "330200", "month": MONTH}
    html = screen.open("outlook", **scope, lang="zh")
    assert "2 个目标，挂钩指标 1 项：慢于节点 1。" in html
    assert "离节点最远：人气，应用访问量还差" in html
    assert "没有挂钩指标" in html
    assert 'class="depth-1"' in html
    assert "Goals: 2, metrics they hang on: 1: Behind 1." in screen.open("outlook", **scope, lang="en")
    assert 'href="./outlook?' in screen.open("overview", **scope, lang="zh")
    assert 'href="./outlook?' not in screen.open("overview", **scope, lang="zh", wall="1")
    assert "还没有登记战略目标" in screen.open("outlook", unit="330203", month=MONTH, lang="zh")


def test_where_nothing_is_kept_it_says_so(looked_ahead, screen_of):
    assert "还没有预测" in screen_of(looked_ahead).open("outlook", unit="330203", month=MONTH, lang="zh")


def test_the_tile_of_a_target_that_will_be_missed_says_so_on_the_overview_a_wall_and_the_unit_s_page(
    looked_ahead, screen_of
):
    screen = screen_of(looked_ahead)
    scope = {"unit": "330200", "month": MONTH}
    for html in (
        screen.open("overview", **scope, lang="zh"),
        screen.open("overview", **scope, lang="zh", wall="1"),
        screen.open("unit", **scope, lang="zh"),
    ):
        tile = tile_of(html, "visits")
        assert 'class="will-miss">恐难达标<' in tile  # beside the target
        assert 'class="will-miss alone">恐难达标<' in tile  # beside the name, where a far wall shows no target
        assert "spark-ahead" in tile
        assert "达不到的可能性 ≥99%" in tile
        assert html.count("will-miss") == 2
    assert ">will miss<" in tile_of(screen.open("overview", **scope, lang="en"), "visits")
    over = tile_of(screen.open("overview", **scope, lang="zh", period="ytd"), "visits")
    assert "恐难达标" in over
    assert "spark-ahead" not in over  # the line is of sums, the forecast of months


def tile_of(html, metric):
    return next(part for part in html.split('<a class="tile')[1:] if f'data-metric="{metric}"' in part).split("</a>")[0]


def test_it_is_of_ones_own_unit_alone(looked_ahead, screen_of):
    html = screen_of(looked_ahead, somebody("leader", "330100")).open("outlook", unit="330200", month=MONTH, lang="zh")
    assert "办件量" not in html


@pytest.fixture
def warned(looked_ahead):
    """The city's leader watches two numbers; three warnings were told, one of them twice false."""
    leader = add(looked_ahead, "limin", "leader", "330200")
    for metric, kind, count in (("service_requests", "moved", 1), ("visits", "moved", 2)):
        number = steps.add(looked_ahead, keeping.of_metric(metric, "330200"), kind, 3, by=leader)
        with store.writing(looked_ahead) as conn:
            for month in range(10, 10 - count, -1):
                said = Text(f"{month} 月跳变", f"It leapt in month {month}")
                steps.note(conn, number, Found(date(2024, month, 1), "", "moved", said), told=True)
    return looked_ahead, leader


def test_how_good_warnings_were_is_told_and_each_is_marked(warned, screen_of):
    engine, leader = warned
    screen = screen_of(engine, leader)
    scope = {"unit": "330200", "month": MONTH, "lang": "zh"}
    html = screen.open("outlook", **scope)
    assert "2 条规则发出 3 次预警：属实 0，误报 0，待定 3。没有多次误报的规则。" in html
    assert html.count("warning=") == 3
    for month in ("10", "09"):
        screen.open("outlook", **scope, warning=f"2~2024-{month}~~1")
        screen.app.radio(key="warning-verdict").set_value("false")
        screen.app.text_area(key="warning-reason").set_value("季节性，每年如此。")
        screen.app.button(key="warning-save").click()
        assert "已记下" in screen.run()
    html = screen.open("outlook", **scope)
    assert "多次误报、该调阈值的：宁波市“应用访问量”" in html
    assert "▲ 多次误报，请调整阈值" in html
    assert "limin：季节性，每年如此。" in html
    screen.open("outlook", **scope, warning="1~2024-10~~1")
    screen.app.radio(key="warning-verdict").set_value("true")
    screen.run()
    screen.app.button(key="warning-save").click()
    assert "写明" in screen.run()  # a reason is asked for
    screen.app.text_area(key="warning-reason").set_value("确有其事。")
    screen.app.date_input(key="warning-came-on").set_value(date(2024, 10, 20))
    screen.app.button(key="warning-save").click()
    screen.run()
    english = screen.open("outlook", **scope | {"lang": "en"})
    assert "Rules that warned: 2; warnings: 3, of which true 1, false 2, open 0; hit rate 33.3%" in english
    assert "cries wolf" in english
    assert "命中率" in screen.open("watching", **scope)


def test_who_may_not_mark_warnings_sees_none(warned, screen_of):
    engine, _ = warned
    for who in (somebody("presenter", "330200"), somebody("steward", "330200"), somebody("leader", "330100")):
        html = screen_of(engine, who).open("outlook", unit="330200", month=MONTH, lang="zh", warning="1~2024-10~~1")
        assert "预警：准不准" not in html
        assert "这次预警属实吗" not in html
    html = screen_of(engine).open("outlook", unit="330200", month=MONTH, lang="zh", warning="nonsense")
    assert "这次预警属实吗" not in html
