"""The lines of the audit log: found by who, what, about what and when; what changed in words."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st
from markupsafe import Markup

from data import access, audit, months, store
from data.asked import as_day
from data.settings import settings
from data.text import Text
from ui import actor as signed
from ui import room
from ui.exporting import Export
from ui.filters import Choice, Filters, asked
from ui.panels import Panel
from ui.people.audit_values import said
from ui.people.audit_words import ACTIONS, FIELDS, OBJECTS
from ui.people.people import kept, today
from ui.scope import Scope
from ui.tables import Column, link, pager, table
from ui.texts import of_program

PAGE = 100
DAYS = {"1": Text("今天", "Today"), "7": Text("近 7 天", "Last 7 days"), "30": Text("近 30 天", "Last 30 days")}
TEXTS = {
    "log": Text("审计日志（{count} 条）", "Audit log ({count} lines)"),
    "title": Text("审计日志", "Audit log"),
    "number": Text("序号", "No."),
    "at": Text("时间", "When"),
    "who": Text("谁", "Who"),
    "origin": Text("来自", "From"),
    "action": Text("做了什么", "What"),
    "object": Text("对象", "About"),
    "changed": Text("之前 → 之后", "Before → after"),
    "login": Text("账号", "Account"),
    "before": Text("之前", "Before"),
    "after": Text("之后", "After"),
    "day": Text("日期", "Day"),
    "person": Text("人员", "Person"),
    "empty": Text("没有符合条件的日志。", "No line matches."),
}
COLUMNS = {
    "number": "number",
    "at": "short",
    "who": "short",
    "origin": "",
    "action": "short",
    "object": "",
    "changed": "",
}


def filters(scope: Scope) -> Filters:
    """By day, person, action and words."""
    lang = scope.lang
    with room.engine().connect() as conn:
        actions, people = audit.seen(conn, whose(scope))
    days = [(key, text.in_(lang)) for key, text in DAYS.items()]
    day = as_day(st.query_params.get("day", ""))
    choices = (
        Choice("day", TEXTS["day"].in_(lang), [*days, *([(day.isoformat(), day.isoformat())] if day else [])]),
        Choice("person", TEXTS["person"].in_(lang), [(login, f"{name}（{login}）") for login, name in people]),
        Choice("action", TEXTS["action"].in_(lang), [(action, action_name(action, scope)) for action in actions]),
    )
    return asked("audit", choices)


def listed(scope: Scope, chosen: Filters) -> Panel:
    """A page of the log, the newest first."""
    matching = _matching(chosen, scope)
    with store.reading(room.engine()) as conn:
        count = audit.counted(conn, **matching)
        found = audit.listing(conn, **matching, limit=PAGE, offset=chosen.offset)
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in COLUMNS.items()]
    rows = [_row(row, scope, chosen) for row in found.to_dict("records")]
    way = pager(count, chosen.offset, PAGE, lambda start: chosen.link(scope, **{"from": start}), scope.lang)
    body = chosen.shown(scope) + table(columns, rows, empty=TEXTS["empty"].in_(scope.lang)) + way
    return Panel(TEXTS["log"].in_(scope.lang, count=f"{count:,}"), body)


def export(scope: Scope, chosen: Filters) -> Export:
    """All lines that match, as they are kept."""
    matching = _matching(chosen, scope)
    with room.engine().connect() as conn:
        count = audit.counted(conn, **matching)

    def rows() -> Iterator[tuple[object, ...]]:
        with room.engine().connect() as conn:
            for row in audit.listing(conn, **matching).to_dict("records"):
                at = f"{row['at']:%Y-%m-%d %H:%M:%S}"
                plain = (row[key] for key in ("object", "before", "after"))
                yield (
                    row["number"],
                    at,
                    row["name"],
                    row["login"],
                    row["origin"],
                    action_name(row["action"], scope),
                    *plain,
                )

    keys = ("number", "at", "who", "login", "origin", "action", "object", "before", "after")
    return Export(TEXTS["title"].in_(scope.lang), [TEXTS[key].in_(scope.lang) for key in keys], rows, count)


def whose(scope: Scope) -> list[str] | None:
    """Whose lines this person may read: everybody's where they administer the whole cockpit, else those of the people
    of their units, but for who acts beyond these as well."""
    who, tree = access.for_all(signed.actor()), today(scope)
    if access.may(who, "audit", settings().unit, tree):
        return None
    people = kept(scope)
    held = zip(people["login"], people["for_unit"], strict=True)
    beyond = {login for login, unit in held if isinstance(unit, str) and not access.may(who, "audit", unit, tree)}
    return sorted(set(people["login"]) - beyond)


def action_name(action: str, scope: Scope) -> str:
    """What was done, in words; an action of another version by its key."""
    return ACTIONS[action].in_(scope.lang) if action in ACTIONS else action


def _row(row: dict[str, Any], scope: Scope, chosen: Filters) -> dict[str, object]:
    day = f"{row['at']:%Y-%m-%d}"
    at = Markup("{} {:%H:%M:%S}").format(link(day, chosen.link(scope, day=day)), row["at"])
    login = Markup("<small>{}</small>").format(row["login"]) if row["login"] else Markup("")
    return {
        "number": row["number"],
        "at": at,
        "who": Markup("{}{}").format(of_program(row["name"], scope.lang), login),
        "origin": row["origin"] or "—",
        "action": action_name(row["action"], scope),
        "object": _about(row["object"], scope),
        "changed": _changed(row["before"], row["after"], scope),
    }


def _about(written: str, scope: Scope) -> str:
    kind, space, which = written.partition(" ")
    return f"{OBJECTS[kind].in_(scope.lang)}{space}{which}" if kind in OBJECTS else written


def _changed(before: str, after: str, scope: Scope) -> str:
    """What changed, in words: `角色 填报员 · 单位 宁波市`; `330200 → 330203` where both are told."""
    was, now = _fields(before), _fields(after)
    parts = []
    for name in dict.fromkeys((*was, *now)):
        values = dict.fromkeys(said(name, fields[name], scope) for fields in (was, now) if name in fields)
        told = " → ".join(each or "—" for each in values)
        if any(values):
            parts.append(f"{FIELDS[name].in_(scope.lang) if name in FIELDS else name} {told}")
    return " · ".join(parts)


def _fields(written: str) -> dict[str, Any]:
    try:
        read = json.loads(written or "{}")
    except json.JSONDecodeError:  # a line that was tampered with is shown as it stands
        return {"?": written}
    return read if isinstance(read, dict) else {"?": read}


def _matching(chosen: Filters, scope: Scope) -> dict[str, Any]:
    """What `audit.listing` is asked for."""
    first, after = _span(chosen.values.get("day", ""))
    found = {"login": chosen.values.get("person", ""), "action": chosen.values.get("action", "")}
    return {**found, "words": chosen.words, "since": first, "until": after, "logins": whose(scope)}


def _span(asked_day: str) -> tuple[datetime | None, datetime | None]:
    if asked_day in DAYS:
        return _midnight(months.today() - timedelta(days=int(asked_day) - 1)), None
    day = as_day(asked_day)
    return (_midnight(day), _midnight(day + timedelta(days=1))) if day else (None, None)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), months.SHANGHAI)
