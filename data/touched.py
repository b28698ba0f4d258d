"""Since when the numbers of a unit stand as they stand: what is read of units that a new revision did not touch is what it was.

A figure, and a row of a list that every unit hands in, are their unit's own: nothing but the numbers of that unit and of those above
hangs on them. Rows of any other register may: a ledger names the applications of others, a structure holds for all below.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection, func, select, union_all

from data import units
from data.held_rows import held_rows
from data.registers import REGISTERS, TABLES
from data.schema import figure_month, handed_list, revision

OWN = frozenset(key for key, register in REGISTERS.items() if register.owed)
STATES = 8  # of one store, which sessions that have not all moved on may still ask about


@dataclass(frozen=True)
class Touched:
    """The store at a revision. `all`: the newest revision that touched more than units' own numbers; after it `figures` and `lists`
    name the newest one that touched each unit's. `reporting`: every unit that ever reported a figure, kept a row of any register or
    handed in a list."""

    revision: int
    units: units.Units
    all: int
    figures: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, int] = field(default_factory=dict)
    reporting: frozenset[str] = frozenset()

    def since_figures(self, of: Iterable[str]) -> int:
        """The revision since which the figures of these units, and of all that ever lay below them, stand."""
        return self._since(of, self.figures)

    def since_lists(self, of: Iterable[str]) -> int:
        """The same of the lists that every unit hands in."""
        return self._since(of, self.lists)

    def since(self, of: Iterable[str]) -> int:
        """The same of both: whatever is read of these units at this revision is what it was at that one."""
        of = tuple(of)
        return max(self.since_figures(of), self.since_lists(of))

    def _since(self, of: Iterable[str], touched: Mapping[str, int]) -> int:
        if not touched:
            return self.all
        below = {each for unit in of for each in touched.keys() & self.units.ever_below(unit)}
        return max((touched[unit] for unit in below), default=self.all)


def follow(conn: Connection, known: Touched | None, upto: int) -> Touched:
    """The store at a revision, from what was known of it at an earlier one; without that, all of it may have been touched last."""
    tree = units.load(conn)
    if known is None or known.units is not tree or known.revision > upto:
        return Touched(upto, tree, upto, reporting=_ever_reported(conn))
    since = (revision.c.number > known.revision, revision.c.number <= upto)
    batches = {
        row.batch: row.number for row in conn.execute(select(revision).where(*since).order_by(revision.c.number))
    }
    figures, lists = dict(known.figures), dict(known.lists)
    for number, unit in _figures(conn, batches):
        figures[unit] = max(figures.get(unit, 0), batches[number])
    rows = _rows(conn, batches)
    reporting = known.reporting.union(figures, (unit for _, _, unit in rows))
    if any(register not in OWN for _, register, _ in rows):
        return Touched(upto, tree, upto, reporting=reporting)
    for number, _, unit in rows:
        lists[unit] = max(lists.get(unit, 0), batches[number])
    return Touched(upto, tree, known.all, figures, lists, reporting)


def _ever_reported(conn: Connection) -> frozenset[str]:
    """Who stands in the figures, in any register or among the lists that came. Of the figures, which are the most, each unit is looked
    up after the one before, however many it has."""
    unit = figure_month.c.unit
    reported = select(func.min(unit).label("unit")).cte("reported", recursive=True)
    after = select(func.min(unit)).where(unit > reported.c.unit).scalar_subquery()
    reported = reported.union_all(select(after).where(reported.c.unit.is_not(None)))
    others = [select(table.c.unit).distinct() for table in (handed_list, *TABLES.values())]
    return frozenset(conn.scalars(union_all(select(reported.c.unit), *others))) - {None}


def _figures(conn: Connection, batches: Iterable[int]) -> list[tuple[int, str]]:
    asked = select(figure_month.c.batch, figure_month.c.unit).where(figure_month.c.batch.in_(list(batches)))
    return [tuple(row) for row in conn.execute(asked.distinct())]


def _rows(conn: Connection, batches: Iterable[int]) -> list[tuple[int, str, str]]:
    """Batch, register and unit of rows, and of lists that were handed in, also without any row. A row that moved from one unit to
    another touches both: every version of its key counts."""
    numbers = list(batches)
    found = [(each.batch, each.register, each.unit) for each in held_rows(conn, numbers)]
    for register in OWN:
        mine, other = TABLES[register].alias("mine"), TABLES[register].alias("other")
        versions = select(mine.c.batch, other.c.unit).join(other, other.c.key == mine.c.key)
        asked = versions.where(mine.c.batch.in_(numbers)).distinct()
        found += [(number, register, unit) for number, unit in conn.execute(asked)]
    handed = select(handed_list.c.batch, handed_list.c.register, handed_list.c.unit)
    lists = conn.execute(handed.where(handed_list.c.batch.in_(numbers)).distinct())
    return found + [tuple(row) for row in lists]


class Follower:
    """The states of one store, each known from the one before."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._states: dict[int, Touched] = {}

    def at(self, number: int, connected: Callable[[], AbstractContextManager[Connection]]) -> Touched:
        """The store at a revision, asked through `connected` where it is not known yet. Nobody waits for anybody meanwhile: those who
        do could hold all the connections that there are."""
        with self._lock:
            there = self._states.get(number)
            before = max((each for each in self._states if each < number), default=None)
            known = None if before is None else self._states[before]
        if there:
            return there
        with connected() as conn:
            found = follow(conn, known, number)
        with self._lock:
            self._states.setdefault(number, found)
            for old in sorted(self._states)[:-STATES]:
                del self._states[old]
        return found
