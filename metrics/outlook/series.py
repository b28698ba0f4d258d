"""Which months can be gone on from, and on which scale: flows by their logarithm, rates by their logit, stocks by their steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

import numpy as np

from data import months
from metrics.arrays import Floats, Places
from metrics.language import Metric

VERSION = 1  # of the methods: another one makes every forecast anew
ENOUGH = 24  # months without a gap
MOST = 60  # months looked back on

Scale = Literal["log", "logit", "steps", "plain"]
Year = Literal["sum", "mean", "level"]


@dataclass(frozen=True)
class Series:
    """The months of one metric and unit up to `origin`, without a gap. `year`: how the months make the year's number: a flow
    adds up, a rate with a flow in it is taken as the mean of its months, all else stands as at the end. `so_far`: the year's
    number by now (NaN where the year has only begun)."""

    metric: str
    unit: str
    origin: date
    values: Floats
    scale: Scale
    year: Year
    so_far: float

    @property
    def calendar(self) -> Places:
        """The month of the year of each value."""
        last = self.origin.month - 1
        return (np.arange(len(self.values)) - len(self.values) + 1 + last) % 12 + 1

    @property
    def ahead(self) -> int:
        """Months to look ahead: three, and to the end of the year."""
        return max(3, self.left)

    @property
    def left(self) -> int:
        """Months of the year still to come."""
        return 12 - self.origin.month

    @property
    def digest(self) -> str:
        """What a forecast hangs on: where it is the same, so is the forecast."""
        head = f"{VERSION} {self.origin} {self.scale} {self.year} {self.so_far!r}".encode()
        return sha256(head + np.ascontiguousarray(self.values).tobytes()).hexdigest()


def fits(metric: Metric) -> bool:
    """Whether a metric is forecast: numbers of figures, but no ranks of others' making."""
    return bool(metric.parts) and metric.format != "rank"


def series(
    metric: Metric, unit: str, run: Sequence[date], values: Floats, fresh: np.ndarray, so_far: Floats, year: Year
) -> Series | int:
    """The unbroken months up to the last one there is; where they are too few, how many.

    `values` and `fresh` (whether anything was newly reported) by month of `run`; `so_far` the year's number by month.
    """
    there = ~np.isnan(values) & fresh
    if not there.any():
        return 0
    last = int(np.nonzero(there)[0][-1])
    gaps = np.nonzero(~there[:last])[0]
    first = max(int(gaps[-1]) + 1 if len(gaps) else 0, last + 1 - MOST)
    if last + 1 - first < ENOUGH:
        return last + 1 - first
    known = values[first : last + 1]
    return Series(metric.key, unit, run[last], known, scale_of(metric, known), year, float(so_far[last]))


def scale_of(metric: Metric, values: Floats) -> Scale:
    """On which scale changes of a metric's months add up."""
    if metric.kind == "stock":
        return "steps"
    if metric.format == "percent":
        return "logit" if ((values > 0) & (values < 1)).all() else "plain"
    return "log" if (values > 0).all() else "plain"


def to_scale(values: Floats, scale: Scale) -> Floats:
    """Values where errors are added: stocks and plain numbers as they are."""
    if scale == "log":
        return np.log(np.maximum(values, 1e-12))
    if scale == "logit":
        clipped = np.clip(values, 1e-9, 1 - 1e-9)
        return np.log(clipped / (1 - clipped))
    return np.asarray(values, dtype=float)


def from_scale(values: Floats, scale: Scale) -> Floats:
    """The way back."""
    if scale == "log":
        return np.exp(values)
    if scale == "logit":
        return 1 / (1 + np.exp(-values))
    return values


def month_after(origin: date, steps: int) -> date:
    """The month so many steps ahead."""
    return months.shift(origin, steps)
