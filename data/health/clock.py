"""The clock: whether the store knows moments that are still to come, and whether its server tells the same time."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from data import months
from data.health.finding import Finding, finding
from data.schema import audit, revision
from data.text import Text

AHEAD = timedelta(minutes=5)
APART = timedelta(seconds=30)
TEXTS = {
    "right": Text(
        "时钟正常：{now}（浙江时间，服务器时区 {zone}）。",
        "The clock is right: {now} (time of Zhejiang; the server's zone is {zone}).",
    ),
    "future": Text(
        "库里最后一次记录的时间是 {last}，比现在（{now}）还晚：服务器的时钟慢了，或曾经快过。",
        "The store's last moment is {last}, later than now ({now}): the server's clock is slow, or was fast.",
    ),
    "apart": Text(
        "数据库服务器与本机的时钟相差 {seconds} 秒。",
        "The clocks of this machine and of the database server are {seconds} s apart.",
    ),
    "sync": Text(
        "请开启时间同步（timedatectl set-ntp true，或单位的 NTP 服务器），再查一次。",
        "Turn time synchronisation on (timedatectl set-ntp true, or your office's NTP server) and look again.",
    ),
}


def clock(conn: Connection, now: datetime) -> Finding:
    """Days due, locks and sessions all hang on it."""
    moments = [conn.scalar(select(func.max(table.c.at))) for table in (revision, audit)]
    last = max((each for each in moments if each), default=None)
    told = f"{now.astimezone(months.SHANGHAI):%Y-%m-%d %H:%M}"
    if last and last > now + AHEAD:
        said = f"{last.astimezone(months.SHANGHAI):%Y-%m-%d %H:%M}"
        return finding("bad", TEXTS["future"], TEXTS["sync"], last=said, now=told)
    apart = _apart(conn)
    if apart > APART:
        return finding("watch", TEXTS["apart"], TEXTS["sync"], seconds=round(apart.total_seconds()))
    return finding("good", TEXTS["right"], now=told, zone=datetime.now().astimezone().tzname() or "—")


def _apart(conn: Connection) -> timedelta:
    """How far the clock of a database server is from ours."""
    if conn.dialect.name != "postgresql":
        return timedelta()
    theirs = conn.scalar(select(func.clock_timestamp()))
    return abs(months.now() - theirs) if theirs else timedelta()
