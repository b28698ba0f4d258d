"""The gate: who is not signed in gets the form to sign in, and nothing of the cockpit. It stands before everything.

Streamlit keeps its files, uploads and connections apart from the script that draws a page, so a check in that script
alone would leave them open.
"""

from http import HTTPStatus
from urllib.parse import parse_qsl, quote, urlencode

from anyio import to_thread
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data import rooms, store
from data.people import sessions
from data.people.sessions import Session
from data.settings import settings
from data.text import Text
from web import visitors
from web.pages import sentence

OPEN = {"/login", "/logout", "/password", "/pair", "/healthz", "/_stcore/health"}  # they look for themselves who asks
OPEN_BELOW = ("/api/", "/static/", "/app/static/")  # the interface asks for its token; the rest is the program itself
# What a sign-in with an identity provider needs of Streamlit, where the door of the script (`ui/door.py`) asks.
PROVIDER = {"/oauth2callback", "/auth/login", "/auth/logout", "/_stcore/stream", "/_stcore/host-config"}
PROVIDER_COOKIE = "_streamlit_user"
ENDED = Text("登录已结束，请重新登录。", "You are signed out. Please sign in again.")
AWAY = Text(
    "暂时无法连接数据库，正在自动重试；无需操作。",
    "The database cannot be reached just now; trying again by itself. Nothing to do.",
)


class Gate:
    """ASGI middleware over HTTP and WebSocket."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or _is_open(HTTPConnection(scope)):
            await self.app(scope, receive, send)
            return
        refusal = await _refusal(HTTPConnection(scope))
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})


def _is_open(connection: HTTPConnection) -> bool:
    path = connection.scope["path"]
    if ".." in path:
        return False
    if path in OPEN or path.startswith(OPEN_BELOW):
        return True
    if not settings().oidc.provider:
        return False
    # Files and uploads lie at addresses that only a session of the script is told.
    return path in PROVIDER or _is_page(connection) or PROVIDER_COOKIE in connection.cookies


async def _refusal(connection: HTTPConnection) -> Response | None:
    """What is answered instead; None for who may pass."""
    cookie = visitors.cookie(connection)
    try:
        session = await to_thread.run_sync(sessions.find, rooms.real(), cookie) if cookie else None
    except store.Unreachable:
        session = sessions.remembered(cookie)
        if session is None:
            return sentence(AWAY, visitors.language(connection), status=HTTPStatus.SERVICE_UNAVAILABLE, again=2)
    if session is None:
        return _to("/login?" + urlencode({"next": _asked(connection)}, quote_via=quote), connection)
    if session.must_change:
        return _to("/password", connection)
    if session.view and _is_page(connection) and _strays(connection, session):
        return RedirectResponse(f"/?wall=1&{session.view}", HTTPStatus.SEE_OTHER)
    return None


def _to(place: str, connection: HTTPConnection) -> Response:
    if _is_page(connection):
        return RedirectResponse(place, HTTPStatus.SEE_OTHER, {"cache-control": "no-store"})
    return PlainTextResponse(ENDED.in_(visitors.language(connection)), HTTPStatus.UNAUTHORIZED)


def _is_page(connection: HTTPConnection) -> bool:
    """Whether a person is on the way to a page: all else is fetched by one."""
    inner = connection.scope["path"].startswith(("/_stcore/", "/media/", "/component/"))
    return connection.scope.get("method") in ("GET", "HEAD") and not inner


def _asked(connection: HTTPConnection) -> str:
    query = connection.scope["query_string"].decode("latin-1")
    return visitors.local(connection.scope["path"] + (f"?{query}" if query else ""))


def _strays(connection: HTTPConnection, wall: Session) -> bool:
    """Whether a wall asks for anything but what its owner chose."""
    chosen = {"wall": "1", **dict(parse_qsl(wall.view))}
    return connection.scope["path"] != "/" or dict(connection.query_params) != chosen
