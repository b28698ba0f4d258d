"""Year to date, quarter, rolling year, and 累计同比."""

from metrics.language import latest
from metrics.periods import QUARTER, ROLLING_YEAR, YEAR_TO_DATE
from tests.cases import (
    ACTIVE,
    RATE,
    USERS,
    data_records,
    metric,
    satisfaction,
    service_index,
    transactions,
    usage_rate,
    visits,
    visits_per_user,
)


def test_flows_add_up_the_months_present_and_say_how_many(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2024-12 |   1000
        330203 | 2025-01 |      1
        330205 | 2025-01 |     10
        330203 | 2025-03 |    100
        """,
        """
        unit   | month   | ytd | ytd_months
        330200 | 2025-01 |  11 |          1
        330200 | 2025-02 |  11 |          1
        330200 | 2025-03 | 111 |          2
        330206 | 2025-03 |   — |          0
        """,
    )


def test_each_month_is_taken_by_own_report_first(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330600 | 2025-01 |    100
        330602 | 2025-01 |      1
        330602 | 2025-02 |     20
        """,
        """
        unit   | month   | ytd
        330600 | 2025-02 | 120
        """,
    )


def test_stocks_and_indices_stand_as_at_the_month(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records | service_index
        330203 | 2025-01 |           10 | 90
        330203 | 2025-02 |           12 |
        """,
        """
        unit   | month   | ytd | ytd_months
        330203 | 2025-02 |  12 |          —
        """,
    )
    spec(service_index, "", "unit | month | ytd | ytd_months\n330203 | 2025-01 | 90 | —\n330203 | 2025-02 | — | —")


def test_ratios_divide_the_added_up_parts_of_the_months_that_have_parts(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied
        330203 | 2025-01 |   100 |        50
        330203 | 2025-02 |   900 |
        330205 | 2025-03 |   300 |       300
        """,
        """
        unit   | month   |   ytd | ytd_months
        330200 | 2025-03 | 0.875 |          2
        """,
    )


def test_the_month_of_a_published_rate_still_contributes_its_childrens_parts(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied | satisfaction_rate
        330203 | 2025-01 |   100 |        50 |
        330200 | 2025-02 |       |           | 0.99
        330203 | 2025-02 |   100 |        70 |
        """,
        """
        unit   | month   | value | ytd | ytd_months
        330200 | 2025-02 |  0.99 | 0.6 |          2
        """,
    )


def test_without_parts_the_latest_published_rate_of_the_year_stands(spec):
    spec(
        satisfaction,
        """
        unit   | month   | satisfaction_rate
        330200 | 2024-12 | 0.5
        330200 | 2025-01 | 0.8
        330200 | 2025-03 | 0.9
        """,
        """
        unit   | month   | ytd | ytd_months
        330200 | 2025-02 | 0.8 |          1
        330200 | 2025-04 | 0.9 |          2
        330203 | 2025-04 |   — |          0
        """,
    )


def test_the_latest_report_since_january_stands_and_children_add_up_with_the_least_month(spec):
    spec(
        transactions,
        """
        unit   | month   | transactions_ytd
        330203 | 2025-01 |               10
        330203 | 2025-03 |               30
        330205 | 2025-02 |              200
        330600 | 2025-01 |             1000
        330602 | 2025-02 |                7
        """,
        """
        unit   | month   |  ytd | ytd_months
        330203 | 2025-04 |   30 |          3
        330200 | 2025-04 |  230 |          2
        330600 | 2025-04 | 1000 |          1
        330000 | 2025-04 | 1230 |          1
        330206 | 2025-04 |    — |          0
        """,
    )


def test_a_quarter_adds_up_its_months_so_far_and_is_compared_with_the_quarter_before(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2024-05 |      5
        330203 | 2025-01 |     10
        330203 | 2025-02 |     10
        330203 | 2025-03 |    100
        330203 | 2025-04 |      5
        330203 | 2025-05 |     25
        """,
        """
        unit   | month   | value | months | mom | yoy
        330203 | 2025-05 |    30 |      2 | 0.5 |   4
        """,
        period=QUARTER,
    )


