"""The audit log: who did what, when, from where, before and after. Added to in the transaction of what it tells of.

Each row is sealed with the installation's secret over its own content and the seal of the row before it, so a row that
was changed, left out or put in breaks the chain. Number and seal of each are noted outside the database as well
(`anchors`), so that a log cut off at its end is found too.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, insert, or_, select

from data import anchors, bulk, months
from data.access import Actor
from data.schema import audit
from data.secret import secret
from data.text import Language, Text

CHUNK = 10_000
SEALED = ("number", "at", "login", "name", "origin", "action", "object", "before", "after", "previous")
BROKEN = {
    "changed": Text(
        "第 {lines} 条被改动：内容与写入时的封印不符。",
        "Line {lines} was changed: it does not say what was sealed when it was written.",
    ),
    "missing": Text("第 {lines} 条缺失。", "Line {lines} is missing."),
    "put_in": Text("第 {lines} 条不是本系统写入的。", "Line {lines} was put in by something else than this system."),
    "cut_off": Text(
        "日志末尾被截去：第 {lines} 条在库外有记录（{file}），库中没有。如果是您自己恢复了备份或换了库，请把该文件移到别处。",
        "The end of the log was cut off: line {lines} is noted outside the database ({file}) and not in it. If you restored "
        "a backup or replaced the store yourself, move that file away.",
    ),
    "expected": Text(
        "您记下的封印不在日志中：第 {lines} 条已不是当时的那一条。",
        "The head you noted is not in the log: line {lines} is not the one it was.",
    ),
}


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
    row: dict[str, Any] = {
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
    sealed = seal(row)
    conn.execute(insert(audit).values(**row, hash=sealed))
    anchors.note(conn, row["number"], sealed)


def seal(row: Mapping[str, Any]) -> str:
    """The seal of a row: HMAC-SHA256 over the fields SEALED, in that order."""
    told = json.dumps([_plain(row[name]) for name in SEALED], ensure_ascii=False)
    return hmac.new(secret(), told.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Broken:
    """Lines `first` to `last` are not what was written: `changed`, `missing`, `put_in`, `cut_off` (missing at the end) or
    not the head that was `expected`."""

    kind: str
    first: int
    last: int

    def told(self, language: Language) -> str:
        """The finding as a sentence."""
        lines = str(self.first) if self.first == self.last else f"{self.first}–{self.last}"
        return BROKEN[self.kind].in_(language, lines=lines, file=anchors.file())


@dataclass(frozen=True)
class Verified:
    """What came of looking at every line: how many there are, the head (number and seal of the last, to be noted
    elsewhere; "" for an empty log), how many are noted outside the database, and what is broken, by number."""

    count: int
    head: str
    noted: int
    broken: tuple[Broken, ...]


def verify(conn: Connection, expect: str = "") -> Verified:
    """Look at every line of the log, and at what was noted of it outside the database. `expect`: a head noted earlier,
    which must still be a line of this log."""
    kept = anchors.noted(conn)
    found: list[Broken] = []
    count, last, expected = 0, _Line(0, "", "", True), not expect
    for line in _lines(conn):
        count += 1
        if line.number < 1:
            found.append(Broken("put_in", line.number, line.number))
            continue
        found += _between(last, line, kept)
        last, expected = line, expected or line.head == expect
    found += _judged(last, None, kept) if last.number else []
    if kept and max(kept) > last.number:
        found.append(Broken("cut_off", last.number + 1, max(kept)))
    if not expected:
        told = expect.partition(":")[0]
        number = int(told) if told.isdecimal() else 0
        found.append(Broken("expected", number, number))
    return Verified(count, last.head if last.number else "", len(kept), tuple(_runs(found)))


class _Line(NamedTuple):
    number: int
    previous: str
    hash: str
    sound: bool

    @property
    def head(self) -> str:
        return f"{self.number}:{self.hash}"


def _lines(conn: Connection) -> Iterator[_Line]:
    query = select(audit).order_by(audit.c.number).execution_options(yield_per=CHUNK)  # of this query alone
    for row in conn.execute(query).mappings():
        sound = hmac.compare_digest(seal(dict(row)), row["hash"])
        yield _Line(row["number"], row["previous"], row["hash"], sound)


def _between(last: _Line, line: _Line, kept: Mapping[int, frozenset[str]]) -> list[Broken]:
    """What is wrong with a line, seen from the next, and with what should stand between them."""
    if line.number > last.number + 1:
        missing = [Broken("missing", last.number + 1, line.number - 1)]
        return [*_judged(last, None, kept), *missing] if last.number else missing
    return _judged(last, line, kept) if last.number else []


def _judged(line: _Line, after: _Line | None, kept: Mapping[int, frozenset[str]]) -> list[Broken]:
    """What is wrong with one line. `after` is the next, if none is missing between them: it was sealed over this one."""
    linked = after is not None and after.previous == line.hash
    if line.sound and line.number in kept:
        wrong = "" if kept[line.number] == {line.hash} else "changed"
    elif line.sound:
        wrong = "put_in" if after is not None and after.sound and not linked else ""
    else:
        wrong = "changed" if linked or line.number in kept or not kept else "put_in"
    return [Broken(wrong, line.number, line.number)] if wrong else []


def _runs(found: list[Broken]) -> Iterator[Broken]:
    """Findings by number, neighbours of a kind as one."""
    run: Broken | None = None
    for each in sorted(found, key=lambda broken: (broken.first, broken.kind)):
        if run and run.kind == each.kind and each.first == run.last + 1:
            run = Broken(run.kind, run.first, each.last)
            continue
        if run:
            yield run
        run = each
    if run:
        yield run


def listing(
    conn: Connection, *, since: datetime | None = None, until: datetime | None = None, login: str = "",
    action: str = "", words: str = "", logins: Collection[str] | None = None, limit: int | None = None, offset: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Lines of the log, newest first: number at login name origin action object before after (JSON texts).

    `words` are looked for in what was acted upon, by whom and what changed; with `logins` only what these people did.
    """
    columns = [audit.c[name] for name in SEALED[:-1]]
    query = select(*columns).where(*_matching(since, until, login, action, words, logins))
    found = bulk.read(conn, query.order_by(audit.c.number.desc()).limit(limit).offset(offset))
    return found.assign(at=months.in_zhejiang(found["at"]))


