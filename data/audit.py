"""The audit log: who did what, when, from where, before and after. Added to in the transaction of what it tells of.

Each row is sealed with the installation's secret over its own content and the seal of the row before it, so a row that
was changed, left out or put in breaks the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data import bulk, months
from data.access import Actor
from data.people.secret import secret
from data.schema import audit

SEALED = ("number", "at", "login", "name", "origin", "action", "object", "before", "after", "previous")


def add(
    conn: Connection,
    actor: Actor,
    action: str,
    about: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one line, for who holds the write lock. `about`: what was acted upon (`batch 12`, `person wangfang`);
    `before`, `after`: what of it changed, never a password or a token."""
    last = conn.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    row = {
        "number": bulk.next_number(conn, audit),
        "at": months.now(),
        "login": actor.login,
        "name": actor.name,
        "origin": actor.origin,
        "action": action,
        "object": about,
        "before": _written(before),
        "after": _written(after),
        "previous": last.hash if last else "",
    }
    conn.execute(insert(audit).values(**row, hash=seal(row)))


def seal(row: Mapping[str, Any]) -> str:
    """The seal of a row: HMAC-SHA256 over the fields SEALED, in that order."""
    told = json.dumps([_plain(row[name]) for name in SEALED], ensure_ascii=False)
    return hmac.new(secret(), told.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _written(fields: Mapping[str, Any] | None) -> str:
    return "" if fields is None else json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
