"""Scores by an index system, as JSON: each unit's points with what they are for, as set and as tried."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from data import access, months, store
from data.questions import threads
from data.questions.threads import Thread
from data.reporting import calendar
from data.training_mark import is_training
from metrics import evaluation as evaluations
from metrics.evaluation import Asked, Evaluation, Points, Score, System, telling
from metrics.withheld import Sight
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import Stopped, responses
from web.api.scope import known_at, tree_of
from web.api.shapes import Absent, OfMonth, Said, Shape, number_or_null

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/evaluation", tags=["metrics"], responses=READS)

Group = Literal["cities", "districts", "county_cities", "counties", "mountain", "departments", "applications"]
Missing = Literal["none", "median", "unjudged"]
MOST_WEIGHTS = 200
Weight = Annotated[str, StringConstraints(pattern=r"^[^=]{1,64}=[0-9]{1,3}(\.[0-9]{1,2})?$")]
KeyOfSystem = Query(max_length=200, description="An index system's key.")


class PointsOf(Shape):
    """A unit's points of one metric of the system. `share`: what its value is worth, 0 to 1, null where `lack` says why not;
    (missing, coverage, no_target, no_year, basis), `taken`: what the system does about it. `points`: null where it is not judged, 0 of a veto."""

    item: str
    said: Said
    metric: str
    rule: Literal["target", "schedule", "best", "improvement", "steps", "deduction", "veto"]
    weight: float
    value: float | None
    reported: int
    expected: int
    share: float | None
    points: float | None
    lack: str
    taken: Missing | None


class AppealOf(Shape):
    """An appeal of the unit against points (`item`), of units this person may read: `state` is waiting (for an answer),
    answered, closed or withdrawn; `due`: the day by which it is to be answered."""

    number: int
    item: str
    state: Literal["waiting", "answered", "closed", "withdrawn"]
    due: str | None
    overdue: bool


class ScoreOf(Shape):
    """The score of a unit, a department (`unit` is its name) or an application (its key). `raw`: what it had before a veto; `covered`: the share of the weights that rests on figures of its own;
    `keeps`: in which share of small changes of the weights the place is kept, `place_low` to `place_high` where it then lies in
    nine of ten; `was`: the place as set, where anything is tried."""

    unit: str
    zh: str
    en: str
    place: int | None
    total: float | None
    raw: float | None
    covered: float
    vetoed_by: list[str]
    keeps: float | None
    place_low: int | None
    place_high: int | None
    was: int | None
    points: list[PointsOf]
    appeals: list[AppealOf]


class Scores(Shape):
    """An evaluation, best first. `system`: by whose rules it is made; `missing`: what becomes of missing figures."""

    system: str
    said: Said
    group: str
    month: str
    revision: int
    demo: bool
    missing: Missing
    tried: bool
    sentence: Said
    units: list[ScoreOf]


@router.get("", summary="A group of units by an index system")
def scores(
    actor: Person,
    engine: Opened,
    system: Annotated[str | Absent, KeyOfSystem] = None,
    group: Annotated[
        Group | Absent, Query(description="Who is scored; the first group of the system if not given.")
    ] = None,
    month: OfMonth = None,
    rules: Annotated[
        str | Absent, Query(max_length=200, description="What if: another version's rules, by its key.")
    ] = None,
    missing: Annotated[Missing | Absent, Query(description="What if: missing figures treated otherwise.")] = None,
    weights: Annotated[
        list[Weight] | Absent,
        Query(max_length=MOST_WEIGHTS, description="What if: other weights, each as KEY=POINTS of a scored metric."),
    ] = None,
    revision: AtRevision = None,
) -> Scores:
    """Points, places and what is missing. It tells of every unit of the group: where one of them is not this person's, all
    months it reads have to be published."""
    at = month or months.last_full(months.today())
    asked = Asked(rules or "", missing, weights=dict(map(_weight, weights or ())))
    with store.reading(engine) as conn:
        tree, known = tree_of(conn, at), known_at(conn, revision)
        found = evaluations.systems(conn, at, revision)
        of = _system(found, system)
        if asked.rules and asked.rules not in {each.key for each in found if each.level == of.level}:
            raise Stopped("not_found", "query rules", what=asked.rules)
        _require_scored(asked, next((each for each in found if each.key == asked.rules), of))
        groups = evaluations.groups_of(conn, of, tree, at, revision)
        chosen: str = group or next(iter(groups), "")
        if chosen not in groups:
            raise Stopped("not_found", "query group", what=chosen)
        sight = Sight(access.readable(actor, tree), calendar.published(conn))
        made_by = [each for each in found if each.key in (of.key, asked.rules)]
        told_of = evaluations.units_told_of(of, groups[chosen])
        if evaluations.closed(actor, sight, tree, told_of, made_by, at):
            raise Stopped("forbidden", "query group")
        told = evaluations.evaluation(conn, of.key, chosen, at, asked=asked, revision=revision)
        items = [item.key for item in told.as_set.items]
        hung = threads.appeals_of(conn, list(groups[chosen]), at, actor=actor, items=items)
        return Scores(
            system=told.system.key,
            said=Said.of(told.system.title),
            group=chosen,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            missing=told.system.missing,
            tried=asked.anything,
            sentence=Said.of(telling.sentence(told)),
            units=[_score(each, told, hung) for each in told.scores],
        )


def _system(found: tuple[System, ...], key: str | None) -> System:
    of = next((each for each in found if key in (None, each.key)), None)
    if of is None:
        raise Stopped("not_found", "query system", what=key or "")
    return of


def _weight(written: str) -> tuple[str, float]:
    key, _, points = written.rpartition("=")
    return key, float(points)


def _require_scored(asked: Asked, system: System) -> None:
    """Stopped for weights of what the system does not score, and where none is above 0."""
    strange = sorted(set(asked.weights) - {item.key for item in system.items if item.scored})
    left = sum(asked.weights.get(item.key, item.weight) for item in system.items if item.scored)
    if strange or not left > 0:
        raise Stopped("invalid", "query weights", what="、".join(strange) or "0")


def _score(each: Score, told: Evaluation, appeals: tuple[Thread, ...]) -> ScoreOf:
    steady = told.steady.get(each.unit)
    was = {move.unit: move.was.place for move in told.moves}
    return ScoreOf(
        unit=each.unit,
        zh=told.objects[each.unit].zh,
        en=told.objects[each.unit].en,
        place=each.place,
        total=number_or_null(each.total),
        raw=number_or_null(each.raw),
        covered=each.covered,
        vetoed_by=[item.key for item in each.vetoes],
        keeps=steady.keeps if steady else None,
        place_low=steady.low if steady else None,
        place_high=steady.high if steady else None,
        was=was.get(each.unit),
        points=[_points(one) for one in each.points],
        appeals=[_appeal(one) for one in appeals if one.of == each.unit],
    )


def _appeal(each: Thread) -> AppealOf:
    due = each.due.isoformat() if each.due else None
    return AppealOf(
        number=each.number, item=each.subject, state=each.state, due=due, overdue=each.is_overdue(months.today())
    )


def _points(each: Points) -> PointsOf:
    item, fact = each.item, each.fact
    return PointsOf(
        item=item.key,
        said=Said.of(item.name),
        metric=item.metric,
        rule=item.rule,
        weight=item.weight,
        value=number_or_null(fact.value),
        reported=fact.reported,
        expected=fact.expected,
        share=number_or_null(each.share),
        points=number_or_null(each.points),
        lack=each.lack,
        taken=each.taken,
    )
