"""The head of a draft's page: whose, which month, until when, how far, and what stands in the way."""

from datetime import datetime

import pandas as pd
from markupsafe import Markup

from data import months
from data.reporting.calendar import STATES as MONTHS
from data.reporting.submissions import STATES
from data.text import Text
from ui.board import board
from ui.desk import drafting
from ui.desk.clock import left, moment, standing
from ui.desk.steward import chooser, not_mine
from ui.desk.work import Place, Work, returned_whole, saved
from ui.page import show
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import Column, table
from ui.templates import render

TEXTS = {
    "since": Text("预览之后的更新", "What came since your preview"),
    "revision": Text("版本", "Revision"),
    "at": Text("时间", "When"),
    "by": Text("经办", "By"),
    "file_name": Text("文件", "File"),
    "closed": Text(
        "{month} 已锁定（{by}），现在不能填报或更正；草稿会保留。确需改动，请管理员为您开放这个月份。",
        "{month} is closed ({by}): nothing can be reported or corrected, and the draft is kept. If it must be changed, ask "
        "an administrator for an exception.",
    ),
    "by_itself": Text("到期自动锁定", "locked by itself"),
    "excepted": Text("已锁定，为您开放至 {until}", "Closed; open to you until {until}"),
    "done": Text("已提交：批次 {batch}，版本 {revision}", "Committed: batch {batch}, revision {revision}"),
    "kept": Text(
        "您在该单位填的草稿仍保留，由该单位的其他填报员接着填。",
        "What you filled in for it is kept: its other stewards go on from there.",
    ),
    "clock": Text("截止 {due}", "Due {due}"),
    "state": Text("月份状态", "Month"),
    "latest": Text("最近一次报送", "Last handed in"),
    "draft": Text("草稿", "Draft"),
    "no_draft": Text("还没有", "none yet"),
    "correction": Text("更正", "Correction"),
    "steps": Text("步骤", "Steps"),
    "step_file": Text("模板", "Template"),
    "step_fill": Text("填写", "Fill in"),
    "step_find": Text("核对", "Findings"),
    "step_look": Text("预览", "Preview"),
    "step_submit": Text("提交", "Hand in"),
    "free": Text("没有填报任务", "nothing owed"),
    "all_in": Text("{count} 项都已报齐", "all {count} are in"),
    "filled": Text("{filled} / {owed} 项", "{filled} of {owed}"),
    "found": Text("须改 {errors}，核对 {warnings}", "{errors} to mend, {warnings} to look at"),
    "clean": Text("没有疑点", "clean"),
    "cells": Text("改动 {count} 项", "{count} change"),
}


def head(scope: Scope, found: Place | None, of: Work | None) -> None:
    """Whose, which month, until when, how far: and what stands in the way."""
    panels = {"who": chooser(scope, "upload")}
    if found is not None:
        panels["facts"] = Panel("", _facts(found, of))
    if of is not None:
        panels["steps"] = Panel("", _steps(of))
    show(panels, scope, key="work-head")
    notes = _notes(scope, found)
    if notes:
        board(render("notes", notes=notes), key="work-notes", lang=scope.lang)
    newer = drafting.moved_since()
    if newer is not None:
        show({"since": Panel(TEXTS["since"].in_(scope.lang), _since(newer, scope))}, scope, key="since")


def _since(newer: pd.DataFrame, scope: Scope) -> Markup:
    """The batches that came between the preview and the button."""
    columns = [Column(key, TEXTS[key].in_(scope.lang)) for key in ("revision", "at", "by", "file_name")]
    rows = [
        {"revision": row["number"], "at": when(row["at"]), "by": row["actor"], "file_name": row["file_name"]}
        for row in newer.to_dict("records")
    ]
    return table(columns, rows, empty="")


def _notes(scope: Scope, found: Place | None) -> list[str]:
    said = drafting.said()
    notes = [said.in_(scope.lang)] if said else []
    if found is None:
        return [*notes, not_mine(scope), TEXTS["kept"].in_(scope.lang)]
    if found.month.closed:
        notes.append(closed(found))
    return [*notes, *returned_whole(found)]


def _facts(found: Place, of: Work | None) -> Markup:
    lang, now = found.scope.lang, months.now()
    due = found.month.due
    if found.month.excepted:
        state = TEXTS["excepted"].in_(lang, until=moment(found.month.excepted, lang))
    else:
        state = MONTHS[found.month.state].in_(lang)
    facts = [
        (TEXTS["clock"].in_(lang, due=moment(due, lang)), *_clock(found, due, now)),
        (TEXTS["state"].in_(lang), state, "late" if found.month.closed else ""),
        (TEXTS["draft"].in_(lang), saved(of.draft, lang) if of else TEXTS["no_draft"].in_(lang), ""),
    ]
    if of and of.draft.correction:
        facts.append((TEXTS["correction"].in_(lang), of.draft.correction, ""))
    if found.submission:
        told = f"{STATES[found.submission.state].in_(lang)} · {when(found.submission.at)}"
        facts.append((TEXTS["latest"].in_(lang), told, ""))
    return render("clock", facts=facts)


def _clock(found: Place, due: datetime, now: datetime) -> tuple[str, str]:
    """How long is left of the month, and how that stands: no clock runs on what is in, or was not asked for."""
    lang = found.scope.lang
    if not found.owed:
        return TEXTS["free"].in_(lang), ""
    if found.whole:
        return TEXTS["all_in"].in_(lang, count=len(found.owed)), "done"
    return left(due, now, lang), standing(due, now)


def _steps(of: Work) -> Markup:
    """Where the draft is on its way: done, here, or still to come."""
    lang, checked = of.scope.lang, of.seen.checked
    counts = of.seen.compared.counts()
    moving = counts.get("added", 0) + counts.get("changed", 0)
    found = TEXTS["found"].in_(lang, errors=len(checked.errors), warnings=len(checked.warnings))
    filled = TEXTS["filled"].in_(lang, filled=of.filled, owed=len(of.place.owed)) if of.place.owed else ""
    here = 2 if checked.errors else 4 if moving else 1
    way = [
        ("step_file", of.draft.file_name),
        ("step_fill", filled),
        ("step_find", found if checked.findings else TEXTS["clean"].in_(lang)),
        ("step_look", TEXTS["cells"].in_(lang, count=f"{moving:,}")),
        ("step_submit", ""),
    ]
    drawn = [
        (TEXTS[key].in_(lang), told, "done" if n < here else "here" if n == here else "")
        for n, (key, told) in enumerate(way)
    ]
    return render("steps", steps=drawn, label=TEXTS["steps"].in_(lang))


def closed(at: Place) -> str:
    by = at.month.locked_by or TEXTS["by_itself"].in_(at.scope.lang)
    return TEXTS["closed"].in_(at.scope.lang, month=f"{at.scope.month:%Y-%m}", by=by)
