"""How instructions fared in a year: by unit, department, issuer, source or kind, each with its closed-loop rate."""

from datetime import date
from math import isnan
from typing import Literal, get_args

import pandas as pd
import streamlit as st

from data import months
from data import units as terms
from data.clocks.workflows import WORKFLOWS
from data.text import Text
from metrics.instructions import Side, by_side, by_unit
from metrics.owners import office
from ui import reads, room
from ui.instructions.clocks import version
from ui.kept import kept
from ui.links import named
from ui.page import show
from ui.panels import Panel, beside_title
from ui.room import Room
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

By = Literal["unit"] | Side
TEXTS = {
    "fared": Text("交办成效 · {unit} · 至 {day} 的一年", "How instructions fared · {unit} · the year to {day}"),
    "unit": Text("单位", "Unit"),
    "department": Text("责任部门", "Department"),
    "issuer": Text("交办人", "Issued by"),
    "source": Text("来源", "Where it was decided"),
    "kind": Text("类型", "Kind"),
    "open": Text("在办", "Running"),
    "overdue": Text("超期", "Overdue"),
    "accepted": Text("已验收", "Accepted"),
    "closed_loop": Text("闭环率", "Closed-loop rate"),
    "on_time": Text("按期办结率", "On time"),
    "first_try": Text("一次通过率", "At the first try"),
    "days": Text("用时中位数（天）", "Median days"),
    "reopened": Text("重新打开", "Reopened"),
    "lanes": Text("看板", "As lanes"),
    "none": Text("没有交办事项。", "There are no instructions."),
    "no_department": Text("未指定部门", "No department named"),
}
SOURCES = {
    "": Text("直接交办", "Issued directly"),
    "meeting": Text("会议决定", "Decided in a meeting"),
    "question": Text("提问", "A question"),
    "watch": Text("关注规则", "A rule of a watch"),
}
SIDES: tuple[By, ...] = ("unit", *get_args(Side))
SHARES = ("closed_loop", "on_time", "first_try")


def view(scope: Scope) -> None:
    """The table by the side that is asked for, the unit's own as it is."""
    side: By = next((each for each in SIDES if each == st.query_params.get("by")), "unit")
    chips = [(TEXTS[each].in_(scope.lang), _href(each, scope), each == side) for each in SIDES]
    day = day_of(scope)
    frame = _counted(scope.room, version(), side, scope.unit, _units(scope), day)
    keys = {side: "main", **dict.fromkeys(("open", "overdue", "accepted", *SHARES, "days", "reopened"), "number")}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    rows = [_row(row, side, scope) for row in frame.to_dict("records")]
    title = TEXTS["fared"].in_(scope.lang, unit=scope.name(scope.unit), day=day)
    way = link(TEXTS["lanes"].in_(scope.lang), scope.link("instructions", metric=""))
    body = render("choices", chips=chips) + table(columns, rows, empty=TEXTS["none"].in_(scope.lang))
    show({"fared": Panel(title, body, beside_title(way))}, scope, key="list")


def day_of(scope: Scope) -> date:
    """As at which day it is told: today, in a view of an earlier month as at its end."""
    now = not scope.pinned and scope.month >= reads.usual_month(reads.current_revision(), scope.moment)
    return months.today() if now else min(months.today(), months.end_of(scope.month))


def _href(side: By, scope: Scope) -> str:
    return scope.link("instructions", metric="", view="fared", by="" if side == "unit" else side)


def _units(scope: Scope) -> tuple[str, ...]:
    """The unit and those right below it."""
    return (scope.unit, *scope.tree.children.get(scope.unit, ()))


@kept(50)
def _counted(at: Room, moved: int, side: By, unit: str, units: tuple[str, ...], day: date) -> pd.DataFrame:
    with room.engine().connect() as conn:
        tree = terms.load(conn).on(day)
        return by_unit(conn, tree, units, day) if side == "unit" else by_side(conn, tree, unit, day, side)


def _row(row: dict, side: By, scope: Scope) -> dict[str, object]:
    shown: dict[str, object] = {key: f"{row[key]:,}" for key in ("open", "overdue", "accepted", "reopened")}
    shown |= {key: "—" if isnan(row[key]) else f"{row[key]:.0%}" for key in SHARES}
    shown["days"] = "—" if isnan(row["days"]) else f"{row['days']:,.0f}"
    return shown | {side: _named(side, row[side], scope)}


def _named(side: By, key: str, scope: Scope) -> object:
    match side:
        case "unit":
            return named(scope, key)
        case "department":
            return office(key).in_(scope.lang) if key else TEXTS["no_department"].in_(scope.lang)
        case "source":
            return SOURCES[key].in_(scope.lang) if key in SOURCES else key
        case "kind":
            return WORKFLOWS[key].name.in_(scope.lang)
    return key
