"""Words and ways that the pages of meetings share."""

from markupsafe import Markup

from data.meetings.reading import STATES, Meeting
from data.registers.declaration import Meaning
from metrics.changes import Change
from ui.rows.fields import SIGNS
from ui.scope import Scope

MEANING: dict[str, Meaning] = {"planned": "neutral", "open": "watch", "closed": "good"}


def href(number: int, scope: Scope) -> str:
    """The address of a meeting."""
    return scope.link("meetings", metric="", meeting=number)


def chip(one: Meeting, scope: Scope) -> Markup:
    """How it stands: a shape and a word."""
    meaning = MEANING[one.state]
    told = STATES[one.state].in_(scope.lang)
    return Markup('<span class="state {}"><i aria-hidden="true">{}</i> {}</span>').format(meaning, SIGNS[meaning], told)


def unit_name(unit: str, scope: Scope) -> str:
    """A unit as it is called; its code where it is no more."""
    return scope.name(unit) if unit in scope.tree else unit


def way(unit: str, metric: str, register: str, key: str, scope: Scope) -> str:
    """Where what changed is opened: a passport, a row, an instruction; "" for what has no page."""
    at = unit if unit in scope.tree else scope.unit
    if register and register != "targets" and key:
        return scope.link("object", unit=at, metric="", register=register, key=key)
    return scope.link("passport", unit=at, metric=metric) if metric else ""


def way_of(change: Change, scope: Scope) -> str:
    """Where a change is opened."""
    if change.kind == "instruction":
        return scope.link("instructions", metric="", instruction=change.key)
    return way(change.unit, change.metric, change.register, change.key, scope)
