"""`/metrics` for Prometheus, for who presents the token of the settings; and what is counted of every request.

The text format is eighty lines and has not moved in ten years: a library would have brought registries, files shared by
processes and a server of its own, none of which is wanted. A monitor on the same machine comes from the same address as
everybody behind nginx, so the address says nothing: only the token does, and without one the way is closed.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import months, rooms, store
from data.health.gauges import gauges
from data.settings import settings
from data.telemetry import OF_PROCESS, REQUESTS, Gauge, Series
from data.text import Text
from ui import streamlit_private as streamlit
from web import visitors

PATH = "/metrics"
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
STORE_UP = ("cockpit_store_up", "Whether the store answers: 1 or 0.")
CLOSED = Text("此地址不开放。", "This address is not open.")
ASK = Text("请出示监控令牌（telemetry.token）。", "Present the monitor's token (telemetry.token).")
# How an address begins → what kind of request it is; the first that fits.
KINDS = (
    ("/api/", "api"),
    (PATH, "monitor"),
    ("/healthz", "monitor"),
    ("/readyz", "monitor"),
    (streamlit.HEALTH, "monitor"),
    (streamlit.UPLOADS, "upload"),
    ("/static/", "static"),
    ("/app/static/", "static"),
    ("/media/", "static"),
    ("/component/", "static"),
    ("/_stcore/", "inner"),
    ("/login", "sign_in"),
    ("/logout", "sign_in"),
    ("/password", "sign_in"),
    ("/factor", "sign_in"),
    ("/pair", "sign_in"),
    ("/auth/", "sign_in"),
    ("/present/", "presenting"),
)


class Counting:
    """ASGI middleware: how each request was answered, by its kind. What it was for and whose is not kept."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = HTTPStatus.INTERNAL_SERVER_ERROR.value  # where nothing was answered

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            REQUESTS.add(kind_of(scope["path"]), str(status))


def kind_of(path: str) -> str:
    """What kind of request is made at an address."""
    return next((kind for begins, kind in KINDS if path.startswith(begins)), "page")


async def collect(request: Request) -> Response:
    """What this process counted and what the store knows; only the first where the store is away."""
    refused = _refused(request)
    if refused:
        return refused
    found = [*OF_PROCESS, *await run_in_threadpool(_of_store)]
    return Response("".join(written(found)), headers={"content-type": TEXT_FORMAT, "cache-control": "no-store"})


def written(series: Iterable[Series]) -> Iterator[str]:
    """The text format: for each name what it is, of what type, and its numbers."""
    for each in series:
        yield f"# HELP {each.name} {each.told}\n# TYPE {each.name} {each.kind}\n"
        for sample in each.samples():
            labels = ",".join(f'{name}="{_escaped(value)}"' for name, value in sample.labels)
            yield f"{each.name}{sample.suffix}{f'{{{labels}}}' if labels else ''} {sample.value:.17g}\n"


def _escaped(value: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", value).replace("\n", r"\n")


def _refused(connection: HTTPConnection) -> Response | None:
    token, language = settings().telemetry.token, visitors.language(connection)
    if not token:
        return PlainTextResponse(CLOSED.in_(language), HTTPStatus.NOT_FOUND)
    given = connection.headers.get("authorization", "")
    if hmac.compare_digest(given.encode("latin-1", "replace"), f"Bearer {token}".encode()):
        return None
    return PlainTextResponse(ASK.in_(language), HTTPStatus.UNAUTHORIZED, {"www-authenticate": "Bearer"})


def _of_store() -> list[Series]:
    up = Gauge(*STORE_UP)
    try:
        with store.reading(rooms.real()) as conn:
            found = gauges(conn, months.now())
    except store.Unreachable:
        up.set(to=0)
        return [up]
    up.set(to=1)
    return [up, *found]


ROUTES = [Route(PATH, collect)]
