"""Questions at the figures behind a number: what is asked and answered there, and the way to ask and answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import months
from data.access import Actor
from data.instructions import asked as asked_of
from data.instructions.telling import state_of
from data.questions import questions as talk
from data.questions.rights import may_ask, name_of
from data.questions.threads import Message, Spot, Thread, thread
from data.text import Text
from metrics import METRICS
from metrics.language import Metric
from metrics.passport import Passport
from ui import room
from ui.actor import actor
from ui.changes import written
from ui.instructions.clocks import version
from ui.instructions.issuing import question_link
from ui.page import show
from ui.panels import Panel
from ui.passport.question_forms import ask_form, reply_form, what_was_said
from ui.registers.fields import listed
from ui.scope import Scope, when
from ui.tables import folded, link
from ui.templates import render

TEXTS = {
    "questions": Text("提问与答复", "Questions"),
    "ask": Text("提问", "Ask"),
    "none": Text("这个数还没有人提问。", "Nobody has asked about this number."),
    "closed": Text("已办结 {count} 个", "{count} closed"),
    "open": Text("待办 {count} 个", "{count} open"),
    "asked_about": Text("有提问", "asked about"),
    "files": Text("附件：{names}", "Attached: {names}"),
    "missing": Text("未报", "not reported"),
    "charge": Text("据此交办", "Instruct on this"),
    "charged": Text("已交办第 {number} 号 · {state}", "Instruction {number} · {state}"),
    "waiting": Text("待答复", "Waiting for an answer"),
    "answered": Text("已答复", "Answered"),
    "closed_one": Text("已办结", "Closed"),
}
STATES = {"waiting": "waiting", "answered": "answered", "closed": "closed_one"}


def asked_metric(scope: Scope) -> Metric | None:
    """The metric of the question that the address names without a metric: its measure alone, or one made of it."""
    number = st.query_params.get("question", "")
    if scope.metric or not number.isdecimal():
        return METRICS.get(scope.metric)
    with room.engine().connect() as conn:
        found = thread(conn, int(number), actor())
    return metric_of(found.measure) if found else None


def metric_of(what: str) -> Metric | None:
    """A metric in whose passport a measure or a register is read: the one of the same name, else the shortest."""
    made = [metric for metric in METRICS.values() if what in _keys(metric)]
    return (
        METRICS.get(what) if METRICS.get(what) in made else min(made, key=lambda each: len(_keys(each)), default=None)
    )


def asked(number: Passport, scope: Scope) -> None:
    """What the address asks for, right below the number: one question with its form, or the form to ask."""
    what_was_said(scope)
    named = st.query_params.get("question", "")
    if not named or not _keys(number.metric):
        return
    me = actor()
    chosen = _chosen(_threads(number, scope, me))
    if chosen:
        reply_form(chosen, one(chosen, scope) + _ways(chosen, number.metric, scope, me), scope, me)
    elif named == "new" and (spots := spots_of(number, scope, me)):
        ask_form(spots, st.query_params.get("at", ""), scope)


def questions(number: Passport, scope: Scope) -> None:
    """The panel of all questions at the figures behind the number, but the one that is open above."""
    if not _keys(number.metric):
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
    open_ = [_shown(each, scope) for each in rest if not each.closed_at]
    closed = [_shown(each, scope) for each in rest if each.closed_at]
    body = render("threads", threads=open_) if open_ else Markup("")
    if closed:
        body += folded(TEXTS["closed"].in_(scope.lang, count=len(closed)), render("threads", threads=closed))
    if not body and not chosen:
        body = render("words", text=TEXTS["none"].in_(scope.lang))
    told = TEXTS["open"].in_(scope.lang, count=len(open_) + bool(chosen and not chosen.closed_at))
    way = link(TEXTS["ask"].in_(scope.lang), scope.link("passport", question="new")) if may else Markup("")
    return Panel(TEXTS["questions"].in_(scope.lang), body, Markup('<span class="ways">{} {}</span>').format(told, way))


def one(each: Thread, scope: Scope) -> Markup:
    """One thread, as it stands in its panel."""
    return render("threads", threads=[_shown(each, scope) | {"href": ""}])


def _ways(each: Thread, metric: Metric, scope: Scope, me: Actor) -> Markup:
    """The instructions that came of a question, and the way to issue one."""
    with room.engine().connect() as conn:
        charged = asked_of.charged(conn, each.number, me) if version() else []
    ways = [
        link(
            TEXTS["charged"].in_(scope.lang, number=one.number, state=state_of(one).in_(scope.lang)),
            scope.link("instructions", metric="", instruction=one.number),
        )
        for one in charged
    ]
    if way := question_link(scope, each, metric.key):
        ways.append(link(TEXTS["charge"].in_(scope.lang), way))
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways)) if ways else Markup("")


def _shown(each: Thread, scope: Scope) -> dict[str, object]:
    unit = scope.name(each.unit) if each.unit in scope.tree else each.unit
    where = " · ".join(part for part in (unit, months.label(each.month), each.subject) if part)
    return {
        "number": each.number,
        "state": each.state,
        "told": TEXTS[STATES[each.state]].in_(scope.lang),
        "what": name_of(each.measure).in_(scope.lang),
        "where": where,
        "href": scope.link("passport", question=each.number),
        "messages": [_message(said, each, scope) for said in each.messages],
    }


def _message(said: Message, each: Thread, scope: Scope) -> dict[str, object]:
    names = listed((file.name for file in said.files), scope.lang)
    return {
        "own": said.person == each.asked_by,
        "name": said.name,
        "text": said.text,
        "at": said.at.isoformat(timespec="minutes"),
        "when": when(said.at),
        "files": TEXTS["files"].in_(scope.lang, names=names) if names else "",
    }


def _threads(number: Passport, scope: Scope, me: Actor) -> tuple[Thread, ...]:
    with room.engine().connect() as conn:
        return talk.of_number(conn, *_behind(number, scope), actor=me)


def _behind(number: Passport, scope: Scope) -> tuple[list[str], tuple[str, ...], list[date]]:
    """The measures (or registers), units and months of the figures behind a number."""
    frame = number.origins.frame
    over = {scope.month, *pd.to_datetime(frame["month"]).dt.date} if "month" in frame else {scope.month}
    return _keys(number.metric), scope.tree.below(number.unit), sorted(over)


def _keys(metric: Metric) -> list[str]:
    return list(dict.fromkeys([*(each.key for each in metric.measures), *(word.register for word in metric.rows)]))


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
    here = {(key, number.unit, scope.month, ""): "" for key in _keys(number.metric)}
    found = {spot: found.get(spot) or _called(spot, "", scope) for spot in here} | found
    return {spot: said for spot, said in found.items() if may_ask(me, spot[0], spot[1], scope.tree)}


def _of_rows(number: Passport, scope: Scope) -> dict[Spot, str]:
    registers = _keys(number.metric)
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
