"""Points become scores: a group of units by one index system. What is missing is kept apart from what is nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from data.text import Text
from metrics.arrays import Floats
from metrics.evaluation.facts import Fact, Facts
from metrics.evaluation.rules import Share, share
from metrics.evaluation.system import Item, Missing, System
from metrics.status import ranks

NOBODY = Fact()


@dataclass(frozen=True)
class Points:
    """A unit's points of one item. `share`: what its value is worth (NaN where `lack` says why it is worth nothing by itself);
    `counted`: the share that counts after `taken`, what the system does about a lack ("" without one). `points`: NaN where it is
    not judged, of a deduction none or less, of a veto 0."""

    item: Item
    fact: Fact
    share: float
    counted: float
    lack: str
    taken: Missing | None
    points: float


@dataclass(frozen=True)
class Score:
    """A unit's score: `total` of the system's points (NaN: nothing to judge by), 0 where a veto struck; `raw` is what it had
    before that. `covered`: the share of the weights behind which a figure of its own stands. `place` in the group: equal
    scores share one."""

    unit: str
    total: float
    raw: float
    covered: float
    vetoes: tuple[Item, ...]
    points: tuple[Points, ...]
    place: int | None = None

    def of_dimension(self, dimension: Text) -> float:
        """The points of a dimension, as they count in `raw` before deductions."""
        return (
            sum(each.points for each in self.points if _counts(each) and each.item.dimension == dimension)
            * self.stretch
        )

    @property
    def scored(self) -> float:
        """The points of all dimensions, before deductions."""
        return sum(each.points for each in self.points if _counts(each)) * self.stretch

    @property
    def stretch(self) -> float:
        """By what points are stretched where something is not judged, so that all of it is again the whole."""
        whole = sum(each.item.weight for each in self.points if each.item.scored)
        judged = sum(each.item.weight for each in self.points if _counts(each))
        return whole / judged if judged else nan

    @property
    def deducted(self) -> float:
        """What deductions took off: 0 or less."""
        return sum(each.points for each in self.points if each.item.rule == "deduction" and not isnan(each.points))

    @property
    def lacking(self) -> tuple[Points, ...]:
        """What has no figure of its own to be judged by."""
        return tuple(each for each in self.points if each.lack)


def _counts(each: Points) -> bool:
    return each.item.scored and not isnan(each.points)


def score(system: System, facts: Facts, units: Sequence[str]) -> tuple[Score, ...]:
    """The scores of a group, best first, by code where equal. Nothing outside the group and no order of rows plays a part."""
    worth = {item.key: _worth(item, facts, units) for item in system.items}
    scored = [_scored(system, facts, unit, at, worth) for at, unit in enumerate(units)]
    # A vetoed unit stands behind everybody, whatever the others have.
    by = [-1.0 if each.vetoes and not isnan(each.total) else each.total for each in scored]
    placed = [_placed(each, place) for each, place in zip(scored, ranks(by, "higher"), strict=True)]
    return tuple(sorted(placed, key=lambda each: (each.place or len(units) + 1, each.unit)))


def _placed(score: Score, place: int | None) -> Score:
    return Score(score.unit, score.total, score.raw, score.covered, score.vetoes, score.points, place)


@dataclass(frozen=True)
class _Worth:
    """What an item is worth to each unit of the group, and to the one in the middle."""

    shares: list[Share]
    median: float


def _worth(item: Item, facts: Facts, units: Sequence[str]) -> _Worth:
    better = item.of.better
    of_units = [facts.get((item.metric, unit), NOBODY) for unit in units]
    known = [fact.value for fact in of_units if not fact.lack]
    best = (max(known) if better == "higher" else min(known)) if known else nan
    shares = [share(item, fact, better, best) for fact in of_units]
    values = [each.value for each in shares if not isnan(each.value)]
    return _Worth(shares, float(np.median(values)) if values else nan)


def _scored(system: System, facts: Facts, unit: str, at: int, worth: dict[str, _Worth]) -> Score:
    points = tuple(
        _points(item, facts.get((item.metric, unit), NOBODY), worth[item.key], at, system.missing)
        for item in system.items
    )
    raw, vetoes = total(points), tuple(each.item for each in points if each.item.rule == "veto" and each.counted == 0)
    own = sum(each.item.weight for each in points if each.item.scored and not each.lack)
    return Score(unit, 0.0 if vetoes and not isnan(raw) else raw, raw, own / system.whole, vetoes, points)


def _points(item: Item, fact: Fact, worth: _Worth, at: int, missing: Missing) -> Points:
    value, lack = worth.shares[at]
    counted, taken = value, None
    if lack:
        # A veto strikes only whom a figure convicts.
        taken = "unjudged" if item.rule == "veto" or (missing == "median" and isnan(worth.median)) else missing
        counted = {"none": 0.0, "median": worth.median, "unjudged": nan}[taken]
    return Points(item, fact, value, counted, lack, taken, _of_weight(item, counted))


def _of_weight(item: Item, counted: float) -> float:
    if item.rule == "veto":
        return 0.0
    return item.weight * (counted - 1 if item.rule == "deduction" else counted)


def total(points: Sequence[Points]) -> float:
    """What points come to: those judged, stretched to the whole, less deductions, never below nothing; NaN where nothing is
    judged, or nothing of it has a figure."""
    judged = [each for each in points if _counts(each)]
    whole = sum(each.item.weight for each in points if each.item.scored)
    weight, reached = sum(each.item.weight for each in judged), sum(each.points for each in judged)
    if not weight or all(each.lack for each in judged):
        return nan
    off = sum(each.points for each in points if each.item.rule == "deduction" and not isnan(each.points))
    return max(0.0, reached / weight * whole + off)


def grid(scores: Sequence[Score]) -> tuple[Floats, Floats, Floats]:
    """Scores as arrays, for many weights at once: the shares that count (unit, scored item), what is deducted (unit), and
    whether a veto struck (unit)."""
    shares = np.array([[each.counted for each in score.points if each.item.scored] for score in scores], dtype=float)
    return (
        shares,
        np.array([each.deducted for each in scores]),
        np.array([bool(each.vetoes) for each in scores], dtype=float),
    )
