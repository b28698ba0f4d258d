"""Instructions over HTTP: listed, opened with all that happened, issued about a number or a row, and taken further step by
step. By the same functions and with the same rights as the pages."""

from base64 import b64decode
from datetime import date, datetime
from typing import Annotated, Literal, get_args
from urllib.parse import quote

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field
from starlette.responses import JSONResponse, Response

from data import disclosures, months, revisions, rooms, store
from data.access import Actor
from data.clocks.life import CARRYING, Carrying, Deciding, Event, State
from data.clocks.present import Clock
from data.clocks.reading import About
from data.instructions import files, lanes, mine, rights, saying, steps
from data.instructions.lanes import Asked as Wanted
from data.instructions.lanes import Narrowed
from data.instructions.mine import Mine
from data.instructions.steps import File, Order
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.reporting import opening
from data.requests import Answer
from data.training_mark import is_training
from metrics import METRICS, charging
from web.api import conditions
from web.api.conditions import ConditionAsked, ConditionOf, condition_of
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.shapes import Absent, Asked, Count, Day, InBase64, Month, Number, Said, Shape, Unit

PAGE = 100
LONGEST, MOST_FILES = saying.LONGEST, 50
KINDS = ("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/instructions", tags=["instructions"], responses=responses(*KINDS))
BINARY = "application/octet-stream"
InPath = Annotated[Number, Path(description="The number of the instruction.")]
Name = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, Field(max_length=LONGEST)]


class AboutOf(Shape):
    """What it is about, as it stood: a number (`metric`, with its `value`), a row (`register_key`, `key`) or a page."""

    kind: str
    unit: str
    month: str
    revision: int
    metric: str
    register_key: str
    key: str
    title: Said
    value: float | None
    qualifier: str


class Standing(Shape):
    """How one stands: `state` by its key and in words, overdue told beside it. `may`: the steps that this person may take now,
    upon `seen`."""

    number: int
    text: str
    acceptance: str
    state: State
    stands: Said
    overdue: bool
    due: date
    unit: str
    department: str
    helpers: list[str]
    part_of: int | None
    issued_at: datetime
    issued_by: str
    issuer_unit: str
    returned: int
    reopened: int
    about: AboutOf
    may: list[str]
    seen: int


class AttachedOf(Shape):
    """A file of a step: by its number it is read."""

    number: int
    name: str
    size: int


class Happened(Shape):
    """One thing that happened. `until`: a day it names; `unit`: who leads from then on."""

    position: int
    at: datetime
    step: str
    named: Said
    by: str
    text: str
    until: date | None
    unit: str | None
    files: list[AttachedOf]


class Opening(Standing):
    """One instruction with all that happened, oldest first."""

    demo: bool
    condition: ConditionOf | None
    events: list[Happened]


class Listing(Shape):
    """A page of instructions; `next` is the offset of the next page, null at the end."""

    demo: bool
    total: int
    next: int | None
    instructions: list[Standing]


class OfNumber(Asked):
    """A number: a metric of a unit and month (if not given the one at which pages open)."""

    metric: Name
    unit: Unit
    month: Month | Absent = None


class OfRow(Asked):
    """A row of a register as it stood at the end of a month (if not given the one at which pages open)."""

    register_key: Name
    key: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    month: Month | Absent = None


class Issue(Asked):
    """What is asked of whom. `unit` leads (that of the number or row if not given); without `due` it is the usual working
    days; without `department` it is the one that answers for the number or row. `part_of`: the whole that it is a part of.
    `condition`: what of the number shows that it is done."""

    text: Words
    about: OfNumber | OfRow
    unit: Unit | Absent = None
    department: Name | Absent = None
    due: Day | Absent = None
    acceptance: Words = ""
    helpers: Annotated[list[Unit], Field(max_length=20, default_factory=list)]
    person: Name = ""
    part_of: Number | Absent = None
    condition: ConditionAsked | Absent = None


