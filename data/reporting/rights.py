"""What a person may do at this very moment, whatever they could do when they signed in or opened the page."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from data import access, months, units
from data.access import Action, Actor
from data.people import accounts, grants
from data.units import Tree


def now(conn: Connection, actor: Actor) -> Actor:
    """The actor with those of their roles that they still hold; `accounts.Refused` where the account was disabled.

    The program itself, which has no account, keeps what it was given.
    """
    if not actor.login:
        return actor
    accounts.actor_of(conn, actor.login)
    held = set(grants.of(conn, actor.login))
    return replace(actor, grants=tuple(grant for grant in actor.grants if grant in held))


def tree_of(conn: Connection, month: date) -> Tree:
    """The units of a month: those that hold on its last day."""
    return units.load(conn).on(months.end_of(month))


def require(conn: Connection, actor: Actor, action: Action, unit: str, month: date) -> Actor:
    """The actor as they may act now, acting for the unit. Raises `access.Refused` where they may not."""
    able = now(conn, actor)
    access.require(able, action, [unit], tree_of(conn, month))
    return able.acting_for(unit)
