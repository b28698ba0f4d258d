"""What is asked for all listeners of a process together: one thread waits for the store and for the clock, and reads once.

It begins with the first listener and ends with the last. What walls say of themselves is gathered here and written down together.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from data import months, rooms, store, training_mark
from data.presenting import beats, moves, playing, screenfuls
from data.presenting.beats import Beat
from data.presenting.playing import Standing
from data.presenting.screenfuls import Screenfuls
from data.pulse import Pulse, pulse
from data.settings import settings
from metrics import METRICS
from web.live import listeners
from web.live.listeners import TRAINING, Listener

log = logging.getLogger("cockpit.live")

CHECK = 10  # s after which all listeners are asked again whether their sessions go on; where somebody acted, at once
LOOK, WRITE = 60.0, 20.0  # s after which all is read anew, whatever was told; and beats are written down
TICK = 0.25  # s at most between two looks at the clock


class Clock:
    """Whether it is time again for what is done every so many seconds."""

    def __init__(self, every: Callable[[], float]):
        self._every, self._last = every, time.monotonic()

    def due(self, *, at_once: bool = False) -> bool:
        """Whether it is; it begins again then."""
        if not at_once and time.monotonic() - self._last < self._every():
            return False
        self._last = time.monotonic()
        return True


class Hub:
    """The listeners of this process, and how everything stands for them. `stands` is None before the first reading, `pulses`
    has each room that somebody looks at (None where there is no such room), `away` is since when (monotonic) the store cannot be reached. `beats` and `screens` are what walls
    said of themselves and is not written down yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listening: dict[Listener, asyncio.AbstractEventLoop] = {}
        self.thread: threading.Thread | None = None
        self.stands: Standing | None = None
        self.pulses: dict[rooms.Name, Pulse | None] = {}
        self.away: float | None = None
        self.beats: dict[int, Beat] = {}
        self.screens: dict[int, Screenfuls] = {}

    @property
    def count(self) -> int:
        """How many listen."""
        return len(self._listening)

    @contextmanager
    def joined(self, listener: Listener) -> Iterator[None]:
        """Inside, it is woken (`changed`) whenever something may have changed."""
        with self._lock:
            self._listening[listener] = asyncio.get_running_loop()
            if self.thread is None:
                self.thread = threading.Thread(target=self._watch, name="live", daemon=True)
                self.thread.start()
        try:
            yield
        finally:
            with self._lock:
                del self._listening[listener]

    def _watch(self) -> None:
        while self._goes_on():
            try:
                with moves.watching(rooms.real()) as wait:
                    self._follow(wait)
            except store.Unreachable:
                if self.away is None:
                    log.warning("The store cannot be reached; walls stay as they are", exc_info=True)
                    self.away = time.monotonic()
                    self._wake()
                time.sleep(1)

    def _follow(self, wait: Callable[[float], bool]) -> None:
        """Until the last listener has gone: ask whether the store has moved, read how walls stand where they may have, wake
        everybody where the clock moves them, write beats."""
        asking, reading = Clock(lambda: settings().wall.poll_seconds), Clock(lambda: LOOK)
        checking, writing = Clock(lambda: CHECK), Clock(lambda: WRITE)
        self._ask(checking)
        moves_at = self._read()
        if self.away is not None:
            self.away = None
            self._wake()
        while self._listening:
            until = (moves_at - months.now()).total_seconds()
            told = wait(min(max(until, 0.0), TICK))
            if reading.due(at_once=told):
                moves_at = self._read()
            elif until <= 0 and self.stands is not None:
                moves_at = self.stands.moves_at(months.now())
                self._wake()
            if asking.due(at_once=told):
                self._ask(checking)
            if self.screens:
                self._turn()
            if writing.due():
                self._write()
        self._write()

    def _goes_on(self) -> bool:
        with self._lock:
            if self._listening:
                return True
            self.thread = self.stands = self.away = None
            self.pulses = {}
            return False

    def _read(self) -> datetime:
        """How all walls stand, told where it has changed; when the clock may change it next."""
        now = months.now()
        with rooms.real().connect() as conn:
            stands = playing.standing(conn, METRICS, now)
        if stands != self.stands:
            self.stands = stands
            self._wake()
        return stands.moves_at(now)

    def _ask(self, checking: Clock) -> None:
        """The cheap question, and who may still listen; told where either is not as it was. Nobody hears of what they may
        see no longer, for rights are asked first."""
        with self._lock:
            listening = list(self._listening)
        asked: set[rooms.Name] = {"real", *(each.room for each in listening)}
        found = {room: _pulse(room) for room in asked}
        if checking.due():
            listeners.ask_again(listening)
        elif _acts(found) != _acts(self.pulses):
            listeners.ask_again([each for each in listening if not each.presentation])
        if found != self.pulses or any(each.ended for each in listening):
            self.pulses = found
            self._wake()

    def _wake(self) -> None:
        with self._lock:
            for listener, loop in self._listening.items():
                loop.call_soon_threadsafe(listener.changed.set)

    def hear(self, beat: Beat) -> None:
        """Gather what a wall said of itself."""
        with self._lock:
            self.beats[beat.wall] = beat

    def hear_screens(self, said: Screenfuls) -> None:
        """Take how many screenfuls a wall has: written down at once, for whoever leads turns them."""
        with self._lock:
            self.screens[said.wall] = said

    def _turn(self) -> None:
        with self._lock:
            said, self.screens = self.screens, {}
        try:
            screenfuls.keep(rooms.real(), said.values())
        except store.Refused:  # full or read-only: next and back lead from step to step then
            log.warning("How many screenfuls walls have was not written down", exc_info=True)

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


def _pulse(room: rooms.Name) -> Pulse | None:
    """How a room's store stands; None where there is no such room."""
    if room == TRAINING and not (rooms.is_there(room) and training_mark.made(rooms.engine(room))):
        return None
    with rooms.engine(room).connect() as conn:
        return pulse(conn)


def _acts(pulses: Mapping[rooms.Name, Pulse | None]) -> int | None:
    real = pulses.get("real")
    return real.acts if real else None


HUB = Hub()
