"""Figures of applications where they are added up to their unit's own: kept apart, so that months and the parts of a ratio
are set against each other application by application.

Arrays have the axes (…, row, month); a row is one application of one unit.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Row

from metrics.arrays import Bits, Floats, Marks, Places
from metrics.compile import added
from metrics.qualifiers import BITS

ALWAYS = ""
SILENT_AFTER = 3  # an application that reported in one of so many months before, and not in this one, is silent


@dataclass(frozen=True)
class Applications:
    """The rows of the arrays, ordered by unit: `unit` is the place of each row's unit, `keys` its application, or ALWAYS for
    all that are in every sum of the unit; `count` is how many it is."""

    unit: Places
    keys: tuple[str, ...]
    count: Floats

    def added(self, values: Floats, units: int, join: np.ufunc = np.add) -> np.ndarray:
        """The rows of each unit joined: (…, unit, month), 0 for units without any."""
        places, starts = np.unique(self.unit, return_index=True)
        joined = np.zeros((*values.shape[:-2], units, values.shape[-1]), dtype=values.dtype)
        joined[..., places, :] = join.reduceat(values, starts, axis=-2)
        return joined

    def any(self, marks: Marks, units: int) -> Marks:
        """Whether any row of each unit is marked."""
        return self.added(marks.astype(float), units) > 0


@dataclass(frozen=True)
class BySubject:
    """One measure by application: `value` and `bits` are 0 where nothing stands, `reported` is what came for the month
    itself, `apart` (unit, month) where the unit's own figure is the sum of its applications'."""

    rows: Applications
    value: Floats
    bits: Bits
    stands: Marks
    reported: Marks
    apart: Marks

    def at(self, source: Places, stands: Marks) -> "BySubject":
        """The same with each unit's months taken from the columns `source` where `stands` (unit, month)."""
        of_rows = source[self.rows.unit]
        there = np.take_along_axis(self.stands, of_rows, axis=1) & stands[self.rows.unit]
        return replace(
            self,
            value=np.where(there, np.take_along_axis(self.value, of_rows, axis=1), 0.0),
            bits=np.where(there, np.take_along_axis(self.bits, of_rows, axis=1), np.uint8(0)),
            stands=there,
            apart=np.take_along_axis(self.apart, source, axis=1) & stands,
        )

    def sums(self, only: Marks) -> tuple[Floats, Bits]:
        """The marked rows of each unit added up, and what the sums promise."""
        units = len(self.apart)
        value = self.rows.added(np.where(only, self.value, 0.0), units)
        return value, self.rows.added(np.where(only, self.bits, np.uint8(0)), units, np.bitwise_or)


@dataclass(frozen=True)
class Subjects:
    """The parts of a formula by application, with the axis part before those of `BySubject`.

    In a ratio an application stands with all of its parts or not at all.
    """

    rows: Applications
    value: Floats
    stands: Marks
    reported: Marks
    apart: Marks

    def common(self, now: Places, then: Places) -> tuple[Floats, Floats, Marks, Marks]:
        """What the applications that stand in both of two months add up to, on both sides (part, unit, pair); where both
        sides are sums of applications; and where a unit has any in common in all parts that are."""
        both = self.stands[..., now] & self.stands[..., then]
        units = self.apart.shape[1]
        value_now, value_then = (
            self.rows.added(np.where(both, self.value[..., months], 0.0), units) for months in (now, then)
        )
        apart = self.apart[..., now] & self.apart[..., then]
        found = self.rows.any(both, units)
        return value_now, value_then, apart, np.all(found | ~apart, axis=0)

    def heard(self) -> tuple[Marks, Marks]:
        """Which applications (row, month) reported, and which are silent: not now, but in one of the months before."""
        there = np.any(self.reported, axis=0)
        before = np.zeros_like(there)
        for back in range(1, min(SILENT_AFTER, there.shape[1] - 1) + 1):
            before[:, back:] |= there[:, :-back]
        return there, before & ~there


Fetch = Callable[[Sequence[str], Collection[str]], Sequence[Row]]  # units and applications → `data.figures.by_subject`


@dataclass(frozen=True)
class Sums:
    """Sums of applications as reported: measure, unit and month as places, the applications of each, its value and bits."""

    measure: Places
    unit: Places
    month: Places
    of: Sequence[frozenset[str]]
    value: Floats
    bits: Bits


