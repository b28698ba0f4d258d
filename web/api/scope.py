"""What a request looks at – a unit, a month, a revision – asked of the store: what is not there, or not this person's, is told."""

from datetime import date

from data import access, months, revisions, units
from data.access import Actor
from data.settings import settings
from data.units import Tree
from web.api.problems import Stopped


def tree_of(conn, month: date) -> Tree:
    """The units of a month one can look at."""
    if not settings().months.first <= month <= months.today():
        raise Stopped("not_found", "query month", what=months.label(month))
    return units.load(conn).in_month(month)


def tree_with(conn, unit: str, month: date) -> Tree:
    """The units of a month one can look at, among them this one."""
    tree = tree_of(conn, month)
    if unit not in tree:
        raise Stopped("not_found", "query unit", what=unit)
    return tree


def require_own(actor: Actor, unit: str, tree: Tree) -> None:
    """Stop who may not read all of a unit, whatever of it is published."""
    if unit not in access.readable(actor, tree):
        raise Stopped("forbidden", "query unit")


def known_at(conn, asked: int | None) -> int:
    """The revision asked for, or the present one."""
    current = revisions.current(conn)
    if asked is not None and asked > current:
        raise Stopped("not_found", "query revision", what=asked)
    return current if asked is None else asked
