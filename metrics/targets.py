"""Targets of the year, with the path on which they are to be reached."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd
from sqlalchemy import Connection, select

from data.figures import as_of
from data.registers import TABLES
from data.registers.aims import Aim
from data.registers.paths import Way, shares
from metrics.language import Metric


class Target(NamedTuple):
    """What the year should reach, and the share of it due by the end of each month, where it says so."""

    value: float
    path: tuple[float, ...] | None = None


Targets = dict[tuple[str, str], Target]  # by metric and unit
NO_TARGET = Target(float("nan"))


def targets_of(
    conn: Connection, metrics: Sequence[Metric], units: Sequence[str], year: int, revision: int | None
) -> Targets:
    """The year's targets of these metrics and units."""
    rows = as_of(TABLES["targets"], revision)
    asked = select(rows.c.metric, rows.c.unit, rows.c.value, rows.c.path).where(
        rows.c.year == year, rows.c.metric.in_([metric.key for metric in metrics]), rows.c.unit.in_(units)
    )
    ways = {metric.key: way_of(metric) for metric in metrics}
    return {
        (metric, unit): Target(value, shares(path or "", value, ways[metric]))
        for metric, unit, value, path in conn.execute(asked)
    }


def way_of(metric: Metric) -> Way:
    """Which way the path of a metric's target goes."""
    return Way(metric.kind == "flow", metric.better == "lower", metric.format == "percent")


def aim_of(metric: Metric) -> Aim:
    """A metric as workbooks of targets and index systems name it."""
    made_of, rows = {each.key for each in metric.measures}, {word.register for word in metric.rows}
    return Aim(metric.key, metric.zh, metric.en, way_of(metric), metric.better, frozenset(made_of), frozenset(rows))


def path_of(
    conn: Connection, metric: Metric, unit: str, run: Sequence[date], revision: int | None = None
) -> pd.DataFrame:
    """What should be reached by the end of each month of a run, by the target's path or, of what does not add up over a year,
    the target itself: month (`datetime64[s]`), value; without months of which neither tells. Of a flow it is the year to date."""
    rows = []
    for year in sorted({month.year for month in run}):
        target = targets_of(conn, [metric], [unit], year, revision).get((metric.key, unit), NO_TARGET)
        if target.path:
            rows += [(month, target.path[month.month - 1] * target.value) for month in run if month.year == year]
        elif metric.kind != "flow" and target.value == target.value:
            rows += [(month, target.value) for month in run if month.year == year]
    frame = pd.DataFrame(rows, columns=["month", "value"])
    return frame.assign(
        month=pd.to_datetime(frame["month"]).astype("datetime64[s]"), value=frame["value"].astype(float)
    )
