"""The end of a steward's work on a draft: what is wrong, what it changes, who decides, handing it in, what came of it."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from data.reporting import desk, steps
from data.settings import settings
from data.text import Text
from ui import room
from ui.board import board
from ui.changes import changes, moved
from ui.desk import drafting
from ui.desk.examined import Moved, would_move
from ui.desk.findings import findings
from ui.desk.head import closed
from ui.desk.steward import actor
from ui.desk.work import Place, Work
from ui.page import panel, show
from ui.panels import Panel
from ui.rows.fields import listed
from ui.scope import Scope, when
from ui.tables import link
from ui.templates import render

FEW = 3  # names of those who decide
TEXTS = {
    "submit": Text("提交", "Hand in"),
    "approval": Text("提交审核：新增 {added}，修改 {changed}", "Hand in: {added} added, {changed} changed"),
    "at_once": Text(
        "提交，立即生效：新增 {added}，修改 {changed}", "Hand in; counts at once: {added} added, {changed} changed"
    ),
    "decides": Text("提交后由{who}审核，通过后才计入。", "{who} will decide; it counts once accepted."),
    "decides_steps": Text(
        "提交后由{who}审核，共 {steps} 级，全部通过后才计入。",
        "{who} will decide first, of {steps} steps; it counts once all have accepted.",
    ),
    "nobody": Text(
        "现在没有人可以审核{unit}：提交后会一直等待，请联系管理员指定审核员。",
        "Nobody may approve {unit} now: it would wait. Ask an administrator to name an approver.",
    ),
    "counts_now": Text(
        "这里不设审核：提交后立即计入，各屏随即更新。",
        "No approval is asked: it counts at once and every screen follows.",
    ),
    "and_more": Text("等 {count} 人", " and others ({count})"),
    "confirm": Text("我已核对这 {count} 处疑点", "I have looked at these {count} findings"),
    "mend_first": Text("先改好 {count} 处须修改的，才能提交。", "Still to mend: {count}. Then hand it in."),
    "decide_first": Text(
        "先选定 {count} 处两人都改过的单元格。", "Cells that two people changed, to decide first: {count}."
    ),
    "confirm_first": Text("先勾选已核对，才能提交。", "Tick that you have looked; then hand it in."),
    "empty": Text("还没有填任何数。", "Nothing is filled in yet."),
    "waiting": Text("第 {number} 号报送待审核", "Submission {number} waits for approval"),
    "waiting_is": Text(
        "{name} 于 {at} 提交，共 {cells} 项；第 {step} 级，共 {steps} 级，由{who}审核。审核前可以收回再改。",
        "Handed in by {name} at {at}, {cells} cells; step {step} of {steps}, with {who}. It can be taken back until then.",
    ),
    "again": Text("若再次提交，将取代它。", "Handing in again replaces it."),
    "recall": Text("收回", "Take it back"),
    "done": Text("已提交：批次 {batch}，版本 {revision}", "Committed: batch {batch}, revision {revision}"),
    "handed": Text("已提交第 {number} 号报送", "Submission {number} is handed in"),
    "handed_is": Text(
        "由{who}审核，结果会在“通知”里告诉您；通过后，下面的数才会变。",
        "{who} will decide, and a notice will tell you; once accepted, the numbers below move.",
    ),
    "superseded": Text("第 {numbers} 号报送已由它取代。", "It replaces submission {numbers}."),
    "to_overview": Text("看总览", "See the overview"),
    "to_batch": Text("看这一批", "See this batch"),
    "to_desk": Text("回到我的填报", "Back to my desk"),
    "what_moved": Text("动了的数（点开看详情）", "What moved (open a number to see its cells)"),
    "would_move": Text("通过后会动的数", "What moves once it is accepted"),
    "steps": Text("步骤", "Steps"),
    "cells": Text("改动 {count} 项", "{count} change"),
}


def found(of: Work) -> None:
    """The findings, each leading to its cell."""
    panels = {"findings": findings(of.seen.checked.findings, of.book, of.scope, of.way)}
    show(panels, of.scope, key="findings")


def consequences(of: Work) -> Moved:
    """What it would change, and which numbers of the screens would move; not asked while something must be mended."""
    if of.seen.checked.errors or of.seen.compared.empty:
        return Moved(None)
    would = would_move(of.seen, of.place.actor)
    panels = {"changes": changes(of.seen.compared, of.scope)}
    if would.moves is not None:
        panels["moves"] = moved(would.moves, of.scope)
    show(panels, of.scope, key="changes")
    return would


def handing_in(of: Work, would: Moved) -> None:
    """Who decides, what is still to be done, and the button."""
    scope, lang = of.scope, of.scope.lang
    warnings, counts = len(of.seen.checked.warnings), of.seen.compared.counts()
    with panel("submit", TEXTS["submit"].in_(lang), who_decides(of.place), scope):
        looked = not warnings or st.checkbox(
            TEXTS["confirm"].in_(lang, count=warnings),
            key=f"looked-{of.draft.number}-{of.draft.version}-{warnings}",
        )
        lacking = _lacking(of, would, looked)
        label = {key: f"{counts.get(key, 0):,}" for key in ("added", "changed")}
        st.button(
            TEXTS["approval" if settings().approval.levels else "at_once"].in_(lang, **label),
            type="primary",
            disabled=bool(lacking),
            on_click=drafting.hand_in,
            args=(of.seen, would.moves or []),
            key="submit",
        )
        if lacking:
            board(render("notes", notes=[lacking]), key="lacking", lang=lang)


def _lacking(of: Work, would: Moved, looked: bool) -> str:
    lang, errors = of.scope.lang, len(of.seen.checked.errors)
    clashing = len(drafting.conflicts(of.draft.number))
    if of.place.month.closed:
        return closed(of.place)
    if clashing:
        return TEXTS["decide_first"].in_(lang, count=clashing)
    if of.seen.compared.empty and not errors:
        return TEXTS["empty"].in_(lang)
    if errors:
        return TEXTS["mend_first"].in_(lang, count=errors)
    if would.refusal:
        return would.refusal.in_(lang)
    return "" if looked else TEXTS["confirm_first"].in_(lang)


def who_decides(at: Place) -> str:
    """Who will approve what is handed in for the place, or that it counts at once."""
    lang, scope = at.scope.lang, at.scope
    if not settings().approval.levels:
        return TEXTS["counts_now"].in_(lang)
    names, asked = _deciders(scope), steps.count(scope.unit, scope.tree)
    if not names:
        return TEXTS["nobody"].in_(lang, unit=scope.name(scope.unit))
    return TEXTS["decides" if asked == 1 else "decides_steps"].in_(lang, who=_names(names, scope), steps=asked)


def _deciders(scope: Scope, step: int = 1) -> tuple[str, ...]:
    with room.engine().connect() as conn:
        return desk.deciders(conn, scope.unit, scope.tree, apart_from=actor(scope).login, step=step)


def _names(names: Sequence[str], scope: Scope) -> str:
    more = TEXTS["and_more"].in_(scope.lang, count=len(names)) if len(names) > FEW else ""
    return listed(names[:FEW], scope.lang) + more


def waiting(at: Place, of: Work | None) -> None:
    """What of this month waits for approval, and the button to take it back."""
    sent = at.submission
    if sent is None or sent.state != "waiting":
        return
    scope, lang = at.scope, at.scope.lang
    blanks = {"name": sent.name, "at": when(sent.at), "cells": f"{sent.cells:,}", "steps": sent.steps}
    step = min(sent.step + 1, sent.steps)
    who = _names(_deciders(scope, step), scope) or "—"
    told = TEXTS["waiting_is"].in_(lang, **blanks, step=step, who=who)
    if of is not None:
        told += TEXTS["again"].in_(lang)
    with panel("waiting", TEXTS["waiting"].in_(lang, number=sent.number), told, scope):
        st.button(
            TEXTS["recall"].in_(lang),
            key="recall",
            icon=":material/undo:",
            on_click=drafting.recall,
            args=(sent,),
        )


def done(scope: Scope) -> bool:
    """What was handed in just now, what happens next, and every number it moves. Whether there was something."""
    made: drafting.Handed | None = st.session_state.get("handed")
    if made is None or (made.unit, made.month) != (scope.unit, scope.month):
        return False
    lang, committed = scope.lang, made.submitted.committed
    if committed:
        title = TEXTS["done"].in_(lang, batch=committed.batch, revision=committed.revision)
        told, after = "", TEXTS["what_moved"]
    else:
        title, after = TEXTS["handed"].in_(lang, number=made.submitted.number), TEXTS["would_move"]
        told = TEXTS["handed_is"].in_(lang, who=_names(_deciders(scope), scope) or "—")
    if made.submitted.superseded:
        told += TEXTS["superseded"].in_(lang, numbers=listed(map(str, made.submitted.superseded), lang))
    body = (render("words", text=told) if told else Markup("")) + _ways(scope, committed)
    show({"done": Panel(title, body), "moves": moved(made.moves, scope, after.in_(lang))}, scope, key="done")
    return True


def _ways(scope: Scope, committed) -> Markup:
    ways = [link(TEXTS["to_desk"].in_(scope.lang), scope.link("desk"))]
    if committed:
        ways.append(link(TEXTS["to_overview"].in_(scope.lang), scope.link()))
        ways.append(link(TEXTS["to_batch"].in_(scope.lang), scope.link("history", batch=committed.batch)))
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways))
