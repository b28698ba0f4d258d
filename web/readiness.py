"""Alive and ready, apart: `/healthz` says that the process answers, `/readyz` that somebody may be sent to it, and that it does
by itself what a server does: a process that only answers sends no notice, makes no backup and never drains.

A supervisor restarts what is not alive, which would help nobody where the database is away; a balancer sends nobody to what
is not ready. Anybody may ask, so the answer is one word, and the store is asked at most once in KEPT seconds.
"""

from http import HTTPStatus
from time import monotonic

from anyio import CapacityLimiter, Lock, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from data import draining, months, rooms, store
from data.health.database import migrations
from web import background

KEPT = 1.0
READY, AWAY, OTHER, DRAINING = "ready", "store away", "store of another version", "draining"
IDLE = "background work does not run"
_thread = CapacityLimiter(1)  # its own: a store that hangs must not take those of the pages


class Readiness:
    """The last answer, kept for a moment."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._answer, self._until = "", 0.0

    async def answer(self) -> str:
        """One of READY, AWAY, OTHER. Who asks while the store is asked waits for that answer."""
        async with self._asking:
            if monotonic() >= self._until:
                self._answer = await to_thread.run_sync(_look, limiter=_thread)
                self._until = monotonic() + KEPT
            return self._answer


_readiness = Readiness()


async def healthz(_request: Request) -> PlainTextResponse:
    """For a supervisor: the process answers, whatever its threads are busy with."""
    return PlainTextResponse("ok")


async def readyz(_request: Request) -> PlainTextResponse:
    """For a balancer: the store answers, its tables are served by this version, and this process is whole and not about to end."""
    answer = _of_process() or await _readiness.answer()
    status = HTTPStatus.OK if answer == READY else HTTPStatus.SERVICE_UNAVAILABLE
    return PlainTextResponse(answer, status, {"cache-control": "no-store"})


def _of_process() -> str:
    if draining.drains():
        return DRAINING
    return "" if background.runs() else IDLE


def _look() -> str:
    try:
        with store.reading(rooms.real()) as conn:
            return OTHER if migrations(conn, months.now()).state == "bad" else READY
    except store.Unreachable:
        return AWAY


ROUTES = [Route("/healthz", healthz), Route("/readyz", readyz)]
