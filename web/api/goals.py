"""Strategic goals as JSON: the tree, how far each metric still is, and what every month left would have to bring."""

from typing import Literal

from fastapi import APIRouter

from data import months, store
from data.register_rights import units_readable
from data.training_mark import is_training
from metrics import goal_telling
from metrics.strategic_goals import Distance, Goal, goals
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import OfMonth, OfUnit, Said, Shape, number_or_null

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/goals", tags=["metrics"], responses=READS)


class DistanceOf(Shape):
    """A metric of a goal: where it began, stands and is wanted when due. `gone`: the share of the way, `due` the share that
    should be gone; `needed`: what every month left would have to bring, `lately` what each of the last twelve brought."""

    metric: str
    start: float | None
    value: float | None
    wanted: float | None
    gone: float | None
    due: float
    standing: Literal["reached", "on_course", "behind", "missed", "unknown"]
    months_left: int
    needed: float | None
    lately: float | None


class GoalOf(Shape):
    """A goal. `depth`: how many goals it serves, one above the other; `standing`: by its days, a state of the register."""

    goal: str
    said: Said
    unit: str
    depth: int
    due: str
    standing: str
    metrics: list[DistanceOf]


class Goals(Shape):
    """The goals of a unit and all below it, each followed by those that serve it."""

    unit: str
    month: str
    revision: int
    demo: bool
    sentence: Said
    goals: list[GoalOf]


@router.get("", summary="How far a unit's strategic goals still are")
def of_unit(
    actor: Person, engine: Opened, unit: OfUnit = None, month: OfMonth = None, revision: AtRevision = None
) -> Goals:
    """Of units of one's own alone: the way is told from months that may not be published."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        tree, known = tree_with(conn, code, at), known_at(conn, revision)
        require_own(actor, code, tree)
        may = units_readable(actor, "goals", tree)
        found = goals(conn, [each for each in tree.below(code) if each in may], at, revision)
        return Goals(
            unit=code,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            sentence=Said.of(goal_telling.sentence(found)),
            goals=[_goal(each) for each in found],
        )


def _goal(each: Goal) -> GoalOf:
    return GoalOf(
        goal=each.key,
        said=Said.of(each.name),
        unit=each.unit,
        depth=each.depth,
        due=each.due.isoformat(),
        standing=each.standing,
        metrics=[_distance(one) for one in each.distances],
    )


def _distance(each: Distance) -> DistanceOf:
    return DistanceOf(
        metric=each.metric.key,
        start=number_or_null(each.start),
        value=number_or_null(each.value),
        wanted=number_or_null(each.wanted),
        gone=number_or_null(each.gone),
        due=each.due,
        standing=each.standing,
        months_left=each.left,
        needed=number_or_null(each.needed),
        lately=number_or_null(each.lately),
    )
