"""Who runs in a league and with what: each unit of a group with its counts or its months, or the reason why it stays outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from sqlalchemy import Connection

from data import months
from data.registers import REGISTERS
from data.settings import settings
from data.text import Text
from metrics import query
from metrics.arrays import Floats
from metrics.language import Metric
from metrics.league.estimates import errors
from metrics.league.proportions import counts, proportion
from metrics.periods import MONTH
from metrics.reading import Reading
from metrics.scope import look_back, scope_of

View = Literal["level", "progress"]
VIEWS: dict[View, Text] = {
    "level": Text("水平", "Level"),
    "progress": Text("进步（与自己一年前比）", "Progress (against itself a year ago)"),
}
YEAR = 12
OUTSIDE = {
    "missing": Text("本月没有数", "No figure this month"),
    "carried": Text("沿用上期，本月没有新报", "Carried: nothing new this month"),
    "coverage": Text("填报率不足", "Coverage too low"),
    "published": Text("只有公布的比率，没有分子分母", "A published rate alone, without its counts"),
    "short": Text("历史不足，误差无从判断", "Too few months to tell the error"),
    "no_year": Text("一年前没有可比的数", "Nothing comparable a year ago"),
    "basis": Text("与一年前口径不同", "Another basis than a year ago"),
}


@dataclass(frozen=True)
class Entries:
    """The units of a group, by code. `value` is what is shown, `level` and `error` what is judged where the rate has no
    counts; `part` and `whole` the counts (NaN else), `then_…` those of a year ago. `outside`: a key of OUTSIDE by unit."""

    units: tuple[str, ...]
    value: Floats
    then: Floats
    level: Floats
    error: Floats
    part: Floats
    whole: Floats
    then_part: Floats
    then_whole: Floats
    outside: dict[str, str]

    def inside(self) -> list[int]:
        """The places of the units that run."""
        return [i for i, unit in enumerate(self.units) if unit not in self.outside]


def fits(metric: Metric) -> bool:
    """Whether units can be compared on the metric: ranks of others' making, and rows that not everybody may see, cannot."""
    return metric.format != "rank" and not any(REGISTERS[word.register].restricted for word in metric.rows)


def usual_view(metric: Metric) -> View:
    """Amounts and counts tell the size of a place before all else: they are compared by progress, rates by level."""
    return "progress" if metric.kind in ("flow", "stock") and not metric.cells else "level"


def months_read(metric: Metric, month: date, view: View) -> list[date]:
    """The months of other units that the league tells of."""
    if proportion(metric) is None:
        return months.between(months.shift(month, -YEAR), month)
    return [month] if view == "level" else [months.shift(month, -YEAR), month]


def entries(
    conn: Connection, metric: Metric, units: Sequence[str], month: date, view: View, revision: int | None
) -> Entries:
    """The units of a group in a month: one reading of the store."""
    first = months.shift(month, -YEAR - look_back([metric]))
    scope = scope_of(conn, list(units), first, month, revision)
    at = scope.grid.at(month)
    run = list(range(at - YEAR, at + 1))
    of_counts = proportion(metric)
    asked = run if of_counts is None else [at - YEAR, at]
    (reading,) = query.readings(conn, [metric], scope, asked).values()
    places = np.array([scope.grid.place[unit] for unit in units], dtype=np.intp)
    value = reading.over(MONTH, np.array(asked, dtype=np.intp)).value[places]
    none = np.full(len(places), np.nan)
    outside = _outside(reading, units, places, at, value[:, -1])
    if of_counts is not None:
        part, whole = (each[places] for each in counts(reading, of_counts))
        told = Entries(
            tuple(units), value[:, -1], value[:, 0], none, none,
            part[:, at], whole[:, at], part[:, at - YEAR], whole[:, at - YEAR], outside,
        )  # fmt: skip
        _without_counts(told, view)
        return told
    level, error = _levels(metric, value, reading, places, at, view)
    if view == "progress":
        _without_a_year(reading, units, places, at, level, outside)
    for unit, sure in zip(units, ~np.isnan(error), strict=True):
        if not sure:
            outside.setdefault(unit, "short")
    return Entries(tuple(units), value[:, -1], value[:, 0], level, error, none, none, none, none, outside)


def _outside(reading: Reading, units: Sequence[str], places: np.ndarray, at: int, value: Floats) -> dict[str, str]:
    """Why units stay outside that have no fresh number of the month."""
    coverage = reading.coverage
    there, carried, missing = (each[places, at] for each in coverage[1:])
    expected = there + carried + missing
    found = {}
    for i, unit in enumerate(units):
        if np.isnan(value[i]):
            found[unit] = "missing"
        elif there[i] == 0 and carried[i] > 0:
            found[unit] = "carried"
        elif there[i] < settings().coverage.enough * expected[i]:
            found[unit] = "coverage"
    return found


def _without_counts(told: Entries, view: View) -> None:
    for i, unit in enumerate(told.units):
        if np.isnan(told.whole[i]):
            told.outside.setdefault(unit, "published")
        elif view == "progress" and np.isnan(told.then_whole[i]):
            told.outside.setdefault(unit, "no_year")


def _levels(
    metric: Metric, value: Floats, reading: Reading, places: np.ndarray, at: int, view: View
) -> tuple[Floats, Floats]:
    """Level and error of each unit: of amounts on the scale of their logarithms, so that a change is one in per cent."""
    grows = metric.kind in ("flow", "stock")
    run = np.log1p(np.maximum(value, 0.0)) if grows else value
    error = errors(run)
    if view == "level":
        return run[:, -1], error
    change = reading.change(MONTH, at, YEAR)
    now, then = change.now[places], change.then[places]
    moved = np.log1p(np.maximum(now, 0.0)) - np.log1p(np.maximum(then, 0.0)) if grows else now - then
    return moved, error * np.sqrt(2)


def _without_a_year(
    reading: Reading, units: Sequence[str], places: np.ndarray, at: int, moved: Floats, outside: dict[str, str]
) -> None:
    basis = reading.change(MONTH, at, YEAR).basis[places]
    for i, unit in enumerate(units):
        if np.isnan(moved[i]):
            outside.setdefault(unit, "no_year")
        elif basis[i]:
            outside.setdefault(unit, "basis")
