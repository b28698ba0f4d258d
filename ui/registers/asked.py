"""Which register, and which row of it, an address asks for; what is not there or not for them is told in a sentence."""

import streamlit as st

from data.register_rights import may_open
from data.registers import REGISTERS
from data.text import Text
from ui.actor import actor
from ui.page import show
from ui.panels import Panel
from ui.scope import Scope
from ui.templates import render

LONGEST = 200
TEXTS = {
    "unknown": Text(
        "没有“{value}”这个清单。请从导航选择。", "There is no register “{value}”. Choose one from the navigation."
    ),
    "no_row": Text(
        "{month}“{register}”里没有编号为“{value}”的记录，或不在您的查看范围内。",
        "In {month} there is no row “{value}” of “{register}”, or it is not yours to read.",
    ),
}


def asked_register(scope: Scope) -> str:
    """The key of the register that the address names; "" after a sentence where there is none that this person may open."""
    key = st.query_params.get("register", "")
    if key in REGISTERS and may_open(actor(), key):
        return key
    say("unknown", scope, value=key[:LONGEST])
    return ""


def asked_key() -> str:
    """The key of the row that the address names."""
    return st.query_params.get("key", "")[:LONGEST]


def say(key: str, scope: Scope, **blanks: object) -> None:
    """A sentence where a page would stand."""
    show({"empty": Panel("", render("empty", text=TEXTS[key].in_(scope.lang, **blanks)))}, scope, key="empty")
