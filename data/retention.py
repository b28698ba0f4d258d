"""What ages out: rows that served a moment, after the days of `retention` in the settings. Figures, lists, what was handed in,
decided, asked and charged, seals and the audit log are not named here, and stay for ever.

The row with the greatest number of its table always stays, so that no number is ever given twice; of each person the newest
session, which says when they last signed in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, exists, func, or_, select

from data import audit, store
from data.access import Actor
from data.requests import KEPT as REQUESTS_KEPT
from data.schema import (
    METADATA,
    batch_file,
    delivery,
    delivery_figure,
    delivery_part,
    draft,
    draft_version,
    failed_sign_in,
    look,
    notice,
    outgoing,
    presentation,
    presentation_phone,
    request_done,
    session,
    submission,
    token_use,
)
from data.settings import settings
from data.text import Text

AGED_OUT = "aged_out"  # what the audit log calls it
DAYS_OF_MONTH = 31
AT_ONCE = 2_000  # rows of one transaction: writers wait no longer for it than for a small upload
SIGN_INS_KEPT = timedelta(days=1)  # wrong passwords: far longer than anybody waits for them
DELIVERIES_KEPT = timedelta(days=30)  # parts of a month that nobody went on with
TOKENS_KEPT = timedelta(hours=1)  # how often programs asked: only the last two minutes are asked for
# Reminders that can become due once more only within their own weeks; what else is told once, ever, stays to be known.
PASSING = ("due ", "cells ")
BY = Actor("系统 / the program", "", origin="retention")

KINDS = {
    "session": Text("登录记录", "sessions"),
    "failed_sign_in": Text("输错密码的记录", "wrong passwords"),
    "look": Text("浏览计数", "looks"),
    "outgoing": Text("通知的外发记录", "notices on their way out"),
    "notice": Text("通知", "notices"),
    "draft_version": Text("草稿的中间版本", "versions of drafts"),
    "draft": Text("作废的草稿", "drafts thrown away"),
    "token_use": Text("令牌使用计数", "counts of tokens' use"),
    "request_done": Text("接口请求的幂等键", "keys of requests"),
    "presentation_phone": Text("演示用过的手机", "phones of presentations"),
    "delivery_figure": Text("未完成的分段报送的数据", "figures of deliveries left open"),
    "delivery_part": Text("未完成的分段报送的各段", "parts of deliveries left open"),
    "delivery": Text("未完成的分段报送", "deliveries left open"),
    "batch_file": Text("无人再用的文件", "files that nothing refers to"),
}
# Who wrote in a draft may not approve it, so while it waits all of it stays.
_waits = exists().where(submission.c.draft == draft.c.number, submission.c.state == "waiting")
_handed_in = exists().where(submission.c.draft == draft.c.number)


@dataclass(frozen=True)
class Rule:
    """Which rows of a table go; `days` is the setting that says so, "" where the program does."""

    table: Table
    goes: ColumnElement[bool]
    days: str = ""


def rules(now: datetime) -> list[Rule]:
    """Every rule with its days set (0: kept for ever), in the order in which rows can go."""
    found = [each for each in _rules(now) if not each.days or getattr(settings().retention, each.days)]
    return [*found, Rule(batch_file, _unused())]


def due(conn: Connection, now: datetime) -> dict[str, int]:
    """How many rows of each table are due to go, by the table's name. Files that
    nothing refers to once the others are gone are not counted."""
    found = {}
    for rule in rules(now):
        if count := conn.scalar(select(func.count()).select_from(rule.table).where(rule.goes)):
            found[rule.table.name] = count
    return found


def retain(engine: Engine, now: datetime) -> dict[str, int]:
    """Let what is due go, in small transactions; how many rows went of each table. The audit log gets one line with the
    counts, in the transaction of the last part. Safe to be interrupted and to be run twice."""
    gone: dict[str, int] = {}
    for rule in rules(now):
        while True:
            with store.writing(engine) as conn:
                count = _let_go(conn, rule)
            gone[rule.table.name] = gone.get(rule.table.name, 0) + count
            if count < AT_ONCE:
                break
    counts = {name: count for name, count in gone.items() if count}
    if counts:
        with store.writing(engine) as conn:
            audit.add(conn, BY, AGED_OUT, "store", after=counts)
    return counts


def _rules(now: datetime) -> Iterator[Rule]:
    kept = settings().retention
    same = session.alias()
    newest = select(func.max(same.c.started)).where(same.c.person == session.c.person).scalar_subquery()
    over = func.coalesce(session.c.ended, session.c.ends)
    of_person = session.c.wall.is_(None) & (session.c.started < newest)
    of_wall = session.c.wall.is_not(None)
    yield Rule(session, (over < _before(now, kept.sessions_days)) & or_(of_person, of_wall), "sessions_days")
    waited = max(SIGN_INS_KEPT, timedelta(minutes=2 * settings().accounts.lockout_minutes))
    yield Rule(failed_sign_in, failed_sign_in.c.at < now - waited)
    yield Rule(token_use, token_use.c.minute < (now - TOKENS_KEPT).timestamp() // 60)
    looks_days = max(kept.looks_days, DAYS_OF_MONTH * (settings().burden.unseen_months + 1))
    yield Rule(look, look.c.day < _before(now, looks_days).date(), "looks_days")
    told = (notice.c.at < _before(now, kept.notices_days)) & _passes() & _is_not_last(notice)
    of_told = outgoing.c.notice.in_(select(notice.c.number).where(told)) & _is_not_last(outgoing)
    yield Rule(outgoing, of_told, "notices_days")
    stays = exists().where(outgoing.c.notice == notice.c.number, ~_is_not_last(outgoing))
    yield Rule(notice, told & ~stays, "notices_days")
    closed = (draft.c.closed_at < _before(now, kept.drafts_days)) & _is_not_last(draft) & ~_waits
    yield Rule(draft_version, _middle_or_thrown_away(closed), "drafts_days")
    yield Rule(draft, closed & ~_handed_in, "drafts_days")
    yield Rule(request_done, request_done.c.at < now - REQUESTS_KEPT)
    left = (delivery.c.touched_at < now - DELIVERIES_KEPT) & delivery.c.batch.is_(None)
    of_left = select(delivery.c.number).where(left)
    yield Rule(delivery_figure, delivery_figure.c.delivery.in_(of_left))
    yield Rule(delivery_part, delivery_part.c.delivery.in_(of_left))
    yield Rule(delivery, left & _is_not_last(delivery))
    shown = select(presentation.c.number).where(presentation.c.ended_at < _before(now, kept.sessions_days))
    of_shown = presentation_phone.c.presentation.in_(shown) & _is_not_last(presentation_phone)
    yield Rule(presentation_phone, of_shown, "sessions_days")


def _before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _passes() -> ColumnElement[bool]:
    return or_(notice.c.once.is_(None), *(notice.c.once.startswith(word) for word in PASSING))


def _middle_or_thrown_away(closed: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of drafts handed in the first and the last version stay: what reporting cost is read from their moments."""
    same = draft_version.alias()
    ends = select(func.min(same.c.version), func.max(same.c.version)).where(same.c.draft == draft_version.c.draft)
    first, last = (ends.with_only_columns(each).scalar_subquery() for each in ends.selected_columns)
    middle = (draft_version.c.version != first) & (draft_version.c.version != last)
    thrown_away = draft_version.c.draft.in_(select(draft.c.number).where(closed, ~_handed_in))
    return thrown_away | (draft_version.c.draft.in_(select(draft.c.number).where(closed, _handed_in)) & middle)


def _unused() -> ColumnElement[bool]:
    """Files that no row of any table refers to."""
    pointing = [
        key.parent
        for table in METADATA.sorted_tables
        for key in table.foreign_keys
        if key.column is batch_file.c.sha256
    ]
    return and_(*(~exists().where(column == batch_file.c.sha256) for column in pointing))


def _is_not_last(table: Table) -> ColumnElement[bool]:
    same = table.alias()
    return table.c.number < select(func.max(same.c.number)).scalar_subquery()


def _let_go(conn: Connection, rule: Rule) -> int:
    keys = list(rule.table.primary_key)
    found = conn.execute(select(*keys).where(rule.goes).limit(AT_ONCE)).all()
    for row in found:
        same: Mapping = row._mapping
        conn.execute(delete(rule.table).where(*(key == same[key] for key in keys)))
    return len(found)
