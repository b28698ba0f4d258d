"""What was known at a revision stays known: whatever comes later, is taken back, declared, ended or moved."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data import months, revisions, store
from data.reporting import obligations
from data.reporting.obligations import Rule
from data.schema import batch, obligation, withdrawal
from metrics import METRICS, query
from metrics.delivery import by_unit
from tests import cases
from tests.spec.test_registers import problems

BEGAN = datetime(2025, 2, 5, 9, tzinfo=months.SHANGHAI)
UNITS = ("330203", "330205", "330602")
MONTHS = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))
KEYS = ("problems_open", "problems_overdue", "problems_reopened", "completeness", "timeliness")
SHOWN = [cases.visits, cases.data_records, *(METRICS[key] for key in KEYS)]

UNIT, MONTH = st.sampled_from(UNITS), st.sampled_from(MONTHS)
VALUE = st.sampled_from([0.0, 3.0, 70.0, None])
DAY = st.sampled_from([None, "2025-01-20", "2025-02-03", "2025-03-09"])
STEPS = st.one_of(
    st.tuples(st.just("figure"), st.sampled_from(["visits", "data_records"]), UNIT, MONTH, VALUE),
    st.tuples(st.just("row"), st.sampled_from(["P1", "P2"]), UNIT, MONTH, DAY, DAY, DAY, st.booleans()),
    st.tuples(st.just("unchanged"), UNIT, MONTH),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("declare"), st.sampled_from(["visits", "problems"]), st.sampled_from(["330000", *UNITS]), MONTH),
    st.tuples(st.just("end"), st.integers(0, 3), MONTH),
    st.tuples(st.just("target"), st.sampled_from([5.0, 80.0])),
)


def do(conn, step) -> None:
    """One thing that happens to the store."""
    match step:
        case ("figure", measure, unit, month, value):
            cases.report(conn, cases.reports(f"unit | month | {measure}\n{unit} | {month:%Y-%m} | {value or 0}"))
        case ("row", key, unit, month, due, closed, changed, removed):
            row = (
                problems().iloc[[0]].assign(key=key, unit=unit, removed=removed, accepted=pd.NaT, reopened=int(removed))
            )
            days = {"due": due, "closed": closed, "changed_on": changed}
            dated = {name: pd.to_datetime(pd.Series([day], index=row.index)) for name, day in days.items()}
            cases.report(conn, month=month, problems=row.assign(**dated))
        case ("unchanged", unit, month):
            cases.report(conn, month=month, lists=[("problems", unit)])
        case ("withdraw", nth):
            live = list(conn.scalars(select(batch.c.number).where(batch.c.number.not_in(select(withdrawal.c.batch)))))
            if live:
                cases.withdraw(conn, live[nth % len(live)])
        case ("declare", what, unit, month):
            obligations.add(conn, [Rule(unit, "leaf", what, 1, 8, month, None)], by=cases.STEWARD)
        case ("end", nth, month):
            held = list(conn.scalars(select(obligation.c.number).where(obligation.c.holds_from <= month)))
            if held:
                obligations.change_end(conn, [held[nth % len(held)]], month)
        case ("target", value):
            cases.report(conn, targets=cases.targets(f"metric | unit | year | value\nvisits | 330000 | 2025 | {value}"))


def told(conn, revision):
    """Everything that is shown of the province in March, as known at a revision."""
    return [
        query.snapshot(conn, SHOWN, "330000", MONTHS[-1], revision=revision),
        query.history(conn, SHOWN, ["330000", "330203"], MONTHS, revision=revision),
        by_unit(conn, "330000", MONTHS, revision=revision),
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=9))
def test_a_view_of_a_revision_never_moves(lasting_engine, steps):
    with pytest.MonkeyPatch.context() as clock, store.rehearsal(lasting_engine) as conn:
        cases.plant(conn, cases.ZHEJIANG)
        kept = {}
        for nth, step in enumerate(steps):
            clock.setattr(months, "now", lambda nth=nth: BEGAN + timedelta(days=9 * nth))
            do(conn, step)
            number = revisions.current(conn)
            if number and number not in kept:
                kept[number] = told(conn, number)
        for number, frames in kept.items():
            for before, now in zip(frames, told(conn, number), strict=True):
                pd.testing.assert_frame_equal(before, now)


def test_what_is_declared_or_ended_later_is_not_known_before(conn, monkeypatch):
    monkeypatch.setattr(months, "now", lambda: BEGAN + timedelta(days=40))
    cases.plant(conn, cases.ZHEJIANG)
    first = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-01 | 5"))

    def expected(revision=None):
        frame = query.snapshot(conn, [cases.visits], "330200", MONTHS[0], revision=revision)
        return int(frame["expected"].iloc[0])

    assert expected(first) == 3
    (number,) = obligations.add(conn, [Rule("330203", "leaf", "visits", 1, 8, MONTHS[0], None)], by=cases.STEWARD)
    assert (expected(), expected(first)) == (1, 3)
    second = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-02 | 5"))
    obligations.change_end(conn, [number])
    third = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-03 | 5"))
    assert [expected(each) for each in (None, third, second, first)] == [3, 3, 1, 3]
