"""Unit, subject, month: whose figure stands."""

import pytest

from metrics.language import total
from tests.cases import (
    COMPLAINTS,
    RATED,
    SATISFIED,
    VISITS,
    data_records,
    dissatisfied,
    metric,
    satisfaction,
    service_index,
    usage_rate,
    visits,
)


def test_a_units_own_figure_wins_over_the_sum_of_its_childrens(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330200 | 2025-01 |    100
        330203 | 2025-01 |      1
        330205 | 2025-01 |      2
        330206 | 2025-01 |      3
        """,
        """
        unit   | month   | value | own | coverage
        330200 | 2025-01 |   100 | yes | 1/1
        330000 | 2025-01 |   100 | no  | 1/4
        """,
    )


def test_the_whole_units_figure_wins_over_the_sum_of_its_applications(spec):
    spec(
        visits,
        """
        unit   | month   | subject | visits
        330203 | 2025-01 | APP001  |     10
        330203 | 2025-01 | APP002  |      5
        330205 | 2025-01 | APP001  |     10
        330205 | 2025-01 |         |      7
        """,
        """
        unit   | month   | value
        330203 | 2025-01 |    15
        330205 | 2025-01 |     7
        330200 | 2025-01 |    22
        """,
    )


def test_for_a_ratio_one_part_alone_is_as_if_there_were_none(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied
        330200 | 2025-01 |  1000 |
        330203 | 2025-01 |   100 |        50
        330205 | 2025-01 |       |        50
        """,
        """
        unit   | month   | value | own | coverage
        330200 | 2025-01 |   0.5 | no  | 1/3
        """,
    )


def test_a_published_rate_stands_where_the_unit_has_no_parts_of_its_own(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied | satisfaction_rate
        330200 | 2025-01 |       |           | 0.9
        330203 | 2025-01 |   100 |        50 |
        330205 | 2025-01 |   100 |        60 | 0.99
        """,
        """
        unit   | month   | value | published | own | coverage
        330200 | 2025-01 |   0.9 | yes       | yes | 1/1
        330205 | 2025-01 |   0.6 | no        | yes | 1/1
        """,
    )


def test_a_childs_published_rate_does_not_stand_behind_a_sum(spec):
    spec(
        satisfaction,
        """
        unit   | month   | rated | satisfied | satisfaction_rate
        330203 | 2025-01 |   100 |        50 |
        330205 | 2025-01 |       |           | 0.9
        """,
        """
        unit   | month   | value | coverage
        330205 | 2025-01 |   0.9 | 1/1
        330200 | 2025-01 |   0.5 | 1/3
        """,
    )


def test_children_are_added_up_to_any_depth(spec):
    spec(
        visits,
        """
        unit | month   | visits
        d    | 2025-01 |      1
        e    | 2025-01 |      2
        x    | 2025-01 |      4
        """,
        """
        unit | month   | value | coverage
        a    | 2025-01 |     7 | 3/3
        """,
        tree={"a": None, "b": "a", "c": "b", "d": "c", "e": "c", "x": "a"},
    )


def test_a_missing_stock_takes_the_units_last_report_of_at_most_carry_months_before(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records
        330203 | 2025-01 |            5
        """,
        """
        unit   | month   | value | carried | coverage
        330203 | 2025-02 |     5 |       1 | 1/1
        330203 | 2025-03 |     5 |       1 | 1/1
        330203 | 2025-04 |     — |       0 | 0/1
        """,
    )


def test_an_own_figure_that_is_carried_wins_over_fresh_children(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records
        330200 | 2025-01 |           50
        330203 | 2025-02 |            1
        330205 | 2025-02 |            2
        330206 | 2025-02 |            3
        """,
        """
        unit   | month   | value | own | carried
        330200 | 2025-02 |    50 | yes |       1
        330200 | 2025-04 |     6 | no  |       3
        """,
    )


def test_a_ratio_with_a_carried_part_is_carried(spec):
    spec(
        usage_rate,
        """
        unit   | month   | active_users | app_users
        330203 | 2025-01 |              |       100
        330203 | 2025-02 |           20 |
        """,
        """
        unit   | month   | value | carried | reported
        330203 | 2025-02 |   0.2 |       1 |        0
        """,
    )


def test_flows_and_indices_are_never_carried(spec):
    spec(visits, "unit | month | visits\n330203 | 2025-01 | 1", "unit | month | value\n330203 | 2025-02 | —")


def test_an_index_is_not_carried(spec):
    drawn = "unit | month | service_index\n330203 | 2025-01 | 1"
    spec(service_index, drawn, "unit | month | value\n330203 | 2025-02 | —")


QUALIFIED = [
    ("exact", "exact", "exact"),
    ("more_than", "exact", "more_than"),
    ("at_least", "exact", "at_least"),
    ("reaches", "exact", "reaches"),
    ("under", "exact", "under"),
    ("about", "exact", "about"),
    ("more_than", "at_least", "at_least"),
    ("at_least", "reaches", "reaches"),
    ("about", "more_than", "about"),
    ("under", "more_than", "about"),
]


@pytest.mark.parametrize(("first", "second", "sum_of_both"), QUALIFIED)
def test_a_sum_inherits_the_weakest_promise_it_can_keep(spec, first, second, sum_of_both):
    spec(
        visits,
        f"""
        unit   | month   | subject | qualifier | visits
        330203 | 2025-01 |         | {first}   |    250
        330205 | 2025-01 |         | {second}  |     10
        330602 | 2025-01 | APP1    | {first}   |    250
        330602 | 2025-01 | APP2    | {second}  |     10
        """,
        f"""
        unit   | month   | value | qualifier
        330200 | 2025-01 |   260 | {sum_of_both}
        330602 | 2025-01 |   260 | {sum_of_both}
        """,
    )


@pytest.mark.parametrize(
    ("bound", "rate", "rest"),
    [("more_than", "under", "more_than"), ("under", "more_than", "under"), ("at_least", "about", "about")],
)
def test_a_bound_on_the_denominator_bounds_the_rate_from_the_other_side(spec, bound, rate, rest):
    drawn = f"""
        unit   | month   | qualifier | rated | satisfied
        330203 | 2025-01 | {bound}   |   100 |
        330203 | 2025-01 | exact     |       |        50
        """
    spec(satisfaction, drawn, f"unit | month | value | qualifier\n330203 | 2025-01 | 0.5 | {rate}")
    spec(dissatisfied, "", f"unit | month | value | qualifier\n330203 | 2025-01 | 0.5 | {rest}")


def test_what_is_zero_but_for_the_noise_of_floats_divides_nothing(spec):
    left = metric("left", total(VISITS) / (total(RATED) + total(SATISFIED) - total(COMPLAINTS)))
    spec(
        left,
        """
        unit   | month   | visits | rated | satisfied | complaints
        330203 | 2025-01 |      5 | 0.1   | 0.2       | 0.3
        330203 | 2025-02 |      5 | 0.1   | 0.2       | 0.2
        """,
        """
        unit   | month   | value
        330203 | 2025-01 | —
        330203 | 2025-02 | 50
        """,
    )
