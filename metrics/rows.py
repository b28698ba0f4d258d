"""Counting the rows of a register: a unit's number is of all rows of its subtree, as at the end of each month.

`counting` asks the store; rows are disjoint, so what it answers is added up over subtrees here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select

from data.registers import REGISTERS
from metrics.arrays import Floats, Marks, Places
from metrics.counting import counting, days, rows_of
from metrics.language import Count, Median, Metric, RowWord
from metrics.reading import Coverage, Reading
from metrics.reported import nothing
from metrics.scope import Scope
from metrics.tree import Duty, Own, Shape


@dataclass(frozen=True)
class Counted:
    """Words over a register's rows: by word an array (unit, month), and who stands behind it."""

    value: dict[RowWord, Floats]
    coverage: Coverage


def counted(
    conn: Connection, words: Sequence[RowWord], scope: Scope, at: Sequence[int], by: str | None = None
) -> dict[str, Counted]:
    """Count one register at the ends of the months at columns `at`; other months have nothing behind them.

    One entry a value of the field `by`, or a single one under "" without it.
    """
    register = words[0].register
    asked = [scope.grid.months[column] for column in at]
    counts = [word for word in words if isinstance(word, Count)]
    rows = rows_of(register, scope.grid.units, scope.revision)
    found = _fetch(conn, counting(register, rows, counts, asked, by))
    medians = {word: _fetch(conn, days(word, rows, asked, by)) for word in words if isinstance(word, Median)}
    result = {}
    duty = scope.duties(conn).get(register)
    for part in sorted(set(found["part"])) if by else [""]:
        values, there = _added_up(found[found["part"] == part], counts, scope, at)
        for word, histogram in medians.items():
            values[word] = _medians(histogram[histogram["part"] == part], scope, at)
        result[part] = Counted(values, _coverage(register, there, scope, duty))
    return result


def _fetch(conn: Connection, statement: Select) -> pd.DataFrame:
    answer = conn.execute(statement)
    return pd.DataFrame(answer.all(), columns=list(answer.keys()))


def _inside(found: pd.DataFrame, scope: Scope) -> tuple[pd.DataFrame, Places]:
    """The rows of the scope's units, and those units' places."""
    place = scope.trees.shapes[0].place
    units = np.array([place.get(code, -1) for code in found["unit"]], dtype=np.intp)
    return found[units >= 0], units[units >= 0]


def _added_up(
    found: pd.DataFrame, words: Sequence[Count], scope: Scope, at: Sequence[int]
) -> tuple[dict[RowWord, Floats], Floats]:
    """Each word's count over every unit's subtree (unit, month), and each unit's own number of rows."""
    found, units = _inside(found, scope)
    names = [name.removesuffix("_0") for name in found.columns if name.endswith("_0")]
    own = np.zeros((len(names), *scope.grid.shape))
    for n, name in enumerate(names):
        for i, column in enumerate(at):
            np.add.at(own[n, :, column], units, found[f"{name}_{i}"].to_numpy(dtype=float))
    sums = dict(zip(names, scope.trees.column_by_column(lambda shape: shape.subtree_sums(own)), strict=True))
    values: dict[RowWord, Floats] = {
        word: np.where(sums[f"known_{w}"] > 0, sums[f"count_{w}"], np.nan) if word.known else sums[f"count_{w}"]
        for w, word in enumerate(words)
    }
    return values, own[names.index("there")]


def _medians(found: pd.DataFrame, scope: Scope, at: Sequence[int]) -> Floats:
    """The median days over each unit's subtree; NaN where nothing was finished."""
    found, units = _inside(found.sort_values("days", kind="stable"), scope)
    took = found["days"].to_numpy(dtype=float)
    value = np.full(scope.grid.shape, np.nan)
    for i, column in enumerate(at):
        below = scope.trees.shapes[scope.trees.which[column]].below
        rows = found[f"rows_{i}"].to_numpy(dtype=float)
        for unit in range(len(value)):
            mine = below[unit, units] & (rows > 0)
            value[unit, column] = _median(took[mine], rows[mine])
    return value


def _median(took: Floats, rows: Floats) -> float:
    """The median of sorted values that occur `rows` times each."""
    if not len(took):
        return np.nan
    upto = rows.cumsum()
    middle = np.searchsorted(upto, [(upto[-1] - 1) // 2, upto[-1] // 2], side="right")
    return float(took[middle].mean())


def _coverage(register: str, there: Floats, scope: Scope, duty: Duty | None) -> Coverage:
    """Who stands behind the rows. Where the register is owed, who owes it is expected, and stands with a row; where nothing
    below a unit has rows, its own stand for it. Of any other only the units that have rows are expected.

    Without a declaration, a register that is `owed` is owed by every leaf.
    """
    has_rows = there > 0
    declared = np.zeros(len(scope.grid.months), bool) if duty is None else duty.declared

    def counted(shape: Shape) -> Floats:
        everybody = np.broadcast_to(shape.leaf[:, None], has_rows.shape)
        asked = everybody if duty is None else np.where(declared, duty.owed, everybody)
        owed = declared | REGISTERS[register].owed
        return np.where(owed, _owed(has_rows, shape, asked), _kept(has_rows, shape))

    reported, missing, own = scope.trees.column_by_column(counted)
    return Coverage(own > 0, reported, np.zeros_like(reported), missing)


def _kept(has_rows: Marks, shape: Shape) -> Floats:
    rows = has_rows.astype(float)
    below = shape.subtree_sums(rows)
    return np.stack([below, np.zeros_like(rows), has_rows & (below == 1)])


def _owed(has_rows: Marks, shape: Shape, asked: Marks) -> Floats:
    below = shape.subtree_sums(has_rows.astype(float)) - has_rows
    alone = has_rows & (below == 0)
    leaf = shape.leaf[:, None]
    counts = np.stack([alone | (has_rows & asked), ~has_rows & asked]).astype(float)
    shape.climb(counts, settled=alone | leaf)
    return np.concatenate([counts, alone[None]])


def readings(
    conn: Connection, metrics: Sequence[Metric], scope: Scope, at: Sequence[int], by: str | None = None
) -> dict[str, list[Reading]]:
    """The metrics over rows, read at the months at columns `at`: one query a register (and one a median).

    One entry a value of the field `by` (metrics of registers without it are left out), or a single one under "".
    """
    result: dict[str, list[Reading]] = {}
    for register in dict.fromkeys(word.register for metric in metrics for word in metric.rows):
        mine = [metric for metric in metrics if metric.rows[0].register == register]
        if by and by not in {field.key for field in REGISTERS[register].fields}:
            continue
        words = list(dict.fromkeys(word for metric in mine for word in metric.rows))
        for part, answer in counted(conn, words, scope, at, by).items():
            result.setdefault(part, []).extend(_reading(metric, answer, scope) for metric in mine)
    return result


def _reading(metric: Metric, answer: Counted, scope: Scope) -> Reading:
    """Rows are disjoint, so a unit's whole subtree stands as its own figure: it is compared with itself."""
    value = np.stack([answer.value[word] for word in metric.rows])
    stands = answer.coverage.reported > 0
    own = Own(value, np.zeros(value.shape, dtype=np.uint8), stands, np.zeros_like(stands))
    return Reading(metric, scope.grid, scope.trees, own, None, nothing(scope.grid), None, answer.coverage)
