"""What came of a button, told once: a sentence, or something that is shown this once and nowhere else."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from data import draining
from data.refusal import Refusal
from data.text import Text
from ui.board import board
from ui.scope import Scope
from ui.templates import render

KEPT = "said_once"
TEXTS = {
    "once": Text("只显示这一次，请现在记下或转交。", "Shown only now: note it or hand it over."),
}


def doing(what: Callable[..., None], *arguments: Any) -> None:
    """For `on_click`: do it; a refusal becomes a sentence on the page."""
    try:
        with draining.at_work():
            what(*arguments)
    except Refusal as refused:
        say(refused.sentence)


def say(sentence: Text, *, secret: str = "", more: Text | None = None) -> None:
    """Keep a sentence for the next run; `secret` stands in large letters below it, `more` says what to do with it."""
    st.session_state[KEPT] = (sentence, secret, more)


def what_was_done(scope: Scope) -> None:
    """Say what was kept, once. Its place stands always: a form below that moved up would lose what is being typed."""
    with st.container(key="said-once"):
        sentence, secret, more = st.session_state.pop(KEPT, (None, "", None))
        if sentence is not None:
            _told(sentence, secret, more, scope)


def _told(sentence: Text, secret: str, more: Text | None, scope: Scope) -> None:
    if not secret:
        board(render("notes", notes=[sentence.in_(scope.lang)]), key="said", lang=scope.lang)
        return
    told = more.in_(scope.lang) if more else TEXTS["once"].in_(scope.lang)
    board(
        render("once", sentence=sentence.in_(scope.lang), secret=secret, told=told),
        key="once",
        lang=scope.lang,
        once=True,
    )


def line(key: str, title: str, text: str, scope: Scope, word: str, what: Callable[..., None], *about: Any) -> None:
    """One line of a list with its button."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"line-{key}"):
        board(render("told", title=title, text=text), key=key, lang=scope.lang)
        st.button(word, key=f"do-{key}", on_click=doing, args=(what, *about))
