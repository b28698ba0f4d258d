"""The frames that pages ask for: every number with its coverage, changes and standing, from one reading of the store."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data import months
from data.registers import SYSTEMS
from data.units import load
from metrics import delivered, rows
from metrics.behind import missing
from metrics.due import Due, due
from metrics.heard import heard
from metrics.language import Metric
from metrics.periods import MONTH, YEAR_TO_DATE, Period
from metrics.qualifiers import NAMES
from metrics.reading import Change, Reading, read
from metrics.reported import own_parts
from metrics.scope import Scope, first_for_changes, look_back, reported, reported_of, scope_of
from metrics.shared_scope import shared_scope
from metrics.status import ranks, standing
from metrics.targets import NO_TARGET, Targets, targets_of

COMPARED = 12  # months back: 同比


def snapshot(
    conn: Connection,
    metrics: Sequence[Metric],
    unit: str,
    month: date,
    *,
    period: Period = MONTH,
    revision: int | None = None,
    system: str | None = None,
    deep: bool = False,
) -> pd.DataFrame:
    """One row per metric and unit (the unit, then its children; `deep`: all units below it): metric, unit, value, qualifier, grade, months, own,
    published, carried, carried_from, expected, reported, missing, applications, silent, mom, mom_basis, mom_then, mom_now, yoy, yoy_basis,
    yoy_then, yoy_now, ytd, ytd_qualifier, ytd_months, ytd_yoy, ytd_yoy_basis, target, due, attainment, status,
    status_partial, due_on, running.

    Changes of flows and stocks are relative, of ratios and indices differences (fractions, to be shown as points); `_then`
    and `_now` are what was compared, like for like. The coverage is the month's. NaN, or None in a column of words, is
    “none”. `applications` are those whose figures of the month are added up in the value, `silent` those that should be there:
    they reported in one of the three months before. `months` and `ytd_months` say how many months stand behind a flow or a ratio, `carried_from` which month the
    oldest carried report is of (NaT). `status_partial`: months of the year are missing behind the status of a flow.
    `due_on` is the day by which the last of it is due, where that has still to come (NaT else), `running` whether the month is not over.
    `system` narrows figures to the unit's applications of one system. `metrics.judgement` says all this in words.
    """
    read_from = scope_of if deep else shared_scope
    scope = read_from(conn, [unit], first_for_changes(month, period, metrics), month, revision)
    at = scope.grid.at(month)
    columns = sorted({at, at - 1, at - (period.before or 1), at - COMPARED})
    tree = scope.tree(month)
    shown = list(tree.below(unit)) if deep else [unit, *tree.children.get(unit, ())]
    by_metric = _in_order(readings(conn, metrics, scope, columns, system), metrics)
    return _frame(conn, by_metric, scope, month, shown, period)


def coverage(
    conn: Connection, metrics: Sequence[Metric], unit: str, month: date, *, revision: int | None = None
) -> pd.DataFrame:
    """Who stands behind the metrics of one unit: metric, unit, expected, reported; as `snapshot` says it, without a value, so
    that no row of a register is counted for it."""
    scope = scope_of(conn, [unit], months.shift(month, -look_back(metrics)), month, revision, fold=True)
    at, place = scope.grid.at(month), scope.grid.place[unit]
    of_rows = [metric for metric in metrics if metric.rows]
    found = readings(conn, [metric for metric in metrics if not metric.rows], scope, [at])
    behind = {key: reading.coverage for key, reading in found.items()}
    registers = dict.fromkeys(metric.rows[0].register for metric in of_rows)
    by_register = {key: rows.coverage(conn, key, scope.on_tree_of(month), at) for key in registers}
    behind |= {metric.key: by_register[metric.rows[0].register] for metric in of_rows}
    counts = [(behind[metric.key], metric.key) for metric in metrics]
    reported_, carried, missing_ = (
        [int(getattr(each, name)[place, at]) for each, _ in counts] for name in ("reported", "carried", "missing")
    )
    expected = [sum(parts) for parts in zip(reported_, carried, missing_, strict=True)]
    return pd.DataFrame(
        {"metric": [key for _, key in counts], "unit": unit, "expected": expected, "reported": reported_}
    )


def snapshots(
    conn: Connection,
    metrics: Sequence[Metric],
    units: Sequence[str],
    run: Sequence[date],
    *,
    revision: int | None = None,
) -> pd.DataFrame:
    """The same of an unbroken run of months, read once: `month` (a date), and the columns of `snapshot`, of those of the units
    that are there in the month."""
    scope = scope_of(conn, units, first_for_changes(run[0], MONTH, metrics), run[-1], revision)
    places = [scope.grid.at(month) for month in run]
    columns = sorted({at - back for at in places for back in (0, 1, COMPARED)})
    by_metric = _in_order(readings(conn, metrics, scope, columns), metrics)
    frames = []
    for month in run:
        shown = [unit for unit in units if unit in scope.tree(month)]
        if shown:
            frames.append(_frame(conn, by_metric, scope, month, shown, MONTH).assign(month=month))
    return pd.concat(frames, ignore_index=True)


def _in_order(found: dict[str, Reading], metrics: Sequence[Metric]) -> dict[str, Reading]:
    return {metric.key: found[metric.key] for metric in metrics}


def _frame(
    conn: Connection, by_metric: dict[str, Reading], scope: Scope, month: date, shown: list[str], period: Period
) -> pd.DataFrame:
    """The rows of one month: a metric's units after another's."""
    at, metrics = scope.grid.at(month), [each.metric for each in by_metric.values()]
    targets = targets_of(conn, metrics, shown, month.year, scope.revision)
    places = [scope.grid.place[code] for code in shown]
    due_then = due(conn, scope, at)
    found = [columns_of(each, period, at, places, shown, targets, due_then) for each in by_metric.values()]
    frame = {name: np.concatenate([one[name] for one in found]) for name in found[0]}
    # Left to itself pandas makes words of the column, and NaN of “none”.
    return pd.DataFrame(frame | {"status": pd.Series(frame["status"], dtype=object)})


def readings(
    conn: Connection, metrics: Sequence[Metric], scope: Scope, columns: Sequence[int], system: str | None = None
) -> dict[str, Reading]:
    """Each metric's reading by its key: measures from one query, rows of registers at the asked columns; what was read in the
    scope before is not read again."""
    of_rows = [metric for metric in metrics if metric.rows]
    on_one_tree = scope.on_tree_of(scope.grid.months[max(columns)])
    counted = rows.readings(conn, of_rows, on_one_tree, columns).get("", []) if of_rows else []
    found = {reading.metric.key: reading for reading in counted}
    others = [metric for metric in metrics if not metric.rows]
    return found | _kept(conn, others, scope, [system or ""])[system or ""]


def _kept(
    conn: Connection, metrics: Sequence[Metric], scope: Scope, systems: Sequence[str]
) -> dict[str, dict[str, Reading]]:
    """Readings that hang on no columns, of figures and of cells: by system (`""`: whole units), by metric."""
    held = scope.found.readings
    with scope.found.lock:
        asked = [(metric, system) for metric in metrics for system in systems if (metric.key, system) not in held]
        lacking, of = list(dict.fromkeys(each for each, _ in asked)), list(dict.fromkeys(each for _, each in asked))
        held |= _read(conn, lacking, scope, of)
        return {system: {metric.key: held[metric.key, system] for metric in metrics} for system in systems}


def _read(
    conn: Connection, metrics: Sequence[Metric], scope: Scope, systems: Sequence[str]
) -> dict[tuple[str, str], Reading]:
    of_cells = delivered.readings(conn, [metric for metric in metrics if metric.cells], scope)
    found = {(reading.metric.key, system): reading for reading in of_cells for system in systems}
    of_figures = [metric for metric in metrics if metric.parts]
    owed = scope.duties(conn) if of_figures else {}
    for system, by_figures in (reported_of(conn, of_figures, scope, systems) if of_figures else {}).items():
        for metric in of_figures:
            found[metric.key, system] = read(metric, by_figures, scope.grid, scope.trees, owed)
    return found


def columns_of(
    reading: Reading,
    period: Period,
    at: int,
    places: list[int],
    shown: list[str],
    targets: Targets,
    due_then: Due,
) -> dict[str, np.ndarray]:
    """The snapshot's columns for one metric."""
    ends = np.array([at])
    value, year = reading.over(period, ends), reading.over(YEAR_TO_DATE, ends)
    mom = reading.change(period, at, period.before) if period.before else _no_change(reading)
    yoy, ytd_yoy = reading.change(period, at, COMPARED), reading.change(YEAR_TO_DATE, at, COMPARED)
    coverage = reading.coverage
    own, there, carried, missing = (each[places, at] for each in coverage)
    applications, silent = heard(reading.own, reading.trees)
    frame = {
        "metric": np.full(len(shown), reading.metric.key, dtype=object),
        "unit": np.array(shown, dtype=object),
        "value": value.value[places, 0],
        "qualifier": NAMES[value.bits[places, 0]],
        "grade": np.full(len(shown), "", dtype=object) if reading.grades is None else reading.grades[places, at],
        "months": value.months[places, 0],
        "own": own,
        "published": value.published[places, 0],
        "carried": carried.astype(int),
        "carried_from": _months_of(reading, reading.carried_from[places, at]),
        "expected": (there + carried + missing).astype(int),
        "reported": there.astype(int),
        "missing": missing.astype(int),
        "applications": applications[places, at].astype(int),
        "silent": silent[places, at].astype(int),
        "mom": mom.value[places],
        "mom_basis": mom.basis[places],
        "mom_then": mom.then[places],
        "mom_now": mom.now[places],
        "yoy": yoy.value[places],
        "yoy_basis": yoy.basis[places],
        "yoy_then": yoy.then[places],
        "yoy_now": yoy.now[places],
        "ytd": year.value[places, 0],
        "ytd_qualifier": NAMES[year.bits[places, 0]],
        "ytd_months": year.months[places, 0],
        "ytd_yoy": ytd_yoy.value[places],
        "ytd_yoy_basis": ytd_yoy.basis[places],
        "due_on": due_then.still_to_come(reading.metric)[places],
        "running": np.full(len(shown), due_then.running),
    }
    month = reading.grid.months[at].month
    return frame | _standings(reading.metric, shown, frame["ytd"], frame["ytd_months"], month, targets)


