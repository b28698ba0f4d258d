"""A process that is about to end: since when it takes nobody new, and what it is still saving.

Streamlit's scripts run in threads that end with the process, wherever they are; so whoever saves something says so, and the end
waits for them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

_moved = Condition()
_at_work = 0
_drains = False


@contextmanager
def at_work() -> Iterator[None]:
    """What is done inside is finished before the process ends."""
    global _at_work
    with _moved:
        _at_work += 1
    try:
        yield
    finally:
        with _moved:
            _at_work -= 1
            _moved.notify_all()


def begin() -> None:
    """From now on nobody new is to be sent here. Safe in a handler of a signal: nothing is waited for."""
    global _drains
    _drains = True


def end() -> None:
    """People may be sent here (again)."""
    global _drains
    _drains = False


def drains() -> bool:
    """Whether this process is about to end."""
    return _drains


def finished(seconds: float) -> bool:
    """Wait until nothing is being saved any more, for so long at most; whether it is so."""
    with _moved:
        return _moved.wait_for(lambda: _at_work == 0, seconds)
