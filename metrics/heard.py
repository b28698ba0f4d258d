"""Applications behind numbers that are sums of applications: those that reported for the month, and those fallen silent."""

from typing import NamedTuple

import numpy as np

from metrics.arrays import Floats, Marks
from metrics.subjects import Subjects
from metrics.tree import Own, Shape, Trees


class Heard(NamedTuple):
    """How many applications stand behind each unit's number (unit, month), and how many more are silent."""

    applications: Floats
    silent: Floats


def heard(own: Own, trees: Trees) -> Heard:
    """Counted through each unit's subtree, as its coverage is."""
    if own.subjects is None:
        return Heard(np.zeros(own.stands.shape), np.zeros(own.stands.shape))
    there, gone = (_behind_own(own, own.subjects, marks) for marks in own.subjects.heard())
    rows = own.subjects.rows
    counts = rows.added(np.stack([there, gone]) * rows.count[:, None], len(own.stands))

    def climbed(shape: Shape) -> Floats:
        values = counts.copy()
        shape.climb(values, own.stands)
        return values

    return Heard(*trees.column_by_column(climbed))


def silent(own: Own) -> Marks:
    """Which applications (row of `own.subjects`, month) are silent behind their unit's own figure; none of no applications."""
    if own.subjects is None:
        return np.zeros((0, own.stands.shape[1]), dtype=bool)
    return _behind_own(own, own.subjects, own.subjects.heard()[1])


def _behind_own(own: Own, subjects: Subjects, marks: Marks) -> Marks:
    """The marked applications where their unit's own figure is the sum of its applications', and of this month."""
    fresh = own.stands & ~own.carried & subjects.apart.any(axis=0)
    return marks & fresh[subjects.rows.unit]
