"""Where numbers will stand, as JSON: the forecasts that are kept, against their targets."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from data import months, store
from data.training_mark import is_training
from metrics import METRICS
from metrics.outlook import hierarchy_telling, telling
from metrics.outlook.hierarchy import Why, kept_hierarchy
from metrics.outlook.looking import Ahead, ahead
from metrics.outlook.series import month_after
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import Stopped, responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import OfMonth, OfUnit, Said, Shape, number_or_null

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/outlook", tags=["metrics"], responses=READS)


class Step(Shape):
    """A month to come: between `low` and `high` in four of five."""

    month: str
    low: float
    middle: float
    high: float


class Looked(Shape):
    """A metric's forecast. `origin`: the last month it knows; `made_from`: the revision it was made from. `method` is empty,
    and nothing is forecast, where fewer than 24 `months` on end are known. `year_…`: the year's number at its end, null once
    it is over. `missed`: how likely the target is missed; `needed`: what each month to come would have to be, or add.
    `error`: the mean share by which three months ahead were wrong, `yardstick` that of the same month a year before,
    `covered` the share of looks whose month lay within the interval."""

    metric: str
    method: Literal["theta", "naive", ""]
    months: int
    made_from: int
    origin: str | None
    ahead: list[Step]
    year_low: float | None
    year_middle: float | None
    year_high: float | None
    target: float | None
    missed: float | None
    needed: float | None
    error: float | None
    yardstick: float | None
    covered: float | None
    sentence: Said


class Outlook(Shape):
    """What is kept of a unit, those most likely to miss their target first."""

    unit: str
    month: str
    revision: int
    demo: bool
    metrics: list[Looked]


class PartOf(Shape):
    """A unit below: its year's end as it is forecast alone, and brought to the whole (null: it is not)."""

    unit: str
    alone: float
    adjusted: float | None


class Parts(Shape):
    """`why`: they add up, or lie `apart` (by `gap`, a share of the whole); no sum of a rate or an index; the unit's own number is
    no sum even today (`own`); too few are forecast; the year is over."""

    unit: str
    metric: str
    demo: bool
    why: Why
    whole: float | None
    together: float | None
    gap: float | None
    sentence: Said
    units: list[PartOf]


OfMetric = Annotated[str, Query(max_length=64, description="A metric's key.")]


@router.get("", summary="Where a unit's numbers will stand")
def outlook(
    actor: Person, engine: Opened, unit: OfUnit = None, month: OfMonth = None, revision: AtRevision = None
) -> Outlook:
    """The forecasts made in the background when the figures last moved: of units of one's own alone, for they rest on months
    that may not be published."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        require_own(actor, code, tree_with(conn, code, at))
        known = known_at(conn, revision)
        found = ahead(conn, code, at, revision)
        return Outlook(
            unit=code,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            metrics=[_looked(each) for each in found.values()],
        )


@router.get("/parts", summary="Whether forecasts of units add up")
def parts(
    actor: Person, engine: Opened, metric: OfMetric, unit: OfUnit = None, month: OfMonth = None,
    revision: AtRevision = None,
) -> Parts:  # fmt: skip
    """The forecasts of the units right below one beside its own: by how much they lie apart, each brought to the whole in
    proportion, or why they need not add up. Of units of one's own alone."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        tree = tree_with(conn, code, at)
        require_own(actor, code, tree)
        if metric not in METRICS:
            raise Stopped("not_found", "query metric", what=metric)
        known_at(conn, revision)
        found = kept_hierarchy(conn, METRICS[metric], code, at, tree, revision)
        if found is None:
            raise Stopped("not_found", "query metric", what=metric)
        return Parts(
            unit=code,
            metric=metric,
            demo=is_training(conn),
            why=found.why,
            whole=number_or_null(found.whole),
            together=number_or_null(found.together),
            gap=number_or_null(found.gap),
            sentence=Said.of(hierarchy_telling.sentence(METRICS[metric], found, tree)),
            units=[
                PartOf(unit=each.unit, alone=each.alone, adjusted=number_or_null(each.adjusted)) for each in found.parts
            ],
        )


def _looked(each: Ahead) -> Looked:
    if each.made is None:
        return Looked(
            metric=each.metric.key, method="", months=each.months, made_from=each.revision, origin=None, ahead=[],
            year_low=None, year_middle=None, year_high=None, target=None, missed=None, needed=None,
            error=None, yardstick=None, covered=None, sentence=Said.of(telling.too_few(each.months)),
        )  # fmt: skip
    told, made = each.made
    path = zip(made.low.tolist(), made.middle.tolist(), made.high.tolist(), strict=True)
    return Looked(
        metric=each.metric.key,
        method="theta" if made.method == "theta" else "naive",
        months=each.months,
        made_from=each.revision,
        origin=months.label(told.origin),
        ahead=[
            Step(month=months.label(month_after(told.origin, i + 1)), low=low, middle=middle, high=high)
            for i, (low, middle, high) in enumerate(path)
        ],
        year_low=number_or_null(made.year_low),
        year_middle=number_or_null(made.year_middle),
        year_high=number_or_null(made.year_high),
        target=each.goal.target if each.goal else None,
        missed=each.goal.missed if each.goal else None,
        needed=number_or_null(each.goal.needed) if each.goal else None,
        error=number_or_null(made.error),
        yardstick=number_or_null(made.yardstick),
        covered=number_or_null(made.covered),
        sentence=Said.of(telling.sentence(each.metric, told, made, each.goal)),
    )
