"""Where obligations are declared, they say who is expected; and what came of what was asked for, in time or late."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from data import months
from data.reporting import obligations
from data.schema import batch, batch_file, revision, submission
from metrics import METRICS, query
from metrics.delivery import by_cell, by_unit, lacking, queries
from metrics.passport import passport
from metrics.periods import YEAR_TO_DATE
from metrics.scope import scope_of
from tests import cases
from tests.cases import data_records, satisfaction, service_index, visits
from tests.duties import oblige
from tests.frames import drawn
from tests.spec.test_registers import problems

NOW = datetime(2025, 3, 20, 9, 0, tzinfo=months.SHANGHAI)
RUN = months.between(months.parse("2025-01"), months.parse("2025-03"))
COMPLETENESS, TIMELINESS = METRICS["completeness"], METRICS["timeliness"]


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(months, "now", lambda: NOW)


# Who is expected


def test_who_owes_nothing_is_not_missing(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |      2
        330602 | 2025-01 |      3
        """,
        """
        unit   | month   | value | expected | reported | missing
        330200 | 2025-01 |     2 |        1 |        1 |       0
        330205 | 2025-01 |     — |        0 |        0 |       0
        330600 | 2025-01 |     3 |        2 |        1 |       1
        330000 | 2025-01 |     5 |        3 |        2 |       1
        """,
        duties="""
        unit   | what
        330203 | visits
        330600 | visits
        """,
    )


def test_without_a_declaration_for_the_month_every_leaf_is_expected(spec):
    spec(
        visits,
        "unit | month | visits\n330203 | 2025-01 | 2\n330203 | 2025-03 | 2",
        """
        unit   | month   | coverage
        330200 | 2024-12 | 0/3
        330200 | 2025-01 | 1/1
        330200 | 2025-02 | 0/1
        330200 | 2025-03 | 1/3
        """,
        duties="unit | what | from | to\n330203 | visits | 2025-01 | 2025-03",
    )


def test_of_duties_that_follow_each_other_each_holds_in_its_months(spec):
    spec(
        visits,
        "unit | month | visits\n330203 | 2025-01 | 2",
        """
        unit   | month   | coverage
        330200 | 2025-01 | 1/1
        330200 | 2025-02 | 0/2
        330200 | 2025-03 | 0/1
        """,
        duties="""
        unit   | what   | from    | to
        330203 | visits | 2025-01 | 2025-03
        330205 | visits | 2025-02 | 2025-04
        """,
    )


def test_in_the_months_between_nobody_is_expected(spec):
    spec(
        data_records,
        "unit | month | data_records\n330203 | 2025-03 | 2",
        """
        unit   | month   | value | coverage | carried
        330200 | 2025-02 |     — | 0/0      |       0
        330200 | 2025-03 |     2 | 1/3      |       0
        330200 | 2025-04 |     2 | 1/1      |       1
        """,
        duties="unit | what | every\n330000 | data_records | 3",
    )


