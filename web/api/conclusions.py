"""What stands out, as JSON: the sentences of the overview, the worst first."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from data import months, store
from data.settings import settings
from data.training_mark import is_training
from metrics import conclusions as found_
from metrics.conclusions import GRADES, Conclusion
from web.api.door import Opened, Person
from web.api.problems import responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import Absent, Number, OfMonth, OfUnit, Said, Shape

MOST = 12
READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/conclusions", tags=["metrics"], responses=READS)


class Concluded(Shape):
    """One thing that stands out. `grade`: how bad, in order; `beyond`: how many times its threshold it is; `page` and
    `query`: the page of the cockpit on which one acts."""

    rule: str
    grade: Literal["fire", "behind", "doubt", "notice"]
    graded: Said
    beyond: float
    unit: str
    metric: str
    what: Said
    told: Said
    since: Said
    owner: Said
    page: str
    query: dict[str, str]


class Conclusions(Shape):
    """What stands out in a unit and below it; an empty list where nothing does."""

    unit: str
    month: str
    revision: int
    demo: bool
    conclusions: list[Concluded]


@router.get("", summary="What stands out in a unit")
def listing(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: Annotated[
        Number | Absent, Query(description="As known at this revision; the present if not given.")
    ] = None,
    most: Annotated[Number | Absent, Query(description=f"At most so many, up to {MOST}.")] = None,
) -> Conclusions:
    """The sentences of the overview, the worst first. They draw on rows and earlier months: of units of one's own alone."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        require_own(actor, code, tree_with(conn, code, at))
        known = known_at(conn, revision)
        found = found_.conclusions(
            conn, code, at, revision=revision, most=min(most or settings().conclusions.most, MOST)
        )
        return Conclusions(
            unit=code,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            conclusions=[_concluded(each) for each in found],
        )


def _concluded(one: Conclusion) -> Concluded:
    return Concluded(
        rule=one.rule,
        grade=one.grade,
        graded=Said.of(GRADES[one.grade]),
        beyond=one.beyond,
        unit=one.unit,
        metric=one.metric,
        what=Said.of(one.what),
        told=Said.of(one.told),
        since=Said.of(one.since),
        owner=Said.of(one.owner),
        page=one.page,
        query=dict(one.query),
    )
