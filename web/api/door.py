"""Who calls: the person of the bearer token, how often, and how much may be sent."""

import hashlib
from dataclasses import dataclass
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
from web.api.counting import Counts
from web.api.problems import Stopped, answer

REQUESTS, WINDOW = 300, 60.0  # of one token in so many seconds, over all servers of one store
WRONG = 60  # tokens of nobody from one address in as many seconds, by each server for itself
MOST = 10_000  # tokens and addresses counted at a time
MB = 1_000_000

BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token made on the page My account.")

asked = Counts(REQUESTS, WINDOW, MOST)  # by token, of those alone that are somebody's
wrong = Counts(WRONG, WINDOW, MOST)  # by address


@dataclass(frozen=True)
class Caller:
    """Who calls, and the store of the room that their token belongs to."""

    actor: Actor
    engine: rooms.Engine


def caller(request: Request, presented: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> Caller:
    """Whose token the request carries, with the rights of this moment. Stopped: none, not valid, or too often."""
    if presented is None or not presented.credentials:
        raise Stopped("unauthorized", "header Authorization", headers={"WWW-Authenticate": "Bearer"})
    key, address = _key(presented.credentials), visitors.address(request)
    # Here first: a flood of whatever is presented never reaches the store, and made-up tokens never push out real ones.
    if seconds := asked.over(key) or (0 if asked.knows(key) else wrong.over(address)):
        raise _too_many(seconds, REQUESTS if asked.knows(key) else WRONG)
    called = _called(presented.credentials, address)
    if called is None:
        wrong.add(address)
        raise Stopped(
            "unauthorized", "header Authorization", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}
        )
    if not access.may_somewhere(called.actor, "read"):
        raise Stopped("forbidden")
    asked.add(key)
    if seconds := token_use.count(called.engine, key, REQUESTS, months.now()):
        raise _too_many(seconds, REQUESTS)
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


def _key(presented: str) -> str:
    return hashlib.sha256(presented.encode()).hexdigest()


def _too_many(seconds: int, limit: int) -> Stopped:
    return Stopped("too_many", headers={"Retry-After": str(seconds)}, limit=limit, seconds=seconds)


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
