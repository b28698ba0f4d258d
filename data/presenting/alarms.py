"""Walls that went dark: whoever keeps one and who administers its unit are told, once each time, while somebody would look at it."""

from collections.abc import Container
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, select

from data import months, store, working_days
from data.notices import notices
from data.people import grants, whom
from data.presenting import beats, playing
from data.presenting.playing import Rotation
from data.schema import session, wall
from data.text import Text

LATE = timedelta(minutes=5)  # a wall that is being restarted is back by then
HOURS = range(8, 18)  # of working days; a wall in rotation is missed in its own hours


def remind(engine: Engine, now: datetime, metrics: Container[str]) -> int:
    """Tell of the walls that are dark; how many notices were written. Safe to be called again."""
    with store.reading(engine) as conn:
        dark = _dark(conn, now)
        looked_at = [number for number in dark if _is_missed(now, _rotations(conn, number, metrics, now))]
    if not looked_at:
        return 0
    with store.writing(engine) as conn:
        roles, tree, told = whom.load(conn), grants.tree_of_today(conn), 0
        for row in conn.execute(select(wall).where(wall.c.number.in_(looked_at))):
            since = dark[row.number]
            people = [row.owner, *roles.nearest("keep_people", row.unit, tree)]
            named = Text(tree[row.unit].name_zh, tree[row.unit].name_en) if row.unit in tree else row.unit
            blanks = {"wall": row.name, "unit": named, "since": since}
            once = f"wall_dark {row.number} {since.isoformat()}"
            told += notices.tell(conn, "wall_dark", people, blanks, f"walls?device={row.number}", once)
        return told


def _dark(conn: Connection, now: datetime) -> dict[int, datetime]:
    """The paired walls that have been silent for long, and since when."""
    live = (session.c.ended.is_(None), session.c.ends > now, wall.c.revoked_at.is_(None))
    paired = set(conn.scalars(select(wall.c.number).join(session, session.c.wall == wall.c.number).where(*live)))
    silent = {number: each.at for number, each in beats.listing(conn).items() if now - each.at > LATE}
    return {number: at for number, at in silent.items() if number in paired}


def _rotations(conn: Connection, number: int, metrics: Container[str], now: datetime) -> tuple[Rotation, ...]:
    return playing.rotations(conn, metrics, now, number).get(number, ())


def _is_missed(now: datetime, rotations: tuple[Rotation, ...]) -> bool:
    here = now.astimezone(months.SHANGHAI)
    office = working_days.is_working(here.date()) and here.hour in HOURS
    return office or any(each.span.of_day(now) for each in rotations)
