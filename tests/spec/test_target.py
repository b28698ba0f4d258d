"""Target, schedule and ranking."""

from datetime import date

import numpy as np
import pytest

from data.registers.paths import Way, ends, goes, marks, shares
from metrics import query
from metrics.status import ranks, standing
from metrics.targets import path_of
from tests import cases
from tests.cases import complaints, data_records, satisfaction, visits


@pytest.mark.parametrize(
    ("better", "actual", "month", "status"),
    [
        ("higher", 100, 12, "met"),
        ("higher", 50, 6, "ahead"),
        ("higher", 45, 6, "behind"),
        ("higher", 44.9, 6, "far_behind"),
        ("lower", 101, 6, "missed"),
        ("lower", 100, 12, "met"),
        ("lower", 50, 6, "ahead"),
        ("lower", 55.5, 6, "behind"),
        ("lower", 55.6, 6, "far_behind"),
    ],
)
def test_a_flow_is_measured_against_the_schedule(better, actual, month, status):
    stand = standing("flow", better, actual, 100.0, month)
    assert (stand.attainment, stand.status, stand.due) == (pytest.approx(actual / 100), status, month / 12)


SLOW = (0.0, 0.0, 0.1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.0)  # of a target, by the end of each month


@pytest.mark.parametrize(
    ("better", "actual", "month", "status", "due"),
    [
        ("higher", 30, 6, "ahead", 0.3),
        ("higher", 27, 6, "behind", 0.3),
        ("higher", 26, 6, "far_behind", 0.3),
        ("higher", 0, 1, "ahead", 0.0),
        ("lower", 30, 6, "ahead", 0.3),
        ("lower", 33, 6, "behind", 0.3),
        ("lower", 40, 6, "far_behind", 0.3),
        ("lower", 100, 11, "ahead", 1.0),
        ("lower", 100, 12, "met", 1.0),
    ],
)
def test_a_target_may_have_a_path_of_its_own(better, actual, month, status, due):
    stand = standing("flow", better, actual, 100.0, month, SLOW)
    assert (stand.status, stand.due) == (status, due)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("0/0/10/10/20/30/40/50/60/80/100/100", SLOW),
        ("0% 0% 10% 10% 20% 30% 40% 50% 60% 80% 100% 100%", SLOW),
        ("0；0；10；10；20；30；40；50；60；80；100；100", SLOW),
        ("0/0/10", None),
        ("0/0/10/10/20/30/40/50/60/80/100/101", None),
        ("0/10/0/10/20/30/40/50/60/80/100/100", None),
        ("十", None),
        ("", None),
    ],
)
def test_a_path_is_twelve_numbers_that_rise_to_the_target(written, path):
    assert shares(written, 100.0) == path


LEVEL, LIMIT, RATE = Way(adds_up=False), Way(adds_up=False, lower=True), Way(adds_up=False, share=True)


@pytest.mark.parametrize(
    ("way", "written", "target", "path"),
    [
        (LEVEL, "60/60/70/70/75/75/80/80/90/90/100/100", 200.0, None),
        (LEVEL, "120/120/140/140/150/150/160/160/180/180/200/200", 200.0, (0.6, 1.0)),
        (LEVEL, "60%/60%/70%/70%/75%/75%/80%/80%/90%/90%/100%/100%", 200.0, (0.6, 1.0)),
        (RATE, "72%/72%/74%/74%/76%/76%/78%/78%/80%/80%/85%/90%", 0.9, (0.8, 1.0)),  # the rate itself
        (RATE, "0.72/0.72/0.74/0.74/0.76/0.76/0.78/0.78/0.8/0.8/0.85/0.9", 0.9, (0.8, 1.0)),
        (RATE, "80%/80%/80%/80%/80%/80%/80%/80%/80%/80%/100%/100%", 0.9, None),  # ends at 100%, not at 90%
        (LIMIT, "400/400/350/350/300/300/250/250/200/200/150/125", 125.0, (3.2, 1.0)),
        (LIMIT, "100/100/100/100/100/100/100/100/110/110/125/125", 125.0, None),  # a limit that grows
        (LEVEL, "90/80/80/80/80/80/80/80/90/90/100/100", 100.0, None),  # turns back
    ],
)
def test_the_path_of_a_level_goes_to_the_target_the_way_of_its_metric(way, written, target, path):
    found = shares(written, target, way)
    assert (found and (round(found[0], 12), found[-1])) == path


