"""What a seal holds of numbers, and how two of them, or one and today, differ: each kind of difference drawn."""

import copy
from datetime import date

import pytest

from data import units
from metrics import METRICS, query
from metrics.sealed import holding
from metrics.sealed.comparing import compare
from metrics.sealed.holding import Holding, View
from tests.cases import ZHEJIANG, plant, report
from tests.frames import figures

OCTOBER = date(2024, 10, 1)
CITY, HAISHU, JIANGBEI = "330200", "330203", "330205"
REPORTED = """
measure   | unit   | month   | value
rated     | 330203 | 2024-10 |  1000
satisfied | 330203 | 2024-10 |   900
rated     | 330205 | 2024-10 |  3000
satisfied | 330205 | 2024-10 |  2910
"""


@pytest.fixture
def held(conn) -> Holding:
    """Satisfaction of the city and its districts, as a page of the city shows it."""
    plant(conn, ZHEJIANG)
    report(conn, figures(REPORTED))
    made = Holding()
    metric = METRICS["satisfaction"]
    shown = query.snapshot(conn, [metric], CITY, OCTOBER)
    holding.add(made, View((metric.key,), CITY, OCTOBER, "month", 1), shown, conn, units.load(conn).in_month(OCTOBER))
    return made


def told(before, after):
    return [(each.kind, each.about.zh, each.was.zh, each.now.zh) for each in compare(before, after)]


def figure(of: Holding, unit: str) -> dict:
    return next(each for each in of.figures if each["unit"] == unit)


def test_a_holding_has_value_coverage_and_rank_of_each_number_and_what_it_means(held):
    city, first, second = (figure(held, unit) for unit in (CITY, JIANGBEI, HAISHU))
    assert (city["value"], city["rank"], city["reported"]) == (3810 / 4000, None, 2)
    assert [(each["value"], each["rank"]) for each in (first, second)] == [(0.97, 1), (0.9, 2)]
    assert held.definitions["satisfaction"]["name"]["zh"] == METRICS["satisfaction"].zh
    assert held.units["2024-10"][HAISHU]["parent"] == CITY


def test_today_is_the_same_until_something_is_reported(conn, held):
    assert told(held, holding.again(conn, held)) == []
    report(conn, figures("measure | unit | month | value\nsatisfied | 330203 | 2024-10 | 990"))
    moved = told(held, holding.again(conn, held))
    name = METRICS["satisfaction"].zh
    assert moved == [
        ("value", f"{CITY} · {name} · 2024-10", "95.3%", "97.5%"),
        ("value", f"{HAISHU} · {name} · 2024-10", "90.0%", "99.0%"),
        ("rank", f"{HAISHU} · {name} · 2024-10", "第 2 位", "第 1 位"),
        ("rank", f"{JIANGBEI} · {name} · 2024-10", "第 1 位", "第 2 位"),
    ]
    assert {each["unit"] for each in holding.again(conn, held, {HAISHU}).figures} == {HAISHU}


def test_each_kind_of_difference_is_told(held):
    """What is changed in a copy, and the difference it makes."""
    changes = {
        "value": lambda each: figure(each, HAISHU).update(value=0.9000001),
        "grade": lambda each: figure(each, HAISHU).update(grade="五星"),
        "rank": lambda each: figure(each, HAISHU).update(rank=3),
        "status": lambda each: figure(each, HAISHU).update(status="met"),
        "target": lambda each: figure(each, HAISHU).update(target=0.95),
        "coverage": lambda each: figure(each, HAISHU).update(carried=1),
        "figure": lambda each: each.figures.remove(figure(each, HAISHU)),
        "definition": lambda each: each.definitions["satisfaction"].update(formula={"zh": "另一种", "en": "another"}),
        "unit": lambda each: each.units["2024-10"][HAISHU].update(zh="海曙"),
        "structure": lambda each: each.units["2024-10"][CITY].update(structure={"name": "1+6", "systems": ["party"]}),
    }
    for kind, change in changes.items():
        other = copy.deepcopy(held)
        change(other)
        ((found, about, was, now),) = told(held, other)
        assert found == kind
        assert about
        assert was != now, kind
        assert [(each[0], each[3], each[2]) for each in told(other, held)] == [(kind, was, now)]
    other = copy.deepcopy(held)
    figure(other, HAISHU)["value"] = 0.9 + 1e-13  # added up in another order
    assert told(held, other) == []
