"""Whom one plays in the training room: oneself with the roles one has, or a role of a unit chosen at the door.

A part is a person of the training store, with the one role and no way to sign in, so everything below asks for its rights as
for anybody's. Each part is another person: who plays the steward may then play the approver of what was handed in.
"""

import re
from dataclasses import dataclass, replace
from typing import cast

from sqlalchemy import Connection, Engine, insert, select, update

from data import access, bulk, months, store
from data.access import Actor, Grant, Role
from data.demo import watches
from data.people import grants
from data.schema import person, role_grant
from data.text import Text
from data.units import Tree

WRITTEN = re.compile(r"([a-z]+)\.(\w{6,12})")
AS = Text("{name}（演练：{role}）", "{name} (training: {role})")
BY = "演练 / training"


@dataclass(frozen=True)
class Part:
    """A role of a unit."""

    role: Role
    unit: str

    def __str__(self) -> str:
        return f"{self.role}.{self.unit}"


def read(written: str, tree: Tree) -> Part | None:
    """The part that an address names; None for oneself, and for what is none."""
    found = WRITTEN.fullmatch(written)
    if not found or found[1] not in access.PEOPLE or found[2] not in tree:
        return None
    return Part(cast(Role, found[1]), found[2])


def playing(engine: Engine, who: Actor, part: Part | None) -> Actor:
    """Who acts in the training store: `who`, a person of the real one, as themselves or in a part."""
    if not who.login:  # a wall, which only looks
        return who
    asked = _asked(who, part)
    with engine.connect() as conn:
        if _is_there(conn, asked):
            return asked
    with store.writing(engine) as conn:
        if not _is_there(conn, asked):
            _put(conn, asked)
    return asked


def _asked(who: Actor, part: Part | None) -> Actor:
    if part is None:
        return who
    name = AS.zh.format(name=who.name, role=access.ROLES[part.role].zh)
    held = (Grant(part.role, part.unit),)
    return replace(who, name=name, unit=part.unit, grants=held, login=f"{who.login}:{part}")


def real_login(login: str) -> str:
    """The login of the real store behind one of the training store: no person's own has a colon."""
    return login.partition(":")[0]


def _is_there(conn: Connection, asked: Actor) -> bool:
    row = conn.execute(select(person.c.name, person.c.unit).where(person.c.login == asked.login)).first()
    return row is not None and tuple(row) == (asked.name, asked.unit) and grants.of(conn, asked.login) == asked.grants


def _put(conn: Connection, asked: Actor) -> None:
    """Write the person as they are asked for: the real store says what they hold, whatever was tried with them here."""
    now, about = months.now(), {"name": asked.name, "unit": asked.unit}
    if not conn.execute(update(person).where(person.c.login == asked.login).values(**about)).rowcount:
        made = {"login": asked.login, "must_change": False, "made_at": now, "made_by": BY}
        conn.execute(insert(person).values(**made, **about))
        watches.give(conn, asked)
    theirs = (role_grant.c.person == asked.login, role_grant.c.until.is_(None))
    conn.execute(update(role_grant).where(*theirs).values(until=now))
    for grant in asked.grants:
        held = {"person": asked.login, "role": grant.role, "unit": grant.unit, "since": now, "given_by": BY}
        number = bulk.next_number(conn, role_grant)
        conn.execute(insert(role_grant).values(number=number, departments=grants.written(grant), **held))
