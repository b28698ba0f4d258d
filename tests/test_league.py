"""A fair league: what is said of true levels holds on data whose truth is known, and luck gives nobody a place."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import insert

from charts.bands import bands
from charts.funnel import funnel, outliers
from data import units as units_
from data.schema import definition
from metrics.league import league, peers, places, since
from metrics.league.entries import Entries, months_read, usual_view
from metrics.league.estimates import draw_rates, errors, of_rates, of_values
from metrics.league.judging import FEWEST, judge
from metrics.league.proportions import proportion
from metrics.league.telling import lines, moved_text, sentence
from metrics.problems import closed_loop_rate, problems_overdue
from metrics.services import materials_cut, satisfaction
from tests import cases

MONTH = date(2025, 6, 1)


def generators(count, seed=0):
    return [np.random.default_rng([seed, i]) for i in range(count)]


def told(part, whole, names=None):
    """The entries of units with these counts."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    none = np.full(len(part), np.nan)
    names = names or [f"33{i:04d}" for i in range(len(part))]
    return Entries(tuple(names), part / whole, none, none, none, part, whole, none, none, {})


def judged(part, whole, names=None):
    return judge(told(part, whole, names), cases.satisfaction, "districts", MONTH, "level")


# --- the moments, said slowly


def slowly(part, whole):
    """Kleinman's moments, a unit at a time."""
    weights = [m / sum(whole) for m in whole]
    for _ in range(3):
        mean = sum(w * k / m for w, k, m in zip(weights, part, whole, strict=True))
        apart = sum(w * (k / m - mean) ** 2 for w, k, m in zip(weights, part, whole, strict=True))
        chance = sum(w * (1 - w) / m for w, m in zip(weights, whole, strict=True))
        truth = sum(w * (1 - w) for w in weights)
        spread = (apart / (mean * (1 - mean)) - chance) / (truth - chance)
        spread = min(max(spread, 0.5 * (2 * (len(whole) - 1)) ** 0.5 / sum(whole)), 0.999)
        raw = [m / (1 + (m - 1) * spread) for m in whole]
        weights = [each / sum(raw) for each in raw]
    return mean, spread


@pytest.mark.parametrize("seed", range(5))
def test_moments_are_those_worked_out_slowly(seed):
    random = np.random.default_rng(seed)
    whole = random.integers(5, 2000, 20).astype(float)
    part = random.binomial(whole.astype(int), random.beta(40, 10, 20)).astype(float)
    assert tuple(of_rates(part, whole)) == pytest.approx(slowly(part.tolist(), whole.tolist()), rel=1e-9)


def test_moments_find_the_group_again():
    random = np.random.default_rng(7)
    whole = random.integers(50, 3000, 400).astype(float)
    part = random.binomial(whole.astype(int), random.beta(80, 20, 400)).astype(float)
    found = of_rates(part, whole)
    assert found.mean == pytest.approx(0.8, abs=0.01)
    assert found.spread == pytest.approx(1 / 101, rel=0.25)


def test_true_variance_of_values_is_what_lies_beyond_their_errors():
    random = np.random.default_rng(3)
    error = random.uniform(0.2, 1.0, 2000)
    found = of_values(5 + random.normal(0, 0.7, 2000) + random.normal(0, error), error)
    assert found == pytest.approx((5, 0.49), rel=0.1)


def test_the_error_of_a_month_is_its_own_and_not_what_all_share():
    random = np.random.default_rng(1)
    season = np.array([0, 1, -2, 1, 0.5, 0, 0, -1, 0, 2, 0, 1, 0])
    found = errors(season + random.normal(0, np.repeat([0.1, 0.4], 200)[:, None], (400, 13)))
    assert found[:200].mean() == pytest.approx(0.1, rel=0.5)
    assert found[200:].mean() == pytest.approx(0.4, rel=0.3)
    short = np.full((3, 13), np.nan)
    short[:, -4:] = 1.0
    assert np.isnan(errors(short)).all()


# --- simulated truth


def simulate(seed, low, high, apart, count=90):
    random = np.random.default_rng(seed)
    truth = random.beta(0.8 * apart, 0.2 * apart, count)
    whole = np.exp(random.uniform(np.log(low), np.log(high), count)).astype(int)
    part = random.binomial(whole, truth).astype(float)
    between = of_rates(part, whole.astype(float))
    draws = draw_rates(part, whole.astype(float), between, generators(count, seed))
    return truth, draws


