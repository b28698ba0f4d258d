"""What helps to decide: the head of a submission, conflicts, what would move on the screens, cells sent back before."""

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import files
from data.refusal import Refusal
from data.registers import REGISTERS
from data.reporting import beside, calendar, obligations
from data.text import Text
from ui import room
from ui.actor import actor
from ui.approving.figures import name_of
from ui.approving.rows import TEXTS as ROWS
from ui.approving.view import TEXTS as VIEW
from ui.approving.view import View, moves, opened, toggled
from ui.batches.listed import SOURCES
from ui.board import board
from ui.changes import moved, written
from ui.desk.findings import findings
from ui.exporting import given_out, marked
from ui.page import panel
from ui.panels import Panel
from ui.rows.fields import register_name
from ui.scope import Scope, month_name, when
from ui.tables import Column, link, table
from ui.templates import render
from ui.texts import as_text

MOST = 20
TEXTS = {
    "head": Text("{unit} · {month}", "{unit} · {month}"),
    "by": Text("提交人", "Handed in by"),
    "at": Text("提交时间", "When"),
    "timely": Text("时限", "In time"),
    "in_time": Text("按时，{due} 截止", "on time, due {due}"),
    "not_owed": Text("这个月没有布置填报", "nothing was owed of this month"),
    "late": Text("迟 {days} 天，{due} 截止", "{days} days late, due {due}"),
    "cells": Text("数据", "Cells"),
    "counts": Text("{added} 新增，{changed} 修改，{same} 相同", "{added} added, {changed} changed, {same} the same"),
    "warnings": Text("填报员核对过的疑点", "Warnings the steward looked at"),
    "step": Text("审核", "Approval"),
    "step_of": Text("第 {step} 级，共 {steps} 级", "step {step} of {steps}"),
    "source": Text("来源", "Source"),
    "correction": Text("更正原因", "Correction"),
    "returned": Text("已退回", "Sent back"),
    "returned_cells": Text("{count} 个单元格", "{count} cells"),
    "download": Text("下载工作簿：{file}", "Download the workbook: {file}"),
    "list": Text("回到待审核", "Back to the list"),
    "moves": Text("全部通过时，屏幕上会动的数", "What would move on the screens if all of it were accepted"),
    "thread": Text("这个单位以前被退回的单元格", "Cells of this unit that were sent back before"),
    "no_thread": Text("还没有退回过。", "Nothing was sent back yet."),
    "what": Text("数据", "Figure"),
    "month": Text("月份", "Month"),
    "reason": Text("退回原因", "Why"),
    "change": Text("原报 → 改为", "Was → mended to"),
    "state": Text("情况", "State"),
    "whole": Text("整份", "All of it"),
    "open": Text("待重报，{due} 截止", "open, due {due}"),
    "mended": Text("{at} 重报", "handed in again {at}"),
    "name": Text("退回人", "By"),
    "conflicts": Text("提交之后，他人改过的数据：{count} 处", "Changed by others since it was handed in: {count}"),
    "conflicts_are": Text(
        "通过后以本次上报为准。请逐一核对；不该覆盖的，勾选退回。",
        "Once accepted, these figures stand as handed in here. Look at each, and send back what must not be replaced.",
    ),
    "then": Text("提交时", "When handed in"),
    "now": Text("现在", "Now"),
    "mine": Text("本次上报", "Handed in here"),
    "who": Text("谁改的", "Changed by"),
    "unit": Text("单位", "Unit"),
}


def head(view: View, scope: Scope) -> None:
    """Who handed in what, when, on time or late, how much; the workbook itself."""
    found = view.submission
    title = TEXTS["head"].in_(scope.lang, unit=_unit(found.unit, scope), month=month_name(found.month, scope.lang))
    back = Markup('<p class="ways">{}</p>').format(link(TEXTS["list"].in_(scope.lang), scope.link("approval")))
    with panel("submission", title, render("facts", facts=_facts(view, scope)) + back, scope):
        if not view.hidden:
            _download(view, scope)
        else:
            board(render("notes", notes=[ROWS["hidden"].in_(scope.lang)]), key="hidden", lang=scope.lang)


def _facts(view: View, scope: Scope) -> list[tuple[str, str]]:
    found, review = view.submission, view.review
    counts = review.compared.counts() if review else {}
    facts = {
        "by": found.name,
        "at": when(found.at),
        "timely": "" if found.correction else timely(found.at, found.unit, found.month, scope),
        "cells": TEXTS["counts"].in_(scope.lang, **{key: counts.get(key, 0) for key in ("added", "changed", "same")})
        if review
        else f"{found.cells:,}",
        "warnings": str(found.warnings) if found.warnings else "",
        "step": TEXTS["step_of"].in_(scope.lang, step=min(found.step + 1, found.steps), steps=found.steps),
        "source": SOURCES[found.source].in_(scope.lang),
        "correction": found.correction,
        "returned": TEXTS["returned_cells"].in_(scope.lang, count=len(review.returned))
        if review and len(review.returned)
        else "",
    }
    return [(TEXTS[key].in_(scope.lang), value) for key, value in facts.items() if value]


