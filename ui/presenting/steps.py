"""The steps of a storyline in their order: tried by their title, moved by dragging or by the arrows, changed, removed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup

from data import rooms
from data.presenting import concerns, storylines
from data.presenting.reading import Step, Storyline
from data.text import Text
from metrics import METRICS
from ui import actor as signed
from ui.board import board
from ui.page import panel
from ui.presenting import words
from ui.saying import doing, say
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

TEXTS = {
    "steps": Text("步骤", "Steps"),
    "no_steps": Text(
        "还没有步骤。到要讲的页面，点姓名菜单里的“加入演示脚本”。",
        "There are no steps yet. Go to a page you want to show and press “Add this view” in the menu under your name.",
    ),
    "seconds": Text("无人讲解时停 {seconds} 秒", "{seconds} s where nobody presents"),
    "drag": Text("按住拖动，改变顺序", "Hold and drag to change the order"),
    "up": Text("上移", "Up"),
    "down": Text("下移", "Down"),
    "edit": Text("修改", "Change"),
    "remove": Text("删除", "Remove"),
    "removed": Text("已删除第 {step} 步。旧版仍在“版本”里。", "Step {step} is removed. The version before is kept."),
}  # fmt: skip
KEY = "ordering"
How = Callable[[Sequence[Step]], Sequence[Step]]
component = st.components.v2.component(
    KEY, html="", js=Path(__file__).with_name("ordering.js").read_text(encoding="utf-8"), isolate_styles=False
)


def steps(found: Storyline, scope: Scope) -> None:
    """The panel of all steps, each on a line with what may be done to it."""
    lang, last = scope.lang, len(found.steps)
    text = TEXTS["no_steps"].in_(lang) if not found.steps else ""
    with rooms.real().connect() as conn:
        known = concerns.of_steps(conn, found.steps, METRICS)
    with panel("steps", TEXTS["steps"].in_(lang), text, scope):
        for nth, (step, concern) in enumerate(zip(found.steps, known, strict=True), 1):
            with st.container(horizontal=True, vertical_alignment="center", key=f"line-step-{nth}"):
                drag = TEXTS["drag"].in_(lang) if last > 1 else ""
                board(told(nth, step, scope, concern, drag=drag), key=f"step-{nth}", lang=lang)
                _icon("up", "arrow_upward", nth, nth == 1, found, scope, moved(nth, nth - 1))
                _icon("down", "arrow_downward", nth, nth == last, found, scope, moved(nth, nth + 1))
                st.button(
                    "", icon=":material/edit:", help=TEXTS["edit"].in_(lang), key=f"edit-{nth}",
                    on_click=_edit, args=(nth,),
                )  # fmt: skip
                _icon("remove", "delete", nth, False, found, scope, _without(nth))
    version = f"{found.number}-{found.version}"
    component(key=KEY, data={"version": version}, on_moved_change=lambda: _let_go(found, st.session_state[KEY].moved))


def told(nth: int, step: Step, scope: Scope, concern: Text | None = None, *, drag: str = "") -> Markup:
    """A step on a line: its title tries the view at once; below what it shows, what one must know of it, what is said, how long.
    With the words `drag` it has a handle to move it by."""
    lang = scope.lang
    about = [words.what(step.view, scope), words.minutes(step.minutes, scope)]
    about += [TEXTS["seconds"].in_(lang, seconds=step.seconds)]
    title = link(f"{nth}. {words.title_of(step, scope)}", f".{step.view.address(lang)}")
    said = concern and concern.in_(lang)
    return render("storyline_step", title=title, about=" · ".join(about), notes=step.notes, concern=said, drag=drag)


def moved(place: int, to: int) -> How:
    """Steps with the one at a place, from 1 on, moved to another; as they are where there is no such place."""

    def move(those: Sequence[Step]) -> Sequence[Step]:
        turned, there = list(those), range(1, len(those) + 1)
        if place in there and to in there:
            turned.insert(to - 1, turned.pop(place - 1))
        return turned

    return move


def _let_go(found: Storyline, said: dict[str, Any] | None) -> None:
    """For the handle: upon the order that was seen, which may be older than the one this run reads."""
    if not said or said.get("version") != f"{found.number}-{found.version}":
        return
    place, to = said.get("from"), said.get("to")
    if isinstance(place, int) and isinstance(to, int) and place != to:
        doing(_change, found, moved(place, to), "moved", place)


def _without(place: int) -> How:
    return lambda those: [step for nth, step in enumerate(those, 1) if nth != place]


def _icon(name: str, icon: str, nth: int, off: bool, found: Storyline, scope: Scope, how: How) -> None:
    st.button(
        "",
        icon=f":material/{icon}:",
        help=TEXTS[name].in_(scope.lang),
        disabled=off,
        key=f"{name}-{nth}",
        on_click=doing,
        args=(_change, found, how, name, nth),
    )


def _change(found: Storyline, how: How, name: str, nth: int) -> None:
    """For buttons and the handle: upon the version that was shown."""
    st.query_params.pop("step", None)
    storylines.save(rooms.real(), found.number, found.version, found.title, how(found.steps), by=signed.person())
    if name == "remove":
        say(words.both(TEXTS["removed"], step=nth))


def _edit(nth: int) -> None:
    st.query_params["step"] = str(nth)
