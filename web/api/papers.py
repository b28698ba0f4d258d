"""A page of the cockpit as a PDF, and one panel of it as a picture."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from data import disclosures, months, rooms, store
from data.access import Actor
from data.media_types import PDF, PNG
from data.presenting import storylines, views
from data.presenting.views import LONGEST, View
from data.rooms import Engine
from data.seals import keeping
from data.seals.steps import Steps, steps
from data.text import Language
from data.training import parts
from metrics.decks import slides
from metrics.papers import making
from metrics.papers.making import Made
from metrics.papers.pages import Panel
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import Stopped, responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import OfMonth, OfUnit
from web.turns import makes_a_file

LARGEST = (1 << 31) - 1
READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away", "conflict")
FILE: dict[int | str, dict] = {
    200: {"description": "The pages", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}
PICTURE: dict[int | str, dict] = {
    200: {"description": "The picture", "content": {PNG: {"schema": {"type": "string", "format": "binary"}}}}
}
InLanguage = Annotated[Language, Query(description="The language it is written in.")]
OfView = Annotated[
    str,
    Query(
        max_length=LONGEST, description="The page, as in its address: `map?metric=visits`; the overview if not given."
    ),
]
OfStoryline = Annotated[
    int | None,
    Query(ge=1, le=LARGEST, description="A storyline of the caller's own or shared with them, instead of a page."),
]
OfSeal = Annotated[int | None, Query(ge=1, le=LARGEST, description="What was sealed of one, instead of a page.")]
router = APIRouter(prefix="/v1", tags=["metrics"], responses=READS)


@router.get("/pdf", summary="A page, a storyline or a seal as a PDF", response_class=Response, responses=FILE)
@makes_a_file
def pdf(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
    lang: InLanguage = "zh",
    paper: Annotated[Literal["A4", "A3"], Query(description="The size of the paper, which lies.")] = "A4",
    view: OfView = "",
    storyline: OfStoryline = None,
    seal: OfSeal = None,
) -> Response:
    """The figures of a page against their targets, their months and units, in vectors, as its maker may read them: a page of one's
    own units, or a storyline or a seal that is one's own or shared. That it was made is noted in the audit log."""
    if storyline is not None or seal is not None:
        return _of_steps(actor, storyline, seal, lang, paper, revision)
    asked = asked_view(actor, engine, view, unit, month, revision)
    made = making.of_view(engine, asked, actor, lang, paper=paper, revision=revision)
    disclosures.pdf_made(engine, f"unit {asked.unit}", made.told, by=actor)
    return _file(made, asked, PDF, "pdf")


@router.get("/picture", summary="A page or a panel as a picture", response_class=Response, responses=PICTURE)
@makes_a_file
def picture(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
    lang: InLanguage = "zh",
    view: OfView = "",
    panel: Annotated[
        Panel | None,
        Query(description="One panel: its number or table, its months, its units; the whole page if not given."),
    ] = None,
) -> Response:
    """The same as a PNG, for a message; with the same rights, and noted like it."""
    asked = asked_view(actor, engine, view, unit, month, revision)
    made = making.picture(engine, asked, actor, lang, panel=panel, revision=revision)
    disclosures.picture_made(engine, f"unit {asked.unit}", made.told, by=actor)
    return _file(made, asked, PNG, "png")


def _of_steps(
    actor: Actor, storyline: int | None, seal: int | None, lang: Language, paper: str, revision: int | None
) -> Response:
    found, there, reader = shown_steps(actor, storyline, seal, revision)
    kind = making.of_seal(found.mark, lang) if found.mark else ""
    made = making.of_storyline(there, found.storyline, reader, lang, paper=paper, revision=found.revision, kind=kind)
    disclosures.pdf_made(rooms.real(), found.about, made.told, by=actor)
    return attachment(made.content, f"{found.about.replace(' ', '-')}.pdf", PDF)


def shown_steps(
    actor: Actor, storyline: int | None, seal: int | None, revision: int | None
) -> tuple[Steps, Engine, Actor]:
    """The steps of a storyline or a seal that is the actor's to run, the store into which they look, and as whom they are read there.
    Stopped: there is none, or it is not theirs."""
    with rooms.real().connect() as conn:
        try:
            found = steps(conn, storyline, seal, actor, revision)
        except (storylines.Refused, keeping.Refused):
            place, number = ("query storyline", storyline) if seal is None else ("query seal", seal)
            raise Stopped("not_found", place, what=number) from None
    room = slides.room_of(found.storyline)
    if room != "training":
        return found, rooms.real(), actor
    there = rooms.engine("training")
    return found, there, parts.playing(there, actor, None)


def asked_view(
    actor: Actor, engine: Engine, view: str, unit: str | None, month: date | None, revision: int | None
) -> View:
    """The view, of a unit of the actor's own."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    asked = views.read(view, {"unit": code, "month": months.label(at)})
    with store.reading(engine) as conn:
        require_own(actor, asked.unit, tree_with(conn, asked.unit, asked.month))
        known_at(conn, revision)
    return asked


def _file(made: Made, asked: View, media: str, ending: str) -> Response:
    name = f"{asked.page}-{asked.unit}-{months.label(asked.month)}.{ending}"
    return attachment(made.content, name, media)


def attachment(content: bytes, name: str, media: str) -> Response:
    """A file to be kept by the name."""
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})
