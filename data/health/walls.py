"""Walls: whether those that are paired have been seen of late."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data.health.finding import Finding, finding, joined
from data.presenting import beats
from data.schema import session, wall
from data.text import Text, filled

DARK = timedelta(minutes=15)  # of one whose browser does not tell of itself: its session is noted each minute
TOLD = 5
TEXTS = {
    "lit": Text("{count} 块大屏都在线。", "All {count} walls are there."),
    "none": Text("没有配对的大屏。", "No wall is paired."),
    "dark": Text("{dark} 块大屏不在线（共 {count} 块）：{walls}。", "{dark} of {count} walls are dark: {walls}."),
    "go": Text(
        "请到现场看一眼：电脑是否开机、浏览器是否打开、网络是否通。长期不用的，请在“大屏管理”停用。",
        "Have a look there: is the computer on, the browser open, the network up? Revoke on the page Walls what is not used.",
    ),
    "since": Text("{name}（{when} 起）", "{name} (since {when})"),
    "blank": Text("{name}（在线，{when} 起没有画面）", "{name} (there, and blank since {when})"),
}


class Seen(NamedTuple):
    """A wall that is paired, when it was last seen, and what its browser said of itself, if it does."""

    name: str
    at: datetime
    beat: beats.Kept | None = None


def walls(conn: Connection, now: datetime) -> Finding:
    """Which are dark, and since when."""
    found = paired(conn, now)
    dark = [each for each in found if is_dark(each, now)]
    if not found:
        return finding("good", TEXTS["none"])
    if not dark:
        return finding("good", TEXTS["lit"], count=len(found))
    named, more = joined([_named(each, now) for each in dark[:TOLD]]), "…" if len(dark) > TOLD else ""
    told = Text(named.zh + more, named.en + more)
    return finding("watch", TEXTS["dark"], TEXTS["go"], dark=len(dark), count=len(found), walls=told)


def _named(each: Seen, now: datetime) -> Text:
    silent = each.beat is None or each.beat.is_dark(now)
    at = each.at if silent or each.beat is None or each.beat.since is None else each.beat.since
    when = f"{at.astimezone(now.tzinfo):%m-%d %H:%M}"
    return filled(TEXTS["since" if silent else "blank"], {"name": each.name, "when": when})


def paired(conn: Connection, now: datetime) -> list[Seen]:
    """The walls that are paired, those longest unseen first."""
    seen = func.max(session.c.seen)
    open_ = (session.c.ended.is_(None), session.c.ends > now, wall.c.revoked_at.is_(None))
    asked = select(wall.c.number, wall.c.name, seen.label("at"))
    asked = asked.join_from(wall, session, session.c.wall == wall.c.number)
    rows = conn.execute(asked.where(*open_).group_by(wall.c.number, wall.c.name).order_by(seen)).all()
    told = beats.listing(conn)
    found = [Seen(row.name, row.at, told.get(row.number)) for row in rows]
    return sorted((each._replace(at=each.beat.at) if each.beat else each for each in found), key=lambda each: each.at)


def is_dark(each: Seen, now: datetime) -> bool:
    """Whether a wall has not been seen for longer than it would stay silent, or shows nothing."""
    if each.beat:
        return each.beat.is_dark(now) or each.beat.is_blank(now)
    return now - each.at > DARK
