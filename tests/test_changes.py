"""What changed between two points is the true difference: over random histories, worked out once more from what was kept."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data import months, revisions, store
from data.figures import as_of
from data.registers import TABLES
from data.reporting import obligations
from data.reporting.obligations import Rule
from data.schema import batch, definition, figure, withdrawal
from data.schema import revision as revisions_
from metrics import METRICS, changes, standings
from metrics.changes import Change, Point, definitions, in_order, points
from metrics.changes.turned import for_the_worse
from metrics.changes.values import how_far
from metrics.status import STATUSES, ranks, standing
from tests import cases, frames
from tests.oracle import Oracle, Tree
from tests.oracle import Rule as Owed
from tests.spec.test_registers import problems
from tests.test_what_was_known import BEGAN, MONTHS, STEPS, do

SHOWN = (cases.visits, cases.data_records)
TREE = Tree(cases.ALWAYS, dict(cases.ZHEJIANG))
DUE_DAY = 8  # of the rules that the steps declare
TOLD = ("value", "corrected", "status", "rank", "coverage")


def figures_at(conn, number: int) -> dict:
    """The figures that counted at a revision, batch by batch: the last one that was not taken back by then wins."""
    gone = {row.batch for row in conn.execute(select(withdrawal).where(withdrawal.c.revision <= number))}
    came = conn.execute(select(figure, batch.c.revision).join(batch, batch.c.number == figure.c.batch)).all()
    found = {}
    for row in sorted(came, key=lambda row: row.revision):
        if row.revision <= number and row.batch not in gone:
            found[row.measure, row.unit, row.month, row.subject] = row.value
    return {key: value for key, value in found.items() if value is not None}


def numbers_at(conn, point: Point, month: date) -> dict:
    """By metric and unit: value, status, rank and coverage, slowly."""
    rules = tuple(
        Owed(row.unit, row.level, row.what, row.every, row.holds_from, row.holds_to)
        for row in conn.execute(obligations.known(point.revision))
    )
    figures, found = figures_at(conn, point.revision), {}
    aims = {row.metric: row.value for row in targets_at(conn, point.revision)}
    looked = (
        revisions.moment_of(conn, point.revision) or months.now()
    )  # a revision is looked at from when it came about
    due = obligations.due_of(month, DUE_DAY) < looked  # before that nothing is judged
    for metric in SHOWN:
        oracle = Oracle(metric, (TREE,), figures, rules)
        for unit in cases.ZHEJIANG:
            counts = oracle.coverage(unit, month)
            there, expected = counts["reported"] + counts["carried"], counts["expected"]
            value, enough = oracle.value(unit, month), bool(expected) and there / expected >= 0.8
            actual, aim = oracle.ytd(unit, month)[0], aims.get(metric.key) if unit == "330000" else None
            stands = aim and actual is not None and standing(metric.kind, "higher", actual, aim, month.month)
            judged = value is not None and stands and enough and counts["reported"] and due
            status = STATUSES[stands.status].zh if judged else "不评价"
            found[metric.key, unit] = [value, status, None, (there, counts["carried"], expected), enough]
        for above in cases.ZHEJIANG:
            able = [unit for unit, parent in cases.ZHEJIANG.items() if parent == above]
            able = [unit for unit in able if found[metric.key, unit][4] and found[metric.key, unit][0] is not None]
            placed = ranks([found[metric.key, unit][0] for unit in able], "higher")
            for unit, rank in zip(able, placed, strict=True):
                found[metric.key, unit][2] = rank
    return found


def targets_at(conn, number: int) -> list:
    rows = as_of(TABLES["targets"], number)
    return list(conn.execute(select(rows)))


def true_numbers(conn, then: Point, later: Point) -> set:
    was, now = numbers_at(conn, then, then.month), numbers_at(conn, later, later.month)
    again = numbers_at(conn, later, then.month)
    found = set()
    for place in was:
        for kind, at in (("value", 0), ("status", 1), ("rank", 2), ("coverage", 3)):
            if was[place][at] != now[place][at]:
                found.add((kind, *place, was[place][at], now[place][at]))
        if then.month != later.month and was[place][0] != again[place][0]:
            found.add(("corrected", *place, was[place][0], again[place][0]))
    return found


def told_numbers(found: list[Change]) -> set:
    def said(each: Change) -> tuple:
        if each.kind == "status":
            return each.before.zh, each.after.zh
        if each.kind == "coverage":
            return tuple(_counts(text.zh) for text in (each.before, each.after))
        return tuple(None if math.isnan(value) else value for value in (each.was, each.now))

    return {(each.kind, each.metric, each.unit, *said(each)) for each in found if each.kind in TOLD}


def _counts(text: str) -> tuple[int, int, int]:
    if text == "—":
        return 0, 0, 0
    there, expected = text.split("（")[0].split("/")
    return int(there), int(text.split("沿用 ")[1][:-1]) if "（" in text else 0, int(expected)


def told(each: Change) -> tuple:
    return each.metric, each.unit, each.before, each.after, each.revision


def rows_at(conn, point: Point) -> dict:
    page = standings.rows(conn, "problems", tuple(cases.ZHEJIANG), point.month, revision=point.revision, limit=500)
    return {row["key"]: (row["standing"], row["unit"]) for row in page.rows.to_dict("records")}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=9), st.data())
def test_what_changed_is_the_true_difference(lasting_engine, steps, data):
    with pytest.MonkeyPatch.context() as clock, store.rehearsal(lasting_engine) as conn:
        cases.plant(conn, cases.ZHEJIANG)
        for nth, step in enumerate(steps):
            clock.setattr(months, "now", lambda nth=nth: BEGAN + timedelta(days=9 * nth))
            do(conn, step)
        current = revisions.current(conn)
        first = data.draw(st.integers(0, current))
        last = data.draw(st.integers(first, current))
        then = changes.of_revision(conn, first, data.draw(st.sampled_from(MONTHS)))
        later = changes.of_revision(conn, last, data.draw(st.sampled_from(MONTHS)))
        found = changes.between(conn, "330000", then, later, metrics=SHOWN, registers=["problems"])
        assert told_numbers(found) == true_numbers(conn, then, later)
        was, now = rows_at(conn, then), rows_at(conn, later)
        turned = {key for key in {*was, *now} if was.get(key) != now.get(key)}
        assert {each.key for each in found if each.kind == "object"} == turned
        top = {"330000", *(code for code, parent in cases.ZHEJIANG.items() if parent == "330000")}
        worse = [each for each in found if each.kind == "status" and each.turn == "worse" and each.unit in top]
        assert list(map(told, for_the_worse(conn, "330000", then, later, SHOWN))) == list(map(told, worse))
        aims = [{(row.key, row.value) for row in targets_at(conn, point.revision)} for point in (then, later)]
        assert {each.key for each in found if each.kind == "target"} == {key for key, _ in aims[0] ^ aims[1]}
        held = [
            {(row.number, row.holds_to) for row in conn.execute(obligations.known(point.revision))}
            for point in (then, later)
        ]
        duties = {str(number) for number, _ in held[1] - held[0]}
        assert {each.key for each in found if each.kind == "duty"} == duties
        touched = set(conn.scalars(select(revisions_.c.number).where(revisions_.c.number.between(first + 1, last))))
        assert {each.revision for each in found} <= touched | {0}


def test_a_change_names_the_newest_revision_that_touched_it(conn):
    cases.plant(conn, cases.ZHEJIANG)
    first = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-01 | 5\n330205 | 2025-01 | 5"))
    second = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-01 | 9"))
    third = cases.report(conn, cases.reports("unit | month | visits\n330205 | 2025-01 | 6"))
    then, later = (changes.of_revision(conn, each, MONTHS[0]) for each in (first, third))
    values = {each.unit: each for each in changes.between(conn, "330200", then, later, metrics=SHOWN) if each.kind == "value"}  # fmt: skip
    assert {unit: each.revision for unit, each in values.items()} == {
        "330200": third,
        "330203": second,
        "330205": third,
    }
    assert (values["330203"].before.zh, values["330203"].after.en, values["330203"].turn) == ("5", "9", "better")


def test_rows_come_go_are_past_their_day_and_settled(conn):
    cases.plant(conn, cases.ZHEJIANG)
    first = cases.report(conn, problems=problems())
    then, later = (changes.of_revision(conn, first, month) for month in (MONTHS[0], MONTHS[2]))
    found = changes.between(conn, "330000", then, later, metrics=(), registers=["problems"])
    told = {each.key: (each.what, each.turn) for each in found}
    assert told["P3"] == ("overdue", "worse")
    assert told["P1"][0] in ("closed", "turned")
    assert told["P4"][0] == "new"
    assert changes.between(conn, "330600", then, later, metrics=(), registers=["problems"]) == []


def test_duties_units_and_definitions_are_told(conn, monkeypatch):
    cases.plant(conn, cases.ZHEJIANG)
    first = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-01 | 5"))
    conn.execute(definition.insert().values(metric="visits", known_from=0, zh="旧", en="old"))
    then = changes.of_revision(conn, first, MONTHS[0])
    obligations.add(conn, [Rule("330200", "leaf", "visits", 1, 8, MONTHS[0], None)], by=cases.STEWARD)
    conn.execute(definition.insert().values(metric="visits", known_from=first + 1, zh="新", en="new"))
    cases.plant(conn, {"330212": "330200"}, since=months.today())
    second = cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-02 | 5"))
    later = changes.of_revision(conn, second, MONTHS[0])
    then = Point(then.revision, then.month, then.at - timedelta(days=2))
    found = changes.between(conn, "330200", then, later, metrics=SHOWN)
    told = {(each.kind, each.what, each.before.zh, each.after.zh) for each in found if each.kind not in TOLD}
    assert told == {
        ("duty", "set", "—", "一直有效"),
        ("definition", "changed", "旧", "新"),
        ("structure", "founded", "—", "330212，隶属330200"),
    }


def test_definitions_are_noted_once_and_move_no_past_view(engine, monkeypatch):
    with store.writing(engine) as conn:
        cases.plant(conn, cases.ZHEJIANG)
        cases.report(conn, cases.reports("unit | month | visits\n330203 | 2025-01 | 5"))
    assert (definitions.note(engine), definitions.note(engine)) == (len(METRICS), 0)
    monkeypatch.setitem(METRICS, "visits", cases.complaints)
    assert definitions.note(engine) == 1
    with store.reading(engine) as conn:
        was, now = (definitions.known(conn, number)["visits"].zh for number in (1, 2))
    assert was != now
    assert now.startswith("complaints = ")


@pytest.mark.parametrize(("first", "last", "said"), [(2, 1, "起点应早于终点"), (1, 9, "没有版本 9；现在是 2")])
def test_points_that_stand_wrong_are_refused(conn, first, last, said):
    cases.plant(conn, cases.ZHEJIANG)
    for value in (5, 6):
        cases.report(conn, cases.reports(f"unit | month | visits\n330203 | 2025-01 | {value}"))
    with pytest.raises(ValueError, match=said):
        changes.between(conn, "330000", changes.of_revision(conn, first), changes.of_revision(conn, last))


def test_the_longest_story_comes_first():
    drawn = frames.drawn(
        """
        kind        | what      | unit   | turn    | distance
        status      | turned    | 330203 | worse   | 3
        status      | turned    | 330000 | worse   | 1
        status      | turned    | 330203 | better  | 1
        instruction | missed    | 330203 | worse   | 20
        object      | overdue   | 330203 | worse   | 1
        value       | moved     | 330203 | better  | 0.5
        value       | moved     | 330000 | worse   | 0.1
        corrected   | corrected | 330000 | better  | 1
        rank        | moved     | 330203 | neutral | 1
        object      | closed    | 330203 | better  | 1
        target      | set       | 330000 | neutral | 1
        coverage    | moved     | 330203 | worse   | 1
        object      | new       | 330203 | neutral | 1
        """
    )
    told = [
        Change(row["kind"], row["what"], row["unit"], cases.NOTHING, turn=row["turn"], distance=float(row["distance"]))
        for row in drawn.to_dict("records")
    ]
    assert in_order(reversed(told), ["330000", "330203"]) == told


@pytest.mark.parametrize(
    ("metric", "before", "after", "far"),
    [
        (cases.visits, 100.0, 50.0, 0.5),
        (cases.visits, 0.0, 7.0, 1.0),
        (cases.visits, math.nan, 7.0, 0.0),
        (cases.satisfaction, 0.95, 0.90, 0.5),
        (cases.satisfaction, 0.95, 0.05, 1.0),
    ],
)
def test_how_far_a_number_moved(metric, before, after, far):
    assert how_far(before, after, metric) == pytest.approx(far)


@pytest.mark.parametrize(
    ("day", "month"), [("2024-10-08", "2024-08"), ("2024-10-09", "2024-09"), ("2024-11-30", "2024-10")]
)
def test_a_day_shows_the_newest_month_that_was_due_by_then(conn, day, month):
    """Of a month that is not due nothing is judged: compared with it every status would have turned to nothing."""
    assert months.label(points.of_day(conn, date.fromisoformat(day)).month) == month
