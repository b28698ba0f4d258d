"""A month in parts over HTTP: begun, each part put and told at once, listed so that whoever was cut off goes on, finished as one."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Response
from pydantic import Field, WithJsonSchema
from starlette.responses import JSONResponse

from data import access, months, store, units
from data.access import Actor
from data.reporting import deliveries, finishing
from data.reporting.deliveries import Delivery, Part
from data.requests import Answer
from data.training_mark import is_training
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.shapes import (
    Asked,
    Count,
    Found,
    Month,
    Number,
    Shape,
    Unit,
)
from web.api.uploads import FILE_BODY, UNNAMED, Uploaded

KINDS = ("unauthorized", "forbidden", "invalid", "too_many", "failed", "away")
State = Literal["open", "finished", "dropped"]
router = APIRouter(prefix="/v1/deliveries", tags=["submissions"], responses=responses(*KINDS))


_UP_TO = {"type": "integer", "minimum": 1, "maximum": deliveries.MOST_PARTS}
PartNumber = Annotated[Number, Field(le=deliveries.MOST_PARTS), WithJsonSchema(_UP_TO)]


class Begin(Asked):
    """Whose month comes in parts."""

    unit: Unit
    month: Month


class Finish(Asked):
    """How many parts there are, numbered from 1, and how many warnings a person has confirmed."""

    parts: PartNumber
    looked_at: Count = 0


class DeliveredPart(Shape):
    """A part that is there. `findings` are its own; `beside` those of its figures beside the store, told when it is put and asked
    again of all parts at the end; `new` is false where the same bytes were there already, null where parts are listed."""

    part: int
    at: datetime
    by: str
    file_name: str
    sha256: str
    rows: int
    errors: int
    warnings: int
    findings: list[Found]
    beside: list[Found]
    new: bool | None


class DeliveryStanding(Shape):
    """A delivery with its parts; `batch` or `submission` once it is finished."""

    delivery: int
    unit: str
    month: str
    state: State
    begun_by: str
    begun_at: datetime
    batch: int | None
    submission: int | None
    parts: list[DeliveredPart]
    demo: bool


class DeliveryFinished(Shape):
    """The batch where it counts at once, else the submission that waits."""

    delivery: int
    state: Literal["accepted", "waiting"]
    batch: int | None
    revision: int | None
    submission: int | None


InPath = Annotated[Number, Path(description="The number of the delivery, as it was told when it was begun.")]
PartInPath = Annotated[PartNumber, Path(description="The number of the part, from 1.")]
Sha256 = Annotated[
    str, Query(pattern=r"^([0-9a-fA-F]{64})?$", description="The SHA-256 of the file, so that one cut off is not kept.")
]


@router.post("", status_code=201, summary="Begin a month in parts", responses=responses("conflict"))
def begin(actor: Person, engine: Opened, asked: Annotated[Begin, Body()]) -> DeliveryStanding:
    """The open delivery of the unit and month, with the parts that are there: begun again it goes on."""
    here = deliveries.begin(engine, asked.unit, asked.month, by=actor)
    with store.reading(engine) as conn:
        return _standing(conn, here)


@router.get("/{delivery}", summary="Which parts of a month are there", responses=responses("not_found"))
def standing(actor: Person, engine: Opened, delivery: InPath) -> DeliveryStanding:
    """Every part with its hash, its figures and what was found in it."""
    with store.reading(engine) as conn:
        return _standing(conn, _own(conn, delivery, actor))


@router.put(
    "/{delivery}/parts/{part}",
    summary="Put a part of a month",
    responses=responses("not_found", "conflict", "too_large", "media_type", "unreadable"),
    openapi_extra={"requestBody": FILE_BODY},
)
def put(
    actor: Person, engine: Opened, delivery: InPath, part: PartInPath, given: Uploaded, sha256: Sha256 = ""
) -> DeliveredPart:
    """A CSV, Parquet or workbook of figures, a figure a row (unit, month, measure, subject, value). It is read and checked at
    once; put again, it takes the place of what had its number, and the same bytes again change nothing.
    """
    if given.figures is not None:
        raise Stopped("media_type", "header Content-Type", what="application/json")
    with store.reading(engine) as conn:
        _own(conn, delivery, actor)
    name = f"{part}.csv" if given.file_name == UNNAMED else given.file_name
    done = deliveries.put(engine, delivery, part, name, given.content, by=actor, sha256=sha256)
    return _told(done.part, [Found.of(each) for each in done.beside], done.new)


@router.post(
    "/{delivery}/finish",
    status_code=201,
    summary="Finish a month in parts",
    response_model=DeliveryFinished,
    responses=responses("not_found", "conflict", "unreadable"),
)
def finish(
    actor: Person,
    engine: Opened,
    delivery: InPath,
    asked: Annotated[Finish, Body()],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """All parts are checked together and committed as one batch; where approval is asked, they are handed in as one workbook and
    wait for it. Missing parts and errors refuse it; warnings do until `looked_at` says how many a person has confirmed.
    """

    def do() -> Answer:
        with store.reading(engine) as conn:
            _own(conn, delivery, actor)
        done = finishing.finish(engine, delivery, by=actor, parts=asked.parts, looked_at=asked.looked_at)
        told = DeliveryFinished(
            delivery=delivery,
            state="accepted" if done.batch else "waiting",
            batch=done.batch,
            revision=done.revision,
            submission=done.submission,
        )
        return Answer(201, told.model_dump(mode="json"))

    return once(engine, idempotency_key, {"finish": [delivery, asked.parts, asked.looked_at]}, do, actor)


@router.delete(
    "/{delivery}",
    status_code=204,
    response_class=Response,
    summary="Drop a month in parts",
    responses=responses("not_found", "conflict"),
)
def drop(actor: Person, engine: Opened, delivery: InPath) -> Response:
    """All its parts are thrown away."""
    with store.reading(engine) as conn:
        _own(conn, delivery, actor)
    deliveries.drop(engine, delivery, by=actor)
    return Response(status_code=204)


def _own(conn, number: int, actor: Actor) -> Delivery:
    """A delivery of a unit that the actor reports for."""
    try:
        here = deliveries.of(conn, number)
    except deliveries.Refused:
        raise Stopped("not_found", "path delivery", what=number) from None
    if not access.may(actor, "report", here.unit, units.load(conn).in_month(here.month)):
        raise Stopped("forbidden", "path delivery")
    return here


def _standing(conn, here: Delivery) -> DeliveryStanding:
    ended: State = "finished" if here.batch or here.submission else "dropped"
    return DeliveryStanding(
        delivery=here.number,
        unit=here.unit,
        month=months.label(here.month),
        state="open" if here.ended_at is None else ended,
        begun_by=here.name,
        begun_at=here.begun_at,
        batch=here.batch,
        submission=here.submission,
        parts=[_told(each, [], None) for each in deliveries.parts(conn, here.number)],
        demo=is_training(conn),
    )


def _told(part: Part, beside: list[Found], new: bool | None) -> DeliveredPart:
    same = ("part", "at", "file_name", "sha256", "rows", "errors", "warnings")
    return DeliveredPart(
        **{name: getattr(part, name) for name in same},
        by=part.name,
        findings=[Found(**each) for each in part.findings],
        beside=beside,
        new=new,
    )
