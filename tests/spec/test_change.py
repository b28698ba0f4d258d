"""Change: 环比 and 同比, like for like to any depth."""

from datetime import date

from data import months
from metrics import query
from tests import cases
from tests.cases import data_records, satisfaction, service_index, transactions, visits


def test_flows_and_stocks_change_relatively(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2024-02 |     50
        330203 | 2025-01 |    100
        330203 | 2025-02 |    150
        """,
        """
        unit   | month   | mom | yoy
        330203 | 2025-02 | 0.5 |   2
        """,
    )


def test_there_is_no_change_against_nothing_zero_or_less(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |      0
        330203 | 2025-02 |      5
        330205 | 2025-01 |     -5
        330205 | 2025-02 |      5
        """,
        """
        unit   | month   | mom | yoy
        330203 | 2025-02 |   — |   —
        330205 | 2025-02 |   — |   —
        """,
    )


def test_ratios_and_indices_change_by_points(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied | service_index
        330203 | 2025-01 |   100 |        50 | 90
        330203 | 2025-02 |   200 |       120 | 85
        """,
        """
        unit   | month   | mom
        330203 | 2025-02 | 0.1
        """,
    )
    spec(service_index, "", "unit | month | mom\n330203 | 2025-02 | -5")


def test_only_children_that_stand_in_both_months_are_compared(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |    100
        330203 | 2025-02 |    110
        330205 | 2025-02 |   1000
        330206 | 2025-01 |     50
        """,
        """
        unit   | month   | value | mom | mom_basis
        330200 | 2025-02 |  1110 | 0.1 | no
        330000 | 2025-02 |  1110 | 0.1 | no
        """,
    )


def test_a_ratios_parts_are_added_up_on_both_sides(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied
        330203 | 2025-01 |   100 |        50
        330205 | 2025-01 |   300 |       300
        330203 | 2025-02 |   300 |       150
        330205 | 2025-02 |   100 |       100
        330206 | 2025-02 |   900 |         0
        """,
        """
        unit   | month   |  mom
        330200 | 2025-02 | -0.25
        """,
    )


def test_a_whole_is_compared_with_its_childrens_sum_if_none_of_them_is_missing(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330600 | 2025-01 |    100
        330602 | 2025-02 |     50
        330681 | 2025-02 |     70
        """,
        """
        unit   | month   | mom | mom_basis
        330600 | 2025-02 | 0.2 | yes
        330000 | 2025-02 | 0.2 | yes
        """,
    )


def test_a_whole_is_left_out_on_both_sides_if_a_child_is_missing_in_the_other_month(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330600 | 2025-01 |    100
        330602 | 2025-01 |     40
        330602 | 2025-02 |     50
        330203 | 2025-01 |     10
        330203 | 2025-02 |     30
        """,
        """
        unit   | month   | mom | mom_basis
        330600 | 2025-02 |   — | no
        330000 | 2025-02 |   2 | no
        """,
    )


def test_nothing_in_common_is_no_change(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |     10
        330205 | 2025-02 |     30
        """,
        """
        unit   | month   | mom
        330200 | 2025-02 |   —
        """,
    )


def test_a_carried_figure_counts_as_an_own_report(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records
        330203 | 2025-01 |           10
        330205 | 2025-01 |           10
        330205 | 2025-02 |           20
        """,
        """
        unit   | month   | mom | carried
        330200 | 2025-02 | 0.5 |       1
        330203 | 2025-02 |   0 |       1
        """,
    )


def test_where_a_published_rate_stands_the_values_are_compared_as_they_stand(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied | satisfaction_rate
        330200 | 2025-01 |       |           | 0.9
        330203 | 2025-01 |   100 |        40 |
        330203 | 2025-02 |   100 |        50 |
        """,
        """
        unit   | month   |  mom | mom_basis
        330200 | 2025-02 | -0.4 | yes
        330000 | 2025-02 |  0.1 | no
        """,
    )


def test_a_report_since_january_is_compared_month_by_month(spec):
    spec(
        transactions,
        """
        unit   | month   | transactions_ytd
        330203 | 2025-01 |               10
        330203 | 2025-02 |               30
        """,
        """
        unit   | month   | value | mom
        330203 | 2025-02 |    20 |   1
        """,
    )


def test_the_later_months_tree_is_used_on_both_sides(conn):
    moved = {"a": None, "b": "a", "c": "a", "x": "b", "y": "c"}
    cases.plant(conn, moved | {"z": "b"}, until=date(2025, 2, 1))
    cases.plant(conn, moved | {"z": "c"}, since=date(2025, 2, 1))
    cases.report(
        conn,
        cases.reports(
            """
            unit | month   | visits
            x    | 2025-01 |     10
            y    | 2025-01 |     10
            z    | 2025-01 |    100
            x    | 2025-02 |     20
            y    | 2025-02 |     10
            z    | 2025-02 |    100
            """
        ),
    )
    january, february = (query.snapshot(conn, [visits], "a", months.parse(m)) for m in ("2025-01", "2025-02"))
    assert january.set_index("unit")["value"].to_dict() == {"a": 120, "b": 110, "c": 10}
    assert february.set_index("unit")["value"].to_dict() == {"a": 130, "b": 20, "c": 110}
    assert february.set_index("unit")["mom"].to_dict() == {"a": 10 / 120, "b": 1, "c": 0}
    assert february.set_index("unit")["ytd"].to_dict() == {"a": 250, "b": 130, "c": 120}


def test_a_unit_that_joins_another_brings_what_lay_below_it_before(conn):
    before = {"a": None, "b": "a", "c": "a", "x": "b"}
    cases.plant(conn, before, until=date(2025, 2, 1))
    cases.plant(conn, before | {"b": "c", "x": "a"}, since=date(2025, 2, 1))
    cases.report(conn, cases.reports("unit | month | visits\nx | 2025-01 | 7\nb | 2025-02 | 1"))
    for asked in ("b", "c", "a"):
        frame = query.snapshot(conn, [visits], asked, months.parse("2025-02")).set_index("unit")
        assert frame["ytd"].to_dict().get("b", 8) == 8, asked
