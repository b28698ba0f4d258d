"""Rates over cells owed and delivered, as metrics are read: by unit with all below it, through any period."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data.measures import MEASURES
from data.registers import REGISTERS
from data.text import Text
from metrics.delivery import delivery, lacking
from metrics.language import Delivered, Metric
from metrics.origins import Origin
from metrics.reading import Coverage, Reading
from metrics.reported import nothing
from metrics.scope import Scope
from metrics.tree import Own


def readings(conn: Connection, metrics: Sequence[Metric], scope: Scope) -> list[Reading]:
    """The metrics over the scope's cells. A unit's number is of its whole subtree, cells are disjoint; who owes anything
    stands behind it."""
    if not metrics:
        return []
    counts = {name: each.astype(float) for name, each in delivery(conn, scope).counts.items()}
    many = scope.stands_for[:, None]
    own = np.stack(list(counts.values())) * many
    sums = scope.trees.column_by_column(lambda shape: shape.subtree_sums(own))
    whole = dict(zip(counts, sums, strict=True))
    who = counts["owed"] > 0
    owing = scope.trees.column_by_column(lambda shape: shape.subtree_sums(who * many))
    coverage = Coverage(who & (owing == 1), owing, np.zeros_like(owing), np.zeros_like(owing))
    return [_reading(metric, whole, coverage, scope) for metric in metrics]


def _reading(metric: Metric, whole: dict[str, np.ndarray], coverage: Coverage, scope: Scope) -> Reading:
    value = np.stack([whole[word.which] for word in metric.cells])
    stands = whole["owed"] > 0
    own = Own(np.where(stands, value, 0.0), np.zeros(value.shape, np.uint8), stands, np.zeros_like(stands))
    return Reading(metric, scope.grid, scope.trees, own, None, nothing(scope.grid), None, coverage)


def owing(conn: Connection, metric: Metric, unit: str, month: date, revision: int | None = None) -> pd.DataFrame:
    """The cells that keep the number from being whole: unit, measure (or register), owner (a Text). Missing ones, and
    where the metric asks for what came in time, late ones too."""
    cells = lacking(conn, unit, month, revision=revision)
    wanted = cells[cells["state"].isin(_wanting(metric))]
    return pd.DataFrame(
        {"unit": wanted["unit"], "measure": wanted["what"], "owner": [_owner(what) for what in wanted["what"]]}
    ).reset_index(drop=True)


def origins(conn: Connection, metric: Metric, unit: str, month: date, revision: int | None = None) -> list[Origin]:
    """The figures behind what is not as it should be: of each cell that was late, what was reported in it."""
    cells = lacking(conn, unit, month, revision=revision)
    late = cells[(cells["state"] == "late") & cells["what"].isin(MEASURES) & ("late" in _wanting(metric))]
    return [Origin(what, code, month) for what, code in zip(late["what"], late["unit"], strict=True)]


def _wanting(metric: Metric) -> Iterable[str]:
    asked: set[Delivered] = {word.which for word in metric.cells}
    return ("missing", "late") if asked & {"on_time", "late"} else ("missing",)


def _owner(what: str) -> Text:
    owner = MEASURES[what].owner if what in MEASURES else REGISTERS[what].owner
    return Text(owner, owner)
