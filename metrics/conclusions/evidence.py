"""What conclusions are drawn from: one reading of the store, of a unit and all below it, as known at a revision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from data import bulk, dated, months
from data.figures import as_of
from data.registers import TABLES
from data.registers.conditions import Condition, at_least, not_by
from data.registers.problems import OVERDUE
from data.row_states import days_between, meets
from data.schema import figure
from data.settings import settings
from data.text import Text
from data.units import Tree
from metrics import OVERVIEW, corrections, query
from metrics.arrays import Floats
from metrics.conclusions.conclusion import written
from metrics.counting import Asked, Form, end, rows_of
from metrics.delivery import delivery
from metrics.scope import scope_of
from metrics.shared_scope import shared_scope

MONTHS = 13  # the month, and the year before it
CELL_MONTHS = 6
LONG = 180  # days late

# The numbers of the first screen that are made of figures: their months are looked at in every unit.
FIGURES = tuple(metric for metric in OVERVIEW if metric.parts)


@dataclass(frozen=True)
class Evidence:
    """`tree`: as far down as anything was reported; there and in `lines`, `cells` and `owed` one unit may be as many as `stands_for`
    says. `standing`: a snapshot of the unit and its children. `lines`: by metric and unit the values of `run`, the last month
    last. `cells`: what is missing, late or estimated (unit, what, back: months ago, state). `owed`: cells owed and reported of the month by unit. `problems`: counts by unit, list and
    department. `visits`: by application and unit, now and the month before. `corrected`: figures of earlier months that were changed
    lately (`corrections.changed_lately`)."""

    tree: Tree
    unit: str
    month: date
    run: tuple[date, ...]
    standing: pd.DataFrame
    lines: dict[str, dict[str, Floats]]
    cells: pd.DataFrame
    owed: pd.DataFrame
    problems: pd.DataFrame
    visits: pd.DataFrame
    corrected: pd.DataFrame
    stands_for: Mapping[str, int] = field(default_factory=dict)

    def count(self, units: Iterable[str]) -> int:
        """How many units these are."""
        return sum(self.stands_for.get(unit, 1) for unit in units)

    def name(self, unit: str) -> Text:
        """A unit's name in both languages."""
        return written(self.tree[unit].name)

    def part(self, unit: str) -> str:
        """Which of the units right below the one shown a unit belongs to; the one shown for what is its own."""
        path = self.tree.path(unit)
        at = path.index(self.unit)
        return path[min(at + 1, len(path) - 1)]

    @property
    def children(self) -> tuple[str, ...]:
        """The units right below."""
        return self.tree.children.get(self.unit, ())

    @property
    def leaves(self) -> tuple[str, ...]:
        """The units that report: those without units below."""
        return self.tree.leaves(self.unit) or (self.unit,)


def gather(conn: Connection, unit: str, month: date, revision: int | None) -> Evidence:
    """Everything the rules look at; raises ValueError for a unit that is not there in the month."""
    scope = shared_scope(conn, [unit], months.shift(month, 1 - MONTHS), month, revision)
    tree, members = scope.tree(month), scope.members
    run = tuple(months.between(months.shift(month, 1 - MONTHS), month))
    below = tree.below(unit) if unit in tree else (unit,)
    heard = [code for code in below if code not in members]
    lines = query.history(conn, FIGURES, heard, run, revision=revision)
    silent = {code: np.full(len(run), np.nan) for code in below if code in members}
    cells, owed = _cells(conn, unit, month, revision)
    return Evidence(
        tree=tree,
        unit=unit,
        month=month,
        run=run,
        standing=query.snapshot(conn, OVERVIEW, unit, month, revision=revision),
        lines={
            str(metric): dict(zip(heard, rows["value"].to_numpy().reshape(len(heard), len(run)), strict=True)) | silent
            for metric, rows in lines.groupby("metric", sort=False)
        },
        cells=cells,
        owed=owed,
        problems=_problems(conn, unit, below, month, revision),
        visits=_visits(conn, below, month, revision),
        corrected=corrections.changed_lately(
            conn, below, months.shift(month, -CELL_MONTHS), revision, settings().conclusions.recent_days
        ),
        stands_for={code: len(all_of) for code, all_of in members.items()},
    )


def _cells(conn: Connection, unit: str, month: date, revision: int | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    scope = scope_of(conn, [unit], months.shift(month, 1 - CELL_MONTHS), month, revision, fold=True)
    found = delivery(conn, scope)
    units = np.array(scope.grid.units, dtype=object)
    frames = []
    for state in ("missing", "late", "estimated"):
        what, who, when = np.nonzero(found.marks[state])
        names = np.array(found.what, dtype=object)[what] if found.what else np.array([], dtype=object)
        frames.append(pd.DataFrame({"unit": units[who], "what": names, "back": CELL_MONTHS - 1 - when, "state": state}))
    counts = {name: found.counts[name][:, -1] for name in ("owed", "reported")}
    return pd.concat(frames, ignore_index=True), pd.DataFrame({"unit": units, **counts})


def _problems(conn: Connection, unit: str, below: Sequence[str], month: date, revision: int | None) -> pd.DataFrame:
    """unit, list, department; overdue now (`overdue`), a month ago (`last`) and a year ago (`before`), late for long (`long`), and open though they
    had been closed before (`back`)."""
    of, found = Asked(below, revision, by_list=True), shared_scope(conn, [unit], month, month, revision).found
    with found.lock:
        if ("overdue", month) not in found.counts:
            given = of.given([months.shift(month, -back) for back in (0, 1, 12)])
            found.counts["overdue", month] = bulk.read(conn, _overdue(of.form), given)
        return found.counts["overdue", month]


@cache
def _overdue(form: Form) -> Select:
    rows = rows_of("problems", form)
    now, last, before = (dated.judged(rows, end(i)) for i in range(3))

    def met(where: Sequence[Condition], day: ColumnElement[date]) -> ColumnElement[bool]:
        return dated.held(rows, day) & meets(where, rows, day)

    overdue = met(OVERDUE, now)
    counts = {
        "overdue": overdue,
        "last": met(OVERDUE, last),
        "before": met(OVERDUE, before),
        "long": overdue & (days_between(rows.c.due, now) > LONG),
        "back": met((not_by("closed"), at_least("reopened", 1)), now) & (rows.c.found <= now),
    }
    sums = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in counts.items()]
    keys = [rows.c[name] for name in ("unit", "list", "department")]
    return select(*keys, *sums).group_by(*keys)


def _visits(conn: Connection, below: Sequence[str], month: date, revision: int | None) -> pd.DataFrame:
    """key, name (of the application), unit, `now` and `last` (the month before): visits, where both months have some."""
    before = months.shift(month, -1)
    only = (figure.c.measure == "visits") & figure.c.unit.in_(below) & figure.c.month.in_((before, month))
    held = as_of(figure, revision, only & (figure.c.subject != ""))
    ledger = as_of(TABLES["applications"], revision)
    of_month = {
        name: func.sum(case((held.c.month == at, held.c.value))) for name, at in (("now", month), ("last", before))
    }
    found = (
        select(
            held.c.subject.label("key"),
            ledger.c.name,
            held.c.unit,
            *(each.label(name) for name, each in of_month.items()),
        )
        .join(ledger, ledger.c.key == held.c.subject)
        .group_by(held.c.subject, ledger.c.name, held.c.unit)
    )
    return bulk.read(conn, found).astype({"now": float, "last": float}).dropna()
