"""The gate: who is not signed in gets the form to sign in, and nothing of the cockpit. It stands before everything.

Streamlit keeps its files, uploads and connections apart from the script that draws a page, so a check in that script
alone would leave them open. It also takes orders over its socket that are for who develops an app: here they end.
"""

import logging
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, urlencode

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import months, rooms, store
from data.people import sessions
from data.people.sessions import Session
from data.presenting import playing
from data.settings import settings
from data.text import Text
from metrics import METRICS
from ui import streamlit_private as streamlit
from web import live, origins, uploading, visitors
from web.live.listeners import language_of
from web.pages import sentence
from web.presenting import kiosk
from web.turns import GATE
from web.uploading import Arriving

log = logging.getLogger("cockpit.gate")

# They look for themselves who asks.
OPEN = {
    "/login",
    "/login/provider",
    "/login/cas",
    "/login/cas/back",
    "/login/scan",
    "/login/scan/back",
    "/logout",
    "/password",
    "/factor",
    "/pair",
    "/healthz",
    "/readyz",
    "/metrics",
    streamlit.HEALTH,
}
OPEN |= {"/present/phone", "/present/phone/console", "/present/console.js"}  # a paired phone has no account
OPEN |= {f"/present/phone/console/{each}" for each in ("point", "picture", "charge")}
OPEN |= set(kiosk.OPEN)
# The interface asks for its token; the rest is the program itself.
OPEN_BELOW = ("/api/", "/static/", "/app/static/", "/style/")
# Files made for one person, and what tells of the server: nothing of a wall's.
NOT_FOR_WALLS = ("/media/", "/_stcore/metrics", "/_stcore/agent", "/guides/", streamlit.UPLOADS)
FOR_NOBODY = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
SAFE = {"GET", "HEAD", "OPTIONS"}
FACTOR = Text("请先完成二次验证。", "Give your second factor first.")
ENDED = Text("登录已结束，请重新登录。", "You are signed out. Please sign in again.")
FOREIGN = Text("请求来自其他网站，未予执行。", "The request came from another site; nothing was done.")
CLOSED = Text("此地址不开放。", "This address is not open.")
AWAY = Text(
    "暂时无法连接数据库，正在自动重试；无需操作。",
    "The database cannot be reached just now; trying again by itself. Nothing to do.",
)


class Gate:
    """ASGI middleware over HTTP and WebSocket."""

    def __init__(self, app: ASGIApp):
        self.app = app
        self.arriving = Arriving()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        who = None if _is_open(connection) else await _who(connection)
        refusal = _foreign(connection) or (who if isinstance(who, Response) else None)
        if refusal is None and isinstance(who, Session):
            refusal = await _strayed(connection, who) or self._upload_refused(connection, who)
        if refusal:
            await refusal(scope, receive, send)
            return
        inside = {**scope, "headers": origins.as_of_here(connection)}
        length = uploading.announced(connection) if _is_upload(connection) else None
        if length is None:
            await self._inside(inside, receive, send)
            return
        whose = visitors.cookie(connection)
        self.arriving.begin(whose, length)
        try:
            await self._inside(inside, receive, send)
        finally:
            self.arriving.end(whose, length)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What lies behind the gate; where the store goes away meanwhile, a sentence says so."""
        begun = False

        async def sent(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except store.Unreachable:
            log.warning("The store cannot be reached", exc_info=True)
            if begun:
                raise
            away = sentence(AWAY, visitors.language(HTTPConnection(scope)), status=HTTPStatus.SERVICE_UNAVAILABLE)
            await away(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A browser's socket: from a page of ours, of somebody signed in, with the frames of a viewer alone."""
        connection = HTTPConnection(scope)
        if scope["path"] in LIVE and origins.is_ours(connection):
            await self.app(scope, receive, send)
            return
        allowed = scope["path"] == streamlit.STREAM and origins.is_ours(connection)
        who = await _who(connection) if allowed else None
        if isinstance(who, Session) and not who.kiosk:
            inside = {**scope, "headers": origins.as_of_here(connection)}
            await self.app(inside, _viewer(receive), send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 1008})

    def _upload_refused(self, connection: HTTPConnection, who: Session) -> Response | None:
        if not connection.scope["path"].startswith(streamlit.UPLOADS) or connection.scope["method"] in SAFE:
            return None
        status = self.arriving.refusal(connection, who)
        said = uploading.REFUSALS[status].in_(visitors.language(connection)) if status else ""
        return PlainTextResponse(said, status) if status else None


LIVE = (live.PATH,)  # sockets of our own: they look for themselves who listens, and read their frames


def _viewer(receive: Receive) -> Receive:
    """What comes over a socket without the frames that are no viewer's."""

    async def received() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or streamlit.may_pass(message.get("bytes") or b""):
                return message
            log.warning("A frame was refused: %s", streamlit.frame_kind(message.get("bytes") or b"") or "unknown")

    return received


