"""What one watches, over HTTP: one's own rules listed, begun and ended, by the same functions as the page."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path
from fastapi.responses import Response
from pydantic import Field
from starlette.responses import JSONResponse

from data import months, rooms, store, units
from data.access import Actor
from data.registers import REGISTERS
from data.requests import Answer
from data.training_mark import is_training
from data.units import Tree
from data.watching import reading, steps
from data.watching.kinds import KINDS, Subject
from data.watching.reading import Told, Watch, Watched
from metrics import METRICS
from metrics.watching import keeping
from metrics.watching.naming import name_of
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.shapes import Absent, Asked, Number, Said, Shape, Unit

ERRORS = ("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/watches", tags=["watches"], responses=responses(*ERRORS))
Name = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
InPath = Annotated[Number, Path(description="The number of the rule.")]


class NumberWatched(Asked):
    """A metric of a unit."""

    subject: Literal["metric"]
    unit: Unit
    metric: Name


class UnitWatched(Asked):
    """A unit, with the numbers of its first screen."""

    subject: Literal["unit"]
    unit: Unit


class RowWatched(Asked):
    """A row of a register."""

    subject: Literal["row"]
    unit: Unit
    register_key: Name
    key: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]


class ListWatched(Asked):
    """A unit's list."""

    subject: Literal["list"]
    unit: Unit
    register_key: Name


class Begin(Asked):
    """A rule: `kind` is turned, behind, moved, rank, overdue, late or incomplete, with the `threshold` that it asks for.
    `draft`: it drafts an instruction that says that (empty: the usual words); a person sends it."""

    about: Annotated[NumberWatched | UnitWatched | RowWatched | ListWatched, Field(discriminator="subject")]
    kind: Name
    threshold: Annotated[float, Field(allow_inf_nan=False)] | Absent = None
    draft: Annotated[str, Field(max_length=steps.LONGEST_DRAFT)] | Absent = None


class Last(Shape):
    """What was told last: of which month, when, and what (`holds`: it still does)."""

    month: str
    at: datetime
    said: Said
    holds: bool


class WatchOf(Shape):
    """One rule, with what it told last (null: nothing yet)."""

    number: int
    subject: Subject
    unit: str
    metric: str
    register_key: str
    key: str
    name: Said
    kind: str
    threshold: float | None
    rule: Said
    draft: str | None
    made_at: datetime
    last: Last | None


class Listing(Shape):
    """One's own rules, the newest first."""

    demo: bool
    watches: list[WatchOf]


@router.get("", summary="What one watches")
def listing(actor: Person, engine: Opened) -> Listing:
    """One's own rules, each with its threshold and what it told last."""
    with store.reading(engine) as conn:
        tree, told = units.load(conn).on(months.today()), reading.told_of(conn, actor.login)
        found = [_told(conn, each, told.get(each.number, []), tree) for each in reading.live(conn, actor.login)]
        return Listing(demo=is_training(conn), watches=found)


@router.post("", status_code=201, summary="Watch", response_model=WatchOf, responses=responses("conflict"))
def begin(
    actor: Person, engine: Opened, asked: Annotated[Begin, Body()], idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """Begin to watch what one may read; what holds already is known and not told."""
    watched = _watched(asked.about)

    def do() -> Answer:
        number = keeping.begin(engine, watched, asked.kind, asked.threshold, asked.draft, by=actor)
        return Answer(201, _of_number(engine, number, actor).model_dump(mode="json"))

    return once(engine, idempotency_key, {"watch": asked.model_dump(mode="json")}, do, actor)


@router.delete(
    "/{number}", status_code=204, response_class=Response, summary="Watch no longer", responses=responses("conflict")
)
def end(actor: Person, engine: Opened, number: InPath) -> Response:
    """End an own rule; what it told stays among the notices."""
    steps.end(engine, number, by=actor)
    return Response(status_code=204)


def _watched(asked: NumberWatched | UnitWatched | RowWatched | ListWatched) -> Watched:
    """What is meant; Stopped where there is no such metric or register."""
    if isinstance(asked, NumberWatched):
        if asked.metric not in METRICS:
            raise Stopped("not_found", "body about metric", what=asked.metric)
        return keeping.of_metric(asked.metric, asked.unit)
    if isinstance(asked, UnitWatched):
        return Watched("unit", asked.unit)
    if asked.register_key not in REGISTERS:
        raise Stopped("not_found", "body about register_key", what=asked.register_key)
    key = asked.key if isinstance(asked, RowWatched) else ""
    return Watched(asked.subject, asked.unit, "", asked.register_key, key)


def _of_number(engine: rooms.Engine, number: int, actor: Actor) -> WatchOf:
    with store.reading(engine) as conn:
        tree = units.load(conn).on(months.today())
        mine = reading.one(conn, number)
        if mine is None or mine.person != actor.login:
            raise Stopped("not_found", "path number", what=str(number))
        return _told(conn, mine, reading.states_of(conn, number), tree)


def _told(conn, each: Watch, found: list[Told], tree: Tree) -> WatchOf:
    here = each.watched
    last = next((told for told in found if told.told), None)
    return WatchOf(
        number=each.number, subject=here.subject, unit=here.unit, metric=here.metric, register_key=here.register,
        key=here.key, name=Said.of(name_of(conn, here, tree)), kind=each.kind, threshold=each.threshold,
        rule=Said.of(KINDS[each.kind].written(each.threshold)), draft=each.draft, made_at=each.made_at,
        last=_last(last) if last else None,
    )  # fmt: skip


def _last(told: Told) -> Last:
    found = told.found
    return Last(month=months.label(found.month), at=told.at, said=Said.of(found.said), holds=bool(found.state))
