"""Files that are made to be taken along: lists as workbooks, slides, briefings, PDF, pictures.

Each takes seconds of a processor. A few are made at once and a few wait, whichever door they are asked at; who comes then is told
so, and pages go on beside them.
"""

from contextlib import AbstractContextManager

from data.access import Actor
from data.lanes import Lane
from data.text import Text

AT_ONCE = 2
WAITING = 12  # that wait for their turn
EACH = 4  # of one person, those that wait included
PATIENCE = 60.0  # seconds until who waits is told to come again

BUSY = Text(
    "正在制作的文件较多，请稍等片刻再试一次。这一次没有做。",
    "Many files are being made just now. Wait a moment and try again; this one was not made.",
)
BUSY_WITH_YOURS = Text(
    "您还有 {count} 个文件正在制作，请等它们完成后再试。",
    "{count} of your files are still being made. Try again when they are done.",
)
_lane = Lane(AT_ONCE, WAITING, EACH, BUSY, BUSY_WITH_YOURS)


def turn(who: Actor) -> AbstractContextManager[None]:
    """Inside it is their turn to have a file made. Raises `data.lanes.Busy` where too many wait, or for too long. Take it before a
    connection to the store: who waits holds none."""
    return _lane.turn(who.login, seconds=PATIENCE)
