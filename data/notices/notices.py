"""Notices: what a person is told, written in the transaction of what happened, so that neither exists without the other."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from data import bulk, months, store
from data.notices import choices
from data.notices.kinds import KINDS
from data.schema import notice, outgoing, person
from data.settings import settings
from data.text import Language, Text

__all__ = ["KINDS", "Notice", "listing", "mark_read", "of_row", "tell", "unread"]


@dataclass(frozen=True)
class Notice:
    """One notice to one person. `link` is a page and its query, as in `desk?unit=330203&month=2026-10`."""

    number: int
    at: datetime
    kind: str
    blanks: Mapping[str, str | Text]
    link: str
    read_at: datetime | None

    def told(self, language: Language) -> str:
        """The sentence in one language."""
        return told(self.kind, self.blanks, language)


def tell(
    conn: Connection, kind: str, people: Iterable[str], blanks: Mapping[str, object], link: str, once: str | None = None
) -> int:
    """Tell people (logins) something, for who holds the write lock; says how many were told.

    `blanks` are those of `KINDS[kind]`: text, numbers, days, moments, or a `Text` for what has a name in both languages.
    `link` leads to the place: page and query, without a language. With `once` each person is told at most one time under
    that key, ever. Who has no account that is in use is left out. Mail and webhook follow where they are configured.
    """
    written = {name: _plain(value) for name, value in blanks.items()}
    told(kind, written, "zh"), told(kind, written, "en")  # a blank that is missing is found where it is forgotten
    keys = _told_before(conn, {login: once and f"{once} {login}" for login in dict.fromkeys(people)})
    known = conn.execute(select(person).where(person.c.login.in_(keys), person.c.disabled_at.is_(None))).all()
    number = bulk.next_number(conn, notice)
    for each in known:
        row = {"number": number, "person": each.login, "at": months.now(), "kind": kind, "link": link}
        conn.execute(insert(notice).values(**row, blanks=_as_json(written), once=keys[each.login]))
        _send_out(conn, number, each)
        number += 1
    return len(known)


def _told_before(conn: Connection, keys: dict[str, str | None]) -> dict[str, str | None]:
    """Those of the people, with their keys, who have not been told under their key."""
    before = set(conn.scalars(select(notice.c.once).where(notice.c.once.in_([key for key in keys.values() if key]))))
    return {login: key for login, key in keys.items() if not key or key not in before}


def _send_out(conn: Connection, number: int, to: Row) -> None:
    """Put a notice on its way by the channels that are configured, when the person wants to be told."""
    leaves_at = choices.of(conn, to.login).leaves_at(months.now())
    channels = {"mail": to.mail and settings().notices.mail_host, "webhook": settings().notices.webhook}
    for channel in (name for name, used in channels.items() if used):
        row = {"number": bulk.next_number(conn, outgoing), "notice": number, "channel": channel}
        conn.execute(insert(outgoing).values(**row, tries=0, next_at=leaves_at, error=""))


def listing(conn: Connection, login: str, *, limit: int = 50, offset: int = 0) -> list[Notice]:
    """A person's notices: unread first, the newest first."""
    order = (notice.c.read_at.is_not(None), notice.c.number.desc())
    rows = select(notice).where(notice.c.person == login).order_by(*order).limit(limit).offset(offset)
    return [of_row(row) for row in conn.execute(rows)]


def counted(conn: Connection, login: str) -> int:
    """How many notices a person has."""
    return conn.scalar(select(func.count()).where(notice.c.person == login)) or 0


def unread(conn: Connection, login: str) -> int:
    """How many of a person's notices are not read."""
    return conn.scalar(select(func.count()).where(notice.c.person == login, notice.c.read_at.is_(None))) or 0


def mark_read(engine: Engine, login: str, numbers: Iterable[int] | None = None) -> None:
    """Mark a person's own notices as read: those numbers (another's are left alone), or all of them.

    Nobody's right but one's own, and no line in the audit log.
    """
    mine = (notice.c.person == login) & notice.c.read_at.is_(None)
    with store.writing(engine) as conn:
        these = mine if numbers is None else mine & notice.c.number.in_(list(numbers))
        conn.execute(update(notice).where(these).values(read_at=months.now()))


def of_row(row: Row) -> Notice:
    """A row of the table as a notice."""
    blanks = {
        name: Text(**value) if isinstance(value, dict) else value for name, value in json.loads(row.blanks).items()
    }
    return Notice(row.number, row.at, row.kind, blanks, row.link, row.read_at)


def told(kind: str, blanks: Mapping[str, str | Text], language: Language) -> str:
    """A kind's sentence with its blanks in one language."""
    said = {name: value.in_(language) if isinstance(value, Text) else value for name, value in blanks.items()}
    return KINDS[kind].in_(language, **said)


def _plain(value: object) -> str | Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, datetime):
        return f"{value.astimezone(months.SHANGHAI):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_json(blanks: Mapping[str, str | Text]) -> str:
    plain: dict[str, Any] = {
        name: {"zh": value.zh, "en": value.en} if isinstance(value, Text) else value for name, value in blanks.items()
    }
    return json.dumps(plain, ensure_ascii=False)
