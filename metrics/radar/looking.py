"""The signs in what units below one reported themselves: one reading of the store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import Connection

from data import months, references, units
from data.measures import MEASURES, Measure
from data.settings import settings
from data.text import Text
from metrics import METRICS
from metrics.arrays import Floats, Places
from metrics.language import Metric
from metrics.radar.applications import USERS, VISITS, unused
from metrics.radar.inspections import inspections
from metrics.radar.pairs import alike, of_rate, of_use
from metrics.radar.signs import Sign, signs
from metrics.radar.timing import Span, inspected, pushed
from metrics.reported import Reported, own_parts
from metrics.scope import Scope, reported, scope_of

BACK = 36  # months looked at


@dataclass(frozen=True)
class Odd:
    """A measure of a unit in whose months there are signs, the strongest first. `metric`: a number that is made of it. `run`: its
    months from `first` on (NaN: none), of which signs name places. `application`: of which one it is, as it is `called`; "" for all of
    the unit."""

    unit: str
    measure: Measure
    metric: str
    signs: tuple[Sign, ...]
    first: date
    run: tuple[float, ...]
    application: str = ""
    called: Text | None = None

    @property
    def name(self) -> Text:
        """What the series is called: the measure, and of one application which."""
        if self.called is None:
            return Text(self.measure.zh, self.measure.en)
        return Text(f"{self.measure.zh}·{self.called.zh}", f"{self.measure.en}, {self.called.en}")

    @property
    def strength(self) -> float:
        """By what they are put in order: more signs weigh more."""
        return sum(sign.strength for sign in self.signs)


def odd(conn: Connection, unit: str, month: date, *, revision: int | None = None) -> tuple[list[Odd], int]:
    """What looks odd in the unit and below it, the strongest first, and how many series were looked at. Amounts of months, and
    registered users beside visits: other stocks grow smoothly by nature, and indices are made by others."""
    first = max(months.shift(month, 1 - BACK), settings().months.first)
    scope = scope_of(conn, [unit], months.shift(first, -1), month, revision)
    asked = {**_flows(METRICS.values()), MEASURES[USERS]: USERS}
    by_figures = reported(conn, [METRICS[key] for key in asked.values()], scope)
    at = scope.grid.at(first)
    runs = {measure: _own(measure, by_figures, scope)[:, at:] for measure in asked}
    tree = units.load(conn).in_month(month)
    of = _Beside(
        runs=runs,
        wholes=_wholes(METRICS.values()),
        numbers=scope.grid.month_numbers[at:],
        spans=inspections(conn, scope.grid.units, tree, first, month, revision),
        names=[
            Text(tree[code].name_zh, tree[code].name_en) if code in tree else Text(code, code)
            for code in scope.grid.units
        ],
    )
    found, count = [], 0
    for measure, metric in asked.items():
        others = alike(runs[measure], of.names) if measure.kind == "flow" else {}
        for i, (code, run) in enumerate(zip(scope.grid.units, runs[measure], strict=True)):
            count += int((~np.isnan(run)).sum() > 0)
            looked = [*_of_flow(of, measure, i, code), others.get(i)] if measure.kind == "flow" else [_of_users(of, i)]
            there = sorted((sign for sign in looked if sign is not None), key=lambda sign: -sign.strength)
            if there:
                found.append(Odd(code, measure, metric, tuple(there), first, tuple(run.tolist())))
    by_application, apart = _of_applications(conn, scope.grid.units, first, month, revision)
    ordered = sorted(
        [*found, *by_application], key=lambda each: (-each.strength, each.unit, each.measure.key, each.application)
    )
    return ordered, count + apart


def _of_applications(
    conn: Connection, units_: Sequence[str], first: date, month: date, revision: int | None
) -> tuple[list[Odd], int]:
    """Applications of a unit whose registered users do not come."""
    found, count = unused(conn, units_, first, month, revision)
    titles = references.titles(conn, "applications", {each.application for each in found}, revision)
    users = MEASURES[USERS]
    return [
        Odd(
            each.unit,
            users,
            USERS,
            (each.sign,),
            first,
            tuple(each.run.tolist()),
            each.application,
            titles[each.application][0] if each.application in titles else Text(each.application, each.application),
        )
        for each in found
    ], count


@dataclass(frozen=True)
class _Beside:
    """What runs are held against: one another by measure and unit, of which whole a measure is a part, the months' numbers,
    inspections by unit, and the units' names."""

    runs: Mapping[Measure, Floats]
    wholes: Mapping[Measure, Measure]
    numbers: Places
    spans: Mapping[str, Sequence[Span]]
    names: Sequence[Text]


def _of_flow(of: _Beside, measure: Measure, i: int, code: str) -> list[Sign | None]:
    run, whole = of.runs[measure][i], of.wholes.get(measure)
    by_rate = of_rate(run, of.runs[whole][i]) if whole else []
    return [*signs(run), *by_rate, pushed(run, of.numbers), inspected(run, of.spans.get(code, ()))]


def _of_users(of: _Beside, i: int) -> Sign | None:
    return of_use(of.runs[MEASURES[USERS]][i], of.runs[MEASURES[VISITS]][i])


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


def _flows(metrics: Iterable[Metric]) -> dict[Measure, str]:
    """The amounts of months, each with the first number it is in."""
    found: dict[Measure, str] = {}
    for metric in metrics:
        for part in metric.parts:
            if part.kind == "flow":
                found.setdefault(part, metric.key)
    return found
