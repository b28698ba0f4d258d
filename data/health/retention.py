"""Retention: whether what has served its time goes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from data import jobs, retention
from data.health.finding import Finding, finding
from data.schema import revision
from data.text import Text
from data.training_mark import is_training

LATE = timedelta(days=3)  # it is done once a day
TEXTS = {
    "done": Text("最近一次按保留规则清理：{when}。", "What had served its time last went on {when}."),
    "new": Text("没有到期的内容。", "Nothing has served its time yet."),
    "late": Text(
        "{count} 行已到期而没有清理（最近一次：{when}）。",
        "{count} rows have served their time and are still there (last: {when}).",
    ),
    "never": Text("从未", "never"),
    "start": Text(
        "服务每天清理一次：请看它是否在运行；python -m data retain --dry-run 列出到期的内容，不带参数则立即清理。",
        "The service sees to it once a day: see whether it runs. python -m data retain --dry-run lists what is due; without the "
        "option it goes at once.",
    ),
}


def retained(conn: Connection, now: datetime) -> Finding:
    """Whether what is due goes; a store of the last days, and the training room, have nothing to let go."""
    last = jobs.last(conn).get("retention")
    if last is not None and now - last < LATE:
        return finding("good", TEXTS["done"], when=f"{last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}")
    first = conn.scalar(select(func.min(revision.c.at)))
    if first is None or now - first < LATE or is_training(conn):
        return finding("good", TEXTS["new"])
    count = sum(retention.due(conn, now).values())
    if not count:
        return finding("good", TEXTS["new"])
    when = f"{last.astimezone(now.tzinfo):%Y-%m-%d %H:%M}" if last else TEXTS["never"]
    return finding("watch", TEXTS["late"], TEXTS["start"], count=count, when=when)
