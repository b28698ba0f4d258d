"""Instructions counted: open, overdue, the closed-loop rate, accepted on time and at the first try, days taken – as at any day, by
unit, department, issuer, source and kind – and the clocks that run today."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from math import nan
from typing import Literal, NamedTuple

import pandas as pd
from sqlalchemy import Connection

from data.clocks import reading
from data.clocks.life import ENDED
from data.clocks.reading import Instruction
from data.instructions import lanes
from data.units import Tree

COLUMNS = ["unit", "open", "overdue", "accepted", "closed_loop", "on_time", "first_try", "days", "reopened"]
Side = Literal["department", "issuer", "source", "kind"]
OF: dict[Side, Callable[[Instruction], str]] = {
    "department": lambda one: one.department,
    "issuer": lambda one: one.issuer_name,
    "source": lambda one: one.source,
    "kind": lambda one: one.workflow.key,
}


def by_unit(conn: Connection, tree: Tree, units: Iterable[str], day: date, since: date | None = None) -> pd.DataFrame:
    """One row a unit with all below it, as at the end of a day: COLUMNS.

    `open` (neither accepted nor cancelled) and `overdue` are counts; `accepted` counts those issued since a day (a year
    before) that are accepted. `closed_loop` is their share of those issued since then and not cancelled. Of the accepted, `on_time` is the share reported by the day due, `first_try` the share that was never
    sent back or reopened, `days` the median from issued to reported as done, `reopened` how often they were reopened. Where
    nothing is accepted a share is NaN, which is not zero. Restricted ones are not counted: who counts could infer them.
    """
    first = since or day - timedelta(days=365)
    found = [one for one in reading.listing(conn, day=day) if not one.restricted]
    rows = [_counted(unit, [one for one in found if one.standing.unit in tree.below(unit)], first) for unit in units]
    return pd.DataFrame(rows, columns=COLUMNS)


def by_side(conn: Connection, tree: Tree, unit: str, day: date, side: Side) -> pd.DataFrame:
    """The same of a unit with all below it, one row for each department, issuer (by name), source or kind in place of the unit, the
    most open first."""
    below, first, found = set(tree.below(unit)), day - timedelta(days=365), defaultdict(list)
    for one in reading.listing(conn, day=day):
        if not one.restricted and one.standing.unit in below:
            found[OF[side](one)].append(one)
    rows = [_counted(name, those, first) for name, those in found.items()]
    frame = pd.DataFrame(rows, columns=COLUMNS).rename(columns={"unit": side})
    return frame.sort_values(["open", "accepted"], ascending=False, kind="stable", ignore_index=True)


def fared(conn: Connection, tree: Tree, unit: str, day: date, since: date | None = None) -> dict[str, object]:
    """The shares of `by_unit` of one unit: those accepted alone are read, of the others the database counts how many there are."""
    first, below = since or day - timedelta(days=365), set(tree.below(unit))
    found = [one for one in reading.listing(conn, day=day, happened="accepted") if not one.restricted]
    return _shares([one for one in found if one.standing.unit in below], lanes.issued(conn, below, first, day), first)


class Count(NamedTuple):
    """How many instructions run on something, and how many of them are overdue."""

    key: str
    running: int
    overdue: int


class Hanging(NamedTuple):
    """What runs on the numbers of a unit and all below it, by metric, and at the places that lead, by unit."""

    numbers: tuple[Count, ...] = ()
    places: tuple[Count, ...] = ()


def hanging(conn: Connection, units: Collection[str], day: date) -> Hanging:
    """What hangs on these units, counted by the database; restricted ones are left out."""
    numbers, places, known = Counter[str](), Counter[str](), set(units)
    late_numbers, late_places = Counter[str](), Counter[str]()
    for metric, about, lead, running, overdue in lanes.hanging(conn, units, day):
        if metric and about in known:
            numbers[metric] += running
            late_numbers[metric] += overdue
        if lead in known:
            places[lead] += running
            late_places[lead] += overdue
    return Hanging(_counts(numbers, late_numbers), _counts(places, late_places))


def _counts(running: Counter[str], overdue: Counter[str]) -> tuple[Count, ...]:
    return tuple(Count(key, many, overdue[key]) for key, many in sorted(running.items()))


class Stopwatch(NamedTuple):
    """How many instructions are on each clock today, and how many of those that run wait to be received and to be accepted; of
    those accepted this month the share reported by the day due, and of those issued within a year and not cancelled the share that
    is accepted (NaN where there are none)."""

    burning: int
    today: int
    week: int
    running: int
    accepted: int
    to_receive: int
    to_accept: int
    on_time: float
    closed_loop: float


def stopwatch(conn: Connection, units: Collection[str], day: date) -> Stopwatch | None:
    """The clocks of all instructions that concern any of the units, restricted ones left out, counted by the database; None where
    there are none."""
    counts = lanes.clocks(conn, units, day)
    if counts is None:
        return None
    accepted = reading.of_numbers(conn, lanes.accepted_in_month(conn, units, day), day=day)
    done, issued = lanes.closed_since(conn, units, day - timedelta(days=365))
    on_time = _mean(_in_time(one) for one in accepted)
    return Stopwatch(**counts, on_time=on_time, closed_loop=done / issued if issued else nan)


def _in_time(one: Instruction) -> bool:
    return one.standing.done is not None and one.standing.done <= one.standing.due


def _counted(unit: str, found: list[Instruction], first: date) -> dict[str, object]:
    return {
        "unit": unit,
        "open": sum(one.standing.state not in ENDED for one in found),
        "overdue": sum(one.is_overdue for one in found),
        **_shares(found, sum(one.issued_at.date() >= first and one.standing.state != "closed" for one in found), first),
    }


def _shares(found: list[Instruction], issued: int, first: date) -> dict[str, object]:
    done = [one for one in found if one.standing.state == "accepted" and one.issued_at.date() >= first]
    return {
        "accepted": len(done),
        "closed_loop": len(done) / issued if issued else nan,
        "on_time": _mean(_in_time(one) for one in done),
        "first_try": _mean(not one.standing.returned and not one.standing.reopened for one in done),
        "days": pd.Series([_days(one) for one in done], dtype=float).median(),
        "reopened": sum(one.standing.reopened for one in done),
    }


def _days(one: Instruction) -> int:
    assert one.standing.done  # accepted is what was reported
    return (one.standing.done - one.issued_at.date()).days


def _mean(told: Iterable[bool]) -> float:
    return float(pd.Series(list(told), dtype=float).mean())
