"""What units reported, as arrays: a month's own figure of each measure, and of a formula's parts together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from data.figures import BETWEEN
from data.measures import Measure
from metrics import subjects
from metrics.arrays import Bits, Floats, Marks, Places
from metrics.compile import Quantity, added
from metrics.qualifiers import BITS, subtracted
from metrics.subjects import BySubject, Fetch, Sums, none, together
from metrics.tree import Own


@dataclass(frozen=True)
class Grid:
    """The units and the unbroken run of months that arrays are laid out by."""

    units: tuple[str, ...]
    months: tuple[date, ...]

    @cached_property
    def month_numbers(self) -> Places:
        """1 to 12 for each column."""
        return np.array([month.month for month in self.months], dtype=np.intp)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The row of each unit."""
        return {code: i for i, code in enumerate(self.units)}

    def at(self, month: date) -> int:
        """The column of a month; negative before the first."""
        first = self.months[0]
        return (month.year - first.year) * 12 + month.month - first.month

    @property
    def shape(self) -> tuple[int, int]:
        """(units, months)."""
        return len(self.units), len(self.months)


@dataclass(frozen=True)
class Reported:
    """One measure as reported: NaN where there is no number; `grades` holds its words, if it has any, and `subjects` its
    figures by application where units' own are the sums of those."""

    value: Floats
    bits: Bits
    grades: np.ndarray | None = None
    subjects: BySubject | None = None

    @cached_property
    def stands(self) -> Marks:
        """Where there is a number or a grade."""
        numbers = ~np.isnan(self.value)
        return numbers if self.grades is None else numbers | (self.grades != "")


def lay_out(
    figures: Mapping[str, Sequence[Any]],
    measures: Sequence[str],
    grid: Grid,
    fetch: Fetch,
) -> dict[str, Reported]:
    """The measures of figures (`data.figures.own_columns`) on the grid, by key; those nobody reported are left out.

    `fetch` asks for the figures of single applications, where sums are not of the same ones throughout.
    """
    if not figures["measure"]:
        return {}
    value = np.full((len(measures), *grid.shape), np.nan)
    bits = np.zeros(value.shape, dtype=np.uint8)
    places = (
        _places(figures["measure"], measures),
        _places(figures["unit"], grid.units),
        _places(figures["month"], grid.months),
    )
    value[places] = np.array(figures["value"], dtype=float)
    bits[places] = [BITS[name] for name in figures["qualifier"]]
    grades = _grades(figures["grade"], places, value.shape) if any(figures["grade"]) else {}
    by_subject = subjects.lay_out(
        _sums(figures["subjects"], places, value, bits), measures, grid.units, grid.months, fetch
    )
    return {
        measures[i]: Reported(value[i], bits[i], grades.get(i), by_subject.get(measures[i]))
        for i in np.unique(places[0]).tolist()
    }


def _places(named: Sequence[Any], order: Sequence[Any]) -> Places:
    place = {name: i for i, name in enumerate(order)}
    return np.fromiter(map(place.__getitem__, named), np.intp, len(named))


def _sums(applications: Sequence[str], places: tuple[Places, ...], value: Floats, bits: Bits) -> Sums:
    """The figures that are sums of applications."""
    sums = np.flatnonzero(np.array(applications, dtype=object) != "")
    measure, unit, month = (place[sums] for place in places)
    named = [applications[i] for i in sums.tolist()]
    sets = {written: frozenset(written.split(BETWEEN)) for written in set(named)}
    at = measure, unit, month
    return Sums(measure, unit, month, [sets[written] for written in named], value[at], bits[at])


def _grades(grades: Sequence[str], places: tuple[Places, ...], shape: tuple[int, ...]) -> dict[int, np.ndarray]:
    words = np.full(shape, "", dtype=object)
    words[places] = grades
    graded = places[0][np.array(grades, dtype=object) != ""]
    return {code: words[code] for code in np.unique(graded).tolist()}


def nothing(grid: Grid) -> Reported:
    """A measure nobody reported."""
    return Reported(np.full(grid.shape, np.nan), np.zeros(grid.shape, dtype=np.uint8))


def own_parts(parts: Sequence[Measure], reported: Mapping[str, Reported], grid: Grid, ratio: bool = False) -> Own:
    """A formula's parts as each unit's own figures of each month: a ytd report's month, a stock carried forward.

    Of a `ratio`, the parts stand application by application where they were reported so, and a part of the whole unit beside
    one of applications is none: nobody can say that these are all.
    """
    return _together([_month_of(measure, reported.get(measure.key) or nothing(grid), grid) for measure in parts], ratio)


