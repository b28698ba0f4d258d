"""One number opened: its formula, its parts, who stands behind it, the cells they came from, and its earlier values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import months
from data.figures import as_of
from data.measures import Measure
from data.registers import TABLES
from data.text import Text
from metrics import corrections, delivered, rows
from metrics.behind import contributing
from metrics.heard import heard, silent
from metrics.language import Metric
from metrics.origins import Origin, Origins, cells, rows_of, touched
from metrics.qualifiers import NAMES
from metrics.query import owing
from metrics.reading import Reading, read
from metrics.reported import Reported, last_standing
from metrics.scope import Scope, look_back, reported, scope_of
from metrics.subjects import SILENT_AFTER
from metrics.wording import formula_text

MOST_CELLS = 200
MOST_REVISIONS = 12
MOST_CORRECTIONS = 60

HOW = {
    "own": Text("本单位填报的数。", "Reported by the unit itself."),
    "carried": Text(
        "本月未报，沿用本单位最近一次填报的数。", "Not reported this month; the unit's own last report is carried."
    ),
    "published": Text(
        "公布的比率，没有分子和分母；不并入上级的数。",
        "A rate published without its parts; it is not added into a number above it.",
    ),
    "children": Text(
        "由下级单位的数加总：应报 {expected} 个，已报 {reported} 个，沿用 {carried} 个，缺 {missing} 个。",
        "Added up from the units below: {expected} expected, {reported} reported, {carried} carried, {missing} missing.",
    ),
    "applications": Text(
        "由本单位 {applications} 个应用的数加总。",
        "Added up from the figures of {applications} applications of the unit.",
    ),
    "unpaired": Text(
        "各组成项填报的不是同样的应用（或一项是全单位的数、一项是应用的数），不能相除。",
        "The parts were not reported of the same applications, or one of the whole unit and one of applications: they make"
        " no rate.",
    ),
    "rows": Text(
        "由登记表逐行计数，含所有下级单位的行。", "Counted from a register's rows, those of all units below included."
    ),
    "cells": Text(
        "由到期的填报任务逐项计数，含所有下级单位的任务。",
        "Counted over the obligations whose day due has come, those of all units below included.",
    ),
    "none": Text("还没有数。", "There is no figure yet."),
}


@dataclass(frozen=True)
class Part:
    """One measure of the formula: its added-up value, and each unit's own figure in it.

    `units` has the columns unit, month (the one it was reported for), value, qualifier, carried.
    """

    measure: Measure
    value: float
    qualifier: str
    units: pd.DataFrame


@dataclass(frozen=True)
class Passport:
    """One number of one month, opened.

    `missing`: unit, measure, owner. `silent`: applications that reported in one of the three months before and not in this one:
    unit, application, name, last (month). `origins.frame`: for figures the columns of `origins.CELLS` and `origins.BATCH`, for
    rows of `origins.ROWS` and `origins.BATCH`. `corrections`: what of it was known to be wrong, the columns of
    `corrections.FIGURES` (for rows: `corrections.ROWS`) and `corrections.BATCH`. `earlier`: `origins.TOUCHED`, value,
    qualifier, newest first; only revisions that could have changed the number.
    """

    metric: Metric
    unit: str
    month: date
    value: float
    qualifier: str
    grade: str
    own: bool
    published: bool
    expected: int
    reported: int
    carried: int
    formula: Text
    how: Text
    parts: tuple[Part, ...]
    missing: pd.DataFrame
    silent: pd.DataFrame
    origins: Origins
    corrections: pd.DataFrame
    earlier: pd.DataFrame


def passport(
    conn: Connection, metric: Metric, unit: str, month: date, *, revision: int | None = None, limit: int = MOST_CELLS
) -> Passport:
    """Open one number of one month; at most `limit` cells or rows are listed, `origins.total` says how many there are."""
    first = months.shift(month, -max(look_back([metric]), SILENT_AFTER))
    scope = scope_of(conn, [unit], first, month, revision)
    at = scope.grid.at(month)
    by_figures = reported(conn, [metric], scope)
    reading = _read(conn, metric, scope, by_figures, at)
    behind = contributing(reading, scope.tree(month), unit, at)
    place = scope.grid.place[unit]
    coverage, value = reading.coverage, reading.months_value
    if metric.rows:
        below = scope.tree(month).below(unit)
        parts: tuple[Part, ...] = ()
        origins = rows_of(conn, metric, below, month, scope.revision, limit)
    else:
        parts = tuple(_part(reading, i, by_figures, behind, place, at) for i in range(len(metric.parts)))
        origins = cells(conn, _behind(conn, reading, scope, parts, place, at), scope.revision, limit)
    return Passport(
        metric=metric,
        unit=unit,
        month=month,
        value=float(value.value[place, at]),
        qualifier=str(NAMES[value.bits[place, at]]),
        grade="" if reading.grades is None else str(reading.grades[place, at]),
        own=bool(coverage.own[place, at]),
        published=bool(reading.shown_published[place, at]),
        expected=int(coverage.reported[place, at] + coverage.carried[place, at] + coverage.missing[place, at]),
        reported=int(coverage.reported[place, at]),
        carried=int(coverage.carried[place, at]),
        formula=formula_text(metric),
        how=_how(reading, by_figures, place, at),
        parts=parts,
        missing=owing(conn, metric, unit, month, scope.known),
        silent=_silent(conn, reading, scope, behind, at),
        origins=origins,
        corrections=_corrections(conn, metric, scope, unit, month, parts),
        earlier=_earlier(conn, metric, scope, place, at),
    )


def _read(conn: Connection, metric: Metric, scope: Scope, by_figures: Mapping[str, Reported], at: int) -> Reading:
    if metric.cells:
        return delivered.readings(conn, [metric], scope)[0]
    if not metric.rows:
        return read(metric, by_figures, scope.grid, scope.trees, scope.duties(conn))
    return rows.readings(conn, [metric], scope, [at])[""][0]


def _part(reading: Reading, i: int, by_figures: Mapping[str, Reported], behind: list[str], place: int, at: int) -> Part:
    """The part resolved for the unit, and the own figures of the units behind it."""
    measure, grid = reading.metric.parts[i], reading.grid
    places = [grid.place[code] for code in behind]
    stands = reading.resolved.stands[place, at] and not reading.shown_published[place, at]
    last = last_standing(by_figures[measure.key].stands)[places, at] if places else np.array([], dtype=int)
    return Part(
        measure,
        float(reading.resolved.value[i, place, at]) if stands else float("nan"),
        str(NAMES[reading.resolved.bits[i, place, at]]),
        pd.DataFrame(
            {
                "unit": behind,
                "month": np.array([grid.months[column] for column in last], dtype="datetime64[s]"),
                "value": reading.own.value[i, places, at],
                "qualifier": NAMES[reading.own.bits[i, places, at]],
                "carried": last < at,
            }
        ),
    )


def _behind(
    conn: Connection, reading: Reading, scope: Scope, parts: Sequence[Part], place: int, at: int
) -> Iterable[Origin]:
    """The figures behind the number; of cells owed, those that were late."""
    unit, month = scope.grid.units[place], scope.grid.months[at]
    if reading.metric.cells:
        return delivered.origins(conn, reading.metric, unit, month, scope.known)
    published = reading.metric.published if reading.shown_published[place, at] else None
    return _origins(parts, published, unit, month)


def _origins(parts: Sequence[Part], published: Measure | None, unit: str, month: date) -> Iterator[Origin]:
    """The figures that are read: a month of a report since January takes the report before it too."""
    if published is not None:
        yield Origin(published.key, unit, month)
    for part in parts:
        for code, reported_for in zip(part.units["unit"], part.units["month"].dt.date, strict=True):
            yield Origin(part.measure.key, code, reported_for)
            if part.measure.reported_as == "ytd" and reported_for.month != 1:
                yield Origin(part.measure.key, code, months.shift(reported_for, -1))


def _corrections(
    conn: Connection, metric: Metric, scope: Scope, unit: str, month: date, parts: Sequence[Part]
) -> pd.DataFrame:
    """The known corrections behind the number: of the unit and all below it, in the months that are read."""
    below = scope.tree(month).below(unit)
    if metric.rows:
        return corrections.of_rows(conn, metric.rows[0].register, below, scope.revision, MOST_CORRECTIONS)
    keys = [measure.key for measure in metric.measures]
    read_months = {month, *(origin.month for origin in _origins(parts, None, unit, month))}
    return corrections.of_figures(conn, keys, below, read_months, scope.revision, MOST_CORRECTIONS)


def _silent(conn: Connection, reading: Reading, scope: Scope, behind: list[str], at: int) -> pd.DataFrame:
    """The applications that have fallen silent behind the units in the number, each with the last month it reported."""
    columns = ["unit", "application", "name", "last"]
    if reading.own.subjects is None:
        return pd.DataFrame(columns=columns)
    rows, there = reading.own.subjects.rows, reading.own.subjects.heard()[0]
    named, units = _names(conn, scope.revision), scope.grid.units
    last = last_standing(there)[:, at]
    gone = [row for row in np.flatnonzero(silent(reading.own)[:, at]).tolist() if units[rows.unit[row]] in behind]
    found = [
        (units[rows.unit[row]], key := rows.keys[row], named.get(key, key), scope.grid.months[last[row]])
        for row in gone
    ]
    return pd.DataFrame(found, columns=columns)


def _names(conn: Connection, revision: int | None) -> Mapping[str, str]:
    ledger = as_of(TABLES["applications"], revision)
    return {key: name for key, name in conn.execute(select(ledger.c.key, ledger.c.name)) if name}


def _how(reading: Reading, by_figures: Mapping[str, Reported], place: int, at: int) -> Text:
    coverage = reading.coverage
    counts = {
        "reported": int(coverage.reported[place, at]),
        "carried": int(coverage.carried[place, at]),
        "missing": int(coverage.missing[place, at]),
    }
    how = HOW[_kind_of(reading, by_figures, place, at)]
    applications = int(heard(reading.own, reading.trees).applications[place, at])
    blanks = counts | {"expected": sum(counts.values()), "applications": applications}
    return Text(how.in_("zh", **blanks), how.in_("en", **blanks))


def _kind_of(reading: Reading, by_figures: Mapping[str, Reported], place: int, at: int) -> str:
    coverage = reading.coverage
    if reading.shown_published[place, at]:
        return "published"
    if not coverage.reported[place, at] and not coverage.carried[place, at]:
        return "unpaired" if _unpaired(reading, by_figures, place, at) else "none"
    if reading.rows is not None:
        return "cells" if reading.metric.cells else "rows"
    if not coverage.own[place, at]:
        return "children"
    if coverage.carried[place, at]:
        return "carried"
    return "applications" if heard(reading.own, reading.trees).applications[place, at] else "own"


def _unpaired(reading: Reading, by_figures: Mapping[str, Reported], place: int, at: int) -> bool:
    """Whether the unit reported all parts, and still they do not make a ratio."""
    parts = [by_figures.get(part.key) for part in reading.metric.parts]
    return reading.own.subjects is not None and all(part is not None and part.stands[place, at] for part in parts)


def _earlier(conn: Connection, metric: Metric, scope: Scope, place: int, at: int) -> pd.DataFrame:
    """The number as it was at each revision that could have changed it, since the month had begun: before that it was
    counted as at an end that had not come."""
    found = touched(conn, metric, scope, MOST_REVISIONS)
    begun = [_begun(moment, scope.grid.months[at]) for moment in found["at"]]
    found = found.loc[np.array(begun, dtype=bool)].reset_index(
        drop=True
    )  # a list that is empty would choose no columns
    values = []
    for number in found["revision"]:
        then = replace(scope, revision=int(number), known=int(number))
        value = _read(conn, metric, then, reported(conn, [metric], then), at).months_value
        values.append((float(value.value[place, at]), str(NAMES[value.bits[place, at]])))
    return found.assign(value=[value for value, _ in values], qualifier=[qualifier for _, qualifier in values])


def _begun(moment: datetime, month: date) -> bool:
    return moment.astimezone(months.SHANGHAI).date() >= month