@pytest.mark.parametrize(
    ("low", "high", "apart"), [(50, 3000, 40), (5, 300, 40), (50, 3000, 900)], ids=["wide", "small", "nearly equal"]
)
def test_bands_hold_what_they_promise_and_hardly_a_pair_is_wrong(low, high, apart):
    held, wrong, told_apart = [], 0, 0
    for seed in range(3):
        truth, draws = simulate(seed, low, high, apart)
        names = [f"{i:06d}" for i in range(len(truth))]
        rank = dict(zip(names, 1 + (-truth).argsort().argsort(), strict=True))
        found = places.places(names, draws, "higher")
        held += [each.low <= rank[each.unit] <= each.high for each in found]
        above = np.array([(each > draws).mean(axis=1) > places.SURE for each in draws])
        told_apart += above.sum()
        wrong += (above & (truth[:, None] < truth[None, :])).sum()
        row = {each.unit: n for n, each in enumerate(found)}
        for one, other in zip(*np.nonzero(above), strict=True):  # whoever is surely better stands before
            assert row[names[one]] < row[names[other]]
        for each in found:  # and who is not told apart shares a rank
            i = names.index(each.unit)
            for j in np.nonzero(~above[i] & ~above[:, i])[0]:
                assert max(each.first, 1 + above[:, j].sum()) <= min(each.last, 90 - above[j].sum())
    assert 0.87 <= np.mean(held) <= 0.97
    assert wrong <= 0.02 * told_apart


@pytest.mark.parametrize("apart", [10, 100])
def test_equal_units_of_thirty_are_not_put_in_order(apart):
    """Two units of one true rate, thirty cases each, in a group that lies far apart or close together."""
    random = np.random.default_rng(apart)
    ordered = 0
    for seed in range(200):
        whole = np.concatenate([[30, 30], random.integers(100, 2000, 18)]).astype(float)
        truth = random.beta(0.8 * apart, 0.2 * apart, 20)
        truth[1] = truth[0]
        part = random.binomial(whole.astype(int), truth).astype(float)
        draws = draw_rates(part, whole, of_rates(part, whole), generators(20, seed))[:2]
        above = (draws[0] > draws[1]).mean()
        ordered += above > places.SURE or above < 1 - places.SURE
    assert ordered <= 0.05 * 200


def test_a_unit_of_two_cases_never_wins_by_luck():
    whole = [2, *[500] * 11]
    found = judged([2, *[400 + 8 * i for i in range(11)]], whole)
    small = next(each for each in found.ranked if each.place.unit == "330000")
    assert "330000" not in found.leaders
    assert small.place.low < 6 < small.place.high


def test_units_that_are_all_alike_share_one_place():
    found = judged([80] * 12, [100] * 12)
    assert {(each.place.first, each.place.last) for each in found.ranked} == {(1, 12)}
    assert all(each.place.high - each.place.low >= 8 for each in found.ranked)
    assert not found.leaders
    assert [each.place.unit for each in found.ranked] == sorted(each.place.unit for each in found.ranked)


def test_first_and_last_are_named_where_it_is_sure():
    found = judged([990, 985, 980, *[800] * 10, 100], [1000] * 14)
    assert found.leaders == ("330000", "330001", "330002")
    assert found.last[-1] == "330013"
    assert found.ranked[-1].place.first == 14
    assert (found.ranked[3].place.first, found.ranked[3].place.last) == (4, 13)
    assert found.ranked[3].place.tier == 4


def test_lower_is_better_turns_it_round():
    names = [f"33{i:04d}" for i in range(8)]
    found = judge(told([100, *[500] * 6, 900], [1000] * 8, names), cases.dissatisfied, "districts", MONTH, "level")
    assert found.ranked[0].place.unit == "330000"
    assert found.ranked[-1].place.unit == "330007"


def test_the_order_of_rows_changes_nothing():
    names = [f"33{i:04d}" for i in range(12)]
    part, whole = [60 + 3 * i for i in range(12)], [100 + i for i in range(12)]
    found = judged(part, whole, names)
    turned = judged(part[::-1], whole[::-1], names[::-1])
    assert [each.place for each in found.ranked] == [each.place for each in turned.ranked]


def test_of_too_few_nobody_is_ranked():
    found = judged([1, 2, 3], [4, 4, 4])
    assert found.ranked == ()
    assert found.runners == 3 < FEWEST