def own_reports(parts: Sequence[Measure], reported: Mapping[str, Reported], grid: Grid, ratio: bool = False) -> Own:
    """The parts as they were reported: of a `ytd` measure the sum since January; stocks carried forward."""
    return _together([_as_reported(measure, reported.get(measure.key) or nothing(grid)) for measure in parts], ratio)


@dataclass(frozen=True)
class _Part:
    quantity: Quantity
    stands: Marks
    carried: Marks
    subjects: BySubject | None = None


def _together(parts: list[_Part], ratio: bool) -> Own:
    stands = np.logical_and.reduce([part.stands for part in parts])
    value, bits = (np.stack([part.quantity[i] for part in parts]) for i in (0, 1))
    named = [part.subjects for part in parts if part.subjects]
    each = [part.subjects or none(named[0].rows, stands) for part in parts] if named else []
    by_subject = together(each, one_by_one=ratio) if named else None
    if by_subject and ratio and len(parts) > 1:
        apart = by_subject.apart.all(axis=0)
        paired = by_subject.rows.any(by_subject.stands[0], len(stands))
        stands = stands & np.where(by_subject.apart.any(axis=0), apart & paired, True)
        sums = [part.sums(by_subject.stands[0]) for part in each]
        value = np.where(apart, np.stack([added_up for added_up, _ in sums]), value)
        bits = np.where(apart, np.stack([promised for _, promised in sums]), bits)
    return Own(
        np.where(stands, value, 0.0),
        np.where(stands, bits, np.uint8(0)),
        stands,
        stands & np.logical_or.reduce([part.carried for part in parts]),
        by_subject,
    )


def _month_of(measure: Measure, reported: Reported, grid: Grid) -> _Part:
    if measure.kind == "flow" and measure.reported_as == "ytd":
        return _flow_of_month(reported, grid)
    return _as_reported(measure, reported)


def _as_reported(measure: Measure, reported: Reported) -> _Part:
    if measure.kind == "stock" and measure.carry:
        return _carried_forward(reported, measure.carry)
    quantity = Quantity(reported.value, reported.bits)
    return _Part(quantity, reported.stands, np.zeros_like(reported.stands), reported.subjects)


def _flow_of_month(reported: Reported, grid: Grid) -> _Part:
    """This report minus last month's of the same year; January stands as it is. Where both are sums of applications, each
    one's own."""
    january = grid.month_numbers == 1
    value, bits = _less_the_month_before(reported.value, reported.bits, january)
    flows = _flows_of_subjects(reported.subjects, january) if reported.subjects else None
    if flows:
        sums, promised = flows.sums(flows.stands)
        in_both = flows.rows.any(flows.stands, len(value))
        value = np.where(flows.apart, np.where(in_both, sums, np.nan), value)
        bits = np.where(flows.apart, promised, bits)
    stands = ~np.isnan(value)
    return _Part(Quantity(value, bits), stands, np.zeros_like(stands), flows)


def _less_the_month_before(value: Floats, bits: Bits, january: Marks) -> Quantity:
    rest = np.flatnonzero(~january)
    before = np.concatenate([np.full((len(value), 1), np.nan), value[:, :-1]], axis=1)
    bits_before = np.concatenate([np.zeros((len(value), 1), np.uint8), bits[:, :-1]], axis=1)
    left, promised = value.copy(), bits.copy()
    left[:, rest] = added(value[:, rest], -before[:, rest])
    promised[:, rest] = subtracted(bits[:, rest], bits_before[:, rest])
    return Quantity(left, promised)


def _flows_of_subjects(reports: BySubject, january: Marks) -> BySubject:
    value, bits = _less_the_month_before(np.where(reports.stands, reports.value, np.nan), reports.bits, january)
    stands = ~np.isnan(value)
    apart = reports.apart.copy()
    apart[:, 1:] &= reports.apart[:, :-1] | january[1:]
    return replace(
        reports,
        value=np.where(stands, value, 0.0),
        bits=np.where(stands, bits, np.uint8(0)),
        stands=stands,
        apart=apart,
    )


def _carried_forward(reported: Reported, carry: int) -> _Part:
    """A missing month takes the unit's own last report of at most `carry` months before."""
    source = last_standing(reported.stands)
    stands = (source >= 0) & (np.arange(source.shape[1]) - source <= carry)
    source = np.maximum(source, 0)
    value = np.take_along_axis(reported.value, source, axis=1)
    bits = np.take_along_axis(reported.bits, source, axis=1)
    by_subject = reported.subjects.at(source, stands) if reported.subjects else None
    return _Part(Quantity(value, bits), stands, stands & ~reported.stands, by_subject)


def last_standing(stands: Marks) -> Places:
    """For each unit and month the column of the last month up to it that stands; −1 for none."""
    columns = np.arange(stands.shape[1])
    return np.maximum.accumulate(np.where(stands, columns, -1), axis=1)
