"""Targets of the year, with the path on which they are to be reached."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.figures import as_of
from data.registers import TABLES
from data.registers.paths import shares
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
    return {
        (metric, unit): Target(value, shares(path or "", value)) for metric, unit, value, path in conn.execute(asked)
    }
