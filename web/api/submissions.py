"""A unit's month over HTTP: upload, findings, hand in, ask where it stands, take back. By the same functions as the page.

A submission is named by the number of its draft, from the upload to the day it counts.
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Query, Response
from starlette.responses import JSONResponse

from data import access, months, rooms, store, units
from data.access import Actor
from data.reporting import drafts, examining, following, returned, submissions
from data.reporting.drafts import Draft
from data.reporting.submissions import Submission
from data.requests import Answer
from data.training_mark import is_training
from data.uploads.findings import Refused as Unread
from web.api.door import Opened, Person
from web.api.once import IdempotencyKey, once
from web.api.problems import Stopped, responses
from web.api.shapes import (
    Absent,
    Counts,
    Decision,
    Examined,
    Flag,
    Found,
    HandedIn,
    Month,
    Number,
    NumberInPath,
    SentBack,
    Standing,
    Submit,
    Unit,
)
from web.api.uploads import REQUEST_BODY, Upload, Uploaded

KINDS = ("unauthorized", "forbidden", "invalid", "too_many", "failed", "away")
router = APIRouter(prefix="/v1/submissions", tags=["submissions"], responses=responses(*KINDS))

OfUnit = Annotated[Unit, Query(description="The unit that reports: six digits.")]
OfMonth = Annotated[Month, Query(description="The month reported, like 2026-10.")]
Correction = Annotated[
    str, Query(max_length=500, description="Why earlier figures are corrected; not given for the month's report.")
]
Base = Annotated[
    Number | Absent,
    Query(description="The version of the draft that was looked at: what others changed since is kept."),
]
Replace = Annotated[Flag, Query(description="Replace what others changed since `base`.")]
DryRun = Annotated[Flag, Query(description="Only look at it: nothing is kept.")]


@router.post(
    "",
    status_code=201,
    summary="Upload a workbook or figures as a draft",
    response_model=Examined,
    responses={
        200: {"model": Examined, "description": "Looked at (dry run), nothing kept"},
        **responses("conflict", "too_large", "media_type", "unreadable"),
    },
    openapi_extra={"requestBody": REQUEST_BODY},
)
def upload(
    actor: Person,
    engine: Opened,
    given: Uploaded,
    unit: OfUnit,
    month: OfMonth,
    correction: Correction = "",
    base: Base = None,
    replace: Replace = False,
    dry_run: DryRun = False,
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """The draft of the unit and month gets a new version: the workbook as sent, or one made of the figures, so that every
    figure has a cell. A name for an `application/octet-stream` goes into the header `X-File-Name` (percent-encoded).
    """
    if dry_run:
        return JSONResponse(_looked_at(engine, actor, given, unit, month, correction).model_dump(mode="json"))
    asked = {
        "upload": [unit, month, correction, base, replace, given.file_name, given.fingerprint],
    }
    return once(
        engine,
        idempotency_key,
        asked,
        lambda: _saved(engine, actor, given, unit, month, correction, base, replace),
        actor,
    )


@router.get(
    "/{draft}/findings",
    summary="What is wrong with a draft, and where",
    responses=responses("not_found", "conflict"),
)
def findings(actor: Person, engine: Opened, draft: NumberInPath) -> Examined:
    """The newest version read, checked and compared again, as it will be when it is handed in."""
    with store.reading(engine) as conn:
        return _examined(conn, _own(conn, draft, actor), actor)


@router.post(
    "/{draft}/submit",
    status_code=201,
    summary="Hand a draft in",
    response_model=HandedIn,
    responses=responses("not_found", "conflict"),
)
def submit(
    actor: Person,
    engine: Opened,
    draft: NumberInPath,
    looked: Annotated[Submit, Body()],
    idempotency_key: IdempotencyKey = None,
) -> JSONResponse:
    """It is checked once more. Errors refuse it; warnings do until `looked_at` says how many a person has confirmed.
    Where approval is asked it waits for it, else it counts at once and has a batch.
    """
    asked = {"submit": [draft, looked.version, looked.looked_at]}

    def do() -> Answer:
        with store.reading(engine) as conn:
            _own(conn, draft, actor)
        done = submissions.submit(engine, draft, looked.version, by=actor, looked_at=looked.looked_at, source="api")
        counts = done.committed
        told = HandedIn(
            draft=draft,
            submission=done.number,
            state="accepted" if counts else "waiting",
            batch=counts.batch if counts else None,
            revision=counts.revision if counts else None,
            superseded=list(done.superseded),
        )
        return Answer(201, told.model_dump(mode="json"))

    return once(engine, idempotency_key, asked, do, actor)


@router.get("/{draft}", summary="Where a submission stands", responses=responses("not_found"))
def standing(actor: Person, engine: Opened, draft: NumberInPath) -> Standing:
    """Draft, waiting at which step, accepted as which batch, or sent back: whole or cell by cell, with the reasons."""
    with store.reading(engine) as conn:
        here = _seen(conn, draft, actor)
        return _standing(conn, here, following.of_draft(conn, draft), actor)


@router.delete(
    "/{draft}",
    status_code=204,
    response_class=Response,
    summary="Take a submission back",
    responses=responses("not_found", "conflict"),
)
def take_back(actor: Person, engine: Opened, draft: NumberInPath) -> Response:
    """A draft is thrown away, a waiting submission recalled. What counts already is withdrawn on the page Batches."""
    with store.reading(engine) as conn:
        _own(conn, draft, actor)
        handed_in = following.of_draft(conn, draft)
    if handed_in is None:
        drafts.discard(engine, draft, by=actor)
    else:
        submissions.recall(engine, handed_in.number, by=actor)
    return Response(status_code=204)


def _saved(
    engine: rooms.Engine,
    actor: Actor,
    given: Upload,
    unit: str,
    month: date,
    correction: str,
    base: int | None,
    replace: bool,
) -> Answer:
    here = drafts.open_(engine, unit, month, by=actor, correction=correction)
    content = given.workbook(unit, month)
    drafts.put(engine, here.number, given.file_name, content, by=actor, base=base or 1, replace=replace)
    with store.reading(engine) as conn:
        examined = _examined(conn, drafts.of(conn, here.number), actor)
    return Answer(201, examined.model_dump(mode="json"))


def _looked_at(engine: rooms.Engine, actor: Actor, given: Upload, unit: str, month: date, correction: str) -> Examined:
    content = given.workbook(unit, month)
    with store.reading(engine) as conn:
        looked = following.rehearse(conn, given.file_name, content, unit, month, correction, actor=actor)
        if isinstance(looked.book, Unread):
            raise drafts.Unread(looked.book.finding)
        told = {"unit": unit, "month": months.label(month), "correction": correction, "draft": None, "version": None}
        return _told(conn, looked, told)


def _examined(conn, here: Draft, actor: Actor) -> Examined:
    looked = submissions.examine(conn, here.number, here.version, actor=actor)
    told = {"unit": here.unit, "month": months.label(here.month), "correction": here.correction}
    return _told(conn, looked, {**told, "draft": here.number, "version": here.version})


def _told(conn, looked: examining.Examined, about: dict) -> Examined:
    counts = looked.compared.counts()
    return Examined(
        **about,
        demo=is_training(conn),
        errors=len(looked.checked.errors),
        warnings=len(looked.checked.warnings),
        counts=Counts(**{name: counts.get(name, 0) for name in ("added", "changed", "same")}),
        findings=[Found.of(each) for each in looked.checked.findings],
    )


def _own(conn, number: int, actor: Actor) -> Draft:
    """A draft of a unit that the actor reports for."""
    return _there(conn, number, actor, ("report",))


def _seen(conn, number: int, actor: Actor) -> Draft:
    """A draft of a unit that the actor reports for or approves."""
    return _there(conn, number, actor, ("report", "approve"))


def _there(conn, number: int, actor: Actor, actions: tuple[access.Action, ...]) -> Draft:
    try:
        here = drafts.of(conn, number)
    except drafts.Refused:
        raise Stopped("not_found", "path draft", what=number) from None
    tree = units.load(conn).in_month(here.month)
    if not any(access.may(actor, action, here.unit, tree) for action in actions):
        raise Stopped("forbidden", "path draft")
    return here


def _standing(conn, here: Draft, handed_in: Submission | None, actor: Actor) -> Standing:
    back = [] if handed_in is None else _back(conn, handed_in.number, actor)
    steps = [] if handed_in is None else submissions.decisions(conn, handed_in.number).to_dict("records")
    return Standing(
        draft=here.number,
        unit=here.unit,
        month=months.label(here.month),
        correction=here.correction,
        state=handed_in.state if handed_in else ("discarded" if here.closed_at else "draft"),
        version=here.version,
        saved_by=here.name,
        saved_at=here.at,
        submission=handed_in.number if handed_in else None,
        step=handed_in.step if handed_in else 0,
        steps=handed_in.steps if handed_in else 0,
        batch=handed_in.batch if handed_in else None,
        decisions=[
            Decision(step=row["step"], kind=row["kind"], by=row["name"], at=row["at"], note=row["note"])
            for row in steps
        ],
        sent_back=[_sent_back(row) for row in back],
        demo=is_training(conn),
    )


def _back(conn, number: int, actor: Actor) -> list[dict]:
    """The cells of a submission sent back that the actor may read."""
    cells = returned.of_submission(conn, number)
    return returned.readable(conn, cells, actor).to_dict("records")


def _sent_back(row: dict) -> SentBack:
    same = ("sheet", "cell", "measure", "unit", "subject", "said", "reason", "due")
    return SentBack(
        **{name: row[name] for name in same},
        register_key=row["register"],
        month=months.label(row["month"]),
        by=row["name"],
        settled=row["settled_by"] == row["settled_by"] and row["settled_by"] is not None,
    )
