"""What the server does by itself: whether it is done, as far as the store tells of it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, func, select

from data import forecasts
from data import jobs as done_alone
from data.health.finding import Finding, finding, joined
from data.notices import outbox
from data.reporting import reminders
from data.schema import outgoing, revision, rollup
from data.text import Text, filled
from data.training_mark import is_training

GRACE = timedelta(minutes=5)  # beyond the time for which one is claimed
SOON = timedelta(hours=3)  # reminders are looked at each hour
FIRST = timedelta(hours=1)  # after a store was made
STILL = timedelta(hours=1)  # of many things done each minute or few, none was
TEXTS = {
    "done": Text(
        "后台工作在做：提醒、发送、预测没有积压。",
        "Work in the background is done: no reminder, notice or forecast is behind.",
    ),
    "behind": Text("后台工作没有在做：{what}。", "Work in the background is not being done: {what}."),
    "start": Text(
        "请看服务是否在运行（systemctl status cockpit），日志里搜 cockpit.background；服务停着时可用 python -m data notify 补发。",
        "See whether the service runs (systemctl status cockpit) and what its log says of cockpit.background; while it stands still, "
        "python -m data notify makes up for it.",
    ),
    "idle": Text("{count} 小时以来一项也没有做", "nothing was done for {count} hours"),
    "outbox": Text("{count} 条待发的通知到时没有人发", "{count} notices were due to leave and nobody sent them"),
    "reminders": Text("{count} 条提醒到时没有发", "{count} reminders were due and were not told"),
    "forecasts": Text("从未做过预测", "no forecast was ever made"),
}


def jobs(conn: Connection, now: datetime) -> Finding:
    """That nothing at all is done, notices that nobody took up, reminders that were not told, forecasts that were never made."""
    counted = {
        "idle": _idle(conn, now),
        "outbox": _unsent(conn, now),
        "reminders": _untold(conn, now),
        "forecasts": _unforecast(conn, now),
    }
    behind = [filled(TEXTS[name], {"count": count}) for name, count in counted.items() if count]
    if not behind:
        return finding("good", TEXTS["done"])
    # A reminder may be due since an obligation was declared a moment ago; a notice that waits past its claim may not.
    return finding("bad" if counted["outbox"] else "watch", TEXTS["behind"], TEXTS["start"], what=joined(behind))


def _idle(conn: Connection, now: datetime) -> int:
    """Hours since any of it was done, or since the store was made; 0 where that is not long."""
    since = max(done_alone.last(conn).values(), default=None) or conn.scalar(select(func.min(revision.c.at)))
    if is_training(conn) or since is None or now - since < STILL:
        return 0
    return (now - since) // STILL


def _unsent(conn: Connection, now: datetime) -> int:
    if is_training(conn):
        return 0
    due = (outgoing.c.sent_at.is_(None), outgoing.c.given_up_at.is_(None))
    late = outgoing.c.next_at < now - outbox.CLAIM - GRACE
    return conn.scalar(select(func.count()).select_from(outgoing).where(*due, late)) or 0


def _untold(conn: Connection, now: datetime) -> int:
    return 0 if is_training(conn) else len(reminders.untold(conn, now - SOON))  # the training room reminds nobody


def _unforecast(conn: Connection, now: datetime) -> bool:
    last = conn.scalar(select(func.max(revision.c.at)))
    if last is None or now - last < FIRST or forecasts.count(conn):
        return False
    return bool(conn.scalar(select(exists(select(rollup)))))