def _is_open(connection: HTTPConnection) -> bool:
    path = connection.scope["path"]
    if ".." in path:
        return False
    provided = bool(settings().oidc.provider) and path in streamlit.SIGN_IN
    return path in OPEN or path.startswith(OPEN_BELOW) or provided


def _foreign(connection: HTTPConnection) -> Response | None:
    """What another site asks to be changed is not done. The interface asks for a token, which no other site has."""
    changes = connection.scope["method"] not in SAFE and not connection.scope["path"].startswith("/api/")
    if not changes or not origins.is_foreign(connection):
        return None
    return PlainTextResponse(FOREIGN.in_(visitors.language(connection)), HTTPStatus.FORBIDDEN)


async def _who(connection: HTTPConnection) -> Session | Response:
    """Whose session it is, or what is answered instead."""
    cookie = visitors.cookie(connection)
    try:
        session = await to_thread.run_sync(sessions.find, rooms.real(), cookie, limiter=GATE) if cookie else None
    except store.Unreachable:
        session = sessions.remembered(cookie)
        if session is None:
            return sentence(AWAY, visitors.language(connection), status=HTTPStatus.SERVICE_UNAVAILABLE, again=2)
    if session is None:
        return _to("/login?" + _next(connection), connection)
    if session.comes_first == "password":
        return _to("/password", connection)
    if session.comes_first:
        return _to("/factor?" + _next(connection), connection, FACTOR)
    return session


async def _strayed(connection: HTTPConnection, who: Session) -> Response | None:
    """What is answered to who is signed in and asks for what is not theirs."""
    path = connection.scope["path"]
    if who.kiosk:  # visitors stand before it: one page, and nothing else
        to_page = _is_page(connection) and not path.startswith(NOT_FOR_WALLS)
        return RedirectResponse(kiosk.PATH, HTTPStatus.SEE_OTHER) if to_page else _closed(connection)
    if who.view and _is_page(connection) and not path.startswith(NOT_FOR_WALLS) and await _strays(connection, who):
        return RedirectResponse(f"/?wall=1&{who.view}", HTTPStatus.SEE_OTHER)
    if path.startswith(FOR_NOBODY) or (who.view and path.startswith(NOT_FOR_WALLS)):
        return _closed(connection)
    if _is_door(connection) and not who.view and settings().store.opens == "training":
        asked = urlencode({**connection.query_params, "room": "training"})
        return RedirectResponse(f"/?{asked}", HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    return None


def _closed(connection: HTTPConnection) -> Response:
    return PlainTextResponse(CLOSED.in_(visitors.language(connection)), HTTPStatus.FORBIDDEN)


def _next(connection: HTTPConnection) -> str:
    return urlencode({"next": _asked(connection)}, quote_via=quote)


def _to(place: str, connection: HTTPConnection, said: Text = ENDED) -> Response:
    if _is_page(connection):
        return RedirectResponse(place, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    return PlainTextResponse(said.in_(visitors.language(connection)), HTTPStatus.UNAUTHORIZED)


def _is_page(connection: HTTPConnection) -> bool:
    """Whether a person is on the way to a page: all else is fetched by one."""
    # Below a page, too: that is where a browser looks first for what lies at the root.
    path = connection.scope["path"]
    inner = path.startswith(streamlit.INNER) or "/_stcore/" in path
    return connection.scope.get("method") in ("GET", "HEAD") and not inner


def _is_upload(connection: HTTPConnection) -> bool:
    return connection.scope["path"].startswith(streamlit.UPLOADS) and connection.scope["method"] == "PUT"


def _is_door(connection: HTTPConnection) -> bool:
    """Whether somebody comes to the front page without saying which room they mean."""
    return connection.scope["path"] == "/" and set(connection.query_params) <= {"lang"} and _is_page(connection)


def _asked(connection: HTTPConnection) -> str:
    query = connection.scope["query_string"].decode("latin-1")
    return visitors.local(connection.scope["path"] + (f"?{query}" if query else ""))


async def _strays(connection: HTTPConnection, wall: Session) -> bool:
    """Whether a wall asks for anything but what its owner chose, or a step that it is led to or goes through."""
    path, asked = connection.scope["path"], dict(connection.query_params)
    if path == "/" and asked == {"wall": "1", **dict(parse_qsl(wall.view))}:
        return False
    try:
        shown = await to_thread.run_sync(_shown, wall, limiter=GATE)
    except store.Unreachable:
        return True
    return (path, asked) not in shown


def _shown(wall: Session) -> list[tuple[str, dict[str, str]]]:
    """Paths and queries of the steps that a wall may show now."""
    with rooms.real().connect() as conn:
        found = playing.steps_of(conn, wall.wall, METRICS, months.now())
    views = (each.step.view for each in found)
    return [(f"/{view.path}", view.asked(language_of(wall), wall=True)) for view in views]
