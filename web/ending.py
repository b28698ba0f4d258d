"""The end of a server: it says that it is not ready, takes nobody new, finishes what is being saved, and stops.

The server below (uvicorn) closes its doors at once when it is told to end, and waits for answers under way. A balancer that asks
`/readyz` needs a few seconds to see that first (`store.drain_seconds`); and what a page saves runs in a thread of which the
server knows nothing.
"""

import logging
import signal
from collections.abc import Callable
from threading import Timer, current_thread, main_thread
from types import FrameType

from data import draining
from data.settings import settings

log = logging.getLogger("cockpit.ending")
LONGEST = 30.0  # seconds: what is not saved by then is taken back by the database, and nothing half stays


def prepare() -> None:
    """From now on a SIGTERM drains this process first. Only the main thread hears of signals."""
    draining.end()
    if current_thread() is not main_thread():
        return
    stop = signal.getsignal(signal.SIGTERM)
    if callable(stop):
        signal.signal(signal.SIGTERM, _drain_then(stop))


def wait() -> None:
    """Until what is being saved is saved, for LONGEST at most."""
    if not draining.finished(LONGEST):
        log.error("something was still being saved at the end; the database takes it back")


def _drain_then(stop: Callable[[int, FrameType | None], object]) -> Callable[[int, FrameType | None], None]:
    def told(number: int, frame: FrameType | None) -> None:
        again = draining.drains()  # who is told twice does not wait
        draining.begin()
        seconds = 0.0 if again else settings().store.drain_seconds
        if seconds:
            Timer(seconds, stop, (number, None)).start()
        else:
            stop(number, frame)

    return told
