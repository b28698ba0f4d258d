"""Who calls: the person of the bearer token, how often, and how much may be sent."""

import hashlib
import time
from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data import access, months, rooms
from data.access import Actor
from data.people import accounts, token_use, tokens
from data.settings import settings
from data.training import parts
from web import visitors
from web.api.problems import Stopped, answer

REQUESTS, WINDOW = 300, 60.0  # of one token in so many seconds, over all servers of one store
MOST_TOKENS = 10_000  # counted at a time
MB = 1_000_000

BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token made on the page My account.")

_asked: dict[str, deque[float]] = {}
_counting = Lock()


@dataclass(frozen=True)
class Caller:
    """Who calls, and the store of the room that their token belongs to."""

    actor: Actor
    engine: rooms.Engine


def caller(request: Request, presented: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> Caller:
    """Whose token the request carries, with the rights of this moment. Stopped: none, not valid, or too often."""
    if presented is None or not presented.credentials:
        raise Stopped("unauthorized", "header Authorization", headers={"WWW-Authenticate": "Bearer"})
    _count(presented.credentials)  # here first: a flood of whatever is presented never reaches the store
    called = _called(presented.credentials, visitors.address(request))
    if called is None:
        raise Stopped(
            "unauthorized", "header Authorization", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    if not access.may_somewhere(called.actor, "read"):
        raise Stopped("forbidden")
    if seconds := token_use.count(called.engine, _key(presented.credentials), REQUESTS, months.now()):
        raise _too_many(seconds)
    return called


def _called(presented: str, address: str) -> Caller | None:
    """A token belongs to the room it was made in. One of the training room lasts as long as its person's account."""
    who = tokens.actor(rooms.real(), presented, address)
    if who:
        return Caller(who, rooms.real())
    if not rooms.is_there("training"):
        return None
    there = rooms.engine("training")
    who = tokens.actor(there, presented, address)
    return Caller(who, there) if who and accounts.is_in_use(rooms.real(), parts.real_login(who.login)) else None


def person(called: Annotated[Caller, Depends(caller)]) -> Actor:
    """Who acts in an operation."""
    return called.actor


def opened(called: Annotated[Caller, Depends(caller)]) -> rooms.Engine:
    """The store an operation works on."""
    return called.engine


Person = Annotated[Actor, Depends(person)]
Opened = Annotated[rooms.Engine, Depends(opened)]


def only_known(request: Request, _actor: Person) -> None:
    """Refuse parameters that the operation does not have: a misspelled dry_run would be done in earnest. Asked of who
    has a token; the others are told nothing."""
    operation = request.app.openapi()["paths"][request.scope["route"].path_format][request.method.lower()]
    known = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
    for name in request.query_params:
        if name not in known:
            listed = ", ".join(sorted(known)) or "—"
            raise Stopped("unknown_parameter", f"query {name}"[:100], what=name[:40], known=listed)


def _count(presented: str) -> None:
    """Let a token ask so often a minute and no more."""
    key, now = _key(presented), time.monotonic()
    with _counting:
        if len(_asked) > MOST_TOKENS:
            _asked.clear()
        times = _asked.setdefault(key, deque())
        while times and times[0] <= now - WINDOW:
            times.popleft()
        if len(times) < REQUESTS:
            times.append(now)
            return
        seconds = max(1, round(times[0] + WINDOW - now))
    raise _too_many(seconds)


def _key(presented: str) -> str:
    return hashlib.sha256(presented.encode()).hexdigest()


def _too_many(seconds: int) -> Stopped:
    return Stopped("too_many", headers={"Retry-After": str(seconds)}, limit=REQUESTS, seconds=seconds)


class Limited:
    """ASGI middleware: no more of a body is read than a workbook may have, and a little for what stands around it."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = settings().limits.file_mb
        most, came, begun = (limit + 1) * MB, 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise _TooLarge
            return message

        async def told(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, told)
        except _TooLarge:
            if not begun:
                await answer("too_large", "body", limit=limit)(scope, receive, send)


class _TooLarge(Exception):
    """More came than is read."""
