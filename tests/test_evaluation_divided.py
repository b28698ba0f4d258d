"""Departments and applications as who is scored: parts of the numbers of the unit that declared the system."""

from datetime import date
from math import isnan

import pytest

from data import units as units_
from metrics import METRICS, divided
from metrics.evaluation import Asked, evaluation, groups_of, systems, telling, units_told_of
from tests import cases
from tests.test_evaluation import TREE, index_rows

SEPTEMBER = date(2026, 9, 1)
SYSTEMS = """
key | name   | unit   | level       | missing  | valid_from | valid_to
D1  | 部门考核 | 330000 | department  | none     | 2026-01-01 |
A1  | 应用评价 | 330000 | application | unjudged | 2026-01-01 |
A2  | 宁波应用 | 330200 | application | none     | 2026-01-01 |
"""
ITEMS = """
key | name | unit   | system | dimension | metric           | weight | rule | full | zero | each
d1  | 闭环 | 330000 | D1     | 成效      | closed_loop_rate | 60     | best |      |      |
d2  | 超期 | 330000 | D1     | 成效      | problems_overdue | 40     | target | 1  | 3    |
a1  | 活跃 | 330000 | A1     | 使用      | usage_rate       | 50     | best |      |      |
a2  | 访问 | 330000 | A1     | 使用      | visits           | 50     | best |      |      |
a3  | 访问 | 330000 | A2     | 使用      | visits           | 100    | best |      |      |
"""
PROBLEMS = """
key | unit   | list   | title | department | found      | assigned   | due        | closed     | accepted
P1  | 330203 | audit  | 一    | 公安局     | 2026-05-01 | 2026-05-02 | 2026-06-01 | 2026-05-20 | 2026-05-21
P2  | 330106 | audit  | 二    | 公安局     | 2026-05-01 | 2026-05-02 | 2026-06-01 |            |
P3  | 330106 | audit  | 三    | 水利局     | 2026-05-01 | 2026-05-02 | 2026-06-01 |            |
P4  | 330106 | audit  | 四    | 水利局     | 2026-05-01 | 2026-05-02 | 2026-06-01 |            |
P6  | 330602 | audit  | 六    | 财政局     | 2026-08-01 |            |            |            |
P7  | 330602 | audit  | 七    | 审计局     | 2026-11-01 |            |            |            |
"""
LEDGER = """
key | name   | name_en | unit   | system     | status   | live_since
A-1 | 浙里办 | Zhe     | 330000 | government | live     |
A-2 | 甬有云 | Yong    | 330200 | government | live     |
A-3 | 静默   | Silent  | 330106 | government | live     |
A-4 | 在建   | Soon    | 330106 | government | building |
"""
FIGURES = """
unit   | month   | subject | visits | active_users | app_users
330203 | 2026-08 | A-1     | 100    | 5            | 10
330106 | 2026-08 | A-1     | 100    | 3            | 10
330203 | 2026-09 | A-1     | 100    | 6            | 10
330106 | 2026-09 | A-1     | 100    | 2            | 10
330203 | 2026-09 | A-2     | 200    |              |
330203 | 2026-09 |         | 999    |              |
"""


@pytest.fixture
def scored(conn):
    cases.plant(conn, TREE)
    found = cases.records(PROBLEMS, ("found", "assigned", "due", "closed", "accepted"))
    ledger = cases.records(LEDGER, ("live_since",))
    cases.report(conn, cases.reports(FIGURES), problems=found, applications=ledger, **index_rows(SYSTEMS, ITEMS))
    return conn


def shown(made):
    return {each.unit: (each.place, None if isnan(each.total) else round(each.total, 4)) for each in made.scores}


def test_a_department_is_scored_by_the_rows_that_name_it_wherever_they_are_kept(scored):
    made = evaluation(scored, "D1", "departments", SEPTEMBER)
    assert {name: text.en for name, text in made.objects.items()}.keys() == {"公安局", "水利局", "财政局"}
    # Closed loops: 1/2 is the best, the other 0/2; of the third nothing was assigned. Overdue: 1 and none are within what is
    # full, 2 half way to no points. What comes up after the month is nobody yet.
    assert shown(made) == {"公安局": (1, 100.0), "水利局": (3, 20.0), "财政局": (2, 40.0)}
    assert [(lack.item.key, lack.lack) for lack in made.scores[1].lacking] == [("d1", "missing")]
    said = telling.sentence(made)
    assert said.zh.startswith("部门（3 个）：公安局第一，100 分；1 个部门缺数（不得分）")
    assert "departments that lack figures: 1" in said.en


def test_an_application_is_scored_by_what_all_units_reported_of_it(scored):
    made = evaluation(scored, "A1", "applications", SEPTEMBER)
    assert [*made.objects] == ["A-1", "A-2", "A-3"]  # live by the ledger
    points = {each.unit: {one.item.key: one for one in each.points} for each in made.scores}
    assert points["A-1"]["a1"].fact.value == pytest.approx(8 / 20)
    assert points["A-1"]["a2"].fact.value == 400  # the year so far
    assert points["A-2"]["a2"].fact.value == 200  # and never the whole unit's figure
    # Of A-2 nobody reported users: it is judged by its visits alone, stretched to the whole.
    assert shown(made) == {"A-1": (1, 100.0), "A-2": (2, 50.0), "A-3": (None, None)}
    assert {one.lack for one in points["A-3"].values()} == {"missing"}


def test_who_reported_an_application_before_is_expected_to_go_on(scored):
    cases.report(scored, cases.reports("unit | month | subject | visits\n330203 | 2026-10 | A-1 | 50"))
    found = divided.snapshot(scored, [METRICS["visits"]], "application", {"A-1"}, "330000", date(2026, 10, 1))
    (row,) = found.to_dict("records")
    assert (row["value"], row["reported"], row["expected"]) == (50.0, 1, 2)
    assert (row["mom_then"], row["mom_now"]) == (100.0, 50.0)  # like for like


def test_a_systems_own_unit_says_whose_numbers_are_divided(scored):
    made = evaluation(scored, "A2", "applications", SEPTEMBER)
    assert [*made.objects] == ["A-2"]  # of the ledger below Ningbo
    assert made.scores[0].points[0].fact.value == 200
    tree = units_.load(scored).in_month(SEPTEMBER)
    system = next(each for each in systems(scored, SEPTEMBER) if each.key == "A2")
    groups = groups_of(scored, system, tree, SEPTEMBER)
    assert units_told_of(system, groups["applications"]) == ("330200",)


def test_only_rules_for_the_same_objects_can_be_tried(scored):
    with pytest.raises(ValueError, match="no index system D1"):
        evaluation(scored, "A1", "applications", SEPTEMBER, asked=Asked(rules="D1"))


def test_parts_are_known_where_every_row_or_figure_names_its_own():
    assert divided.divides(METRICS["problems_overdue"], "department")
    assert not divided.divides(METRICS["problems_overdue"], "application")
    assert divided.divides(METRICS["usage_rate"], "application")
    assert not divided.divides(METRICS["usage_rate"], "department")
    assert not divided.divides(METRICS["satisfaction"], "application")
