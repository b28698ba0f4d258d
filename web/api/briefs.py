"""A briefing of a unit's month as a Word document, in the cockpit's own template or one that an office keeps."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from data import disclosures, months, rooms, store
from data.access import Actor
from data.documents import templates
from data.media_types import DOCX
from data.text import Language
from metrics.briefs import making
from metrics.briefs.making import Template
from web.api.door import Opened, Person
from web.api.numbers import AtRevision
from web.api.problems import Stopped, responses
from web.api.scope import known_at, require_own, tree_with
from web.api.shapes import OfMonth, OfUnit
from web.turns import makes_a_file

READS = responses("unauthorized", "forbidden", "not_found", "invalid", "too_many", "failed", "away")
FILE: dict[int | str, dict] = {
    200: {"description": "The document", "content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}}
}
router = APIRouter(prefix="/v1/brief", tags=["metrics"], responses=READS)


@router.get("", summary="A briefing of a unit's month (Word)", response_class=Response, responses=FILE)
@makes_a_file
def brief(
    actor: Person,
    engine: Opened,
    unit: OfUnit = None,
    month: OfMonth = None,
    revision: AtRevision = None,
    lang: Annotated[Language, Query(description="The language it is written in.")] = "zh",
    template: Annotated[
        int | None, Query(ge=1, description="The number of a template that was kept; the cockpit's own if not given.")
    ] = None,
) -> Response:
    """Conclusions, figures against targets, months, ranks and what is longest overdue, as its maker may read them: of one's own
    units alone. That it was made is noted in the audit log."""
    code, at = unit or actor.unit, month or months.last_full(months.today())
    with store.reading(engine) as conn:
        require_own(actor, code, tree_with(conn, code, at))
        known_at(conn, revision)
    chosen = making.own(lang)
    if template is not None:
        chosen = _kept(template, actor)
    made = making.of_unit(engine, code, at, actor, lang, chosen, revision)
    disclosures.brief_made(engine, f"unit {code}", made.name, made.revision, by=actor)
    headers = {"content-disposition": f'attachment; filename="brief-{code}-{months.label(at)}.docx"'}
    return Response(made.content, media_type=DOCX, headers=headers)


def _kept(number: int, actor: Actor) -> Template:
    """A template that was kept, if it is the actor's to use."""
    with rooms.real().connect() as conn:
        try:
            return Template(*templates.content_of(conn, number, actor))
        except templates.Refused:
            raise Stopped("not_found", "query template", what=number) from None
