"""The calendar of months on screen: which are open, closing or closed, how complete, published or not; exceptions."""

from datetime import date, datetime, time

import pandas as pd
import streamlit as st

from data import months
from data.people import accounts
from data.reporting import calendar
from data.reporting.calendar import STATES
from data.text import LANGUAGES, Text
from metrics import formats
from metrics.reporting import completeness
from ui import actor as signed
from ui import reads, room
from ui.choosing import unit_box
from ui.panels import Panel
from ui.people.people import today, units_of
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import Column, table

BACK = 15
TEXTS = {
    "calendar": Text("填报日历", "Calendar"),
    "month": Text("月份", "Month"),
    "state": Text("状态", "State"),
    "due": Text("截止", "Due"),
    "complete": Text("完整率", "Completeness"),
    "published": Text("公布", "Published to all"),
    "locked": Text("锁定", "Locked"),
    "no": Text("否", "no"),
    "manage": Text("管理一个月份", "Manage a month"),
    "lock": Text("锁定", "Lock"),
    "unlock": Text("解除锁定", "Unlock"),
    "publish": Text("向所有单位公布", "Publish to all"),
    "publish_is": Text(
        "{month} 的汇总数将向所有单位公开，各单位可以互相比较。",
        "Every unit will see the totals of {month} of all others, and compare.",
    ),
    "sure": Text("确认公布", "Publish"),
    "unpublish": Text("收回公布", "Take back"),
    "done_lock": Text("{month} 已锁定。", "{month} is locked."),
    "done_unlock": Text("{month} 已解除锁定。", "{month} is open again."),
    "done_publish": Text("{month} 已向所有单位公布。", "{month} is published to all."),
    "done_unpublish": Text("{month} 已收回公布。", "{month} is no longer published."),
    "allow": Text("允许例外", "Allow an exception"),
    "person": Text("谁", "Who"),
    "unit": Text("单位（含下级）", "Unit (and all below it)"),
    "until": Text("到哪天（含）", "Until (that day included)"),
    "reason": Text("原因", "Reason"),
    "allowed": Text("已允许 {person} 在锁定后继续填报 {month}。", "{person} may still report {month}."),
    "exceptions": Text("例外", "Exceptions"),
    "none": Text("没有例外。", "There are no exceptions."),
    "by": Text("批准人", "Allowed by"),
    "expired": Text("已过期", "expired"),
}
ACTIONS = {
    "lock": calendar.lock,
    "unlock": calendar.unlock,
    "publish": calendar.publish,
    "unpublish": calendar.unpublish,
}
MARKS = {"open": "good", "closing": "warn", "closed": ""}


def run() -> list[date]:
    """The months of the calendar, the newest first."""
    here = months.today().replace(day=1)
    return months.between(months.shift(here, -BACK), here)[::-1]


def shown(scope: Scope) -> Panel:
    """Each month: its state, day due, completeness, whether it is published and locked by whom."""
    over = run()
    with room.engine().connect() as conn:
        rows = calendar.listing(conn, over)
    values = reads.history(scope, (completeness.key,), (scope.unit,), tuple(over[::-1]))
    complete = dict(zip(values["month"].dt.date, values["value"], strict=True))
    keys = {
        "month": "main",
        "state": "short",
        "due": "short",
        "complete": "number",
        "published": "short",
        "locked": "short",
    }
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    lines = [
        {
            "month": months.label(row["month"]),
            "state": STATES[row["state"]].in_(scope.lang),
            "due": f"{row['due']:%Y-%m-%d}",
            "complete": formats.show(complete[row["month"]], completeness, language=scope.lang),
            "published": _when(row["published_at"], scope),
            "locked": f"{_when(row['locked_at'], scope)} {row['locked_by'] if pd.notna(row['locked_at']) else ''}".strip(),
        }
        for row in rows.to_dict("records")
    ]
    return Panel(TEXTS["calendar"].in_(scope.lang), table(columns, lines, empty=""))


