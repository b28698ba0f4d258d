"""Appeals against points over HTTP: raised, answered, added to, closed or taken back, by the same functions and with the same
rights as on the page."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query
from pydantic import Field
from starlette.responses import JSONResponse

from data import months, rooms, store
from data.access import Actor
from data.questions import appeals, questions, threads
from data.questions.threads import Message, Thread
from data.requests import Answer
from data.training_mark import is_training
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.shapes import Absent, Asked, Count, Day, Month, Number, Shape

PAGE = 100
ERRORS = ("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/appeals", tags=["metrics"], responses=responses(*ERRORS))
Key = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
Words = Annotated[str, Field(max_length=questions.LONGEST)]
InPath = Annotated[Number, Path(description="The number of the appeal.")]
State = Literal["waiting", "answered", "closed", "withdrawn"]


class AppealAsked(Asked):
    """Against which points: the row of the index system (`item`), whose they are (`of`: a unit's code, the name of a
    department, the key of an application) and of which month (the last full one if not given). `due`: the day by which."""

    item: Key
    of: Key
    text: Words
    month: Month | Absent = None
    due: Day | Absent = None


class SayAsked(Asked):
    """What is answered, or added by who raised it."""

    text: Words


class SaidOn(Shape):
    """One message; files are read on the page."""

    at: datetime
    by: str
    text: str
    files: list[str]


class Appealed(Shape):
    """An appeal with everything said on it. `unit`: that objects; `answering`: whoever gave the points; `state`: waiting for an
    answer, answered, closed or withdrawn."""

    number: int
    item: str
    of: str
    unit: str
    month: str
    answering: str
    state: State
    due: date | None
    overdue: bool
    raised_at: datetime
    messages: list[SaidOn]


class Appeals(Shape):
    """A page of appeals; `next` is the offset of the next page, null at the end."""

    demo: bool
    total: int
    next: int | None
    appeals: list[Appealed]


@router.get("", summary="Appeals against points")
def listing(
    actor: Person,
    engine: Opened,
    state: Annotated[State | Absent, Query(description="How they stand.")] = None,
    offset: Annotated[Count, Query(description="How many to pass over.")] = 0,
) -> Appeals:
    """Those of units that this person may read, the newest first."""
    with store.reading(engine) as conn:
        found = [each for each in threads.appeals(conn, actor) if state in (None, each.state)]
        after = offset + PAGE
        return Appeals(
            demo=is_training(conn),
            total=len(found),
            next=after if after < len(found) else None,
            appeals=[_told(each) for each in found[offset:after]],
        )


@router.get("/{number}", summary="One appeal with everything said on it")
def opened(actor: Person, engine: Opened, number: InPath) -> Appealed:
    """Against what, who answers until when, and every message."""
    return _told(_thread(engine, number, actor))


@router.post(
    "", status_code=201, summary="Appeal against points", response_model=Appealed, responses=responses("conflict")
)
def appeal(
    actor: Person, engine: Opened, asked: Annotated[AppealAsked, Body()], idempotency_key: IdempotencyKey = None
) -> JSONResponse:
    """Object for whose points they are. Whoever declared the index system is told and answers."""
    month = asked.month or months.last_full(months.today())

    def do() -> Answer:
        number = appeals.appeal(engine, asked.item, asked.of, month, asked.text, by=actor, due=asked.due)
        return _answered(engine, number, actor)

    return once(engine, idempotency_key, {"appeal": asked.model_dump(mode="json")}, do, actor)


@router.post(
    "/{number}/messages",
    status_code=201,
    summary="Answer an appeal, or add to it",
    response_model=Appealed,
    responses=responses("conflict"),
)
def say(
    actor: Person,
    engine: Opened,
    number: InPath,
    asked: Annotated[SayAsked, Body()],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """For whoever gave the points, or who raised it."""

    def do() -> Answer:
        _thread(engine, number, actor)
        questions.answer(engine, number, asked.text, by=actor)
        return _answered(engine, number, actor)

    return once(engine, idempotency_key, {"say": [number, asked.model_dump(mode="json")]}, do, actor)


@router.post(
    "/{number}/closing",
    status_code=201,
    summary="Close an appeal, or take it back",
    response_model=Appealed,
    responses=responses("conflict"),
)
def close(actor: Person, engine: Opened, number: InPath, idempotency_key: IdempotencyKey = None) -> JSONResponse:
    """For who raised it (without an answer it is taken back), or who approves for whoever gave the points."""

    def do() -> Answer:
        _thread(engine, number, actor)
        questions.close(engine, number, by=actor)
        return _answered(engine, number, actor)

    return once(engine, idempotency_key, {"close": number}, do, actor)


def _thread(engine: rooms.Engine, number: int, actor: Actor) -> Thread:
    """Stopped where there is no such appeal that this person may read."""
    with store.reading(engine) as conn:
        found = threads.thread(conn, number, actor)
    if found is None or not found.is_appeal:
        raise Stopped("not_found", "path number", what=str(number))
    return found


def _answered(engine: rooms.Engine, number: int, actor: Actor) -> Answer:
    return Answer(201, _told(_thread(engine, number, actor)).model_dump(mode="json"))


def _told(each: Thread) -> Appealed:
    return Appealed(
        number=each.number, item=each.subject, of=each.of, unit=each.unit, month=months.label(each.month),
        answering=each.answering, state=each.state, due=each.due, overdue=each.is_overdue(months.today()),
        raised_at=each.asked_at, messages=[_message(said) for said in each.messages],
    )  # fmt: skip


def _message(said: Message) -> SaidOn:
    return SaidOn(at=said.at, by=said.name, text=said.text, files=[file.name for file in said.files])