def test_a_unit_with_units_below_it_that_owes_is_expected_beside_them(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |      2
        330205 | 2025-01 |      3
        330200 | 2025-02 |      9
        """,
        """
        unit   | month   | value | expected | reported | missing
        330200 | 2025-01 |     5 |        3 |        2 |       1
        330200 | 2025-02 |     9 |        1 |        1 |       0
        330600 | 2025-01 |     — |        0 |        0 |       0
        """,
        duties="""
        unit   | what   | level
        330200 | visits | city
        330203 | visits | leaf
        330205 | visits | leaf
        """,
    )


def test_of_a_ratio_who_owes_all_that_was_asked_for_is_expected(spec):
    spec(
        satisfaction,
        "unit | month | rated | satisfied\n330203 | 2025-01 | 10 | 5",
        "unit | month | coverage\n330200 | 2025-01 | 1/2",
        duties="""
        unit   | what
        330203 | rated
        330205 | rated
        330206 | rated
        330203 | satisfied
        330205 | satisfied
        """,
    )


def test_an_index_that_is_not_owed_is_not_missing(spec):
    spec(
        service_index,
        "unit | month | service_index\n330203 | 2025-01 | 90",
        """
        unit   | month   | coverage
        330200 | 2025-01 | 0/1
        330203 | 2025-01 | 1/1
        330205 | 2025-01 | 0/0
        """,
        duties="unit | what | level\n330200 | service_index | city\n330203 | service_index | leaf",
    )


def test_a_register_is_expected_of_who_owes_it(spec):
    spec(
        METRICS["problems_open"],
        "",
        """
        unit   | month   | value | coverage
        330200 | 2025-02 |     3 | 2/3
        330600 | 2025-02 |     — | 0/2
        330100 | 2025-02 |     — | 0/0
        """,
        duties="unit | what\n330200 | problems\n330600 | problems",
        problems=problems(),
    )


def test_who_owes_a_number_is_who_was_asked_for_it(conn):
    cases.plant(conn, cases.ZHEJIANG)
    oblige(conn, "unit | what\n330203 | rated\n330205 | rated\n330203 | satisfied\n330205 | satisfied")
    cases.report(conn, cases.reports("unit | month | rated | satisfied\n330203 | 2025-01 | 10 |"))
    owing = query.owing(conn, satisfaction, "330000", RUN[0])
    assert sorted(zip(owing["unit"], owing["measure"], strict=True)) == [
        ("330203", "satisfied"),
        ("330205", "rated"),
        ("330205", "satisfied"),
    ]


# What came, and when


def hand_in(conn, day, table, **more):
    """Report figures as handed in at noon of a day; the batch's number. `more`: as of `cases.report`."""
    cases.report(conn, cases.reports(table) if table else None, **more)
    number = conn.scalar(select(func.max(batch.c.number)))
    moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=months.SHANGHAI)
    conn.execute(update(batch).where(batch.c.number == number).values(handed_in=moment))
    return number


@pytest.fixture
def told(conn):
    """A quarter in Ningbo: three districts owe two measures each by the 8th."""
    cases.plant(conn, cases.ZHEJIANG)
    oblige(conn, "unit | what\n330200 | visits\n330200 | data_records")
    hand_in(
        conn,
        "2025-02-08",
        """
        unit   | month   | visits | data_records
        330203 | 2025-01 |      1 |            1
        330205 | 2025-01 |      1 |
        """,
    )
    hand_in(
        conn,
        "2025-02-09",
        """
        unit   | month   | visits | data_records
        330203 | 2025-01 |      2 |            2
        330205 | 2025-01 |        |            1
        330206 | 2025-01 |      1 |
        """,
    )
    about = cases.reports("unit | month | qualifier | visits | data_records\n330203 | 2025-02 | about | 1 | 1")
    cases.report(conn, about.assign(qualifier=["about", "exact"]))
    return conn


def matrix(conn, unit="330000", **more):
    frame = by_unit(conn, unit, RUN, **more)
    return {
        (row.unit, months.label(row.month)): (row.state, row.owed, row.reported, row.on_time)
        for row in frame.itertuples()
    }


def test_the_first_live_report_decides_whether_a_cell_is_on_time(told):
    hand_in_at = datetime(2025, 3, 7, tzinfo=months.SHANGHAI)
    told.execute(update(batch).where(batch.c.number == 3).values(handed_in=hand_in_at))
    expected = drawn(
        """
        unit   | month   | state     | owed | reported | on_time
        330203 | 2025-01 | on_time   |    2 |        2 |       2
        330203 | 2025-02 | estimated |    2 |        2 |       2
        330203 | 2025-03 | coming    |    0 |        0 |       0
        330205 | 2025-01 | late      |    2 |        2 |       1
        330205 | 2025-02 | missing   |    2 |        0 |       0
        330205 | 2025-03 | coming    |    0 |        0 |       0
        330206 | 2025-01 | partial   |    2 |        1 |       0
        330206 | 2025-02 | missing   |    2 |        0 |       0
        330206 | 2025-03 | coming    |    0 |        0 |       0
        """
    )
    got = matrix(told)
    assert got == {
        (row.unit, row.month): (row.state, int(row.owed), int(row.reported), int(row.on_time))
        for row in expected.itertuples()
    }


def test_withdrawing_the_first_report_leaves_the_later_one_and_its_moment(told):
    cases.withdraw(told, 1)
    assert matrix(told)["330203", "2025-01"] == ("late", 2, 2, 0)
    assert matrix(told)["330205", "2025-01"] == ("partial", 2, 1, 0)


