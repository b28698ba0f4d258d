"""What can be said of each unit's true level: draws from its posterior, given its group (empirical Bayes by moments).

Arrays are by unit. Every unit draws from a generator of its own, so what one draws hangs on no other.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from metrics.arrays import Floats

DRAWS = 1000
ROUNDS = 3  # of weighing units by what is known of them; more move nothing that can be read
MOST_SPREAD = 0.999  # of rates: the intra-group correlation
UNKNOWN = 0.5  # a spread is taken to be at least so many of the standard errors with which its own group tells it
PRIOR_CHANGES = 4.0  # so many months does the group's usual spread weigh beside a unit's own


class Between(NamedTuple):
    """A group: where its units lie about, and how far apart they truly are (for rates the intra-group correlation)."""

    mean: float
    spread: float


def of_rates(part: Floats, whole: Floats) -> Between:
    """Mean and overdispersion ρ of a beta-binomial by moments (Kleinman 1973), units weighed by what they tell.

    A unit's rate has the variance μ(1−μ)(1 + (m−1)ρ)/m; weights are the inverse of it, found in a few rounds. Units that lie
    no further apart than chance explains are not therefore known to be equal: ρ is at least what the group could hide.
    """
    rates, weights = part / whole, whole / whole.sum()
    least = UNKNOWN * float(np.sqrt(2 * (len(whole) - 1)) / whole.sum())
    mean, spread = 0.0, least
    for _ in range(ROUNDS):
        mean = float((weights * rates).sum())
        apart = float((weights * (rates - mean) ** 2).sum())
        by_chance = float((weights * (1 - weights) / whole).sum())
        in_truth = float((weights * (1 - weights)).sum())
        variance = mean * (1 - mean)
        share = apart / variance if variance > 0 else 0.0
        room = max(in_truth - by_chance, 1e-12)
        spread = min(max((share - by_chance) / room, least), MOST_SPREAD)
        weights = whole / (1 + (whole - 1) * spread)
        weights = weights / weights.sum()
    return Between(mean, spread)


def draw_rates(part: Floats, whole: Floats, between: Between, generators: Sequence[np.random.Generator]) -> Floats:
    """Draws (unit, draw) of each unit's true rate: Beta(μM + k, (1−μ)M + m − k) with M = (1−ρ)/ρ."""
    size = (1 - between.spread) / between.spread
    # A group of all or nothing has a mean at the edge, of which no Beta is: half a case is kept from it.
    mean = float(np.clip(between.mean, 0.5 / whole.sum(), 1 - 0.5 / whole.sum()))
    first, second = mean * size + part, (1 - mean) * size + whole - part
    return np.array([each.beta(a, b, DRAWS) for each, a, b in zip(generators, first, second, strict=True)])


def errors(runs: Floats) -> Floats:
    """The error of each unit's month from its own month-to-month changes (unit, month), without what all share.

    NaN where fewer than six changes are known. A few months tell little of a spread: the group's usual one is added to each
    as so many changes more.
    """
    changes = np.diff(runs, axis=1)
    known = ~np.isnan(changes)
    common = np.array(
        [np.median(column[there]) if there.any() else 0.0 for column, there in zip(changes.T, known.T, strict=True)]
    )
    own = np.where(known, changes - common, 0.0)
    count = known.sum(axis=1)
    enough = count >= 6
    if not enough.any():
        return np.full(len(runs), np.nan)
    squares = (own**2).sum(axis=1)
    usual = float(np.median(squares[enough] / count[enough]))
    steady = (squares + PRIOR_CHANGES * usual) / (count + PRIOR_CHANGES)
    # A change is the difference of two months, each with its own error.
    return np.where(enough, np.sqrt(np.maximum(steady, 1e-18) / 2), np.nan)


def of_values(values: Floats, error: Floats) -> Between:
    """Mean and true variance between units by moments (DerSimonian and Laird 1986)."""
    weights = 1 / error**2
    mean = float((weights * values).sum() / weights.sum())
    excess = float((weights * (values - mean) ** 2).sum()) - (len(values) - 1)
    room = float(weights.sum() - (weights**2).sum() / weights.sum())
    least = UNKNOWN * float(np.sqrt(2 * (len(values) - 1))) / room
    spread = max(excess / room, least)
    weights = 1 / (error**2 + spread)
    return Between(float((weights * values).sum() / weights.sum()), spread)


def draw_values(values: Floats, error: Floats, between: Between, generators: Sequence[np.random.Generator]) -> Floats:
    """Draws (unit, draw) of each unit's true level: normal, drawn toward the group's mean by its own error."""
    kept = between.spread / (between.spread + error**2)
    centre = kept * values + (1 - kept) * between.mean
    wide = np.sqrt(kept) * error
    return np.array([each.normal(at, sd, DRAWS) for each, at, sd in zip(generators, centre, wide, strict=True)])
