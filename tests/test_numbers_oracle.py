"""On random trees and figures the fast answer is the obvious one, now and at every revision."""

import math
from datetime import date
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import months, store
from metrics import query
from metrics.language import Metric, latest, total
from metrics.periods import MONTH, PERIODS, Period
from tests import cases
from tests.duties import add
from tests.oracle import NO_CHANGE, Oracle, Rule, Tree

METRICS = [
    cases.visits,
    cases.transactions,
    cases.data_records,
    cases.satisfaction,
    cases.visits_per_user,
    cases.usage_rate,
    cases.service_index,
    cases.dissatisfied,
    cases.metric("moved", total(cases.VISITS) - total(cases.RATED)),
    cases.metric("held", latest(cases.RECORDS) + latest(cases.USERS)),
]
MEASURES = {measure.key: measure for metric in METRICS for measure in metric.measures}
RUN = months.between(date(2024, 1, 1), date(2025, 6, 1))
ASKED = [date(2025, 3, 1), date(2025, 4, 1)]
TURNS = [date(2024, 4, 1), date(2025, 2, 1), date(2025, 4, 1)]  # when units may move in the tree
REPORTED = [date(2023, 12, 1), *(date(year, month, 1) for year in (2024, 2025) for month in (1, 2, 3, 4))]
RECENT = [date(2024, 3, 1), date(2024, 4, 1), *(date(2025, month, 1) for month in (1, 2, 3, 4))]
VALUES = st.sampled_from([0.0, 1.0, 2.0, 7.0, 250.0, -3.0])


class Case(NamedTuple):
    """A question, the trees, what was asked for, and batches of reports: (measure, unit, month, subject) → a value, or None
    for a withdrawal."""

    metric: Metric
    period: Period
    month: date
    trees: tuple[Tree, ...]
    batches: list[dict[tuple[str, str, date, str], float | None]]
    rules: tuple[Rule, ...]


@st.composite
def trees(draw) -> tuple[Tree, ...]:
    """Up to six units, each under any before it; in every second case some hang elsewhere from a month on."""
    count = draw(st.integers(1, 6))

    def one(since: date) -> Tree:
        return Tree(since, {f"u{i}": f"u{draw(st.integers(0, i - 1))}" if i else None for i in range(count)})

    turns = draw(st.one_of(st.just([]), st.lists(st.sampled_from(TURNS), min_size=1, max_size=1)))
    return tuple(one(since) for since in (cases.ALWAYS, *turns))


@st.composite
def rules(draw, measures: list[str], units: list[str]) -> tuple[Rule, ...]:
    """In every second case some measures are asked of some units, some only in some months."""
    one = st.builds(
        Rule,
        st.sampled_from(units),
        st.sampled_from(["leaf", "leaf", "city", "county", "province"]),
        st.sampled_from(measures),
        st.sampled_from([1, 1, 3]),
        st.sampled_from([date(2020, 1, 1), date(2025, 3, 1)]),
        st.sampled_from([None, date(2025, 4, 1)]),
    )
    return tuple(draw(st.one_of(st.just([]), st.lists(one, min_size=1, max_size=4))))


@st.composite
def cases_of(draw) -> Case:
    """Dense enough that own reports, children, carried stocks and published rates meet."""
    metric, drawn = draw(st.sampled_from(METRICS)), draw(trees())
    period = draw(st.sampled_from([MONTH, *PERIODS.values()]))
    subjects = draw(st.sampled_from([["", "", "APP1", "APP2"], ["APP1", "APP2", "APP3", ""]]))
    some = draw(st.sampled_from([REPORTED, RECENT]))  # so few months that the same one is met again
    keys = st.tuples(
        st.sampled_from([measure.key for measure in metric.measures]),
        st.sampled_from(sorted(drawn[0].parents)),
        st.sampled_from(some),
        st.sampled_from(subjects),
    ).map(lambda key: (*key[:3], "") if MEASURES[key[0]].kind == "index" else key)
    batch = st.dictionaries(keys, st.one_of(VALUES, VALUES, st.none()), min_size=1, max_size=50)
    batches = draw(st.lists(batch, min_size=1, max_size=3))
    asked = draw(rules([measure.key for measure in metric.parts], sorted(drawn[0].parents)))
    return Case(metric, period, draw(st.sampled_from(ASKED)), drawn, batches, asked)


