"""Forecasts: the interval keeps its promise on series whose truth is known, and what was said stands as it was said."""

from datetime import date
from math import isnan, nan

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import delete

from charts.fan import fan
from data import forecasts, months, store
from data import units as units_
from data.schema import forecast as forecast_table
from metrics.language import total
from metrics.outlook import making, telling
from metrics.outlook.backtest import FEWEST, Said, forecast, width
from metrics.outlook.goals import goal
from metrics.outlook.looking import ahead
from metrics.outlook.methods import naive, theta
from metrics.outlook.series import ENOUGH, Series, series
from metrics.outlook.written import read, written
from metrics.services import satisfaction, service_requests
from tests import cases

JUNE, OCTOBER = date(2025, 6, 1), date(2025, 10, 1)


def flow(values, origin=JUNE, so_far=0.0):
    return Series("service_requests", "330200", origin, np.asarray(values, float), "log", "sum", so_far)


# --- simulated truth


def made_up(seed, ahead=6):
    """A monthly series of 24 to 60 months with trend, season and months that resemble the one before; and what came."""
    random = np.random.default_rng(seed)
    count = int(random.integers(24, 61)) + ahead
    index, season, rest = np.arange(count), random.normal(0, 0.06, 12), np.zeros(count)
    for i in range(1, count):
        rest[i] = 0.5 * rest[i - 1] + random.normal(0, 0.03)
    values = 1000 * np.exp(random.normal(0.008, 0.006) * index + season[index % 12] + rest)
    return values[:-ahead], values[-ahead:]


def test_four_in_five_come_to_lie_within_and_few_do_better_with_last_year():
    within, share = [], []
    for seed in range(40):
        known, came = made_up(seed)
        found = forecast(flow(known, so_far=float(known[-6:].sum())))
        within.append((found.low[:6] <= came) & (came <= found.high[:6]))
        share.append(np.abs(found.middle[:6] - came).mean() / np.abs(known[-12:-6] - came).mean())
    assert 0.75 <= np.mean(within) <= 0.93
    assert np.mean(np.array(share) <= 1) >= 0.7
    assert np.mean(share) < 0.8


def test_where_nothing_beats_last_year_last_year_is_said():
    season = np.array([100, 60, 140, 90, 120, 70, 130, 80, 150, 50, 110, 95.0])
    found = forecast(flow(np.tile(season, 4), date(2025, 12, 1)))
    assert found.method == "naive"
    assert found.middle == pytest.approx(season[:3])
    assert isnan(found.year_middle)  # the year is over


def test_the_yardstick_is_the_same_month_a_year_before():
    assert naive(np.arange(24.0), np.tile(np.arange(1, 13), 2), 14).tolist() == [*range(12, 24), 12, 13]


def test_theta_goes_on_with_half_of_a_trend_and_the_season():
    """A straight line has no error to smooth: it goes on from its last value by half its slope and what smoothing lags."""
    line = 5 + 2 * np.arange(20.0)
    found = theta(line, np.arange(20) % 12 + 1, 3)
    assert np.diff(found) == pytest.approx([1, 1])
    assert 43 < found[0] < 45.5
    waves = np.tile([0, 1, 1, -1, 0, 2, -2, 0, 3, -3, 0, -1.0], 3)  # January and February share one season
    assert theta(waves, np.tile(np.arange(1, 13), 3), 12)[2:] == pytest.approx(waves[2:12], abs=0.6)


@pytest.mark.parametrize(
    ("errors", "expected"),
    [([1, -2, 3, -4], 4), ([1, -2, 3, -4, 5, -6, 7, -8, 9], 8), ([nan, 2], 2)],
)
def test_the_interval_is_of_the_errors_there_were(errors, expected):
    """The ⌈0.8 (n + 1)⌉th smallest of n, the greatest where there are too few."""
    assert width(np.array(errors, float)) == expected


def test_a_series_of_two_years_and_a_january_is_enough():
    found = forecast(flow(made_up(1)[0][:ENOUGH], date(2025, 1, 1), 900.0))
    assert len(found.middle) == 11
    assert np.isfinite([found.year_low, found.year_middle, found.year_high, *found.low, *found.high]).all()
    assert (np.diff(np.log(found.high / found.middle)) >= -1e-9).all()  # it never becomes surer further away
    assert len(found.said) >= FEWEST


# --- what can be gone on from


