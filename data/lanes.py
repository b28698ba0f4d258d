"""Lanes: work of one kind that goes on at once, a short queue before it, and a sentence for who comes then.

Each kind has a lane of its own, so that much of one does not hold up the others.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from data.refusal import Refusal
from data.text import Text


class Busy(Refusal):
    """Too many are waiting already; nothing was done."""


class Lane:
    """`at_once` go on together and `waiting` more wait for them; of one person at most `each` in all (0: any number).

    `busy` is the sentence for who is not let in, `yours` for who has too many of their own (with the blank `count`).
    """

    def __init__(self, at_once: int, waiting: int, each: int, busy: Text, yours: Text):
        self.at_once, self.waiting, self.each = at_once, waiting, each
        self.busy, self.yours = busy, yours
        self._changed = Condition()
        self._going, self._queued = 0, 0
        self._of: Counter[str] = Counter()

    @contextmanager
    def turn(self, person: str = "", *, seconds: float) -> Iterator[None]:
        """Inside it is one's turn. Raises `Busy` where the queue is full, or the turn has not come in so many seconds."""
        self._enter(person, time.monotonic() + seconds)
        try:
            yield
        finally:
            with self._changed:
                self._going -= 1
                self._leave(person)
                self._changed.notify()

    def _enter(self, person: str, end: float) -> None:
        with self._changed:
            if person and self.each and self._of[person] >= self.each:
                raise Busy(self.yours, count=self._of[person])
            if self._queued >= self.waiting and self._going >= self.at_once:
                raise Busy(self.busy)
            self._queued += 1
            self._of[person] += 1
            try:
                if not self._changed.wait_for(lambda: self._going < self.at_once, end - time.monotonic()):
                    self._leave(person)
                    raise Busy(self.busy)
            finally:
                self._queued -= 1
            self._going += 1

    def _leave(self, person: str) -> None:
        self._of[person] -= 1
        if not self._of[person]:
            del self._of[person]
