"""Registers as lists handed in for a month, and rows whose every event has its day."""

from datetime import date, datetime

import pandas as pd
import pytest
from sqlalchemy import delete, select, update

from data import backfill, months
from data.registers import TABLES
from data.schema import batch, handed_list
from metrics import METRICS, query
from metrics.standings import counts, rows
from tests import cases
from tests.spec.test_registers import problems as drawn

NOW = datetime(2025, 4, 20, 9, tzinfo=months.SHANGHAI)
JANUARY, FEBRUARY, MARCH = (date(2025, month, 1) for month in (1, 2, 3))
FIRST = """
    key | unit   | list  | department | found      | assigned   | due        | closed     | accepted   | reopened
    P1  | 330203 | audit | 水利局     | 2025-01-05 | 2025-01-10 | 2025-02-10 | 2025-01-20 | 2025-01-25 | 0
    P2  | 330203 | audit | 水利局     | 2025-01-06 | 2025-01-10 | 2025-02-05 |            |            | 0
    P3  | 330205 | audit | 水利局     | 2025-01-07 | 2025-01-20 | 2025-02-05 |            |            | 0
"""


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(months, "now", lambda: NOW)


@pytest.fixture
def told(conn):
    """Two districts of Ningbo have handed in their lists of January."""
    cases.plant(conn, cases.ZHEJIANG)
    hand_in(conn, JANUARY, drawn(FIRST))
    return conn


def hand_in(conn, month, rows=None, day=None, lists=()):
    """A list of a month, handed in on a day of the month after (the 7th); the revision."""
    at = datetime.combine(day or months.shift(month, 1).replace(day=7), NOW.time(), months.SHANGHAI)
    more = {} if rows is None else {"problems": rows}
    return cases.report(conn, month=month, handed_in=at, lists=lists, **more)


def row(**changed) -> pd.DataFrame:
    """P1 as it was first handed in, with some fields changed (None: empty)."""
    days = {key: pd.to_datetime(pd.Series([value])).astype("datetime64[s]").iloc[0] for key, value in changed.items()
            if key in ("due", "closed", "accepted", "changed_on")}  # fmt: skip
    return drawn(FIRST).iloc[[0]].assign(**{**changed, **days})


def values(conn, key, unit="330203", revision=None):
    """A number in January, February and March; None without a value."""
    run = [JANUARY, FEBRUARY, MARCH]
    frame = query.history(conn, [METRICS[key]], [unit], run, revision=revision)
    return [None if value != value else value for value in frame["value"]]


def coverage(conn, unit, month):
    frame = query.snapshot(conn, [METRICS["problems_open"]], unit, month).iloc[0]
    return frame["reported"], frame["carried"], frame["missing"]


def test_a_list_that_has_not_come_is_carried_and_makes_nothing_overdue(told):
    hand_in(told, FEBRUARY, lists=[("problems", "330203")])
    assert values(told, "problems_overdue", "330203") == [0, 1, 1]
    assert values(told, "problems_overdue", "330205") == [0, 0, 0]  # due on 5 February, judged as at 31 January
    assert [coverage(told, "330200", month) for month in (JANUARY, FEBRUARY, MARCH)] == [
        (2, 0, 1),
        (1, 1, 1),
        (0, 2, 1),
    ]
    assert values(told, "problems_overdue", "330000") == [0, 1, 1]


def test_a_list_without_a_row_counts_as_none_open(told):
    assert coverage(told, "330206", FEBRUARY) == (0, 0, 1)
    hand_in(told, FEBRUARY, lists=[("problems", "330206")])
    assert coverage(told, "330206", FEBRUARY) == (1, 0, 0)
    assert values(told, "problems_open", "330206") == [None, 0, 0]


def test_a_list_taken_back_is_carried_again(told):
    before = hand_in(told, FEBRUARY, lists=[("problems", "330203")])
    cases.withdraw(told, 2)
    assert coverage(told, "330203", FEBRUARY) == (0, 1, 0)
    assert values(told, "problems_overdue") == [0, 0, 0]
    assert values(told, "problems_overdue", revision=before) == [0, 1, 1]


