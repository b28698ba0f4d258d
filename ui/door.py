"""The door: who is let in, and what those are told who are not. Nothing of a page runs before it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data.access import Actor
from data.people.sessions import Session
from data.text import Text
from ui import actor as signed
from ui.board import board
from ui.scope import Scope
from ui.templates import render
from ui.texts import language

NOT_YOURS = Text(
    "{name}没有打开“{page}”的权限。如工作需要，请联系管理员授予角色。",
    "{name} may not open “{page}”. If your work needs it, ask an administrator for the role.",
)


@contextmanager
def entering() -> Iterator[Session]:
    """While the script runs, everybody who asks gets the same answer; afterwards it is asked anew. Nobody signed in:
    a sentence, and the run ends."""
    session = signed.signed_in()
    if session is None:
        board(render("calm", text=signed.ENDED.in_(language())), key="calm", lang=language())
        st.stop()
    st.session_state["signed_in"] = session
    try:
        yield session
    finally:
        st.session_state.pop("signed_in", None)


def turn_away(actor: Actor, page: str, scope: Scope) -> None:
    """Say calmly that a page is not for this person."""
    text = NOT_YOURS.in_(scope.lang, name=actor.name, page=page)
    board(render("calm", text=text), key="turned-away", lang=scope.lang)