def test_a_figure_taken_back_in_a_later_report_is_missing(told):
    cases.report(told, cases.frames.figures("measure|unit|month|value\nvisits|330203|2025-01|"))
    assert matrix(told)["330203", "2025-01"] == ("partial", 2, 1, 1)


def test_the_day_due_is_on_time_to_its_last_minute_and_not_owed_before(told, monkeypatch):
    in_february = datetime(2025, 2, 8, 23, 59, tzinfo=months.SHANGHAI)
    assert matrix(told, now=in_february)["330206", "2025-01"] == ("coming", 0, 0, 0)
    assert matrix(told, now=in_february)["330203", "2025-01"] == ("on_time", 0, 0, 0)  # in before it was due
    after = datetime(2025, 2, 9, tzinfo=months.SHANGHAI)
    assert matrix(told, now=after)["330206", "2025-01"] == ("partial", 2, 1, 0)


@pytest.mark.parametrize(
    ("after", "state"),
    [(timedelta.resolution * -1, "on_time"), (timedelta(0), "on_time"), (timedelta.resolution, "late")],
)
def test_the_very_moment_decides_of_figures_and_lists_alike(conn, after, state):
    cases.plant(conn, cases.ZHEJIANG)
    oblige(conn, "unit | what\n330203 | visits\n330203 | problems")
    number = hand_in(
        conn, "2025-02-01", "unit | month | visits\n330203 | 2025-01 | 1", month=RUN[0], problems=problems()
    )
    moment = obligations.due_of(RUN[0], 8) + after
    conn.execute(update(batch).where(batch.c.number == number).values(handed_in=moment))
    got = by_cell(conn, "330203", RUN[:1])
    assert dict(zip(got["what"], got["state"], strict=True)) == {"visits": state, "problems": state}


def test_what_waits_for_approval_is_handed_in_and_not_reported(told):
    told.execute(insert(batch_file).values(sha256="x", content=b""))
    waiting = {
        "number": 1, "draft": 1, "unit": "330200", "month": RUN[1], "source": "workbook", "correction": "", "at": NOW,
        "person": "wang", "name": "王", "file_name": "", "sha256": "x", "base": 1, "cells": 6, "warnings": 0, "step": 0,
        "steps": 1, "state": "waiting",
    }  # fmt: skip
    told.execute(insert(submission).values(**waiting))
    got = matrix(told)
    assert got["330205", "2025-02"] == ("waiting", 2, 0, 0)
    assert got["330205", "2025-01"][0] == "late"
    told.execute(insert(submission).values(**waiting | {"number": 2, "month": RUN[0]}))
    again = matrix(told)
    assert again["330203", "2025-01"][0] == "on_time"  # complete: what waits beside it changes nothing
    assert again["330206", "2025-01"][0] == "waiting"


def test_what_is_declared_twice_is_owed_once_by_the_earlier_day(told):
    oblige(told, "unit | what | due_day\n330205 | visits | 5\n330000 | visits | 20")
    got = by_cell(told, "330205", RUN[:1])
    assert got[["what", "state"]].to_numpy().tolist() == [["data_records", "late"], ["visits", "late"]]
    assert [f"{due:%d %H:%M}" for due in got["due"]] == ["08 23:59", "05 23:59"]
    assert matrix(told)["330602", "2025-01"] == ("missing", 1, 0, 0)


def test_who_to_call_is_who_is_missing_or_was_late(told):
    found = lacking(told, "330200", RUN[0])
    assert found[["unit", "what", "state"]].to_numpy().tolist() == [
        ["330205", "data_records", "late"],
        ["330206", "data_records", "missing"],
        ["330206", "visits", "late"],
    ]


def test_a_register_is_one_cell_a_unit(told):
    oblige(told, "unit | what\n330200 | problems")
    hand_in(told, "2025-02-10", "", month=RUN[0], problems=problems())
    hand_in(told, "2025-03-08", "", month=RUN[1], lists=[("problems", "330205")])

    def states(unit):
        got = by_cell(told, unit, RUN)
        return got[got["what"] == "problems"]["state"].tolist()

    assert states("330203") == ["late", "missing", "coming"]  # a list of one month is not that of the next
    assert states("330205") == ["late", "on_time", "coming"]  # confirmed to be as it was
    assert (by_cell(told, "330206", RUN[:1])["state"] == "missing").sum() == 2


