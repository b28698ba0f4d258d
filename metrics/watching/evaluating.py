"""How months stand by a rule: the kinds in order, and the months they look at."""

from collections.abc import Sequence
from datetime import date

from data import months
from data.access import Actor
from data.watching.kinds import KINDS
from data.watching.reading import Found, Watched
from metrics.watching.asked import Asked, Evaluate, Readings
from metrics.watching.behind import behind
from metrics.watching.foreseen import foreseen
from metrics.watching.incomplete import incomplete
from metrics.watching.moved import moved
from metrics.watching.overdue import late, overdue
from metrics.watching.rank import rank
from metrics.watching.shifted import shifted
from metrics.watching.turned import turned

TRIED = 24  # months a rule is tried against before it is kept
LOOKED_AT = 6  # of them, those in which a change is still told: a figure of an older month is history
EVALUATE: dict[str, Evaluate] = {
    "turned": turned, "behind": behind, "foreseen": foreseen, "moved": moved, "shifted": shifted, "rank": rank, "overdue": overdue, "late": late,
    "incomplete": incomplete,
}  # fmt: skip


def run_of(count: int, today: date) -> tuple[date, ...]:
    """So many months up to the last full one."""
    last = months.last_full(today)
    return tuple(months.between(months.shift(last, 1 - count), last))


def evaluated(
    readings: Readings, who: Actor, watched: Watched, kind: str, threshold: float | None, run: Sequence[date]
) -> list[Found]:
    """How each month of an unbroken run stands by a rule, with the figures as they stand now; months in which the unit was not
    there are left out."""
    bound = KINDS[kind].threshold
    number = threshold if threshold is not None else bound.usual if bound else 0.0
    tree = [month for month in run if watched.unit in readings.units.in_month(month)]
    if not tree:
        return []
    return EVALUATE[kind](Asked(readings, who, watched, number, tuple(months.between(tree[0], tree[-1]))))


def fired(found: Sequence[Found]) -> list[Found]:
    """Those that would be told, the newest first."""
    return sorted((each for each in found if each.state), key=lambda each: (each.month, each.item), reverse=True)
