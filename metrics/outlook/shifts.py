"""Whether the level of a run of months has shifted: the last ones lie together beside what the months before them go on to.

A single month that stands out is a spike, not a level; it takes two to tell, so a shift is seen in its second month at the
earliest, and in its third where months are noisy.
"""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Floats, Places
from metrics.outlook.methods import season_of

SPANS = (2, 3)  # months of a new level that are looked for
BEFORE = 24  # months before them: of fewer nobody tells a season from a level
SURPRISE = 5.0  # how many standard errors are needed, unless a rule says otherwise
LEAST = 0.02  # spread of a month below which none is taken to be: rounding is no noise
SPIKE = 3.0  # usual spreads beyond which a month of the past stands out
MOST_ALIKE = 0.7  # that a month resembles the one before more than so is the level itself


@dataclass(frozen=True)
class Shift:
    """The last `span` months lie `size` (on the scale of the values) beside the way before, which would have been at `expected`, by
    so many standard errors."""

    span: int
    size: float
    expected: float
    surprise: float


def shift(values: Floats, calendar: Places) -> Shift | None:
    """The most surprising shift that ends with the last month; None where the run is too short or its last months do not lie on one
    side. `values` without a gap, on a scale on which changes add up; `calendar`: the month (1 to 12) of each."""
    found = [each for span in SPANS if (each := _shift(values, calendar, span)) is not None]
    return max(found, key=lambda each: each.surprise, default=None)


def lasted(values: Floats, calendar: Places, at: int) -> bool | None:
    """Whether the shift seen with the month at place `at` was still there after as many months as are looked for at most: the mean of
    them at least half as far beside the way before. None where they are not there yet, or nothing was seen."""
    seen = shift(values[: at + 1], calendar[: at + 1])
    after = slice(at + 1, at + 1 + SPANS[-1])
    if seen is None or len(values) < after.stop:
        return None
    count = at + 1 - seen.span
    way = _way(_without_spikes(values[:count]), calendar[: after.stop])
    return bool((values[after] - way[after]).mean() * np.sign(seen.size) >= abs(seen.size) / 2)


def _shift(values: Floats, calendar: Places, span: int) -> Shift | None:
    count = len(values) - span
    if count < BEFORE:
        return None
    way = _way(_without_spikes(values[:count]), calendar)
    beside, rest = values[count:] - way[count:], values[:count] - way[:count]
    rest = np.clip(rest, -SPIKE * _usual(rest), SPIKE * _usual(rest))
    if not (np.sign(beside) == np.sign(beside[0])).all() or beside[0] == 0:
        return None
    # One month alone cannot make a level: none counts for more than twice the least of them.
    size = float(np.sign(beside[0]) * np.minimum(np.abs(beside), 2 * np.abs(beside).min()).mean())
    return Shift(span, size, float(way[count:].mean()), abs(size) / _error(rest, span))


def _way(values: Floats, calendar: Places) -> Floats:
    """Trend and season of the months known, and on to the end of the calendar."""
    index, known = np.arange(len(calendar)), np.arange(len(values))
    slope, level = np.polyfit(known, values, 1)
    season = season_of(values - slope * known - level, calendar[: len(values)])[calendar - 1]
    slope, level = np.polyfit(known, values - season[: len(values)], 1)
    return season + slope * index + level


def _without_spikes(values: Floats) -> Floats:
    """The months with those that stand out drawn in, so that a holiday of the past hides nothing and counts for no season."""
    index = np.arange(len(values))
    line = np.polyval(np.polyfit(index, values, 1), index)
    usual = _usual(values - line)
    return np.clip(values, line - SPIKE * usual, line + SPIKE * usual)


def _usual(rest: Floats) -> float:
    """The usual spread, which no single month can move."""
    return max(1.4826 * float(np.median(np.abs(rest - np.median(rest)))), LEAST)


def _error(rest: Floats, span: int) -> float:
    """The standard error of the mean of months still to come, from what the months before lie off: trend and season took part of it,
    one month takes after the other, and the way itself is known no better than its months."""
    count = len(rest)
    spread = max(float(np.sqrt((rest**2).sum() / (count - 13))), LEAST)
    alike = float(np.clip((rest[1:] * rest[:-1]).sum() / max((rest**2).sum(), LEAST**2), 0, MOST_ALIKE))
    return spread * float(np.sqrt((1 + alike * (span - 1)) / span + 4 / count))