def run_of(*values):
    run = months.between(date(2021, 1, 1), months.shift(date(2021, 1, 1), len(values) - 1))
    return run, np.array(values, float)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1] * 24, 24),
        ([1] * 23, "few 23"),
        ([nan] * 30, "few 0"),
        ([1] * 20 + [nan] + [1] * 10, "few 10"),
        ([nan] + [1] * 30 + [nan, nan], 30),
        ([1] * 70, 60),
    ],
    ids=["two years", "a month less", "nothing", "a gap", "the last month missing", "long"],
)
def test_months_without_a_gap(values, expected):
    run, known = run_of(*values)
    found = series(service_requests, "330200", run, known, ~np.isnan(known), np.ones(len(known)), "sum")
    assert (f"few {found}" if isinstance(found, int) else len(found.values)) == expected
    if isinstance(found, Series):
        assert found.calendar[-1] == found.origin.month


def test_carried_months_are_none():
    run, known = run_of(*[1] * 30)
    fresh = np.arange(30) != 25
    assert series(service_requests, "330200", run, known, fresh, known, "sum") == 4


# --- against the target


def test_a_target_is_missed_as_likely_as_the_rest_falls_short():
    told = flow([100.0] * 36, OCTOBER, 1000.0)
    certain = forecast(told)
    assert certain.year_middle == pytest.approx(1200)
    assert goal(service_requests, told, certain, 1100).missed == 0.01
    assert goal(service_requests, told, certain, 1300).missed == 0.99
    assert goal(service_requests, told, certain, 1300).needed == pytest.approx(150)
    assert isnan(goal(service_requests, told, certain, 900).needed)
    assert goal(service_requests, told, certain, 0) is None
    wide = flow(made_up(3)[0], OCTOBER, 10_000.0)
    found = forecast(wide)
    assert goal(service_requests, wide, found, found.year_middle).missed == pytest.approx(0.5)
    assert goal(service_requests, wide, found, found.year_low).missed == pytest.approx(0.1, abs=0.01)
    allowance = cases.metric("complaints", total(cases.COMPLAINTS), better="lower")
    assert goal(allowance, wide, found, found.year_high).missed == pytest.approx(0.1, abs=0.01)


def test_a_rate_needs_what_is_left_of_the_mean_of_the_year():
    random = np.random.default_rng(2)
    told = Series("satisfaction", "330200", OCTOBER, 0.93 + random.normal(0, 0.004, 36), "logit", "mean", 0.93)
    found = forecast(told)
    wanted = goal(satisfaction, told, found, 0.95)
    assert wanted.needed == pytest.approx((0.95 * 12 - 0.93 * 10) / 2) or isnan(wanted.needed)  # above all there can be
    assert wanted.missed > 0.95
    said = telling.sentence(satisfaction, told, found, wanted)
    assert "目标 95.0%，达不到的可能性" in said.zh
    assert "is missed with probability" in said.en


# --- kept


def test_what_came_is_written_so_that_one_sees_on_which_side_of_the_interval_it_lies():
    random = np.random.default_rng(9)
    told = Series("satisfaction", "330200", OCTOBER, 0.93 + random.normal(0, 0.004, 36), "logit", "mean", 0.93)
    found, kept = forecast(told), Said(0, 0.964, 0.963, 0.96554, 0.96563)
    assert "（96.30% 到 96.55%），实际 96.56%，在范围外" in telling.record(satisfaction, told, found, kept)[1].zh


def test_a_forecast_is_read_as_it_was_written():
    told = flow(made_up(5)[0], OCTOBER, 10_000.0)
    found = forecast(told)
    kept = forecasts.Kept("service_requests", "330200", 7, OCTOBER, told.digest, found.method, 30, written(told, found))
    series_, again = read(kept)
    assert repr(again) == repr(found)
    assert (series_.scale, series_.year, series_.so_far, series_.values[-1]) == (
        "log",
        "sum",
        10_000.0,
        told.values[-1],
    )
    assert read(kept._replace(method="", told="")) is None


def report(conn, first, count, scale=1.0):
    rows = [
        f"330203 | {months.label(month)} | {1000 * scale * (1 + 0.01 * i):.0f}"
        for i, month in enumerate(months.between(first, months.shift(first, count - 1)))
    ]
    cases.report(conn, cases.reports("unit | month | service_requests\n" + "\n".join(rows)))


@pytest.fixture
def at_work(engine):
    making._seen.clear()
    with store.writing(engine) as conn:
        cases.plant(conn, {"330000": None, "330200": "330000", "330203": "330200"})
        report(conn, date(2022, 9, 1), 36)  # to August 2025
    return engine


