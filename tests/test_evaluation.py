"""Scores by an index system: every rule by hand, a slow oracle, and what must never play a part in them."""

from dataclasses import replace
from datetime import date
from math import isnan, nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.stacked import stacked
from data import units as units_
from data.registers.index_steps import in_order, steps
from data.text import Text
from metrics import METRICS
from metrics.evaluation import AS_SET, Asked, Item, System, closed, evaluation, groups_of, score, systems
from metrics.evaluation.facts import Fact, months_read
from metrics.evaluation.rules import share
from metrics.evaluation.steadiness import _weights, steadiness
from metrics.evaluation.trying import leanings, moved, tried
from metrics.language import count
from metrics.withheld import Sight
from tests import cases
from tests.frames import drawn
from tests.people import steward

UNITS = ("330100", "330200", "330300", "330400")
METRIC = {"higher": "satisfaction", "lower": "problems_overdue"}


def item(key="i1", metric="satisfaction", weight=100.0, rule="target", dimension="成效", **more):
    return Item(key, Text(key, key), Text(dimension, dimension), metric, weight, rule, **more)


def system(*items, missing="none", key="s1", **more):
    told = {
        "name": Text(key, key),
        "version": "",
        "unit": "330000",
        "level": "city",
        "since": date(2026, 1, 1),
        "until": None,
    }
    return System(key=key, missing=missing, replaces="", items=items, **(told | more))


def fact(value, **more):
    return Fact(value=value, lack="", reported=1, expected=1, **more)


def facts(**by_metric):
    """Facts by metric, a value for each of the units; None is missing."""
    return {
        (metric, unit): Fact() if value is None else fact(value)
        for metric, values in by_metric.items()
        for unit, value in zip(UNITS, values, strict=False)
    }


# --- each rule, drawn

RULES = """
rule        | better | value | target | due | change | best | full | zero | each | weight | steps                 | share | lack
target      | higher | 0.9   | 0.95   |     |        |      |      |      |      | 10     |                       | 0.947368421 |
target      | higher | 0.96  | 0.95   |     |        |      |      |      |      | 10     |                       | 1     |
target      | higher | 0.9   | 0.95   |     |        |      |      | 0.85 |      | 10     |                       | 0.5   |
target      | higher | 0.8   | 0.95   |     |        |      |      | 0.85 |      | 10     |                       | 0     |
target      | higher | 0.9   | 0.95   |     |        |      | 0.9  |      |      | 10     |                       | 1     |
target      | higher | 0.9   |        |     |        |      |      |      |      | 10     |                       | nan   | no_target
target      | lower  | 20    | 10     |     |        |      |      |      |      | 10     |                       | 0.5   |
target      | lower  | 10    | 10     |     |        |      |      |      |      | 10     |                       | 1     |
target      | lower  | 12    |        |     |        |      | 10   | 20   |      | 10     |                       | 0.8   |
target      | lower  | 3     |        |     |        |      | 0    |      |      | 10     |                       | 0     |
schedule    | higher | 40    | 100    | 0.5 |        |      |      |      |      | 10     |                       | 0.8   |
schedule    | higher | 60    | 100    | 0.5 |        |      |      |      |      | 10     |                       | 1     |
schedule    | higher | 40    | 100    |     |        |      |      |      |      | 10     |                       | 0.4   |
schedule    | lower  | 60    | 100    | 0.5 |        |      |      |      |      | 10     |                       | 0.833333333 |
schedule    | higher | 60    |        | 0.5 |        |      |      |      |      | 10     |                       | nan   | no_target
best        | higher | 0.6   |        |     |        | 0.8  |      |      |      | 10     |                       | 0.75  |
best        | higher | 0.6   |        |     |        | 0.8  |      | 0.4  |      | 10     |                       | 0.5   |
best        | lower  | 8     |        |     |        | 2    |      |      |      | 10     |                       | 0.25  |
best        | lower  | 8     |        |     |        | 0    |      | 10   |      | 10     |                       | 0.2   |
improvement | higher | 1     |        |     | 0.05   |      | 0.1  |      |      | 10     |                       | 0.5   |
improvement | higher | 1     |        |     | -0.05  |      | 0.1  |      |      | 10     |                       | 0     |
improvement | lower  | 1     |        |     | -0.3   |      | 0.2  |      |      | 10     |                       | 1     |
improvement | higher | 1     |        |     | 0.15   |      | 0.2  | 0.1  |      | 10     |                       | 0.5   |
improvement | higher | 1     |        |     |        |      | 0.2  |      |      | 10     |                       | nan   | no_year
steps       | higher | 0.95  |        |     |        |      |      |      |      | 10     | 95%:100/90%:80/85%:60 | 1     |
steps       | higher | 0.949 |        |     |        |      |      |      |      | 10     | 95%:100/90%:80/85%:60 | 0.8   |
steps       | higher | 0.8   |        |     |        |      |      |      |      | 10     | 95%:100/90%:80/85%:60 | 0     |
steps       | lower  | 4     |        |     |        |      |      |      |      | 10     | 0:100/5:50            | 0.5   |
deduction   | lower  | 2     |        |     |        |      |      |      | 2    | 10     |                       | 0.6   |
deduction   | lower  | 9     |        |     |        |      |      |      | 2    | 10     |                       | 0     |
deduction   | lower  | 3     |        |     |        |      | 3    |      | 2    | 10     |                       | 1     |
deduction   | higher | 0.5   |        |     |        |      | 0.6  |      | 20   | 10     |                       | 0.8   |
veto        | lower  | 1     |        |     |        |      |      |      |      | 0      |                       | 0     |
veto        | lower  | 0     |        |     |        |      |      |      |      | 0      |                       | 1     |
veto        | lower  | 2     |        |     |        |      | 2    |      |      | 0      |                       | 1     |
veto        | higher | 0.5   |        |     |        |      | 0.6  |      |      | 0      |                       | 0     |
"""


