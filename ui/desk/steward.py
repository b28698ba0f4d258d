"""For which unit and which month a steward reports, the template, and the way out of the demonstration."""

import streamlit as st

from data import access, batches, demo, months
from data.access import Actor
from data.refusal import Refusal
from data.text import LANGUAGES, Text
from data.uploads.commit import REFUSALS
from data.uploads.template import template
from ui import actor as signed
from ui import reads, room
from ui.board import board
from ui.desk.looking_up import reportable
from ui.exporting import XLSX
from ui.panels import Panel
from ui.scope import Scope, last_month, month_name
from ui.templates import render

MONTHS_BACK = 24
TEXTS = {
    "unit": Text("填报单位", "Reporting unit"),
    "month": Text("月份", "Month"),
    "download": Text("下载 {month} 模板", "Template of {month}"),
    "not_yours": Text(
        "{unit}不由您填报。请在下面选择由您填报的单位。",
        "{unit} is not yours to report. Choose one of your units below.",
    ),
    "leave": Text("退出演示", "Leave the demonstration"),
    "leave_is": Text(
        "演示批次会全部撤回，屏幕只显示真实数据；撤回的批次仍可在“批次”页查到。",
        "All demonstration batches are withdrawn and only real figures are shown; the page Batches still lists them.",
    ),
    "leave_now": Text("退出演示，共 {count} 批", "Leave now ({count} batches)"),
    "left": Text("已退出演示，撤回 {count} 批。", "The demonstration was left; {count} batches were withdrawn."),
    "ask_to_leave": Text(
        "您没有退出演示的权限，请联系讲解员或管理员。",
        "You may not leave it: ask a presenter or an administrator.",
    ),
}


def actor(scope: Scope) -> Actor:
    """This run's person, acting for the unit of the view."""
    return signed.actor().acting_for(scope.unit)


def is_mine(scope: Scope) -> bool:
    """Whether the person reports for the unit of the view."""
    return scope.unit in reportable(signed.actor(), scope.tree)


def chooser(scope: Scope, page: str) -> Panel:
    """The unit and month, to choose among those the person reports for."""
    tree, last = scope.tree, last_month()
    mine = reportable(signed.actor(), tree)
    top = min((len(tree.path(code)) for code in mine), default=1)
    recent = months.between(months.shift(last, -MONTHS_BACK), last)
    form = render(
        "who",
        words={key: TEXTS[key].in_(scope.lang) for key in ("unit", "month")},
        href=scope.link(page),
        units=[
            (code, "　" * (len(tree.path(code)) - top) + scope.name(code), code == scope.unit)
            for code in dict.fromkeys((*mine, *((scope.unit,) if scope.unit not in mine else ())))
        ],
        months=[
            (months.label(each), month_name(each, scope.lang), each == scope.month)
            for each in sorted({*recent, scope.month}, reverse=True)
        ],
    )
    return Panel("", form)


def not_mine(scope: Scope) -> str:
    """The sentence for a unit that somebody else reports."""
    return TEXTS["not_yours"].in_(scope.lang, unit=scope.name(scope.unit))


def template_button(scope: Scope) -> None:
    """The workbook of the unit and month, written when the button is pressed."""
    label = months.label(scope.month)
    st.download_button(
        TEXTS["download"].in_(scope.lang, month=label),
        signed.later(lambda: _template(scope, actor(scope))),
        file_name=f"{scope.name(scope.unit)}-{label}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="template",
    )


def _template(scope: Scope, by: Actor) -> bytes:
    with room.engine().connect() as conn:
        return template(conn, scope.unit, scope.month, by)


def leave_demo(scope: Scope) -> None:
    """While the demonstration is live: why nothing real comes in, and for who may leave it the button, asked twice."""
    said: Text | None = st.session_state.pop("left_demo", None)
    if said:
        _say([said.in_(scope.lang)], scope, "left")
    if not reads.state(scope).demo:
        return
    allowed = access.may_somewhere(signed.actor(), "demonstrate")
    _say(
        [REFUSALS["demo"].in_(scope.lang), *([] if allowed else [TEXTS["ask_to_leave"].in_(scope.lang)])],
        scope,
        "demo-live",
    )
    if not allowed:
        return
    with st.popover(TEXTS["leave"].in_(scope.lang), icon=":material/logout:", key="leave"):
        st.write(TEXTS["leave_is"].in_(scope.lang))
        label = TEXTS["leave_now"].in_(scope.lang, count=_live_demo_batches())
        st.button(label, type="primary", key="leave-now", on_click=_leave)


def _live_demo_batches() -> int:
    with room.engine().connect() as conn:
        listed = batches.listing(conn, limit=10_000)
    return int((listed["demo"] & listed["withdrawn_by"].isna()).sum())


def _leave() -> None:
    try:
        count = demo.leave(room.engine(), by=signed.actor())
    except Refusal as refused:
        st.session_state["left_demo"] = refused.sentence
    else:
        st.session_state["left_demo"] = Text(*(TEXTS["left"].in_(language, count=count) for language in LANGUAGES))


def _say(sentences: list[str], scope: Scope, key: str) -> None:
    board(render("notes", notes=sentences), key=key, lang=scope.lang)