def frame_of(batch: dict) -> pd.DataFrame:
    rows = [(*key, float("nan") if value is None else value) for key, value in batch.items()]
    frame = pd.DataFrame(rows, columns=["measure", "unit", "month", "subject", "value"])
    usual = cases.frames.DEFAULTS.items()
    frame = frame.assign(**{name: value for name, value in usual if name != "subject"})
    return frame.assign(month=pd.to_datetime(frame["month"]).astype("datetime64[s]"))


def same(got: float, expected: float | None) -> bool:
    if expected is None:
        return math.isnan(got)
    return math.isclose(got, expected, rel_tol=1e-9, abs_tol=1e-9)


def obvious(oracle: Oracle, case: Case, unit: str) -> dict[str, float | None]:
    """What the oracle says of one unit, by the columns of a snapshot."""
    month, period = case.month, case.period
    run = None if period is MONTH else months.between(period.first(month), month)
    value, there = (oracle.value(unit, month), None) if run is None else oracle.over(unit, run)
    if period.key == "ytd":
        value, there = oracle.ytd(unit, month)
    mom = oracle.change(unit, month, period.before, run) if period.before else NO_CHANGE
    ytd_yoy = oracle.ytd_change(unit, month)
    yoy = ytd_yoy if period.key == "ytd" else oracle.change(unit, month, 12, run)
    ytd, ytd_months = oracle.ytd(unit, month)
    changes = {"mom": mom, "yoy": yoy, "ytd_yoy": ytd_yoy}
    return {
        "value": value,
        "months": there,
        "ytd": ytd,
        "ytd_months": ytd_months,
        **{name: change.value for name, change in changes.items()},
        **{f"{name}_basis": change.basis for name, change in changes.items()},
        **oracle.coverage(unit, month),
    }


def assert_obvious(conn, case: Case, known: dict, revision: int | None) -> None:
    """Every unit's row of a snapshot is what the oracle says of the figures known."""
    there = {key: value for key, value in known.items() if value is not None}
    oracle = Oracle(case.metric, case.trees, there, case.rules)
    for unit in {"u0", *case.trees[-1].parents.values()} - {None}:
        frame = query.snapshot(conn, [case.metric], unit, case.month, period=case.period, revision=revision)
        for row in frame.to_dict("records"):
            expected = obvious(oracle, case, row["unit"])
            wrong = {name: (row[name], want) for name, want in expected.items() if not same(row[name], want)}
            assert not wrong, f"{row['metric']} of {row['unit']}: (got, expected) {wrong}"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases_of())
def test_the_fast_answer_is_the_obvious_one_at_every_revision(lasting_engine, case):
    with store.rehearsal(lasting_engine) as conn:
        ends = [tree.since for tree in case.trees[1:]]
        for tree, until in zip(case.trees, [*ends, None], strict=True):
            cases.plant(conn, tree.parents, since=tree.since, until=until)
        for rule in case.rules:
            add(
                conn,
                unit=rule.unit,
                level=rule.level,
                what=rule.what,
                every=rule.every,
                since=rule.first,
                to=rule.until,
            )
        known, states = {}, []
        for batch in case.batches:
            known = known | batch
            states.append((cases.report(conn, frame_of(batch)), known))
        assert_obvious(conn, case, known, None)
        for revision, then in states[:-1]:
            assert_obvious(conn, case, then, revision)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.key)
def test_a_withdrawn_batch_leaves_the_numbers_of_the_revision_before_it(conn, metric):
    first = {("visits", "u1", month, ""): 10.0 for month in RUN}
    first |= {(key, "u1", month, ""): 5.0 for key in MEASURES for month in RUN if key != "visits"}
    second = {key: 2 * value for key, value in first.items()}
    tree = {"u0": None, "u1": "u0"}
    cases.plant(conn, tree)
    before = cases.report(conn, frame_of(first))
    cases.report(conn, frame_of(second))
    cases.withdraw(conn, 2)
    now = query.snapshot(conn, [metric], "u0", ASKED[-1])
    pd.testing.assert_frame_equal(now, query.snapshot(conn, [metric], "u0", ASKED[-1], revision=before))
