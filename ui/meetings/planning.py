"""What is written before a meeting: its day, who comes, what is on the agenda by hand, the papers."""

from dataclasses import replace
from datetime import date

import streamlit as st

from data import months
from data.meetings import steps
from data.meetings.reading import Item, Meeting
from data.meetings.steps import MOST_ITEMS, File, Plan
from data.questions.evidence import KINDS
from data.settings import settings
from data.text import Language, Text
from metrics import METRICS
from metrics.changes import NUMBERS
from metrics.meetings import open_meeting
from ui import room
from ui.actor import actor
from ui.page import panel
from ui.saying import doing, say
from ui.scope import Scope

TEXTS = {
    "title": Text("会议名称", "Title"),
    "usual": Text("数字化改革工作例会", "Digital reform meeting"),
    "held_on": Text("日期", "Day"),
    "members": Text("参加人员", "Members"),
    "topics": Text("另加的议题（每行一项）", "Topics of your own, a line each"),
    "metrics": Text("另看的指标", "Numbers to look at"),
    "write": Text("议程与人员", "Agenda and members"),
    "write_told": Text(
        "开会以前可以改；开会时冻结。", "It can be changed until the meeting opens, and is frozen then."
    ),
    "save": Text("保存", "Save"),
    "open": Text("开会", "Open the meeting"),
    "saved": Text("已保存。", "Saved."),
    "opened": Text("会议已开始，显示的内容已冻结。", "The meeting is open; what it shows is frozen."),
    "papers": Text("会议材料", "Papers"),
    "attach": Text("附上", "Attach"),
    "attached": Text("已附上材料。", "The papers are attached."),
}


def fields(plan: Plan, name: str, scope: Scope) -> None:
    """The fields of a meeting, filled in; `written` tells what they say."""
    lang = scope.lang
    title = plan.title or TEXTS["usual"].in_(lang)
    st.text_input(TEXTS["title"].in_(lang), title, steps.LONGEST_TITLE, key=f"title-{name}")
    first = min(plan.held_on, months.today())
    st.date_input(TEXTS["held_on"].in_(lang), plan.held_on, min_value=first, key=f"day-{name}")
    st.text_input(TEXTS["members"].in_(lang), plan.members, steps.LONGEST, key=f"members-{name}")
    st.text_area(TEXTS["topics"].in_(lang), plan.topics, 90, steps.LONGEST, f"topics-{name}")
    st.multiselect(
        TEXTS["metrics"].in_(lang),
        [metric.key for metric in NUMBERS],
        [item.metric for item in plan.items if _is_own(item, plan)],
        lambda key: METRICS[key].name(lang),
        key=f"metrics-{name}",
        placeholder="",
        max_selections=MOST_ITEMS,
    )


def written(plan: Plan, name: str) -> Plan:
    """What the fields say as a button is pressed: what was typed last has not been drawn by then."""
    kept = st.session_state
    day = kept[f"day-{name}"]
    chosen = (Item(plan.unit, Text(METRICS[key].zh, METRICS[key].en), key) for key in kept[f"metrics-{name}"])
    rest = (item for item in plan.items if not _is_own(item, plan))
    said = {key: kept[f"{key}-{name}"] for key in ("title", "members", "topics")}
    return replace(plan, **said, held_on=day if isinstance(day, date) else plan.held_on, items=(*chosen, *rest))


def _is_own(item: Item, plan: Plan) -> bool:
    return item.metric in METRICS and item.unit == plan.unit


def planning(one: Meeting, scope: Scope) -> None:
    """The form of a meeting that is to come, for who holds it."""
    lang, name = scope.lang, f"{one.number}-{one.version}"
    with panel("plan", TEXTS["write"].in_(lang), TEXTS["write_told"].in_(lang), scope):
        plan = Plan(one.unit, one.held_on, one.title, one.members, one.topics, one.items)
        fields(plan, name, scope)
        st.button(TEXTS["save"].in_(lang), key="meeting-save", on_click=doing, args=(_save, one, plan, name))


def open_button(one: Meeting, lang: Language) -> None:
    """Opens a meeting that is to come, for who holds it: at hand where all look at its head."""
    st.button(TEXTS["open"].in_(lang), type="primary", key="meeting-open", on_click=doing, args=(_open, one))


def papers(one: Meeting, scope: Scope) -> None:
    """Where papers are laid before the meeting."""
    lang, key = scope.lang, f"papers-{one.number}-{len(one.papers)}"
    with panel("papers", TEXTS["papers"].in_(lang), "", scope):
        st.file_uploader(
            TEXTS["papers"].in_(lang), type=list(KINDS), accept_multiple_files=True,
            max_upload_size=settings().evidence.file_mb, key=key, label_visibility="collapsed",
        )  # fmt: skip
        st.button(TEXTS["attach"].in_(lang), key="meeting-attach", on_click=doing, args=(_attach, one.number, key))


def _save(one: Meeting, plan: Plan, name: str) -> None:
    steps.change(room.engine(), one.number, written(plan, name), by=actor(), seen=one.version)
    say(TEXTS["saved"])


def _open(one: Meeting) -> None:
    open_meeting(room.engine(), one.number, by=actor(), seen=one.version)
    say(TEXTS["opened"])


def _attach(number: int, key: str) -> None:
    given = [File(each.name, each.getvalue()) for each in st.session_state.get(key) or ()]
    steps.attach(room.engine(), number, given, by=actor())
    say(TEXTS["attached"])
