"""Each rule of the conclusions, drawn: what is seen, and what is said of it – or that nothing is."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.text import Text
from data.units import Tree, Unit
from metrics.conclusions import choosing, goals, leaps, reports, shares
from metrics.conclusions.conclusion import Conclusion
from metrics.conclusions.evidence import Evidence
from tests import frames

OCTOBER = date(2025, 10, 1)
PARENTS = {"P": None, "A": "P", "B": "P", "A1": "A", "A2": "A", "B1": "B", "B2": "B"}


def tree() -> Tree:
    """A province P, two cities A and B, two counties each."""
    level = {None: "province", "P": "city"}
    units = [
        Unit(code, code, code, level.get(parent, "county"), parent, 0, 0, OCTOBER, None)
        for code, parent in PARENTS.items()
    ]
    return Tree(units)


def seen(**about) -> Evidence:
    """Evidence in which nothing stands out, but for what is given."""
    nothing = {
        "standing": pd.DataFrame(columns=["metric", "unit"]),
        "lines": {},
        "cells": cells(""),
        "owed": pd.DataFrame({"unit": [], "owed": [], "reported": []}),
        "problems": problems(""),
        "visits": pd.DataFrame({"key": [], "name": [], "unit": [], "now": [], "last": []}),
        "corrected": pd.DataFrame(),
    }
    run = tuple(date(2024 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(13))
    return Evidence(**{"tree": tree(), "unit": "P", "month": OCTOBER, "run": run, **nothing, **about})


def cells(table: str) -> pd.DataFrame:
    """unit | what | back | state."""
    frame = frames.drawn("unit | what | back | state\n" + table)
    return frame.assign(back=frame["back"].astype(int))


def problems(table: str) -> pd.DataFrame:
    """unit | list | overdue."""
    frame = frames.drawn("unit | list | overdue\n" + table)
    counts = {"overdue": frame["overdue"].astype(int), "last": 0, "before": 0, "long": 0, "back": 0}
    return frame.assign(**counts, department="局")


def line(*last: float, before: float = 1000.0) -> np.ndarray:
    """Thirteen months: what is given at the end, the usual before it."""
    return np.array([before] * (13 - len(last)) + list(last))


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("A1 | ecology | 40\n B1 | audit | 60", "P: B audit"),  # the place and list that hold most
        (
            "A1 | ecology | 25\n A2 | audit | 25\n B1 | ecology | 25\n B2 | audit | 25",
            "ecology",
        ),  # no place alone: a list
        ("A1 | ecology | 8\n B1 | audit | 1", ""),  # too few to speak of
        (
            "A1 | ecology | 30\n A1 | audit | 30\n B1 | safety | 30\n B1 | opinion | 30",
            "A",
        ),  # a share of 30 % is not above it
    ],
)
def test_where_most_of_what_is_overdue_lies(drawn, said):
    found = list(shares.concentrated(seen(problems=problems(drawn))))
    words = "".join(f"{each.unit} {dict(each.query).get('list', '')}" for each in found)
    assert bool(found) == bool(said)
    assert all(each in words for each in said.split()[-2:]), words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (line(10_000), "10 倍"),
        (line(7_900), ""),  # below eight times
        (line(100), "10 分之一"),
        (line(500, before=50), ""),  # tenfold of next to nothing is chance
        (line(0), ""),  # none at all is no slip of a scale
        (np.array([np.nan] * 11 + [1000.0, 10_000.0]), ""),  # one month before is no habit
    ],
)
def test_a_figure_many_times_the_usual(values, said):
    found = list(leaps.leapt(seen(lines={"visits": {"P": line(1000), "A1": values}})))
    assert [said in each.what.zh for each in found] == ([True] if said else [])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (line(0.95, 0.94, 0.93, 0.92, 0.91, 0.90, before=0.96), "连降 6 个月"),
        (line(0.95, 0.94, 0.93, 0.92, 0.91, before=0.96), ""),  # five months
        (line(0.958, 0.956, 0.954, 0.952, 0.950, 0.948, before=0.96), ""),  # not by three points
        (line(0.95, 0.94, 0.93, 0.94, 0.92, 0.90, before=0.96), ""),  # once it rose
    ],
)
def test_a_rate_that_falls_month_after_month(values, said):
    found = list(goals.falling(seen(lines={"satisfaction": {"P": line(0.96), "A": line(0.95), "A1": values}})))
    assert [said in each.what.zh for each in found] == ([True] if said else [])


STANDING = [
    "metric",
    "value",
    "ytd",
    "target",
    "due",
    "attainment",
    "mom",
    "yoy",
    "unit",
    "expected",
    "reported",
    "carried",
]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["visits 70 80 100 0.83 0.80 0 0 P 4 4 0"], "P 慢于序时 3.0"),
        (["visits 70 82 100 0.83 0.82 0 0 P 4 4 0"], ""),  # less than two points
        (["visits 70 50 100 0.83 0.50 0 0 P 4 3 0"], ""),  # three of four units: too few to judge
        (["visits 70 83 100 0.83 0.83 0 0 P 4 4 0", "visits 7 60 100 0.83 0.60 0 0 A 2 2 0"], "A 慢于序时 23.0"),
        (
            ["visits 70 83 100 0.83 0.83 0 0 P 4 4 0", "visits 7 75 100 0.83 0.75 0 0 A 2 2 0"],
            "",
        ),  # of a city 8 points pass
        (["satisfaction 0.9 0.9 0.96 nan 0.9375 0 0 P 4 4 0"], "P 未达目标 96.0%"),
        (["problems_overdue 295 295 125 nan 0.42 0 0 P 4 4 0"], "P 超出上限 170"),
    ],
)
def test_how_far_from_the_target_or_the_schedule(rows, said):
    frame = pd.DataFrame([row.split() for row in rows], columns=STANDING)
    numbers = [name for name in STANDING if name not in ("metric", "unit")]
    frame = frame.astype(dict.fromkeys(numbers, float)).assign(due_on=pd.NaT, running=False)
    found = list(goals.behind(seen(standing=frame)))
    assert [each.unit for each in found] == said.split()[:1]
    assert all(word in found[0].what.zh for word in said.split()[1:])


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("A1 | visits | 0 | missing\n A1 | visits | 1 | missing", "A1 2"),
        ("A1 | visits | 0 | missing", ""),  # one month only
        ("A1 | visits | 1 | missing\n A1 | visits | 2 | missing", ""),  # it has come in since
        ("A1 | visits | 0 | missing\n A1 | visits | 2 | missing", ""),  # not on end
        (
            "\n".join(f"{unit} | visits | {back} | missing" for unit in ("A1", "A2", "B1") for back in (0, 1)),
            "",
        ),  # most owe it
    ],
)
def test_the_same_is_missing_for_months(drawn, said):
    owed = pd.DataFrame({"unit": ["A1", "A2", "B1", "B2"], "owed": 1, "reported": 0})
    found = list(reports.missing(seen(cells=cells(drawn), owed=owed)))
    assert [f"{each.unit} {each.what.zh.split('连续 ')[1][0]}" for each in found] == ([said] if said else [])


@pytest.mark.parametrize(("reported", "said"), [(3, ""), (2, "66.7%"), (0, "0.0%")])
def test_too_little_of_the_month_is_in(reported, said):
    owed = pd.DataFrame({"unit": ["A1", "A2", "B1"], "owed": 1, "reported": [int(n < reported) for n in range(3)]})
    assert [said in each.what.zh for each in reports.coverage(seen(owed=owed))] == ([True] if said else [])


@pytest.mark.parametrize(("back", "said"), [((0, 1, 2), "A1"), ((0, 1), ""), ((1, 2, 3), "")])
def test_late_month_after_month(back, said):
    drawn = "\n".join(f"A1 | visits | {month} | late" for month in back)
    assert [each.unit for each in reports.late(seen(cells=cells(drawn)))] == ([said] if said else [])


def test_where_most_are_late_nobody_is_named():
    drawn = "\n".join(f"{unit} | visits | {month} | late" for unit in ("A1", "A2", "B1") for month in (0, 1, 2))
    assert list(reports.late(seen(cells=cells(drawn)))) == []


@pytest.mark.parametrize(("own", "said"), [(2050.0, "2.5%"), (2005.0, ""), (float("nan"), "")])
def test_a_total_that_is_not_the_sum(own, said):
    lines = {"visits": {"A": line(own), "A1": line(1000), "A2": line(1000)}}
    assert [said in each.what.zh for each in leaps.disagreed(seen(lines=lines))] == ([True] if said else [])


def made(rule: str, grade: str, beyond: float, metric: str = "visits") -> Conclusion:
    words = Text("话", "words")
    return Conclusion(rule, grade, beyond, "P", metric, words, words, words, "passport")  # type: ignore[arg-type]


def test_the_worst_is_first_and_each_rule_is_heard_before_one_is_heard_twice():
    found = [
        made("late", "notice", 9),
        made("behind", "behind", 2),
        made("behind", "behind", 3),
        made("leapt", "fire", 1),
    ]
    order = [(each.rule, each.beyond) for each in choosing.chosen(found)]
    assert order == [("leapt", 1), ("behind", 3), ("late", 9), ("behind", 2)]


def test_where_it_is_known_where_a_number_lies_the_number_is_not_said_again():
    found = [made("behind", "behind", 9, "problems_overdue"), made("concentrated", "fire", 2, "problems_overdue")]
    assert [each.rule for each in choosing.chosen(found)] == ["concentrated"]
