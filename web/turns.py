"""Threads of their own for what takes long, so that the gate, the pages and the interface always find one free.

Everything that waits in the server's common threads holds up everything else that does; a flood of sign-ins, each of which
hashes a password on purpose slowly, held up whoever was signed in.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from data import file_making
from data.lanes import Busy
from data.text import Text

BUSY = Text(
    "登录的人较多，请稍等片刻再试一次。",
    "Many are signing in just now. Wait a moment and try again.",
)

Done = TypeVar("Done")
Given = ParamSpec("Given")


class Turns:
    """So many are done at once, so many wait, and so many of one address may be under way; who comes then is told so."""

    def __init__(self, at_once: int, waiting: int, each: int, busy: Text):
        self._most, self._each, self._busy = at_once + waiting, each, busy
        self._limiter = CapacityLimiter(at_once)
        self._of: Counter[str] = Counter()

    @property
    def under_way(self) -> int:
        """How many are done or wait just now."""
        return self._of.total()

    async def run(self, do: Callable[[], Done], address: str = "") -> Done:
        """Do it in a thread of these. Raises `Busy`; what is under way is counted from its beginning."""
        if self.under_way >= self._most or (address and self._of[address] >= self._each):
            raise Busy(self._busy)
        self._of[address] += 1
        try:
            return await to_thread.run_sync(do, limiter=self._limiter)
        finally:
            self._of[address] -= 1
            if not self._of[address]:
                del self._of[address]


# Each hash takes 64 MB and as many cores as there are for a tenth of a second: more at once are no quicker.
SIGN_INS = Turns(at_once=2, waiting=20, each=10, busy=BUSY)
ASKED = Turns(
    at_once=8, waiting=20, each=10, busy=BUSY
)  # a directory or provider that is slow keeps no password of ours waiting
GATE = CapacityLimiter(20)  # looking up who asks: short, and before everything else
# Who waits for a file waits in one of these, and there is one more for who is told that too many do.
FILES = CapacityLimiter(file_making.AT_ONCE + file_making.WAITING + 1)


def makes_a_file(answer: Callable[Given, Done]) -> Callable[Given, Awaitable[Done]]:
    """For what answers with a file that takes its turn (`data.file_making`): it runs in the threads for files, not in the common ones."""

    @wraps(answer)
    async def answered(*given: Given.args, **named: Given.kwargs) -> Done:
        return await to_thread.run_sync(partial(answer, *given, **named), limiter=FILES)

    return answered
