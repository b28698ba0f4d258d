"""How far strategic goals still are: trees, the way that should be gone by now, what every month left would have to bring."""

from datetime import date
from math import isnan

import pytest

from data.registers.goal_metrics import Wanted, wanted
from metrics import goal_telling
from metrics.strategic_goals import goals
from tests import cases
from tests.frames import drawn

OCTOBER = date(2026, 10, 1)
TREE = {"330000": None, "330200": "330000", "330203": "330200"}
# Records stand at the end of a month; visits add up over twelve.
FIGURES = """
unit   | month   | data_records | visits
330203 | 2024-10 | 100          |
330203 | 2025-10 | 130          |
330203 | 2026-10 | 160          |
"""
MONTHLY = [f"330203 | 2026-{month:02} | | 10" for month in range(1, 11)] + ["330203 | 2025-11 | | 10"]
GOALS = """
key | name | unit   | program   | parent | metrics                    | start      | halfway    | due        | reached
G1  | 总   | 330000 | year_five |        | 归集公共数据量:150→200     | 2024-10-01 | 2025-10-01 | 2027-10-01 |
G2  | 分   | 330200 | year_two  | G1     | data_records:120；没有的   | 2024-10-01 |            | 2026-12-01 |
G3  | 孙   | 330203 | year_one  | G2     | 应用访问量                 | 2024-10-01 |            | 2026-10-31 |
G4  | 别   | 330000 | growth    | G4     |                            | 2026-01-01 |            | 2026-06-30 | 2026-05-01
"""

WRITTEN = """
written                       | found
使用率:25%→28%；满意率:96%    | 使用率 0.25 0.28; 满意率 - 0.96
visits：1.2亿、归集:-3        | visits - 120000000.0; 归集 - -3.0
使用率 : 20% 至 24.5％        | 使用率 0.2 0.245
办件量                        | 办件量 - -
使用率:很高                   | ?使用率:很高
"""


@pytest.mark.parametrize("case", list(drawn(WRITTEN).itertuples()), ids=lambda case: case.written)
def test_what_a_goal_hangs_on_is_read_as_it_is_written(case):
    def expected(said):
        if said.startswith("?"):
            return said[1:]
        name, *values = said.split(" ")
        return Wanted(name, *(None if each == "-" else pytest.approx(float(each)) for each in values))

    assert wanted(case.written) == [expected(each) for each in case.found.split("; ")]


@pytest.fixture
def held(conn):
    cases.plant(conn, TREE)
    days = ("start", "halfway", "due", "reached")
    table = "\n".join([FIGURES.strip(), *MONTHLY])
    cases.report(conn, cases.reports(table), goals=cases.records(GOALS, days))
    return conn


def test_goals_stand_in_their_tree_and_a_circle_is_cut(held):
    found = goals(held, list(TREE), OCTOBER)
    assert [(each.key, each.depth) for each in found] == [("G4", 0), ("G1", 0), ("G2", 1), ("G3", 2)]
    assert [(each.key, each.depth) for each in goals(held, ["330200"], OCTOBER)] == [("G2", 0)]
    assert {each.key: each.standing for each in found}["G4"] == "done"


def test_the_way_goes_over_the_milestone_and_the_pace_is_what_is_left_by_the_months_left(held):
    by_key = {each.key: each for each in goals(held, list(TREE), OCTOBER)}
    (one,) = by_key["G1"].distances
    # From 100 to 200, half of it within a year; the other half in two, of which one is gone.
    assert (one.start, one.value, one.wanted) == (100, 160, 200)
    assert one.gone == pytest.approx(0.6)
    assert one.due == pytest.approx(0.75)
    assert (one.standing, one.left, one.gap) == ("behind", 12, 40)
    assert one.needed == pytest.approx(40 / 12)
    assert one.lately == pytest.approx(30 / 12)
    assert one.forecast is None


def test_what_is_reached_what_is_no_metric_and_what_has_no_goal_are_told_apart(held):
    by_key = {each.key: each for each in goals(held, list(TREE), OCTOBER)}
    assert [each.standing for each in by_key["G2"].distances] == ["reached"]
    assert by_key["G2"].unread == ("没有的",)
    (one,) = by_key["G3"].distances
    # Eleven months are no year, and nothing says how much is wanted.
    assert isnan(one.value)
    assert one.standing == "unknown"
    cases.report(held, cases.reports("unit | month | visits\n330203 | 2025-12 | 10"))
    (whole,) = goals(held, ["330203"], OCTOBER)[0].distances
    assert whole.value == 120


def test_a_goal_that_was_due_and_is_not_reached_is_missed(held):
    by_key = {each.key: each for each in goals(held, list(TREE), date(2027, 11, 1))}
    assert by_key["G1"].distances[0].standing == "unknown"  # nothing was reported of that month
    cases.report(held, cases.reports("unit | month | data_records\n330203 | 2027-11 | 190"))
    by_key = {each.key: each for each in goals(held, list(TREE), date(2027, 11, 1))}
    assert by_key["G1"].distances[0].standing == "missed"


def test_the_sentence_says_how_many_stand_how_and_what_is_farthest(held):
    said = goal_telling.sentence(goals(held, list(TREE), OCTOBER))
    assert said.zh == (
        "4 个目标，挂钩指标 3 项：已达到 1，慢于节点 1，没有数或没有写目标值 1。"
        "离节点最远：总，归集公共数据量还差 40，剩 12 个月，每月要 +3.333（近一年每月 +2.5）。"
    )
    assert "Farthest behind: 总, Public data records collected 40 short with 12 months left" in said.en
    assert goal_telling.sentence(()).zh.startswith("0 个目标")
