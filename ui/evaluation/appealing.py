"""Appeals against points, beside the scores: the way to raise one, the one that is open, and all that may be read."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from data.asked import as_number
from data.questions import threads
from data.questions.appeals import may_object, scored_by
from data.questions.rights import APPEALED
from data.questions.threads import Thread
from data.text import Text
from metrics.evaluation import Evaluation, System
from ui import room
from ui.actor import actor
from ui.evaluation.asked import Chosen
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
    """What the address asks about: points of a unit, department or application (`of`), with the appeal that is read, or with
    the form to raise one."""

    item: str
    of: str
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
    return About(found.subject, found.of, found) if found and found.is_appeal else None


def asked(scope: Scope, of: Chosen, named: About | None) -> None:
    """The form to appeal, or one appeal with what may be done about it."""
    what_was_said(scope)
    if named is None:
        return
    called = _called(of.system, named.item, scope)
    if named.thread:
        reply_form(named.thread, one(named.thread, scope, called), scope, actor())
    elif called and named.of in of.objects and may_raise(of.system, named.of, scope):
        spot = (APPEALED, named.of, scope.month, named.item)
        parts = (of.objects[named.of].in_(scope.lang), called, month_name(scope.month, scope.lang))
        ask_form({spot: " · ".join(parts)}, "", scope, appeal=True)


def _called(system: System, item: str, scope: Scope) -> str:
    return next((each.name.in_(scope.lang) for each in system.items if each.key == item), "")


def appeals(told: Evaluation, scope: Scope) -> tuple[Thread, ...]:
    """The appeals against the scores shown, of what this person may read, the newest first."""
    objects = [each.unit for each in told.scores]
    items = [item.key for item in told.as_set.items]
    with room.engine().connect() as conn:
        return threads.appeals_of(conn, objects, scope.month, actor=actor(), items=items)


def open_of(found: Sequence[Thread], of: str) -> dict[str, Thread]:
    """By item the appeals of who is scored that are not closed."""
    return {each.subject: each for each in found if each.of == of and not each.closed_at}


def may_raise(system: System, of: str, scope: Scope) -> bool:
    """Whether this person may object to points of a unit, a department or an application."""
    me = actor()
    if not me.login or not system.items:
        return False
    with room.engine().connect() as conn:
        scored = scored_by(conn, system.items[0].key, of, scope.month, scope.tree)
    return scored is not None and may_object(me, scored, scope.tree)


def beside(item: str, of: str, system: System, found: Sequence[Thread], may: bool, scope: Scope) -> Markup:
    """What stands beside points: that an appeal is open, or the way to raise one for who may."""
    if there := open_of(found, of).get(item):
        href = scope.link("evaluation", unit=there.unit, metric="", question=there.number)
        return Markup('<a class="asked-about" href="{}">⚑ {}</a>').format(href, TEXTS["open"].in_(scope.lang))
    if not may:
        return Markup("")
    href = scope.link("evaluation", metric="", system=system.key, of=of, question="new", item=item)
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