@pytest.mark.parametrize(
    ("part", "whole"), [([0] * 6, [50] * 6), ([50] * 6, [50] * 6), ([0, 0, 0, 0, 0, 3], [1] * 5 + [3])]
)
def test_all_or_nothing_is_no_trap(part, whole):
    found = judged(part, whole)
    assert len(found.ranked) == 6
    assert all(np.isfinite([each.low, each.high]).all() for each in found.ranked)


# --- which rates have counts, and who is compared with whom


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (satisfaction, (False, True)),
        (materials_cut, (True, True)),
        (closed_loop_rate, (False, True)),
        (problems_overdue, None),
        (cases.usage_rate, None),  # nothing declares active users to be part of the users
    ],
    ids=lambda each: getattr(each, "key", ""),
)
def test_rates_with_counts(metric, expected):
    found = proportion(metric)
    assert (found and (found.rest, metric.format == "percent")) == expected


@pytest.mark.parametrize(
    ("unit", "group"),
    [
        ("330000", ""),
        ("330200", "cities"),
        ("330203", "districts"),
        ("330681", "county_cities"),
        ("330225", "counties"),
        ("330802", "mountain"),
        ("330881", "mountain"),
    ],
)
def test_groups_are_declared_by_level_kind_and_dated_trait(unit, group):
    levels = {"330000": ("province", None), "330200": ("city", "330000")}
    tree = units_.Tree(
        [
            units_.Unit(code, code, code, *levels.get(code, ("county", "330000")), None, None, MONTH, None)
            for code in dict.fromkeys(["330000", unit])
        ]
    )
    assert peers.group_of(tree, unit, date(2025, 6, 1)) == group
    if group == "mountain":  # the list holds from 2021 on
        assert peers.group_of(tree, unit, date(2020, 12, 1)) in ("districts", "county_cities")


# --- from the store

TREE = {
    "330000": None,
    "330200": "330000",
    **{f"3302{kind:02d}": "330200" for kind in (3, 5, 6, 11, 12, 13)},
    **{f"3302{kind:02d}": "330200" for kind in (81, 82)},
}
REPORTS = """unit | month | rated | satisfied
330203 | 2025-06 | 1000 | 990
330205 | 2025-06 | 1000 | 800
330206 | 2025-06 | 1000 | 810
330211 | 2025-06 | 1000 | 805
330212 | 2025-06 | 1000 | 300
330281 | 2025-06 | 1000 | 500"""


def planted(conn):
    cases.plant(conn, TREE)
    cases.report(conn, cases.reports(REPORTS))


def test_a_league_of_reports_who_runs_and_who_does_not(conn):
    planted(conn)
    found = league(conn, satisfaction, "districts", MONTH, "level")
    assert [(each.place.unit, each.place.first, each.place.last) for each in found.ranked] == [
        ("330203", 1, 1),
        ("330205", 2, 4),
        ("330206", 2, 4),
        ("330211", 2, 4),
        ("330212", 5, 5),
    ]
    assert found.outside == {"330213": "missing"}
    assert found.mean == pytest.approx(0.741)
    tree = units_.load(conn).in_month(MONTH)
    assert sentence(found, tree).zh == "市辖区（5 个）：330203稳居前 1；330212确在后 1；其余 3 个名次互有重叠。"
    assert "本月没有数: 330213" in lines(found, tree)


def test_a_unit_in_another_group_changes_nothing(conn):
    planted(conn)
    before = league(conn, satisfaction, "districts", MONTH, "level")
    cases.report(conn, cases.reports("unit | month | rated | satisfied\n330282 | 2025-06 | 9000 | 10"))
    after = league(conn, satisfaction, "districts", MONTH, "level")
    assert repr(after.ranked) == repr(before.ranked)  # NaN is not equal to itself
    assert repr(league(conn, satisfaction, "districts", MONTH, "level", revision=1)) == repr(before)


def test_progress_is_against_itself_and_needs_a_year(conn):
    planted(conn)
    earlier = "unit | month | rated | satisfied\n" + "\n".join(
        f"3302{kind:02d} | 2024-06 | 1000 | {satisfied}"
        for kind, satisfied in [(3, 985), (5, 500), (6, 800), (11, 800)]
    )
    cases.report(conn, cases.reports(earlier))
    found = league(conn, satisfaction, "districts", MONTH, "progress")
    assert found.ranked[0].place.unit == "330205"
    assert found.ranked[0].moved == pytest.approx(0.3)
    assert found.ranked[0].low < 0.3 < found.ranked[0].high
    assert found.outside["330212"] == "no_year"


