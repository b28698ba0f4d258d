"""How many screenfuls a wall needs for the step that it shows: its browser says so, for only there it is known.

Walls of several shapes follow one presentation: whoever leads turns as many as the wall with the most of them has, and each
wall stays at its last.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, update

from data import store
from data.presenting import moves
from data.schema import presentation_wall

MOST = 40  # of one step; what says more is cut


@dataclass(frozen=True)
class Screenfuls:
    """What a wall said: so many `screens` of the step `shown`, counted from 1, of a presentation."""

    wall: int
    presentation: int
    shown: int
    screens: int


def read(wall: int, said: str) -> Screenfuls | None:
    """What a wall's browser sent; None for what is none of that. Nothing in it is believed beyond its shape."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return None
    of = told.get("of") if isinstance(told, dict) else None
    if not isinstance(of, list) or len(of) != 2:
        return None
    counts = [each for each in (*of, told.get("screens")) if type(each) is int and 0 < each < 2**31]
    if len(counts) != 3:
        return None
    presentation, shown, screens = counts
    return Screenfuls(wall, presentation, shown, min(screens, MOST))


def keep(engine: Engine, said: Iterable[Screenfuls]) -> None:
    """Write down what walls said; nothing of a wall that does not follow that presentation. Whoever leads is told."""
    follows = presentation_wall.c
    with store.writing(engine) as conn:
        for each in said:
            it = (follows.presentation == each.presentation) & (follows.wall == each.wall)
            conn.execute(update(presentation_wall).where(it).values(shown=each.shown, screens=each.screens))
        moves.tell(conn)


def most(conn: Connection, presentation: int, shown: int) -> int:
    """How many screenfuls the step `shown` has on the wall that needs the most; 1 as long as none said so."""
    follows = presentation_wall.c
    asked = select(func.max(follows.screens)).where(follows.presentation == presentation, follows.shown == shown)
    return conn.scalar(asked) or 1
