"""The wall: it refreshes by itself, and what is on it stays while something behind it is away.

The browser watches the server (`board.js`); the server watches the store, here.
"""

from collections.abc import Callable
from time import monotonic

import streamlit as st
from markupsafe import Markup

from data.refusal import Refusal
from data.settings import settings
from data.store import Unreachable
from ui import reads, room
from ui.board import board, last_frame
from ui.instructions.clocks import version
from ui.scope import Scope, scope_of_url
from ui.templates import render
from ui.texts import language, t


def keep_fresh(scope: Scope, *, overview: bool = True, held: Callable[[], bool] = lambda: False) -> None:
    """Look every second whether the URL would now show something else (a new revision, a new month, a step of an
    instruction); if so, draw it, unless a presenter has the wall `held` as it is."""

    drawn = version()

    @st.fragment(run_every=settings().wall.poll_seconds)
    def look() -> None:
        try:
            moved = room.moved() or scope_of_url(overview=overview) != scope or version() != drawn
            moved = moved and not held()
        except Unreachable:
            _say_how_long()
        except Refusal:  # signed out meanwhile, or a wall that was revoked: the door says so
            st.rerun()
        else:
            _back()
            if moved:
                st.rerun()

    look()


def hold() -> None:
    """The store is away: show this view's last frame, or say so calmly, and look every second whether it is back."""
    if not last_frame():
        board(render("calm", text=t("store_away")), key="calm", lang=language())

    @st.fragment(run_every=settings().wall.poll_seconds)
    def look() -> None:
        try:
            reads.current_revision()
        except Unreachable:
            _say_how_long()
        else:
            _back()
            st.rerun()

    look()


def _say_how_long() -> None:
    since = st.session_state.setdefault("store_away_since", monotonic())
    age = t("seconds", s=round(monotonic() - since))
    st.html(Markup('<div class="store-away" role="status">{}</div>').format(t("store_away_for", age=age)))


def _back() -> None:
    st.session_state.pop("store_away_since", None)
