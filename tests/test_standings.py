"""The problems one by one stand as the metrics count them."""

import math

import pytest

from data import months
from metrics import METRICS, query
from metrics.standings import Asked, ages, counts, problems
from tests import cases
from tests.spec.test_registers import problems as drawn_problems

FEBRUARY, MARCH = months.parse("2025-02"), months.parse("2025-03")


@pytest.fixture
def listed(conn):
    """Four problems of Ningbo."""
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, problems=drawn_problems())
    return conn


@pytest.mark.parametrize(
    ("month", "standing"),
    [
        (FEBRUARY, {"P3": "overdue", "P2": "open", "P4": "open", "P1": "closed"}),
        (MARCH, {"P3": "overdue", "P4": "open", "P2": "closed", "P1": "accepted"}),
    ],
)
def test_each_problem_stands_by_the_dates_that_had_come_the_worst_first(listed, month, standing):
    page = problems(listed, "330200", month)
    assert dict(zip(page.rows["key"], page.rows["standing"], strict=True)) == standing
    assert (list(page.rows["key"]), page.total) == (list(standing), 4)


@pytest.mark.parametrize("month", [FEBRUARY, MARCH])
def test_they_are_as_many_as_the_metrics_say(listed, month):
    metrics = [METRICS["problems_open"], METRICS["problems_overdue"]]
    said = query.snapshot(listed, metrics, "330200", month).query("unit == '330200'")["value"].tolist()
    by_standing = counts(listed, "330200", month, "standing").set_index("standing")["count"]
    assert said == [by_standing["open"] + by_standing["overdue"], by_standing["overdue"]]


def test_days_run_from_the_due_date_and_ages_until_the_end_of_the_month_or_the_closing(listed):
    rows = problems(listed, "330200", FEBRUARY).rows.set_index("key")
    assert rows.loc["P3", "late"] == 1
    assert math.isnan(rows.loc["P2", "late"])
    assert rows["age"].to_dict() == {"P1": 36, "P2": 53, "P3": 52, "P4": 0}


def test_the_overdue_by_how_long(listed):
    assert [count for _, count in ages(listed, "330200", FEBRUARY)] == [1, 0, 0, 0]
    assert [count for _, count in ages(listed, "330200", MARCH)] == [0, 1, 0, 0]


def test_a_page_is_narrowed_by_standing_field_and_words(listed):
    assert problems(listed, "330200", MARCH, Asked("open")).rows["key"].tolist() == ["P4"]
    assert problems(listed, "330200", MARCH, Asked(equal={"list": "ecology"})).rows["key"].tolist() == ["P3"]
    assert problems(listed, "330200", MARCH, Asked(words="水利")).total == 2
    assert problems(listed, "330200", MARCH, limit=1, offset=1).rows["key"].tolist() == ["P4"]
