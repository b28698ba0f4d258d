"""How numbers are written."""

import pytest

from data.text import Text
from metrics import METRICS
from metrics.formats import exact, scale_for, show, show_change, told_apart
from metrics.language import index
from tests import cases

visits, satisfaction = cases.visits, cases.satisfaction
rank = cases.metric("rank", index(cases.INDEX), format="rank")
points = cases.metric("points", index(cases.INDEX), format="points")
per_user = cases.visits_per_user
records = cases.metric("records", visits.formula, unit=Text("条", "records"))


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (19_700_000_000, "197亿", "19.7B"),
        (1_466_800, "146.7万", "1.467M"),
        (24_600, "2.46万", "24.6K"),
        (9_999, "9999", "9.999K"),
        (9_999.9, "1万", "10K"),
        (99_999_999, "1亿", "100M"),
        (9_999.5, "1万", "10K"),
        (99_995_000, "1亿", "100M"),
        (12_345, "1.235万", "12.35K"),
        (1_057_000_000_000, "1.057万亿", "1057B"),
        (1e300, "1" + "0" * 288 + "万亿", "1" + "0" * 291 + "B"),
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (0.1 + 0.2 - 0.3, "0", "0"),
        (0.5, "0.5", "0.5"),
        (-24_600, "-2.46万", "-24.6K"),
        (None, "—", "—"),
        (float("nan"), "—", "—"),
    ],
)
def test_counts_are_written_by_size_with_at_most_four_significant_digits(value, zh, en):
    assert (show(value, visits), show(value, visits, language="en")) == (zh, en)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ([19_700_000_000, 1_500_000_000, None], ["197亿", "15亿", "—"]),
        ([1_900_000_000, 300_000_000], ["19亿", "3亿"]),
        ([900_000_000, 500_000], ["90000万", "50万"]),  # the smaller scale lets both be read
        ([19_700_000_000, 24_600], ["197亿", "2.46万"]),  # no scale does: what cannot be read has its own
        ([21_000_000_000, 5, 0], ["210亿", "5", "0"]),
        ([-21_000_000_000, -5], ["-210亿", "-5"]),
        ([None], ["—"]),
    ],
)
def test_one_scale_serves_a_whole_column_and_the_smallest_can_be_read(column, written):
    scale = scale_for(column)
    assert [show(value, visits, scale=scale) for value in column] == written


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([0.9762, 0.9764, 0.953], ["97.62%", "97.64%", "95.30%"]),
        ([0.9762, 0.9762, 0.953], ["97.6%", "97.6%", "95.3%"]),
        ([0.97621, 0.976212], ["97.621%", "97.621%"]),
    ],
)
def test_a_column_in_order_has_the_digits_that_tell_its_values_apart(values, written):
    more = told_apart(values, satisfaction, "zh", scale_for(values))
    assert [show(value, satisfaction, more=more) for value in values] == written


@pytest.mark.parametrize(
    ("qualifier", "value", "zh", "en"),
    [
        ("more_than", 250, "250+", "250+"),
        ("about", 30, "≈30", "≈30"),
        ("under", 100, "<100", "<100"),
        ("reaches", 300_000, "达30万", "300K reached"),
    ],
)
def test_a_qualifier_stays_with_the_value(qualifier, value, zh, en):
    assert (show(value, visits, qualifier), show(value, visits, qualifier, "en")) == (zh, en)


def test_rates_have_one_decimal():
    assert show(0.8, satisfaction, "at_least") == "≥80.0%"
    assert show(0.9954, satisfaction) == "99.5%"
    assert show(-0.0001, satisfaction) == "0.0%"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.1225, "12.3%"), (0.1224, "12.2%"), (0.7225, "72.3%"), (1.0005, "100.1%")]
)
def test_a_half_is_rounded_up_as_a_spreadsheet_does(value, shown):
    assert show(value, satisfaction) == shown


def test_the_exact_value_is_in_full():
    assert exact(1_466_800, records) == "1,466,800条"
    assert exact(1_466_800, records, "about", "en") == "≈1,466,800 records"
    assert exact(2 / 3, satisfaction) == "66.666667%"
    assert exact(None, records) == "—"


def test_ranks_and_points_have_their_unit():
    assert (show(5, rank), show(5, rank, language="en")) == ("第5位", "#5")
    assert (show(0.5, points), show(0.5, points, language="en")) == ("0.5 百分点", "0.5 pp")


@pytest.mark.parametrize(
    ("metric", "change", "zh", "en"),
    [
        (visits, 0.1234, "+12.3%", "+12.3%"),
        (visits, -0.5, "−50.0%", "−50.0%"),
        (visits, 0.0, "0.0%", "0.0%"),
        (visits, -0.0001, "0.0%", "0.0%"),
        (visits, -0.0005, "−0.1%", "−0.1%"),
        (satisfaction, -0.0123, "−1.2 百分点", "−1.2 pp"),
        (points, 0.5, "+0.5 百分点", "+0.5 pp"),
        (per_user, 0.25, "+0.25", "+0.25"),
        (per_user, 0.1 + 0.2 - 0.3, "0", "0"),
        (rank, -2.0, "上升2位", "up 2"),
        (rank, 3.0, "下降3位", "down 3"),
        (rank, 0.0, "持平", "unchanged"),
        (METRICS["visits_per_user"], -0.02318, "−0.023次", "−0.023 visits"),
        (METRICS["days_to_close"], 3.0, "+3天", "+3 days"),
        (visits, None, "—", "—"),
    ],
)
def test_changes_are_per_cent_for_flows_and_points_for_rates(metric, change, zh, en):
    assert (show_change(change, metric), show_change(change, metric, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("change", "sides", "shown"),
    [
        (81.5, (2.0, 165.0), "2→165"),
        (8.9, (10.0, 99.0), "+890.0%"),
        (81.5, None, "+8150.0%"),
        (-0.99, (165.0, 2.0), "−99.0%"),
    ],
)
def test_growth_from_a_tiny_base_is_told_as_from_and_to(change, sides, shown):
    assert show_change(change, visits, sides=sides) == shown


def test_every_metric_can_be_written():
    assert all(show(1.0, metric, language=language) for metric in METRICS.values() for language in ("zh", "en"))
