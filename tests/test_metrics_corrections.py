"""Known corrections stay visible behind a number: what it was, why, by whom, and who let it count."""

import pandas as pd
import pytest
from sqlalchemy import update

from data import months, schema
from metrics import METRICS
from metrics.passport import passport
from metrics.telling import tell
from tests import cases
from tests.cases import data_records, visits

FEBRUARY = months.parse("2025-02")


@pytest.fixture
def planted(conn):
    cases.plant(conn, cases.ZHEJIANG)
    return conn


def reported(conn, table: str) -> int:
    return cases.report(conn, cases.reports(table))


def corrected(conn, revision: int, reason: str = "口径写错", approved_by: str = "李敏") -> int:
    """A report that went through as the correction of an earlier month."""
    of = schema.batch.c.revision == revision
    conn.execute(update(schema.batch).where(of).values(correction=reason, approved_by=approved_by))
    return revision


def opened(conn, metric=visits, unit="330200", **more):
    return passport(conn, metric, unit, FEBRUARY, **more)


def told(found) -> list[tuple]:
    frame = found.corrections
    return list(zip(frame["unit"], frame["before"], frame["value"], frame["reason"], frame["approved_by"], strict=True))


def test_a_corrected_figure_says_from_what_value_why_and_who_approved(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1\n330205 | 2025-02 | 5")
    corrected(planted, reported(planted, "unit | month | visits\n330203 | 2025-02 | 3\n330205 | 2025-02 | 5"))
    found = opened(planted)
    assert told(found) == [("330203", 1, 3, "口径写错", "李敏")]
    assert found.corrections["actor"].tolist() == ["王"]
    assert found.origins.frame["correction"].tolist() == ["口径写错", "口径写错"]
    assert found.origins.frame["approved_by"].tolist() == ["李敏", "李敏"]


def test_a_correction_stays_known_after_a_later_report(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1")
    corrected(planted, reported(planted, "unit | month | visits\n330203 | 2025-02 | 3"))
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 4")
    assert told(opened(planted)) == [("330203", 1, 3, "口径写错", "李敏")]


def test_the_newest_correction_stands_first_and_a_withdrawn_one_is_among_the_earlier_values(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1")
    corrected(planted, reported(planted, "unit | month | visits\n330203 | 2025-02 | 3"), "少报")
    corrected(planted, reported(planted, "unit | month | visits\n330203 | 2025-02 | 4"), "又少报")
    assert [row[1:4] for row in told(opened(planted))] == [(3, 4, "又少报"), (1, 3, "少报")]
    cases.withdraw(planted, 3, "填错单位")
    found = opened(planted)
    assert [row[1:4] for row in told(found)] == [(1, 3, "少报")]
    assert found.earlier[["kind", "value", "reason", "approved_by"]].to_numpy().tolist() == [
        ["withdraw", 3, "填错单位", "李敏"],
        ["commit", 4, "又少报", "李敏"],
        ["commit", 3, "少报", "李敏"],
        ["commit", 1, "", ""],
    ]


def test_other_months_other_units_and_reports_that_repeat_are_no_corrections_of_this_number(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1")
    table = "unit | month | visits\n330203 | 2025-02 | 1\n330203 | 2025-01 | 7\n330602 | 2025-02 | 9"
    corrected(planted, reported(planted, table))
    assert opened(planted).corrections.empty


def test_a_carried_stock_tells_the_correction_of_the_month_it_was_reported_for(planted):
    reported(planted, "unit | month | data_records\n330203 | 2025-01 | 7")
    corrected(planted, reported(planted, "unit | month | data_records\n330203 | 2025-01 | 8"))
    assert [row[1:3] for row in told(opened(planted, data_records, "330203"))] == [(7, 8)]


def test_what_was_added_later_and_what_was_taken_back_are_corrections_too(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1")
    gone = cases.reports("unit | month | visits\n330203 | 2025-02 | 1\n330205 | 2025-02 | 2")
    corrected(planted, cases.report(planted, gone.assign(value=[float("nan"), 2.0])))
    frame = opened(planted).corrections
    assert frame["unit"].tolist() == ["330203", "330205"]
    assert [pd.isna(value) for value in frame["value"]] == [True, False]
    assert [pd.isna(value) for value in frame["before"]] == [False, True]


def test_an_earlier_revision_knows_only_what_was_known_then(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1")
    late = corrected(planted, reported(planted, "unit | month | visits\n330203 | 2025-02 | 3"))
    assert opened(planted, revision=late - 1).corrections.empty


def test_rows_of_a_register_that_were_corrected_are_told(planted):
    rows = cases.records(
        """
        key | unit   | list  | department | title | found      | closed
        P1  | 330203 | audit | 水利局     | 堤防  | 2025-01-05 |
        """,
        ("found", "closed"),
    )
    cases.report(planted, problems=rows)
    added = rows.assign(key="P2")
    corrected(planted, cases.report(planted, problems=pd.concat([rows.assign(title="堤坝"), added])))
    found = opened(planted, METRICS["problems_open"])
    assert found.corrections[["key", "title", "change", "reason"]].to_numpy().tolist() == [
        ["P1", "堤坝", "changed", "口径写错"],
        ["P2", "堤防", "added", "口径写错"],
    ]
    assert any("P1 堤坝: changed (口径写错" in line for line in tell(found, "宁波市"))


def test_the_command_line_tells_corrections_and_who_approved(planted):
    reported(planted, "unit | month | visits\n330203 | 2025-02 | 1")
    corrected(planted, reported(planted, "unit | month | visits\n330203 | 2025-02 | 3"))
    said = "\n".join(tell(opened(planted), "宁波市"))
    assert "已知更正 / known corrections (1)" in said
    assert "330203 visits 2025-02: 1 → 3 (口径写错" in said
    assert "审核 / approved by 李敏" in said
