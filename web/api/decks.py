"""Slides (PowerPoint) of a page, a storyline or a seal, and the same deck brought to another month."""

from base64 import b64encode

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from data import disclosures, months, rooms, store
from data.media_types import PPTX
from data.settings import settings
from metrics.decks import making
from metrics.decks.updating import Updated, update
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.papers import InLanguage, OfSeal, OfStoryline, OfView, asked_view, attachment, shown_steps
from web.api.problems import responses
from web.api.scope import known_at
from web.api.shapes import OfMonth, OfUnit, Said
from web.api.uploads import FILE_BODY, Uploaded
from web.turns import makes_a_file

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away", "conflict")
FILE: dict[int | str, dict] = {
    200: {"description": "The slides", "content": {PPTX: {"schema": {"type": "string", "format": "binary"}}}}
}
router = APIRouter(prefix="/v1/deck", tags=["metrics"], responses=READS)


class Place(BaseModel):
    """A place of the deck that reads otherwise."""

    slide: int
    what: str
    before: str
    after: str


class Kept(BaseModel):
    """A place that was left as it is, and why."""

    slide: int
    why: Said


class Renewed(BaseModel):
    """The deck at another month: its file, what changed and what was left."""

    month: str
    revision: int
    content: str = Field(description="The .pptx in base64.")
    changed: list[Place]
    left: list[Kept]


@router.get("", summary="Slides of a page, a storyline or a seal", response_class=Response, responses=FILE)
@makes_a_file
def deck(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
    lang: InLanguage = "zh",
    view: OfView = "",
    storyline: OfStoryline = None,
    seal: OfSeal = None,
) -> Response:
    """Native charts and tables, as its maker may read them: a page of one's own units, or a storyline or a seal that is one's own or
    shared. That it was made is noted in the audit log."""
    if storyline is None and seal is None:
        asked = asked_view(actor, engine, view, unit, month, revision)
        made = making.of_view(engine, asked, actor, lang, revision)
        disclosures.deck_made(engine, f"unit {asked.unit}", _told(made), by=actor)
        return attachment(made.content, f"{asked.page}-{asked.unit}-{months.label(asked.month)}.pptx", PPTX)
    found, there, reader = shown_steps(actor, storyline, seal, revision)
    made = making.of_storyline(there, found.storyline, reader, lang, found.revision)
    disclosures.deck_made(rooms.real(), found.about, _told(made), by=actor)
    return attachment(made.content, f"{found.about.replace(' ', '-')}.pptx", PPTX)


@router.post("", summary="Slides brought to another month", openapi_extra={"requestBody": FILE_BODY})
@makes_a_file
def renew(
    actor: Person,
    engine: Opened,
    upload: Uploaded,
    month: OfMonth = None,
    revision: AtRevision = None,
) -> Renewed:
    """Every number, chart and date of a deck that people have edited since, with its newest month moved to the one asked for, as the
    caller may read it; whatever else stands on it stays. The deck that was sent is not kept."""
    at = month or months.last_full(months.today())
    with store.reading(engine) as conn:
        known_at(conn, revision)
        done = update(
            conn, upload.content, upload.file_name, at, actor, root=settings().notices.address, revision=revision
        )
    disclosures.deck_updated(
        engine, {"name": upload.file_name, "month": months.label(done.month), "revision": done.revision}, by=actor
    )
    return _renewed(done)


def _told(made: making.Made) -> dict[str, object]:
    return {"name": made.name, "steps": made.slides, "revision": made.revision}


def _renewed(done: Updated) -> Renewed:
    return Renewed(
        month=months.label(done.month),
        revision=done.revision,
        content=b64encode(done.content).decode(),
        changed=[
            Place(slide=each.slide, what=each.what, before=each.before, after=each.after) for each in done.changed
        ],
        left=[Kept(slide=each.slide, why=Said(zh=each.why.zh, en=each.why.en)) for each in done.left],
    )
