"""`/pdf?of=map&unit=…`, `/picture?of=…`: the page that somebody looks at as a PDF or a PNG, from the menu under their name.

The session is that of the pages and so are its rights; in the training room it is whom the address says one plays there.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import quote, urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from data import disclosures, months, rooms
from data.access import Actor
from data.lanes import Busy
from data.media_types import PDF, PNG
from data.people import sessions
from data.people.sessions import Session
from data.presenting import views
from data.presenting.views import FRONT, View
from data.refusal import Refusal
from data.reporting import opening
from data.rooms import Engine
from data.settings import settings
from data.text import Language
from metrics.papers import making
from metrics.papers.making import PAPERS, Made
from metrics.papers.pages import PANELS
from web import room, visitors
from web.pages import sentence
from web.turns import GATE, makes_a_file

OURS = ("of", "paper", "panel")  # of the address, beside what a view says itself
Make = Callable[[Engine, View, Actor, Language, str], Made]


async def pdf(request: Request) -> Response:
    """The page on paper; what it cannot be made of is said in a sentence."""
    return await _answer(request, _printed, PDF)


async def picture(request: Request) -> Response:
    """The page as a picture, or with `panel` one panel of it."""
    return await _answer(request, _drawn, PNG)


async def _answer(request: Request, make: Make, media: str) -> Response:
    lang, cookie = visitors.language(request), visitors.cookie(request)
    session = await to_thread.run_sync(sessions.find, rooms.real(), cookie, limiter=GATE) if cookie else None
    if session is None or session.view:  # a wall looks and takes nothing along
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    try:
        made = await _made(make, session, dict(request.query_params), lang)
    except Busy as busy:
        return sentence(busy.sentence, lang, status=HTTPStatus.SERVICE_UNAVAILABLE)
    except Refusal as refused:
        return sentence(refused.sentence, lang, status=HTTPStatus.CONFLICT)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(made.name)}", "cache-control": "no-store"}
    return Response(made.content, media_type=media, headers=headers)


@makes_a_file
def _made(make: Make, session: Session, query: Mapping[str, str], lang: Language) -> Made:
    engine, actor = room.entered(session.actor, query)
    page, paper, panel = (query.get(name, "") for name in OURS)
    rest = {name: value for name, value in query.items() if name not in OURS}
    with engine.connect() as conn:
        usual = {"unit": settings().unit, "month": months.label(opening.usual_month(conn, months.today()))}
    view = views.read(f"./{'' if page == FRONT else page}?{urlencode(rest)}", usual)
    return make(engine, view, actor, lang, paper or panel)


def _printed(engine: Engine, view: View, actor: Actor, lang: Language, paper: str) -> Made:
    made = making.of_view(engine, view, actor, lang, paper=paper if paper in PAPERS else PAPERS[0])
    disclosures.pdf_made(engine, f"unit {view.unit}", made.told, by=actor)
    return made


def _drawn(engine: Engine, view: View, actor: Actor, lang: Language, panel: str) -> Made:
    made = making.picture(engine, view, actor, lang, panel=next((each for each in PANELS if each == panel), None))
    disclosures.picture_made(engine, f"unit {view.unit}", made.told, by=actor)
    return made


ROUTES = [Route("/pdf", pdf), Route("/picture", picture)]
