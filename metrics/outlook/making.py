"""Forecasts made when the store has moved, in the background: those whose months did not move stand as they are."""

import time
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from sqlalchemy import Connection, Engine

from data import forecasts, months, revisions, store
from data.forecasts import Kept
from data.reporting import opening
from data.settings import settings
from data.units import load
from metrics import METRICS, OVERVIEW, query
from metrics.language import Metric
from metrics.outlook.backtest import forecast
from metrics.outlook.series import ENOUGH, MOST, Series, Year, fits, series
from metrics.outlook.written import written
from metrics.periods import MONTH, YEAR_TO_DATE
from metrics.reading import Reading
from metrics.scope import look_back, scope_of

PAUSE = 0.002  # seconds between two series: pages are drawn by the same process
_seen: dict[
    str, tuple[int, date, int]
] = {}  # by store: revision, month and how many there were when everything was made

Told = tuple[str, str, Series | int]  # metric, unit, and its months or how few there are


def refresh(engine: Engine, today: date | None = None, pause: float = PAUSE) -> int:
    """Make the forecasts whose months have moved since they were made, from months that were due: what pages show until then is the
    month before. Says how many; asks only for the revision and the month where the store stands still."""
    with store.reading(engine) as conn:
        last = opening.due_month(conn, today or months.today())
        revision, place = revisions.current(conn), engine.url.render_as_string()
        # A training room that is made anew has its old revision, and none of its forecasts.
        if not revision or _seen.get(place) == (revision, last, forecasts.count(conn)):
            return 0
        known = forecasts.digests(conn)
        moved = [each for each in every(conn, last) if _digest(each[2]) != known.get(each[:2], "")]
    made = []
    for metric, unit, told in moved:
        made.append(_kept(metric, unit, told, revision, last))
        time.sleep(pause)
    with store.writing(engine) as conn:
        count = forecasts.keep(conn, made)
        _seen[place] = revision, last, forecasts.count(conn)
    return count


def every(conn: Connection, last: date, revision: int | None = None) -> Iterator[Told]:
    """The months of everything that is forecast: every number of the province and its cities, those of the overview of all
    units below them. Of units that never reported nothing is told."""
    tree = load(conn).in_month(last)
    metrics = [metric for metric in METRICS.values() if fits(metric)]
    upper = [code for code in tree.codes if len(tree.path(code)) <= 2]
    lower = [code for code in tree.codes if len(tree.path(code)) > 2]
    of_overview = [metric for metric in OVERVIEW if fits(metric)]
    yield from told(conn, metrics, upper, last, revision)
    yield from told(conn, of_overview, lower, last, revision)


def told(
    conn: Connection, metrics: Sequence[Metric], units: Sequence[str], last: date, revision: int | None = None
) -> Iterator[Told]:
    """The months of some metrics and units up to one, as known at a revision: one reading of the store."""
    if not units or not metrics:
        return
    run = months.between(max(months.shift(last, 1 - MOST), settings().months.first), last)
    scope = scope_of(conn, list(units), months.shift(run[0], -look_back(metrics)), last, revision)
    columns = np.array([scope.grid.at(month) for month in run], dtype=np.intp)
    readings = query.readings(conn, metrics, scope, columns.tolist())
    place = scope.grid.place
    for metric in metrics:
        reading = readings[metric.key]
        value, year = (reading.over(period, columns).value for period in (MONTH, YEAR_TO_DATE))
        there, carried, missing = (each[:, columns] for each in reading.coverage[1:])
        fresh = (there > 0) & (there >= settings().coverage.enough * (there + carried + missing))
        for unit in units:
            at = place[unit]
            found = series(metric, unit, run, value[at], fresh[at], year[at], _year_of(reading))
            if found != 0:
                yield metric.key, unit, found


def _year_of(reading: Reading) -> Year:
    """How a metric's months make its year."""
    if not reading.counts_months:
        return "level"
    return "sum" if reading.metric.kind == "flow" else "mean"


def _digest(found: Series | int) -> str:
    return f"{found}/{ENOUGH}" if isinstance(found, int) else found.digest


def _kept(metric: str, unit: str, found: Series | int, revision: int, last: date) -> Kept:
    if isinstance(found, int):
        return Kept(metric, unit, revision, last, _digest(found), "", found, "")
    made = forecast(found)
    return Kept(
        metric, unit, revision, found.origin, found.digest, made.method, len(found.values), written(found, made)
    )
