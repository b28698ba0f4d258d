"""Walls: whether those that are paired have been seen of late."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data.health.finding import Finding, finding
from data.schema import session, wall
from data.text import Text

DARK = timedelta(minutes=15)  # one that stands tells of itself each minute
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
}


class Seen(NamedTuple):
    """A wall that is paired, and when it was last seen."""

    name: str
    at: datetime


def walls(conn: Connection, now: datetime) -> Finding:
    """Which are dark, and since when."""
    found = paired(conn, now)
    dark = [each for each in found if is_dark(each, now)]
    if not found:
        return finding("good", TEXTS["none"])
    if not dark:
        return finding("good", TEXTS["lit"], count=len(found))
    told = [(each.name, f"{each.at.astimezone(now.tzinfo):%m-%d %H:%M}") for each in dark[:TOLD]]
    more = "…" if len(dark) > TOLD else ""
    zh = "、".join(TEXTS["since"].zh.format(name=name, when=when) for name, when in told) + more
    en = ", ".join(TEXTS["since"].en.format(name=name, when=when) for name, when in told) + more
    return finding("watch", TEXTS["dark"], TEXTS["go"], dark=len(dark), count=len(found), walls=Text(zh, en))


def paired(conn: Connection, now: datetime) -> list[Seen]:
    """The walls that are paired, those longest unseen first."""
    seen = func.max(session.c.seen)
    open_ = (session.c.ended.is_(None), session.c.ends > now, wall.c.revoked_at.is_(None))
    asked = select(wall.c.name, seen.label("at")).join_from(wall, session, session.c.wall == wall.c.number)
    rows = conn.execute(asked.where(*open_).group_by(wall.c.number, wall.c.name).order_by(seen))
    return [Seen(row.name, row.at) for row in rows]


def is_dark(each: Seen, now: datetime) -> bool:
    """Whether a wall has not been seen for longer than it would stay silent."""
    return now - each.at > DARK
