"""What batches moved of the numbers of a unit: each step is held against the number counted anew before and after it."""

from datetime import date

import pytest

from data import revisions
from data.uploads.commit import take_back
from metrics import OVERVIEW, query
from metrics.applications import visits
from metrics.effects import Effect, Step, Value, Where, before, effects, of
from metrics.periods import MONTH as MONTHLY
from metrics.periods import YEAR_TO_DATE
from metrics.problems import on_time_rate, problems_open, problems_overdue
from metrics.recent import recent
from tests import workbooks
from tests.test_recent import COUNTY, NINGBO, OTHER, bring
from tests.workbooks import report

CITY, MONTH = "330200", date(2026, 10, 1)
ASKED = (*OVERVIEW, problems_open, on_time_rate)


@pytest.fixture(autouse=True)
def _units(conn):
    workbooks.plant(conn)


def values(conn, unit: str, revision: int | None = None, **more) -> dict[str, Value]:
    told = query.history(conn, ASKED, [unit], [MONTH], revision=revision, **more)
    return {row["metric"]: of(row["value"], row["qualifier"]) for row in told.to_dict("records")}


def found(conn, unit: str, upto: int | None = None, back=before, **more) -> dict[int, list[Effect]]:
    """As a page asks: the newest lines of a unit, from the numbers as they stand at the revision it shows."""
    below = {CITY: (CITY, COUNTY, OTHER)}.get(unit, (unit,))
    listed = recent(conn, below, upto, 9)
    steps = [Step(int(r), int(b)) for r, b in zip(listed["revision"], listed["batch"], strict=True)]
    where = Where(unit, MONTH, more.get("period", MONTHLY), below)
    return effects(conn, ASKED, where, steps, values(conn, unit, upto, **more), back)


def story(conn) -> list[int]:
    """Visits come, are corrected, and come of a second county; problems come, one is closed, one falls due; one batch goes again.
    The number of the revision after each."""
    done = []
    for table in (
        "measure | unit | month | value\nvisits | 330203 | 2026-09 | 40",
        "measure | unit | month | value\nvisits | 330203 | 2026-10 | 100",
        "measure | unit | month | value\nvisits | 330203 | 2026-10 | 90",
    ):
        report(conn, table)
        done.append(revisions.current(conn))
    bring(conn, ("A", "海曙区", ""), ("B", "海曙区", ""), ("C", "江北区", ""))
    done.append(revisions.current(conn))
    closes = bring(conn, ("A", "海曙区", "2026-10-20"), ("B", "江北区", ""))
    done.append(revisions.current(conn))
    report(conn, "measure | unit | month | value\nvisits | 330205 | 2026-10 | 7")
    done.append(revisions.current(conn))
    take_back(conn, [closes], by=NINGBO, reason="报错了")
    return [*done, revisions.current(conn)]


def test_each_step_moves_from_what_was_known_before_it_to_what_was_known_after(conn):
    steps = story(conn)
    for unit, upto in ((CITY, None), (COUNTY, None), (OTHER, None), (CITY, steps[-2]), (COUNTY, steps[-4])):
        holds(conn, unit, upto)
    holds(conn, CITY, None, period=YEAR_TO_DATE)


def holds(conn, unit: str, upto: int | None, **period) -> None:
    """All that is told of a unit is what is read anew before and after each step, and nothing is left out."""
    for revision, moved in found(conn, unit, upto, **period).items():
        was, now = (values(conn, unit, at, **period) for at in (revision - 1, revision))
        told = {each.metric: (each.was, each.now) for each in moved}
        for metric in (visits, problems_open, problems_overdue):
            before, after = was[metric.key], now[metric.key]
            expected = None if before == after else (before.value, after.value)
            if metric.rows and expected in ((None, 0.0), (0.0, None)):  # a list of which none counts moves nothing
                expected = None
            got = told.get(metric.key)
            assert (got and (got[0].value, got[1].value)) == expected, (revision, metric.key)


def test_after_a_new_batch_nothing_is_asked_again_that_was_asked_before_it(conn):
    story(conn)
    asked = []

    def back(conn, metrics, *what):
        asked.append((tuple(each.key for each in metrics), *what))
        return before(conn, metrics, *what)

    found(conn, CITY, back=back)
    first, asked[:] = set(asked), []
    report(conn, "measure | unit | month | value\nvisits | 330203 | 2026-10 | 80")
    moved = found(conn, CITY, back=back)
    assert [step.revision for _, _, step, _ in set(asked) - first] == [revisions.current(conn)]
    assert [(each.was.value, each.now.value) for each in moved[revisions.current(conn)]] == [(97.0, 87.0)]


def test_no_more_steps_are_gone_back_through_than_asked_for(conn):
    story(conn)
    listed = recent(conn, (CITY, COUNTY, OTHER), None, 9)
    steps = [Step(int(r), int(b)) for r, b in zip(listed["revision"], listed["batch"], strict=True)]
    where, now = Where(CITY, MONTH, MONTHLY, (CITY, COUNTY, OTHER)), values(conn, CITY)
    whole = effects(conn, ASKED, where, steps, now, before)
    few = effects(conn, ASKED, where, steps, now, before, 2)
    assert few == {step.revision: whole[step.revision] for step in steps[:2]}


def test_a_line_says_what_moved_farthest_first_and_nothing_that_is_divided(conn):
    steps = story(conn)
    moved = found(conn, CITY)
    assert [(each.metric, each.was.value, each.now.value) for each in moved[steps[1]]] == [("visits", None, 100.0)]
    assert [(each.metric, each.was.value, each.now.value) for each in moved[steps[2]]] == [("visits", 100.0, 90.0)]
    assert [(each.was.value, each.now.value) for each in moved[steps[4]]] == [(3.0, 2.0)]
    assert [(each.was.value, each.now.value) for each in moved[steps[6]]] == [(2.0, 3.0)]
    assert moved[steps[0]] == []  # September's
    assert not any(each.metric == on_time_rate.key for of in moved.values() for each in of)
