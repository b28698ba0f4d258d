"""Every number can be opened: formula, parts, who is missing, cells, batches, earlier values."""

import math

import pandas as pd
from sqlalchemy import delete

from data import months, rollups, training_mark
from data.schema import training
from metrics import METRICS
from metrics.passport import passport
from metrics.telling import tell
from tests import cases
from tests.cases import data_records, satisfaction, transactions, usage_rate, visits

MONTH = months.parse("2025-02")


def opened(conn, metric, unit="330200", month=MONTH, **more):
    return passport(conn, metric, unit, month, **more)


def reported(conn, table: str) -> int:
    return cases.report(conn, cases.reports(table))


def cells(opening) -> list[tuple]:
    frame = opening.origins.frame
    return list(zip(frame["unit"], frame["measure"], frame["subject"], frame["value"], strict=True))


def test_a_sum_names_the_units_in_it_those_missing_and_the_cells_of_each(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(
        conn,
        """
        unit   | month   | subject | visits
        330203 | 2025-02 |         |     10
        330203 | 2025-02 | APP1    |      3
        330205 | 2025-02 | APP1    |      4
        330205 | 2025-02 | APP2    |      5
        """,
    )
    found = opened(conn, visits)
    assert (found.value, found.own, found.expected, found.reported) == (19, False, 3, 2)
    assert found.parts[0].units[["unit", "value"]].to_numpy().tolist() == [["330203", 10], ["330205", 9]]
    assert found.missing["unit"].tolist() == ["330206"]
    assert cells(found) == [
        ("330203", "visits", "", 10),
        ("330205", "visits", "APP1", 4),
        ("330205", "visits", "APP2", 5),
    ]
    first = found.origins.frame.iloc[0]
    assert (first["sheet"], first["cell"], first["batch"], first["file_name"], first["actor"], first["source"]) == (
        ("月报", "A1", 1, "月报.xlsx", "王", "workbook")
    )
    assert "2 个" in found.how.zh
    assert "3 expected" in found.how.en


def test_only_the_first_cells_are_listed_but_all_are_counted(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(conn, "unit | month | visits\n330203 | 2025-02 | 1\n330205 | 2025-02 | 2\n330206 | 2025-02 | 3")
    found = opened(conn, visits, limit=2)
    assert (len(found.origins.frame), found.origins.total) == (2, 3)


def test_a_carried_stock_leads_to_the_month_it_was_reported_for(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(conn, "unit | month | data_records\n330203 | 2025-01 | 7")
    found = opened(conn, data_records, "330203")
    assert (found.value, found.carried) == (7, 1)
    assert found.parts[0].units[["month", "carried"]].to_numpy().tolist() == [[pd.Timestamp(2025, 1, 1), True]]
    assert found.origins.frame["month"].tolist() == [months.parse("2025-01")]
    assert "carried" in found.how.en


def test_a_month_of_a_report_since_january_leads_to_both_reports(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(conn, "unit | month | transactions_ytd\n330203 | 2025-01 | 7\n330203 | 2025-02 | 9")
    found = opened(conn, transactions, "330203")
    assert found.value == 2
    assert sorted(found.origins.frame["value"]) == [7, 9]


def test_a_published_rate_leads_to_its_own_cell_and_has_no_parts(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(conn, "unit | month | satisfaction_rate | rated\n330200 | 2025-02 | 0.9 |\n330203 | 2025-02 | | 5")
    found = opened(conn, satisfaction)
    assert (found.value, found.published, found.missing.empty) == (0.9, True, True)
    assert all(math.isnan(part.value) and part.units.empty for part in found.parts)
    assert cells(found) == [("330200", "satisfaction_rate", "", 0.9)]


def test_earlier_values_are_those_of_the_revisions_that_could_have_changed_it(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(conn, "unit | month | visits\n330203 | 2025-02 | 1")
    reported(conn, "unit | month | visits\n330602 | 2025-02 | 5")
    reported(conn, "unit | month | visits\n330203 | 2025-02 | 3")
    cases.withdraw(conn, 3)
    found = opened(conn, visits)
    assert found.earlier[["revision", "kind", "value"]].to_numpy().tolist() == [
        [4, "withdraw", 1],
        [3, "commit", 3],
        [1, "commit", 1],
    ]
    then = opened(conn, visits, revision=3)
    assert (then.value, then.origins.frame["batch"].tolist(), then.earlier["revision"].tolist()) == (3, [3], [3, 1])


def test_the_demonstration_lists_its_own_earlier_values_and_real_figures_theirs(conn):
    cases.plant(conn, cases.ZHEJIANG)
    training_mark.put(conn)
    for kind, value in (("published", 1), ("demo", 7), ("demo", 8)):
        cases.report(conn, cases.reports(f"unit | month | visits\n330203 | 2025-02 | {value}"), kind)
    assert opened(conn, visits).earlier[["revision", "value"]].to_numpy().tolist() == [[3, 8], [2, 7]]
    conn.execute(delete(training))  # the same store, were it a real one that once held a demonstration
    rollups.rebuild(conn)
    assert opened(conn, visits).earlier[["revision", "value"]].to_numpy().tolist() == [[1, 1]]


def test_a_number_without_figures_says_so(conn):
    cases.plant(conn, cases.ZHEJIANG)
    found = opened(conn, satisfaction)
    assert math.isnan(found.value)
    assert (found.origins.total, found.earlier.empty, len(found.missing)) == (0, True, 6)
    assert found.how.en == "There is no figure yet."


def test_a_number_over_rows_leads_to_the_rows(conn):
    cases.plant(conn, cases.ZHEJIANG)
    rows = cases.records(
        """
        key | unit   | list  | department | title | found      | closed
        P1  | 330203 | audit | 水利局     | 堤防  | 2025-01-05 |
        P2  | 330203 | audit | 水利局     | 水闸  | 2025-01-05 | 2025-01-20
        P3  | 330602 | audit | 水利局     | 泵站  | 2025-01-05 |
        """,
        ("found", "closed"),
    )
    cases.report(conn, problems=rows)
    found = opened(conn, METRICS["problems_open"])
    assert (found.value, found.origins.total, found.parts) == (1, 1, ())
    assert found.origins.frame[["unit", "key", "title", "cell"]].to_numpy().tolist() == [["330203", "P1", "堤防", "A2"]]
    assert found.earlier["value"].tolist() == [1]


def test_applications_that_have_fallen_silent_are_named_with_their_last_month(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(
        conn,
        """
        unit   | month   | subject | visits
        330203 | 2024-11 | APP1    |      1
        330203 | 2024-12 | APP2    |      1
        330203 | 2025-01 | APP3    |      1
        330203 | 2025-02 | APP3    |      1
        330205 | 2025-01 | APP1    |      1
        """,
    )
    found = opened(conn, visits)
    assert [tuple(row) for row in found.silent.to_numpy()] == [
        ("330203", "APP1", "APP1", months.parse("2024-11")),
        ("330203", "APP2", "APP2", months.parse("2024-12")),
    ]
    assert "330203 APP2 APP2 (2024-12)" in "\n".join(tell(found, ""))
    assert "1 applications" in opened(conn, visits, "330203").how.en


def test_parts_that_make_no_rate_are_said(conn):
    cases.plant(conn, cases.ZHEJIANG)
    reported(
        conn,
        """
        unit   | month   | subject | active_users | app_users
        330203 | 2025-02 | APP1    |              |       100
        330203 | 2025-02 |         |         2000 |
        """,
    )
    assert "they make no rate" in opened(conn, usage_rate, "330203").how.en
