"""What batches moved of the numbers of a unit: each from what it was to what it became.

Nothing is counted anew that a batch did not touch. From the number as it stands the batches are gone back through, the newest first:
a number of figures is read once before each batch that holds figures behind it, a count of rows moves by the rows that the batch
touched.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, case, exists, func, or_, select

from data import months
from data.dated import as_at
from data.held_rows import held_rows
from data.registers import REGISTERS, TABLES
from data.row_states import short_columns
from data.schema import figure, handed_list
from metrics import query
from metrics.counting import counts
from metrics.language import Calc, Count, Formula, Metric
from metrics.periods import Period
from metrics.qualifiers import NAMES
from metrics.scope import look_back, scope_of


class Value(NamedTuple):
    """A number and its promise; None: there was none."""

    value: float | None
    qualifier: str = "exact"


def of(value: float, qualifier: str) -> Value:
    """A number of a frame, where NaN is “none”."""
    return Value(None) if math.isnan(value) else Value(float(value), str(qualifier))


class Effect(NamedTuple):
    """A number that a batch, or its withdrawal, moved."""

    metric: str
    was: Value
    now: Value

    @property
    def distance(self) -> float:
        """How far it moved, as a share of what it became; a first value as far as anything."""
        if self.was.value is None or self.now.value is None:
            return 1.0
        return abs(self.now.value - self.was.value) / (max(abs(self.now.value), abs(self.was.value)) or 1.0)


class Step(NamedTuple):
    """A revision, and the batch that came or went with it."""

    revision: int
    batch: int


class Where(NamedTuple):
    """Whose numbers, of which month or the period that ends with it; the unit and those below it that ever reported."""

    unit: str
    month: date
    period: Period
    below: Sequence[str]


def effects(
    conn: Connection,
    metrics: Sequence[Metric],
    where: Where,
    steps: Sequence[Step],
    standing: Mapping[str, Value],
) -> dict[int, list[Effect]]:
    """What each of the steps moved of a unit's numbers of a month: by revision, the one that moved farthest first.

    `steps`: the newest that touched the unit or one below it, the newest first, none left out; `standing`: the numbers as they
    stand after the first of them. Of registers, what is counted, not what is divided.
    """
    asked = [metric for metric in metrics if metric.key in standing]
    found: dict[int, list[Effect]] = {step.revision: [] for step in steps}
    told = (
        *_of_figures(conn, [each for each in asked if each.measures], where, steps, standing),
        *_of_rows(conn, [each for each in asked if _counted(each.formula)], where, steps, standing),
    )
    for revision, effect in told:
        found[revision].append(effect)
    return {revision: sorted(moved, key=lambda each: -each.distance) for revision, moved in found.items()}


def _of_figures(
    conn: Connection, metrics: Sequence[Metric], where: Where, steps: Sequence[Step], standing: Mapping[str, Value]
) -> Iterator[tuple[int, Effect]]:
    """Before each batch with figures behind a number the number is read; after it, it is what it was before the next."""
    behind = (figure.c.unit.in_(where.below), figure.c.month.between(_first(metrics, where), where.month))
    held = select(figure.c.batch, figure.c.measure).where(figure.c.batch.in_([step.batch for step in steps]), *behind)
    measures: dict[int, set[str]] = {}
    for batch, measure in conn.execute(held.distinct()):
        measures.setdefault(batch, set()).add(measure)
    now = dict(standing)
    for step in steps:
        held_by = measures.get(step.batch, set())
        moved = [each for each in metrics if any(measure.key in held_by for measure in each.measures)]
        for key, was in _values(conn, moved, where, step.revision - 1) if moved else ():
            if was != now[key]:
                yield step.revision, Effect(key, was, now[key])
            now[key] = was


def _first(metrics: Sequence[Metric], where: Where) -> date:
    return months.shift(where.period.first(where.month), -look_back(metrics))


def _values(conn: Connection, metrics: Sequence[Metric], where: Where, revision: int) -> Iterator[tuple[str, Value]]:
    """The numbers at an earlier revision, in a scope of their own: what others keep of the present is not pushed out."""
    scope = scope_of(conn, [where.unit], _first(metrics, where), where.month, revision)
    at, place = scope.grid.at(where.month), scope.grid.place[where.unit]
    for key, reading in query.readings(conn, metrics, scope, [at]).items():
        found = reading.over(where.period, np.array([at]))
        yield key, of(found.value[place, 0], NAMES[found.bits[place, 0]])


def _of_rows(
    conn: Connection, metrics: Sequence[Metric], where: Where, steps: Sequence[Step], standing: Mapping[str, Value]
) -> Iterator[tuple[int, Effect]]:
    """A count was less by what a batch's rows count more after it than before."""
    touched = {(row.batch, row.register) for row in held_rows(conn, [step.batch for step in steps])}
    now = dict(standing)
    for step in steps:
        moving = [each for each in metrics if (step.batch, each.rows[0].register) in touched]
        for register in dict.fromkeys(metric.rows[0].register for metric in moving):
            counted = [metric for metric in moving if metric.rows[0].register == register]
            less, more = (
                _counts(conn, counted, register, where, step.batch, at) for at in (step.revision - 1, step.revision)
            )
            for metric, before, after in zip(counted, less, more, strict=True):
                then = now[metric.key]
                if before == after or then.value is None:
                    continue
                was = then._replace(value=then.value - after + before)
                if not was.value:  # none were counted, or nobody could tell
                    was = dict(_values(conn, [metric], where, step.revision - 1))[metric.key]
                yield step.revision, Effect(metric.key, was, then)
                now[metric.key] = was


def _counts(
    conn: Connection, metrics: Sequence[Metric], register: str, where: Where, batch: int, revision: int
) -> list[int]:
    """What each metric counts of the rows that a batch touched: those it holds, and all of the units whose list it is."""
    table = TABLES[register]
    held, lay = table.alias("held_by_batch"), table.alias("lay_below")
    here = exists().where(lay.c.key == held.c.key, lay.c.unit.in_(where.below))  # a row that left is one of theirs, too
    keys = select(held.c.key).where(held.c.batch == batch, here)
    listed = (handed_list.c.batch == batch, handed_list.c.register == register, handed_list.c.unit.in_(where.below))
    of_lists = conn.scalars(select(handed_list.c.unit).where(*listed).distinct()).all()
    only = or_(table.c.key.in_(keys), table.c.unit.in_(of_lists)) if of_lists else table.c.key.in_(keys)
    rows = as_at(conn, register, where.month, revision, only, short_columns(REGISTERS[register]))
    signed = [_counted(metric.formula) for metric in metrics]
    sums = [
        func.sum(case((counts(word, rows, rows.c.judged), sign), else_=0)) for each in signed for sign, word in each
    ]
    found = iter(conn.execute(select(*sums).where(rows.c.unit.in_(where.below))).one())
    return [sum(int(next(found) or 0) for _ in each) for each in signed]


def _counted(formula: Formula, sign: int = 1) -> tuple[tuple[int, Count], ...]:
    """The counts that a formula adds up, each with its sign; nothing where it does anything else."""
    match formula:
        case Count():
            return ((sign, formula),)
        case Calc("+" | "-" as joined, left, right):
            both = _counted(left, sign), _counted(right, sign if joined == "+" else -sign)
            return both[0] + both[1] if all(both) else ()
        case _:
            return ()
