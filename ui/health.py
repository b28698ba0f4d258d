"""Whether all is well with the installation, for administrators: what the checks found, worst first."""

import streamlit as st
from markupsafe import Markup

from data import access, months
from data.health.finding import SIGNS, STATES, Finding
from data.health.looking import CHECKS, Health, look
from data.people import grants
from data.settings import settings
from data.text import Text
from ui import actor as signed
from ui import room
from ui.page import panel
from ui.page import show as show_panels
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, table
from ui.templates import render

KEPT = "health"  # of the session: what was found when somebody last looked
TEXTS = {
    "title": Text("系统体检", "Health"),
    "well": Text("一切正常。", "All is well."),
    "bad": Text("有 {bad} 项异常，{watch} 项要留意。", "{bad} bad, {watch} to watch."),
    "watch": Text("没有异常，{watch} 项要留意。", "Nothing is bad, {watch} to watch."),
    "unknown": Text("没有异常，{unknown} 项情况不明。", "Nothing is bad, {unknown} unknown."),
    "at": Text("检查于 {when}（浙江时间）。", "Looked at {when} (time of Zhejiang)."),
    "again": Text("再查一次", "Look again"),
    "check": Text("检查", "Check"),
    "state": Text("状态", "State"),
    "said": Text("情况", "How it stands"),
    "todo": Text("怎么办", "What to do"),
    "whole": Text(
        "系统体检涉及整个系统，由管理{unit}的管理员查看。",
        "Health is about the whole installation: administrators of {unit} look at it.",
    ),
}
COLUMNS = {"state": "short", "check": "main short", "said": "", "todo": ""}


def shown(scope: Scope) -> None:
    """When it was looked at, the button to look again, and every check. It tells of the server and of all walls, so it is
    for who administers the whole."""
    lang = scope.lang
    if not _may_look():
        whole = TEXTS["whole"].in_(lang, unit=scope.name(settings().unit))
        show_panels({"health": Panel(TEXTS["title"].in_(lang), render("words", text=whole))}, scope, key="health")
        return
    if KEPT not in st.session_state:
        _look()
    found: Health = st.session_state[KEPT]
    with panel("health", TEXTS["title"].in_(lang), _summary(found, scope), scope):
        st.button(TEXTS["again"].in_(lang), icon=":material/refresh:", key="look-again", on_click=_look)
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    rows = [_row(each, scope) for each in found.findings]
    show_panels({"checks": Panel("", table(columns, rows, empty=""))}, scope, key="checks")


def _may_look() -> bool:
    with room.engine().connect() as conn:
        return access.may(access.for_all(signed.actor()), "audit", settings().unit, grants.tree_of_today(conn))


def _look() -> None:
    st.session_state[KEPT] = look(room.engine())


def _summary(found: Health, scope: Scope) -> Markup:
    counts = {state: found.count(state) for state in STATES}
    key = "well" if found.state == "good" else found.state
    at = TEXTS["at"].in_(scope.lang, when=f"{found.at.astimezone(months.SHANGHAI):%Y-%m-%d %H:%M:%S}")
    return render("health", state=found.state, title=TEXTS[key].in_(scope.lang, **counts), at=at)


def _row(each: Finding, scope: Scope) -> dict[str, object]:
    state = Markup('<b class="health {}">{} {}</b>').format(
        each.state, SIGNS[each.state], STATES[each.state].in_(scope.lang)
    )
    todo = each.todo.in_(scope.lang) if each.todo else "—"
    return {
        "state": state,
        "check": CHECKS[each.check].in_(scope.lang),
        "said": Markup('<span class="sentence">{}</span>').format(each.said.in_(scope.lang)),
        "todo": Markup('<span class="sentence">{}</span>').format(todo),
    }
