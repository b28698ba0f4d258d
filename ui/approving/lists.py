"""The lists of an approver: what waits for them, what they decided lately, what waits for others in their subtree."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
from markupsafe import Markup

from data import access, months, store
from data.reporting import approval, beside, calendar, obligations, submissions
from data.text import Text
from ui import room
from ui.actor import actor
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import Column, link, table

MOST, DECIDED = 60, 12
TEXTS = {
    "mine": Text("待我审核：{count} 份", "Waiting for me: {count}"),
    "nothing": Text(
        "没有待您审核的数据。有新的提交时，会在“通知”里告诉您。",
        "Nothing waits for you. You are told in your notices when something is handed in.",
    ),
    "others": Text("待其他审核员审核：{count} 份", "Waiting for other approvers: {count}"),
    "decided": Text("我最近的决定", "What I decided lately"),
    "unit": Text("单位", "Unit"),
    "month": Text("月份", "Month"),
    "by": Text("提交人", "Handed in by"),
    "at": Text("提交时间", "When"),
    "timely": Text("时限", "In time"),
    "cells": Text("数据", "Cells"),
    "warnings": Text("疑点", "Warnings"),
    "step": Text("审核", "Approval"),
    "age": Text("已等", "Waiting"),
    "in_time": Text("按时", "on time"),
    "late": Text("迟 {days} 天", "{days} days late"),
    "correction": Text("更正：{reason}", "Correction: {reason}"),
    "step_of": Text("第 {step}/{steps} 级", "step {step} of {steps}"),
    "days": Text("{count} 天", "{count} days"),
    "today": Text("今天", "today"),
    "review": Text("审核", "Review"),
    "look": Text("查看", "Look"),
    "did": Text("决定", "Decision"),
    "when": Text("时间", "When"),
    "note": Text("意见", "Note"),
    "accepted": Text("通过", "accepted"),
    "accepted_but": Text("通过，退回 {count} 个单元格", "accepted, {count} cells sent back"),
    "returned": Text("退回", "sent back"),
    "batch": Text("批次 {number}", "batch {number}"),
    "handed_on": Text("交上一级", "on to the next step"),
    "truncated": Text("只列出前 {most} 份。", "The first {most} are listed."),
}


def lists(scope: Scope) -> dict[str, Panel]:
    """What waits for this person first; then what waits for others; then their own decisions."""
    who = actor()
    with store.reading(room.engine()) as conn:
        mine = approval.waiting(conn, who)
        below = sorted(access.readable(who, scope.tree))
        everything = submissions.listing(conn, below, ["waiting"], limit=500)
        decided = beside.decided(conn, who.login, DECIDED)
        due = {month: calendar.due(conn, month) for month in {*mine["month"], *everything["month"]}}
        owing = {month: set(obligations.owed(conn, month)["unit"]) for month in due}
    mine, everything = (_with_owed(frame, owing, scope) for frame in (mine, everything))
    others = everything[~everything["number"].isin(mine["number"])].sort_values("number")
    panels = {"mine": _panel("mine", _urgent_first(mine, due), due, scope)}
    if len(others):
        panels["others"] = _panel("others", others, due, scope)
    if len(decided):
        panels["decided"] = _decided(decided, scope)
    return panels


def _with_owed(frame: pd.DataFrame, owing: Mapping[date, set[str]], scope: Scope) -> pd.DataFrame:
    """With `owed`: whether the unit or one below it owes anything of the month. Who owes nothing is not late."""
    pairs = zip(frame["unit"], frame["month"], strict=True)
    below = (set(scope.tree.below(unit)) & owing[month] if unit in scope.tree else {unit} for unit, month in pairs)
    return frame.assign(owed=[bool(each) for each in below])


def next_one() -> int | None:
    """The number of the submission that this person should open next."""
    with store.reading(room.engine()) as conn:
        mine = approval.waiting(conn, actor())
        due = {month: calendar.due(conn, month) for month in set(mine["month"])}
    return int(_urgent_first(mine, due)["number"].iloc[0]) if len(mine) else None


def _urgent_first(frame: pd.DataFrame, due: dict[date, datetime]) -> pd.DataFrame:
    """Those of the month longest past its day due first; in a month the oldest."""
    order = frame.assign(_due=[due[month] for month in frame["month"]])
    return order.sort_values(["_due", "at"], kind="stable").drop(columns="_due")


def _panel(name: str, frame: pd.DataFrame, due: dict[date, datetime], scope: Scope) -> Panel:
    keys = ("unit", "month", "by", "at", "timely", "age", "cells", "warnings", "step")
    css = {"unit": "main", "month": "short", "at": "short", "cells": "number", "warnings": "number", "step": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    columns.append(Column("open", "", "open"))
    rows = [_row(row, due[row["month"]], name, scope) for row in frame.head(MOST).to_dict("records")]
    body = table(columns, rows, empty=TEXTS["nothing"].in_(scope.lang))
    if len(frame) > MOST:
        body += Markup("<p>{}</p>").format(TEXTS["truncated"].in_(scope.lang, most=MOST))
    return Panel(TEXTS[name].in_(scope.lang, count=len(frame)), body)


def _row(row: dict[Any, Any], due: datetime, name: str, scope: Scope) -> dict[str, object]:
    place = scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"]
    why = TEXTS["correction"].in_(scope.lang, reason=row["correction"]) if row["correction"] else ""
    small = Markup("<small>{}</small>").format(why) if why else Markup("")
    late = row["at"] > due and not row["correction"]
    here = {"unit": row["unit"], "month": row["month"]} if row["unit"] in scope.tree else {}
    href = scope.link("approval", **here, submission=row["number"])
    age = (months.today() - row["at"].date()).days
    return {
        "unit": link(place, href) + small,
        "open": link(TEXTS["review" if name == "mine" else "look"].in_(scope.lang), href),
        "month": f"{row['month']:%Y-%m}",
        "by": row["name"],
        "at": when(row["at"]),
        "timely": _timely(row, due, late, scope),
        "age": TEXTS["days"].in_(scope.lang, count=age) if age > 0 else TEXTS["today"].in_(scope.lang),
        "cells": f"{row['cells']:,}",
        "warnings": str(row["warnings"]) if row["warnings"] else "—",
        "step": TEXTS["step_of"].in_(scope.lang, step=row["step"] + 1, steps=row["steps"]),
    }


def _timely(row: dict[Any, Any], due: datetime, late: bool, scope: Scope) -> Markup | str:
    if row["correction"] or not row["owed"]:
        return "—"
    if not late:
        return TEXTS["in_time"].in_(scope.lang)
    days = max((row["at"].date() - due.date()).days, 1)
    return Markup('<span class="warn">{}</span>').format(TEXTS["late"].in_(scope.lang, days=days))


def _decided(frame: pd.DataFrame, scope: Scope) -> Panel:
    keys = ("unit", "month", "by", "did", "note", "when")
    css = {"unit": "main", "month": "short", "when": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [_decision(row, scope) for row in frame.to_dict("records")]
    return Panel(TEXTS["decided"].in_(scope.lang), table(columns, rows, empty=""))


def _decision(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    key = row["kind"] if row["kind"] == "returned" or not row["returned"] else "accepted_but"
    did = TEXTS[key].in_(scope.lang, count=row["returned"])
    if row["kind"] == "accepted" and pd.notna(row["batch"]):
        where = scope.link("history", batch=int(row["batch"]))
        did = Markup("{} · {}").format(did, link(TEXTS["batch"].in_(scope.lang, number=int(row["batch"])), where))
    elif row["kind"] == "accepted" and row["step"] < row["steps"]:
        did = f"{did} · {TEXTS['handed_on'].in_(scope.lang)}"
    return {
        "unit": scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"],
        "month": f"{row['month']:%Y-%m}",
        "by": row["handed_in_by"],
        "did": did,
        "note": row["note"] or "—",
        "when": when(row["at"]),
    }
