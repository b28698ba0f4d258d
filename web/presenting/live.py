"""`/live`: a socket that says what a wall shows and how a presentation stands, to walls and to the consoles that lead them.

A listener is told the whole state when it comes and whenever it has changed. One thread a process waits for the store and for
the clock, and reads once for all of them; it ends with the last listener. What walls say of themselves is gathered and written
down together.
"""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from anyio import CancelScope, CapacityLimiter, create_task_group, move_on_after, to_thread
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from data import months, rooms, store
from data.asked import as_number
from data.people import sessions
from data.people.sessions import Session
from data.presenting import beats, moves, phones, playing, running
from data.presenting.beats import Beat
from data.presenting.playing import Standing
from data.settings import settings
from data.text import LANGUAGES, Language
from metrics import METRICS
from web import visitors

log = logging.getLogger("cockpit.live")

PATH = "/live"
MOST = 200  # listeners a process
CHECK = 10  # s after which a listener is asked again whether its session goes on
# What a listener may send: so many frames in so many seconds, each no longer than this. Only what a wall says of itself is read.
FRAMES, MINUTE, LONGEST = 20, 60.0, 4096
LOOK, WRITE = 60.0, 20.0  # s after which all is read anew, whatever was told; and beats are written down
ENDED, CROWDED = 4401, 1013
LOOKING = CapacityLimiter(4)


class Hub:
    """The listeners of this process, and how everything stands for them. `told` is None before the first reading. `beats` are
    what walls said of themselves and is not written down yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self.thread: threading.Thread | None = None
        self.told: Standing | None = None
        self.beats: dict[int, Beat] = {}

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
                    self._follow(wait)
            except store.Unreachable:
                log.warning("The store cannot be reached; walls stay as they are", exc_info=True)
                time.sleep(1)

    def _follow(self, wait: Callable[[float], bool]) -> None:
        """Until the last listener has gone: read where the store has moved, wake everybody where the clock has, write beats."""
        read = written = time.monotonic()
        moves_at = self._read()
        while self._goes_on():
            until = (moves_at - months.now()).total_seconds()
            if wait(min(max(until, 0.0), 0.25)) or time.monotonic() - read > LOOK:
                read, moves_at = time.monotonic(), self._read()
            elif until <= 0 and self.told is not None:
                moves_at = self.told.moves_at(months.now())
                self._wake()
            if time.monotonic() - written > WRITE:
                written = time.monotonic()
                self._write()
        self._write()

    def _goes_on(self) -> bool:
        with self._lock:
            if self._waiting:
                return True
            self.thread = self.told = None
            return False

    def _read(self) -> datetime:
        """How everything stands, told where it has changed; when the clock may change it next."""
        now = months.now()
        with rooms.real().connect() as conn:
            told = playing.standing(conn, METRICS, now)
        if told != self.told:
            self.told = told
            self._wake()
        return told.moves_at(now)

    def _wake(self) -> None:
        with self._lock:
            for changed, loop in self._waiting.items():
                loop.call_soon_threadsafe(changed.set)

    def hear(self, beat: Beat) -> None:
        """Gather what a wall said of itself."""
        with self._lock:
            self.beats[beat.wall] = beat

    def _write(self) -> None:
        """Write down what walls said of themselves; where the store cannot just now, the next time."""
        with self._lock:
            said, self.beats = self.beats, {}
        try:
            if said:
                beats.keep(rooms.real(), said.values())
        except (*store.Unreachable, store.Refused):
            with self._lock:
                self.beats = {**said, **self.beats}


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
            tasks.start_soon(_until_gone, socket, tasks.cancel_scope, ask)
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


async def _until_gone(socket: WebSocket, scope: CancelScope, ask: "Listener") -> None:
    """Read what a listener sends, until it goes or sends too much: what a wall says of itself, and nothing else."""
    sent: deque[float] = deque(maxlen=FRAMES)
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                break
            said = message.get("text") or message.get("bytes") or ""
            if len(said) > LONGEST:
                await socket.close(1009)
                break
            sent.append(time.monotonic())
            if len(sent) == FRAMES and sent[-1] - sent[0] < MINUTE:
                await socket.close(1008)
                break
            if (
                ask.wall is not None
                and isinstance(said, str)
                and (beat := beats.read(ask.wall.wall, said, months.now()))
            ):
                HUB.hear(beat)
    except WebSocketDisconnect:
        pass
    scope.cancel()


class Listener:
    """Who listens, and what of everything is theirs."""

    def __init__(self, *, presentation: int = 0, wall: Session | None = None):
        self.presentation, self.wall = presentation, wall

    def told(self, stands: Standing) -> dict[str, Any]:
        """What this listener is sent. A wall that follows nothing goes to its own view."""
        if self.wall is None:
            return {"turn": stands.led.turns.get(self.presentation, 0)}  # 0: it has ended
        return of_wall(stands, self.wall)


def of_wall(stands: Standing, wall: Session) -> dict[str, Any]:
    """What a wall shows: the address, and what of it is black, in focus, hidden."""
    found = stands.of_wall(wall.wall, months.now())
    if found is None:
        return {"address": f"/?wall=1&{wall.view}", "black": False, "focus": "", "hidden": []}
    shown = {
        "address": found.step.view.address(language_of(wall), wall=True),
        "black": bool(found.led and found.led.black),
    }
    pointed = {"pointer": list(found.led.pointer)} if found.led and found.led.pointer else {}
    rolls = {} if found.led else {"rolls": found.step.seconds}  # nobody is there who shows what is further down
    return {**shown, "focus": found.step.focus, "hidden": list(found.step.hidden), **pointed, **rolls}


def language_of(wall: Session) -> Language:
    """The language that a wall's owner chose."""
    asked = dict(parse_qsl(wall.view)).get("lang")
    return next((each for each in LANGUAGES if each == asked), settings().language)


def _listener(socket: WebSocket) -> Listener | None:
    """Who asks, with the rights of this moment; None for who may not listen (any more)."""
    number = as_number(socket.query_params.get("presentation", "")) or 0
    cookie = visitors.cookie(socket)
    try:
        session = sessions.find(rooms.real(), cookie) if cookie else None
    except store.Unreachable:
        session = sessions.remembered(cookie)
    if session is not None and session.view:
        return None if session.kiosk else Listener(wall=session)
    with rooms.real().connect() as conn:
        if session is not None and not session.comes_first and running.mine(conn, number, session.actor):
            return Listener(presentation=number)
        phone = phones.find(conn, socket.cookies.get(phones.COOKIE, ""))
        return Listener(presentation=number) if phone and phone[0] == number else None


ROUTES = [WebSocketRoute(PATH, live)]
