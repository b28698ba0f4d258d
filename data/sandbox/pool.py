"""The server's side: who may have a file opened now, and what came of it."""

import atexit
import logging
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from data.lanes import Lane
from data.sandbox import wire
from data.sandbox.worker import HEAD, LENGTH, WALL, received
from data.settings import ROOT, Limits, settings
from data.text import Text

log = logging.getLogger("cockpit.sandbox")
MB = 1 << 20
LOADED = ("data.uploads.check", "data.uploads.answer", "data.uploads.edit", "data.questions.attachments.looking")
GRACE = 2.0  # seconds that the server waits longer than a worker lives
STARTING = 120.0  # seconds in which the rest is loaded, once
WAITING = 12  # files that wait for their turn; who comes then is told to come again
EACH = 4  # files of one person at a time, those that wait included

BUSY = Text(
    "正在核对的文件较多，请稍等片刻再试一次。文件没有保存。",
    "Many files are being read just now. Wait a moment and try again; nothing was kept.",
)
BUSY_WITH_YOURS = Text(
    "您还有 {count} 个文件正在核对，请等它们完成后再试。",
    "{count} of your files are still being read. Try again when they are done.",
)

Done = TypeVar("Done")


class TooSlow(Exception):
    """The worker did not end within its time."""


class TooMuchMemory(Exception):
    """The worker asked for more memory than it may have."""


class Failed(Exception):
    """The worker ended with an error that it did not expect; its kind."""


@cache
def _lane() -> Lane:
    return Lane(settings().limits.at_once, WAITING, EACH, BUSY, BUSY_WITH_YOURS)


def run(do: Callable[..., Done], *given: object, limits: Limits, by: str = "") -> Done:
    """What a function (of a module, by name) gives, called in a worker of its own.

    `by` is the login of whose file it is, "" for one of the store's own. Raises `TooSlow`, `TooMuchMemory`, `Failed`,
    and `data.lanes.Busy` where too many wait already.
    """
    task = pickle.dumps((do, given), protocol=5)
    with _lane().turn(by, seconds=limits.seconds):
        return _asked(task, limits)


def _asked(task: bytes, limits: Limits) -> Any:
    here, there = socket.socketpair()
    with here:
        with there:
            _forker().fork(there)
        here.settimeout(limits.seconds * WALL + GRACE)
        try:
            here.sendall(HEAD.pack(limits.seconds, limits.memory_mb * MB, len(task)))
            here.sendall(task)
            length = LENGTH.unpack(received(here, LENGTH.size))[0]
            if length > limits.memory_mb * MB:
                raise TooMuchMemory
            said = received(here, length)
        except TimeoutError:
            raise TooSlow from None
        except (EOFError, ConnectionError):  # ended by the system, for its memory
            raise TooMuchMemory from None
    try:
        state, answer = wire.unpacked(said)
    except pickle.UnpicklingError as error:
        log.error("A worker answered with what may not come back: %s", error)
        raise Failed("UnpicklingError") from None
    if state == "slow":
        raise TooSlow
    if state == "memory":
        raise TooMuchMemory
    if state == "failed":
        log.error("A worker failed: %s", answer)
        raise Failed(answer)
    return answer


class _Forker:
    """The process that forks the workers, started again where it has ended."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.process: subprocess.Popen | None = None
        self.line: socket.socket | None = None
        self.owner = 0

    def fork(self, line: socket.socket) -> None:
        """Have a worker forked that reads its task from the line."""
        with self.lock:
            for attempt in (1, 2):
                if self.owner != os.getpid():
                    self._forget()
                if self.process is None or self.process.poll() is not None:
                    self._start()
                assert self.line
                try:
                    socket.send_fds(self.line, [b"f"], [line.fileno()])
                    return
                except OSError:
                    if attempt == 2:
                        raise
                    self.process = None

    def end(self) -> None:
        """Let the process end, and wait for it: it has nothing left to do once nobody is on the line."""
        if self.process is None or self.line is None or self.owner != os.getpid():
            return
        self.line.close()
        self.process.wait()
        self.process = self.line = None

    def _forget(self) -> None:
        """After a fork of this process: what stands here belongs to the parent, which ends it."""
        if self.process is not None:
            self.process.returncode = 0  # otherwise Python warns of a child that is not ours to wait for
        if self.line is not None:
            self.line.close()
        self.process = self.line = None

    def _start(self) -> None:
        if self.line is not None:
            self.line.close()
        self.line, theirs = socket.socketpair()
        with theirs:
            number = str(theirs.fileno())
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-m", "data.sandbox.forking", number, *LOADED],
                cwd=ROOT,
                env=_environment(),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.line.settimeout(STARTING)
        self.line.recv(1)  # it has loaded everything
        self.line.settimeout(None)
        self.owner = os.getpid()


def _environment() -> dict[str, str]:
    """Nothing of the server's own: its environment may hold the secret and the password of the database."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
    return {**kept, **one, "PYTHONDONTWRITEBYTECODE": "1"}


@cache
def _forker() -> _Forker:
    made = _Forker()
    atexit.register(made.end)
    return made
