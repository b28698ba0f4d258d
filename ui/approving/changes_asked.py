"""What somebody asks to change beside figures handed in – a withdrawal, a duty – and the decision about it."""

import streamlit as st
from markupsafe import Markup

from data import outlook, store
from data.refusal import Refusal
from data.reporting import change_requests
from data.reporting.change_requests import Request
from data.text import LANGUAGES, Text
from ui import room
from ui.actor import actor
from ui.batches.withdrawing import TEXTS as WITHDRAWING
from ui.delivery.delivered import what_name
from ui.page import panel
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import link
from ui.templates import render

FEW = 8  # duties named; more are counted
TEXTS = {
    "title": Text("申请：{what}", "Asked for: {what}"),
    "by": Text("申请人", "Asked by"),
    "at": Text("时间", "When"),
    "reason": Text("原因", "Reason"),
    "moves": Text("会怎样变化", "What would change"),
    "open": Text("查看这一批", "See the batch"),
    "duties": Text("填报内容", "What is owed"),
    "more": Text("等 {count} 项", "and more, {count} in all"),
    "note": Text("审核意见（不同意时必填）", "Note (needed to refuse)"),
    "accept": Text("同意", "Approve"),
    "refuse": Text("不同意", "Refuse"),
    "accepted": Text("已同意，现已生效：{what}。", "Approved; it counts now: {what}."),
    "refused": Text("没有同意：{what}。", "Refused: {what}."),
}


def asked(scope: Scope) -> None:
    """A panel for each request that waits for this person; nothing where there is none."""
    with store.reading(room.engine()) as conn:
        waiting = change_requests.waiting(conn, actor())
    for each in waiting:
        _one(each, scope)


def _one(made: Request, scope: Scope) -> None:
    title = TEXTS["title"].in_(scope.lang, what=made.what.in_(scope.lang))
    with panel(f"asked-{made.number}", title, _facts(made, scope), scope):
        st.text_input(TEXTS["note"].in_(scope.lang), key=f"asked-note-{made.number}", max_chars=200)
        with st.container(horizontal=True):
            accept, refuse = (TEXTS[key].in_(scope.lang) for key in ("accept", "refuse"))
            st.button(accept, type="primary", key=f"asked-yes-{made.number}", on_click=doing, args=(_accept, made))
            st.button(refuse, key=f"asked-no-{made.number}", on_click=doing, args=(_refuse, made))


def _facts(made: Request, scope: Scope) -> Markup:
    told: dict[str, object] = {"by": made.name, "at": when(made.at), "reason": made.reason}
    if made.kind == "withdraw":
        told["moves"] = _moves(made, scope)
    else:
        told["duties"] = _duties(made, scope)
    return render("facts", facts=[(TEXTS[key].in_(scope.lang), value) for key, value in told.items()])


def _moves(made: Request, scope: Scope) -> Markup:
    """What the withdrawal would bring back, from a rehearsal of it."""
    number = made.about["batch"]
    way = link(TEXTS["open"].in_(scope.lang), scope.link("history", batch=number))
    try:
        with store.rehearsal(room.engine()) as conn:
            expected = outlook.withdraw(conn, number, by=actor())
    except Refusal as refused:  # withdrawn already, or the database cannot write
        return Markup("{} {}").format(refused.sentence.in_(scope.lang), way)
    counts = {key: f"{count:,}" for key, count in expected._asdict().items()}
    return Markup("{} {}").format(WITHDRAWING["outlook"].in_(scope.lang, **counts), way)


def _duties(made: Request, scope: Scope) -> str:
    named = [what_name(rule.what, scope) for rule in made.rules] or [f"№{each}" for each in made.about["numbers"]]
    told = ("、" if scope.lang == "zh" else ", ").join(named[:FEW])
    return told if len(named) <= FEW else f"{told} {TEXTS['more'].in_(scope.lang, count=len(named))}"


def _accept(made: Request) -> None:
    change_requests.accept(room.engine(), made.number, by=actor(), note=_note(made))
    _said("accepted", made)


def _refuse(made: Request) -> None:
    change_requests.refuse(room.engine(), made.number, by=actor(), note=_note(made))
    _said("refused", made)


def _note(made: Request) -> str:
    return str(st.session_state.get(f"asked-note-{made.number}", ""))


def _said(key: str, made: Request) -> None:
    say(Text(*(TEXTS[key].in_(language, what=made.what.in_(language)) for language in LANGUAGES)))
