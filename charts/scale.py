"""The places on a value axis: round numbers, and where a value lies between the ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isnan, log10

CLOSE = 0.75  # from this share of the greatest value on, the least one's bar looks as long


@dataclass(frozen=True)
class Axis:
    """Round places in rising order; the first and the last are the ends."""

    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """How far along the axis a value lies: 0 at the first tick, 1 at the last."""
        low, high = self.ticks[0], self.ticks[-1]
        return (value - low) / ((high - low) or 1.0)


def axis(values: Iterable[float], *, steps: int = 4, from_zero: bool = True) -> Axis | None:
    """An axis of about `steps` round steps around the values that are there; None without any."""
    known = [value for value in values if not isnan(value)]
    if not known:
        return None
    low, high = min(known), max(known)
    low = min(0.0, low) if from_zero else low
    step = round_step(((high - low) or abs(high) or 1.0) / steps)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return Axis(tuple(round(count * step, 12) for count in range(first, max(last, first + 1) + 1)))


def close_together(values: Iterable[float]) -> bool:
    """Whether bars from zero would all look alike, so that places on an axis of their own tell more."""
    known = [value for value in values if not isnan(value)]
    return len(known) > 1 and min(known) > CLOSE * max(known)


def round_step(rough: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough * (1 - 1e-9))