def number(text, otherwise=nan):
    return float(text) if text else otherwise


@pytest.mark.parametrize(
    "case", list(drawn(RULES).itertuples(index=False)), ids=lambda case: f"{case.rule}-{case.better}-{case.value}"
)
def test_a_value_becomes_a_share_of_the_points(case):
    given_item = item(
        metric=METRIC[case.better], rule=case.rule, weight=float(case.weight), steps=steps(case.steps) or (),
        full=number(case.full, None), zero=number(case.zero, None), each=number(case.each, None),
    )  # fmt: skip
    told = fact(float(case.value), target=number(case.target), due=number(case.due), change=number(case.change))
    found = share(given_item, told, case.better, number(case.best))
    assert found.value == pytest.approx(float(case.share), nan_ok=True)
    assert found.lack == case.lack


def test_what_has_another_basis_does_not_improve():
    told = fact(1.0, change=0.5, basis=True)
    assert share(item(rule="improvement", full=0.1), told, "higher", nan).lack == "basis"


STEPS = """
written               | lower | read | ordered
95%:100/90%:80        |       | yes  | yes
95%：100；90%：80     |       | yes  | yes
90%:80/95%:100        |       | yes  |
95%:80/90%:100        |       | yes  |
95%:120/90%:80        |       | yes  |
95%:100/95%:80        |       | yes  |
0:100/5:50            | yes   | yes  | yes
5:50/0:100            | yes   | yes  |
95                    |       |      |
好:100                |       |      |
"""


@pytest.mark.parametrize("case", list(drawn(STEPS).itertuples(index=False)), ids=lambda case: case.written)
def test_steps_are_read_and_go_from_the_best_down(case):
    found = steps(case.written)
    assert (found is not None) == bool(case.read)
    assert bool(found and in_order(found, lower=bool(case.lower))) == bool(case.ordered)


# --- scores

TWO = (item("a", weight=60, rule="best"), item("b", "usage_rate", 40, "best", "使用"))


def totals(made, told, units=UNITS):
    return {each.unit: round(each.total, 6) for each in score(made, told, units)}


MISSING = """
missing  | total | taken
none     | 60    | none
median   | 90    | median
unjudged | 100   | unjudged
"""


