"""What a person may do at this very moment, whatever they could do when they signed in or opened the page."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Connection

from data import access, months, units
from data.access import Action, Actor
from data.people import accounts, grants
from data.units import Tree, Units


def now(conn: Connection, actor: Actor) -> Actor:
    """The actor with those of their roles that they still hold; `accounts.Refused` where the account was disabled.

    The program itself, which has no account, keeps what it was given.
    """
    if not actor.login:
        return actor
    accounts.actor_of(conn, actor.login)
    return grants.still_held(conn, actor)


def tree_of(conn: Connection, month: date) -> Tree:
    """The units of a month: those that hold on its last day."""
    return units.load(conn).in_month(month)


def tree_with(conn: Connection, unit: str, day: date) -> Tree:
    """The units of a day; for a unit that was no more by then, those of its own last day: who answered for it still does."""
    return with_unit(units.load(conn), unit, day)


def with_unit(known: Units, unit: str, day: date) -> Tree:
    """The same of units that are loaded already."""
    tree = known.on(day)
    if unit in tree:
        return tree
    ends = [term.holds_to for term in known.terms if term.code == unit and term.holds_to and term.holds_to <= day]
    return known.on(max(ends) - timedelta(days=1)) if ends else tree


def require_all(conn: Connection, actor: Actor, action: Action, pairs: Iterable[tuple[str, date | None]]) -> Actor:
    """As `require`, of many units: each in the tree of its month; of today, where it has none (rows of a register)."""
    able, known, today = now(conn, actor), units.load(conn), months.today()
    for unit, month in pairs:
        access.require(able, action, [unit], with_unit(known, unit, months.end_of(month) if month else today))
    return able


def require(conn: Connection, actor: Actor, action: Action, unit: str, month: date) -> Actor:
    """The actor as they may act now, acting for the unit. Raises `access.Refused` where they may not."""
    return require_all(conn, actor, action, [(unit, month)]).acting_for(unit)
