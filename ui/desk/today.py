"""A steward's desk: until when, how much is in, and the way on; corrections of earlier months."""

from collections.abc import Iterator, Sequence

import streamlit as st
from markupsafe import Markup

from data import months
from data.reporting.calendar import STATES as MONTHS
from data.reporting.drafts import Draft
from data.text import Text
from ui.actor import actor
from ui.board import board
from ui.choosing import left_out, near
from ui.desk import drafting
from ui.desk.clock import left, moment, standing
from ui.desk.lists import deciding, questions, returned_cells, unit_name, units, way
from ui.desk.looking_up import Desk, desk, reportable
from ui.page import panel, show
from ui.panels import Panel
from ui.scope import Scope, last_month, month_name, when
from ui.tables import Column, link, table
from ui.templates import render

MONTHS_BACK = 36
TEXTS = {
    "due": Text("{month} 截止 {due}", "{month} is due {due}"),
    "state": Text("月份状态", "Month"),
    "excepted": Text("已锁定，为您开放至 {until}", "Closed; open to you until {until}"),
    "reported": Text("已报 {reported} / {owed} 项", "{reported} of {owed} cells reported"),
    "all_in": Text("{month} 应报的都已报齐", "All of {month} is in"),
    "nothing_owed": Text(
        "{month} 没有布置给您的填报任务。需要时仍可自行填报。",
        "Nothing is owed for {month}; you may report all the same.",
    ),
    "free": Text("没有填报任务", "Nothing owed"),
    "no_units": Text(
        "您还没有负责填报的单位，请联系管理员。", "There is no unit you report for yet: ask an administrator."
    ),
    "go_on": Text("填报 {unit}", "Report {unit}"),
    "returned": Text("退回要改的", "Sent back to mend"),
    "deciding": Text("正在审核的", "Being decided"),
    "units": Text("各单位", "My units"),
    "questions": Text("待答的提问", "Questions to answer"),
    "unit": Text("单位", "Unit"),
    "draft": Text("草稿", "Draft"),
    "what": Text("数据", "Figure"),
    "month": Text("月份", "Month"),
    "saved": Text("{name} {at}", "{name}, {at}"),
    "corrections": Text("更正以前的月份", "Correct an earlier month"),
    "corrections_is": Text(
        "已报的数有错，选月份、写明原因，另开一份更正；之后的批次不受影响，更正会一直留在指标详情里。",
        "Where a reported figure was wrong, choose the month and give the reason. Later batches stay, and the correction "
        "stays visible with the number.",
    ),
    "why": Text("更正原因", "The reason"),
    "correct": Text("开始更正", "Begin the correction"),
    "why_first": Text("先写明原因。", "Give the reason first."),
    "open_corrections": Text("未提交的更正", "Corrections not handed in"),
}


def on_desk(scope: Scope) -> Desk:
    """Everything on this person's desk for the month of the view."""
    return desk(actor(), scope)


def clock(on: Desk, scope: Scope) -> None:
    """Until when, how much is in, and the way on."""
    said = drafting.said()
    if said:
        board(render("notes", notes=[said.in_(scope.lang)]), key="desk-notes", lang=scope.lang)
    show({"clock": Panel("", _clock(on, scope))}, scope, key="desk-head")


def _clock(on: Desk, scope: Scope) -> Markup:
    lang, now, month = scope.lang, months.now(), month_name(scope.month, scope.lang)
    if not on.roots:
        return render("empty", text=TEXTS["no_units"].in_(lang))
    due = on.next_due or on.month.due
    whole = on.owed > 0 and on.next_due is None
    told = TEXTS["all_in"].in_(lang, month=month) if whole else left(due, now, lang)
    state = MONTHS[on.month.state].in_(lang)
    if on.month.excepted:
        state = TEXTS["excepted"].in_(lang, until=moment(on.month.excepted, lang))
    return render(
        "desk_clock",
        css="done" if whole else standing(due, now) if on.owed else "",
        told=told if on.owed else TEXTS["free"].in_(lang),
        due=TEXTS["due"].in_(lang, month=month, due=moment(due, lang)),
        state=(TEXTS["state"].in_(lang), state, on.month.state),
        share=on.reported / on.owed if on.owed else 0,
        reported=TEXTS["reported"].in_(lang, reported=f"{on.reported:,}", owed=f"{on.owed:,}") if on.owed else
        TEXTS["nothing_owed"].in_(lang, month=month),
        ways=[(TEXTS["go_on"].in_(lang, unit=scope.name(code)), way(scope, code)) for code in on.roots],
    )  # fmt: skip


def desk_panels(on: Desk, scope: Scope) -> None:
    """What came back, what is being decided, what was asked; then unit by unit, the worst first."""
    panels = {
        "returned": returned_cells(on, scope),
        "deciding": deciding(on, scope),
        "questions": questions(on, scope),
        "units": units(on, scope),
    }
    show(panels, scope, key="desk")


def corrections(on: Desk, scope: Scope) -> None:
    """An earlier month, with a reason: a draft beside the report."""
    if not on.roots:
        return
    lang = scope.lang
    with panel("corrections", TEXTS["corrections"].in_(lang), TEXTS["corrections_is"].in_(lang), scope):
        _open_corrections(on, scope)
        unit, month = st.columns(2)
        places = reportable(actor(), scope.tree)
        of = unit.selectbox(
            TEXTS["unit"].in_(lang),
            near(scope, places),
            format_func=scope.name,
            key="correct-unit",
            help=left_out(scope, places),
        )
        of_month = month.selectbox(
            TEXTS["month"].in_(lang),
            list(reversed(months.between(months.shift(last_month(), -MONTHS_BACK), months.shift(last_month(), -1)))),
            format_func=lambda each: month_name(each, lang),
            key="correct-month",
        )
        reason = st.text_input(TEXTS["why"].in_(lang), key="correct-why", max_chars=200)
        st.button(
            TEXTS["correct"].in_(lang),
            key="correct",
            disabled=not reason.strip(),
            on_click=_correct,
            args=(of, of_month, reason),
            help=None if reason.strip() else TEXTS["why_first"].in_(lang),
        )
    if st.session_state.pop("desk_go", False):
        st.switch_page("pages/stewards/upload.py", query_params=dict(st.query_params.items()))


def _correct(unit: str, month, reason: str) -> None:
    if drafting.begin(unit, month, reason) is not None:
        st.session_state["desk_go"] = True


def _open_corrections(on: Desk, scope: Scope) -> None:
    mine = [each for each in on.drafts if each.correction]
    if not mine:
        return
    columns = [
        Column("what", TEXTS["open_corrections"].in_(scope.lang), "main"),
        Column("why", TEXTS["why"].in_(scope.lang)),
        Column("saved", TEXTS["draft"].in_(scope.lang)),
    ]
    board(table(columns, list(_corrected(mine, scope)), empty=""), key="open-corrections", lang=scope.lang)


def _corrected(mine: Sequence[Draft], scope: Scope) -> Iterator[dict[str, object]]:
    for each in mine:
        href = way(scope, each.unit, month=each.month, draft=each.number)
        told = f"{unit_name(each.unit, scope)} {months.label(each.month)}"
        saved = TEXTS["saved"].in_(scope.lang, name=each.name, at=when(each.at))
        yield {"what": link(told, href), "why": each.correction, "saved": saved}