def _standings(
    metric: Metric,
    shown: list[str],
    ytd: np.ndarray,
    ytd_months: np.ndarray,
    month: int,
    targets: Targets,
) -> dict[str, np.ndarray]:
    """The columns target, due, attainment, status, status_partial."""
    wanted = [targets.get((metric.key, code), NO_TARGET) for code in shown]
    stands = [
        standing(metric.kind, metric.better, actual, target.value, month, target.path)
        for actual, target in zip(ytd.tolist(), wanted, strict=True)
    ]
    flow = metric.kind == "flow"
    return {
        "target": np.array([target.value for target in wanted]),
        "due": np.array([stand.due if stand else None for stand in stands], dtype=float),
        "attainment": np.array([stand.attainment if stand else None for stand in stands], dtype=float),
        "status": np.array([stand.status if stand else None for stand in stands], dtype=object),
        "status_partial": np.array([stand is not None for stand in stands]) & flow & (ytd_months < month),
    }


def _months_of(reading: Reading, columns: np.ndarray) -> np.ndarray:
    """The months of columns; NaT where there is none."""
    run = np.array(reading.grid.months, dtype="datetime64[s]")
    there = np.isfinite(columns) & (columns >= 0)
    return np.where(there, run[np.where(there, columns, 0).astype(int)], np.datetime64("NaT"))


