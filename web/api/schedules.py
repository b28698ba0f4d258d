"""Briefings by the calendar over HTTP: those of one's units listed, planned and ended, by the same functions as the page."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Path
from fastapi.responses import Response
from pydantic import Field
from starlette.responses import JSONResponse

from data import rooms, store
from data.access import Actor
from data.documents import schedules
from data.documents.schedules import LATEST_DAY, MOST, Schedule
from data.requests import Answer
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import responses
from web.api.shapes import Asked, Number, Shape, Unit

ERRORS = ("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/briefs", tags=["metrics"], responses=responses(*ERRORS))
Login = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
InPath = Annotated[Number, Path(description="The number of the briefing by the calendar.")]


class Plan(Asked):
    """Each month on `day` the people named by `receivers` are told of the briefing of the unit's month before."""

    unit: Unit
    day: Annotated[int, Field(ge=1, le=LATEST_DAY, strict=False)]  # 5.0 is a whole number in JSON
    receivers: Annotated[list[Login], Field(min_length=1, max_length=MOST)]


class Receiver(Shape):
    """Who is told."""

    login: str
    name: str


class Planned(Shape):
    """A briefing by the calendar: of a unit and all below, on which day of the month, who planned it when, who gets it."""

    number: int
    unit: str
    day: int
    planned_at: datetime
    planned_by: str
    receivers: list[Receiver]


class Listing(Shape):
    """Those of the units that the person presents, the newest first."""

    briefs: list[Planned]


@router.get("", summary="Briefings by the calendar")
def listing(actor: Person, engine: Opened) -> Listing:
    """Those in use, of the units that the person presents."""
    with store.reading(engine) as conn:
        return Listing(briefs=[_told(each) for each in schedules.listing(conn, actor)])


@router.post(
    "",
    status_code=201,
    summary="Plan a briefing by the calendar",
    response_model=Planned,
    responses=responses("conflict"),
)
def plan(
    actor: Person, engine: Opened, asked: Annotated[Plan, Body()], idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """By whoever presents the unit. Each receiver has a notice with the way to the briefing, made when it is opened as they may
    read by then."""

    def do() -> Answer:
        number = schedules.plan(engine, asked.unit, asked.day, asked.receivers, by=actor)
        return Answer(201, _of_number(engine, number, actor).model_dump(mode="json"))

    return once(engine, idempotency_key, {"brief": asked.model_dump(mode="json")}, do, actor)


@router.delete(
    "/{number}",
    status_code=204,
    response_class=Response,
    summary="End a briefing by the calendar",
    responses=responses("conflict"),
)
def end(actor: Person, engine: Opened, number: InPath) -> Response:
    """Nobody is told any more; what they were told stays."""
    schedules.end(engine, number, by=actor)
    return Response(status_code=204)


def _of_number(engine: rooms.Engine, number: int, actor: Actor) -> Planned:
    with store.reading(engine) as conn:
        return next(_told(each) for each in schedules.listing(conn, actor) if each.number == number)


def _told(each: Schedule) -> Planned:
    receivers = [Receiver(login=login, name=name) for login, name in each.receivers]
    return Planned(
        number=each.number,
        unit=each.unit,
        day=each.day,
        planned_at=each.at,
        planned_by=each.person_name,
        receivers=receivers,
    )
