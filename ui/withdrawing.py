"""Taking a batch back: first what would come of it, then a reason and the button."""

import streamlit as st

from data import outlook, store
from data.access import Actor
from data.refusal import Refusal
from data.text import Text
from data.uploads import commit
from ui.board import board
from ui.page import panel
from ui.scope import Scope
from ui.steward import actor, name
from ui.templates import render

TEXTS = {
    "confirm": Text("撤回批次 {number}", "Withdraw batch {number}"),
    "outlook": Text(
        "撤回后：{back} 个数回到之前的批次所报，{gone} 个数变为未填报，{unchanged} 个数不受影响（之后的批次已更新）。"
        "批次本身和原文件仍可查。",
        "After this: {back} figures fall back to what earlier batches reported, {gone} become not reported, {unchanged} "
        "stay as they are (later batches stand). The batch and its file remain on record.",
    ),
    "reason": Text("撤回原因", "Reason"),
    "do": Text("确认撤回", "Withdraw"),
    "need": Text(
        "先填写原因；姓名请在“上报”页第 1 步填写。",
        "Give a reason first; your name goes into step 1 of the page Upload.",
    ),
    "done": Text("批次 {number} 已撤回，版本 {revision}。", "Batch {number} is withdrawn; revision {revision}."),
}


def confirm(number: int, scope: Scope) -> None:
    """What would come of it, a reason and the button."""
    by = actor(scope)
    try:
        with store.rehearsal(store.engine()) as conn:
            expected = outlook.withdraw(conn, number, by=by)
    except Refusal as refused:  # somebody else took it back a moment ago, or the database cannot write
        board(render("notes", notes=[refused.sentence.in_(scope.lang)]), key="refused", lang=scope.lang)
        return
    told = TEXTS["outlook"].in_(scope.lang, **{key: f"{count:,}" for key, count in expected._asdict().items()})
    with panel("withdraw", TEXTS["confirm"].in_(scope.lang, number=number), told, scope):
        reason = st.text_input(TEXTS["reason"].in_(scope.lang), key=f"reason-{number}", max_chars=200)
        ready = bool(reason.strip() and name())
        st.button(
            TEXTS["do"].in_(scope.lang),
            type="primary",
            disabled=not ready,
            key="withdraw-now",
            on_click=_take_back,
            args=(number, by, reason),
        )
        if not ready:
            board(render("notes", notes=[TEXTS["need"].in_(scope.lang)]), key="need", lang=scope.lang)


def _take_back(number: int, by: Actor, reason: str) -> None:
    try:
        revision = commit.withdraw(store.engine(), number, by=by, reason=reason.strip())
    except Refusal as refused:
        st.session_state["batch_said"] = refused.sentence
    else:
        st.session_state["batch_said"] = Text(
            *(TEXTS["done"].in_(language, number=number, revision=revision) for language in ("zh", "en"))
        )
        st.query_params.pop("withdraw", None)


def what_was_done(scope: Scope) -> None:
    """What came of the button, told once."""
    said = st.session_state.pop("batch_said", None)
    if said:
        board(render("notes", notes=[said.in_(scope.lang)]), key="said", lang=scope.lang)
