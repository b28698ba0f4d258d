"""What one's rules drafted: instructions that wait for whoever watches to look at them and send them."""

from datetime import date
from typing import NamedTuple

from data import access, months
from data.text import Text
from data.watching import drafting, reading, rights
from data.watching.reading import Told, Watch
from metrics.watching.drafting import about, form_of
from metrics.watching.naming import name_of
from ui import room
from ui.actor import actor
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import link
from ui.templates import render
from ui.watching.recently import RECENT, address

FEW = 20
TEXTS = {
    "drafted": Text("拟好待发的交办 · {count}", "Instructions drafted, to be sent · {count}"),
    "item": Text("{name}，{month}：{said} —— 看过后发出", "{name}, {month}: {said} – look and send"),
    "words": Text("{name}，{month}：{said}", "{name}, {month}: {said}"),
}


class Draft(NamedTuple):
    """A rule that drafts, and what it told."""

    watch: Watch
    told: Told


def waiting(scope: Scope) -> list[Draft]:
    """What one's rules drafted within two weeks, still holds and was not sent; of units that one may charge."""
    me, since = actor(), months.now() - RECENT
    with room.engine().connect() as conn:
        mine = {each.number: each for each in reading.live(conn, me.login) if each.draft is not None}
        if not mine:
            return []
        sent, told_of = drafting.sent(conn, mine), reading.told_of(conn, me.login)
    found = [
        Draft(each, told)
        for number, each in mine.items()
        for told in reading.standing(told_of.get(number, [])).values()
        if told.told and told.found.state and told.at >= since and _may(each, scope)
    ]
    unsent = [each for each in found if (each.watch.number, *_thing(each)) not in sent]
    return sorted(unsent, key=lambda each: each.told.at, reverse=True)


def drafted(scope: Scope) -> dict[str, Panel]:
    """A panel of ways to the forms, filled in; none where nothing waits."""
    found = waiting(scope)
    if not found:
        return {}
    with room.engine().connect() as conn:
        names = [name_of(conn, each.watch.watched, scope.tree).in_(scope.lang) for each in found[:FEW]]
    items = [
        link(TEXTS["item"].in_(scope.lang, name=name, **_blanks(each, scope)), _form(each, scope))
        for name, each in zip(names, found, strict=False)
    ]
    return {"drafted": Panel(TEXTS["drafted"].in_(scope.lang, count=len(found)), render("items", items=items))}


def begun(number: int, month: date, metric: str, scope: Scope) -> tuple[str, str] | None:
    """What the rule of that number told of a month, and the words it is to say ("": the usual ones); None where it is not one's
    own, or drafted nothing of it."""
    with room.engine().connect() as conn:
        mine = reading.one(conn, number)
        if mine is None or mine.person != actor().login or mine.draft is None:
            return None
        name = name_of(conn, mine.watched, scope.tree).in_(scope.lang)
        found = reading.standing(reading.states_of(conn, number)).values()
    for told in found:
        if told.found.month == month and told.found.state and told.found.item in ("", metric):
            draft = Draft(mine, told)
            return TEXTS["words"].in_(scope.lang, name=name, **_blanks(draft, scope)), mine.draft
    return None


def _blanks(each: Draft, scope: Scope) -> dict[str, str]:
    return {"month": months.label(each.told.found.month), "said": each.told.found.said.in_(scope.lang)}


def _thing(each: Draft) -> tuple[date, str]:
    found = each.told.found
    return found.month, about(each.watch.watched, each.watch.kind, found.item).get("metric", "")


def _form(each: Draft, scope: Scope) -> str:
    found = each.told.found
    return address(form_of(each.watch.number, each.watch.watched, each.watch.kind, found.month, found.item), scope)


def _may(each: Watch, scope: Scope) -> bool:
    here, me = each.watched, actor()
    return rights.may_watch(me, here, scope.tree) and access.may(me, "instruct", here.unit, scope.tree)
