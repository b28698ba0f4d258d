"""Small multiples: the same number of every unit over the same months on the same scale, side by side."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from charts.spark import Ends, spark


class Multiple(NamedTuple):
    """One unit: its months (NaN where there is none), what is written beside its name, and whether it stands out."""

    name: str
    values: Sequence[float]
    said: str
    href: str
    first: bool = False


def multiples(units: Sequence[Multiple]) -> Markup:
    """A line for each, all from the least to the greatest value of any: choose it where who moves matters more than how much."""
    known = [value for unit in units for value in unit.values if value == value]
    ends: Ends = (min(known), max(known)) if known else (0.0, 1.0)
    return Markup('<ol class="multiples">{}</ol>').format(Markup("").join(_one(unit, ends) for unit in units))


def _one(unit: Multiple, ends: Ends) -> Markup:
    return Markup('<li{}><a href="{}"><span>{}</span><b>{}</b>{}</a></li>').format(
        Markup(' class="first"') if unit.first else "", unit.href, unit.name, unit.said,
        spark(unit.values, label=unit.name, ends=ends),
    )  # fmt: skip