def _no_change(reading: Reading) -> Change:
    none = np.full(len(reading.grid.units), np.nan)
    return Change(none, np.zeros(len(none), dtype=bool), none, none)


def history(
    conn: Connection,
    metrics: Sequence[Metric],
    units: Sequence[str],
    run: Sequence[date],
    *,
    period: Period = MONTH,
    revision: int | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Values through an unbroken run of months: metric, unit, month (`datetime64[s]`), value, qualifier, expected,
    reported, carried, missing.

    With `by`, also `part`: a system for figures (`by="system"`), a value of the register's field (`list`, `system`,
    `status`, `stage` …) for rows; only parts with anything in them.
    """
    first = months.shift(period.first(run[0]), -look_back(metrics))
    scope = shared_scope(conn, units, first, run[-1], revision)
    columns = np.array([scope.grid.at(month) for month in run])
    frames = [
        _line(reading, part, period, columns, units)
        for part, of_part in _parts(conn, metrics, scope, columns.tolist(), by).items()
        for reading in of_part
    ]
    if not frames:
        return no_history(by)
    frame = pd.concat(frames, ignore_index=True)
    return frame if by else frame.drop(columns="part")


def no_history(by: str | None = None) -> pd.DataFrame:
    """A history of no months."""
    return pd.DataFrame(columns=LINE if by else [name for name in LINE if name != "part"])


LINE = ["metric", "part", "unit", "month", "value", "qualifier", "expected", "reported", "carried", "missing"]


def _parts(
    conn: Connection, metrics: Sequence[Metric], scope: Scope, columns: Sequence[int], by: str | None
) -> dict[str, list[Reading]]:
    """The readings of each part; one part "" where nothing is split."""
    if by is None:
        return {"": list(readings(conn, metrics, scope, columns).values())}
    of_rows = [metric for metric in metrics if metric.rows]
    parts = rows.readings(conn, of_rows, scope, columns, by) if of_rows else {}
    of_figures = [metric for metric in metrics if metric.parts]
    if by == "system" and of_figures:
        for system, of_system in _kept(conn, of_figures, scope, [key for key, _ in SYSTEMS]).items():
            if any(reading.own.stands.any() for reading in of_system.values()):
                parts.setdefault(system, []).extend(of_system.values())
    return parts


def _line(reading: Reading, part: str, period: Period, columns: np.ndarray, units: Sequence[str]) -> pd.DataFrame:
    """One metric's values, unit by unit through the months."""
    places = [reading.grid.place[code] for code in units]
    value = reading.over(period, columns)
    counts = (reading.coverage.reported, reading.coverage.carried, reading.coverage.missing)
    there, carried, missing = (each[places][:, columns].ravel().astype(int) for each in counts)
    run = np.array([reading.grid.months[column] for column in columns], dtype="datetime64[s]")
    return pd.DataFrame(
        {
            "metric": reading.metric.key,
            "part": part,
            "unit": np.repeat(units, len(columns)),
            "month": np.tile(run, len(units)),
            "value": value.value[places].ravel(),
            "qualifier": NAMES[value.bits[places].ravel()],
            "expected": there + carried + missing,
            "reported": there,
            "carried": carried,
            "missing": missing,
        },
        columns=LINE,
    )