def timely(at, unit: str, month, scope: Scope) -> str:
    """Whether a report of a month came on time, and by when it was due; that nothing was owed, where that is so."""
    with room.engine().connect() as conn:
        due = calendar.due(conn, month)
        if not obligations.owes(conn, unit, month):
            return TEXTS["not_owed"].in_(scope.lang)
    days = (at.date() - due.date()).days
    key = "late" if at > due else "in_time"
    return TEXTS[key].in_(scope.lang, days=max(days, 1), due=f"{due:%m-%d}")


def _download(view: View, scope: Scope) -> None:
    def content() -> bytes:
        again = opened(view.submission.number)  # with the rights of the moment it is pressed
        if again is None or again.hidden:
            raise Refusal(VIEW["unknown"], number=view.submission.number)
        with room.engine().connect() as conn:
            return files.kept(conn, view.submission.sha256)

    st.download_button(
        TEXTS["download"].in_(scope.lang, file=as_text(view.submission.file_name)),
        given_out(f"submission {view.submission.number}", view.submission.file_name, content),
        file_name=marked(view.submission.file_name, scope),
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"workbook-{view.submission.number}",
    )


def errors(view: View, scope: Scope) -> dict[str, Panel]:
    """What has become wrong since it was handed in: it cannot be accepted with these cells; a click ticks one."""
    found = view.review.checked.errors if view.review else ()
    way = (
        (lambda sheet, cell: toggled(scope, view, (sheet, cell))) if view.may_not is None else (lambda sheet, cell: "")
    )
    return {"errors": findings(found, None, scope, way)} if found else {}


def conflicts(view: View, scope: Scope) -> dict[str, Panel]:
    """The figures that somebody else changed since this was handed in; {} where there are none."""
    frame = view.review.conflicts if view.review else pd.DataFrame()
    if frame.empty:
        return {}
    css = {"what": "main", "then": "number", "now": "number", "mine": "number strong", "cell": "short"}
    keys = ("what", "unit", "month", "then", "now", "mine", "who")
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [_conflict(row, scope) for row in frame.to_dict("records")]
    said = render("words", text=TEXTS["conflicts_are"].in_(scope.lang))
    title = TEXTS["conflicts"].in_(scope.lang, count=len(frame))
    return {"conflicts": Panel(title, said + table(columns, rows, empty=""))}


def _conflict(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    batch = link(f"{row['actor']}", scope.link("history", batch=row["batch"]))
    return {
        "what": what(row, scope),
        "unit": _unit(row["unit"], scope),
        "month": "—" if row["register"] else f"{row['month']:%Y-%m}",
        **{key: _value(row[name], scope) for key, name in (("then", "before"), ("now", "now"), ("mine", "mine"))},
        "who": Markup("{}<small>{}</small>").format(batch, when(row["at"])),
    }


def what(row: dict[Any, Any], scope: Scope) -> Markup:
    """A figure or a register's row by its name."""
    of_row = row["register"] in REGISTERS
    name = register_name(row["register"], scope) if of_row else name_of(row["measure"], scope)
    return Markup("<b>{}</b><small>{}</small>").format(name, row["subject"])


def _value(value: object, scope: Scope) -> str:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return "—"
    return written(value, "exact", scope) if isinstance(value, int | float) else str(value)


def movements(view: View, scope: Scope) -> dict[str, Panel]:
    """The numbers on the screens that would move; a sentence where that cannot be told just now."""
    title = TEXTS["moves"].in_(scope.lang)
    try:
        return {"moves": moved(moves(view), scope, title)}
    except Refusal as refused:
        return {"moves": Panel(title, render("words", text=refused.sentence.in_(scope.lang)))}


def thread(view: View, scope: Scope) -> Panel:
    """What came back to the unit before, why, and how it was mended."""
    with room.engine().connect() as conn:
        frame = beside.thread(conn, view.submission.unit, MOST, actor=actor())
    keys = ("what", "unit", "month", "reason", "change", "state", "name")
    css = {"what": "main", "unit": "short", "month": "short", "change": "number", "name": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [_sent_back(row, scope) for row in frame.to_dict("records")]
    return Panel(TEXTS["thread"].in_(scope.lang), table(columns, rows, empty=TEXTS["no_thread"].in_(scope.lang)))


def _sent_back(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    whole = Markup("<b>{}</b>").format(TEXTS["whole"].in_(scope.lang))
    then = "" if pd.isna(row["mended"]) else written(row["mended"], "exact", scope)
    state = (
        ("open", {"due": when(row["due"])})
        if pd.isna(row["settled_at"])
        else ("mended", {"at": when(row["settled_at"])})
    )
    return {
        "what": what(row, scope) if row["cell"] else whole,
        "unit": _unit(row["unit"], scope),
        "month": f"{row['month']:%Y-%m}",
        "reason": row["reason"],
        "change": Markup('<span class="quiet">{} →</span> <b>{}</b>').format(row["said"], then)
        if then
        else row["said"],
        "state": TEXTS[state[0]].in_(scope.lang, **state[1]),
        "name": row["name"],
    }


def _unit(unit: str, scope: Scope) -> str:
    return scope.name(unit) if unit in scope.tree else unit
