"""Instructions counted: open, overdue, accepted on time and at the first try, days taken – as at any day, unit by unit – and
the clocks that run today."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

import pandas as pd
from sqlalchemy import Connection

from data.clocks import reading
from data.clocks.life import ENDED, WAITING
from data.clocks.reading import Instruction
from data.units import Tree

Clock = Literal["burning", "today", "week", "running", "accepted"]
CLOCKS: tuple[Clock, ...] = get_args(Clock)
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


class Stopwatch(NamedTuple):
    """How many instructions are on each clock today, and of those accepted this month the share reported by the day due (NaN
    where none is)."""

    burning: int
    today: int
    week: int
    running: int
    accepted: int
    on_time: float


def is_on(clock: Clock, one: Instruction) -> bool:
    """Whether it is on a clock, on the day it was read for: `burning` (overdue), due `today` or in the `week` that begins today,
    `running` (neither accepted nor cancelled), `accepted` in this month."""
    now, day = one.standing, one.day
    match clock:
        case "burning":
            return one.is_overdue
        case "today":
            return now.state in WAITING and now.due == day
        case "week":
            return now.state in WAITING and day <= now.due <= day + timedelta(days=6)
        case "running":
            return now.state not in ENDED
    return now.state == "accepted" and (now.since.year, now.since.month) == (day.year, day.month)


def stopwatch(conn: Connection, units: Collection[str], day: date) -> Stopwatch | None:
    """The clocks of all instructions that concern any of the units, restricted ones left out; None where there are none."""
    found = [one for one in reading.listing(conn, units, day=day) if not one.restricted]
    if not found:
        return None
    counts = {clock: sum(is_on(clock, one) for one in found) for clock in CLOCKS}
    return Stopwatch(**counts, on_time=_mean(_in_time(one) for one in found if is_on("accepted", one)))


def _in_time(one: Instruction) -> bool:
    return one.standing.done is not None and one.standing.done <= one.standing.due


def _counted(unit: str, found: list[Instruction], first: date) -> dict[str, object]:
    done = [one for one in found if one.standing.state == "accepted" and one.issued_at.date() >= first]
    return {
        "unit": unit,
        "open": sum(one.standing.state not in ENDED for one in found),
        "overdue": sum(one.is_overdue for one in found),
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