def test_a_path_that_ends_elsewhere_is_told_from_one_that_cannot_be_read():
    path = marks("1/2/3/4/5/6/7/8/9/10/11/11", 12.0)
    assert path is not None
    assert (goes(path), ends(path)) == (True, False)
    assert marks("1/2/3", 12.0) is None


@pytest.mark.parametrize("kind", ["stock", "index", "ratio"])
@pytest.mark.parametrize(
    ("better", "target", "share", "actual", "status"),
    [
        ("higher", 100.0, 0.8, 100, "met"),  # the year's target already
        ("higher", 100.0, 0.8, 80, "ahead"),
        ("higher", 100.0, 0.8, 76, "behind"),
        ("higher", 100.0, 0.8, 75.9, "far_behind"),
        ("higher", 100.0, 0.0, 0, "ahead"),
        ("lower", 100.0, 3.0, 100, "met"),
        ("lower", 100.0, 3.0, 300, "ahead"),
        ("lower", 100.0, 3.0, 315, "behind"),
        ("lower", 100.0, 3.0, 316, "far_behind"),
        ("lower", 100.0, 3.0, 0, "met"),
    ],
)
def test_a_level_with_a_path_is_measured_against_its_mark_of_the_month(kind, better, target, share, actual, status):
    path = (share,) * 11 + (1.0,)
    stand = standing(kind, better, actual, target, 6, path)
    assert (stand.status, stand.due) == (status, share)
    assert standing(kind, better, target, target, 12, path).status == "met"


def test_stocks_and_rates_are_judged_at_the_mark_of_their_month(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records
        330203 | 2025-03 | 66
        330203 | 2025-12 | 90
        """,
        """
        unit   | month   | target | due | status
        330203 | 2025-03 |    100 | 0.6 | ahead
        330203 | 2025-12 |    100 | 1   | far_behind
        """,
        targets="metric|unit|year|value|path\ndata_records|330203|2025|100|60 60 60 70 70 70 80 80 80 90 95 100",
    )


def test_a_rate_is_judged_at_its_mark_in_per_cent_of_the_rate(conn, spec):
    path = "/".join(["80%"] * 2 + ["88%"] * 9 + ["90%"])
    spec(
        satisfaction,
        """
        unit   | month   | satisfied | rated
        330203 | 2025-02 | 85        | 100
        330203 | 2025-03 | 85        | 100
        """,
        """
        unit   | month   | target | status
        330203 | 2025-02 |    0.9 | ahead
        330203 | 2025-03 |    0.9 | behind
        """,
        targets=f"metric|unit|year|value|path\nsatisfaction|330203|2025|0.9|{path}",
    )
    run = [date(2024, 12, 1), date(2025, 1, 1), date(2025, 12, 1)]
    drawn = path_of(conn, satisfaction, "330203", run)
    assert drawn["value"].round(12).tolist() == [0.8, 0.9]
    assert path_of(conn, satisfaction, "330205", run).empty


@pytest.mark.parametrize(
    ("metric", "levels"), [(satisfaction, [0.9, 0.9, 0.95]), (visits, [])], ids=lambda each: getattr(each, "key", "")
)
def test_without_a_path_what_does_not_add_up_has_the_years_target_beside_it(conn, metric, levels):
    rows = "metric|unit|year|value\n" + "\n".join(f"{metric.key}|330203|{year}" for year in ("2024|0.9", "2025|0.95"))
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, None, targets=cases.targets(rows))
    run = [date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1)]
    assert path_of(conn, metric, "330203", run)["value"].tolist() == levels


def test_the_schedule_is_read_from_the_path_of_the_target(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-03 |      6
        """,
        """
        unit   | month   | target | due | attainment | status
        330203 | 2025-03 |     60 | 0.1 | 0.1        | ahead
        """,
        targets="metric|unit|year|value|path\nvisits|330203|2025|60|0 0 6 6 12 18 24 30 36 48 60 60",
    )


@pytest.mark.parametrize("month", range(1, 12))
def test_a_bound_that_is_just_met_is_met_in_every_month(month):
    assert standing("flow", "higher", 9.0 * month, 120.0, month).status == "behind"
    assert standing("flow", "lower", 7.5 * month, 82.5, month).status == "behind"


