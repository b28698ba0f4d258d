"""What a page shows first: its document asks for it at once (`first_frame.js`), and it stands until Streamlit has drawn the same.

Streamlit's own program takes a third of a second to start in a browser, on a phone two; the server has nothing to do meanwhile.
By the same way a browser has drawn ahead what somebody points at, and at rest the places of its map, so that what they read is kept.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

from cachetools import LRUCache
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from data import rooms
from data.lanes import Busy
from data.people import sessions
from data.people.sessions import Session
from data.pulse import pulse
from ui import streamlit_private as private
from web import visitors
from web.turns import BUSY, Turns

PLACE = "first"
SCRIPT = (Path(__file__).parent / "first_frame.js").read_text(encoding="utf-8")
# Where more open at the same moment, the processors have enough to do; and nobody has two drawn at once.
DRAWING = Turns(at_once=2, waiting=0, each=1, busy=BUSY)
# For a browser at rest one is drawn at a time, and only while nobody waits for a frame.
AT_REST = Turns(at_once=1, waiting=0, each=1, busy=BUSY)
PURPOSE = ("purpose", "prefetch")  # the header of who is at rest
REMEMBERED = 2000  # views that need not be drawn ahead again before the store moves

Done = TypeVar("Done")
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

    ahead = Ahead(draw)

    async def answer(request: Request) -> Response:
        cookie, page, asked = visitors.cookie(request), request.path_params["page"], dict(request.query_params)
        if request.headers.get(PURPOSE[0]) == PURPOSE[1]:
            there = await _in_turn(AT_REST, lambda: not DRAWING.under_way and ahead.drawn(cookie, page, asked), cookie)
            return Response(status_code=HTTPStatus.OK if there else HTTPStatus.NO_CONTENT)
        drawn = await _in_turn(DRAWING, lambda: _drawn(draw, cookie, page, asked), cookie)
        return JSONResponse(drawn) if drawn else Response(status_code=HTTPStatus.NO_CONTENT)

    small = [Middleware(GZipMiddleware, compresslevel=1)]  # a tenth of it, in two milliseconds
    return [Route(f"/{PLACE}/{{page}}", answer, middleware=small)]


async def _in_turn(turns: Turns, do: Callable[[], Done], cookie: str) -> Done | None:
    try:
        return await turns.run(do, cookie)
    except Busy:
        return None


class Ahead:
    """What was drawn ahead for browsers at rest, once for all who hold the same rights as long as the store does not move."""

    def __init__(self, draw: Draw):
        self._draw = draw
        self._done: LRUCache[tuple[object, ...], bool] = LRUCache(REMEMBERED)

    def drawn(self, cookie: str, page: str, asked: Mapping[str, str]) -> bool:
        """Whether the view stands ready, drawn by now if it was not."""
        session = _who(cookie)
        if session is None:
            return False
        view = (self._stands(session, asked), page, *sorted(asked.items()))
        if view not in self._done and self._draw(session, page, asked, cookie):
            self._done[view] = True
        return view in self._done

    @staticmethod
    def _stands(session: Session, asked: Mapping[str, str]) -> str:
        """How all stands in the room that is asked for, and with whose rights."""
        training = asked.get("room") == "training" and rooms.is_there("training")
        with rooms.engine("training" if training else "real").connect() as conn:
            return pulse(conn).name_for(session.actor)


def _drawn(draw: Draw, cookie: str, page: str, asked: Mapping[str, str]) -> dict[str, Any] | None:
    session = _who(cookie)
    return draw(session, page, asked, cookie) if session else None


def _who(cookie: str) -> Session | None:
    """Whoever looks by themselves at what they choose: a wall, a kiosk and who has to do something first do not."""
    session = sessions.find(rooms.real(), cookie) if cookie else None
    return None if session is None or session.comes_first or session.view or session.kiosk else session
