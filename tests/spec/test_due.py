"""A month is judged once the day has come by which all of a number is due; before it nobody is missing, whatever is in."""

from datetime import date, datetime

import pytest
from sqlalchemy import update

from data import months
from data.schema import revision
from metrics import METRICS, query
from metrics.answering.listed import _holds
from metrics.conclusions.evidence import gather
from metrics.conclusions.goals import behind
from metrics.judgement import is_early, judged
from tests import cases
from tests.cases import visits
from tests.duties import oblige

MARCH = date(2025, 3, 1)
REPORTS = """
unit   | month   | visits
330203 | 2025-01 |      1
330205 | 2025-01 |      1
330206 | 2025-01 |      1
330203 | 2025-03 |      1
330205 | 2025-03 |      1
330206 | 2025-03 |      1
"""
TARGETS = """
metric | unit   | year | value
visits | 330203 | 2025 | 240
visits | 330205 | 2025 | 240
visits | 330200 | 2025 | 240
"""
DUTIES = """
unit   | what   | due_day
330203 | visits | 5
330205 | visits | 8
"""
FAR = "严重滞后"
# By noon of the day: of whom, the day that is still to come, whether the month runs, and the word.
DRAWN = f"""
day        | unit   | due_on | running | word
2025-03-20 | 330203 | 04-05  | yes     | 04-05 截止，暂不评价
2025-03-31 | 330203 | 04-05  | yes     | 04-05 截止，暂不评价
2025-04-01 | 330203 | 04-05  | no      | 04-05 截止，暂不评价
2025-04-05 | 330203 | 04-05  | no      | 04-05 截止，暂不评价
2025-04-06 | 330203 | —      | no      | {FAR}
2025-04-06 | 330205 | 04-08  | no      | 04-08 截止，暂不评价
2025-04-06 | 330200 | 04-08  | no      | 04-08 截止，暂不评价
2025-04-09 | 330200 | —      | no      | {FAR}
2025-04-09 | 330205 | —      | no      | {FAR}
"""


@pytest.fixture
def noon(conn, monkeypatch):
    """noon(day): the case stands, and it is noon of that day."""
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, cases.reports(REPORTS), targets=cases.targets(TARGETS))

    def at(day: str, duties: str = DUTIES) -> None:
        oblige(conn, duties)
        now = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=months.SHANGHAI)
        monkeypatch.setattr(months, "now", lambda: now)

    return at


def rows_of(conn, metric=visits, month=MARCH, revision=None) -> dict:
    frame = query.snapshot(conn, [metric], "330200", month, revision=revision)
    return {row["unit"]: row for row in frame.to_dict("records")}


@pytest.mark.parametrize("drawn", DRAWN.strip().splitlines()[1:])
def test_before_the_last_day_due_nothing_is_judged(conn, noon, drawn):
    day, unit, due_on, running, word = (cell.strip() for cell in drawn.split("|"))
    noon(day)
    row = rows_of(conn)[unit]
    told = judged(row, visits, MARCH)
    shown = "—" if row["due_on"] is None or row["due_on"] != row["due_on"] else f"{row['due_on']:%m-%d}"
    assert (shown, "yes" if row["running"] else "no", told.word.zh) == (due_on, running, word)
    assert (told.status is None) == is_early(row) == (word != FAR)


def test_where_nothing_is_owed_a_month_is_judged_once_it_is_over(conn, noon):
    noon("2025-03-31", duties="")
    assert judged(rows_of(conn)["330203"], visits, MARCH).word.zh == "本月未结束，暂不评价"
    noon("2025-04-01", duties="")
    assert judged(rows_of(conn)["330203"], visits, MARCH).word.zh == FAR


def test_rates_of_what_was_delivered_wait_for_the_day_due(conn, noon):
    noon("2025-04-03")
    completeness = METRICS["completeness"]
    row = rows_of(conn, completeness)["330200"]
    assert (row["expected"], f"{row['due_on']:%m-%d}") == (0, "04-08")
    noon("2025-04-09", duties="")
    row = rows_of(conn, completeness)["330200"]
    assert (row["value"], is_early(row)) == (1.0, False)


def test_no_sentence_blames_anybody_before_the_day_due(conn, noon):
    noon("2025-04-03")
    metric = METRICS["visits"]
    assert [each for each in behind(gather(conn, "330200", MARCH, None)) if each.metric == metric.key] == []
    noon("2025-04-09", duties="")
    assert [each.metric for each in behind(gather(conn, "330200", MARCH, None)) if each.metric == metric.key] == [
        "visits"
    ]


def test_a_question_who_is_missing_leaves_out_who_still_has_time(conn, noon):
    noon("2025-03-20", duties="unit | what\n330203 | visits\n330205 | visits")
    asked = type("Asked", (), {"filter": "missing", "month": MARCH})()
    rows = rows_of(conn, month=date(2025, 2, 1))  # due on the 8th of March
    assert _holds(rows["330203"], asked, visits) is True
    rows = rows_of(conn)
    assert _holds(rows["330203"] | {"reported": 0}, asked, visits) is None


def test_a_view_of_a_revision_is_judged_as_of_the_moment_it_came_about(conn, noon):
    noon("2025-04-09")
    early = datetime(2025, 4, 2, tzinfo=months.SHANGHAI)
    conn.execute(update(revision).values(at=early))
    number = conn.execute(revision.select().order_by(revision.c.number.desc())).first().number
    assert judged(rows_of(conn, revision=number)["330200"], visits, MARCH).word.zh == "04-08 截止，暂不评价"
    assert judged(rows_of(conn)["330200"], visits, MARCH).word.zh == FAR
