"""A name for each request, which every line of the log bears that is written for it; and the log of the server itself."""

import logging
import re
from http import HTTPStatus
from time import perf_counter

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import logs
from data.settings import settings
from ui import streamlit_private as streamlit
from web.telemetry import kind_of

HEADER = "x-request-id"
NAME = re.compile(r"[0-9a-f]{8,64}")
SILENT = {"static", "monitor", "inner"}  # asked many times a minute by every browser
log = logging.getLogger("cockpit.requests")


class Tracing:
    """ASGI middleware: names each request and each socket, for the log, for what stands behind and for who asked.

    A proxy of ours (`accounts.proxies`) may have named it already; nobody else is believed. What runs behind Streamlit's
    socket is a thread of its own, so the name travels in the headers, where the script finds it.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        name = named(HTTPConnection(scope))
        headers = [each for each in scope["headers"] if each[0] != HEADER.encode()]
        inside = {**scope, "headers": [*headers, (HEADER.encode(), name.encode())]}
        began, status = perf_counter(), HTTPStatus.INTERNAL_SERVER_ERROR.value

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        with logs.working_for(name):
            try:
                await self.app(inside, receive, sent)
            finally:
                if scope["type"] == "http" and settings().logs.requests:
                    _tell(scope, status, perf_counter() - began)


def named(connection: HTTPConnection) -> str:
    """The name that our proxy gave the request, else a fresh one."""
    given = connection.headers.get(HEADER, "")
    return given if settings().accounts.proxies and NAME.fullmatch(given) else logs.fresh()


def begin() -> None:
    """From now on every line of this process is one of ours, Streamlit's and the server's too."""
    root, handler = logging.getLogger(), logs.handler()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    log.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    streamlit.log_through(handler)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    kind = kind_of(scope["path"])
    if kind not in SILENT:
        told = {"kind": kind, "method": scope["method"], "status": status, "seconds": round(seconds, 3)}
        log.info("answered", extra=told)
