"""How a value becomes a share of the points of its metric, 0 to 1: one function a rule."""

from collections.abc import Callable
from math import isnan, nan
from typing import NamedTuple

from data.text import Text
from metrics.evaluation.facts import Fact
from metrics.evaluation.system import Item, Rule

LACKS = {  # why a metric gives no points by itself
    "missing": Text("没有数", "No figure"),
    "coverage": Text("填报率不足", "Coverage too low"),
    "no_target": Text("没有年度目标", "No target of the year"),
    "no_year": Text("一年前没有可比的数", "Nothing comparable a year ago"),
    "basis": Text("与一年前口径不同", "Another basis than a year ago"),
}


class Share(NamedTuple):
    """The share of the points; NaN with the reason (a key of LACKS) where there is none."""

    value: float
    lack: str = ""


Better = str  # higher or lower


def share(item: Item, fact: Fact, better: Better, best: float) -> Share:
    """What a fact is worth by the item's rule. `best`: the best value of the group (NaN without any).

    Of a deduction the share of its points that is kept, of a veto 1 (nothing) or 0 (it strikes).
    """
    if fact.lack:
        return Share(nan, fact.lack)
    return RULES[item.rule](item, fact, better, best)


def toward(value: float, goal: float, zero: float | None, better: Better) -> float:
    """How much of the way to a goal is gone: from the value of no points on a straight line; without one as a proportion."""
    if value >= goal if better == "higher" else value <= goal:
        return 1.0
    if zero is not None and zero != goal:
        return _within((value - zero) / (goal - zero))
    if better == "higher":
        return _within(value / goal) if goal > 0 else 0.0
    return _within(goal / value) if value > 0 else 1.0


def _target(item: Item, fact: Fact, better: Better, _best: float) -> Share:
    goal = fact.target if item.full is None else item.full
    return Share(nan, "no_target") if isnan(goal) else Share(toward(fact.value, goal, item.zero, better))


def _schedule(item: Item, fact: Fact, better: Better, _best: float) -> Share:
    """Against the part of the target that is due by now; all of it, where nothing says how much."""
    if isnan(fact.target):
        return Share(nan, "no_target")
    due = 1.0 if isnan(fact.due) else fact.due
    return Share(toward(fact.value, fact.target * due, item.zero, better))


def _best(item: Item, fact: Fact, better: Better, best: float) -> Share:
    return Share(toward(fact.value, best, item.zero, better))


def _improvement(item: Item, fact: Fact, better: Better, _best: float) -> Share:
    if fact.basis:
        return Share(nan, "basis")
    if isnan(fact.change):
        return Share(nan, "no_year")
    gain, zero = (fact.change if better == "higher" else -fact.change), item.zero or 0.0
    return Share(toward(gain, item.full or 0.0, zero, "higher"))


def _steps(item: Item, fact: Fact, better: Better, _best: float) -> Share:
    reached = (
        part for bound, part in item.steps if (fact.value >= bound if better == "higher" else fact.value <= bound)
    )
    return Share(next(reached, 0.0))


def _deduction(item: Item, fact: Fact, better: Better, _best: float) -> Share:
    off = min(item.weight, (item.each or 0.0) * _beyond(item, fact, better))
    return Share(1 - off / item.weight)


def _veto(item: Item, fact: Fact, better: Better, _best: float) -> Share:
    return Share(0.0 if _beyond(item, fact, better) > 0 else 1.0)


def _beyond(item: Item, fact: Fact, better: Better) -> float:
    """How far a value lies on the wrong side of what is tolerated."""
    tolerated = item.full or 0.0
    return max(0.0, tolerated - fact.value if better == "higher" else fact.value - tolerated)


def _within(part: float) -> float:
    return min(1.0, max(0.0, part))


RULES: dict[Rule, Callable[[Item, Fact, Better, float], Share]] = {
    "target": _target,
    "schedule": _schedule,
    "best": _best,
    "improvement": _improvement,
    "steps": _steps,
    "deduction": _deduction,
    "veto": _veto,
}
