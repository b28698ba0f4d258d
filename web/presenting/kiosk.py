"""`/kiosk`: what visitors see on a paired kiosk. One page, and a way for it to say that it is there; a kiosk is given nothing else.

The page is drawn by who draws pages (`ui.sealing.visiting`, handed in by `app.py`), once for all kiosks that show the same.
"""

import base64
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Protocol

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from data import months, revisions, rooms, store
from data.people import sessions
from data.people.sessions import Session
from data.presenting import beats, kiosks
from data.presenting.kiosks import Kiosk
from data.reporting import calendar
from data.text import Text
from metrics import METRICS
from web import visitors
from web.pages import sentence

PATH = "/kiosk"
OPEN = (PATH, f"{PATH}/beat", f"{PATH}/beat.js")
SCRIPT = Path(__file__).parent / "kiosk.js"
LONGEST, KEPT, AGAIN = 4096, 20, 20
DRAWING, HEARING = CapacityLimiter(1), CapacityLimiter(4)
FORBIDS = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self' 'sha256-{script}'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
TEXTS = {
    "ended": Text("本展台已停用，请联系工作人员。", "This kiosk has been ended. Please ask the staff."),
    "nothing": Text("暂时没有可以展示的内容。", "There is nothing to show just now."),
}
log = logging.getLogger("cockpit.kiosk")


class Page(Protocol):
    """What is shown: the whole page, the script in it, and a short name of what it shows."""

    @property
    def html(self) -> str: ...
    @property
    def script(self) -> str: ...
    @property
    def token(self) -> str: ...


Draw = Callable[[Kiosk, int], Page | None]


class Kiosks:
    """The pages of this process' kiosks, drawn by `draw` when first asked for and again when something else is to be shown."""

    def __init__(self, draw: Draw):
        self._draw = draw
        self._lock = Lock()
        self._kept: OrderedDict[tuple, Page | None] = OrderedDict()
        self._last: dict[int, Page | None] = {}  # by device, for the time the store is away

    @property
    def routes(self) -> list[BaseRoute]:
        """The page, its heartbeat, and the script of that."""
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(f"{PATH}/beat", self.beat, methods=["POST"]),
            Route(f"{PATH}/beat.js", script, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page; a sentence where there is nothing to show, or this is no kiosk (any more)."""
        lang, session = visitors.language(request), await to_thread.run_sync(_kiosk, request, limiter=HEARING)
        if session is None:
            return sentence(TEXTS["ended"], lang, status=HTTPStatus.GONE)
        page = await to_thread.run_sync(self._page, session, limiter=DRAWING)
        if page is None:
            return sentence(TEXTS["nothing"], lang, status=HTTPStatus.OK, again=AGAIN)
        known = base64.b64encode(hashlib.sha256(page.script.encode()).digest()).decode()
        safe = {"content-security-policy": FORBIDS.format(script=known), "cache-control": "no-store"}
        return HTMLResponse(page.html, headers=safe)

    async def beat(self, request: Request) -> Response:
        """What a kiosk says of itself; it is told the name of what it is to show."""
        said = await _body(request)
        session = await to_thread.run_sync(_kiosk, request, limiter=HEARING)
        if session is None:
            return PlainTextResponse(TEXTS["ended"].in_(visitors.language(request)), HTTPStatus.GONE)
        told = beats.read(session.wall, said, months.now())
        if told is None:
            return PlainTextResponse("", HTTPStatus.BAD_REQUEST)
        await to_thread.run_sync(_keep, told, limiter=HEARING)
        page = await to_thread.run_sync(self._page, session, limiter=DRAWING)
        return JSONResponse({"token": page.token if page else ""}, headers={"cache-control": "no-store"})

    def _page(self, session: Session) -> Page | None:
        try:
            with rooms.real().connect() as conn:
                found = kiosks.of(conn, session.wall, METRICS)
                revision, open_ = revisions.current(conn), calendar.published(conn)
        except store.Unreachable:
            return self._last.get(session.wall)
        if found is None:
            return None
        key = (found.unit, found.title, found.steps, revision, open_, months.today())
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._draw(found, revision)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self._last[session.wall] = self._kept[key]
            return self._kept[key]


async def script(_request: Request) -> Response:
    """What says that a kiosk is there."""
    return FileResponse(SCRIPT, media_type="text/javascript", headers={"cache-control": "no-cache"})


async def _body(request: Request) -> str:
    """What was sent, as far as it is read."""
    said = b""
    async for part in request.stream():
        said += part
        if len(said) > LONGEST:
            return ""
    return said.decode("utf-8", "replace")


def _kiosk(request: Request) -> Session | None:
    cookie = visitors.cookie(request)
    try:
        found = sessions.find(rooms.real(), cookie) if cookie else None
    except store.Unreachable:
        found = sessions.remembered(cookie)
    return found if found and found.kiosk else None


def _keep(told: beats.Beat) -> None:
    try:
        beats.keep(rooms.real(), [told])
    except (*store.Unreachable, store.Refused):
        log.warning("What a kiosk said of itself was not written down")
