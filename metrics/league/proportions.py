"""Which metrics are rates of so many out of so many, and what their two counts are."""

from dataclasses import dataclass

import numpy as np

from metrics.arrays import Floats
from metrics.compile import Quantity, quantity
from metrics.language import Calc, Count, Formula, Metric, Number, Word, words_of
from metrics.reading import Reading


@dataclass(frozen=True)
class Proportion:
    """`part` out of `whole`; `rest`: the rate is what is left of the whole (1 − part / whole)."""

    part: Formula
    whole: Formula
    rest: bool = False


def proportion(metric: Metric) -> Proportion | None:
    """The two counts of a rate; None where the part is not declared to be one of the whole."""
    formula, rest = metric.formula, False
    if isinstance(formula, Calc) and formula.sign == "-" and formula.left == Number(1):
        formula, rest = formula.right, True
    if not isinstance(formula, Calc) or formula.sign != "/" or metric.format != "percent":
        return None
    if not _is_part(formula.left, formula.right):
        return None
    return Proportion(formula.left, formula.right, rest)


def _is_part(part: Formula, whole: Formula) -> bool:
    """A measure says of which it is a part; a share of rows is one of rows."""
    if isinstance(part, Word) and isinstance(whole, Word):
        return part.measure.part_of == whole.measure.key
    return all(isinstance(word, Count) for side in (part, whole) for word in words_of(side))


def counts(reading: Reading, found: Proportion) -> tuple[Floats, Floats]:
    """Part and whole by unit and month, added up as the rate itself is; NaN where they are no proportion (more than the
    whole, or nothing at all)."""
    resolved, words = reading.resolved, reading.metric.rows or reading.metric.words
    named: dict[Formula, Quantity] = {
        word: Quantity(resolved.value[i], resolved.bits[i]) for i, word in enumerate(words)
    }
    part, whole = quantity(found.part, named).value, quantity(found.whole, named).value
    part = whole - part if found.rest else part
    there = resolved.stands & ~reading.shown_published & (whole > 0) & (part >= 0) & (part <= whole)
    return np.where(there, part, np.nan), np.where(there, whole, np.nan)
