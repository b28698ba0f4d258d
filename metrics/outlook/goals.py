"""A forecast against the year's target: how likely it is missed, and what every month still to come would have to bring."""

from dataclasses import dataclass
from math import erf, log, nan, sqrt

import numpy as np

from metrics.language import Metric
from metrics.outlook.backtest import Forecast
from metrics.outlook.series import Series, to_scale

LEAST, MOST = 0.01, 0.99  # no forecast is surer than that
LIKELY = 0.8  # “will miss” is said from here on


@dataclass(frozen=True)
class Goal:
    """`missed`: how likely the target is missed (0.01 to 0.99). `needed`: what each month to come would have to be on average
    (of a flow or a rate), or to add (of a stock); NaN where it is reached already or nothing can be done."""

    target: float
    missed: float
    needed: float

    @property
    def will_miss(self) -> bool:
        """Whether “will miss” is said of it."""
        return self.missed >= LIKELY


def goal(metric: Metric, told: Series, found: Forecast, target: float) -> Goal | None:
    """None without a target, or where the year is over."""
    if not target > 0 or not told.left:
        return None
    return Goal(target, _missed(metric, told, found, target), _needed(metric, told, target))


def _missed(metric: Metric, told: Series, found: Forecast, target: float) -> float:
    """A normal of the spread around what is to come, on the scale on which its errors were measured."""
    if told.year == "sum":
        wanted = target - told.so_far
        if told.scale == "log":
            below = 0.0 if wanted <= 0 else _below(log(wanted) - log(found.rest), found.spread)
        else:
            below = _below(wanted - found.rest, found.spread)
    elif told.year == "mean":
        below = _below((target * 12 - told.so_far * told.origin.month) / told.left - found.rest, found.spread)
    else:
        scaled = to_scale(np.array([target, found.rest]), told.scale)
        below = _below(float(scaled[0] - scaled[1]), found.spread)
    missed = below if metric.better == "higher" else 1 - below
    return min(max(missed, LEAST), MOST)


def _below(distance: float, spread: float) -> float:
    """How likely something around nothing, with that spread, stays below a distance."""
    if not spread > 0:
        return 1.0 if distance > 0 else 0.0
    return 0.5 * (1 + erf(distance / spread / sqrt(2)))


def _needed(metric: Metric, told: Series, target: float) -> float:
    if told.year == "sum":
        wanted = (target - told.so_far) / told.left
        return wanted if wanted > 0 else nan
    if told.year == "mean":
        wanted = (target * 12 - told.so_far * told.origin.month) / told.left
        return wanted if 0 < wanted <= 1 or metric.format != "percent" else nan
    now = float(told.values[-1])
    reached = now >= target if metric.better == "higher" else now <= target
    return nan if reached or metric.kind != "stock" else (target - now) / told.left
