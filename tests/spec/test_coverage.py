"""Coverage: every value says how many of the units that report stand behind it."""

from data import months
from metrics import query
from tests import cases
from tests.cases import data_records, satisfaction, service_index, visits


def test_a_child_with_its_own_report_counts_one_and_others_count_as_their_children(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330100 | 2025-01 |      1
        330203 | 2025-01 |      2
        330600 | 2025-01 |      3
        """,
        """
        unit   | month   | value | own | expected | reported | carried | missing
        330000 | 2025-01 |     6 | no  |        5 |        3 |       0 |       2
        330200 | 2025-01 |     2 | no  |        3 |        1 |       0 |       2
        330600 | 2025-01 |     3 | yes |        1 |        1 |       0 |       0
        """,
    )


def test_a_carried_stock_is_counted_apart(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records
        330203 | 2025-01 |            2
        330205 | 2025-02 |            3
        """,
        """
        unit   | month   | value | expected | reported | carried | missing
        330200 | 2025-02 |     5 |        3 |        1 |       1 |       1
        """,
    )


def test_a_report_of_nothing_out_of_nothing_is_a_report(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied | satisfaction_rate
        330203 | 2025-01 |     0 |         0 | 0.9
        330205 | 2025-01 |   100 |        50 |
        """,
        """
        unit   | month   | value | own | published | coverage
        330203 | 2025-01 |     — | yes | no        | 1/1
        330200 | 2025-01 |   0.5 | no  | no        | 2/3
        """,
    )


def test_an_index_without_its_own_figure_is_one_expected_and_one_missing(spec):
    spec(
        service_index,
        """
        unit   | month   | service_index
        330203 | 2025-01 |            90
        """,
        """
        unit   | month   | value | own | expected | reported | missing
        330200 | 2025-01 |     — | no  |        1 |        0 |       1
        """,
    )


def test_withdrawn_is_not_zero_but_as_if_it_had_not_been_reported(conn):
    cases.plant(conn, cases.ZHEJIANG)
    for value in ("7", ""):
        cases.report(conn, cases.frames.figures(f"measure|unit|month|value\nvisits|330203|2025-01|{value}"))
    row = query.snapshot(conn, [visits], "330203", months.parse("2025-01")).iloc[0]
    assert (row["value"] != row["value"], row["reported"], row["missing"]) == (True, 0, 1)


def test_who_owes_is_who_coverage_counts_as_missing(conn):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(
        conn,
        cases.reports(
            """
            unit   | month   | rated | satisfied | satisfaction_rate
            330100 | 2025-01 |   100 |        50 |
            330203 | 2025-01 |   100 |           |
            330205 | 2025-01 |       |           | 0.9
            330600 | 2025-01 |   100 |        50 |
            """
        ),
    )
    owing = query.owing(conn, satisfaction, "330000", months.parse("2025-01"))
    assert list(zip(owing["unit"], owing["measure"], strict=True)) == [
        ("330203", "satisfied"),
        ("330205", "satisfied"),
        ("330205", "rated"),
        ("330206", "satisfied"),
        ("330206", "rated"),
    ]
    assert query.owing(conn, satisfaction, "330205", months.parse("2025-01")).empty
