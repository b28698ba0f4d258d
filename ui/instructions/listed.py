"""The list of instructions: how many stand where, what waits for me, what I gave out; overdue ones first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st
from markupsafe import Markup

from data import store
from data.clocks.life import STATES
from data.clocks.present import CLOCKS, LANES
from data.clocks.reading import Instruction
from data.instructions import lanes, mine
from data.instructions.lanes import Asked, Narrowed
from data.instructions.mine import Mine
from data.instructions.telling import OVERDUE
from data.text import Text
from metrics.instructions import fared
from ui import room
from ui.actor import reader
from ui.exporting import Export, export_button
from ui.filters import Choice, Filters, asked, of_unit
from ui.instructions import clocks, words
from ui.instructions.fared import day_of
from ui.instructions.fared import view as fared_view
from ui.instructions.lanes import board
from ui.links import named
from ui.page import show
from ui.panels import Panel
from ui.rows.fields import register_name
from ui.scope import Scope
from ui.tables import Column, link, pager, table
from ui.templates import render

SIZE = 50
MOST = 200  # to choose from
TEXTS = {
    "instructions": Text("交办", "Instructions"),
    "state": Text("状态", "State"),
    "clock": Text("跑表", "Clock"),
    "side": Text("范围", "Which"),
    "list": Text("清单", "List"),
    "waiting": Text("等我办的", "What waits for me"),
    "given": Text("我交办的", "What I gave out"),
    "what": Text("事项", "What"),
    "about": Text("关于", "About"),
    "unit": Text("牵头单位", "Leads"),
    "issuer": Text("交办人", "Issued by"),
    "due": Text("期限", "Due"),
    "returned": Text("退回", "Sent back"),
    "number": Text("编号", "No."),
    "issued_at": Text("交办日期", "Issued on"),
    "acceptance": Text("验收标准", "How it is accepted"),
    "none": Text("没有交办事项。", "There are no instructions."),
    "closed_loop": Text("闭环率", "Closed-loop rate"),
    "on_time": Text("按期办结率", "On time"),
    "first_try": Text("一次验收通过率", "Accepted at the first try"),
    "days": Text("办结用时中位数（天）", "Median days"),
    "reopened": Text("重新打开", "Reopened"),
    "in_year": Text("近一年", "In the last year"),
}


def listed(scope: Scope) -> None:
    """The lanes; the page of the list where something of it is asked for."""
    if st.query_params.get("view") == "fared":
        fared_view(scope)
        return
    is_list = st.query_params.get("view") == "list"
    fixed = {"view": "list"} if is_list else {}
    choices = [of_unit(scope), _states(scope), _clocks(scope), _sides(scope), *_sources(scope)]
    chosen = asked("instructions", choices, fixed)
    if not (is_list or chosen.values or chosen.words):
        lanes = board(scope, chosen, dict(_states(scope).options))
        show({"year": _year(scope), "lanes": lanes}, scope, key="lanes")
        return
    found = _found(chosen, scope)
    show({"lanes": _lanes(found.counts, chosen, scope), "year": _year(scope)}, scope, key="kpis")
    pages = pager(found.total, chosen.offset, SIZE, lambda at: chosen.link(scope, **{"from": at}), scope.lang)
    body = chosen.shown(scope) + table_of(found.here, scope) + pages
    show({"list": Panel(TEXTS["instructions"].in_(scope.lang), body)}, scope, key="list")
    title = TEXTS["instructions"].in_(scope.lang)
    export_button(Export(title, _headings(scope), _rows(found.all_, scope), found.total), scope)


class Found(NamedTuple):
    """A page of the list: how many stand in each lane whatever lane is asked for, how many in all, those shown, and all of them."""

    counts: Mapping[str, int]
    total: int
    here: Sequence[Mine]
    all_: Callable[[], Iterator[Instruction]]


def _found(chosen: Filters, scope: Scope) -> Found:
    me, side = reader(wall=scope.wall), chosen.values.get("side", "")
    wanted = Asked(me, scope.tree.below(scope.unit))
    clock = next((key for key in CLOCKS if key == chosen.values.get("clock")), None)
    timed = Narrowed(
        clock=clock, issued_by=me.login if side == "given" else "", waits="any" if side == "waiting" else "",
        issuer=chosen.values.get("issuer", ""), register=chosen.values.get("list", ""),
    )  # fmt: skip
    asked_ = replace(timed, lane=chosen.values.get("state", ""), words=chosen.words)
    with store.reading(room.engine()) as conn:
        counts = lanes.counts(conn, wanted, timed)
        total = lanes.count(conn, wanted, asked_)
        here = mine.page(conn, wanted, asked_, SIZE, chosen.offset)
    return Found(counts, total, here, lambda: _all(wanted, asked_))


def _all(wanted: Asked, narrowed: Narrowed) -> Iterator[Instruction]:
    with store.reading(room.engine()) as conn:
        yield from lanes.each_of(conn, wanted, narrowed)


def table_of(rows: Sequence[Mine], scope: Scope) -> Markup:
    """Instructions as a table, each leading to its page."""
    keys = {"what": "main", "about": "", "unit": "short", "issuer": "short", "due": "short", "state": "short"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in keys.items()]
    return table(columns, [_cells(each, scope) for each in rows], empty=TEXTS["none"].in_(scope.lang))


def _cells(each: Mine, scope: Scope) -> dict[str, object]:
    one = each.one
    return {
        "what": link(one.text, words.href(each, scope)),
        "about": words.about(one, scope),
        "unit": named(scope, one.standing.unit),
        "issuer": one.issuer_name,
        "due": words.day(one.standing.due),
        "state": words.chip(one, scope),
    }


def _lanes(counts: Mapping[str, int], chosen: Filters, scope: Scope) -> Panel:
    """How many stand where, each a way to those alone; pressed once more, to all."""
    names = dict(_states(scope).options)
    picked = chosen.values.get("state", "")
    lanes = [
        {
            "name": names[key],
            "count": f"{counts[key]:,}",
            "key": {"overdue": "burning", "reported": "week", "accepted": "accepted"}.get(key, "")
            if counts[key]
            else "",
            "more": "",
            "current": picked == key,
            "href": chosen.link(scope, state="" if picked == key else key),
        }
        for key in LANES
        if counts[key] or key in ("overdue", "open", "reported", "accepted")
    ]
    return Panel("", render("clocks", title=TEXTS["instructions"].in_(scope.lang), clocks=lanes))


def _year(scope: Scope) -> Panel:
    """How the unit and all below it fared in a year; — where nothing was accepted."""
    with room.engine().connect() as conn:
        told: dict[str, Any] = fared(conn, scope.tree, scope.unit, day_of(scope))
    shown = {
        "closed_loop": f"{told['closed_loop']:.0%}",
        "on_time": f"{told['on_time']:.0%}",
        "first_try": f"{told['first_try']:.0%}",
        "days": f"{told['days']:,.0f}",
        "reopened": f"{told['reopened']:,.0f}",
    }
    facts = [
        (TEXTS[key].in_(scope.lang), "—" if told[key] != told[key] else text, TEXTS["in_year"].in_(scope.lang))
        for key, text in shown.items()
    ]
    return Panel("", render("amounts", facts=facts))


def _states(scope: Scope) -> Choice:
    named: dict[str, Text] = {"overdue": OVERDUE} | dict(STATES.items())
    return Choice("state", TEXTS["state"].in_(scope.lang), [(key, named[key].in_(scope.lang)) for key in LANES])


def _clocks(scope: Scope) -> Choice:
    return Choice("clock", TEXTS["clock"].in_(scope.lang), [(key, clocks.TEXTS[key].in_(scope.lang)) for key in CLOCKS])


def _sides(scope: Scope) -> Choice:
    return Choice(
        "side", TEXTS["side"].in_(scope.lang), [(key, TEXTS[key].in_(scope.lang)) for key in ("waiting", "given")]
    )


def _sources(scope: Scope) -> tuple[Choice, Choice]:
    """Who issued them, and the lists about whose rows they are."""
    with store.reading(room.engine()) as conn:
        people, registers = lanes.sources(conn, Asked(reader(wall=scope.wall), scope.tree.below(scope.unit)), MOST)
    return (
        Choice("list", TEXTS["list"].in_(scope.lang), [(key, register_name(key, scope)) for key in registers]),
        Choice("issuer", TEXTS["issuer"].in_(scope.lang), [(name, name) for name in people]),
    )


def _headings(scope: Scope) -> list[str]:
    keys = ("number", "what", "about", "unit", "issuer", "issued_at", "due", "state", "returned", "acceptance")
    return [TEXTS[key].in_(scope.lang) for key in keys]


def _rows(rows: Callable[[], Iterator[Instruction]], scope: Scope) -> Callable[[], Iterator[list[object]]]:
    return lambda: (
        [
            one.number, one.text, words.about(one, scope), words.unit_name(one.standing.unit, scope), one.issuer_name,
            one.issued_at.date(), one.standing.due, words.state(one, scope), one.standing.returned, one.acceptance,
        ]
        for one in rows()
    )  # fmt: skip
