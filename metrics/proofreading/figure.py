"""A figure in a text, and which values of the store are the same when they are printed so."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["count", "share", "points", "rank", "times", "change"]
LOWER = ("more_than", "at_least", "reaches")
HALF_A_POINT = 0.005  # 达到三成 promises more than being nearest to it: 29.6% has reached it, 28% has not


@dataclass(frozen=True)
class Figure:
    """One figure: where it stands (`start`, `end`), how it is written, and what it says.

    `value` in the unit itself (197亿条 is 19,700,000,000, 六成 is 0.6, a rank its place, 增长3倍 a change of 3.0).
    `fine` is one of its last digit (197亿: 100,000,000), `coarse` one of its last digit that is no zero (200亿: 10,000,000,000).
    `upto`: the greater end of a band (20–30个, 数百), else the value. `unit` is the unit of measure as written. `change`: it
    tells how much something moved: `yoy`, `mom` or "" for a level; `until` where a phrase such as 以上 ends.
    """

    start: int
    end: int
    written: str
    kind: Kind
    value: float
    fine: float
    coarse: float
    qualifier: str = "exact"
    upto: float = 0.0
    unit: str = ""
    change: str = ""

    @property
    def is_band(self) -> bool:
        """Whether two ends are told instead of one number."""
        return self.upto > self.value


def agrees(figure: Figure, value: float) -> bool:
    """Whether a value, printed so, is the figure: equal once rounded to its last digit, or within what its words promise.

    多 and 超过 promise the next round number at most: 250多 is 251 and not 400.
    """
    slack = abs(value) * 1e-9
    if figure.is_band:
        return figure.value - slack <= value <= figure.upto + slack
    match figure.qualifier:
        case "more_than":
            return figure.value + slack < value < figure.value + figure.coarse
        case "at_least":
            return figure.value - slack <= value < figure.value + figure.coarse
        case "reaches":
            below = min(figure.fine / 2, HALF_A_POINT) if figure.kind == "share" else figure.fine / 2
            return figure.value - below - slack <= value < figure.value + figure.coarse
        case "under":
            return figure.value - min(figure.coarse, abs(figure.value) * 0.2) <= value < figure.value - slack
        case "about":
            wide = max(figure.fine / 2, min(figure.coarse / 2, abs(figure.value) * 0.1))
            return abs(value - figure.value) <= wide + slack
    return abs(value - figure.value) <= figure.fine / 2 + slack


def is_rounded_too_far(figure: Figure, value: float) -> bool:
    """Whether the value misses the figure by one of its last digit at most: cut off, or rounded up."""
    return (
        figure.qualifier == "exact"
        and not figure.is_band
        and figure.value >= 10 * figure.fine
        and abs(value - figure.value) < figure.fine * (1 - 1e-9)
    )


def same_promise(figure: Figure, qualifier: str) -> bool:
    """Whether the words promise what the store does: more than and at least are bounds from the same side."""
    if qualifier == "exact" or figure.is_band:
        return True
    if qualifier in LOWER:
        return figure.qualifier in LOWER or (qualifier == "reaches" and figure.qualifier == "exact")
    return figure.qualifier in (qualifier, "about")
