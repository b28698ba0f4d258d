"""Roles as they are held: read, given and taken inside a transaction of who has asked for the right."""

import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from data import access, audit, bulk, months, units
from data.access import Actor, Grant
from data.notices import notices
from data.refusal import ByReason
from data.schema import person, role_grant
from data.text import Text
from data.units import Tree

REFUSALS = {
    "unknown": Text("没有账号“{login}”。", "There is no account “{login}”."),
    "unit": Text("没有单位“{unit}”。", "There is no unit “{unit}”."),
    "role": Text("“{role}”不是可授予的角色。", "“{role}” is not a role that can be given."),
    "held": Text("已有这一角色。", "They hold this role already."),
}


class Refused(ByReason):
    """What cannot be given or taken."""

    sentences = REFUSALS


def of(conn: Connection, login: str) -> tuple[Grant, ...]:
    """The live roles of a person, oldest first."""
    return tuple(grant_of(row) for row in conn.execute(live().where(role_grant.c.person == login)))


def of_all(conn: Connection, logins: Collection[str]) -> dict[str, tuple[Grant, ...]]:
    """As `of`, of many in one question; whoever holds no role is not there."""
    held: dict[str, tuple[Grant, ...]] = {}
    for row in conn.execute(live().where(role_grant.c.person.in_(logins))) if logins else ():
        held[row.person] = (*held.get(row.person, ()), grant_of(row))
    return held


def live() -> Select:
    """Every role that is held now, oldest first."""
    return select(role_grant).where(role_grant.c.until.is_(None)).order_by(role_grant.c.number)


def grant_of(row: Row[Any]) -> Grant:
    """The role in a row of `role_grant`."""
    return Grant(row.role, row.unit, frozenset(json.loads(row.departments)))


def written(grant: Grant) -> str:
    """The departments of a role as the table keeps them."""
    return json.dumps(sorted(grant.departments), ensure_ascii=False)


def give(conn: Connection, login: str, grant: Grant, *, by: Actor) -> int:
    """Give a role; its number."""
    if grant.role not in access.PEOPLE:
        raise Refused("role", role=grant.role)
    if grant in of(conn, login):
        raise Refused("held")
    number = bulk.next_number(conn, role_grant)
    row = {"number": number, "person": login, "role": grant.role, "unit": grant.unit, "departments": written(grant)}
    conn.execute(insert(role_grant).values(**row, since=months.now(), given_by=by.name))
    audit.add(conn, by, "role_given", f"person {login}", after=_told(number, grant))
    _tell(conn, "role_given", login, grant, by)
    return number


def take(conn: Connection, number: int, login: str, grant: Grant, *, by: Actor) -> None:
    """Take a role away."""
    conn.execute(update(role_grant).where(role_grant.c.number == number).values(until=months.now()))
    audit.add(conn, by, "role_taken", f"person {login}", before=_told(number, grant))
    _tell(conn, "role_taken", login, grant, by)


def still_held(conn: Connection, actor: Actor) -> Actor:
    """The actor with those of their roles that they hold at this moment: none once the account is disabled. The program
    itself, which has no account, keeps what it was given."""
    if not actor.login:
        return actor
    in_use = select(person.c.login).where(person.c.login == actor.login, person.c.disabled_at.is_(None))
    held = set(of(conn, actor.login)) if conn.scalar(in_use) else set()
    return replace(actor, grants=tuple(grant for grant in actor.grants if grant in held))


def require_to_give(conn: Connection, by: Actor, grant: Grant) -> None:
    """Raise unless `by` keeps the people of that unit, and of each department the role is for (of all, where it is for
    all)."""
    by, tree = still_held(conn, by), tree_of_today(conn)
    if grant.unit not in tree:
        raise Refused("unit", unit=grant.unit)
    for department in grant.departments:
        access.require(by, "keep_people", [grant.unit], tree, department)
    if not grant.departments:
        access.require(access.for_all(by), "keep_people", [grant.unit], tree)


def require_over(conn: Connection, by: Actor, login: str) -> None:
    """Raise unless `by` keeps the people of that person's unit and could give every role they hold: who lets them in with
    a new password could act for them there."""
    unit = conn.scalar(select(person.c.unit).where(person.c.login == login))
    if unit is None:
        raise Refused("unknown", login=login)
    access.require(still_held(conn, by), "keep_people", [unit], tree_of_today(conn))
    for held in of(conn, login):
        require_to_give(conn, by, held)


def tree_of_today(conn: Connection) -> Tree:
    """The units that hold today: rights are about the present."""
    return units.load(conn).on(months.today())


def _told(number: int, grant: Grant) -> dict[str, object]:
    return {"grant": number, "role": grant.role, "unit": grant.unit, "departments": sorted(grant.departments)}


def _tell(conn: Connection, kind: str, login: str, grant: Grant, by: Actor) -> None:
    """Tell somebody what another person gave them or took from them; what the program does by itself is not told."""
    tree = tree_of_today(conn)
    if by.login and by.login != login and grant.unit in tree:
        unit = Text(tree[grant.unit].name_zh, tree[grant.unit].name_en)
        blanks = {"name": by.name, "unit": unit, "role": access.ROLES[grant.role]}
        notices.tell(conn, kind, [login], blanks, "account")
