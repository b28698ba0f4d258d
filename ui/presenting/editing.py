"""One step of a storyline being changed: what it is called, what is said, how long, what is in focus and what is hidden."""

from dataclasses import replace

import streamlit as st

from data import rooms
from data.presenting import storylines
from data.presenting.reading import Step, Storyline
from data.presenting.views import FRONT
from data.text import Text
from metrics import METRICS
from ui import actor as signed
from ui import asked as address
from ui.cards import KEYS
from ui.page import panel
from ui.presenting import words
from ui.saying import doing, say
from ui.scope import Scope

TEXTS = {
    "step": Text("第 {step} 步", "Step {step}"),
    "title_zh": Text("标题（中文）", "Title (Chinese)"),
    "title_en": Text("标题（英文）", "Title (English)"),
    "notes": Text("讲解词（只有讲解员看得到）", "Speaker's notes (seen by presenters only)"),
    "minutes": Text("计划时长（分钟）", "Planned minutes"),
    "seconds": Text("无人讲解时停留（秒）", "Seconds where nobody presents"),
    "focus": Text("突出哪一块", "Panel in focus"),
    "whole": Text("整个画面", "the whole view"),
    "hidden": Text("不显示的指标", "Numbers that are hidden"),
    "save": Text("保存", "Save"),
    "saved": Text("第 {step} 步已保存。", "Step {step} is saved."),
    "close": Text("收起", "Close"),
}  # fmt: skip
FIELDS = ("zh", "en", "minutes", "seconds", "notes", "focus", "hidden")
# Panels of the overview that can be put in focus.
PANELS = {
    "conclusions": Text("最突出的情况", "What stands out"),
    "structure": Text("结构图", "The structure"),
    "map": Text("地图", "The map"),
    "figures": Text("指标", "The figures"),
    "lists": Text("七张问题清单", "The seven lists"),
    "changed": Text("最近变化", "What changed"),
}  # fmt: skip


def editing(found: Storyline, scope: Scope) -> None:
    """The form of the step that the address names; without one, nothing."""
    nth = address.number("step")
    if nth is None or not 1 <= nth <= len(found.steps):
        return
    step, lang = found.steps[nth - 1], scope.lang
    with panel("editing", f"{TEXTS['step'].in_(lang, step=nth)} · {words.title_of(step, scope)}", "", scope):
        chinese, english, minutes, seconds = st.columns((1.5, 1.5, 0.7, 0.9), vertical_alignment="bottom")
        chinese.text_input(TEXTS["title_zh"].in_(lang), step.title.zh, 80, key=_key("zh", found, nth))
        english.text_input(TEXTS["title_en"].in_(lang), step.title.en, 80, key=_key("en", found, nth))
        last, planned = float(storylines.MOST_MINUTES), float(step.minutes)
        minutes.number_input(TEXTS["minutes"].in_(lang), 0.0, last, planned, 0.5, key=_key("minutes", found, nth))
        first, longest = storylines.SECONDS
        seconds.number_input(
            TEXTS["seconds"].in_(lang), first, longest, step.seconds, 5, key=_key("seconds", found, nth)
        )
        st.text_area(TEXTS["notes"].in_(lang), step.notes, 120, storylines.LONGEST_NOTES, key=_key("notes", found, nth))
        if step.view.page == FRONT:
            _parts(found, nth, step, scope)
        with st.container(horizontal=True, key="editing"):
            st.button(
                TEXTS["save"].in_(lang), type="primary", key="save-step", on_click=doing, args=(_save, found, nth)
            )
            st.button(TEXTS["close"].in_(lang), key="close-step", on_click=_close)


def _parts(found: Storyline, nth: int, step: Step, scope: Scope) -> None:
    """What of the overview is in focus, and which numbers are hidden: its panels have names of their own."""
    lang = scope.lang
    focus, hidden = st.columns(2)
    panels = {"": TEXTS["whole"], **PANELS}
    focus.selectbox(
        TEXTS["focus"].in_(lang),
        list(panels),
        list(panels).index(step.focus) if step.focus in panels else 0,
        lambda key: panels[key].in_(lang),
        key=_key("focus", found, nth),
    )
    hidden.multiselect(
        TEXTS["hidden"].in_(lang),
        KEYS,
        [each for each in step.hidden if each in KEYS],
        format_func=lambda key: METRICS[key].name(lang),
        key=_key("hidden", found, nth),
        placeholder="",
    )


def _key(name: str, found: Storyline, nth: int) -> str:
    """Another one after each save: the form shows what is kept."""
    return f"{name}-{found.number}-{found.version}-{nth}"


def _save(found: Storyline, nth: int) -> None:
    """For the button: what stands in the form by then, which the run that drew it did not know yet."""
    step = found.steps[nth - 1]
    said = {name: st.session_state.get(_key(name, found, nth)) for name in FIELDS}
    changed = replace(
        step,
        title=Text(said["zh"] or "", said["en"] or ""),
        notes=said["notes"] or "",
        minutes=step.minutes if said["minutes"] is None else said["minutes"],
        seconds=said["seconds"] or step.seconds,
        focus=step.focus if said["focus"] is None else said["focus"],
        hidden=step.hidden if said["hidden"] is None else tuple(said["hidden"]),
    )
    steps = [changed if index == nth else each for index, each in enumerate(found.steps, 1)]
    storylines.save(rooms.real(), found.number, found.version, found.title, steps, by=signed.person())
    st.query_params.pop("step", None)
    say(words.both(TEXTS["saved"], step=nth))


def _close() -> None:
    st.query_params.pop("step", None)
