"""What batches moved of the numbers of a unit: each from what it was to what it became.

Nothing is counted anew that a batch did not touch. From the number as it stands the batches are gone back through, the newest first:
a number of figures is read once before each batch that holds figures behind it, a count of rows moves by the rows that the batch
touched.
"""

import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from sqlalchemy import ColumnElement, Connection, case, exists, func, literal, or_, select, union_all

from data import months
from data.dated import as_at
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


Standing = Mapping[str, Value]
Back = Callable[[Connection, tuple[Metric, ...], Where, Step, tuple[tuple[str, Value], ...]], Standing]


def effects(
    conn: Connection,
    metrics: Sequence[Metric],
    where: Where,
    steps: Sequence[Step],
    standing: Standing,
    back: Back,
    most: int = sys.maxsize,
) -> dict[int, list[Effect]]:
    """What each of the steps moved of a unit's numbers of a month: by revision, the one that moved farthest first. Of the steps that
    may have moved any, only the newest `most` are gone back through.

    `steps`: the newest that touched the unit or one below it, the newest first, none left out; `standing`: the numbers as they
    stand after the first of them; `back`: `before`, or what keeps its answers. Of registers, what is counted, not what is
    divided.
    """
    asked = [each for each in metrics if each.key in standing and (each.measures or _counted(each.formula))]
    moving, now = _moving(conn, asked, where, steps), dict(standing)
    found: dict[int, list[Effect]] = {}
    for step in steps:
        mine = tuple(each for each in asked if each.key in moving[step.batch])
        most -= bool(mine)
        if most < 0:
            break
        was = back(conn, mine, where, step, tuple((each.key, now[each.key]) for each in mine)) if mine else {}
        moved = [Effect(key, value, now[key]) for key, value in was.items() if value != now[key]]
        found[step.revision] = sorted(moved, key=lambda each: -each.distance)
        now |= was
    return found


def _moving(
    conn: Connection, metrics: Sequence[Metric], where: Where, steps: Sequence[Step]
) -> Mapping[int, frozenset[str]]:
    """By batch the metrics that it may have moved: it holds figures of the unit behind them, or rows of their register."""
    batches = [step.batch for step in steps]
    of_figures = [metric for metric in metrics if metric.measures]
    behind = (figure.c.unit.in_(where.below), figure.c.month.between(_first(of_figures, where), where.month))
    held = select(figure.c.batch, figure.c.measure).where(figure.c.batch.in_(batches), *behind).distinct()
    holds: defaultdict[int, set[str]] = defaultdict(set)
    tables = {metric.rows[0].register: TABLES[metric.rows[0].register] for metric in metrics if not metric.measures}
    rows = [select(of.c.batch, literal(key)).where(of.c.batch.in_(batches)).distinct() for key, of in tables.items()]
    for batch, key in conn.execute(union_all(held, *rows)):
        holds[batch].add(key)
    return {batch: frozenset(each.key for each in metrics if _behind(each) & holds[batch]) for batch in batches}


def _behind(metric: Metric) -> set[str]:
    """The measures of a metric, or the register whose rows it counts."""
    return {measure.key for measure in metric.measures} or {metric.rows[0].register}


def before(
    conn: Connection,
    metrics: tuple[Metric, ...],
    where: Where,
    step: Step,
    standing: tuple[tuple[str, Value], ...],
) -> Standing:
    """The metrics' numbers before a step, from those after it: of figures they are read, a count of rows was less by what the
    batch's rows count more after it than before."""
    of_figures = [metric for metric in metrics if metric.measures]
    found = dict(_values(conn, of_figures, where, step.revision - 1)) if of_figures else {}
    of_rows = [metric for metric in metrics if not metric.measures]
    for register in dict.fromkeys(metric.rows[0].register for metric in of_rows):
        counted = [metric for metric in of_rows if metric.rows[0].register == register]
        found |= _counted_before(conn, register, counted, where, step, dict(standing))
    return found


def _counted_before(
    conn: Connection, register: str, metrics: Sequence[Metric], where: Where, step: Step, now: Standing
) -> Standing:
    touched, whole = _touched(conn, register, where, step.batch)
    less = _counts(conn, metrics, register, where, touched, step.revision - 1)
    after_it = [now[metric.key].value for metric in metrics]  # of all rows, as they stand
    more = after_it if whole else _counts(conn, metrics, register, where, touched, step.revision)
    found = {}
    for metric, fewer, after in zip(metrics, less, more, strict=True):
        then = now[metric.key]
        if fewer == after or then.value is None or after is None:
            continue
        was = then._replace(value=then.value - after + fewer)
        # None were counted, or nobody could tell.
        found[metric.key] = was if was.value else dict(_values(conn, [metric], where, step.revision - 1))[metric.key]
    return found


def _first(metrics: Sequence[Metric], where: Where) -> date:
    return months.shift(where.period.first(where.month), -look_back(metrics))


def _values(conn: Connection, metrics: Sequence[Metric], where: Where, revision: int) -> Iterator[tuple[str, Value]]:
    """The numbers at an earlier revision, in a scope of their own: what others keep of the present is not pushed out."""
    scope = scope_of(conn, [where.unit], _first(metrics, where), where.month, revision)
    at, place = scope.grid.at(where.month), scope.grid.place[where.unit]
    for key, reading in query.readings(conn, metrics, scope, [at]).items():
        found = reading.over(where.period, np.array([at]))
        yield key, of(found.value[place, 0], NAMES[found.bits[place, 0]])


def _touched(conn: Connection, register: str, where: Where, batch: int) -> tuple[ColumnElement[bool], bool]:
    """The rows that a batch touched: those it holds, and all of the units whose list it is; where these are most of the units, all
    rows of the unit and those below it, which are then asked for once instead of twice. And whether it is all."""
    table = TABLES[register]
    listed = (handed_list.c.batch == batch, handed_list.c.register == register, handed_list.c.unit.in_(where.below))
    of_lists = conn.scalars(select(handed_list.c.unit).where(*listed).distinct()).all()
    if 2 * len(of_lists) > len(where.below):
        return table.c.unit.in_(where.below), True
    held, lay = table.alias("held_by_batch"), table.alias("lay_below")
    here = exists().where(lay.c.key == held.c.key, lay.c.unit.in_(where.below))  # a row that left is one of theirs, too
    keys = select(held.c.key).where(held.c.batch == batch, here)
    return or_(table.c.key.in_(keys), table.c.unit.in_(of_lists)), False


def _counts(
    conn: Connection, metrics: Sequence[Metric], register: str, where: Where, only: ColumnElement[bool], revision: int
) -> list[int]:
    """What each metric counts of some rows of a register."""
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
