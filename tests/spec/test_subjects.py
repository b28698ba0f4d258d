"""Applications behind a unit's number: who of them is silent, and what is set against what, application by application."""

from metrics import query
from tests import cases
from tests.cases import transactions, usage_rate, visits, visits_per_user


def test_months_are_compared_over_the_applications_that_stand_in_both(spec):
    spec(
        visits,
        """
        unit   | month   | subject | visits
        330203 | 2025-09 | APP1    |    100
        330203 | 2025-09 | APP2    |    900
        330203 | 2025-10 | APP1    |    110
        330203 | 2025-11 | APP2    |    990
        """,
        """
        unit   | month   | value | mom | mom_then | mom_now | mom_basis | coverage
        330203 | 2025-10 |   110 | 0.1 |      100 |     110 | no        | 1/1
        330200 | 2025-10 |   110 | 0.1 |      100 |     110 | no        | 1/3
        330203 | 2025-11 |   990 | —   | —        | —       | no        | 1/1
        """,
    )


def test_a_whole_beside_its_applications_is_compared_and_marked(spec):
    spec(
        visits,
        """
        unit   | month   | subject | visits
        330203 | 2025-09 | APP1    |    100
        330203 | 2025-10 |         |    110
        330203 | 2025-11 |         |    121
        """,
        """
        unit   | month   | mom | mom_basis
        330203 | 2025-10 | 0.1 | yes
        330203 | 2025-11 | 0.1 | no
        """,
    )


def test_the_parts_of_a_ratio_are_paired_application_by_application(spec):
    spec(
        usage_rate,
        """
        unit   | month   | subject | active_users | app_users
        330203 | 2025-09 | APP1    |           14 |       100
        330203 | 2025-09 | APP2    |              |       900
        330205 | 2025-09 | APP1    |           50 |
        330205 | 2025-09 | APP2    |              |       100
        """,
        """
        unit   | month   | value | own | coverage
        330203 | 2025-09 |  0.14 | yes | 1/1
        330205 | 2025-09 | —     | no  | 0/1
        330200 | 2025-09 |  0.14 | no  | 1/3
        """,
    )


def test_a_whole_over_some_applications_is_no_ratio(spec):
    spec(
        usage_rate,
        """
        unit   | month   | subject | active_users | app_users
        330203 | 2025-09 |         |         2000 |
        330203 | 2025-09 | APP1    |              |       100
        330205 | 2025-09 | APP1    |           30 |
        330205 | 2025-09 |         |              |       100
        330206 | 2025-09 |         |           40 |       100
        """,
        """
        unit   | month   | value | own | coverage
        330203 | 2025-09 | —     | no  | 0/1
        330205 | 2025-09 | —     | no  | 0/1
        330206 | 2025-09 | 0.4   | yes | 1/1
        330200 | 2025-09 | 0.4   | no  | 1/3
        """,
    )


def test_a_carried_part_is_paired_with_the_applications_it_was_reported_of(spec):
    spec(
        usage_rate,
        """
        unit   | month   | subject | active_users | app_users
        330203 | 2025-09 | APP1    |           10 |       100
        330203 | 2025-09 | APP2    |           90 |       900
        330203 | 2025-10 | APP1    |           20 |
        """,
        """
        unit   | month   | value | carried | mom
        330203 | 2025-10 | 0.2   |       1 | 0.1
        """,
    )


def test_a_month_of_a_report_since_january_is_each_applications_own(spec):
    spec(
        transactions,
        """
        unit   | month   | subject | transactions_ytd
        330203 | 2025-01 | APP1    |               10
        330203 | 2025-01 | APP2    |              500
        330203 | 2025-02 | APP1    |               25
        330203 | 2025-03 | APP1    |               45
        330203 | 2025-03 | APP2    |              900
        """,
        """
        unit   | month   | value | ytd
        330203 | 2025-01 |   510 | 510
        330203 | 2025-02 |    15 |  25
        330203 | 2025-03 |    20 | 945
        """,
    )


def test_an_application_that_has_fallen_silent_is_counted_for_three_months(spec):
    spec(
        visits,
        """
        unit   | month   | subject | visits
        330203 | 2025-01 | APP1    |      1
        330203 | 2025-01 | APP2    |      1
        330203 | 2025-02 | APP1    |      1
        330203 | 2025-03 | APP1    |      1
        330203 | 2025-04 | APP1    |      1
        330203 | 2025-05 | APP1    |      1
        330205 | 2025-04 |         |      1
        330206 | 2025-04 | APP1    |      1
        """,
        """
        unit   | month   | applications | silent | coverage
        330203 | 2025-01 |            2 |      0 | 1/1
        330203 | 2025-02 |            1 |      1 | 1/1
        330203 | 2025-04 |            1 |      1 | 1/1
        330203 | 2025-05 |            1 |      0 | 1/1
        330200 | 2025-04 |            2 |      1 | 3/3
        330205 | 2025-04 |            0 |      0 | 1/1
        330206 | 2025-05 |            0 |      0 | 0/1
        """,
    )


def test_what_was_printed_about_one_application_is_no_number_of_its_unit(conn):
    cases.plant(conn, cases.ZHEJIANG)
    figures = cases.reports("unit | month | subject | app_users\n330203 | 2025-01 | APP1 | 1466800")
    cases.report(conn, figures, kind="published")
    row = query.snapshot(conn, [cases.metric("users", cases.latest(cases.USERS))], "330203", cases.date(2025, 1, 1))
    assert (row["value"].isna().all(), row["missing"].iloc[0]) == (True, 1)


def test_visits_of_all_and_users_of_some_are_no_ratio_of_a_year(spec):
    spec(
        visits_per_user,
        """
        unit   | month   | subject | visits | app_users
        330203 | 2025-01 | APP1    |    100 |        10
        330203 | 2025-02 |         |    200 |
        330203 | 2025-02 | APP1    |        |        10
        """,
        """
        unit   | month   | value | ytd | ytd_months
        330203 | 2025-01 |    10 |  10 |          1
        330203 | 2025-02 | —     |  10 |          1
        """,
    )