@pytest.mark.parametrize("case", list(drawn(MISSING).itertuples(index=False)), ids=lambda case: case.missing)
def test_what_is_missing_gets_what_the_system_says_and_is_told(case):
    # Of usage 330100 has none; the others reach 1.0, 0.75 and 0.5 of the best.
    told = facts(satisfaction=(0.8, 0.8, 0.8, 0.8), usage_rate=(None, 0.4, 0.3, 0.2))
    found = next(each for each in score(system(*TWO, missing=case.missing), told, UNITS) if each.unit == "330100")
    assert found.total == pytest.approx(float(case.total))
    assert [(each.item.key, each.lack, each.taken) for each in found.lacking] == [("b", "missing", case.taken)]
    assert found.covered == pytest.approx(0.6)
    judged = [found.of_dimension(Text(name, name)) for name in ("成效", "使用")]
    assert sum(judged) == pytest.approx(found.raw)


def test_who_has_nothing_at_all_has_no_score_and_no_place():
    told = facts(satisfaction=(None, 0.8, 0.6, None), usage_rate=(None, 0.4, 0.4, 0.4))
    for missing in ("none", "median", "unjudged"):
        found = {each.unit: each for each in score(system(*TWO, missing=missing), told, UNITS)}
        assert isnan(found["330100"].total)
        assert found["330100"].place is None
        assert found["330400"].place is not None
        assert [each.place for each in score(system(*TWO, missing=missing), told, UNITS)][-1] is None


def test_one_incident_overrides_the_best_score_and_what_it_had_is_told():
    veto = item("v", "security_incidents", 0, "veto", "安全")
    told = facts(satisfaction=(0.9, 0.8, 0.7, 0.6), usage_rate=(0.4,) * 4, security_incidents=(1, 0, 0, None))
    found = score(system(*TWO, veto), told, UNITS)
    assert [(each.unit, each.place) for each in found] == [("330200", 1), ("330300", 2), ("330400", 3), ("330100", 4)]
    last, unknown = found[-1], found[2]
    assert (last.total, last.raw) == (0.0, pytest.approx(100.0))
    assert [each.key for each in last.vetoes] == ["v"]
    # Whom no figure convicts is not vetoed, and it is told that nobody knows.
    assert not unknown.vetoes
    assert [each.taken for each in unknown.lacking] == ["unjudged"]


def test_deductions_come_off_the_whole_and_never_lead_below_nothing():
    off = item("d", "security_incidents", 30, "deduction", "安全", each=10)
    told = facts(satisfaction=(0.8, 0.8, 0.2, 0.8), usage_rate=(0.4, 0.4, 0.0, 0.4), security_incidents=(1, 9, 9, None))
    assert totals(system(*TWO, off), told) == {"330100": 90.0, "330200": 70.0, "330300": 0.0, "330400": 70.0}
    assert totals(system(*TWO, off, missing="unjudged"), told)["330400"] == 100.0


def test_equal_scores_share_a_place():
    told = facts(satisfaction=(0.8, 0.8, 0.7, 0.9), usage_rate=(0.4, 0.4, 0.4, 0.4))
    assert [(each.unit, each.place) for each in score(system(*TWO), told, UNITS)] == [
        ("330400", 1), ("330100", 2), ("330200", 2), ("330300", 4),
    ]  # fmt: skip


# --- an oracle that does it the slow way

numbers = st.one_of(st.none(), st.floats(0.05, 1.0).map(lambda value: round(value, 3)))
tables = st.lists(st.tuples(numbers, numbers, st.one_of(st.none(), st.integers(0, 3))), min_size=1, max_size=5)
weights = st.integers(10, 90)


def drawn_system(weight, missing):
    return system(
        item("a", weight=float(weight), rule="best"),
        item("b", "usage_rate", 100.0 - weight, "target", "使用", full=0.5, zero=0.1),
        item("d", "security_incidents", 6.0, "deduction", "安全", each=2.0),
        missing=missing,
    )


def drawn_facts(rows):
    names = ("satisfaction", "usage_rate", "security_incidents")
    units = [f"33{place:02d}00" for place in range(1, len(rows) + 1)]
    told = {
        (name, unit): Fact() if value is None else fact(float(value))
        for unit, row in zip(units, rows, strict=True)
        for name, value in zip(names, row, strict=True)
    }
    return units, told


