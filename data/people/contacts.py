"""Whom to call: those who answer for a unit, the nearest first; and everybody who answers for any of some units."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.access import MAY, Action, Actor, Role, readable
from data.people import grants
from data.schema import person, role_grant
from data.units import Tree


class Contact(NamedTuple):
    """Somebody who answers for a unit; `phone` and `mail` are "" where nobody gave them."""

    login: str
    name: str
    phone: str
    mail: str


ANSWERING: tuple[Role, ...] = ("steward", "approver")  # who is called about a unit's figures


class Answering(NamedTuple):
    """Somebody with a role that answers for a unit."""

    contact: Contact
    role: Role
    unit: str


class Held(NamedTuple):
    """A role as somebody holds it: for which unit, for which departments (none: for all), and since when."""

    role: Role
    unit: str
    departments: tuple[str, ...]
    since: datetime


class Answers(NamedTuple):
    """Somebody who answers for units: how to reach them, their own unit, whether their account is in use, and for what."""

    contact: Contact
    unit: str
    active: bool
    roles: tuple[Held, ...]


def answers_of(conn: Connection, login: str, actor: Actor, tree: Tree) -> Answers | None:
    """Somebody with the roles by which they answer for units that the actor may read, the oldest first; None where there is
    none: nobody learns from it who has an account and nothing to answer for here."""
    about = conn.execute(select(person).where(person.c.login == login)).first()
    if about is None:
        return None
    mine = readable(actor, tree)
    held = conn.execute(grants.live().where(role_grant.c.person == login, role_grant.c.role.in_(ANSWERING)))
    roles = tuple(
        Held(row.role, row.unit, tuple(sorted(grants.grant_of(row).departments)), row.since)
        for row in held
        if row.unit in mine
    )
    if not roles:
        return None
    contact = Contact(about.login, about.name, about.phone, about.mail)
    return Answers(contact, about.unit, about.disabled_at is None, roles)


def answering(conn: Connection, units: Collection[str]) -> list[Answering]:
    """Everybody who reports or approves for any of the units by a role given there; by name."""
    held = (
        select(role_grant.c.role, role_grant.c.unit, person.c.login, person.c.name, person.c.phone, person.c.mail)
        .join(person, person.c.login == role_grant.c.person)
        .where(role_grant.c.until.is_(None), person.c.disabled_at.is_(None), role_grant.c.role.in_(ANSWERING))
        .order_by(person.c.name, person.c.login, role_grant.c.unit, role_grant.c.role)
    )
    rows = conn.execute(held.where(role_grant.c.unit.in_(sorted(units)))) if units else ()
    return [Answering(Contact(*about), role, unit) for role, unit, *about in rows]


def contacts(conn: Connection, action: Action, units: Iterable[str], tree: Tree) -> dict[str, tuple[Contact, ...]]:
    """For each unit those who may do it there by a role given as near to the unit as there is one; () where there is none."""
    held = (
        select(role_grant.c.unit, person.c.login, person.c.name, person.c.phone, person.c.mail)
        .join(person, person.c.login == role_grant.c.person)
        .where(role_grant.c.until.is_(None), person.c.disabled_at.is_(None), role_grant.c.role.in_(MAY[action]))
        .order_by(person.c.name, person.c.login)
    )
    by_unit: dict[str, dict[str, Contact]] = {}
    for unit, *about in conn.execute(held):
        by_unit.setdefault(unit, {})[about[0]] = Contact(*about)
    return {unit: _nearest(by_unit, tree.path(unit) if unit in tree else (unit,)) for unit in units}


def _nearest(by_unit: dict[str, dict[str, Contact]], path: tuple[str, ...]) -> tuple[Contact, ...]:
    return next((tuple(by_unit[unit].values()) for unit in reversed(path) if unit in by_unit), ())
