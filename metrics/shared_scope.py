"""One scope for all that ask about the same part of the tree up to the same month, so that they find what others have read."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from data import months, read_cache
from data.measures import MEASURES
from data.read_cache import Carried
from data.units import Tree, load
from metrics.found import Since
from metrics.scope import Scope, months_back, scope_of

LOOK_BACK = months_back(MEASURES.values())


def shared_scope(conn: Connection, units: Sequence[str], first: date, last: date, revision: int | None = None) -> Scope:
    """A scope with at least these units and months, which ends with the last: where the connection carries a cache, the one that
    others read in. Raises ValueError as `scope_of` does."""
    carried = read_cache.of(conn)
    if carried is None:
        return scope_of(conn, units, first, last, revision)
    roots = _roots(units, load(conn).in_month(last))
    since, now = min(first, _usual(last)), _since(carried, roots)

    def renew(before: Scope | None) -> Scope:
        if before and before.found.since == now:
            return before
        scope = scope_of(conn, roots, since, last, revision, fold=True)
        scope.found.take(before.found if before and before.units is scope.units else None, now)
        return scope

    found = carried.cache.ask((roots, since, last, revision), renew, size=lambda scope: scope.cells)
    return found if found.holds(units) else scope_of(conn, units, first, last, revision)


def _since(carried: Carried, roots: Sequence[str]) -> Since:
    """Of an earlier revision nothing ever moves."""
    touched = carried.touched
    if touched is None:
        return Since(0, 0, 0)
    return Since(touched.all, touched.since_figures(roots), touched.since_lists(roots))


def _usual(last: date) -> date:
    """The first month that any number of a month needs, with its changes and last year's year to date."""
    return months.shift(date(last.year - 1, 1, 1), -LOOK_BACK)


def _roots(units: Sequence[str], tree: Tree) -> tuple[str, ...]:
    """The fewest units that have all of these below them: those that lie below none of the others; where these are most of
    what lies below one unit, that unit."""
    among = set(units)
    tops = tuple(unit for unit in units if unit not in tree or among.isdisjoint(tree.path(unit)[:-1]))
    above = {tree[unit].parent if unit in tree else None for unit in tops}
    parent = above.pop()
    if len(tops) < 2 or above or parent is None:
        return tops
    return (parent,) if len(tree.below(parent)) <= 2 * sum(len(tree.below(unit)) for unit in tops) else tops
