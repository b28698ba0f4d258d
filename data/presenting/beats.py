"""What walls say of themselves, some three times a minute: that they are there, where, and a hash of what they have drawn.

Each process gathers what its walls say and writes it down together: two hundred walls are one transaction.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, insert, select, update

from data import store
from data.schema import wall_beat

LONGEST = 500
HASH = re.compile(r"[0-9a-f]{1,8}", re.ASCII)
REVISION = re.compile(r"\d{1,9}", re.ASCII)
DARK = timedelta(minutes=2)  # six beats that did not come, and the time until they are written down


@dataclass(frozen=True)
class Beat:
    """What a wall said last. `frame` is the hash of what is drawn, "" for nothing; `revision` that of its figures."""

    wall: int
    at: datetime
    frame: str
    address: str
    revision: int | None = None


@dataclass(frozen=True)
class Kept(Beat):
    """The same as it is kept, with since when it shows that."""

    since: datetime | None = None

    def is_dark(self, now: datetime) -> bool:
        """Whether it has been silent for longer than one that stands would be."""
        return now - self.at > DARK

    def is_blank(self, now: datetime) -> bool:
        """Whether it has had nothing on it for that long, though it is there."""
        return not self.frame and self.since is not None and now - self.since > DARK


def read(wall: int, said: str, at: datetime) -> Beat | None:
    """What a wall's browser sent; None for what is none of that. Nothing in it is believed beyond its shape."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    address, frame, revision = (told.get(name) for name in ("address", "frame", "revision"))
    if not isinstance(address, str) or len(address) > LONGEST or not address.isprintable():
        return None
    if not isinstance(frame, str) or (frame and not HASH.fullmatch(frame)):
        return None
    known = isinstance(revision, str) and REVISION.fullmatch(revision)
    return Beat(wall, at, frame, address, int(known[0]) if known else None)


def keep(engine: Engine, beats: Iterable[Beat]) -> None:
    """Write down what walls said; since when it is so stays where it is as before. The sessions that said it are walls'."""
    told = {each.wall: each for each in beats}
    with store.writing(engine) as conn:
        before = listing(conn)
        for each in told.values():
            said = {"at": each.at, "frame": each.frame, "address": each.address, "revision": each.revision}
            was = before.get(each.wall)
            if was is None:
                conn.execute(insert(wall_beat).values(wall=each.wall, since=each.at, **said))
                continue
            if was.at >= each.at:
                continue  # another process heard of it later
            same = (was.frame, was.address) == (each.frame, each.address) and not was.is_dark(each.at)
            since = {} if same else {"since": each.at}
            conn.execute(update(wall_beat).where(wall_beat.c.wall == each.wall).values(**said, **since))


def listing(conn: Connection) -> dict[int, Kept]:
    """What each wall said last, by its number."""
    rows = conn.execute(select(wall_beat)).mappings()
    return {row["wall"]: Kept(**{name: row[name] for name in Kept.__dataclass_fields__}) for row in rows}
