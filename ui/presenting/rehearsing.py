"""To rehearse: a storyline at the stories of the demonstration, made one's own with a click."""

import streamlit as st

from data import months, rooms
from data.demo import rehearsal
from data.presenting import storylines
from data.text import Text
from ui import actor as signed
from ui import reads
from ui.page import panel
from ui.people.people import today, units_of
from ui.presenting import words
from ui.room import TRAINING
from ui.saying import doing, say
from ui.scope import Scope

TEXTS = {
    "rehearse": Text("先练一遍", "Rehearse first"),
    "told": Text(
        "没有现成的内容也能练：用演示数据生成一份示例脚本，步骤、讲解词、时长都写好，放的是演练室，大屏上标明“演示数据”。可以改，可以共享，不用了就停用。",
        "One can rehearse without anything of one's own: a storyline at the stories of the demonstration, with steps, notes and "
        "minutes. It shows the training room and is marked as demo data on the walls. Change it, share it, end it.",
    ),
    "make": Text("生成示例脚本", "Make the example"),
    "made": Text("已生成示例脚本，共 {count} 步。", "The example is made, with {count} steps."),
}  # fmt: skip


def rehearsing(scope: Scope, *, has_some: bool) -> None:
    """On the list of storylines, where there is a demonstration: for who has none yet, and in the training room."""
    if (has_some and not scope.room.is_training) or not (reads.state(scope).demo or rooms.is_there("training")):
        return
    lang = scope.lang
    with panel("rehearse", TEXTS["rehearse"].in_(lang), TEXTS["told"].in_(lang), scope):
        st.button(TEXTS["make"].in_(lang), key="rehearse-make", on_click=doing, args=(_make, scope))


def _make(scope: Scope) -> None:
    who, tree = signed.person(), today(scope)
    theirs = units_of(who, "present", tree)
    unit = scope.unit if scope.unit in theirs else next(iter(theirs), who.unit)
    month = months.last_full(months.today())
    room = {"room": TRAINING} if rooms.is_there("training") else {}
    steps = rehearsal.steps(unit, month, scope.lang, tree, room, who)
    number = storylines.create(rooms.real(), rehearsal.TITLE, unit, steps, by=who)
    say(words.both(TEXTS["made"], count=len(steps)))
    st.query_params["storyline"] = str(number)
