"""Visitors' kiosks on the page of walls: one is made from a storyline, and what of it visitors do not see is said."""

import streamlit as st

from data import rooms
from data.presenting import kiosks
from data.text import Text
from metrics import METRICS
from ui import actor as signed
from ui import room
from ui.choosing import unit_box
from ui.page import panel, show
from ui.panels import Panel
from ui.people.people import today, units_of
from ui.people.walls import kept, tell_code
from ui.presenting.listed import mine
from ui.saying import doing
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "make": Text("新建观众展台", "Make a visitors’ kiosk"),
    "told": Text(
        "展台给来参观的人看：一个演示脚本自动循环，只能触摸（上一步、下一步、中英文），两分钟没人碰就回到开头。它只显示已公布月份的首页，"
        "没有讲解词，没有输入框，哪里也去不了；断网断服务器时照样循环。",
        "For visitors: a storyline goes round by itself; it is touched (back, next, language) and nothing else, and returns to its "
        "beginning after two minutes. It shows the overview of published months alone, without notes, fields or a way elsewhere, and "
        "goes on while server and network are away.",
    ),
    "name": Text("名称", "Name"),
    "unit": Text("单位", "Unit"),
    "storyline": Text("演示脚本", "Storyline"),
    "moves_on": Text("月份随最新公布的走", "Months move on with what is published"),
    "do": Text("生成配对码", "Make a pairing code"),
    "none": Text("要做展台，先在“演示脚本”页编写一个，或请同事共享给您。",
                 "To make a kiosk, write a storyline first, or ask a colleague to share one with you."),
    "shows": Text("观众看到的", "What visitors see"),
    "steps": Text("“{title}”，{steps} 步。", "“{title}”, {steps} steps."),
    "gone": Text("脚本已停用，展台没有内容。", "The storyline was ended: the kiosk has nothing to show."),
    "skipped": Text("不显示第 {step} 步：{why}。", "Step {step} is not shown: {why}."),
}  # fmt: skip


def making(scope: Scope) -> None:
    """The form; in the real room alone, for what is published is published there."""
    if room.here().is_training:
        return
    lang, theirs, tree = scope.lang, {each.number: each for each in mine()}, today(scope)
    choices = units_of(signed.person(), "keep_walls", tree)
    with panel("kiosk", TEXTS["make"].in_(lang), render("words", text=TEXTS["told"].in_(lang)), scope):
        if not theirs:
            st.caption(TEXTS["none"].in_(lang))
            return
        with st.form("kiosk", border=False, clear_on_submit=True):
            name, unit, storyline, moves_on, made = st.columns((1.2, 1.1, 1.6, 1.5, 1), vertical_alignment="bottom")
            name.text_input(TEXTS["name"].in_(lang), key="kiosk-name", max_chars=40, autocomplete="off")
            unit_box(unit, TEXTS["unit"].in_(lang), scope, choices, "kiosk-unit", scope.unit)
            storyline.selectbox(
                TEXTS["storyline"].in_(lang),
                list(theirs),
                format_func=lambda key: theirs[key].title.in_(lang),
                key="kiosk-storyline",
            )
            moves_on.checkbox(TEXTS["moves_on"].in_(lang), True, key="kiosk-moves")
            made.form_submit_button(TEXTS["do"].in_(lang), type="primary", on_click=doing, args=(_make,))


def shown(scope: Scope) -> None:
    """What visitors see on the kiosk that the URL asks for; nothing where it is a wall."""
    asked, found = st.query_params.get("device", ""), kept()
    here = found[(found["number"].astype(str) == asked) & found["revoked_at"].isna() & (found["kiosk"] > 0)]
    if here.empty:
        return
    with rooms.real().connect() as conn:
        kiosk = kiosks.of(conn, int(here.iloc[0]["number"]), METRICS)
    if kiosk is None:
        return
    lang = scope.lang
    told = (
        [TEXTS["gone"].in_(lang)]
        if kiosk.gone
        else [TEXTS["steps"].in_(lang, title=kiosk.title.in_(lang), steps=len(kiosk.steps))]
    )
    told += [TEXTS["skipped"].in_(lang, step=nth, why=why.in_(lang)) for nth, why in kiosk.skipped]
    show({"visitors": Panel(TEXTS["shows"].in_(lang), render("words", text=" ".join(told)))}, scope, key="visitors")


def _make() -> None:
    """For the button: with what stands in the form by then."""
    form = st.session_state
    name, unit, storyline = form["kiosk-name"], form["kiosk-unit"], form["kiosk-storyline"]
    code = kiosks.make(rooms.real(), name, unit, storyline, METRICS, by=signed.person(), moves_on=form["kiosk-moves"])
    tell_code(name.strip(), code)
