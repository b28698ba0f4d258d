"""A question at a cell of a submission: asked without sending it back; the thread stays with the figure."""

import pandas as pd
import streamlit as st

from data.questions import questions
from data.refusal import Refusal
from data.text import Text
from ui import room
from ui.actor import actor
from ui.approving.reasons import LONGEST, key_of, named
from ui.approving.view import Cell, View, cell_of
from ui.board import ARRIVE
from ui.page import panel
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "ask": Text("就{what}提问", "Ask about {what}"),
    "ask_is": Text(
        "提问不等于退回：数据照常审核，填报员会收到通知，答复留在这个数上。",
        "A question does not send anything back. The steward is told, and the thread stays with the figure.",
    ),
    "question": Text("问题", "Question"),
    "ask_now": Text("提问", "Ask"),
    "cancel": Text("取消", "Cancel"),
    "asked": Text("已提问，填报员会收到通知。", "Asked; the steward is told."),
}


def ask(view: View, scope: Scope) -> None:
    """A question at the cell that the address names."""
    cell = cell_of(st.query_params.get("ask", ""))
    if view.may_not is not None or view.review is None or not len(_rows(view, cell)):
        return
    title = TEXTS["ask"].in_(scope.lang, what=named(cell, view, scope))
    text = render("words", text=TEXTS["ask_is"].in_(scope.lang)) + ARRIVE.format(f"ask-{'!'.join(cell)}")
    with panel("ask", title, text, scope):
        said = st.text_area(
            TEXTS["question"].in_(scope.lang), key=key_of(view, f"ask-{'!'.join(cell)}"), max_chars=LONGEST
        )
        with st.container(horizontal=True, key="asking"):
            st.button(
                TEXTS["ask_now"].in_(scope.lang),
                type="primary",
                key="ask-now",
                disabled=not said.strip(),
                on_click=_ask,
                args=(view, cell, said),
            )
            st.button(TEXTS["cancel"].in_(scope.lang), key="ask-cancel", on_click=_cancel)


def _cancel() -> None:
    st.query_params.pop("ask", None)


def _ask(view: View, cell: Cell, text: str) -> None:
    row = _rows(view, cell).iloc[0]
    try:
        spot = (row["measure"], row["unit"], row["month"].date(), row["subject"])
        questions.ask(room.engine(), *spot, text.strip(), by=actor())
    except Refusal as refused:
        st.session_state["approval_said"] = refused.sentence
    else:
        st.session_state["approval_said"] = TEXTS["asked"]
        st.query_params.pop("ask", None)


def _rows(view: View, cell: Cell) -> pd.DataFrame:
    """The figure that stands in a cell; no row where it is none."""
    assert view.review is not None
    frame = view.review.compared.figures
    return frame[(frame["sheet"] == cell[0]) & (frame["cell"] == cell[1])]
