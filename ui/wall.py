"""A view that only looks: its browser hears that the store has moved, and what is on it stays while something behind it is away.

The browser watches the server (`board.js`) and hears of the store over the live channel (`live.js`, `web/live`), where one
thread a process watches for all. Nothing is asked for a view that stands.
"""

from time import monotonic
from typing import Any

import streamlit as st
from markupsafe import Markup

from data.pulse import pulse
from data.settings import settings
from data.store import Unreachable
from data.text import Language, Text
from ui import reads, room
from ui.actor import person
from ui.board import STANDING, board, last_frame
from ui.templates import render
from ui.texts import language, t, tell

CROWDED = Text(
    "同时打开的屏幕过多，本屏改为每分钟更新一次。",
    "Too many screens are open to be told at once: this one is brought up to date every minute.",
)


def standing() -> str:
    """How the store stands for a wall's view, by a short name, which its boards bear; "" for any other view."""
    at = ""
    if st.query_params.get("wall") == "1":
        with room.engine().connect() as conn:
            at = pulse(conn).name_for(person())
    st.session_state[STANDING] = at
    return at


def told_live(at: str, lang: Language) -> dict[str, Any] | None:
    """What the browser of a view that was drawn `at` a standing of the store needs to follow it; None where there is none."""
    if not at:
        return None
    words = {
        "away": tell(lang, "store_away_for", age="{age}"),
        "crowded": CROWDED.in_(lang),
        "seconds": tell(lang, "seconds", s="{s}"),
        "minutes": tell(lang, "minutes", m="{m}", s="{s}"),
    }
    return {"at": at, "words": words}


def hold() -> None:
    """The store is away: show this view's last frame, or say so calmly, and look every second whether it is back. A wall with
    its frame hears of that."""
    shown = last_frame()
    if shown and st.query_params.get("wall") == "1":
        return
    if not shown:
        board(render("calm", text=t("store_away")), key="calm", lang=language())

    @st.fragment(run_every=settings().wall.poll_seconds)
    def look() -> None:
        try:
            reads.current_revision()
        except Unreachable:
            _say_how_long()
        else:
            st.session_state.pop("store_away_since", None)
            st.rerun()

    look()


def _say_how_long() -> None:
    since = st.session_state.setdefault("store_away_since", monotonic())
    age = t("seconds", s=round(monotonic() - since))
    st.html(Markup('<div class="store-away" role="status">{}</div>').format(t("store_away_for", age=age)))