def test_rates_are_ratios_of_sums_over_the_subtree(told):
    frame = query.snapshot(told, [COMPLETENESS, TIMELINESS, METRICS["cells_missing"]], "330200", RUN[0])
    got = {(row.metric, row.unit): (row.value, row.expected) for row in frame.itertuples()}
    assert got["completeness", "330200"] == (5 / 6, 3)
    assert got["timeliness", "330200"] == (3 / 6, 3)
    assert got["cells_missing", "330206"] == (1, 1)
    assert query.snapshot(told, [COMPLETENESS], "330000", RUN[0])["value"].tolist()[0] == 5 / 6


def test_the_year_to_date_adds_up_before_it_divides_and_what_is_not_due_does_not_count(told):
    frame = query.snapshot(told, [COMPLETENESS], "330200", RUN[2], period=YEAR_TO_DATE)
    row = frame.iloc[0]
    assert (row["value"], row["ytd_months"]) == (7 / 12, 2)
    assert query.snapshot(told, [COMPLETENESS], "330200", RUN[2])["value"].isna().all()
    assert query.snapshot(told, [COMPLETENESS], "330200", RUN[1])["mom"].iloc[0] == pytest.approx(2 / 6 - 5 / 6)


def test_history_and_ranking(told):
    frame = query.history(told, [COMPLETENESS], ["330203", "330205"], RUN)
    assert frame["value"].fillna(-1).tolist() == [1, 1, -1, 1, 0, -1]
    order = query.ranking(
        query.snapshot(told, [COMPLETENESS], "330200", RUN[0]), COMPLETENESS, ["330206", "330205", "330203"]
    )
    assert order[["unit", "rank"]].to_numpy().tolist() == [["330205", 1], ["330203", 1], ["330206", 3]]


def test_an_earlier_revision_knows_what_was_there_by_then(told):
    for number, day in ((1, 8), (2, 9), (3, 10)):
        at = datetime(2025, 2, day, 12, tzinfo=months.SHANGHAI)
        told.execute(update(revision).where(revision.c.number == number).values(at=at))
    assert matrix(told, revision=1)["330203", "2025-01"] == ("on_time", 0, 0, 0)
    assert matrix(told, revision=2)["330203", "2025-01"] == ("on_time", 2, 2, 2)
    assert matrix(told, revision=2)["330206", "2025-01"] == ("partial", 2, 1, 0)
    assert matrix(told, revision=2)["330206", "2025-02"][0] == "coming"


def test_without_obligations_there_is_nothing_to_be_late_with(conn):
    cases.plant(conn, cases.ZHEJIANG)
    assert by_unit(conn, "330000", RUN).empty
    assert by_cell(conn, "330203", RUN).empty
    assert query.snapshot(conn, [COMPLETENESS], "330000", RUN[0])["value"].isna().all()


def test_who_owes_the_rate_is_who_was_missing_and_for_timeliness_late(told):
    missing = query.owing(told, COMPLETENESS, "330200", RUN[0])
    assert missing[["unit", "measure"]].to_numpy().tolist() == [["330206", "data_records"]]
    assert len(query.owing(told, TIMELINESS, "330200", RUN[0])) == 3


def test_a_passport_names_what_is_missing_and_the_cells_that_were_late(told):
    found = passport(told, TIMELINESS, "330200", RUN[0])
    assert (found.value, found.expected, len(found.missing)) == (3 / 6, 3, 3)
    late = found.origins.frame
    assert late[["unit", "measure", "batch"]].to_numpy().tolist() == [
        ["330205", "data_records", 2],
        ["330206", "visits", 2],
    ]
    assert "到期" in found.how.zh
    assert found.formula.zh == "按期上报项数 ÷ 到期应报项数"
    assert passport(told, COMPLETENESS, "330200", RUN[0]).origins.total == 0


def test_the_question_is_no_secret(told):
    scope = scope_of(told, ["330200"], RUN[0], RUN[0])
    told.execute(queries(told, scope)[0])
