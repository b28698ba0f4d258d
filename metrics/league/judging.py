"""One league: the units of a group on one metric in one month, with places no luck can give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
from sqlalchemy import Connection

from data import units as units_
from metrics.arrays import Floats
from metrics.language import Metric
from metrics.league.entries import Entries, View, entries
from metrics.league.estimates import draw_rates, draw_values, of_rates, of_values
from metrics.league.grouping import peers_of
from metrics.league.places import HIGH, LOW, NAMED, Place, places

FEWEST = 4  # units; of fewer nothing is said


@dataclass(frozen=True)
class Ranked:
    """A unit that runs: its place, the value shown (and a year ago), the size it rests on (NaN where the rate has no counts)
    and within which limits its true level, or progress, lies in nine of ten draws (amounts: a relative change; NaN for the
    level of an amount, which is its size)."""

    place: Place
    value: float
    then: float
    size: float
    moved: float
    low: float
    high: float


@dataclass(frozen=True)
class League:
    """A league as known at a revision. `ranked`: whoever is surely better first, else by code. `outside`: why units
    do not run, by unit. `mean`: the rate of the whole group, where rates have counts (else NaN). `runners`: how many could
    run; of fewer than FEWEST none is ranked."""

    metric: Metric
    group: str
    month: date
    view: View
    ranked: tuple[Ranked, ...]
    outside: dict[str, str]
    mean: float
    runners: int

    @property
    def leaders(self) -> tuple[str, ...]:
        """The units that are surely among the first."""
        return tuple(each.place.unit for each in self.ranked if each.place.top > NAMED)

    @property
    def last(self) -> tuple[str, ...]:
        """The units that are surely among the last."""
        return tuple(each.place.unit for each in self.ranked if each.place.bottom > NAMED)

    @property
    def told_apart(self) -> bool:
        """Whether anybody is told apart from anybody."""
        return any((each.place.first, each.place.last) != (1, len(self.ranked)) for each in self.ranked)


def league(
    conn: Connection, metric: Metric, group: str, month: date, view: View, *, revision: int | None = None
) -> League:
    """The league of a group (a key of `all_groups`) on a metric. Raises `ValueError` where there is no such group in the month.

    Nothing in it hangs on units outside the group, on the order of rows, or on when it is asked: the same figures give the
    same places.
    """
    of_group = peers_of(conn, units_.load(conn).in_month(month), group, month, revision)
    if not of_group:
        raise ValueError(f"{month:%Y-%m} 没有分组 {group} / no group {group} in that month")
    return judge(entries(conn, metric, of_group, month, view, revision), metric, group, month, view)


def judge(told: Entries, metric: Metric, group: str, month: date, view: View) -> League:
    """The league of what units told."""
    inside = told.inside()
    if len(inside) < FEWEST:
        return League(metric, group, month, view, (), told.outside, np.nan, len(inside))
    names = [told.units[i] for i in inside]
    part, whole = told.part[inside], told.whole[inside]
    by_counts = bool(not np.isnan(whole).any())
    if by_counts:
        draws = _draws_of_rates(part, whole, metric, names, f"{month:%Y-%m}")
        if view == "progress":
            before = _draws_of_rates(
                told.then_part[inside], told.then_whole[inside], metric, names, f"{month:%Y-%m} then"
            )
            draws = draws - before
    else:
        level, error = told.level[inside], told.error[inside]
        draws = draw_values(level, error, of_values(level, error), _generators(metric, names, f"{month:%Y-%m} {view}"))
    at = {unit: i for i, unit in enumerate(names)}
    ranked = tuple(
        _ranked(place, told, inside[at[place.unit]], draws[at[place.unit]], metric, view)
        for place in places(names, draws, metric.better)
    )
    mean = float(part.sum() / whole.sum()) if by_counts else np.nan
    return League(metric, group, month, view, ranked, told.outside, mean, len(inside))


def _draws_of_rates(part: Floats, whole: Floats, metric: Metric, names: Sequence[str], when: str) -> Floats:
    return draw_rates(part, whole, of_rates(part, whole), _generators(metric, names, when))


def _generators(metric: Metric, names: Sequence[str], when: str) -> list[np.random.Generator]:
    """One a unit, from what is judged alone: a revision that changed nothing here moves no place."""
    return [np.random.default_rng(crc32(f"{metric.key} {when} {unit}".encode())) for unit in names]


def _ranked(place: Place, told: Entries, i: int, drawn: Floats, metric: Metric, view: View) -> Ranked:
    low, high = (float(each) for each in np.quantile(drawn, [LOW, HIGH]))
    value, then = float(told.value[i]), float(told.then[i])
    if metric.kind in ("flow", "stock"):
        moved = float(np.expm1(told.level[i])) if view == "progress" else np.nan
        low, high = (float(np.expm1(low)), float(np.expm1(high))) if view == "progress" else (np.nan, np.nan)
    else:
        moved = value - then if view == "progress" else np.nan
    return Ranked(place, value, then, float(told.whole[i]), moved, low, high)
