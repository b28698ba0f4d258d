"""An earlier month corrected from its batch: a reason first, then a draft beside the month's report."""

from datetime import date

import streamlit as st

from data.text import Text
from ui.board import board
from ui.desk import drafting
from ui.page import panel
from ui.scope import Scope, month_name
from ui.templates import render

UPLOAD = "pages/stewards/upload.py"
TEXTS = {
    "correct": Text("更正{unit} {month}的数据", "Correct {unit}, {month}"),
    "correct_is": Text(
        "更正草稿里填好现在有效的数，只改错的单元格即可。以后的批次不动；更正和原因会一直显示在指标详情里。",
        "The draft holds the figures that count now: change only the cells that are wrong. Later batches stay as they are, "
        "and the correction with its reason stays visible at the number.",
    ),
    "reason": Text("更正原因（必填）", "Why it is corrected (needed)"),
    "begin": Text("开始更正", "Begin the correction"),
}


def correct(unit: str, month: date, scope: Scope) -> None:
    """The reason and the button; then the page on which the draft is filled in."""
    title = TEXTS["correct"].in_(scope.lang, unit=scope.name(unit), month=month_name(month, scope.lang))
    with panel("correct", title, TEXTS["correct_is"].in_(scope.lang), scope):
        reason = st.text_input(TEXTS["reason"].in_(scope.lang), key="correct-why", max_chars=200, live=True)
        st.button(
            TEXTS["begin"].in_(scope.lang),
            type="primary",
            key="correct-now",
            disabled=not reason.strip(),
            on_click=_begin,
            args=(unit, month, reason.strip()),
        )
        said = drafting.said()
        if said:
            board(render("notes", notes=[said.in_(scope.lang)]), key="correct-said", lang=scope.lang)
    if st.session_state.pop("correct_go", False):
        kept = {name: value for name, value in st.query_params.items() if name not in ("batch", "correct")}
        st.switch_page(UPLOAD, query_params=kept)


def _begin(unit: str, month: date, reason: str) -> None:
    if drafting.begin(unit, month, reason) is not None:
        st.session_state["correct_go"] = True
