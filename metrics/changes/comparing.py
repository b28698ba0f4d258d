"""All that changed of a unit and all below it, between two points."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection

from data import units as units_
from data.access import Actor
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.units import Tree
from metrics import METRICS, OVERVIEW
from metrics.changes import objects, rules, tasks, values
from metrics.changes.change import Change
from metrics.changes.order import in_order
from metrics.changes.points import Point, require_order
from metrics.changes.touched import Touched, touched
from metrics.language import Metric

# Rows of registers are told one by one, so that counts of them are told on the first screen alone.
NUMBERS: tuple[Metric, ...] = tuple(
    metric for metric in METRICS.values() if metric.parts or metric.cells or metric in OVERVIEW
)


def between(
    conn: Connection,
    unit: str,
    then: Point,
    later: Point,
    *,
    actor: Actor | None = None,
    metrics: Sequence[Metric] = NUMBERS,
    registers: Collection[str] = tuple(REGISTERS),
) -> list[Change]:
    """What differs between what was shown at two points, the longest story first (`order`): numbers of the month that was
    shown at each, rows, instructions, targets, duties, definitions, units.

    Whoever is told must be allowed to read all of the unit; restricted registers are left out, but for an `actor` who may
    read them. Where the months differ, what was shown then and is known otherwise now is told as corrected. ValueError where
    the points stand the wrong way round, or the unit is in neither month.
    """
    require_order(then, later)
    known = units_.load(conn)
    trees = known.in_month(then.month), known.in_month(later.month)
    codes = _below(unit, trees)
    if not codes:
        raise ValueError(f"没有单位 {unit}；请用六位代码 / no unit {unit} then; write its six-digit code")
    came = touched(conn, codes, then.revision, later.revision)
    readable = {key: _readable(key, codes, trees, actor) for key in registers}
    duties = list(rules.duties(conn, {*codes, *_above(unit, trees)}, trees[1], then, later))
    found = [
        *_numbers(conn, unit, codes, _moved(metrics, then, later, came, bool(duties)), trees, then, later, came),
        *objects.compared(conn, readable, then, later, came),
        *tasks.compared(conn, codes, then, later, actor),
        *rules.targets(conn, codes, then, later, came),
        *duties,
        *rules.meanings(conn, unit, [metric.key for metric in metrics], then, later),
        *rules.units_of(known, unit, then, later),
        *rules.systems(conn, codes, then, later),
    ]
    return in_order(found, codes)


def _below(unit: str, trees: Sequence[Tree]) -> tuple[str, ...]:
    """The unit and all below it on either tree, the later one's order first."""
    return tuple(dict.fromkeys(code for tree in reversed(trees) if unit in tree for code in tree.below(unit)))


def _above(unit: str, trees: Sequence[Tree]) -> set[str]:
    return {code for tree in trees if unit in tree for code in tree.path(unit)}


def _readable(register: str, codes: Sequence[str], trees: Sequence[Tree], actor: Actor | None) -> list[str]:
    if actor is None:
        return [] if REGISTERS[register].restricted else list(codes)
    if not REGISTERS[register].restricted:
        return list(codes)
    theirs = frozenset().union(*(units_readable(actor, register, tree) for tree in trees))
    return [code for code in codes if code in theirs]


def _moved(metrics: Sequence[Metric], then: Point, later: Point, came: Touched, duties: bool) -> list[Metric]:
    """The metrics that can have moved: all where another month is shown or other units owe, else those that rest on what came
    in."""
    if then.month != later.month or duties or "targets" in came.registers:
        return list(metrics)
    if then.revision == later.revision:
        return []
    return [
        metric
        for metric in metrics
        if metric.cells
        or not came.measures.isdisjoint(each.key for each in metric.measures)
        or not came.registers.isdisjoint(word.register for word in metric.rows)
    ]


def _numbers(
    conn: Connection, unit: str, codes: Sequence[str], metrics: list[Metric], trees: tuple[Tree, Tree], then: Point,
    later: Point, came: Touched,
) -> Iterator[Change]:  # fmt: skip
    was = values.read(conn, metrics, unit, then.month, then.revision, trees[0])
    now = values.read(conn, metrics, unit, later.month, later.revision, trees[1])
    places = [(metric, code) for metric in metrics for code in codes]
    for metric, code in places:
        where, place = values.Where(metric, code, _below(code, trees)), (metric.key, code)
        yield from values.compared(where, was.get(place), now.get(place), then, later, came)
    if then.month == later.month:
        return
    able = [metric for metric in metrics if values.may_be_corrected(metric, then.month, came)]
    again = values.read(conn, able, unit, then.month, later.revision, trees[0])
    for metric in able:
        for code in codes:
            where, place = values.Where(metric, code, _below(code, trees)), (metric.key, code)
            yield from values.corrected(where, was.get(place), again.get(place), then.month, came)
