"""Measures are uploaded, metrics are read."""

from metrics.periods import YEAR_TO_DATE
from tests.cases import data_records, satisfaction, service_index, transactions, visits


def test_a_flow_adds_up_over_units_and_months(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |      1
        330205 | 2025-01 |     10
        330203 | 2025-02 |    100
        """,
        """
        unit   | month   | value | ytd
        330200 | 2025-01 |    11 |  11
        330200 | 2025-02 |   100 | 111
        """,
    )


def test_a_stock_adds_up_over_units_and_is_read_at_the_end_of_the_period(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records
        330203 | 2025-01 |            1
        330205 | 2025-01 |           10
        330203 | 2025-02 |            2
        330205 | 2025-02 |           20
        """,
        """
        unit   | month   | value | ytd
        330200 | 2025-02 |    22 |  22
        """,
        period=YEAR_TO_DATE,
    )


def test_an_index_never_adds_up(spec):
    spec(
        service_index,
        """
        unit   | month   | service_index
        330203 | 2025-01 |            90
        330205 | 2025-01 |            80
        """,
        """
        unit   | month   | value | coverage
        330203 | 2025-01 |    90 | 1/1
        330200 | 2025-01 |     — | 0/1
        """,
    )


def test_a_report_since_january_makes_the_months_flow_by_last_months_report(spec):
    spec(
        transactions,
        """
        unit   | month   | transactions_ytd
        330203 | 2024-12 |              900
        330203 | 2025-01 |               10
        330203 | 2025-02 |               30
        """,
        """
        unit   | month   | value
        330203 | 2025-01 |    10
        330203 | 2025-02 |    20
        """,
    )


def test_without_last_months_report_there_is_no_month_but_a_year_to_date(spec):
    spec(
        transactions,
        """
        unit   | month   | transactions_ytd
        330203 | 2025-01 |               10
        330203 | 2025-03 |               60
        """,
        """
        unit   | month   | value | own | ytd | ytd_months | coverage
        330203 | 2025-02 |     — | no  |  10 |          1 | 0/1
        330203 | 2025-03 |     — | no  |  60 |          3 | 0/1
        """,
    )


def test_a_rate_is_a_ratio_of_sums_not_a_mean_of_rates(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied
        330203 | 2025-01 |   100 |        50
        330205 | 2025-01 |   900 |       900
        """,
        """
        unit   | month   | value
        330200 | 2025-01 |  0.95
        """,
    )


def test_division_by_zero_gives_no_value_never_zero(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied
        330203 | 2025-01 |     0 |         0
        """,
        """
        unit   | month   | value | ytd | coverage
        330203 | 2025-01 |     — |   — | 1/1
        330203 | 2025-02 |     — |   — | 0/1
        """,
    )


def test_a_grade_stands_without_a_number(spec):
    spec(
        service_index,
        """
        unit   | month   | grade | service_index
        330200 | 2025-01 | 卓越级 |
        """,
        """
        unit   | month   | value | grade | coverage
        330200 | 2025-01 |     — | 卓越级 | 1/1
        """,
    )
