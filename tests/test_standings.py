"""The problems one by one stand as the metrics count them."""

import math

import pytest

from data import months
from data.registers import REGISTERS
from metrics import METRICS, query
from metrics.standings import Asked, ages, counts, fields, rows
from tests import cases
from tests.spec.test_registers import problems as drawn_problems

NINGBO = ("330200", "330203", "330205")
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
    page = rows(listed, "problems", NINGBO, month)
    assert dict(zip(page.rows["key"], page.rows["standing"], strict=True)) == standing
    assert (list(page.rows["key"]), page.total) == (list(standing), 4)


@pytest.mark.parametrize("month", [FEBRUARY, MARCH])
def test_they_are_as_many_as_the_metrics_say(listed, month):
    metrics = [METRICS["problems_open"], METRICS["problems_overdue"]]
    said = query.snapshot(listed, metrics, "330200", month).query("unit == '330200'")["value"].tolist()
    by_standing = counts(listed, "problems", NINGBO, month, "standing").set_index("standing")["count"]
    assert said == [by_standing["open"] + by_standing["overdue"], by_standing["overdue"]]


def test_days_run_from_the_due_date(listed):
    late = rows(listed, "problems", NINGBO, FEBRUARY).rows.set_index("key")["late"]
    assert late["P3"] == 1
    assert math.isnan(late["P2"])


@pytest.mark.parametrize(
    ("sort", "order"),
    [("", "P3 P4 P2 P1"), ("key", "P1 P2 P3 P4"), ("-key", "P4 P3 P2 P1"), ("nonsense", "P3 P4 P2 P1")],
)
def test_a_page_stands_in_the_order_asked_for_the_worst_first_without_one(listed, sort, order):
    assert " ".join(rows(listed, "problems", NINGBO, MARCH, Asked(sort=sort)).rows["key"]) == order


def test_the_overdue_by_how_long(listed):
    assert [count for _, count in ages(listed, "problems", NINGBO, FEBRUARY)] == [1, 0, 0, 0]
    assert [count for _, count in ages(listed, "problems", NINGBO, MARCH)] == [0, 1, 0, 0]


def test_a_page_is_narrowed_by_standing_field_and_words(listed):
    assert rows(listed, "problems", NINGBO, MARCH, Asked("open")).rows["key"].tolist() == ["P4"]
    assert rows(listed, "problems", NINGBO, MARCH, Asked(equal={"list": "ecology"})).rows["key"].tolist() == ["P3"]
    assert rows(listed, "problems", NINGBO, MARCH, Asked(words="水利")).total == 2
    assert rows(listed, "problems", NINGBO, MARCH, limit=1, offset=1).rows["key"].tolist() == ["P4"]


@pytest.mark.parametrize("fields", [("standing",), ("list", "standing"), ("department", "standing"), ("department",)])
def test_what_is_counted_together_adds_up_to_what_is_counted_alone(listed, fields):
    together = REGISTERS["problems"].counted_together
    assert set(fields) <= set(together)
    alone = counts(listed, "problems", NINGBO, MARCH, *fields).set_index(list(fields))["count"]
    sums = counts(listed, "problems", NINGBO, MARCH, *together).groupby(list(fields))["count"].sum()
    assert sums.to_dict() == alone.to_dict()


def test_counts_are_narrowed_by_words_too(listed):
    found = counts(listed, "problems", NINGBO, MARCH, "standing", asked=Asked(words="水利"))
    assert found["count"].sum() == 2


def test_the_fields_of_rows_come_with_how_each_stands_and_numbers_are_numbers(conn):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, problems=drawn_problems())
    found = fields(conn, "problems", NINGBO, MARCH, "title", "reopened", "judged")
    assert found.columns.tolist() == ["key", "unit", "standing", "title", "reopened", "judged"]
    assert dict(zip(found["key"], found["standing"], strict=True)) == {
        "P1": "accepted", "P2": "closed", "P3": "overdue", "P4": "open",
    }  # fmt: skip
    assert found["reopened"].dtype == float
    none = fields(conn, "components", NINGBO, MARCH, "name", "calls")
    assert none.empty
    assert none["calls"].dtype == float
