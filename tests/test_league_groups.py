"""Who is compared with whom by what places declare of themselves: bands with fixed bounds, and those most like one place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import units as units_
from metrics.league import all_groups, group_name, league, peers_of, telling
from metrics.league.profiles import BANDS, NEAREST, Profile, by_band, most_like, profiles
from metrics.services import satisfaction
from tests import cases

MONTH = date(2025, 6, 1)
COUNTIES = [f"3302{kind:02d}" for kind in (3, 5, 6, 11, 12, 13, 25, 26, 81, 82)]
TREE = {"330000": None, "330200": "330000", **dict.fromkeys(COUNTIES, "330200")}
DAYS = ("counted", "changed")
PROFILES = """
key | name | unit | population | budget | base_year | counted | changed
1 | 甲 | 330203 | 40 | 80 | 2020 | 2024-12-31 |
2 | 乙 | 330205 | 42 | 80 | 2020 | 2024-12-31 |
3 | 丙 | 330206 | 41 | 75 | 2024 | 2024-12-31 |
4 | 丁 | 330211 | 30 | 60 | 2021 | 2024-12-31 |
5 | 戊 | 330212 | 59.9 | 119 | 2021 | 2024-12-31 |
6 | 己 | 330225 | 40 | 80 | 2020 | 2024-12-31 |
7 | 庚 | 330281 | 160 | 300 | 2022 | 2024-12-31 |
8 | 辛 | 330282 | 29 | | | 2024-12-31 |
9 | 市 | 330200 | 940 | 2100 | 2021 | 2024-12-31 |
10 | 旧 | 330203 | 400 | 80 | 2020 | 2014-12-31 |
"""


def tree_of(codes):
    place = dict.fromkeys(codes, ("county", "330200")) | {
        "330000": ("province", None),
        "330200": ("city", "330000"),
    }
    return units_.Tree([units_.Unit(c, c, c, *place[c], None, None, MONTH, None) for c in ["330000", "330200", *codes]])


@pytest.fixture
def planted(conn):
    cases.plant(conn, TREE)
    rows = cases.records(PROFILES, DAYS)
    cases.report(conn, profiles=rows.astype({"population": float, "budget": float}))
    return conn


def test_bands_are_of_the_counties_that_declared_it(planted):
    tree = units_.load(planted).in_month(MONTH)
    found = all_groups(planted, tree, MONTH)
    assert {key: units for key, units in found.items() if key in BANDS} == {
        "people_few": ("330282",),
        "people_some": ("330203", "330205", "330206", "330211", "330212", "330225"),
        "people_most": ("330281",),
        "means_middle": ("330203", "330205", "330206", "330211", "330212", "330225"),
        "means_high": ("330281",),
        "begun_first": ("330203", "330205", "330211", "330212", "330225"),
        "begun_later": ("330206", "330281"),
    }
    assert profiles(planted, MONTH)["330203"].population == 40  # counted last
    assert all(peers_of(planted, tree, key, MONTH) == units for key, units in found.items())
    assert peers_of(planted, tree, "people_many", MONTH) == peers_of(planted, tree, "like:330282", MONTH) == ()


def test_a_league_runs_among_those_of_a_size(planted):
    rows = "\n".join(f"{unit} | 2025-06 | 1000 | {500 + 50 * i}" for i, unit in enumerate(COUNTIES))
    cases.report(planted, cases.reports(f"unit | month | rated | satisfied\n{rows}"))
    tree = units_.load(planted).in_month(MONTH)
    found = league(planted, satisfaction, "people_some", MONTH, "level")
    assert {each.place.unit for each in found.ranked} == set(peers_of(planted, tree, "people_some", MONTH))
    assert telling.sentence(found, tree).zh.startswith("30–60 万人的县（市、区）（6 个）：")
    like = league(planted, satisfaction, "like:330203", MONTH, "level")
    assert len(like.ranked) == 7  # whose people and spending are declared
    assert telling.sentence(like, tree).en.startswith("Counties most like 330203 (7): ")
    assert len(telling.method(like)) == len(telling.method(found)) + 1
    with pytest.raises(ValueError, match="no group like:330999"):
        league(planted, satisfaction, "like:330999", MONTH, "level")


NEAR = {f"3302{i:02d}": Profile(40 + i / 10, 80, 2020) for i in range(1, 13)}


@pytest.mark.parametrize(
    ("code", "profile", "comes_in"),
    [
        ("330213", Profile(40.1, 80, 2020), True),
        ("330281", Profile(40.1, 80, 2020), False),  # another kind of area
        ("330213", Profile(81, 80, 2020), False),  # twice the people
        ("330213", Profile(40.1, 165, 2020), False),  # twice the spending
        ("330213", Profile(40.1, 80, 2024), False),  # four years later
        ("330213", Profile(40.1, 80, None), True),  # when it began is not known
        ("330213", Profile(None, 80, 2020), False),
    ],
)
def test_the_nearest_are_of_like_size_means_years_and_kind(code, profile, comes_in):
    known = {**NEAR, code: profile}
    tree = tree_of(sorted(known))
    found = most_like("330201", known, tree, MONTH)
    assert len(found) == NEAREST + 1
    assert "330201" in found
    assert (code in found) is comes_in
    assert group_name("like:330201", tree).zh == "与330201最像的县（市、区）"


PLACES = st.dictionaries(
    st.integers(1, 20).map(lambda i: f"3302{i:02d}"),
    st.builds(Profile, st.floats(1, 300), st.floats(1, 900), st.one_of(st.none(), st.integers(2018, 2025))),
    min_size=2,
)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.randoms(use_true_random=False))
def test_peers_hang_on_no_order_and_bands_on_nobody_else(known, random):
    shuffled = list(known.items())
    random.shuffle(shuffled)
    tree = tree_of(sorted(known))
    one = min(known)
    assert most_like(one, dict(shuffled), tree, MONTH) == most_like(one, known, tree, MONTH)
    rest = {code: profile for code, profile in known.items() if code != one}
    of_all, without = by_band(known, tree), by_band(rest, tree)
    assert {key: tuple(u for u in units if u != one) for key, units in of_all.items() if set(units) != {one}} == without
