"""Appeals against points, beside the scores: the way to raise one, the one that is open, and all that may be read."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from data.asked import as_number
from data.questions import threads
from data.questions.rights import may_appeal
from data.questions.threads import APPEALED, Thread
from data.text import Text
from metrics.evaluation import Evaluation, System
from ui import room
from ui.actor import actor
from ui.panels import Panel
from ui.questions.forms import ask_form, reply_form, what_was_said
from ui.questions.shown import one, shown
from ui.scope import Scope, month_name
from ui.tables import link
from ui.templates import render

TEXTS = {
    "appeal": Text("申诉", "Appeal"),
    "open": Text("申诉中", "Appeal open"),
    "appeals": Text("申诉 · {count} 件（在办 {open} 件）", "Appeals: {count} ({open} open)"),
}


class About(NamedTuple):
    """What the address asks about: points of a unit, with the appeal that is read, or with the form to raise one."""

    item: str
    unit: str
    thread: Thread | None


def about(scope: Scope) -> About | None:
    """The appeal or the points that the address names; None where it names none that this person may read."""
    asked, query = st.query_params.get("question", ""), st.query_params
    if asked == "new":
        return About(query.get("item", ""), query.get("of", ""), None)
    number = as_number(asked)
    if number is None:
        return None
    with room.engine().connect() as conn:
        found = threads.thread(conn, number, actor())
    return About(found.subject, found.unit, found) if found and found.is_appeal else None


def asked(scope: Scope, system: System, named: About | None) -> None:
    """The form to appeal, or one appeal with what may be done about it."""
    what_was_said(scope)
    if named is None:
        return
    called, me = _called(system, named.item, scope), actor()
    if named.thread:
        reply_form(named.thread, one(named.thread, scope, called), scope, me)
    elif called and me.login and may_appeal(me, named.unit, system.unit, scope.tree):
        spot = (APPEALED, named.unit, scope.month, named.item)
        parts = (scope.name(named.unit), called, month_name(scope.month, scope.lang))
        ask_form({spot: " · ".join(parts)}, "", scope, appeal=True)


def _called(system: System, item: str, scope: Scope) -> str:
    return next((each.name.in_(scope.lang) for each in system.items if each.key == item), "")


def appeals(told: Evaluation, scope: Scope) -> tuple[Thread, ...]:
    """The appeals against the scores shown, of the units this person may read, the newest first."""
    units = [each.unit for each in told.scores]
    items = [item.key for item in told.as_set.items]
    with room.engine().connect() as conn:
        return threads.appeals_of(conn, units, scope.month, actor=actor(), items=items)


def open_of(found: Sequence[Thread], unit: str) -> dict[str, Thread]:
    """By item the appeals of a unit that are not closed."""
    return {each.subject: each for each in found if each.unit == unit and not each.closed_at}


def beside(item: str, unit: str, system: System, found: Sequence[Thread], scope: Scope) -> Markup:
    """What stands beside points: that an appeal is open, or the way to raise one for who may."""
    if there := open_of(found, unit).get(item):
        href = scope.link("evaluation", unit=unit, metric="", question=there.number)
        return Markup('<a class="asked-about" href="{}">⚑ {}</a>').format(href, TEXTS["open"].in_(scope.lang))
    me = actor()
    if not me.login or not may_appeal(me, unit, system.unit, scope.tree):
        return Markup("")
    href = scope.link("evaluation", metric="", system=system.key, of=unit, question="new", item=item)
    return link(TEXTS["appeal"].in_(scope.lang), href)


def listed(told: Evaluation, found: Sequence[Thread], named: About | None, scope: Scope) -> dict[str, Panel]:
    """All appeals but the one that is open above, those not closed first; nothing where there are none."""
    rest = [each for each in found if named is None or named.thread is None or each.number != named.thread.number]
    if not rest:
        return {}
    ordered = sorted(rest, key=lambda each: each.closed_at is not None)
    body = render(
        "threads", threads=[shown(each, scope, _called(told.as_set, each.subject, scope)) for each in ordered]
    )
    count = sum(each.closed_at is None for each in rest)
    return {"appeals": Panel(TEXTS["appeals"].in_(scope.lang, count=len(rest), open=count), body)}
