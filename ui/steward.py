"""Who reports, for which unit and which month: the beginning of a steward's month. Kept in the URL and in the session."""

import streamlit as st

from data import batches, demo, months, store
from data.access import Actor
from data.refusal import Refusal
from data.text import LANGUAGES, Text
from data.uploads.commit import REFUSALS
from data.uploads.template import template
from ui import actor as signed
from ui import reads
from ui.board import board
from ui.exporting import XLSX
from ui.page import panel, show
from ui.panels import Panel
from ui.scope import Scope, last_month, month_name
from ui.templates import render

MONTHS_BACK = 24
TEXTS = {
    "who": Text("1  我是谁，报哪里、哪个月", "1  Who I am, for which unit and month"),
    "name": Text("姓名", "Name"),
    "unit": Text("填报单位", "Reporting unit"),
    "month": Text("月份", "Month"),
    "why_name": Text("姓名会记在批次里，供日后核对。", "The name is kept with the batch, for later checks."),
    "template": Text("2  下载模板，填好", "2  Download the template and fill it in"),
    "template_is": Text(
        "每个下级单位一行，每个填报项一列；选中单元格即提示上月数，表下也以灰色列出。也可以用自己的表：表头写填报项的名称即可。",
        "A row for each unit below, a column for each measure. Last month's figure shows at the cell you choose, and in "
        "grey below the table. A table of your own will do if its header names the measures.",
    ),
    "download": Text("下载 {month} 模板", "Download the template of {month}"),
    "leave": Text("退出演示", "Leave the demonstration"),
    "leave_is": Text(
        "演示批次会全部撤回，屏幕只显示真实数据；撤回的批次仍可在“批次”页查到。",
        "All demonstration batches are withdrawn and only real figures are shown; the page Batches still lists them.",
    ),
    "leave_now": Text("退出演示，共 {count} 批", "Leave now ({count} batches)"),
    "left": Text("已退出演示，撤回 {count} 批。", "The demonstration was left; {count} batches were withdrawn."),
}


def name() -> str:
    """The name of the account, which goes into the record."""
    return signed.actor().name


def actor(scope: Scope) -> Actor:
    """Who acts on this page, for the unit shown."""
    return signed.actor().acting_for(scope.unit)


def who(scope: Scope, page: str = "upload") -> None:
    """The form of the first step."""
    words = {key: text.in_(scope.lang) for key, text in TEXTS.items() if key in ("name", "unit", "month", "why_name")}
    tree, last = scope.tree, last_month()
    open_months = months.between(months.shift(last, -MONTHS_BACK), last)
    form = render(
        "who",
        words=words,
        name=name(),
        href=scope.link(page),
        units=[(code, "　" * (len(tree.path(code)) - 1) + scope.name(code), code == scope.unit) for code in tree.codes],
        months=[
            (months.label(each), month_name(each, scope.lang), each == scope.month)
            for each in sorted({*open_months, scope.month}, reverse=True)
        ],
    )
    show({"who": Panel(TEXTS["who"].in_(scope.lang), form)}, scope, key="who")


def template_button(scope: Scope) -> None:
    """The workbook of the unit and month, written when the button is pressed."""
    label, by = months.label(scope.month), actor(scope)
    with panel("template", TEXTS["template"].in_(scope.lang), TEXTS["template_is"].in_(scope.lang), scope):
        st.download_button(
            TEXTS["download"].in_(scope.lang, month=label),
            lambda: _template(scope, by),
            file_name=f"{scope.name(scope.unit)}-{label}.xlsx",
            mime=XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="template",
        )


def _template(scope: Scope, by: Actor) -> bytes:
    with store.engine().connect() as conn:
        return template(conn, scope.unit, scope.month, by)


def leave_demo(scope: Scope) -> None:
    """While the demonstration is live: why nothing real comes in, and the button to leave it, asked twice."""
    said: Text | None = st.session_state.pop("left_demo", None)
    if said:
        _say(said.in_(scope.lang), scope, "left")
    if not reads.state(scope).demo:
        return
    _say(REFUSALS["demo"].in_(scope.lang), scope, "demo-live")
    with st.popover(TEXTS["leave"].in_(scope.lang), icon=":material/logout:", key="leave"):
        st.write(TEXTS["leave_is"].in_(scope.lang))
        count = _live_demo_batches()
        st.button(
            TEXTS["leave_now"].in_(scope.lang, count=count),
            type="primary",
            key="leave-now",
            on_click=_leave,
            args=(actor(scope),),
        )


def _live_demo_batches() -> int:
    with store.engine().connect() as conn:
        listed = batches.listing(conn, limit=10_000)
    return int((listed["demo"] & listed["withdrawn_by"].isna()).sum())


def _leave(by: Actor) -> None:
    try:
        count = demo.leave(store.engine(), by=by)
    except Refusal as refused:
        st.session_state["left_demo"] = refused.sentence
    else:
        st.session_state["left_demo"] = Text(*(TEXTS["left"].in_(language, count=count) for language in LANGUAGES))


def _say(sentence: str, scope: Scope, key: str) -> None:
    board(render("notes", notes=[sentence]), key=key, lang=scope.lang)