def test_amounts_are_judged_by_their_own_months(conn):
    cases.plant(conn, TREE)
    random = np.random.default_rng(5)
    rows = ["unit | month | visits"]
    for kind, growth in [(3, 0.0), (5, 0.05), (6, 0.0), (11, 0.0), (12, 0.0)]:
        for back in range(13):
            value = 10_000 * (1 + growth) ** (12 - back) * random.lognormal(0, 0.03)
            month = (2025 * 12 + 5) - back
            rows.append(f"3302{kind:02d} | {month // 12}-{month % 12 + 1:02d} | {value:.0f}")
    cases.report(conn, cases.reports("\n".join(rows)))
    found = league(conn, cases.visits, "districts", MONTH, "progress")
    assert found.ranked[0].place.unit == "330205"
    assert found.leaders == ("330205",)
    assert found.ranked[1].place.last == 5  # the others cannot be told apart
    assert usual_view(cases.visits) == "progress"
    assert len(months_read(cases.visits, MONTH, "progress")) == 13


def test_a_carried_stock_stays_outside(conn):
    cases.plant(conn, TREE)
    cases.report(conn, cases.reports("unit | month | data_records\n330203 | 2025-05 | 10"))
    found = league(conn, cases.data_records, "districts", MONTH, "level")
    assert found.outside["330203"] == "carried"
    assert found.ranked == ()


def test_there_is_no_such_group(conn):
    cases.plant(conn, TREE)
    with pytest.raises(ValueError, match="mountain"):
        league(conn, cases.visits, "mountain", MONTH, "level")


# --- drawn


def test_bands_of_units_joined_by_overlaps_stand_in_one_frame():
    rows = [
        {"tier": 1, "place": "1", "name": "<b>", "low": 1, "high": 1},
        {"tier": 2, "place": "2–3", "name": "乙", "low": 2, "high": 3},
        {"tier": 2, "place": "2–4", "name": "丙", "low": 2, "high": 4},
    ]
    more = {"value": "1", "limits": "", "tip": "", "href": "./x", "css": ""}
    html = str(bands(pd.DataFrame([row | more for row in rows]), alt="", heads=["a"] * 5))
    assert html.count("<ol") == 2
    assert html.count('class="bands-place shared"') == 1
    assert 'x="25.00%" width="75.00%"' in html  # ranks 2 to 4 of four
    assert "&lt;b&gt;" in html


def test_a_funnel_marks_what_chance_does_not_explain():
    data = pd.DataFrame(
        [
            {"name": "甲", "value": 0.9, "size": 10.0, "tip": "", "href": ""},  # 0.8 ± 0.39
            {"name": "乙", "value": 0.9, "size": 1000.0, "tip": "", "href": ""},  # 0.8 ± 0.04
        ]
    )
    html = str(funnel(data, mean=0.8, show=str, size=str, alt=""))
    assert html.count('class="apart"') == outliers(data, 0.8) == 1
    assert re.findall(r'class="named (\w+)"[^>]*>(\w)<', html) == [
        ("left", "乙")
    ]  # it alone is named, away from the edge
    assert funnel(data.iloc[:0], mean=0.8, show=str, size=str, alt="") == ""


# --- since the month before


def changed(conn, rows):
    """June as planted, July the same but for some units."""
    planted(conn)
    july = {line.split(" | ")[0]: line.split(" | ")[2:] for line in REPORTS.splitlines()[1:]}
    july |= rows
    lines_ = [f"{unit} | 2025-07 | {' | '.join(counts)}" for unit, counts in july.items() if counts]
    cases.report(conn, cases.reports("unit | month | rated | satisfied\n" + "\n".join(lines_)))
    found = since(conn, satisfaction, "districts", date(2025, 7, 1), "level")
    return {
        each.unit: (
            each.was and (each.was.first, each.was.last),
            each.now and (each.now.first, each.now.last),
            each.why,
        )
        for each in found
    }


def test_nobody_moved_where_nothing_did(conn):
    assert changed(conn, {}) == {}


