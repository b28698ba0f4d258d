"""The list of meetings, the latest first, and the form that calls the next one."""

import streamlit as st

from data.meetings import reading, steps
from data.meetings.reading import Meeting
from data.meetings.steps import Plan
from data.text import Text, filled
from ui import room
from ui.actor import actor, reader
from ui.meetings import words
from ui.meetings.planning import fields, written
from ui.page import panel, show
from ui.panels import Panel
from ui.saying import doing, say
from ui.scope import Scope
from ui.tables import Column, link, table

TEXTS = {
    "meetings": Text("会议", "Meetings"),
    "held_on": Text("日期", "Day"),
    "title": Text("会议", "Meeting"),
    "unit": Text("单位", "Unit"),
    "state": Text("状态", "State"),
    "decided": Text("决定", "Decisions"),
    "kept": Text("已验收", "Accepted"),
    "none": Text(
        "还没有会议。会议的议程由系统汇总，会上的决定即时成为交办事项。",
        "There are no meetings yet. Their agenda is put together from the store, and what they decide is an instruction at once.",
    ),
    "call": Text("召集会议", "Call a meeting"),
    "call_told": Text(
        "议程自动汇总：上次会议以来的变化、上次决定的落实、超期的交办事项。这里只写另加的议题。",
        "The agenda is put together by itself: what changed since the last meeting, how its decisions stand, what is overdue. "
        "Write here what is added to it.",
    ),
    "do": Text("召集", "Call it"),
    "called": Text("已召集“{title}”。", "“{title}” is called."),
}  # fmt: skip


def listed(scope: Scope) -> None:
    """The page of the list."""
    me = reader(wall=scope.wall)
    with room.engine().connect() as conn:
        found = [each for each in reading.of_actor(conn, me) if _here(each, scope)]
        decided = {each.number: reading.decisions(conn, each.number) for each in found}
        may_call = scope.unit in scope.tree and reading.may_hold(conn, me, scope.unit)
        day = reading.next_day(conn, scope.unit) if may_call else None
    css = {
        "held_on": "short",
        "title": "main",
        "unit": "short",
        "state": "short",
        "decided": "number",
        "kept": "number",
    }
    columns = [Column(key, TEXTS[key].in_(scope.lang), shown) for key, shown in css.items()]
    rows = [
        {
            "held_on": each.held_on.isoformat(),
            "title": link(each.title, words.href(each.number, scope)),
            "unit": words.unit_name(each.unit, scope),
            "state": words.chip(each, scope),
            "decided": len(decided[each.number]) or "—",
            "kept": sum(one.standing.state == "accepted" for one in decided[each.number]) or "—",
        }
        for each in found
    ]
    body = table(columns, rows, empty=TEXTS["none"].in_(scope.lang))
    show({"meetings": Panel(TEXTS["meetings"].in_(scope.lang), body)}, scope, key="list")
    if day is None:
        return
    with panel("call", TEXTS["call"].in_(scope.lang), TEXTS["call_told"].in_(scope.lang), scope):
        plan = Plan(scope.unit, day, "")
        fields(plan, "new", scope)
        st.button(TEXTS["do"].in_(scope.lang), type="primary", key="call", on_click=doing, args=(_call, plan))


def _here(each: Meeting, scope: Scope) -> bool:
    return each.unit in scope.tree.below(scope.unit) or each.unit in scope.tree.path(scope.unit)


def _call(asked: Plan) -> None:
    plan = written(asked, "new")
    number = steps.call(room.engine(), plan, by=actor())
    say(filled(TEXTS["called"], {"title": plan.title}))
    st.query_params["meeting"] = str(number)