REOPENED = {"closed": None, "accepted": None, "reopened": 1}


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        # Said nowhere: the last day of the month whose list brings it.
        (REOPENED, "problems_open", [1, 2, 2]),
        (REOPENED, "problems_reopened", [0, 1, 1]),
        (REOPENED, "closed_loop_rate", [1 / 2, 0, 0]),
        ({"removed": True}, "problems_assigned", [2, 1, 1]),
        ({"due": "2025-06-30"}, "on_time_rate", [1, 1, 1]),
        # Said in 变动日期.
        (REOPENED | {"changed_on": "2025-03-02"}, "problems_open", [1, 1, 2]),
        (REOPENED | {"changed_on": "2025-01-31"}, "problems_open", [2, 2, 2]),
        # A date that was empty says itself since when; a closing that comes late counts from its day.
        ({"title": "改了名"}, "problems_open", [1, 1, 1]),
    ],
)
def test_what_happens_to_a_row_has_its_day_and_the_months_before_stand(told, change, key, expected):
    hand_in(told, FEBRUARY, row(**change), lists=[("problems", "330203")])
    hand_in(told, MARCH, lists=[("problems", "330203")])
    assert values(told, key) == pytest.approx(expected)


def test_a_closing_that_is_filled_in_late_counts_from_its_own_day(told):
    late = drawn(FIRST).iloc[[1]].assign(closed=pd.Timestamp(2025, 1, 30))
    hand_in(told, MARCH, late)
    assert values(told, "problems_open") == [0, 0, 0]


def test_a_later_due_day_takes_nothing_back_that_was_overdue(told):
    hand_in(told, FEBRUARY, lists=[("problems", "330203")])
    later = drawn(FIRST).iloc[[1]].assign(due=pd.Timestamp(2025, 6, 30))
    hand_in(told, MARCH, later)
    assert values(told, "problems_overdue") == [0, 1, 0]


def test_once_a_months_list_is_there_a_change_counts_from_the_day_it_is_reported(told):
    """What was shown of February stays, though the file of 20 March is of February's list again."""
    hand_in(told, FEBRUARY, lists=[("problems", "330203")])
    hand_in(told, FEBRUARY, row(**REOPENED), day=date(2025, 3, 20))
    hand_in(told, MARCH, lists=[("problems", "330203")])
    assert values(told, "problems_open") == [1, 1, 2]


def test_a_row_that_comes_back_was_away_in_between(told):
    hand_in(told, FEBRUARY, row(removed=True))
    hand_in(told, MARCH, row())
    assert values(told, "problems_assigned") == [2, 1, 2]


def test_where_what_it_changed_is_taken_back_a_row_stands_for_all_months(told):
    hand_in(told, FEBRUARY, row(**REOPENED))
    cases.withdraw(told, 1)
    assert values(told, "problems_open") == [1, 1, 1]


def test_the_list_on_screen_is_the_one_that_is_counted(told):
    hand_in(told, FEBRUARY, row(**REOPENED), lists=[("problems", "330203")])
    for month in (JANUARY, FEBRUARY, MARCH):
        standing = counts(told, "problems", ["330200", "330203", "330205"], month, "standing").set_index("standing")[
            "count"
        ]
        frame = query.snapshot(told, [METRICS["problems_open"], METRICS["problems_overdue"]], "330200", month)
        counted = frame[frame["unit"] == "330200"].set_index("metric")["value"]
        assert standing.get("open", 0) + standing.get("overdue", 0) == counted["problems_open"]
        assert standing.get("overdue", 0) == counted["problems_overdue"]
    page = rows(told, "problems", ["330205"], MARCH)
    assert page.rows[["key", "standing", "judged"]].to_numpy().tolist() == [["P3", "open", date(2025, 1, 31)]]


def test_a_store_from_before_the_lists_knows_them_from_its_batches(told):
    """What was handed in stood for the months until the upgrade; what happened to a row is dated by its batch."""
    hand_in(told, MARCH, row(**REOPENED))
    told.execute(delete(handed_list))
    told.execute(update(TABLES["problems"]).values(holds_from=None))
    at = {1: datetime(2025, 2, 7, tzinfo=months.SHANGHAI), 2: datetime(2025, 4, 7, tzinfo=months.SHANGHAI)}
    for number, handed_in in at.items():
        told.execute(update(batch).where(batch.c.number == number).values(at=handed_in, handed_in=None))
    backfill.fill(told, "problems")
    noted = told.execute(select(handed_list.c.unit, handed_list.c.month, handed_list.c.batch)).all()
    assert sorted(noted) == [
        ("330203", JANUARY, 1), ("330203", FEBRUARY, 1), ("330203", MARCH, 2),
        ("330205", JANUARY, 1), ("330205", FEBRUARY, 1), ("330205", MARCH, 1),
    ]  # fmt: skip
    assert values(told, "problems_open") == [1, 1, 2]
