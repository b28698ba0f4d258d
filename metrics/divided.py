"""The numbers of a unit divided by department or by application: each part read as the whole is, from its own figures and rows.

Rows of registers name their department or application; figures are divided by application alone, where a measure is reported
so. Nothing is put down to a part that nobody put down to it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data.figures import as_of
from data.registers import REGISTERS
from data.schema import figure
from metrics import query, rows
from metrics.due import due
from metrics.language import Metric
from metrics.periods import MONTH
from metrics.reading import Reading, read
from metrics.reported import Reported, lay_out
from metrics.scope import Scope, first_for_changes, measures, scope_of
from metrics.tree import Duty

By = Literal["department", "application"]
BYS: tuple[By, ...] = get_args(By)
EXPECTED_AFTER = 12  # months: a unit that reported an application in one of so many before is expected to go on


def divides(metric: Metric, by: By) -> bool:
    """Whether the parts of a metric are known: all rows name theirs, or all figures are reported by application."""
    if metric.rows:
        return all(by in {field.key for field in REGISTERS[word.register].fields} for word in metric.rows)
    return by == "application" and bool(metric.parts) and all(each.by_application for each in metric.parts)


def snapshot(
    conn: Connection,
    metrics: Sequence[Metric],
    by: By,
    keys: Collection[str],
    unit: str,
    month: date,
    *,
    revision: int | None = None,
) -> pd.DataFrame:
    """The columns of `query.snapshot`, and `part`: a row a metric and part (`keys`: departments or applications) of a unit and
    all below it. Parts of which nothing is there are left out; targets are units' and not theirs. Of an application the units
    are expected that reported it in the year before."""
    scope = scope_of(conn, [unit], first_for_changes(month, MONTH, metrics), month, revision)
    at, place = scope.grid.at(month), scope.grid.place[unit]
    due_then, wanted = due(conn, scope, at), [metric for metric in metrics if divides(metric, by)]
    frames = [
        pd.DataFrame(query.columns_of(reading, MONTH, at, [place], [unit], {}, due_then)).assign(part=part)
        for part, found in _readings(conn, wanted, by, frozenset(keys), scope, at).items()
        for reading in found
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["metric", "part"])


def _readings(
    conn: Connection, metrics: Sequence[Metric], by: By, keys: frozenset[str], scope: Scope, at: int
) -> Mapping[str, list[Reading]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    of_rows = [metric for metric in metrics if metric.rows]
    columns = sorted({at, at - 1, at - query.COMPARED})
    on_one_tree = scope.on_tree_of(scope.grid.months[at])
    if of_rows:
        for part, of_part in rows.readings(conn, of_rows, on_one_tree, columns, by).items():
            found[part] += of_part
    of_figures = [metric for metric in metrics if metric.parts]
    for part, by_measure in _by_application(conn, of_figures, keys, scope).items():
        owed = _owed(by_measure, scope)
        found[part] += [read(metric, by_measure, scope.grid, scope.trees, owed) for metric in of_figures]
    return {part: of_part for part, of_part in found.items() if part in keys}


def _by_application(
    conn: Connection, metrics: Sequence[Metric], keys: frozenset[str], scope: Scope
) -> Mapping[str, Mapping[str, Reported]]:
    """What was reported of each application, by measure."""
    asked = [measure.key for measure in measures(metrics)]
    if not asked:
        return {}
    units, run = scope.grid.units, scope.grid.months
    names = ("measure", "unit", "month", "value", "qualifier", "grade")
    only = figure.c.measure.in_(asked) & figure.c.unit.in_(units) & figure.c.month.between(run[0], run[-1])
    now = as_of(figure, scope.revision, only & figure.c.subject.in_(sorted(keys)))
    told: dict[str, list[tuple]] = defaultdict(list)
    for subject, *row in conn.execute(select(now.c.subject, *(now.c[name] for name in names))):
        told[subject].append((*row, ""))
    return {
        subject: lay_out(
            dict(zip((*names, "subjects"), zip(*told_of, strict=True), strict=True)), asked, scope.grid, _no
        )
        for subject, told_of in told.items()
    }


def _no(_units: Collection[str], _subjects: Collection[str]) -> Sequence:
    """One application has no applications."""
    return ()


def _owed(by_measure: Mapping[str, Reported], scope: Scope) -> Mapping[str, Duty]:
    """Who goes on with an application: the units that reported any of it in the months before, or do so now."""
    heard = np.logical_or.reduce([each.stands for each in by_measure.values()])
    owed = heard.copy()
    for back in range(1, min(EXPECTED_AFTER, heard.shape[1] - 1) + 1):
        owed[:, back:] |= heard[:, :-back]
    duty = Duty(np.ones(len(scope.grid.months), dtype=bool), owed)
    return dict.fromkeys(by_measure, duty)
