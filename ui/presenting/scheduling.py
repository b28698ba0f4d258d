"""Briefings by the calendar: of this view's unit, each month on a day, to these people."""

import streamlit as st

from data import rooms
from data.documents import schedules
from data.documents.schedules import LATEST_DAY, MOST, Schedule
from data.people import accounts
from data.text import Text
from ui import actor as signed
from ui.page import panel
from ui.people.people import today
from ui.presenting import words
from ui.saying import doing, line, say
from ui.scope import Scope

USUAL_DAY = 10  # by then most of the month is in
TEXTS = {
    "scheduled": Text("定期专报", "Briefings by the calendar"),
    "told": Text(
        "每月到这一天，接收人收到通知，点开就是{unit}上个月的专报（Word、幻灯片和 PDF），数据为当天的版本。打开时按各人权限制作，不能查看的打不开。",
        "Each month on that day these people get a notice that leads to the briefing of {unit}, of the month before, as Word, slides and PDF, "
        "with what was known on that day. It is made when it is opened, as each may read by then.",
    ),
    "day": Text("每月几日", "Day of the month"),
    "whom": Text("接收人（最多 {most} 位，只列能查看的人）", "Who gets it (at most {most}; who may read the unit)"),
    "plan": Text("安排", "Plan it"),
    "line": Text("每月 {day} 日 · {unit}", "{unit}, day {day} of each month"),
    "who": Text("发给 {names} · {name}安排", "To {names} · planned by {name}"),
    "end": Text("停止", "End it"),
    "planned": Text("已安排：每月 {day} 日，发给 {count} 人。", "Planned: day {day} of each month, to {count}."),
    "ended": Text("定期专报已停止。", "The briefing by the calendar is ended."),
}  # fmt: skip


def scheduled(scope: Scope) -> None:
    """On the list of storylines: what is planned, and the form for this view's unit."""
    lang = scope.lang
    with rooms.real().connect() as conn:
        planned = schedules.listing(conn, signed.person())
        logins = accounts.holders(conn, "read", scope.unit, today(scope))
        names = {login: accounts.actor_of(conn, login).name for login in logins}
    with panel("schedules", TEXTS["scheduled"].in_(lang), TEXTS["told"].in_(lang, unit=scope.name(scope.unit)), scope):
        for each in planned:
            title = TEXTS["line"].in_(lang, day=each.day, unit=words.unit_name(each.unit, scope))
            told = TEXTS["who"].in_(lang, names="、".join(name for _, name in each.receivers), name=each.person_name)
            line(f"schedule-{each.number}", title, told, scope, TEXTS["end"].in_(lang), _end, each)
        with st.container(horizontal=True, vertical_alignment="bottom", key="schedule-form"):
            days = list(range(1, LATEST_DAY + 1))
            st.selectbox(TEXTS["day"].in_(lang), days, days.index(USUAL_DAY), key="schedule-day")
            st.multiselect(
                TEXTS["whom"].in_(lang, most=MOST), list(names), format_func=names.__getitem__, placeholder="",
                key="schedule-whom",
            )  # fmt: skip
            st.button(TEXTS["plan"].in_(lang), key="schedule-plan", on_click=doing, args=(_plan, scope))


def _plan(scope: Scope) -> None:
    """For the button: with what is chosen by then."""
    day, whom = st.session_state["schedule-day"], st.session_state["schedule-whom"]
    schedules.plan(rooms.real(), scope.unit, day, whom, by=signed.person())
    say(words.both(TEXTS["planned"], day=day, count=len(whom)))


def _end(each: Schedule) -> None:
    schedules.end(rooms.real(), each.number, by=signed.person())
    say(TEXTS["ended"])
