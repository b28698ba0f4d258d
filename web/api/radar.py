"""Signs in figures that one should ask about, as JSON: for who approves them, and never for a wall."""

from typing import Annotated

from fastapi import APIRouter, Query

from data import access, months, store
from data.training_mark import is_training
from metrics.radar import telling
from metrics.radar.looking import Odd, odd
from metrics.radar.signs import FALSE_ALARMS, FOUND, SIGNS
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import Stopped, responses
from web.api.scope import known_at, tree_with
from web.api.shapes import OfMonth, OfUnit, Said, Shape

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/radar", tags=["metrics"], responses=READS)


class SignOf(Shape):
    """A sign: what was seen, what honest explanation there may be (`honest`), how many times its threshold it is, and how
    reliable it is: the share of honest series that have it, and of staged ones that it finds."""

    sign: str
    seen: Said
    honest: Said
    strength: float
    false_alarms: float
    found: float


class Unusual(Shape):
    """A measure of a unit whose months look unusual: a question to ask, no finding. `metric`: a number made of it; `application`: of
    which one it is, "" for all of the unit."""

    unit: str
    measure: str
    application: str
    metric: str
    signs: list[SignOf]


class Radar(Shape):
    """Of how many series (`count`) which look unusual, the strongest first. `false_alarms`, `found`: of all signs together, the
    share of honest series that have any, and of staged ones."""

    unit: str
    month: str
    revision: int
    demo: bool
    count: int
    sentence: Said
    false_alarms: float
    found: float
    unusual: list[Unusual]


@router.get("", summary="Signs in a unit's figures that one should ask about")
def radar(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
    most: Annotated[int, Query(ge=1, le=500, description="At most so many series.")] = 100,
) -> Radar:
    """What the months of the unit and all below it look like, for who may approve its figures. It changes no number and no
    rank."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        tree, known = tree_with(conn, code, at), known_at(conn, revision)
        if not access.may(actor, "approve", code, tree):
            raise Stopped("forbidden", "query unit")
        found, count = odd(conn, code, at, revision=revision)
        return Radar(
            unit=code,
            month=months.label(at),
            revision=known,
            demo=is_training(conn),
            count=count,
            sentence=Said.of(telling.sentence(len(found), count)),
            false_alarms=FALSE_ALARMS,
            found=FOUND,
            unusual=[_unusual(each) for each in found[:most]],
        )


def _unusual(each: Odd) -> Unusual:
    signs = [
        SignOf(
            sign=sign.key,
            seen=Said.of(telling.seen(sign)),
            honest=Said.of(SIGNS[sign.key].honest),
            strength=sign.strength,
            false_alarms=SIGNS[sign.key].false_alarms,
            found=SIGNS[sign.key].found,
        )
        for sign in each.signs
    ]
    return Unusual(
        unit=each.unit, measure=each.measure.key, application=each.application, metric=each.metric, signs=signs
    )