def test_what_floats_add_to_a_sum_overdraws_no_allowance_and_misses_no_target():
    assert standing("flow", "lower", 0.1 + 0.2, 0.3, 6).status == "far_behind"
    assert standing("flow", "higher", 0.7 + 0.1, 0.8, 6).status == "met"
    assert standing("index", "higher", 0.7 + 0.1, 0.8, 6).status == "met"


@pytest.mark.parametrize("kind", ["stock", "index", "ratio"])
@pytest.mark.parametrize(
    ("better", "actual", "attainment", "status"),
    [
        ("higher", 100, 1, "met"),
        ("higher", 95, 0.95, "near"),
        ("higher", 94, 0.94, "missed"),
        ("lower", 100, 1, "met"),
        ("lower", 105, 100 / 105, "near"),
        ("lower", 106, 100 / 106, "missed"),
        ("lower", 0, 1, "met"),
        ("lower", -3, 1, "met"),
    ],
)
def test_others_are_measured_against_the_target_itself(kind, better, actual, attainment, status):
    assert standing(kind, better, actual, 100.0, 3) == (pytest.approx(attainment), status, None)


@pytest.mark.parametrize(("actual", "target"), [(np.nan, 100.0), (5.0, np.nan), (5.0, 0.0), (5.0, -1.0)])
def test_without_an_actual_or_a_target_above_zero_there_is_nothing(actual, target):
    assert standing("flow", "higher", actual, target, 3) is None


def test_the_actual_is_the_year_to_date_and_missing_months_are_said(spec):
    spec(
        visits,
        """
        unit   | month   | visits
        330203 | 2025-01 |     30
        330203 | 2025-03 |     30
        """,
        """
        unit   | month   | target | due | attainment | status | status_partial
        330203 | 2025-03 |    240 | 1/4 | 1/4        | ahead  | yes
        330205 | 2025-03 |    100 | —   | —          | —      | no
        330200 | 2025-03 |      — | —   | —          | —      | no
        """,
        targets="""
        metric | unit   | year | value
        visits | 330203 | 2024 | 1
        visits | 330203 | 2025 | 240
        visits | 330205 | 2025 | 100
        """,
    )


def test_an_allowance_is_used_up(spec):
    spec(
        complaints,
        """
        unit   | month   | complaints
        330203 | 2025-01 |         30
        """,
        """
        unit   | month   | attainment | status     | status_partial
        330203 | 2025-01 | 0.3        | far_behind | no
        """,
        targets="metric | unit | year | value\ncomplaints | 330203 | 2025 | 100",
    )


def test_stocks_and_ratios_have_no_schedule(spec):
    spec(
        data_records,
        """
        unit   | month   | data_records | rated | satisfied
        330203 | 2025-01 |           96 |   100 |        80
        """,
        """
        unit   | month   | due | attainment | status
        330203 | 2025-01 | —   | 0.96       | near
        """,
        targets="""
        metric       | unit   | year | value
        data_records | 330203 | 2025 | 100
        satisfaction | 330203 | 2025 | 0.8
        """,
    )
    spec(satisfaction, "", "unit | month | due | attainment | status\n330203 | 2025-01 | — | 1 | met")


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    values = [3.0, np.nan, 5.0, 4.0, 4.0]
    assert ranks(values, "higher") == [4, None, 1, 2, 2]
    assert ranks(values, "lower") == [1, None, 4, 2, 2]
    assert ranks([0.1 + 0.2, 0.3], "lower") == [1, 1]


def test_units_without_a_value_come_last_and_have_no_rank(conn):
    cases.plant(conn, cases.ZHEJIANG)
    cases.report(conn, cases.reports("unit | month | visits\n330205 | 2025-01 | 1\n330206 | 2025-01 | 9"))
    frame = query.snapshot(conn, [visits], "330200", cases.date(2025, 1, 1))
    table = query.ranking(frame, visits, ["330203", "330205", "330206"])
    assert table["unit"].tolist() == ["330206", "330205", "330203"]
    assert table["rank"].tolist()[:2] == [1, 2]
    assert table["rank"].isna().tolist() == [False, False, True]
