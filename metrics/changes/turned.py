"""What turned for the worse: the few changes of the first screen that somebody wants to know who comes back."""

from collections.abc import Sequence

from sqlalchemy import Connection

from data import units as units_
from metrics import OVERVIEW
from metrics.changes import tasks, values
from metrics.changes.change import Change
from metrics.changes.order import in_order
from metrics.changes.points import Point, require_order
from metrics.changes.touched import touched
from metrics.language import Metric


def for_the_worse(
    conn: Connection, unit: str, then: Point, later: Point, metrics: Sequence[Metric] = OVERVIEW
) -> list[Change]:
    """The statuses of a unit and of those right below it that are worse, and the instructions of all below that were missed, between
    two points; restricted registers are left out. The longest story first (`order`). ValueError as `comparing.between`."""
    require_order(then, later)
    known = units_.load(conn)
    trees = known.in_month(then.month), known.in_month(later.month)
    near = (unit, *trees[1].children.get(unit, ()))
    below = trees[1].below(unit) if unit in trees[1] else (unit,)
    came = touched(conn, below, then.revision, later.revision)
    was, now = (
        values.read(conn, metrics, unit, point.month, point.revision, tree, deep=False)
        for point, tree in zip((then, later), trees, strict=True)
    )
    found = [
        change
        for metric in metrics
        for code in near
        for change in values.compared(
            values.Where(metric, code, trees[1].below(code)), was.get((metric.key, code)), now.get((metric.key, code)), then,
            later, came,
        )
        if change.kind == "status"
    ]  # fmt: skip
    found += tasks.compared(conn, below, then, later, None)
    return in_order((each for each in found if each.turn == "worse"), below)
