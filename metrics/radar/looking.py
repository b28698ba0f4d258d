"""The signs in what units below one reported themselves: one reading of the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection

from data import months, units
from data.measures import Measure
from data.settings import settings
from data.text import Text
from metrics import METRICS
from metrics.arrays import Floats
from metrics.language import Metric
from metrics.radar.pairs import alike, of_rate
from metrics.radar.signs import Sign, signs
from metrics.reported import Reported, own_parts
from metrics.scope import Scope, reported, scope_of

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
    tree = units.load(conn).in_month(month)
    names = [
        Text(tree[code].name_zh, tree[code].name_en) if code in tree else Text(code, code) for code in scope.grid.units
    ]
    flows, wholes = _flows(metrics), _wholes(metrics)
    runs = {measure: _own(measure, by_figures, scope)[:, at:] for measure in flows}
    for measure, metric in flows.items():
        others = alike(runs[measure], names)
        for i, (code, run) in enumerate(zip(scope.grid.units, runs[measure], strict=True)):
            count += int((~np.isnan(run)).sum() > 0)
            by_rate = of_rate(run, runs[wholes[measure]][i]) if measure in wholes else []
            there = [*signs(run), *by_rate, *([others[i]] if i in others else [])]
            if there:
                found.append(Odd(code, measure, metric, tuple(sorted(there, key=lambda sign: -sign.strength))))
    return sorted(found, key=lambda each: (-each.strength, each.unit, each.measure.key)), count


def _own(measure: Measure, by_figures: Mapping[str, Reported], scope: Scope) -> Floats:
    """What each unit itself reported newly, by month."""
    own = own_parts([measure], by_figures, scope.grid)
    return np.where(own.stands & ~own.carried, own.value[0], np.nan)


def _wholes(metrics: Iterable[Metric]) -> dict[Measure, Measure]:
    """Of which whole an amount is a part, where a number is the share of one flow in another."""
    found: dict[Measure, Measure] = {}
    for metric in metrics:
        words = metric.words
        if metric.format == "percent" and len(words) == 2 and all(word.measure.kind == "flow" for word in words):
            found.setdefault(words[0].measure, words[1].measure)
    return found


def _flows(metrics) -> dict[Measure, str]:
    """The amounts of months, each with the first number it is in."""
    found: dict[Measure, str] = {}
    for metric in metrics:
        for part in metric.parts:
            if part.kind == "flow":
                found.setdefault(part, metric.key)
    return found
