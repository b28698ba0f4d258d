"""Which of it an address asks for: a new rule, one's own, or the list."""

import streamlit as st

from data.text import Text
from data.watching import reading
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.page import show
from ui.panels import Panel
from ui.scope import Scope
from ui.templates import render
from ui.watching.came_of_it import came_of_it
from ui.watching.form import begin, edit
from ui.watching.listed import listed
from ui.watching.recently import look
from ui.watching.suggested import suggested
from ui.watching.way import asked_watched

NOT_HERE = Text(
    "这里没有可以关注的内容，或不在您的查看范围内。", "There is nothing here to watch, or it is not yours to read."
)


def watching(scope: Scope) -> None:
    """The form, where the address names something to watch or an own rule; below it the list."""
    look()
    query = st.query_params
    number = address.number("rule")
    if query.get("watch"):
        watched = asked_watched(scope, dict(query))
        if watched is None:
            show({"empty": Panel("", render("empty", text=NOT_HERE.in_(scope.lang)))}, scope, key="empty")
        else:
            begin(scope, watched)
    elif number is not None:
        with room.engine().connect() as conn:
            mine = reading.one(conn, number)
            found = reading.states_of(conn, number)
        if mine and mine.person == actor().login:
            edit(scope, mine, found)
    more = {} if query.get("watch") or number is not None else suggested(scope)
    show({"watching": listed(scope), **came_of_it(scope), **more}, scope, key="list")
