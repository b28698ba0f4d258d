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
from tests import cases
from tests.oracle import Oracle

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
ASKED = date(2025, 4, 1)
REPORTED = [date(2023, 12, 1), *(date(year, month, 1) for year in (2024, 2025) for month in (1, 2, 3, 4))]
VALUES = st.sampled_from([0.0, 1.0, 2.0, 7.0, 250.0, -3.0])


class Case(NamedTuple):
    """A metric, a tree, and batches of reports: (measure, unit, month, subject) → a value, or None for a withdrawal."""

    metric: Metric
    tree: dict[str, str | None]
    batches: list[dict[tuple[str, str, date, str], float | None]]


@st.composite
def trees(draw) -> dict[str, str | None]:
    """Up to six units; each hangs under any before it."""
    count = draw(st.integers(1, 6))
    return {f"u{i}": f"u{draw(st.integers(0, i - 1))}" if i else None for i in range(count)}


@st.composite
def cases_of(draw) -> Case:
    """Dense enough that own reports, children, carried stocks and published rates meet."""
    metric, tree = draw(st.sampled_from(METRICS)), draw(trees())
    applications = metric.kind != "index"
    keys = st.tuples(
        st.sampled_from([measure.key for measure in metric.measures]),
        st.sampled_from(sorted(tree)),
        st.sampled_from(REPORTED),
        st.sampled_from(["", "", "APP1", "APP2"] if applications else [""]),
    ).map(lambda key: (*key[:3], "") if MEASURES[key[0]].kind == "index" else key)
    batch = st.dictionaries(keys, st.one_of(VALUES, VALUES, st.none()), min_size=1, max_size=50)
    return Case(metric, tree, draw(st.lists(batch, min_size=1, max_size=3)))


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


def assert_obvious(conn, case: Case, known: dict, revision: int | None) -> None:
    """Every unit's row of a snapshot is what the oracle says of the figures known."""
    oracle = Oracle(case.metric, case.tree, {key: value for key, value in known.items() if value is not None})
    for unit in {"u0", *case.tree.values()} - {None}:
        for row in query.snapshot(conn, [case.metric], unit, ASKED, revision=revision).to_dict("records"):
            ytd, ytd_months = oracle.ytd(row["unit"], ASKED)
            expected = {
                "value": oracle.value(row["unit"], ASKED),
                "mom": oracle.change(row["unit"], ASKED, 1),
                "yoy": oracle.change(row["unit"], ASKED, 12),
                "ytd": ytd,
                "ytd_months": ytd_months,
                "ytd_yoy": oracle.ytd_change(row["unit"], ASKED),
                **oracle.coverage(row["unit"], ASKED),
            }
            wrong = {name: (row[name], want) for name, want in expected.items() if not same(row[name], want)}
            assert not wrong, f"{row['metric']} of {row['unit']}: (got, expected) {wrong}"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases_of())
def test_the_fast_answer_is_the_obvious_one_at_every_revision(lasting_engine, case):
    with store.rehearsal(lasting_engine) as conn:
        cases.plant(conn, case.tree)
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
    now = query.snapshot(conn, [metric], "u0", ASKED)
    pd.testing.assert_frame_equal(now, query.snapshot(conn, [metric], "u0", ASKED, revision=before))
