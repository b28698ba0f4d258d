"""How applications moved between the three batches from one day to another: both days stand in the address."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts.flow import flow as drawn_flow
from charts.flow import turn
from data import months
from data.meetings.reading import of_actor
from data.registers import REGISTERS
from data.text import Text
from metrics import row_moves
from ui import asked, room
from ui.actor import actor
from ui.panels import Panel
from ui.rows.fields import title
from ui.rows.links import opened
from ui.rows.reading import moved_rows, units_of
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

LEDGER, FIELD, FEW = "applications", "stage", 12
ORDER = ("plan", "start", "iterate")  # the way an application goes
YEAR, QUARTER = 12, 3
TEXTS = {
    "batches": Text("三个批次：从哪一天到哪一天", "The three batches, from one day to another"),
    "since": Text("从", "From"),
    "until": Text("到", "To"),
    "meeting": Text("上次会议以来", "Since the last meeting"),
    "quarter": Text("近三个月", "Three months"),
    "january": Text("今年以来", "Since January"),
    "year": Text("近一年", "A year"),
    "went": Text("{was} → {now}", "{was} → {now}"),
    "tip": Text("{was} → {now}：{count} 个", "{was} → {now}: {count}"),
    "stayed": Text("这两天之间没有应用换批次。", "No application changed its batch between these days."),
    "none": Text("这两天都没有应用。", "There were no applications on either day."),
    "application": Text("应用", "Application"),
    "unit": Text("单位", "Unit"),
    "moved": Text("换了批次的 {count} 个，占 {share:.0%}", "{count} changed their batch, {share:.0%}"),
    "more": Text("另有 {count} 个", "{count} more"),
    "all": Text("全部", "All"),
}


@dataclass(frozen=True)
class Days:
    """The two days that the address asks for, the earlier first: a year up to the month's end, if it names none."""

    since: date
    until: date

    @classmethod
    def of(cls, scope: Scope) -> "Days":
        """What the address says; what it says wrong counts as nothing."""
        end = months.end_of(scope.month)
        until = asked.day("until") or end
        since = asked.day("since") or _back(until, YEAR)
        return cls(*sorted((since, until)))


def _back(day: date, many: int) -> date:
    return months.end_of(months.shift(day.replace(day=1), -many))


def panel(scope: Scope) -> Panel:
    """Both days to choose, the flow between them, and which applications moved."""
    lang, days = scope.lang, Days.of(scope)
    moved = moved_rows(scope, LEDGER, FIELD, units_of(scope, LEDGER), days.since, days.until)
    heading = TEXTS["batches"].in_(lang)
    if moved.empty:
        return Panel(heading, _choose(scope, days) + render("empty", text=TEXTS["none"].in_(lang)))
    names = {key: text.in_(lang) for key, text in row_moves.names(REGISTERS[LEDGER], FIELD).items()}
    flows = row_moves.flow(moved)
    shown = flows.assign(
        css=[turn(was, now, ORDER) for was, now in zip(flows["was"], flows["now"], strict=True)],
        tip=[TEXTS["tip"].in_(lang, was=names[r.was], now=names[r.now], count=r.count) for r in _lines(flows)],
    )
    picture = drawn_flow(shown, parts=names, heads=(days.since.isoformat(), days.until.isoformat()), alt=heading)
    return Panel(heading, _choose(scope, days) + picture + _who_moved(scope, days, moved, flows, names))


def _lines(flows: pd.DataFrame):
    return flows.rename(columns={"count": "many"}).itertuples()


def _choose(scope: Scope, days: Days) -> Markup:
    """Two days to pick, and the spans that are asked for most."""
    end = months.end_of(scope.month)
    spans = {
        "meeting": _last_meeting(scope, end),
        "quarter": _back(end, QUARTER),
        "january": date(end.year - 1, 12, 31),
        "year": _back(end, YEAR),
    }
    chips = [
        (TEXTS[key].in_(scope.lang), _link(scope, Days(day, end)), Days(day, end) == days)
        for key, day in spans.items()
        if day
    ]
    picked = [
        (name, TEXTS[name].in_(scope.lang), day.isoformat(), _link(scope, days))
        for name, day in (("since", days.since), ("until", days.until))
    ]
    return render("two_days", days=picked, first="2015-01-01", last=max(end, months.today()).isoformat(), chips=chips)


def _link(scope: Scope, days: Days, **more: str) -> str:
    return scope.link("applications", metric="", since=days.since.isoformat(), until=days.until.isoformat(), **more)


def _last_meeting(scope: Scope, end: date) -> date | None:
    """The day of the unit's last meeting before the month's end."""
    with room.engine().connect() as conn:
        held = [each.held_on for each in of_actor(conn, actor()) if each.unit == scope.unit and each.held_on < end]
    return max(held, default=None)


def _who_moved(scope: Scope, days: Days, moved: pd.DataFrame, flows: pd.DataFrame, names: dict[str, str]) -> Markup:
    """Each way that was gone as a link, and the applications that went it; all of them, if none is chosen."""
    lang = scope.lang
    changed = flows[flows["was"] != flows["now"]]
    if changed.empty:
        return render("words", text=TEXTS["stayed"].in_(lang))
    went = moved[moved["was"] != moved["now"]]
    chosen = st.query_params.get("moved", "")
    ways = [(f"{line.was}.{line.now}", line) for line in _lines(changed)]
    chips = [(TEXTS["all"].in_(lang), _link(scope, days), chosen not in dict(ways))]
    chips += [
        (
            f"{TEXTS['went'].in_(lang, was=names[line.was], now=names[line.now])} {line.many:,}",
            _link(scope, days, moved=way),
            way == chosen,
        )
        for way, line in ways
    ]
    if chosen in dict(ways):
        went = went[(went["was"] + "." + went["now"]) == chosen]
    told = TEXTS["moved"].in_(lang, count=f"{len(went):,}", share=len(went) / len(moved))
    more = TEXTS["more"].in_(lang, count=len(went) - FEW) if len(went) > FEW else ""
    return (
        render("words", text=told)
        + render("choices", chips=chips)
        + _listed(scope, went.head(FEW), names)
        + (render("words", text=more) if more else Markup(""))
    )


def _listed(scope: Scope, went: pd.DataFrame, names: dict[str, str]) -> Markup:
    lang, declared = scope.lang, REGISTERS[LEDGER]
    columns = [
        Column("application", TEXTS["application"].in_(lang), "main"),
        Column("unit", TEXTS["unit"].in_(lang)),
        Column("went", TEXTS["went"].in_(lang, was=TEXTS["since"].in_(lang), now=TEXTS["until"].in_(lang))),
    ]
    rows = [
        {
            "application": link(title(declared, row, lang), opened(scope, LEDGER, row["key"])),
            "unit": scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"],
            "went": TEXTS["went"].in_(lang, was=names[row["was"]], now=names[row["now"]]),
        }
        for row in went.to_dict("records")
    ]
    return table(columns, rows, empty="")