def test_only_what_moved_is_made_anew_and_what_was_said_stands(at_work):
    today = date(2025, 9, 20)
    assert making.refresh(at_work, today, pause=0) == 2  # province and city; of counties the overview's numbers alone
    assert making.refresh(at_work, today, pause=0) == 0
    with store.writing(at_work) as conn:  # a training room that was made anew
        conn.execute(delete(forecast_table))
    assert making.refresh(at_work, today, pause=0) == 2
    making._seen.clear()  # a server that was started again
    assert making.refresh(at_work, today, pause=0) == 0
    with store.writing(at_work) as conn:
        report(conn, date(2025, 9, 1), 3, 1.6)
    assert making.refresh(at_work, date(2025, 12, 20), pause=0) == 2
    with at_work.connect() as conn:
        now, then = (
            ahead(conn, "330200", date(2025, month, 1), number)["service_requests"]
            for month, number in ((11, None), (11, 1))
        )
        assert (now.revision, then.revision) == (2, 1)
        assert then.made[0].origin == date(2025, 8, 1)
        assert now.said.middle == then.made[1].middle[2]  # three months ago this was said,
        assert now.said.came == now.made[0].values[-1]  # and this came
        assert then.said is None
        assert repr(ahead(conn, "330200", date(2025, 8, 1))["service_requests"].made) == repr(then.made)
        assert forecasts.count(conn, "330200") == 2


def test_until_a_month_is_due_what_is_foreseen_is_foreseen_from_the_month_before(at_work):
    """What came in of September is not looked at until the 8th of October, when pages begin to show it."""
    with store.writing(at_work) as conn:
        report(conn, date(2025, 9, 1), 1, 1.6)
    seen = {}
    for day in (date(2025, 10, 8), date(2025, 10, 9)):
        assert making.refresh(at_work, day, pause=0) == 2
        with at_work.connect() as conn:
            seen[day.day] = {
                month: forecasts.newest(conn, "330200", date(2025, month, 1))["service_requests"].origin
                for month in (8, 9)
            }
    assert seen == {8: {8: date(2025, 8, 1), 9: date(2025, 8, 1)}, 9: {8: date(2025, 8, 1), 9: date(2025, 9, 1)}}
    assert making.refresh(at_work, date(2025, 10, 9), pause=0) == 0


def test_a_withdrawal_brings_the_forecast_before_it_back(at_work):
    today = date(2025, 9, 20)
    making.refresh(at_work, today, pause=0)
    with store.writing(at_work) as conn:
        report(conn, date(2025, 8, 1), 1, 3.0)
    making.refresh(at_work, today, pause=0)
    with store.writing(at_work) as conn:
        cases.withdraw(conn, 2)
    making.refresh(at_work, today, pause=0)
    with at_work.connect() as conn:
        first, wrong, again = (
            ahead(conn, "330200", date(2025, 8, 1), number)["service_requests"] for number in (1, 2, 3)
        )
    assert repr(again.made) == repr(first.made) != repr(wrong.made)


def test_too_few_months_are_said(at_work):
    with store.writing(at_work) as conn:
        cases.report(conn, cases.reports("unit | month | rated | satisfied\n330203 | 2025-08 | 10 | 9"))
    making.refresh(at_work, date(2025, 9, 20), pause=0)
    with at_work.connect() as conn:
        found = ahead(conn, "330000", date(2025, 8, 1))["satisfaction"]
        tree = units_.load(conn).in_month(date(2025, 8, 1))
    assert (found.made, found.months) == (None, 1)
    assert "连续有数的月份只有 1 个" in telling.lines(satisfaction, tree, "330000", 1, None, None)[1]


# --- drawn


def test_a_fan_begins_where_the_known_ends():
    data = pd.DataFrame(
        {
            "at": ["2025-01", "2025-02", "2025-03"],
            "value": [10.0, 20.0, nan],
            "low": [nan, nan, 10.0],
            "middle": [nan, nan, 20.0],
            "high": [nan, nan, 30.0],
            "text": ["<b>", "", ""],
        }
    )
    html = str(fan(data, show=str, alt="", target=25.0))
    assert html.count('class="goal"') == 1
    assert '<g class="line ahead"><line x1="50.00%"' in html
    assert "&lt;b&gt;" in html
    assert 'class="goal"' not in fan(data, show=str, alt="", target=1e6)
    assert fan(data.assign(value=nan, low=nan, middle=nan, high=nan), show=str, alt="") == ""
