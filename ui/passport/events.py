"""What happened while a number was reported: named below its line, and marked on it where somebody switches that on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data import months
from data.register_rights import units_named, units_readable
from data.registers import REGISTERS
from data.text import Text
from ui.actor import actor
from ui.panels import Panel
from ui.rows.links import opened
from ui.rows.reading import row_fields
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

REGISTER, SWITCH = "events", "events"  # the second: how an address says that they are marked
TEXTS = {
    "title": Text("大事记：这条线经历了什么", "What happened along this line"),
    "mark": Text("标在图上", "Mark them on the line"),
    "nth": Text("序号", "No."),
    "day": Text("日期", "Day"),
    "event": Text("事件", "Event"),
    "kind": Text("类型", "Kind"),
    "unit": Text("单位", "Unit"),
}


@dataclass(frozen=True)
class Event:
    """A row of the register, numbered in order of time."""

    nth: int
    day: date
    key: str
    unit: str
    name: str
    kind: str


def happened(scope: Scope, first: date) -> list[Event]:
    """The events of the unit and of those above it from that month to the one shown, as far as this person may know of them."""
    named = units_named(actor(), REGISTER, scope.tree)
    units = tuple(code for code in scope.tree.path(scope.unit) if code in named)
    found = row_fields(scope, REGISTER, units, scope.month, "name", "name_en", "kind", "day")
    days = pd.to_datetime(found["day"])
    within = days.between(pd.Timestamp(first), pd.Timestamp(months.end_of(scope.month)))
    rows = found.assign(day=days.dt.date)[within].sort_values(["day", "key"]).to_dict("records")
    return [_event(nth, row, scope) for nth, row in enumerate(rows, start=1)]


def _event(nth: int, row: dict[Any, Any], scope: Scope) -> Event:
    in_english = row["name_en"] if scope.lang == "en" and not pd.isna(row["name_en"]) else ""
    kinds = dict(REGISTERS[REGISTER].field("kind").choices)
    kind = kinds[row["kind"]].in_(scope.lang) if row["kind"] in kinds else ""
    return Event(nth, row["day"], row["key"], row["unit"], in_english or row["name"], kind)


def are_marked() -> bool:
    """Whether the address asks for the marks."""
    return st.query_params.get(SWITCH) == "1"


def kept() -> dict[str, str]:
    """What a way to the same page carries so that they stay marked."""
    return {SWITCH: "1"} if are_marked() else {}


def marks(events: list[Event]) -> dict[date, str]:
    """The months to mark on a line of months, with the numbers of what happened in each."""
    by_month: dict[date, list[str]] = {}
    for event in events:
        by_month.setdefault(event.day.replace(day=1), []).append(str(event.nth))
    return {month: ", ".join(numbers) for month, numbers in by_month.items()}


def panel(events: list[Event], scope: Scope) -> dict[str, Panel]:
    """The events by name of panel, with the switch; {} where nothing happened."""
    if not events:
        return {}
    lang, may = scope.lang, units_readable(actor(), REGISTER, scope.tree)
    columns = [
        Column("nth", TEXTS["nth"].in_(lang), "short"),
        Column("day", TEXTS["day"].in_(lang), "short"),
        Column("event", TEXTS["event"].in_(lang), "main"),
        Column("kind", TEXTS["kind"].in_(lang), "short"),
        Column("unit", TEXTS["unit"].in_(lang), "short"),
    ]
    rows = [
        {
            "nth": str(event.nth),
            "day": event.day.isoformat(),
            "event": link(event.name, opened(scope, REGISTER, event.key)) if event.unit in may else event.name,
            "kind": event.kind,
            "unit": scope.name(event.unit),
        }
        for event in events
    ]
    marked = are_marked()
    href = scope.link("passport") if marked else scope.link("passport", **{SWITCH: "1"})
    switch = render("choices", chips=[(TEXTS["mark"].in_(lang), href, marked)])
    return {"events": Panel(TEXTS["title"].in_(lang), table(columns, rows, empty=""), switch)}
