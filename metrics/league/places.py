"""From draws to places: who is told apart from whom, who shares a place, and within which ranks each unit lies."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metrics.arrays import Floats, Marks, Places

SURE = 0.975  # two units are told apart from here on: equal ones are by chance at most once in twenty
NAMED = 0.9  # the first and the last are named from here on
LOW, HIGH = 0.05, 0.95  # a band holds the rank in nine of ten draws


class Place(NamedTuple):
    """`first` to `last`: the place of a unit, shared where it is not told apart: as many are surely better as stand before
    `first`, as many surely worse as come after `last`; places of units that are not told apart always overlap. `tier`: the
    rank with which the run of units begins that are joined by such overlaps. `low` to `high`: the ranks it has in nine of
    ten draws. `top`, `bottom`: how likely it is among the first, the last `leading(n)`."""

    unit: str
    first: int
    last: int
    tier: int
    low: int
    high: int
    top: float
    bottom: float


def leading(count: int) -> int:
    """How many are spoken of as the first, or the last: three of eight or more, else one."""
    return 3 if count >= 8 else 1


def places(units: Sequence[str], draws: Floats, better: str) -> list[Place]:
    """The places of units (by code) from draws (unit, draw) of their levels: whoever is surely better stands before, and
    where nobody is, the order is by code and never by value."""
    signed = draws if better == "higher" else -draws
    count, k = len(units), leading(len(units))
    ranks = 1 + np.argsort(np.argsort(-signed, axis=0, kind="stable"), axis=0, kind="stable")
    above = np.array([(signed[i] > signed).mean(axis=1) for i in range(count)]) > SURE  # [i, j]: i is better than j
    tiers = _tiers(np.lexsort((np.array(units), ranks.mean(axis=1))), above)
    return [
        Place(
            units[i],
            1 + int(above[:, i].sum()),
            count - int(above[i].sum()),
            tiers[i],
            int(np.quantile(ranks[i], LOW, method="lower")),
            int(np.quantile(ranks[i], HIGH, method="higher")),
            float((ranks[i] <= k).mean()),
            float((ranks[i] > count - k).mean()),
        )
        for i in _in_order(units, above, tiers)
    ]


def _tiers(order: Places, above: Marks) -> dict[int, int]:
    """The rank with which the run of each unit begins. A run ends only where everyone before it is told apart from everyone
    after it."""
    found: dict[int, int] = {}
    start = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or above[np.ix_(order[:end], order[end:])].all():
            found |= dict.fromkeys(map(int, order[start:end]), start + 1)
            start = end
    return found


def _in_order(units: Sequence[str], above: Marks, tiers: dict[int, int]) -> list[int]:
    """Whoever is surely better before whoever is surely worse; among those of whom that is said of neither, by code."""
    left = set(range(len(units)))
    found: list[int] = []
    while left:
        free = [i for i in left if not any(above[j, i] for j in left)] or list(left)
        found.append(min(free, key=lambda i: (tiers[i], units[i])))
        left.remove(found[-1])
    return found
