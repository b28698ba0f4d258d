"""A page of the cockpit as a PDF."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from data import disclosures, months, store
from data.presenting import views
from data.presenting.views import LONGEST
from data.text import Language
from metrics.papers import making
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import OfMonth, OfUnit

PDF = "application/pdf"
READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away", "conflict")
FILE: dict[int | str, dict] = {
    200: {"description": "The pages", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}
router = APIRouter(prefix="/v1/pdf", tags=["metrics"], responses=READS)


@router.get("", summary="A page as a PDF", response_class=Response, responses=FILE)
def pdf(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
    lang: Annotated[Language, Query(description="The language it is written in.")] = "zh",
    paper: Annotated[Literal["A4", "A3"], Query(description="The size of the paper, which lies.")] = "A4",
    view: Annotated[
        str,
        Query(
            max_length=LONGEST,
            description="The page, as in its address: `map?metric=visits`; the overview if not given.",
        ),
    ] = "",
) -> Response:
    """The figures of a page against their targets, their months and units, in vectors, as its maker may read them: of one's own
    units alone. That it was made is noted in the audit log."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    asked = views.read(view, {"unit": code, "month": months.label(at)})
    with store.reading(engine) as conn:
        require_own(actor, asked.unit, tree_with(conn, asked.unit, asked.month))
        known_at(conn, revision)
    made = making.of_view(engine, asked, actor, lang, paper=paper, revision=revision)
    disclosures.pdf_made(engine, f"unit {asked.unit}", made.told, by=actor)
    name = f"{asked.page}-{asked.unit}-{months.label(asked.month)}.pdf"
    return Response(made.content, media_type=PDF, headers={"content-disposition": f'attachment; filename="{name}"'})