def lay_out(
    sums: Sums, measures: Sequence[str], units: Sequence[str], months: Sequence[object], fetch: Fetch
) -> Mapping[str, BySubject]:
    """The sums by application, by measure, all with the same rows.

    Most units report the same applications month after month. What is in every sum of a unit is kept as one row, its sums
    less the others, so that only those others are fetched.
    """
    if not len(sums.unit):
        return {}
    always, others = _always_and_sometimes(sums)
    pairs = sorted([*others, *((unit, ALWAYS) for unit, keys in always.items() if keys)])
    rows = Applications(
        np.array([unit for unit, _ in pairs], dtype=np.intp),
        tuple(key for _, key in pairs),
        np.array([len(always[unit]) if key == ALWAYS else 1 for unit, key in pairs], dtype=float),
    )
    place = {pair: i for i, pair in enumerate(pairs)}
    size = len(measures), len(pairs), len(months)
    value, bits, stands = np.zeros(size), np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=bool)
    apart = np.zeros((len(measures), len(units), len(months)), dtype=bool)
    apart[sums.measure, sums.unit, sums.month] = True
    _lay_others(fetch, others, (measures, units, months), place, apart, (value, bits, stands))
    main = np.array([place.get((unit, ALWAYS), -1) for unit in sums.unit.tolist()], dtype=np.intp)
    at = tuple(each[main >= 0] for each in (sums.measure, main, sums.month))
    named = rows.added(value, len(units))[sums.measure, sums.unit, sums.month]
    value[at], bits[at], stands[at] = added(sums.value, -named)[main >= 0], sums.bits[main >= 0], True
    return {
        measure: BySubject(rows, value[i], bits[i], stands[i], stands[i], apart[i])
        for i, measure in enumerate(measures)
        if apart[i].any()
    }


def _always_and_sometimes(sums: Sums) -> tuple[dict[int, frozenset[str]], set[tuple[int, str]]]:
    """By unit the applications that are in all of its sums; and (unit, application) of those that are in some."""
    seen: dict[int, set[frozenset[str]]] = {}
    for unit, of in zip(sums.unit.tolist(), sums.of, strict=True):
        seen.setdefault(unit, set()).add(of)
    always = {unit: frozenset.intersection(*sets) for unit, sets in seen.items()}
    return always, {(unit, key) for unit, sets in seen.items() for key in frozenset.union(*sets) - always[unit]}


def _lay_others(
    fetch: Fetch,
    others: Collection[tuple[int, str]],
    order: tuple[Sequence[str], Sequence[str], Sequence[object]],
    place: Mapping[tuple[int, str], int],
    apart: Marks,
    into: tuple[Floats, Bits, Marks],
) -> None:
    """The figures of applications that are in some sums of their unit only."""
    if not others:
        return
    measures, units, months = ({name: i for i, name in enumerate(names)} for names in order)
    value, bits, stands = into
    for row in fetch(sorted({order[1][unit] for unit, _ in others}), sorted({key for _, key in others})):
        measure, unit, month = measures[row.measure], units[row.unit], months[row.month]
        if (unit, row.subject) in others and apart[measure, unit, month]:
            at = measure, place[unit, row.subject], month
            value[at], bits[at], stands[at] = row.value, BITS[row.qualifier], True


def none(rows: Applications, apart: Marks) -> BySubject:
    """A measure that no application reported."""
    size = len(rows.keys), apart.shape[1]
    nobody = np.zeros(size, dtype=bool)
    return BySubject(rows, np.zeros(size), np.zeros(size, np.uint8), nobody, nobody, np.zeros_like(apart))


def together(parts: Sequence[BySubject], one_by_one: bool) -> Subjects:
    """The parts of a formula; `one_by_one` (a ratio): an application stands with all of them or not at all."""
    stands, reported, apart = (
        np.stack([getattr(part, name) for part in parts]) for name in ("stands", "reported", "apart")
    )
    if one_by_one:
        stands, reported = (np.broadcast_to(np.logical_and.reduce(marks), marks.shape) for marks in (stands, reported))
    return Subjects(parts[0].rows, np.stack([part.value for part in parts]), stands, reported, apart)
