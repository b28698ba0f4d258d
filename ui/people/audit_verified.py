"""The audit log looked over at a click: whole, or which lines are not what was written."""

import streamlit as st

from data import audit, store
from data.audit import Verified
from data.text import Text
from ui import room
from ui.page import panel
from ui.scope import Scope
from ui.templates import render

MOST = 50  # findings told on the page; the command line tells all
TEXTS = {
    "verify": Text("日志完整性", "Is the log whole?"),
    "told": Text(
        "每条日志都有封印，并与上一条相连；序号和封印同时记在库外。改动、删除、插入、截尾都能发现。",
        "Every line is sealed together with the line before it, and noted outside the database: a line that was changed, "
        "taken out, put in or cut off is found.",
    ),
    "do": Text("现在核验", "Verify now"),
    "whole": Text("完整：{count} 条日志均未改动。", "Whole: none of the {count} lines was touched."),
    "broken": Text("发现 {found} 处异常（共 {count} 条）：", "{found} findings in {count} lines:"),
    "more": Text(
        "另有 {count} 处，请用命令行查看：python -m data audit verify", "{count} more: python -m data audit verify"
    ),
    "head": Text("末条封印（可另行记下，日后比对）", "Head (note it elsewhere to compare later)"),
    "noted": Text("库外记录", "Noted outside"),
    "lines": Text("{count} 条", "{count} lines"),
}


def verifying(scope: Scope) -> None:
    """The button, and what came of it."""
    with panel("verify", TEXTS["verify"].in_(scope.lang), _result(scope), scope):
        st.button(TEXTS["do"].in_(scope.lang), icon=":material/verified_user:", key="verify", on_click=_verify)


def _verify() -> None:
    with store.reading(room.engine()) as conn:
        st.session_state["verified"] = audit.verify(conn)


def _result(scope: Scope):
    found: Verified | None = st.session_state.get("verified")
    lang = scope.lang
    if found is None:
        return render("words", text=TEXTS["told"].in_(lang))
    facts = [
        (TEXTS["noted"].in_(lang), TEXTS["lines"].in_(lang, count=f"{found.noted:,}")),
        (TEXTS["head"].in_(lang), render("seal", text=found.head or "—")),
    ]
    told = [each.told(lang) for each in found.broken[:MOST]]
    if len(found.broken) > MOST:
        told.append(TEXTS["more"].in_(lang, count=len(found.broken) - MOST))
    key = "broken" if told else "whole"
    title = TEXTS[key].in_(lang, count=f"{found.count:,}", found=len(found.broken))
    return render("verified", title=title, told=told) + render("facts", facts=facts)
