"""What changed in a league since the month before, and why: by the unit's own value, by its peers', by who is compared, by what is
there to be compared, by what the number means."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np
from sqlalchemy import Connection

from data import months, revisions
from data import units as units_
from metrics.changes import definitions
from metrics.language import Metric
from metrics.league.entries import Entries, View, entries
from metrics.league.grouping import peers_of
from metrics.league.judging import judge
from metrics.league.places import Place

Why = Literal["value", "peers", "group", "coverage", "definition"]
OF_UNITS = ("value", "then", "level", "error", "part", "whole", "then_part", "then_whole")


@dataclass(frozen=True)
class Moved:
    """A unit that surely stands elsewhere than the month before, or runs (no longer): its places, None where it has none, and
    `why`, the weightiest first."""

    unit: str
    was: Place | None
    now: Place | None
    why: tuple[Why, ...]


def since(
    conn: Connection, metric: Metric, group: str, month: date, view: View, *, revision: int | None = None
) -> tuple[Moved, ...] | None:
    """Who moved since the month before, by code; None where nobody was ranked then, or is now."""
    before, known = months.shift(month, -1), units_.load(conn)
    was_in, now_in = (peers_of(conn, known.in_month(each), group, each, revision) for each in (before, month))
    if not was_in or not now_in:
        return None
    was, now = (entries(conn, metric, of, each, view, revision) for of, each in ((was_in, before), (now_in, month)))
    return moved(was, now, metric, group, month, view, redefined=_redefined(conn, metric, before, revision))


def moved(
    was: Entries, now: Entries, metric: Metric, group: str, month: date, view: View, *, redefined: bool = False
) -> tuple[Moved, ...] | None:
    """The same of what units told then and now. A place has moved where the run of places then and the one now do not meet.

    Why: `value`, where the unit's own figure of today among its peers of then would have moved it; `peers`, where theirs of today
    would have without its own; `coverage`, where it had, or has, nothing to run with; `group`, where it is compared with others
    than then.
    """
    places = [
        {each.place.unit: each.place for each in judge(told, metric, group, month, view).ranked} for told in (was, now)
    ]
    if not all(places):
        return None
    found = []
    for unit in sorted({*was.units, *now.units}):
        then, today = (of.get(unit) for of in places)
        if (then or today) and not _meet(then, today):
            why = _why(unit, was, now, metric, group, month, view, then, today)
            found.append(Moved(unit, then, today, (*why, *(("definition",) if redefined else ()))))
    return tuple(found)


def _meet(was: Place | None, now: Place | None) -> bool:
    return was is not None and now is not None and was.first <= now.last and now.first <= was.last


def _why(
    unit: str, was: Entries, now: Entries, metric: Metric, group: str, month: date, view: View,
    then: Place | None, today: Place | None,
) -> tuple[Why, ...]:  # fmt: skip
    if unit not in was.units or unit not in now.units:
        return ("group",)
    if then is None or today is None:
        return ("coverage",)
    alone, others = _with(was, now, {unit}), _with(was, now, {each for each in was.units if each != unit})
    by: list[Why] = []
    for why, told in (("value", alone), ("peers", others)):
        place = next(
            (each.place for each in judge(told, metric, group, month, view).ranked if each.place.unit == unit), None
        )
        if not _meet(then, place):
            by.append(why)  # type: ignore[arg-type]
    if set(was.units) != set(now.units):
        by.append("group")
    return tuple(by) or ("value", "peers")  # neither would have been enough by itself


def _with(was: Entries, now: Entries, units: set[str]) -> Entries:
    """The entries of then, those of some units as they are now."""
    at = {unit: i for i, unit in enumerate(now.units)}
    taken = [i for i, unit in enumerate(was.units) if unit in units and unit in at]
    fresh = [at[was.units[i]] for i in taken]
    changed: dict[str, Any] = {name: np.array(getattr(was, name), dtype=float) for name in OF_UNITS}
    for name, values in changed.items():
        values[taken] = getattr(now, name)[fresh]
    outside = {unit: why for unit, why in was.outside.items() if unit not in units or unit not in at}
    outside |= {unit: why for unit, why in now.outside.items() if unit in units}
    return replace(was, **changed, outside=outside)


def _redefined(conn: Connection, metric: Metric, before: date, revision: int | None) -> bool:
    """Whether the metric reads otherwise than it did when that month ended."""
    then = definitions.known(conn, revisions.known_on(conn, months.end_of(before))).get(metric.key)
    now = definitions.known(conn, revision or revisions.current(conn)).get(metric.key)
    return then is not None and now is not None and then != now
