"""The signs in what units below one reported themselves: one reading of the store."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection

from data import months
from data.measures import Measure
from data.settings import settings
from metrics import METRICS
from metrics.radar.signs import Sign, signs
from metrics.reported import own_parts
from metrics.scope import reported, scope_of

BACK = 36  # months looked at


@dataclass(frozen=True)
class Odd:
    """A measure of a unit in whose months there are signs, the strongest first. `metric`: a number that is made of it."""

    unit: str
    measure: Measure
    metric: str
    signs: tuple[Sign, ...]

    @property
    def strength(self) -> float:
        """By what they are put in order: more signs weigh more."""
        return sum(sign.strength for sign in self.signs)


def odd(conn: Connection, unit: str, month: date, *, revision: int | None = None) -> tuple[list[Odd], int]:
    """What looks odd in the unit and below it, the strongest first, and how many series were looked at. Amounts of months
    alone: stocks grow smoothly by nature, and indices are made by others."""
    first = max(months.shift(month, 1 - BACK), settings().months.first)
    scope = scope_of(conn, [unit], months.shift(first, -1), month, revision)
    metrics = [metric for metric in METRICS.values() if any(part.kind == "flow" for part in metric.parts)]
    by_figures = reported(conn, metrics, scope)
    at = scope.grid.at(first)
    found, count = [], 0
    for measure, metric in _flows(metrics).items():
        own = own_parts([measure], by_figures, scope.grid)
        values = np.where(own.stands & ~own.carried, own.value[0], np.nan)[:, at:]
        for code, run in zip(scope.grid.units, values, strict=True):
            count += int((~np.isnan(run)).sum() > 0)
            there = signs(run)
            if there:
                found.append(Odd(code, measure, metric, tuple(there)))
    return sorted(found, key=lambda each: (-each.strength, each.unit, each.measure.key)), count


def _flows(metrics) -> dict[Measure, str]:
    """The amounts of months, each with the first number it is in."""
    found: dict[Measure, str] = {}
    for metric in metrics:
        for part in metric.parts:
            if part.kind == "flow":
                found.setdefault(part, metric.key)
    return found
