"""Instructions counted: open, overdue, accepted on time and at the first try, days taken – as at any day, unit by unit – and
the clocks that run today."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection

from data.clocks import reading
from data.clocks.life import ENDED
from data.clocks.reading import Instruction
from data.instructions import lanes
from data.units import Tree

COLUMNS = ["unit", "open", "overdue", "accepted", "on_time", "first_try", "days", "reopened"]


def by_unit(conn: Connection, tree: Tree, units: Iterable[str], day: date, since: date | None = None) -> pd.DataFrame:
    """One row a unit with all below it, as at the end of a day: COLUMNS.

    `open` (neither accepted nor cancelled) and `overdue` are counts; `accepted` counts those issued since a day (a year
    before) that are accepted. Of these, `on_time` is the share reported by the day due, `first_try` the share that was never
    sent back or reopened, `days` the median from issued to reported as done, `reopened` how often they were reopened. Where
    nothing is accepted a share is NaN, which is not zero. Restricted ones are not counted: who counts could infer them.
    """
    first = since or day - timedelta(days=365)
    found = [one for one in reading.listing(conn, day=day) if not one.restricted]
    rows = [_counted(unit, [one for one in found if one.standing.unit in tree.below(unit)], first) for unit in units]
    return pd.DataFrame(rows, columns=COLUMNS)


def fared(conn: Connection, tree: Tree, unit: str, day: date, since: date | None = None) -> dict[str, object]:
    """The shares of `by_unit` of one unit: of those accepted alone, for nothing else is read."""
    found = [one for one in reading.listing(conn, day=day, happened="accepted") if not one.restricted]
    below = set(tree.below(unit))
    return _shares([one for one in found if one.standing.unit in below], since or day - timedelta(days=365))


class Stopwatch(NamedTuple):
    """How many instructions are on each clock today, and of those accepted this month the share reported by the day due (NaN
    where none is)."""

    burning: int
    today: int
    week: int
    running: int
    accepted: int
    on_time: float


def stopwatch(conn: Connection, units: Collection[str], day: date) -> Stopwatch | None:
    """The clocks of all instructions that concern any of the units, restricted ones left out, counted by the database; None where
    there are none."""
    counts = lanes.clocks(conn, units, day)
    if counts is None:
        return None
    accepted = reading.of_numbers(conn, lanes.accepted_in_month(conn, units, day), day=day)
    return Stopwatch(**counts, on_time=_mean(_in_time(one) for one in accepted))


def _in_time(one: Instruction) -> bool:
    return one.standing.done is not None and one.standing.done <= one.standing.due


def _counted(unit: str, found: list[Instruction], first: date) -> dict[str, object]:
    return {
        "unit": unit,
        "open": sum(one.standing.state not in ENDED for one in found),
        "overdue": sum(one.is_overdue for one in found),
        **_shares(found, first),
    }


def _shares(found: list[Instruction], first: date) -> dict[str, object]:
    done = [one for one in found if one.standing.state == "accepted" and one.issued_at.date() >= first]
    return {
        "accepted": len(done),
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