def test_a_rolling_year_adds_up_twelve_months(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2023-03 |      4
        330203 | 2024-02 |     15
        330203 | 2024-03 |      8
        330203 | 2025-02 |     30
        """,
        """
        unit   | month   | value | months | yoy
        330203 | 2025-02 |    38 |      2 | 1
        """,
        period=ROLLING_YEAR,
    )


def test_the_year_to_date_is_compared_over_the_months_and_units_that_stand_in_both(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2024-01 |     10
        330203 | 2024-03 |    500
        330205 | 2024-02 |     20
        330203 | 2025-01 |     20
        330203 | 2025-02 |    700
        330205 | 2025-02 |     25
        """,
        """
        unit   | month   | ytd_yoy
        330200 | 2025-03 | 0.5
        """,
    )


def test_reports_since_january_are_compared_in_the_latest_month_that_stands_in_both(spec):
    spec(
        transactions,
        """
        unit   | month   | transactions_ytd
        330203 | 2024-03 |              100
        330203 | 2024-04 |              900
        330203 | 2025-03 |              150
        330205 | 2024-05 |              100
        330205 | 2025-05 |              200
        330206 | 2025-05 |             1000
        """,
        """
        unit   | month   | ytd_yoy | ytd_yoy_basis
        330203 | 2025-05 | 0.5     | no
        330200 | 2025-05 | 0.75    | no
        330206 | 2025-05 | —       | no
        """,
    )


def test_a_report_since_january_is_compared_with_what_all_children_reported(spec):
    spec(
        transactions,
        """
        unit   | month   | transactions_ytd
        330600 | 2024-03 |              100
        330602 | 2025-03 |               50
        330681 | 2025-03 |               70
        """,
        """
        unit   | month   | ytd_yoy | ytd_yoy_basis
        330600 | 2025-03 | 0.2     | yes
        330000 | 2025-03 | 0.2     | yes
        """,
    )


def test_a_stock_in_a_ratio_is_read_at_the_end_of_the_period_and_a_flow_is_added_up(spec):
    spec(
        visits_per_user,
        """
        unit   | month   | visits | app_users
        330203 | 2025-01 |    100 |        50
        330203 | 2025-02 |    300 |       200
        """,
        """
        unit   | month   | value | ytd | ytd_months
        330203 | 2025-02 |   2   |   2 |          2
        330203 | 2025-01 |   2   |   2 |          1
        """,
        period=YEAR_TO_DATE,
    )


def test_a_ratio_of_stocks_is_not_added_up_over_months(spec):
    spec(
        usage_rate,
        """
        unit   | month   | active_users | app_users
        330203 | 2025-01 |           10 |       100
        330203 | 2025-02 |           60 |       200
        """,
        """
        unit   | month   | ytd
        330203 | 2025-02 | 0.3
        """,
    )


def test_a_ratio_of_stocks_stands_as_at_the_month(spec):
    """Where its parts are not carried that far the published rate stands, and is what a target is measured against."""
    rate = metric("rate", latest(ACTIVE) / latest(USERS), published=RATE, format="percent")
    spec(
        rate,
        """
        unit   | month   | active_users | app_users | satisfaction_rate
        330200 | 2025-01 |           30 |       100 |
        330200 | 2025-06 |              |           | 0.67
        """,
        """
        unit   | month   | value | ytd  | ytd_months | published | status
        330200 | 2025-01 |   0.3 |  0.3 | —          | no        | missed
        330200 | 2025-02 |   0.3 |  0.3 | —          | no        | missed
        330200 | 2025-05 |     — |    — | —          | no        | —
        330200 | 2025-06 |  0.67 | 0.67 | —          | yes       | met
        """,
        targets="metric | unit | year | value\nrate | 330200 | 2025 | 0.6",
    )
