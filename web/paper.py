"""`/pdf?of=map&unit=…`: the page that somebody looks at as a PDF, from the menu under their name.

The session is that of the pages and so are its rights; in the training room it is whom the address says one plays there.
"""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import disclosures, months, rooms
from data.people import sessions
from data.people.sessions import Session
from data.presenting import views
from data.presenting.views import FRONT
from data.refusal import Refusal
from data.settings import settings
from data.text import Language
from metrics.papers import making
from metrics.papers.making import PAPERS, Made
from web import room, visitors
from web.pages import sentence

OURS = ("of", "paper")  # of the address, beside what a view says itself
DRAWING = CapacityLimiter(2)  # a file takes seconds of a processor: who waits here holds up no page


async def pdf(request: Request) -> Response:
    """The file; what it cannot be made of is said in a sentence."""
    lang, cookie = visitors.language(request), visitors.cookie(request)
    session = await to_thread.run_sync(sessions.find, rooms.real(), cookie) if cookie else None
    if session is None or session.view:  # a wall looks and takes nothing along
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    try:
        made = await to_thread.run_sync(_made, session, dict(request.query_params), lang, limiter=DRAWING)
    except Refusal as refused:
        return sentence(refused.sentence, lang, status=HTTPStatus.CONFLICT)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(made.name)}", "cache-control": "no-store"}
    return Response(made.content, media_type="application/pdf", headers=headers)


def _made(session: Session, query: Mapping[str, str], lang: Language) -> Made:
    engine, actor = room.entered(session.actor, query)
    page, paper = (query.get(name, "") for name in OURS)
    rest = {name: value for name, value in query.items() if name not in OURS}
    usual = {"unit": settings().unit, "month": months.label(months.last_full(months.today()))}
    view = views.read(f"./{'' if page == FRONT else page}?{urlencode(rest)}", usual)
    made = making.of_view(engine, view, actor, lang, paper=paper if paper in PAPERS else PAPERS[0])
    disclosures.pdf_made(engine, f"unit {view.unit}", made.told, by=actor)
    return made


ROUTES = [Route("/pdf", pdf)]