def slowly(rows, weight, missing):
    """Totals worked out a unit and a metric at a time."""
    best = max((row[0] for row in rows if row[0] is not None), default=None)

    def shares(row):
        first = None if row[0] is None else row[0] / best
        second = None if row[1] is None else min(1, max(0, (row[1] - 0.1) / 0.4))
        third = None if row[2] is None else 1 - min(6, 2 * row[2]) / 6
        return [first, second, third]

    table = [shares(row) for row in rows]
    middle = [sorted(row[n] for row in table if row[n] is not None) for n in range(3)]
    found = []
    for row in table:
        reached, judged, off = 0.0, 0.0, 0.0
        for n, (part, points) in enumerate(zip(row, (weight, 100 - weight, 6), strict=True)):
            if part is None and missing == "none":
                part = 0.0
            elif part is None and missing == "median" and middle[n]:
                many = len(middle[n])
                part = (middle[n][(many - 1) // 2] + middle[n][many // 2]) / 2
            if part is None:
                continue
            if n == 2:
                off += points * (1 - part)
            else:
                reached, judged = reached + points * part, judged + points
        nothing = row[0] is None and row[1] is None
        found.append(None if nothing or not judged else max(0.0, reached / judged * 100 - off))
    return found


@settings(max_examples=120, deadline=None)
@given(tables, weights, st.sampled_from(["none", "median", "unjudged"]))
def test_scores_are_those_of_the_slow_way(rows, weight, missing):
    units, told = drawn_facts(rows)
    found = {each.unit: each for each in score(drawn_system(weight, missing), told, units)}
    for unit, expected in zip(units, slowly(rows, weight, missing), strict=True):
        assert found[unit].total == pytest.approx(nan if expected is None else expected, nan_ok=True)
        assert isnan(found[unit].total) == (found[unit].place is None)


@settings(max_examples=40, deadline=None)
@given(tables, weights, st.randoms(use_true_random=False))
def test_no_order_of_rows_or_units_plays_a_part(rows, weight, random):
    units, told = drawn_facts(rows)
    made = drawn_system(weight, "median")
    mixed, shuffled = list(told.items()), list(units)
    random.shuffle(mixed)
    random.shuffle(shuffled)
    assert repr(score(made, dict(mixed), shuffled)) == repr(score(made, told, units))


@settings(max_examples=40, deadline=None)
@given(tables, tables, weights)
def test_a_unit_of_another_group_changes_nothing(rows, others, weight):
    units, told = drawn_facts(rows)
    _, foreign = drawn_facts(others)
    more = {(metric, f"34{unit[2:]}"): each for (metric, unit), each in foreign.items()}
    made = drawn_system(weight, "median")
    assert repr(score(made, told | more, units)) == repr(score(made, told, units))


# --- how steady, and what if


def test_a_place_far_ahead_is_kept_and_one_on_the_edge_is_not():
    told = facts(satisfaction=(0.9, 0.45, 0.09, 0.0), usage_rate=(0.4, 0.04, 0.2, 0.0))
    # 330200 has 30 + 4, 330300 6 + 20: so far apart that a fifth of the weights moves nothing.
    steady = steadiness(system(*TWO), score(system(*TWO), told, UNITS))
    assert {unit: each.keeps for unit, each in steady.items()} == dict.fromkeys(UNITS, 1.0)
    told = facts(satisfaction=(0.9, 0.45, 0.09, 0.0), usage_rate=(0.4, 0.04, 0.3, 0.0))  # 34 and 36
    close = steadiness(system(*TWO), score(system(*TWO), told, UNITS))
    assert close["330100"].keeps == 1.0
    assert (close["330100"].low, close["330100"].high) == (1, 1)
    assert 0.05 < close["330300"].keeps < 1
    assert (close["330300"].low, close["330300"].high) == (2, 3)


def test_the_share_that_keeps_its_place_is_the_one_counted_draw_by_draw():
    told = facts(satisfaction=(0.9, 0.45, 0.09, None), usage_rate=(0.4, 0.04, 0.39, 0.1))
    made = system(*TWO, missing="unjudged")
    placed = score(made, told, UNITS)
    kept = dict.fromkeys(UNITS, 0)
    drawn_weights = _weights(made)[:200]
    for row in drawn_weights:
        other = made.weighed({"a": float(row[0]), "b": float(row[1])})
        for each in score(other, told, UNITS):
            kept[each.unit] += each.place == next(was.place for was in placed if was.unit == each.unit)
    found = steadiness(made, placed)
    for unit in UNITS:
        assert kept[unit] / 200 == pytest.approx(found[unit].keeps, abs=0.12)


def test_other_weights_move_who_lives_by_them():
    told = facts(satisfaction=(0.9, 0.45, 0.09, 0.0), usage_rate=(0.04, 0.2, 0.4, 0.0))
    made = system(*TWO)
    was, other = score(made, told, UNITS), tried(made, [made], Asked(weights={"a": 0, "b": 1}))
    assert other.whole == pytest.approx(made.whole)
    moves = {each.unit: each.by for each in moved(was, score(other, told, UNITS))}
    assert moves == {"330100": -2, "330200": 0, "330300": 2, "330400": 0}
    assert set(leanings(made)) == {"equal", "lean-1", "lean-2"}
    leaning = tried(made, [made], Asked(leaning="lean-2"))
    assert [round(each.weight, 6) for each in leaning.items] == [50.0, 50.0]
    with pytest.raises(ValueError, match="no scored metrics"):
        tried(made, [made], Asked(weights={"x": 1}))
    with pytest.raises(ValueError, match="no index system"):
        tried(made, [made], Asked(rules="x"))
    with pytest.raises(ValueError, match="below 0"):
        tried(made, [made], Asked(weights={"a": -1}))
    with pytest.raises(ValueError, match="add up to nothing"):
        tried(made, [made], Asked(weights={"a": 0, "b": 0}))


def test_a_bar_is_as_long_as_the_points_and_what_is_taken_off_is_marked_at_its_end():
    row = dict.fromkeys(("place", "name", "total", "aside", "tip", "href"), "") | {"css": "struck"}
    html = stacked([row | {"values": [30, 20], "off": 5}], whole=100, parts=["<a>", "b"], heads=["x"] * 5, alt="y")
    assert 'x="0.00%" width="30.00%"' in html
    assert 'x="30.00%" width="20.00%"' in html
    assert 'off" x="45.00%" width="5.00%"' in html
    assert "&lt;a&gt;" in html


# --- from the store

SYSTEMS = """
key | name | unit   | version | level | missing | valid_from | valid_to   | replaces
S1  | 考核 | 330000 | 旧      | city  | none    | 2025-01-01 | 2026-01-01 |
S2  | 考核 | 330000 | 新      | city  | none    | 2026-01-01 |            | S1
S3  | 考核 | 330000 | 将来    | city  | none    | 2027-01-01 |            | S2
"""
ITEMS = """
key | name | unit   | system | dimension | metric              | weight | rule | full | zero | each | steps
I1  | 满意 | 330000 | S1     | 成效      | satisfaction        | 100    | best |      |      |      |
I2  | 满意 | 330000 | S2     | 成效      | satisfaction        | 40     | best |      |      |      |
I3  | 访问 | 330000 | S2     | 使用      | visits              | 60     | improvement | 0.5 | |   |
I4  | 安全 | 330000 | S2     | 安全      | security_incidents  |        | veto |      |      |      |
"""
FIGURES = """
unit   | month   | satisfied | rated | visits | security_incidents
330203 | 2025-09 | 8         | 10    | 100    | 0
330203 | 2026-09 | 9         | 10    | 125    | 0
330602 | 2025-09 | 9         | 10    | 100    | 0
330602 | 2026-09 | 6         | 10    | 150    | 1
330106 | 2026-09 | 9         | 10    |        | 0
"""
SEPTEMBER = date(2026, 9, 1)
TREE = {"330000": None, "330100": "330000", "330200": "330000", "330600": "330000"} | {
    "330106": "330100", "330203": "330200", "330602": "330600",
}  # fmt: skip


def rows(table, numbers=(), days=()):
    frame = cases.records(table, days)
    for name in numbers:
        frame[name] = pd.to_numeric(frame[name]).astype(float)
    return frame


def index_rows(drawn_systems, drawn_items):
    """Systems and their metrics, drawn, as the records of both registers."""
    return {
        "index_systems": rows(drawn_systems, days=("valid_from", "valid_to")),
        "index_metrics": rows(drawn_items, ("weight", "full", "zero", "each")),
    }


@pytest.fixture
def scored(conn):
    cases.plant(conn, TREE)
    cases.report(conn, cases.reports(FIGURES), **index_rows(SYSTEMS, ITEMS))
    return conn


def told_of(made):
    return {each.unit: (each.place, round(each.total, 6), round(each.raw, 6)) for each in made.scores}


def test_scores_come_from_the_figures_of_the_year_and_the_rows_of_the_system(scored):
    made = evaluation(scored, "S2", "cities", SEPTEMBER)
    # Satisfaction of 90 %, 90 % and 60 %; visits up 25 %, up 50 %, and nothing of the year before.
    assert told_of(made) == {
        "330200": (1, 70.0, 70.0),
        "330100": (2, 40.0, 40.0),
        "330600": (3, 0.0, pytest.approx(26.666667 + 60)),
    }
    lacking = {each.unit: [lack.lack for lack in each.lacking] for each in made.scores}
    assert lacking == {"330200": [], "330100": ["missing"], "330600": []}
    assert made.moves == ()
    assert set(made.steady) == {"330100", "330200", "330600"}


def test_versions_hold_from_their_day_and_can_be_tried_on_this_years_figures(scored):
    assert [each.key for each in systems(scored, SEPTEMBER)] == ["S2", "S1"]
    assert [each.key for each in systems(scored, date(2025, 9, 1))] == ["S1"]
    with pytest.raises(ValueError, match="no index system S3"):
        evaluation(scored, "S3", "cities", SEPTEMBER)
    with pytest.raises(ValueError, match="no group districts"):
        evaluation(scored, "S2", "districts", SEPTEMBER)
    made = evaluation(scored, "S2", "cities", SEPTEMBER, asked=Asked(rules="S1"))
    assert told_of(made) == {
        "330100": (1, 100.0, 100.0),
        "330200": (1, 100.0, 100.0),
        "330600": (3, 66.666667, 66.666667),
    }
    assert {each.unit: each.by for each in made.moves} == {"330100": 1, "330200": 0, "330600": 0}
    asked = replace(AS_SET, missing="unjudged")
    assert told_of(evaluation(scored, "S2", "cities", SEPTEMBER, asked=asked))["330100"] == (1, 100.0, 100.0)


def test_an_earlier_revision_scores_as_it_was_known(scored):
    then = evaluation(scored, "S2", "cities", SEPTEMBER)
    changed = rows(ITEMS, ("weight", "full", "zero", "each"))
    changed = changed.assign(weight=changed["weight"].replace({40.0: 60.0, 60.0: 40.0}))
    revision = cases.report(scored, index_metrics=changed)
    now = evaluation(scored, "S2", "cities", SEPTEMBER)
    assert told_of(now)["330200"] == (1, 80.0, 80.0)
    assert told_of(evaluation(scored, "S2", "cities", SEPTEMBER, revision=revision - 1)) == told_of(then)
    cases.withdraw(scored, revision)
    assert told_of(evaluation(scored, "S2", "cities", SEPTEMBER)) == told_of(then)


def test_a_score_tells_of_every_unit_of_the_group_or_of_none(scored, monkeypatch):
    tree = units_.load(scored).in_month(SEPTEMBER)
    system_ = systems(scored, SEPTEMBER)[0]
    units = groups_of(scored, system_, tree, SEPTEMBER)["cities"]
    run = months_read([system_], SEPTEMBER)
    assert (run[0], run[-1], len(run)) == (date(2025, 1, 1), SEPTEMBER, 18)
    own, all_ = {"330200", "330203"}, set(tree.codes)
    who = steward("甬", "330200")
    assert closed(who, Sight(all_), tree, units, [system_], SEPTEMBER) == []
    assert closed(who, Sight(own), tree, units, [system_], SEPTEMBER) == run
    assert closed(who, Sight(own, run[1:]), tree, units, [system_], SEPTEMBER) == run[:1]
    monkeypatch.setitem(METRICS, "secret", cases.metric("secret", count("oversight"), better="lower"))
    hidden = replace(system_, items=(*system_.items, item("o", "secret", 0, "veto")))
    assert closed(who, Sight(all_), tree, units, [hidden], SEPTEMBER) == run