class Evidence(Asked):
    """A file that shows what was done, its content in base64."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    content: InBase64


class Step(Asked):
    """A step upon what was looked at (`seen`). `until`: the day of asked_longer, granted, paused and reopened; `unit`: to whom
    it is passed_on; `evidence`: the files of reported."""

    step: Literal[Carrying, Deciding]
    seen: Number
    text: Words = ""
    until: Day | Absent = None
    unit: Unit | Absent = None
    evidence: Annotated[list[Evidence], Field(max_length=MOST_FILES, default_factory=list)]


@router.get("", summary="Instructions")
def listing(
    actor: Person,
    engine: Opened,
    unit: Annotated[Unit | Absent, Query(description="Those that concern the unit; all if not given.")] = None,
    state: Annotated[
        Literal[("overdue", *get_args(State))] | Absent,  # type: ignore[valid-type]
        Query(description="How they stand."),
    ] = None,
    side: Annotated[
        Literal["waiting", "given"] | Absent, Query(description="What waits for this person, or what they gave out.")
    ] = None,
    clock: Annotated[Clock | Absent, Query(description="On which clock they are.")] = None,
    register: Annotated[str, Query(max_length=100, description="Those about rows of this register.")] = "",
    issuer: Annotated[str, Query(max_length=100, description="Those that somebody of this name issued.")] = "",
    q: Annotated[str, Query(max_length=200, description="Words of what is asked.")] = "",
    offset: Annotated[Count, Query(description="How many to pass over.")] = 0,
) -> Listing:
    """Those that this person may read: overdue first, then by the day due."""
    with store.reading(engine) as conn:
        wanted = Wanted(actor, None if unit is None else (unit,))
        narrowed = Narrowed(
            lane=state or "",
            clock=clock,
            issued_by=actor.login if side == "given" else "",
            words=q,
            waits="any" if side == "waiting" else "",
            issuer=issuer,
            register=register,
        )
        total = lanes.count(conn, wanted, narrowed)
        here, after = mine.page(conn, wanted, narrowed, PAGE, offset), offset + PAGE
        return Listing(
            demo=is_training(conn),
            total=total,
            next=after if after < total else None,
            instructions=[Standing(**_told(each)) for each in here],
        )


@router.get("/{number}", summary="One instruction with all that happened")
def opened(actor: Person, engine: Opened, number: InPath) -> Opening:
    """What is asked, how it stands, every step, and those that this person may take now."""
    with store.reading(engine) as conn:
        return _opened(conn, number, actor)


@router.get("/{number}/files/{file}", summary="An attached file", response_class=Response)
def attached(
    actor: Person, engine: Opened, number: InPath, file: Annotated[Number, Path(description="The number of the file.")]
) -> Response:
    """The evidence of a step as it was attached, to be saved."""
    with store.reading(engine) as conn:
        found = mine.opened(conn, number, actor)
        if found is None or file not in {each.number for each in found.one.files}:
            raise Stopped("not_found", "path file", what=str(file))
        name, _, content = files.file_of(conn, file, actor)
    disclosures.file_downloaded(engine, f"instruction {number}", name, by=actor)
    saved = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=BINARY, headers=saved)


@router.post(
    "",
    status_code=201,
    summary="Issue an instruction",
    response_model=Opening,
    responses=responses("conflict"),
)
def issue(
    actor: Person, engine: Opened, asked: Annotated[Issue, Body()], idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """About a number or a row, which goes with it as it stands now. Those who carry out for the unit are told."""

    def do() -> Answer:
        with store.reading(engine) as conn:
            about, department = _about(conn, asked.about, actor)
        order = Order(
            asked.text,
            asked.unit or about.unit,
            about,
            department if asked.department is None else asked.department,
            asked.due,
            asked.acceptance,
            helpers=tuple(asked.helpers),
            person=asked.person,
            part_of=asked.part_of,
            condition=condition_of(asked.condition, about),
        )
        return _answered(engine, steps.issue(engine, order, by=actor), actor, 201)

    return once(engine, idempotency_key, {"issue": asked.model_dump(mode="json")}, do, actor)


@router.post(
    "/{number}/steps",
    status_code=201,
    summary="Take an instruction a step further",
    response_model=Opening,
    responses=responses("conflict"),
)
def take(
    actor: Person,
    engine: Opened,
    number: InPath,
    asked: Annotated[Step, Body()],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """Received, progressed, reported, asked_longer, passed_on by those who are charged; accepted, sent_back, granted, declined,
    paused, resumed, reopened, cancelled by who issued it. Refused where another step came in between."""
    upon = {"by": actor, "seen": asked.seen, "text": asked.text, "until": asked.until}

    def do() -> Answer:
        if asked.step in CARRYING:
            evidence = (
                [File(each.name, b64decode(each.content)) for each in asked.evidence]
                if asked.step == "reported"
                else []
            )
            steps.carry_out(engine, number, asked.step, unit=asked.unit, evidence=evidence, **upon)  # type: ignore[arg-type]
        else:
            steps.decide(engine, number, asked.step, **upon)  # type: ignore[arg-type]
        return _answered(engine, number, actor, 201)

    return once(engine, idempotency_key, {"step": [number, asked.model_dump(mode="json")]}, do, actor)


def _about(conn, asked: OfNumber | OfRow, actor: Actor) -> tuple[About, str]:
    month, revision = asked.month or opening.usual_month(conn, months.today()), revisions.current(conn)
    if isinstance(asked, OfRow):
        if asked.register_key not in REGISTERS:
            raise Stopped("not_found", "body about register_key", what=asked.register_key)
        readable = tuple(units_readable(actor, asked.register_key, rights.tree_for(conn, actor.unit)))
        found = charging.of_row(conn, asked.register_key, asked.key, readable, month, revision)
        if found is None:
            raise Stopped("not_found", "body about key", what=asked.key)
        return found
    if asked.metric not in METRICS or asked.unit not in rights.tree_for(conn, actor.unit):
        raise Stopped("not_found", "body about", what=f"{asked.metric} {asked.unit}")
    about = charging.of_metric(conn, asked.metric, asked.unit, month, revision)
    return about, METRICS[asked.metric].owner.zh


def _answered(engine: rooms.Engine, number: int, actor: Actor, status: int) -> Answer:
    with store.reading(engine) as conn:
        return Answer(status, _opened(conn, number, actor).model_dump(mode="json"))


def _opened(conn, number: int, actor: Actor) -> Opening:
    found = mine.opened(conn, number, actor)
    if found is None:
        raise Stopped("not_found", "path number", what=str(number))
    events = [_event(event, found) for event in found.one.events]
    return Opening(**_told(found), demo=is_training(conn), condition=conditions.told(conn, found.one), events=events)


def _told(found: Mine) -> dict:
    one, about = found.one, found.one.about
    return {
        "number": one.number, "text": one.text, "acceptance": one.acceptance, "state": one.standing.state,
        "stands": Said.of(one.workflow.state(one.standing.state)), "overdue": one.is_overdue, "due": one.standing.due,
        "unit": one.standing.unit, "department": one.department, "helpers": list(one.helpers), "part_of": one.part_of,
        "issued_at": one.issued_at, "issued_by": one.issuer_name, "issuer_unit": one.issuer_unit,
        "returned": one.standing.returned, "reopened": one.standing.reopened, "may": list(found.steps), "seen": one.seen,
        "about": AboutOf(
            kind=about.kind, unit=about.unit, month=months.label(about.month), revision=about.revision,
            metric=about.metric, register_key=about.register, key=about.key, title=Said.of(about.title),
            value=about.value, qualifier=about.qualifier,
        ),
    }  # fmt: skip


def _event(event: Event, found: Mine) -> Happened:
    return Happened(
        position=event.position,
        at=event.at,
        step=event.kind,
        named=Said.of(found.one.workflow.step(event.kind)),
        by=event.name,
        text=event.text,
        until=event.until,
        unit=event.unit,
        files=[
            AttachedOf(number=file.number, name=file.name, size=file.size)
            for file in found.one.files
            if file.position == event.position
        ],
    )
