"""Questions at the figures behind a number: what is asked and answered there, and the way to ask and answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import months
from data.access import Actor
from data.questions import questions as talk
from data.questions.rights import may_ask, name_of
from data.questions.threads import Spot, Thread, thread
from data.text import Text
from metrics import METRICS
from metrics.language import Metric
from metrics.passport import Passport
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.changes import written
from ui.page import show
from ui.panels import Panel
from ui.questions.asking import keys_of, metric_of
from ui.questions.forms import ask_form, reply_form, what_was_said
from ui.questions.shown import one, shown, ways
from ui.scope import Scope
from ui.tables import folded, link
from ui.templates import render

TEXTS = {
    "questions": Text("提问与答复", "Questions"),
    "ask": Text("提问", "Ask"),
    "none": Text("这个数还没有人提问。", "Nobody has asked about this number."),
    "closed": Text("已办结 {count} 个", "{count} closed"),
    "open": Text("待办 {count} 个", "{count} open"),
    "asked_about": Text("有提问", "asked about"),
    "missing": Text("未报", "not reported"),
}


def asked_metric(scope: Scope) -> Metric | None:
    """The metric of the question that the address names without a metric: its measure alone, or one made of it."""
    number = address.number("question")
    if scope.metric or number is None:
        return METRICS.get(scope.metric)
    with room.engine().connect() as conn:
        found = thread(conn, number, actor())
    return metric_of(found.measure) if found else None


def asked(number: Passport, scope: Scope) -> None:
    """What the address asks for, right below the number: one question with its form, or the form to ask."""
    what_was_said(scope)
    named = st.query_params.get("question", "")
    if not named or not keys_of(number.metric):
        return
    me = actor()
    chosen = _chosen(_threads(number, scope, me))
    if chosen:
        reply_form(chosen, one(chosen, scope) + ways(chosen, scope, me, metric=number.metric.key), scope, me)
    elif named == "new" and (spots := spots_of(number, scope, me)):
        ask_form(spots, st.query_params.get("at", ""), scope)


def questions(number: Passport, scope: Scope) -> None:
    """The panel of all questions at the figures behind the number, but the one that is open above."""
    if not keys_of(number.metric):
        return
    me = actor()
    threads = _threads(number, scope, me)
    may = bool(spots_of(number, scope, me))
    show({"questions": _listed(threads, _chosen(threads), may, scope)}, scope, key="questions")


def _chosen(threads: Iterable[Thread]) -> Thread | None:
    named = st.query_params.get("question", "")
    return next((each for each in threads if str(each.number) == named), None)


def _listed(threads: Iterable[Thread], chosen: Thread | None, may: bool, scope: Scope) -> Panel:
    rest = [each for each in threads if each != chosen]
    open_ = [shown(each, scope) for each in rest if not each.closed_at]
    closed = [shown(each, scope) for each in rest if each.closed_at]
    body = render("threads", threads=open_) if open_ else Markup("")
    if closed:
        body += folded(TEXTS["closed"].in_(scope.lang, count=len(closed)), render("threads", threads=closed))
    if not body and not chosen:
        body = render("words", text=TEXTS["none"].in_(scope.lang))
    told = TEXTS["open"].in_(scope.lang, count=len(open_) + bool(chosen and not chosen.closed_at))
    way = link(TEXTS["ask"].in_(scope.lang), scope.link("passport", question="new")) if may else Markup("")
    return Panel(TEXTS["questions"].in_(scope.lang), body, Markup('<span class="ways">{} {}</span>').format(told, way))


def _threads(number: Passport, scope: Scope, me: Actor) -> tuple[Thread, ...]:
    with room.engine().connect() as conn:
        return talk.of_number(conn, *_behind(number, scope), actor=me)


def _behind(number: Passport, scope: Scope) -> tuple[list[str], tuple[str, ...], list[date]]:
    """The measures (or registers), units and months of the figures behind a number."""
    frame = number.origins.frame
    over = {scope.month, *pd.to_datetime(frame["month"]).dt.date} if "month" in frame else {scope.month}
    return keys_of(number.metric), scope.tree.below(number.unit), sorted(over)


def open_at(number: Passport, scope: Scope) -> Mapping[Spot, int]:
    """The figures behind a number that have an open question, with the number of the newest."""
    open_ = [each for each in _threads(number, scope, actor()) if not each.closed_at]
    return {each.spot: each.number for each in reversed(open_)}


def mark(row: Mapping[Any, Any], spots: Mapping[Spot, int], scope: Scope) -> Markup:
    """The quiet mark of a figure (measure, unit, month, subject) with an open question, and the way to it."""
    number = spots.get((row["measure"], row["unit"], pd.Timestamp(row["month"]).date(), row["subject"]))
    if number is None:
        return Markup("")
    href = scope.link("passport", question=number)
    return Markup(' <a class="asked-about" href="{}">{}</a>').format(href, TEXTS["asked_about"].in_(scope.lang))


def spots_of(number: Passport, scope: Scope, me: Actor) -> dict[Spot, str]:
    """The figures at which this person may ask, with how they are called: the unit's own, which one looks at, then those
    behind the number and those missing."""
    found = _of_rows(number, scope) if number.metric.rows else _of_cells(number, scope)
    here = {(key, number.unit, scope.month, ""): "" for key in keys_of(number.metric)}
    found = {spot: found.get(spot) or _called(spot, "", scope) for spot in here} | found
    return {spot: said for spot, said in found.items() if may_ask(me, spot[0], spot[1], scope.tree)}


def _of_rows(number: Passport, scope: Scope) -> dict[Spot, str]:
    registers = keys_of(number.metric)
    owners = dict.fromkeys([*number.origins.frame["unit"], *number.missing["unit"]])
    return {
        (register, unit, scope.month, ""): _called((register, unit, scope.month, ""), "", scope)
        for unit in owners
        for register in registers
    }


def _of_cells(number: Passport, scope: Scope) -> dict[Spot, str]:
    found: dict[Spot, str] = {}
    for row in number.origins.frame.to_dict("records"):
        spot = (row["measure"], row["unit"], pd.Timestamp(row["month"]).date(), row["subject"])
        found[spot] = _called(spot, row["grade"] or written(row["value"], row["qualifier"], scope), scope)
    missing = list(zip(number.missing["measure"], number.missing["unit"], strict=True))
    for measure, unit in missing:
        spot = (measure, unit, scope.month, "")
        found.setdefault(spot, _called(spot, TEXTS["missing"].in_(scope.lang), scope))
    return found


def _called(spot: Spot, value: str, scope: Scope) -> str:
    what, unit, month, subject = spot
    name = scope.name(unit) if unit in scope.tree else unit
    parts = (name, name_of(what).in_(scope.lang), subject, months.label(month), value)
    return " · ".join(part for part in parts if part)
