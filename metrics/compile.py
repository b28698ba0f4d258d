"""Formulas to arithmetic: what is left to do once the parts have been added up."""

from collections.abc import Mapping
from functools import singledispatch
from typing import NamedTuple

import numpy as np

from metrics.arrays import Bits, Floats
from metrics.language import Calc, Formula, Number
from metrics.qualifiers import divided, multiplied, subtracted

NOISE = 1e-9  # of what was added


class Quantity(NamedTuple):
    """Numbers and what they promise (see `metrics.qualifiers`); NaN is no value."""

    value: Floats
    bits: Bits


Parts = Mapping[Formula, Quantity]


@singledispatch
def quantity(formula: Formula, parts: Parts) -> Quantity:
    """The formula over its added-up parts; division by zero, or by nothing, gives no value."""
    return parts[formula]


@quantity.register
def _(formula: Number, parts: Parts) -> Quantity:
    return Quantity(np.array(formula.value), np.array(0, dtype=np.uint8))


@quantity.register
def _(formula: Calc, parts: Parts) -> Quantity:
    return ARITHMETIC[formula.sign](quantity(formula.left, parts), quantity(formula.right, parts))


def _plus(left: Quantity, right: Quantity) -> Quantity:
    return Quantity(added(left.value, right.value), left.bits | right.bits)


def _minus(left: Quantity, right: Quantity) -> Quantity:
    return Quantity(added(left.value, -right.value), subtracted(left.bits, right.bits))


def added(left: Floats, right: Floats) -> Floats:
    """The sum; zero where nothing but the noise of floating point is left of what was added: 0.1 + 0.2 − 0.3 divides
    nothing."""
    total = left + right
    return np.where(np.abs(total) < NOISE * (np.abs(left) + np.abs(right)), 0.0, total)


def _times(left: Quantity, right: Quantity) -> Quantity:
    return Quantity(left.value * right.value, multiplied(left.bits, right.bits, left.value, right.value))


def _over(left: Quantity, right: Quantity) -> Quantity:
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(right.value != 0, left.value / right.value, np.nan)
    return Quantity(value, divided(left.bits, right.bits, left.value, right.value))


ARITHMETIC = {"+": _plus, "-": _minus, "*": _times, "/": _over}