def test_who_fell_by_its_own_figure_and_who_rose_by_it(conn):
    found = changed(conn, {"330203": ["1000", "310"]})
    assert found["330203"] == ((1, 1), (4, 5), ("value",))
    # The last has risen to share the last place: places that still meet are no move.
    assert "330212" not in found
    # Whoever shared 2 to 4 leads now, without a figure of its own having moved: 1 to 3 still meets 2 to 4.
    assert set(found) == {"330203"}


def test_who_was_overtaken_moved_by_the_figures_of_others(conn):
    found = changed(
        conn,
        {unit: ["1000", "999"] for unit in ("330205", "330206", "330211")}
        | {"330203": ["1000", "600"], "330212": ["1000", "980"]},
    )
    assert found["330203"][:2] == ((1, 1), (5, 5))
    still = changed_peers(conn)
    assert still["330203"] == ((1, 1), (4, 4), ("peers",))


def changed_peers(conn):
    rows = {unit: ["100000", "99990"] for unit in ("330205", "330206", "330211")}
    july = {"330203": ["1000", "990"], "330212": ["1000", "300"]} | rows
    lines_ = [f"{unit} | 2025-08 | {' | '.join(counts)}" for unit, counts in july.items()]
    june = [f"{line.replace('2025-06', '2025-07')}" for line in REPORTS.splitlines()[1:]]
    cases.report(conn, cases.reports("unit | month | rated | satisfied\n" + "\n".join([*june, *lines_])))
    found = since(conn, satisfaction, "districts", date(2025, 8, 1), "level")
    return {each.unit: ((each.was.first, each.was.last), (each.now.first, each.now.last), each.why) for each in found}


def test_who_came_and_who_went_is_told_as_that(conn):
    found = changed(conn, {"330203": [], "330213": ["1000", "10"]})
    assert found["330203"] == ((1, 1), None, ("coverage",))
    assert found["330213"][0] is None
    assert found["330213"][2] == ("coverage",)
    tree = units_.load(conn).in_month(date(2025, 7, 1))
    told = [moved_text(each, tree) for each in since(conn, satisfaction, "districts", date(2025, 7, 1), "level")]
    assert told[0].zh == "330203：1 → 不参加，因填报情况变了"
    assert told[0].en == "330203: 1 → outside, by what was reported"


def test_a_place_among_others_is_told_as_that(conn):
    """Five districts are new: who led stands behind them with the same figure, and it is said that the group is another."""
    became = date(2025, 7, 1)
    cases.plant(conn, {key: above for key, above in TREE.items() if key not in ("330281", "330282")})
    cases.plant(conn, {"330100": "330000", **{f"33010{kind}": "330100" for kind in (2, 5, 6, 8, 9)}}, since=became)
    july = [f"33010{kind} | 2025-07 | 100000 | 99990" for kind in (2, 5, 6, 8, 9)]
    same = [line.replace("2025-06", "2025-07") for line in REPORTS.splitlines()[1:-1]]
    cases.report(conn, cases.reports("\n".join([*REPORTS.splitlines()[:-1], *same, *july])))
    found = {each.unit: each for each in since(conn, satisfaction, "districts", became, "level")}
    assert (found["330203"].was.first, found["330203"].now.first) == (1, 6)
    assert "group" in found["330203"].why
    assert (found["330102"].was, found["330102"].why) == (None, ("group",))
    tree = units_.load(conn).in_month(became)
    assert moved_text(found["330203"], tree).en.endswith("by who is compared")


def test_what_the_number_means_is_told_where_it_reads_otherwise_than_then(conn):
    """Then: as noted when the month before ended, before anything came in here."""
    assert changed(conn, {"330203": ["1000", "310"]})["330203"][2] == ("value",)  # nothing was noted
    conn.execute(insert(definition).values(metric="satisfaction", known_from=0, zh="甲", en="a"))
    assert since(conn, satisfaction, "districts", date(2025, 7, 1), "level")[0].why == ("value",)
    conn.execute(insert(definition).values(metric="satisfaction", known_from=1, zh="乙", en="b"))
    (found,) = since(conn, satisfaction, "districts", date(2025, 7, 1), "level")
    assert (found.unit, found.why) == ("330203", ("value", "definition"))
    tree = units_.load(conn).in_month(date(2025, 7, 1))
    assert moved_text(found, tree).zh == "330203：1 → 4–5，因自己的数变了、口径变了"
    assert moved_text(found, tree).en.endswith("by its own figure, what the number means")
    assert since(conn, materials_cut, "districts", date(2025, 7, 1), "level") is None
