"""Notices: whether there is a way for them to leave by, and whether they leave."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from data.health.finding import Finding, State, finding
from data.schema import notice, outgoing
from data.settings import settings
from data.text import Text
from data.training_mark import is_training

SLOW, STUCK = timedelta(hours=1), timedelta(days=1)
GIVEN_UP = timedelta(days=7)  # for so long it is told that one was given up
TEXTS = {
    "leave": Text("通知按时发出（{ways}）。", "Notices leave in time ({ways})."),
    "inside": Text(
        "没有设置邮件和 webhook：通知只在系统内。", "Neither mail nor a webhook is set: notices stay in the cockpit."
    ),
    "waiting": Text(
        "有 {count} 条通知没有发出，最早一条等了 {hours} 小时；最近的错误：{error}。",
        "{count} notices have not left, the oldest for {hours} hours; the last error is {error}.",
    ),
    "given_up": Text(
        "近 7 天有 {count} 条通知多次重试后放弃；最近的错误：{error}。",
        "{count} notices of the last 7 days were given up after several tries; the last error is {error}.",
    ),
    "server": Text(
        "请检查 config.toml 的 [notices]、邮件服务器和 webhook 是否可达；通知本身仍在各人的通知页。",
        "Check [notices] in config.toml and whether the mail server and the webhook can be reached; the notices themselves are on "
        "everybody's page.",
    ),
}


def notices(conn: Connection, now: datetime) -> Finding:
    """What waits to go out, and what was given up. From a training store nothing leaves."""
    here = settings().notices
    ways = [name for name, way in (("mail", here.mail_host), ("webhook", here.webhook)) if way]
    if is_training(conn):
        return finding("good", TEXTS["inside"])
    of_notice = select(func.count(), func.min(notice.c.at)).join_from(
        outgoing, notice, notice.c.number == outgoing.c.notice
    )
    unsent = of_notice.where(outgoing.c.sent_at.is_(None))
    # What its person wants later (quiet hours, a digest) has not been tried and is not due.
    late = or_(outgoing.c.tries > 0, outgoing.c.next_at <= now)
    count, oldest = conn.execute(unsent.where(outgoing.c.given_up_at.is_(None), late)).one()
    if count and now - oldest > SLOW:
        state: State = "bad" if now - oldest > STUCK else "watch"
        hours = int((now - oldest) / timedelta(hours=1))
        return finding(state, TEXTS["waiting"], TEXTS["server"], count=count, hours=hours, error=_error(conn))
    given_up, _ = conn.execute(unsent.where(outgoing.c.given_up_at > now - GIVEN_UP)).one()
    if given_up:
        return finding("watch", TEXTS["given_up"], TEXTS["server"], count=given_up, error=_error(conn))
    return finding("good", TEXTS["leave"], ways=", ".join(ways)) if ways else finding("good", TEXTS["inside"])


def _error(conn: Connection) -> str:
    """The kind of the last error: what it says may hold somebody's address."""
    failed = select(outgoing.c.error).where(outgoing.c.sent_at.is_(None), outgoing.c.error != "")
    return (conn.scalar(failed.order_by(outgoing.c.number.desc()).limit(1)) or "—").split(":")[0]
