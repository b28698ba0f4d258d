"""Which units and months a question needs, and what those units reported: one reading of the store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np
from sqlalchemy import Connection, Row, select

from data import figures, months, read_cache, revisions
from data.folded_units import folded
from data.measures import Measure
from data.schema import obligation
from data.units import Tree, Units, load
from metrics.arrays import Floats
from metrics.duties import Asked, duties
from metrics.found import Found
from metrics.language import Metric
from metrics.periods import ROLLING_YEAR, Period
from metrics.reported import Grid, Reported, lay_out
from metrics.tree import NOBODY, Shape, Trees


@dataclass(frozen=True)
class Scope:
    """Units with all below them, over an unbroken run of months, as known at a revision.

    `known` is the revision asked for (None: the present, as of this moment); `revision` is None where it is the newest, so
    that figures come from the rollup. What hangs on no batch (what is owed, and which days due have come) goes by `known`:
    a view of a revision stays as it was, also while that is the newest.

    `members`: in a scope that was folded, who all is meant by those that stand for others (`data.folded_units`).
    """

    units: Units
    grid: Grid
    trees: Trees
    revision: int | None
    known: int | None = None
    members: Mapping[str, Sequence[str]] = field(default_factory=dict)
    found: Found = field(default_factory=Found, repr=False, compare=False)

    @property
    def cells(self) -> int:
        """Units times months."""
        return len(self.grid.units) * len(self.grid.months)

    def holds(self, units: Iterable[str]) -> bool:
        """Whether all these units are in it, each for itself."""
        return all(unit in self.grid.place and unit not in self.members for unit in units)

    @property
    def stands_for(self) -> Floats:
        """How many units each one is."""
        return self.trees.shapes[0].stands_for

    def tree(self, month: date) -> Tree:
        """The tree that holds in a month."""
        return self.units.in_month(month)

    def duties(self, conn: Connection) -> Mapping[str, Asked]:
        """What the scope's units owe, by the key of the measure or register; nothing for what nobody was ever asked."""
        with self.found.lock:
            if self.found.duties is None:
                self.found.duties = duties(conn, self.units, self.grid, self.known)
            return self.found.duties

    def moment(self, conn: Connection) -> datetime:
        """When the view is of: now, or for a revision the moment it came about."""
        then = None if self.known is None else revisions.moment_of(conn, self.known)
        return then or months.now()

    def on_tree_of(self, month: date) -> "Scope":
        """The same with the tree of one month in every month."""
        return replace(self, trees=self.trees.alone(self.trees.which[self.grid.at(month)]))


def scope_of(
    conn: Connection, units: Sequence[str], first: date, last: date, revision: int | None = None, *, fold: bool = False
) -> Scope:
    """The scope of some units and all below them; ValueError names a unit that no tree of these months has.

    `fold`: for who asks of these units and those right below them alone, what lies deeper and never reported may be left to one of
    its kind, where the connection knows who did.
    """
    run = tuple(months.between(first, last))
    known, members = _folded(conn, units) if fold else (load(conn), NOBODY)
    trees = [known.in_month(month) for month in run]
    distinct = list(dict.fromkeys(trees))
    for unit in units:
        if not any(unit in tree for tree in distinct):
            held = f"{months.label(first)}–{months.label(last)}"
            raise ValueError(f"{held} 没有单位 {unit}；请用六位代码 / no unit {unit} then; write its six-digit code")
    codes = _all_below(units, distinct)
    shapes = tuple(
        Shape.of(codes, {code: tree[code].parent for code in codes if code in tree}, members) for tree in distinct
    )
    which = np.array([distinct.index(tree) for tree in trees], dtype=np.intp)
    return Scope(known, Grid(codes, run), Trees(shapes, which), _present(conn, revision), revision, members)


def _folded(conn: Connection, units: Sequence[str]) -> tuple[Units, Mapping[str, Sequence[str]]]:
    """The units folded, where that leaves the asked ones and those right below them as they are. Whom an obligation names stands for
    nobody else."""
    known, carried = load(conn), read_cache.of(conn)
    if carried is None or carried.touched is None:
        return known, NOBODY
    found = folded(known, carried.touched.reporting.union(conn.scalars(select(obligation.c.unit).distinct())))
    return (found.units, found.members) if found.shows(units) else (known, NOBODY)


def _all_below(units: Sequence[str], trees: Sequence[Tree]) -> tuple[str, ...]:
    """The units and every unit that was below one of them on any of the trees, and what was below those in turn.

    A county that joins a city brings with it what lay below the county before.
    """
    codes: tuple[str, ...] = tuple(units)
    while True:
        found = tuple(dict.fromkeys(code for tree in reversed(trees) for code in _subtrees(codes, tree)))
        if len(found) == len(codes):
            return found
        codes = found


def _subtrees(codes: Sequence[str], tree: Tree) -> dict[str, None]:
    """The units that a tree has, with all below them, each once."""
    found: dict[str, None] = {}
    for code in codes:
        if code in tree and code not in found:
            found.update(dict.fromkeys(tree.below(code)))
    return found


def _present(conn: Connection, revision: int | None) -> int | None:
    """None for the newest revision: the present is read from the rollup, the past computed from the figures."""
    return None if revision is None or revision >= revisions.current(conn) else revision


def reported(conn: Connection, metrics: Iterable[Metric], scope: Scope) -> Mapping[str, Reported]:
    """What the scope's units reported of the metrics' measures, by the measure's key."""
    return reported_of(conn, metrics, scope, [""])[""]


def reported_of(
    conn: Connection, metrics: Iterable[Metric], scope: Scope, systems: Sequence[str]
) -> dict[str, Mapping[str, Reported]]:
    """The same by system, from one question: of some of the systems, or of whole units (`""` alone)."""
    keys = [measure.key for measure in measures(metrics)]
    if not keys:
        return {system: {} for system in systems}
    units, run = scope.grid.units, scope.grid.months
    own = figures.own_columns_of(conn, systems, keys, units, run[0], run[-1], revision=scope.revision)

    def fetch(among: Sequence[str], subjects: Collection[str]) -> Sequence[Row]:
        return figures.by_subject(conn, keys, among, run[0], run[-1], subjects=subjects, revision=scope.revision)

    return {system: lay_out(own[system], keys, scope.grid, fetch) for system in systems}


def measures(metrics: Iterable[Metric]) -> tuple[Measure, ...]:
    """Every measure the metrics read, once."""
    return tuple(dict.fromkeys(measure for metric in metrics for measure in metric.measures))


def first_for_changes(month: date, period: Period, metrics: Sequence[Metric]) -> date:
    """The first month that a value, its changes and last year's year to date need."""
    compared = months.shift(period.first(month), -12) if period is ROLLING_YEAR else date(month.year - 1, 1, 1)
    return months.shift(compared, -look_back(metrics))


def look_back(metrics: Sequence[Metric]) -> int:
    """Months before the first that may still matter to metrics."""
    return months_back(measures(metrics))


def months_back(of: Iterable[Measure]) -> int:
    """Months before the first that may still matter: a stock carried forward, a report since January."""
    return max((max(measure.carry, int(measure.reported_as == "ytd")) for measure in of), default=0)
