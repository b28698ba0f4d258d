"""`/live`: a socket that says how a presentation stands, to the walls that follow it and to the consoles that lead it.

A listener is told the whole state when it comes and whenever it has changed; nothing is ever asked of it. One thread a process
waits for the store and reads once for all of them; it ends with the last listener.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from anyio import CancelScope, CapacityLimiter, create_task_group, move_on_after, to_thread
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from data import rooms, store
from data.people import sessions
from data.people.sessions import Session
from data.presenting import moves, phones, running
from data.presenting.running import Followed
from data.settings import settings
from data.text import LANGUAGES, Language
from web import visitors

log = logging.getLogger("cockpit.live")

PATH = "/live"
MOST = 200  # listeners a process
CHECK = 10  # s after which a listener is asked again whether its session goes on
FRAMES, LONGEST = 20, 4096  # what a listener may send: nothing of it is read
ENDED, CROWDED = 4401, 1013
LOOKING = CapacityLimiter(4)


class Hub:
    """The listeners of this process, and how everything stands for them. `told` is None before the first reading."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self.thread: threading.Thread | None = None
        self.told: Followed | None = None

    @property
    def count(self) -> int:
        """How many listen."""
        return len(self._waiting)

    @contextmanager
    def joined(self) -> Iterator[asyncio.Event]:
        """Inside, the event is set whenever something may have changed."""
        changed = asyncio.Event()
        with self._lock:
            self._waiting[changed] = asyncio.get_running_loop()
            if self.thread is None:
                self.thread = threading.Thread(target=self._watch, name="presenting", daemon=True)
                self.thread.start()
        try:
            yield changed
        finally:
            with self._lock:
                del self._waiting[changed]

    def _watch(self) -> None:
        while self._goes_on():
            try:
                with moves.watching(rooms.real()) as wait:
                    self._read()
                    while self._goes_on():
                        if wait(0.25):
                            self._read()
            except store.Unreachable:
                log.warning("The store cannot be reached; walls stay as they are", exc_info=True)
                time.sleep(1)

    def _goes_on(self) -> bool:
        with self._lock:
            if self._waiting:
                return True
            self.thread = self.told = None
            return False

    def _read(self) -> None:
        with rooms.real().connect() as conn:
            told = running.followed(conn)
        with self._lock:
            if told == self.told:
                return
            self.told = told
            for changed, loop in self._waiting.items():
                loop.call_soon_threadsafe(changed.set)


HUB = Hub()


async def live(socket: WebSocket) -> None:
    """One listener: a wall, or a console (`?presentation=3`) of who may lead it."""
    ask = await to_thread.run_sync(_listener, socket, limiter=LOOKING)
    if ask is None or HUB.count >= MOST:
        await socket.close(ENDED if ask is None else CROWDED)
        return
    await socket.accept()
    with HUB.joined() as changed:
        async with create_task_group() as tasks:
            tasks.start_soon(_until_gone, socket, tasks.cancel_scope)
            await _tell(socket, ask, changed)
            tasks.cancel_scope.cancel()


async def _tell(socket: WebSocket, ask: "Listener", changed: asyncio.Event) -> None:
    """Send how it stands whenever that is something else; until the listener's session has ended."""
    last: dict[str, Any] | None = None
    while True:
        changed.clear()
        told = ask.told(HUB.told) if HUB.told is not None else None
        if told is not None and told != last:
            await socket.send_json(told)
            last = told
        with move_on_after(CHECK) as late:
            await changed.wait()
        if late.cancelled_caught and await to_thread.run_sync(_listener, socket, limiter=LOOKING) is None:
            await socket.close(ENDED)
            return


async def _until_gone(socket: WebSocket, scope: CancelScope) -> None:
    """Read what a listener sends, which should be nothing, until it goes or sends too much."""
    try:
        for _ in range(FRAMES):
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                break
            if len(message.get("text") or message.get("bytes") or "") > LONGEST:
                await socket.close(1009)
                break
        else:
            await socket.close(1008)
    except WebSocketDisconnect:
        pass
    scope.cancel()


class Listener:
    """Who listens, and what of everything is theirs."""

    def __init__(self, *, presentation: int = 0, wall: Session | None = None):
        self.presentation, self.wall = presentation, wall

    def told(self, stands: Followed) -> dict[str, Any]:
        """What this listener is sent. A wall that follows nothing goes to its own view."""
        if self.wall is None:
            return {"turn": stands.turns.get(self.presentation, 0)}  # 0: it has ended
        return of_wall(stands, self.wall)


def of_wall(stands: Followed, wall: Session) -> dict[str, Any]:
    """What a wall shows: the address, and what of it is black, in focus, hidden."""
    found = stands.walls.get(wall.wall)
    if found is None:
        return {"address": f"/?wall=1&{wall.view}", "black": False, "focus": "", "hidden": []}
    running_, step = found
    shown = {"address": step.view.address(language_of(wall), wall=True), "black": running_.black}
    return {**shown, "focus": step.focus, "hidden": list(step.hidden)}


def language_of(wall: Session) -> Language:
    """The language that a wall's owner chose."""
    asked = dict(parse_qsl(wall.view)).get("lang")
    return next((each for each in LANGUAGES if each == asked), settings().language)


def _listener(socket: WebSocket) -> Listener | None:
    """Who asks, with the rights of this moment; None for who may not listen (any more)."""
    asked = socket.query_params.get("presentation", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    cookie = visitors.cookie(socket)
    try:
        session = sessions.find(rooms.real(), cookie) if cookie else None
    except store.Unreachable:
        session = sessions.remembered(cookie)
    if session is not None and session.view:
        return Listener(wall=session)
    with rooms.real().connect() as conn:
        if session is not None and not session.comes_first and running.mine(conn, number, session.actor):
            return Listener(presentation=number)
        phone = phones.find(conn, socket.cookies.get(phones.COOKIE, ""))
        return Listener(presentation=number) if phone and phone[0] == number else None


ROUTES = [WebSocketRoute(PATH, live)]
