"""What units reported, as arrays: a month's own figure of each measure, and of a formula's parts together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from data.measures import Measure
from metrics.arrays import Bits, Floats, Marks, Places
from metrics.compile import Quantity, added
from metrics.qualifiers import BITS, subtracted
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
    """One measure as reported: NaN where there is no number; `grades` holds its words, if it has any."""

    value: Floats
    bits: Bits
    grades: np.ndarray | None = None

    @cached_property
    def stands(self) -> Marks:
        """Where there is a number or a grade."""
        numbers = ~np.isnan(self.value)
        return numbers if self.grades is None else numbers | (self.grades != "")


def lay_out(figures: Mapping[str, Sequence[Any]], measures: Sequence[str], grid: Grid) -> dict[str, Reported]:
    """The measures of figures (`data.figures.own_columns`) on the grid, by key; those nobody reported are left out."""
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
    return {measures[i]: Reported(value[i], bits[i], grades.get(i)) for i in np.unique(places[0]).tolist()}


def _places(named: Sequence[Any], order: Sequence[Any]) -> Places:
    place = {name: i for i, name in enumerate(order)}
    return np.fromiter(map(place.__getitem__, named), np.intp, len(named))


def _grades(grades: Sequence[str], places: tuple[Places, ...], shape: tuple[int, ...]) -> dict[int, np.ndarray]:
    words = np.full(shape, "", dtype=object)
    words[places] = grades
    graded = places[0][np.array(grades, dtype=object) != ""]
    return {code: words[code] for code in np.unique(graded).tolist()}


def nothing(grid: Grid) -> Reported:
    """A measure nobody reported."""
    return Reported(np.full(grid.shape, np.nan), np.zeros(grid.shape, dtype=np.uint8))


def own_parts(parts: Sequence[Measure], reported: Mapping[str, Reported], grid: Grid) -> Own:
    """A formula's parts as each unit's own figures of each month: a ytd report's month, a stock carried forward."""
    return _together([_month_of(measure, reported.get(measure.key) or nothing(grid), grid) for measure in parts])


def own_reports(parts: Sequence[Measure], reported: Mapping[str, Reported], grid: Grid) -> Own:
    """The parts as they were reported: of a `ytd` measure the sum since January; stocks carried forward."""
    return _together([_as_reported(measure, reported.get(measure.key) or nothing(grid)) for measure in parts])


@dataclass(frozen=True)
class _Part:
    quantity: Quantity
    stands: Marks
    carried: Marks


def _together(parts: list[_Part]) -> Own:
    stands = np.logical_and.reduce([part.stands for part in parts])
    return Own(
        np.where(stands, np.stack([part.quantity.value for part in parts]), 0.0),
        np.where(stands, np.stack([part.quantity.bits for part in parts]), np.uint8(0)),
        stands,
        stands & np.logical_or.reduce([part.carried for part in parts]),
    )


def _month_of(measure: Measure, reported: Reported, grid: Grid) -> _Part:
    if measure.kind == "flow" and measure.reported_as == "ytd":
        return _flow_of_month(reported, grid)
    return _as_reported(measure, reported)


def _as_reported(measure: Measure, reported: Reported) -> _Part:
    if measure.kind == "stock" and measure.carry:
        return _carried_forward(reported, measure.carry)
    return _Part(Quantity(reported.value, reported.bits), reported.stands, np.zeros_like(reported.stands))


def _flow_of_month(reported: Reported, grid: Grid) -> _Part:
    """This report minus last month's of the same year; January stands as it is."""
    value, bits = reported.value.copy(), reported.bits.copy()
    rest = np.flatnonzero(grid.month_numbers != 1)
    before = np.concatenate([np.full((len(value), 1), np.nan), reported.value[:, :-1]], axis=1)
    bits_before = np.concatenate([np.zeros((len(value), 1), np.uint8), reported.bits[:, :-1]], axis=1)
    value[:, rest] = added(value[:, rest], -before[:, rest])
    bits[:, rest] = subtracted(bits[:, rest], bits_before[:, rest])
    stands = ~np.isnan(value)
    return _Part(Quantity(value, bits), stands, np.zeros_like(stands))


def _carried_forward(reported: Reported, carry: int) -> _Part:
    """A missing month takes the unit's own last report of at most `carry` months before."""
    source = last_standing(reported.stands)
    stands = (source >= 0) & (np.arange(source.shape[1]) - source <= carry)
    source = np.maximum(source, 0)
    value = np.take_along_axis(reported.value, source, axis=1)
    bits = np.take_along_axis(reported.bits, source, axis=1)
    return _Part(Quantity(value, bits), stands, stands & ~reported.stands)


def last_standing(stands: Marks) -> Places:
    """For each unit and month the column of the last month up to it that stands; −1 for none."""
    columns = np.arange(stands.shape[1])
    return np.maximum.accumulate(np.where(stands, columns, -1), axis=1)
