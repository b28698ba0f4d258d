"""What a number promises: exact, about, or a bound – and what is left of it after arithmetic.

A promise is kept as bits, so that adding up a thousand figures is one `or`. The order of the lower bounds, from the
strongest, is the store's (`data.figures.QUALIFIERS`): more than, at least, reaches.
"""

import numpy as np

from metrics.arrays import Bits, Floats

MORE_THAN, AT_LEAST, REACHES, UNDER, ABOUT = 1, 2, 4, 8, 16
BITS = {
    "exact": 0,
    "more_than": MORE_THAN,
    "at_least": AT_LEAST,
    "reaches": REACHES,
    "under": UNDER,
    "about": ABOUT,
}
LOWER = MORE_THAN | AT_LEAST | REACHES


def _weakest(bits: int) -> str:
    if bits & ABOUT or (bits & UNDER and bits & LOWER):
        return "about"
    return next((name for name in ("under", "reaches", "at_least", "more_than") if bits & BITS[name]), "exact")


def _flip(bits: int) -> int:
    # “At least” turned round would be “at most”, which nobody writes in a report; “about” is what is left of it.
    turned = (UNDER if bits & MORE_THAN else 0) | (MORE_THAN if bits & UNDER else 0)
    return turned | (ABOUT if bits & (AT_LEAST | REACHES | ABOUT) else 0)


NAMES = np.array([_weakest(bits) for bits in range(32)], dtype=object)
FLIPPED = np.array([_flip(bits) for bits in range(32)], dtype=np.uint8)


def subtracted(left: Bits, right: Bits) -> Bits:
    """What a difference promises: a bound on what is taken away bounds the rest from the other side."""
    return left | FLIPPED[right]


def multiplied(left: Bits, right: Bits, values: Floats, others: Floats) -> Bits:
    """What a product promises; below zero a bound changes sides, so only “about” is left there."""
    both = left | right
    if not both.any():
        return both
    return np.where((both > 0) & ((values < 0) | (others < 0)), np.uint8(ABOUT), both)


def divided(left: Bits, right: Bits, values: Floats, others: Floats) -> Bits:
    """What a quotient promises: a bound on the denominator bounds it from the other side."""
    return multiplied(left, FLIPPED[right], values, others)
