"""How rows moved between two days: as drawn, on every way one asks for it."""

from datetime import date

import pytest

from data.registers import REGISTERS
from metrics.row_moves import ABSENT, STANDING, flow, movable, moves, names
from tests import cases

day = date.fromisoformat
NINGBO = ("330200", "330203", "330205")
THEN = """
    key | unit   | name | system  | stage | status   | live_since | changed_on
    A1  | 330203 | 甲   | economy | plan  | building |            |
    A2  | 330203 | 乙   | economy | start | building |            |
    A3  | 330205 | 丙   | economy |       |          | 2024-05-01 |
    A4  | 330100 | 丁   | economy | plan  | building |            |
"""
LATER = """
    key | unit   | name | system  | stage   | status   | live_since | changed_on
    A1  | 330203 | 甲二 | economy | start   | building |            | 2025-02-10
    A2  | 330203 | 乙   | economy | plan    | building |            | 2025-03-05
    A4  | 330100 | 丁   | economy | iterate | building |            | 2025-02-10
"""


@pytest.fixture
def ledger(conn):
    """Four applications, three of which change their batch, each on a day of its own."""
    cases.plant(conn, cases.ZHEJIANG)
    for table in (THEN, LATER):
        rows = cases.records(table, ("live_since", "changed_on"))
        cases.report(conn, applications=rows)
    return conn


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2025-01-01", "2025-02-09", {"A1": "plan plan", "A2": "start start"}),
        ("2025-02-09", "2025-02-10", {"A1": "plan start", "A2": "start start"}),  # the very day
        ("2025-02-10", "2025-03-04", {"A1": "start start", "A2": "start start"}),
        ("2025-01-01", "2025-03-05", {"A1": "plan start", "A2": "start plan"}),
    ],
)
def test_a_row_moves_on_the_day_it_says(ledger, since, until, expected):
    found = moves(ledger, "applications", "stage", NINGBO, day(since), day(until)).set_index("key")
    assert {key: f"{row['was']} {row['now']}" for key, row in found.drop("A3").iterrows()} == expected
    assert (found.at["A3", "was"], found.at["A3", "now"]) == ("", "")


def test_a_day_is_known_as_it_was_known_then(ledger):
    """The second batch is not known at the first one's revision."""
    found = moves(ledger, "applications", "stage", NINGBO, day("2025-01-01"), day("2025-06-01"), revision=1)
    assert (found["was"] == found["now"]).all()


def test_a_row_is_called_as_on_the_later_day_and_one_taken_off_as_before(ledger):
    gone = cases.records(
        "key | unit | name | system | changed_on\nA2 | 330203 | 乙 | economy | 2025-04-01", ("changed_on",)
    )
    cases.report(ledger, applications=gone.assign(removed=True))
    found = moves(ledger, "applications", "stage", NINGBO, day("2025-01-01"), day("2025-05-01")).set_index("key")
    assert dict(found["name"]) == {"A1": "甲二", "A2": "乙", "A3": "丙"}
    assert (found.at["A2", "was"], found.at["A2", "now"]) == ("start", ABSENT)


def test_a_flow_counts_every_row_once(ledger):
    found = flow(moves(ledger, "applications", "stage", [*NINGBO, "330100"], day("2025-01-01"), day("2025-06-01")))
    assert found.to_dict("list") == {
        "was": ["", "plan", "plan", "start"],
        "now": ["", "iterate", "start", "plan"],
        "count": [1, 1, 1, 1],
    }


def test_rows_move_in_how_they_stand_as_the_list_says(ledger):
    found = moves(ledger, "applications", STANDING, NINGBO, day("2024-04-30"), day("2024-05-01")).set_index("key")
    assert (found.at["A3", "was"], found.at["A3", "now"]) == ("building", "live")


def test_no_rows_on_either_day_are_no_moves(ledger):
    assert flow(moves(ledger, "pilots", STANDING, NINGBO, day("2024-04-30"), day("2024-05-01"))).empty


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda each: each.key)
def test_every_value_a_row_can_have_is_called_something(register):
    for field in movable(register):
        said = names(register, field)
        assert set(dict(register.field(field).choices) if field != STANDING else {}) <= set(said)
        assert {"", ABSENT} <= set(said)