def counted(
    conn: Connection, *, since: datetime | None = None, until: datetime | None = None, login: str = "",
    action: str = "", words: str = "", logins: Collection[str] | None = None,
) -> int:  # fmt: skip
    """How many lines `listing` would give."""
    matching = _matching(since, until, login, action, words, logins)
    return conn.scalar(select(func.count()).select_from(audit).where(*matching)) or 0


def seen(conn: Connection, logins: Collection[str] | None = None) -> tuple[list[str], list[tuple[str, str]]]:
    """What the log can be filtered by: the actions that occur in it, and who acted (login, name)."""
    matching = _matching(None, None, "", "", "", logins)
    actions = conn.scalars(select(audit.c.action).where(*matching).distinct().order_by(audit.c.action))
    people = conn.execute(
        select(audit.c.login, func.max(audit.c.name)).where(audit.c.login != "", *matching).group_by(audit.c.login)
    )
    return list(actions), sorted((login, name) for login, name in people)


def _matching(
    since: datetime | None,
    until: datetime | None,
    login: str,
    action: str,
    words: str,
    logins: Collection[str] | None,
) -> list[ColumnElement[bool]]:
    conditions = []
    if since:
        conditions.append(audit.c.at >= since)
    if until:
        conditions.append(audit.c.at < until)
    if login:
        conditions.append(audit.c.login == login)
    if action:
        conditions.append(audit.c.action == action)
    if logins is not None:
        conditions.append(audit.c.login.in_(logins))
    if words:
        searched = (audit.c.object, audit.c.name, audit.c.login, audit.c.before, audit.c.after)
        conditions.append(or_(*(column.icontains(words, autoescape=True) for column in searched)))
    return conditions


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def _written(fields: Mapping[str, Any] | None) -> str:
    return "" if fields is None else json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str)