def ranking(frame: pd.DataFrame, metric: Metric, units: Sequence[str]) -> pd.DataFrame:
    """The units best first by a snapshot's value: unit, value, rank (1, 2, 2, 4); without a value last, no rank (NA).

    Units that are equal, or have no value, keep the order of `units`.
    """
    values = frame[frame["metric"] == metric.key].set_index("unit")["value"].reindex(list(units))
    table = pd.DataFrame({"unit": list(units), "value": values.to_numpy(dtype=float)})
    table["rank"] = pd.array(ranks(table["value"].tolist(), metric.better), dtype="Int64")
    return table.sort_values("rank", kind="stable", na_position="last", ignore_index=True)


def owing(conn: Connection, metric: Metric, unit: str, month: date, revision: int | None = None) -> pd.DataFrame:
    """Who has not reported what is missing behind the number: unit, measure (or register), owner (a Text).

    As the coverage counts it: units expected whose parts are not all there, and no unit above them reported whole. Of
    cells owed, those that are missing, and for a rate of what came in time those that were late.
    """
    if metric.cells:
        return delivered.owing(conn, metric, unit, month, revision)
    scope, owed = _lacking(conn, metric, unit, month, revision)
    lacking = [(each, key, metric.owner) for code, key in owed for each in scope.members.get(code, (code,))]
    frame = pd.DataFrame(lacking, columns=["unit", "measure", "owner"])
    if not scope.members:
        return frame
    place = load(conn).in_month(month).place
    return frame.sort_values("unit", key=lambda codes: codes.map(place), kind="stable", ignore_index=True)


class Owing(NamedTuple):
    """The first of those who owe something, and how many they are; "" and 0 where nobody does."""

    first: str
    units: int


def who_owes(conn: Connection, metric: Metric, unit: str, month: date, revision: int | None = None) -> Owing:
    """What `owing` comes to, however many it would list."""
    if metric.cells:
        units = list(dict.fromkeys(delivered.owing(conn, metric, unit, month, revision)["unit"]))
        return Owing(units[0], len(units)) if units else Owing("", 0)
    scope, owed = _lacking(conn, metric, unit, month, revision)
    codes = list(dict.fromkeys(code for code, _ in owed))
    return Owing(codes[0], sum(len(scope.members.get(code, (code,))) for code in codes)) if codes else Owing("", 0)


def _lacking(
    conn: Connection, metric: Metric, unit: str, month: date, revision: int | None
) -> tuple[Scope, list[tuple[str, str]]]:
    """Unit and measure (or register) of what is not there, in the scope that it was read in: one may stand for others."""
    scope = shared_scope(conn, [unit], months.shift(month, -look_back([metric])), month, revision)
    at = scope.grid.at(month)
    place = scope.grid.place
    if metric.rows:
        (reading,) = readings(conn, [metric], scope, [at]).values()
        there = {metric.rows[0].register: reading.coverage.own}
    else:
        by_figures = reported(conn, [metric], scope)
        reading = read(metric, by_figures, scope.grid, scope.trees, scope.duties(conn))
        there = {part.key: own_parts([part], by_figures, scope.grid).stands for part in metric.parts}
    return scope, [
        (code, key)
        for code in missing(reading, scope.tree(month), unit, at)
        for key, stands in there.items()
        if not stands[place[code], at]
    ]
