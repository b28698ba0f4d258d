"""The outlook of a unit from the forecasts that are kept, against its targets: what pages and programs show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data import forecasts, months
from data.forecasts import Kept
from metrics import METRICS
from metrics.language import Metric
from metrics.outlook.backtest import JUDGED, Forecast, Said
from metrics.outlook.goals import Goal, goal
from metrics.outlook.series import Series
from metrics.outlook.written import read
from metrics.targets import Targets, targets_of


@dataclass(frozen=True)
class Ahead:
    """One number of a unit: its forecast (None: too few `months`) against its target (None: none, or the year is over).
    `said`: what was kept three months before of the last month known, where anything was. `revision`: the one it was made
    from."""

    metric: Metric
    months: int
    made: tuple[Series, Forecast] | None
    goal: Goal | None
    said: Said | None
    revision: int


def ahead(conn: Connection, unit: str, month: date, revision: int | None = None) -> dict[str, Ahead]:
    """By metric what is kept of a unit, as known at a revision, of the months up to this one: those most likely to miss their
    target first, then those without one, last what has too few months."""
    found = _of_metrics(forecasts.newest(conn, unit, month, revision))
    before = _of_metrics(forecasts.newest(conn, unit, months.shift(month, -JUDGED), revision))
    metrics = [METRICS[key] for key in METRICS if key in found]
    years = {each.origin.year for each in found.values()}
    targets = {year: targets_of(conn, metrics, [unit], year, revision) for year in years}
    told = [
        _ahead(metric, found[metric.key], before.get(metric.key), targets[found[metric.key].origin.year])
        for metric in metrics
    ]
    return {each.metric.key: each for each in sorted(told, key=_order)}


def missed_of(
    conn: Connection, metric: Metric, units: Collection[str], month: date, revision: int | None = None
) -> dict[str, float]:
    """By unit how likely its target of the year is missed, by its newest forecast that knows the months up to this one; those without
    a forecast or a target are left out."""
    found = forecasts.newest_of(conn, metric.key, units, month, revision)
    targets = targets_of(conn, [metric], list(units), month.year, revision)
    told = {}
    for unit, kept in found.items():
        made, target = read(kept), targets.get((metric.key, unit))
        wanted = goal(metric, *made, target.value) if made and target and kept.origin.year == month.year else None
        if wanted:
            told[unit] = wanted.missed
    return told


def _of_metrics(found: dict[str, Kept]) -> dict[str, Kept]:
    return {key: each for key, each in found.items() if key in METRICS}


def _order(each: Ahead) -> tuple[bool, float]:
    return each.made is None, -each.goal.missed if each.goal else 1.0


def _ahead(metric: Metric, kept: Kept, before: Kept | None, targets: Targets) -> Ahead:
    made = read(kept)
    target = targets.get((metric.key, kept.unit))
    wanted = goal(metric, *made, target.value) if made and target else None
    return Ahead(metric, kept.months, made, wanted, _said(before, made), kept.revision)


def _said(before: Kept | None, made: tuple[Series, Forecast] | None) -> Said | None:
    """What was kept three months before the last month known, of that month."""
    if before is None or made is None or before.origin != months.shift(made[0].origin, -JUDGED):
        return None
    earlier = read(before)
    if earlier is None:
        return None
    low, middle, high = (float(path[JUDGED - 1]) for path in (earlier[1].low, earlier[1].middle, earlier[1].high))
    return Said(0, middle, low, high, float(made[0].values[-1]))
