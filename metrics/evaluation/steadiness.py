"""How much of an order is the weights': small changes of them, drawn from a seed, and who keeps the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from metrics.arrays import Floats
from metrics.evaluation.scoring import Score, grid
from metrics.evaluation.system import System

DRAWS = 1000
APART = 0.2  # each weight is made up to so much greater or smaller; then all are brought to the same whole again
LOW, HIGH = 0.05, 0.95
DIGITS = 9  # of a score: what differs beyond them shares a place


@dataclass(frozen=True)
class Steady:
    """In which share of the draws a unit keeps its place, and within which places it stays in nine of ten."""

    keeps: float
    low: int
    high: int


def steadiness(system: System, scores: Sequence[Score]) -> dict[str, Steady]:
    """How steady each scored unit's place is. The draws hang on the system alone: the same scores give the same answer."""
    placed = [each for each in scores if each.place is not None]
    if not placed:
        return {}
    places = _places(*grid(placed), _weights(system), system.whole)
    low, high = np.quantile(places, [LOW, HIGH], axis=1, method="nearest")
    keeps = [(drawn == each.place).mean() for drawn, each in zip(places, placed, strict=True)]
    return {
        each.unit: Steady(float(kept), int(least), int(most))
        for each, kept, least, most in zip(placed, keeps, low, high, strict=True)
    }


def _weights(system: System) -> Floats:
    """Weights (draw, scored item)."""
    given = np.array([item.weight for item in system.items if item.scored])
    # An item draws from a generator of its own, so what one draws hangs on no other.
    drawn = [
        np.random.default_rng(crc32(f"{system.key} {item.key}".encode())).uniform(1 - APART, 1 + APART, DRAWS)
        for item in system.items
        if item.scored
    ]
    return given * np.array(drawn).T


def _places(shares: Floats, deducted: Floats, vetoed: Floats, weights: Floats, whole: float) -> np.ndarray:
    """The place of each unit in each draw (unit, draw)."""
    judged = ~np.isnan(shares)
    weight = judged.astype(float) @ weights.T
    reached = np.where(judged, shares, 0.0) @ weights.T
    totals = np.maximum(reached / weight * whole + deducted[:, None], 0.0)
    totals = np.round(np.where(vetoed[:, None] > 0, -1.0, totals), DIGITS)
    return 1 + (totals[None, :, :] > totals[:, None, :]).sum(axis=1)
