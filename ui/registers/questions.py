"""Questions at one row of a register, on its page: the form, the one that is open, and the others."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from data.access import Actor
from data.questions import threads
from data.questions.rights import may_ask
from data.questions.threads import Thread
from data.registers import REGISTERS
from data.text import Text
from ui import room
from ui.actor import actor
from ui.panels import Panel
from ui.questions.forms import ask_form, reply_form, what_was_said
from ui.questions.shown import one, shown, ways
from ui.rows.fields import title
from ui.rows.links import opened
from ui.scope import Scope
from ui.tables import link
from ui.templates import render

TEXTS = {
    "ask": Text("提问", "Ask"),
    "questions": Text("提问与答复 · {count}", "Questions · {count}"),
}


def ask_link(scope: Scope, register: str, row: Mapping[str, Any]) -> list[Markup]:
    """The way to ask about the row, for who may: none or one."""
    if not _may(actor(), register, row["unit"], scope):
        return []
    return [link(TEXTS["ask"].in_(scope.lang), f"{opened(scope, register, row['key'])}&question=new")]


def asked(scope: Scope, register: str, row: Mapping[str, Any]) -> None:
    """What the address asks for: one question with its form, or the form to ask about this row."""
    what_was_said(scope)
    named, me = st.query_params.get("question", ""), actor()
    if named == "new" and _may(me, register, row["unit"], scope):
        spot = (register, row["unit"], scope.month, row["key"])
        ask_form({spot: title(REGISTERS[register], row, scope.lang)}, "", scope)
    for each in _of(register, row, me):
        if str(each.number) == named:
            reply_form(each, one(each, scope) + ways(each, scope, me), scope, me)


def questions(scope: Scope, register: str, row: Mapping[str, Any]) -> dict[str, Panel]:
    """The panel of all that were asked at the row, but the one that is open above; nothing where there are none."""
    named = st.query_params.get("question", "")
    rest = [each for each in _of(register, row, actor()) if str(each.number) != named]
    if not rest:
        return {}
    body = render("threads", threads=[shown(each, scope) for each in rest])
    return {"questions": Panel(TEXTS["questions"].in_(scope.lang, count=len(rest)), body)}


def _may(me: Actor, register: str, unit: str, scope: Scope) -> bool:
    return bool(me.login) and may_ask(me, register, unit, scope.tree)


def _of(register: str, row: Mapping[str, Any], me: Actor) -> tuple[Thread, ...]:
    with room.engine().connect() as conn:
        return threads.of_row(conn, register, row["key"], actor=me)
