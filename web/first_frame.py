"""What a page shows first: its document asks for it at once (`first_frame.js`), and it stands until Streamlit has drawn the same.

Streamlit's own program takes a third of a second to start in a browser, on a phone two; the server has nothing to do meanwhile.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from data import rooms
from data.lanes import Busy
from data.people import sessions
from data.people.sessions import Session
from ui import streamlit_private as private
from web import visitors
from web.turns import BUSY, Turns

PLACE = "first"
SCRIPT = (Path(__file__).parent / "first_frame.js").read_text(encoding="utf-8")
# Where more open at the same moment, the processors have enough to do; and nobody has two drawn at once.
DRAWING = Turns(at_once=2, waiting=0, each=1, busy=BUSY)

Draw = Callable[[Session, str, Mapping[str, str], str], dict[str, Any] | None]


def begun_with(document: bytes, page: str) -> tuple[bytes, bytes]:
    """Streamlit's document without what begins its program, and the script that asks for the first frame of a page and begins the
    program once that stands. It is for the top of the head: a script waits for the style sheets that are named before it."""
    its = private.PROGRAM.search(document)
    program = its[1].decode() if its else ""
    kept = private.PROGRAM.sub(rb'<link rel="modulepreload" crossorigin href="\1">', document, count=1)
    return kept, f'<script data-page="{page}" data-program="{program}">{SCRIPT}</script>'.encode()


def routes(draw: Draw) -> list[BaseRoute]:
    """Where the first frame of a page lies, at the query of its view: as `draw` gives it for a session; nothing where it gives
    none, or has no time for it."""

    async def answer(request: Request) -> Response:
        cookie, page, asked = visitors.cookie(request), request.path_params["page"], dict(request.query_params)
        try:
            drawn = await DRAWING.run(lambda: _drawn(draw, cookie, page, asked), cookie)
        except Busy:
            drawn = None
        return JSONResponse(drawn) if drawn else Response(status_code=HTTPStatus.NO_CONTENT)

    small = [Middleware(GZipMiddleware, compresslevel=1)]  # a tenth of it, in two milliseconds
    return [Route(f"/{PLACE}/{{page}}", answer, middleware=small)]


def _drawn(draw: Draw, cookie: str, page: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    session = sessions.find(rooms.real(), cookie) if cookie else None
    if session is None or session.comes_first or session.view or session.kiosk:
        return None
    return draw(session, page, asked, cookie)
