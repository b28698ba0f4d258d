"""The decision: accept all, accept the rest and send single cells back, or send all of it back."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from data.refusal import Refusal
from data.reporting import approval
from data.reporting.approval import Back
from data.text import Text
from ui import room
from ui.actor import actor
from ui.approving.reasons import LONGEST, key_of, reasons, why
from ui.approving.view import Cell, View, link, ticked
from ui.board import ARRIVE, board
from ui.page import panel
from ui.scope import Scope
from ui.tables import link as way
from ui.templates import render

TEXTS = {
    "decide": Text("审核决定", "Decide"),
    "all": Text("没有勾选要退回的单元格：全部 {count} 项将通过。", "No cell is ticked: all {count} would be accepted."),
    "some": Text(
        "勾选了 {back} 个单元格退回；其余 {rest} 项通过，不必等它们。",
        "Ticked to go back: {back}. The other {rest} are accepted and need not wait for them.",
    ),
    "accept_all": Text("全部通过（{count} 项）", "Accept all ({count})"),
    "accept_rest": Text("通过其余 {rest} 项，退回 {back} 个单元格", "Accept the other {rest}, send {back} back"),
    "only_back": Text("退回 {back} 个单元格", "Send {back} cells back"),
    "next_step": Text("通过后交上一级审核。", "It then goes to the next step."),
    "return_all": Text("全部退回…", "Send all of it back…"),
    "return_now": Text("全部退回", "Send all of it back"),
    "note": Text("审核意见（可不填）", "Note (optional)"),
    "untick": Text("全部取消勾选", "Untick all"),
    "seen": Text(
        "我已核对他人改过的 {count} 处，以本次上报为准",
        "I have looked at the {count} changed by others; these figures stand as handed in here",
    ),
    "see_first": Text("先核对并勾选他人改过的数据，才能通过。", "Look at what others changed and tick it first."),
    "mend_first": Text(
        "有 {count} 处已不能计入：请勾选退回，或全部退回。",
        "{count} cells can no longer count: tick them, or send all back.",
    ),
    "say_why": Text("先写明退回原因。", "Say why first."),
}


def decide(view: View, scope: Scope) -> None:
    """The panel of the decision; who may not decide is told why."""
    if view.may_not is not None:
        board(render("notes", notes=[view.may_not.in_(scope.lang)]), key="may-not", lang=scope.lang)
        return
    back, rest = ticked(view), len(view.cells) - len(ticked(view))
    told = ("some", {"back": len(back), "rest": rest}) if back else ("all", {"count": rest})
    text = TEXTS[told[0]].in_(scope.lang, **told[1])
    if view.submission.step + 1 < view.submission.steps:
        text += TEXTS["next_step"].in_(scope.lang)
    with panel("decide", TEXTS["decide"].in_(scope.lang), text, scope):
        why_back = reasons("back", back, view, scope) if back else None
        lacking = _lacking(view, back, why_back, scope)
        note = st.text_input(TEXTS["note"].in_(scope.lang), key=key_of(view, "note"), max_chars=LONGEST)
        with st.container(horizontal=True, key="deciding"):
            st.button(
                _label(back, rest, scope),
                type="primary",
                disabled=bool(lacking),
                key="accept",
                on_click=_accept,
                args=(view, why_back() if why_back and not lacking else (), note),
            )
            _return_all(view, scope)
        if lacking:
            board(render("notes", notes=[lacking]), key="lacking", lang=scope.lang)
        if back:
            untick = way(TEXTS["untick"].in_(scope.lang), link(scope, view, back=""))
            board(render("words", text=untick), key="untick", lang=scope.lang)


def _label(back: tuple[Cell, ...], rest: int, scope: Scope) -> str:
    if not back:
        return TEXTS["accept_all"].in_(scope.lang, count=f"{rest:,}")
    return TEXTS["accept_rest" if rest else "only_back"].in_(scope.lang, rest=f"{rest:,}", back=len(back))


def _lacking(view: View, back: tuple[Cell, ...], why_back: Callable[[], tuple[Back, ...]] | None, scope: Scope) -> str:
    """What has to be done before it can be accepted; "" for nothing."""
    assert view.review is not None
    wrong = {(finding.sheet, finding.cell) for finding in view.review.checked.errors} - set(back)
    if wrong:
        return TEXTS["mend_first"].in_(scope.lang, count=len(wrong))
    against = _against(view, back)
    if against and not st.checkbox(
        TEXTS["seen"].in_(scope.lang, count=against), key=key_of(view, f"seen-{view.review.revision}")
    ):
        return TEXTS["see_first"].in_(scope.lang)
    return TEXTS["say_why"].in_(scope.lang) if why_back and not all(each.reason for each in why_back()) else ""


def _against(view: View, back: tuple[Cell, ...]) -> int:
    """How many figures that others changed would be accepted."""
    assert view.review is not None
    frame = view.review.conflicts
    return sum(cell not in back for cell in zip(frame["sheet"], frame["cell"], strict=True)) if len(frame) else 0


def _return_all(view: View, scope: Scope) -> None:
    with st.popover(TEXTS["return_all"].in_(scope.lang), key="return-all"):
        said, due = why("all", view, scope)
        st.button(
            TEXTS["return_now"].in_(scope.lang),
            key="return-now",
            disabled=not said,
            on_click=_send_back,
            args=(view, said, due),
        )


def _accept(view: View, back: tuple[Back, ...], note: str) -> None:
    """For the button: what was shown is decided, exactly that."""
    assert view.review is not None
    found, despite = view.submission, view.review.revision if len(view.review.conflicts) else 0
    try:
        done = approval.accept(
            room.engine(),
            found.number,
            by=actor(),
            step=found.step,
            sending_back=back,
            note=note.strip(),
            despite=despite,
        )
    except Refusal as refused:
        st.session_state["approval_said"] = refused.sentence
    else:
        st.session_state["approval_done"] = (found, done, len(back))
        _leave()


def _send_back(view: View, reason: str, due: datetime) -> None:
    found = view.submission
    try:
        approval.send_back(room.engine(), found.number, reason, due, by=actor(), step=found.step)
    except Refusal as refused:
        st.session_state["approval_said"] = refused.sentence
    else:
        st.session_state["approval_done"] = (found, None, 0)
        _leave()


def _leave() -> None:
    """Back to the list, which tells what was done."""
    for name in ("submission", "back", "rest", "from", "ask"):
        st.query_params.pop(name, None)


def what_was_said(scope: Scope) -> None:
    """What came of a button that changed nothing, told once."""
    said: Text | None = st.session_state.pop("approval_said", None)
    if said:
        st.session_state["approval_told"] = st.session_state.get("approval_told", 0) + 1
        arrive = ARRIVE.format(f"said-{st.session_state['approval_told']}")
        board(render("notes", notes=[said.in_(scope.lang)]) + arrive, key="said", lang=scope.lang)
