"""Counting the rows of a register: a unit's number is of all rows of its subtree, as at the end of each month.

`counting` asks the store; rows are disjoint, so what it answers is added up over subtrees here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from data import bulk, handed_lists
from data.registers import REGISTERS
from data.rows_now import rows_of_units
from metrics.arrays import Floats, Marks, Places
from metrics.counting import Asked, days
from metrics.language import Count, Median, Metric, RowWord
from metrics.reading import Coverage, Reading
from metrics.reported import nothing
from metrics.scope import Scope
from metrics.tallies import THERE, Tallies, names_of, tallied
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
    duty = scope.duties(conn).get(register)
    lists = _lists(conn, register, scope) if REGISTERS[register].owed or duty else None
    asked = [scope.grid.months[column] for column in at]
    counts = [word for word in words if isinstance(word, Count)]
    of = Asked(scope.grid.units, scope.revision, lists is not None)
    found = tallied(conn, register, of, counts, scope, at, by)
    medians = {word: bulk.read(conn, *days(word, of, asked, by)) for word in words if isinstance(word, Median)}
    result = {}
    for part in found.parts if by else [""]:
        values, there = _added_up(found, part, counts, scope, at)
        for word, histogram in medians.items():
            values[word] = _medians(histogram[histogram["part"] == part], scope, at)
        result[part] = Counted(values, _coverage(register, _handed_in(there, lists, at), scope, duty))
    return result


def coverage(conn: Connection, register: str, scope: Scope, column: int) -> Coverage:
    """Who stands behind the numbers over a register's rows in the month at a column, without counting what they say."""
    duty = scope.duties(conn).get(register)
    lists = _lists(conn, register, scope) if REGISTERS[register].owed or duty else None
    units, month, by_list = scope.grid.units, scope.grid.months[column], lists is not None
    if scope.revision is None:
        there = _own(rows_of_units(conn, register, units, month, by_list=by_list), scope, column)
    else:
        of = Asked(units, scope.revision, by_list)
        _, there = _added_up(tallied(conn, register, of, [], scope, [column], None), "", [], scope, [column])
    return _coverage(register, _handed_in(there, lists, [column]), scope, duty)


def _own(counts: Mapping[str, int], scope: Scope, column: int) -> Floats:
    own = np.zeros(scope.grid.shape)
    own[:, column] = [counts.get(unit, 0) for unit in scope.grid.units]
    return own


@dataclass(frozen=True)
class Lists:
    """The column of each unit's first and of its last list, (unit, 1); where a unit has none, `any` is false."""

    any: Marks
    first: Places
    last: Places


def _lists(conn: Connection, register: str, scope: Scope) -> Lists:
    """Which lists of the register the scope's units have handed in, as known at its revision."""
    known = handed_lists.last(register, scope.revision)
    place = scope.trees.shapes[0].place
    there = np.zeros((len(place), 1), dtype=bool)
    first, last = np.zeros(there.shape, dtype=np.intp), np.zeros(there.shape, dtype=np.intp)
    for unit, since, until in conn.execute(select(known.c.unit, known.c.first, known.c.last)):
        if unit in place:
            there[place[unit]] = True
            first[place[unit]], last[place[unit]] = scope.grid.at(since), scope.grid.at(until)
    return Lists(there, first, last)


def _inside(found: pd.DataFrame, scope: Scope) -> tuple[pd.DataFrame, Places]:
    """The rows of the scope's units, and those units' places."""
    place = scope.trees.shapes[0].place
    units = np.array([place.get(code, -1) for code in found["unit"]], dtype=np.intp)
    return found[units >= 0], units[units >= 0]


def _added_up(
    found: Tallies, part: str, words: Sequence[Count], scope: Scope, at: Sequence[int]
) -> tuple[dict[RowWord, Floats], Floats]:
    """Each word's count over every unit's subtree (unit, month), and each unit's own number of rows, of one part."""
    names = names_of(words)
    own = found.own(names, part, scope, at)
    sums = dict(zip(names, scope.trees.column_by_column(lambda shape: shape.subtree_sums(own)), strict=True))
    values: dict[RowWord, Floats] = {
        word: np.where(sums[word, "known"] > 0, sums[word], np.nan) if word.known else sums[word] for word in words
    }
    return values, own[names.index(THERE)]


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


class HandedIn(NamedTuple):
    """Which units stand behind a number, (unit, month): with what they handed in, or with an earlier list."""

    fresh: Marks
    carried: Marks


def _handed_in(there: Floats, lists: Lists | None, at: Sequence[int]) -> HandedIn:
    """A list of a month, and every later one, tells of the month; the last one is carried. A month before the first list
    is told of by the rows that were there by then. Where no lists are handed in, rows are all there is."""
    has_rows = there > 0
    if lists is None:
        return HandedIn(has_rows, np.zeros_like(has_rows))
    months = np.arange(there.shape[1])
    asked = lists.any & np.isin(months, at)
    after = asked & (months > lists.last)
    return HandedIn((asked & (months >= lists.first) | has_rows) & ~after, after)


def _coverage(register: str, stand: HandedIn, scope: Scope, duty: Duty | None) -> Coverage:
    """Who stands behind the rows. Where the register is owed, who owes it is expected; where nothing below a unit stands,
    it stands for itself. Of a register nobody owes only the units that have rows are expected.

    Without a declaration, a register that is `owed` is owed by every leaf.
    """
    stands = stand.fresh | stand.carried
    declared = np.zeros(len(scope.grid.months), bool) if duty is None else duty.declared

    def counted(shape: Shape) -> Floats:
        everybody = np.broadcast_to(shape.leaf[:, None], stands.shape)
        asked = everybody if duty is None else np.where(declared, duty.owed, everybody)
        owed = declared | REGISTERS[register].owed
        return np.where(owed, _owed(stand, shape, asked), _kept(stand, shape))

    reported, carried, missing, own = scope.trees.column_by_column(counted)
    return Coverage(own > 0, reported, carried, missing)


def _kept(stand: HandedIn, shape: Shape) -> Floats:
    stands = stand.fresh | stand.carried
    below = shape.subtree_sums(np.stack([stand.fresh, stand.carried]).astype(float))
    return np.stack([*below, np.zeros(stands.shape), stands & (below.sum(axis=0) == 1)])


def _owed(stand: HandedIn, shape: Shape, asked: Marks) -> Floats:
    stands = stand.fresh | stand.carried
    alone = stands & (shape.subtree_sums(stands.astype(float)) == 1)
    counting = alone | (stands & asked)
    missing = (~stands & asked) * shape.stands_for[:, None]
    counts = np.stack([counting & stand.fresh, counting & stand.carried, missing])
    shape.climb(counts, settled=alone | shape.leaf[:, None])
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
    stands = answer.coverage.reported + answer.coverage.carried > 0
    own = Own(value, np.zeros(value.shape, dtype=np.uint8), stands, np.zeros_like(stands))
    return Reading(metric, scope.grid, scope.trees, own, None, nothing(scope.grid), None, answer.coverage)
