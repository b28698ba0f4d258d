"""Target, schedule, attainment, status and ranking."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from data.text import Text
from metrics.arrays import Floats
from metrics.language import Kind

Better = Literal["higher", "lower"]
Status = Literal["met", "ahead", "near", "behind", "far_behind", "missed"]

STATUSES: dict[Status, Text] = {
    "met": Text("已达标", "Met"),
    "ahead": Text("快于序时", "Ahead of schedule"),
    "near": Text("接近目标", "Near the target"),
    "behind": Text("慢于序时", "Behind schedule"),
    "far_behind": Text("严重滞后", "Far behind"),
    "missed": Text("未达标", "Missed"),
}


class Standing(NamedTuple):
    """How a value stands to its target. `due` is the share of the target due by now (序时进度): of a flow,
    and of what has a path."""

    attainment: float
    status: Status
    due: float | None


def standing(
    kind: Kind, better: Better, actual: float, target: float, month: int, path: Sequence[float] | None = None
) -> Standing | None:
    """The table of the numbers for one value; None without an actual, or without a target above 0.

    `actual` is the year to date, `month` 1 to 12. `path`: the share of the target due by the end of each month; without one
    a twelfth more every month of a flow, and the target itself of anything else.
    """
    if math.isnan(actual) or not target > 0:
        return None
    if kind != "flow":
        attainment = actual / target if better == "higher" else (1.0 if actual <= 0 else target / actual)
        if path is None:
            return Standing(attainment, _reached(attainment), None)
        due = path[month - 1]
        return Standing(attainment, _on_the_way(actual, target, due * target, better), due)
    share, due = actual / target, path[month - 1] if path else month / 12
    return Standing(share, _scheduled(share, due) if better == "higher" else _allowed(share, due, month == 12), due)


def _on_the_way(actual: float, target: float, mark: float, better: Better) -> Status:
    """A level against its mark of the month; whoever has reached the year's target already has met it."""

    def reached(bound: float, share: float = 1) -> bool:
        return _at_least(actual, bound * share) if better == "higher" else _at_least(bound / share, actual)

    if reached(target):
        return "met"
    if reached(mark):
        return "ahead"
    return "behind" if reached(mark, 0.95) else "far_behind"


def _reached(attainment: float) -> Status:
    if _at_least(attainment, 1):
        return "met"
    return "near" if _at_least(attainment, 0.95) else "missed"


def _scheduled(share: float, due: float) -> Status:
    if _at_least(share, 1):
        return "met"
    if _at_least(share, due):
        return "ahead"
    return "behind" if _at_least(share, 0.9 * due) else "far_behind"


def _allowed(share: float, due: float, year_is_over: bool) -> Status:
    if not _at_least(1, share):
        return "missed"
    if year_is_over:
        return "met"
    if _at_least(due, share):
        return "ahead"
    return "behind" if _at_least(due / 0.9, share) else "far_behind"


def _at_least(value: float, bound: float) -> bool:
    # 0.1 + 0.2 is a hair above 0.3, and an allowance of 0.3 is not overdrawn by it.
    return value >= bound or math.isclose(value, bound, rel_tol=1e-12)


def ranks(values: Sequence[float], better: Better) -> list[int | None]:
    """The rank of each value: best first, equal values share one and the next is skipped; None without a value.

    Values are equal to twelve digits: 0.1 + 0.2 ties with 0.3.
    """
    sign = -1 if better == "higher" else 1
    signed: Floats = np.array([sign * float(f"{value:.12g}") for value in values])
    return [None if math.isnan(value) else 1 + int((signed < value).sum()) for value in signed]
