"""Running a storyline: on which walls, and the way to the console of what is run already."""

import streamlit as st
from markupsafe import Markup

from data import rooms
from data.people import walls
from data.presenting import running
from data.presenting.reading import Storyline
from data.presenting.running import Running
from data.text import Text
from ui import actor as signed
from ui.page import panel, show
from ui.panels import Panel
from ui.presenting import words
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.templates import render

TEXTS = {
    "start": Text("开始讲解", "Present it"),
    "start_told": Text(
        "所选大屏立即显示第一步，并跟随控制台；结束后回到各自的画面。不选大屏，可先在控制台预演。",
        "The walls chosen show the first step at once and follow the console; afterwards they return to their own views. "
        "Without a wall you can rehearse on the console.",
    ),
    "walls": Text("大屏", "Walls"),
    "now": Text("开始", "Start"),
    "started": Text("已开始。请打开控制台。", "It has begun. Open the console."),
    "going": Text("正在讲解", "Under way"),
    "line": Text("{title} · 第 {step} 步 · {name} · {when} 开始", "{title} · step {step} · {name} · since {when}"),
    "console": Text("打开控制台", "Open the console"),
}  # fmt: skip


def going(scope: Scope, number: int | None = None) -> None:
    """What is run now and this person may lead, of one storyline or of all, each with the way to its console."""
    with rooms.real().connect() as conn:
        found = running.going(conn, signed.person())
    shown = [each for each in found if number in (None, each[1].number)]
    if shown:
        lines = Markup("").join(_line(stands, storyline, scope) for stands, storyline in shown)
        show({"going": Panel(TEXTS["going"].in_(scope.lang), lines)}, scope, key="going")


def _line(stands: Running, storyline: Storyline, scope: Scope) -> Markup:
    told = TEXTS["line"].in_(
        scope.lang,
        title=storyline.title.in_(scope.lang),
        step=stands.step,
        name=stands.leader_name,
        when=when(stands.started_at),
    )
    href = f"./present/{stands.number}?lang={scope.lang}"
    return Markup('<p class="ways">{} <a href="{}" target="_self">{}</a></p>').format(
        told, href, TEXTS["console"].in_(scope.lang)
    )


def starting(found: Storyline, scope: Scope) -> None:
    """The walls to choose from, and the button."""
    if not found.steps:
        return
    lang, kept = scope.lang, _walls()
    with (
        panel("starting", TEXTS["start"].in_(lang), render("words", text=TEXTS["start_told"].in_(lang)), scope),
        st.container(horizontal=True, vertical_alignment="bottom", key="starting"),
    ):
        if kept:
            st.multiselect(
                TEXTS["walls"].in_(lang), list(kept), format_func=kept.__getitem__, key="start-walls", placeholder=""
            )
        st.button(TEXTS["now"].in_(lang), type="primary", key="start", on_click=doing, args=(_start, found))


def _walls() -> dict[int, str]:
    """The paired walls that this person keeps, without kiosks: numbers and names."""
    with rooms.real().connect() as conn:
        listed = walls.listing(conn, signed.person())
    live = listed[listed["revoked_at"].isna() & listed["paired"] & (listed["kiosk"] == 0)]
    return {int(row["number"]): str(row["name"]) for row in live.to_dict("records")}


def _start(found: Storyline) -> None:
    """For the button: on the walls that stand in the form by then."""
    running.start(rooms.real(), found.number, st.session_state.get("start-walls", []), by=signed.person())
    say(words.both(TEXTS["started"]))