def _when(moment: datetime, scope: Scope) -> str:
    return TEXTS["no"].in_(scope.lang) if pd.isna(moment) else when(moment)


def managing(scope: Scope) -> None:
    """Lock, unlock, publish or take back one month; let somebody still report it."""
    lang = scope.lang
    with st.expander(TEXTS["manage"].in_(lang), icon=":material/calendar_month:"):
        chosen, *buttons = st.columns((1.4, 1, 1, 1.3, 1.2), vertical_alignment="bottom")
        month = chosen.selectbox(
            TEXTS["month"].in_(lang), run(), index=1, format_func=months.label, key="calendar-month"
        )
        for place, (action, _) in zip(buttons, ACTIONS.items(), strict=True):
            with place.popover(TEXTS["publish"].in_(lang)) if action == "publish" else place:
                if action == "publish":
                    st.write(TEXTS["publish_is"].in_(lang, month=months.label(month)))
                word = TEXTS["sure" if action == "publish" else action].in_(lang)
                st.button(word, on_click=doing, args=(_act, action, month), key=f"calendar-{action}")
        _allowing(month, scope)


def _act(action: str, month: date) -> None:
    ACTIONS[action](room.engine(), month, by=signed.actor())
    say(_both(f"done_{action}", month=months.label(month)))


def _allowing(month: date, scope: Scope) -> None:
    lang, tree = scope.lang, today(scope)
    choices = units_of(signed.actor(), "keep_calendar", tree)
    with room.engine().connect() as conn:
        people = accounts.listing(conn)
    names = dict(zip(people["login"], people["name"], strict=True))
    with st.form("allowing", border=False):
        one, two, three, four, five = st.columns((1, 1.2, 1, 1.6, 0.8), vertical_alignment="bottom")
        one.selectbox(
            TEXTS["person"].in_(lang),
            list(names),
            format_func=lambda login: f"{names[login]}（{login}）",
            key="allow-person",
        )
        unit_box(two, TEXTS["unit"].in_(lang), scope, choices, "allow-unit")
        three.date_input(
            TEXTS["until"].in_(lang), months.today(), min_value=months.today(), format="YYYY-MM-DD", key="allow-until"
        )
        four.text_input(TEXTS["reason"].in_(lang), max_chars=200, key="allow-reason")
        five.form_submit_button(TEXTS["allow"].in_(lang), on_click=doing, args=(_allow, month))


def _allow(month: date) -> None:
    typed = {name: st.session_state[f"allow-{name}"] for name in ("person", "unit", "until", "reason")}
    until = datetime.combine(typed["until"], time(23, 59, 59), months.SHANGHAI)
    calendar.allow(room.engine(), month, typed["unit"], typed["person"], until, typed["reason"], by=signed.actor())
    say(_both("allowed", person=typed["person"], month=months.label(month)))


def exceptions(scope: Scope) -> Panel:
    """Who may still report which locked month, for which unit, until when and why; expired ones stay listed."""
    with room.engine().connect() as conn:
        given = calendar.exceptions(conn)
    tree, now = today(scope), months.now()
    keys = {"month": "main", "unit": "", "person": "short", "until": "short", "reason": "", "by": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    rows = [
        {
            "css": "withdrawn" if row["until"] < now else "",
            "month": months.label(row["month"]),
            "unit": tree[row["unit"]].name(scope.lang) if row["unit"] in tree else row["unit"],
            "person": row["person"],
            "until": when(row["until"]) + (f" · {TEXTS['expired'].in_(scope.lang)}" if row["until"] < now else ""),
            "reason": row["reason"],
            "by": row["given_by"],
        }
        for row in given.to_dict("records")
    ]
    return Panel(TEXTS["exceptions"].in_(scope.lang), table(columns, rows, empty=TEXTS["none"].in_(scope.lang)))


def _both(key: str, **blanks: object) -> Text:
    return Text(*(TEXTS[key].in_(lang, **blanks) for lang in LANGUAGES))
