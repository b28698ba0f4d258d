"""Who owes what in which month, as arrays: the obligations on the trees of their months."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Connection, Row, select

from data import months
from data.pulse import DECLARED
from data.reporting import obligations
from data.units import Tree, Units
from metrics.arrays import Marks, Places
from metrics.reported import Grid
from metrics.tree import Duty

LEAF = "leaf"  # the level of all units without units below


@dataclass(frozen=True)
class Asked(Duty):
    """A duty with the earliest day by which it is due, of the month after (unit, month); 0 where nothing is owed."""

    due_day: Places


def duties(conn: Connection, units: Units, grid: Grid, known: int | None = None) -> dict[str, Asked]:
    """What the units of the grid owe, as known at a revision (None: now), by the key of the measure or register; nothing
    for what nobody was ever asked."""
    found: dict[str, Asked] = {}
    masks: dict[tuple[str, str], Marks] = {}
    trees = [units.in_month(month) for month in grid.months]
    for rule in conn.execute(obligations.known(known)):
        holds = np.array([_holds(rule, month) for month in grid.months])
        if not holds.any():
            continue
        place = rule.unit, rule.level
        if place not in masks:
            of_tree = {id(tree): _who(grid, tree, *place) for tree in set(trees)}
            masks[place] = np.stack([of_tree[id(tree)] for tree in trees], axis=1)
        found[rule.what] = _with(found.get(rule.what), rule, holds, masks[place], grid)
    return found


def moment(conn: Connection) -> tuple:
    """What numbers hang on beside the revision: the day (a day due passes without any batch) and what is declared."""
    return months.today(), *conn.execute(select(*DECLARED)).one()


def _with(known: Asked | None, rule: Row, holds: Marks, who: Marks, grid: Grid) -> Asked:
    """What is known of a measure's duty and one more rule; of two days due the earlier counts."""
    owed = who & holds & (grid.month_numbers % rule.every == 0)
    days = np.where(owed, rule.due_day, 0)
    if known is None:
        return Asked(holds, owed, days)
    both = np.where((known.due_day > 0) & (days > 0), np.minimum(known.due_day, days), known.due_day + days)
    return replace(known, declared=known.declared | holds, owed=known.owed | owed, due_day=both)


def _holds(rule: Row, month: date) -> bool:
    return rule.holds_from <= month and (rule.holds_to is None or month < rule.holds_to)


def _who(grid: Grid, tree: Tree, unit: str, level: str) -> Marks:
    """Which units of the grid a rule for `unit` and `level` means on a tree."""
    under = tree.below(unit) if unit in tree else ()
    meant = {code for code in under if (code not in tree.children if level == LEAF else tree[code].level == level)}
    return np.array([code in meant for code in grid.units])
