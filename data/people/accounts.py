"""Accounts: people, their roles, who may be let in. A role is taken away by ending it, so that the past can be told."""

import json
import re
import unicodedata

import pandas as pd
from sqlalchemy import Connection, Engine, exists, func, insert, select, update

from data import access, audit, bulk, months, store
from data.access import Action, Actor, Grant
from data.people import grants, passwords, sessions
from data.refusal import ByReason
from data.schema import person, role_grant, session
from data.settings import settings
from data.text import Text
from data.units import Tree

LOGIN = re.compile(r"\w[\w.@-]{1,63}")
LONGEST_NAME = 40
FIRST = "admin"
FIRST_ROLES: tuple[access.Role, ...] = ("administrator", "leader")

REFUSALS = grants.REFUSALS | {
    "disabled": Text("账号“{login}”已停用。请联系管理员。", "The account “{login}” is disabled. Ask an administrator."),
    "taken": Text("账号“{login}”已存在，请换一个。", "The account “{login}” exists already; choose another."),
    "login": Text(
        "账号“{login}”不可用：应为 2—64 个字母、数字或汉字，可含 . _ @ -。",
        "“{login}” cannot be an account: use 2 to 64 letters or digits, and . _ @ -.",
    ),
    "name": Text("请填写姓名（不超过 40 字）。", "Give a name of at most 40 characters."),
    "no_grant": Text(
        "没有第 {number} 号授权，或已收回。", "There is no role number {number}, or it was taken already."
    ),
    "yourself": Text(
        "不能停用自己的账号，也不能收回自己的管理员角色：请另一位管理员操作。",
        "You cannot disable your own account or take your own role of administrator: ask another administrator.",
    ),
}


class Refused(ByReason):
    """What cannot be done to an account."""

    sentences = REFUSALS


def tidy(login: str) -> str:
    """A login as it is kept: capitals and full width mean the same."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def add(engine: Engine, login: str, name: str, unit: str, *, by: Actor, mail: str = "") -> str:
    """A new account without any role; the one-time password, which is told once and changed at the first sign-in."""
    with store.writing(engine) as conn:
        access.require(grants.still_held(conn, by), "keep_people", [unit], grants.tree_of_today(conn))
        return make(conn, login, name, unit, by=by, mail=mail)


def make(conn: Connection, login: str, name: str, unit: str, *, by: Actor, mail: str = "", subject: str = "") -> str:
    """The same in an open transaction, for who has asked for the right. With a `subject` (issuer and subject of an
    identity provider) there is no password, and the answer is ""."""
    once = "" if subject else passwords.one_time()
    put(conn, login, name, unit, password=passwords.hashed(once) if once else "", by=by, mail=mail, subject=subject)
    return once


def put(
    conn: Connection, login: str, name: str, unit: str, *, password: str, by: Actor, mail: str = "", subject: str = ""
) -> None:
    """The account itself, with the hash of a one-time password ("" for none), for who has asked for the right."""
    login, name, mail = tidy(login), name.strip(), mail.strip()
    _check_new(conn, login, name, unit)
    conn.execute(
        insert(person).values(
            login=login,
            name=name,
            unit=unit,
            mail=mail,
            password=password,
            must_change=bool(password),
            password_until=passwords.void_at() if password else None,
            subject=subject or None,
            made_at=months.now(),
            made_by=by.name,
        )
    )
    audit.add(conn, by, "person_added", f"person {login}", after={"name": name, "unit": unit, "mail": mail})


def give(engine: Engine, login: str, grant: Grant, *, by: Actor) -> int:
    """Give a role; its number."""
    with store.writing(engine) as conn:
        _known(conn, login)
        grants.require_to_give(conn, by, grant)
        return grants.give(conn, login, grant, by=by)


def take(engine: Engine, number: int, *, by: Actor) -> None:
    """Take a role away."""
    with store.writing(engine) as conn:
        row = conn.execute(grants.live().where(role_grant.c.number == number)).first()
        if row is None:
            raise Refused("no_grant", number=number)
        grant = grants.grant_of(row)
        grants.require_to_give(conn, by, grant)
        if row.person == by.login and grant.role == "administrator":
            raise Refused("yourself")
        grants.take(conn, number, row.person, grant, by=by)


def disable(engine: Engine, login: str, *, by: Actor) -> None:
    """Let somebody in no longer: their sessions end now, their past stays theirs."""
    with store.writing(engine) as conn:
        grants.require_over(conn, by, login)
        if login == by.login:
            raise Refused("yourself")
        _change(conn, login, disabled_at=months.now())
        sessions.end_of_person(conn, login)
        audit.add(conn, by, "person_disabled", f"person {login}")


def enable(engine: Engine, login: str, *, by: Actor) -> None:
    """Let somebody in again, with the roles they still hold."""
    with store.writing(engine) as conn:
        grants.require_over(conn, by, login)
        _change(conn, login, disabled_at=None)
        passwords.forgive(conn, login)
        audit.add(conn, by, "person_enabled", f"person {login}")


def reset_password(engine: Engine, login: str, *, by: Actor) -> str:
    """A new one-time password for who forgot theirs, told once; their sessions end, a lockout is lifted."""
    once = passwords.one_time()
    fresh = passwords.hashed(once)
    with store.writing(engine) as conn:
        grants.require_over(conn, by, login)
        _change(conn, login, password=fresh, must_change=True, password_until=passwords.void_at())
        passwords.forgive(conn, login)
        sessions.end_of_person(conn, login)
        audit.add(conn, by, "password_reset", f"person {login}")
    return once


def listing(conn: Connection) -> pd.DataFrame:
    """People and their live roles, a row a role (one row without, where they hold none): login name unit mail
    must_change locked_until disabled_at made_at made_by factor (whether they have a second one) seen · grant (Int64) role for_unit departments (a tuple) since
    given_by."""
    seen = select(session.c.person, func.max(session.c.seen).label("seen")).group_by(session.c.person).subquery()
    names = ("login", "name", "unit", "mail", "must_change", "locked_until", "disabled_at", "made_at", "made_by")
    held = (role_grant.c.person == person.c.login) & role_grant.c.until.is_(None)
    given = (role_grant.c.departments, role_grant.c.since, role_grant.c.given_by)
    has_factor = (person.c.second_factor != "").label("factor")
    number, for_unit = role_grant.c.number.label("grant"), role_grant.c.unit.label("for_unit")
    rows = bulk.read(
        conn,
        select(
            *(person.c[name] for name in names), has_factor, seen.c.seen, number, role_grant.c.role, for_unit, *given
        )
        .join_from(person, role_grant, held, isouter=True)
        .join(seen, seen.c.person == person.c.login, isouter=True)
        .order_by(person.c.login, role_grant.c.number),
    )
    times = ("locked_until", "disabled_at", "made_at", "seen", "since")
    departments = [tuple(json.loads(each) if isinstance(each, str) else ()) for each in rows["departments"]]
    plain = rows.assign(departments=departments, grant=rows["grant"].astype("Int64"))
    return plain.assign(**{name: months.in_zhejiang(rows[name]) for name in times})


def actor_of(conn: Connection, login: str, origin: str = "") -> Actor:
    """Who that is, with the rights of this moment. Refused: unknown or disabled."""
    row = _known(conn, login)
    if row.disabled_at is not None:
        raise Refused("disabled", login=login)
    return Actor(row.name, row.unit, grants.of(conn, login), login, origin)


def is_in_use(engine: Engine, login: str) -> bool:
    """Whether there is such an account, and it is not disabled."""
    with engine.connect() as conn:
        return bool(conn.scalar(select(exists().where(person.c.login == login, person.c.disabled_at.is_(None)))))


def holders(conn: Connection, action: Action, unit: str, tree: Tree, department: str = "") -> list[str]:
    """Logins of those who may do it for the unit (and the department's matter): who must be told."""
    held: dict[str, list[Grant]] = {}
    for row in conn.execute(grants.live().join(person).where(person.c.disabled_at.is_(None))):
        held.setdefault(row.person, []).append(grants.grant_of(row))
    actors = [Actor(login, unit, tuple(each), login) for login, each in held.items()]
    return sorted(actor.login for actor in actors if access.may(actor, action, unit, tree, department))


def first(engine: Engine) -> tuple[str, str] | None:
    """The first administrator and their one-time password, where there is nobody yet; None where there is."""
    program = Actor("首次启动 / first start", settings().unit, origin="python -m data start")
    with store.writing(engine) as conn:
        if conn.scalar(select(exists().select_from(person))):
            return None
        once = make(conn, FIRST, "管理员", settings().unit, by=program)
        for role in FIRST_ROLES:
            grants.give(conn, FIRST, Grant(role, settings().unit), by=program)
        return FIRST, once


def _check_new(conn: Connection, login: str, name: str, unit: str) -> None:
    if not LOGIN.fullmatch(login):
        raise Refused("login", login=login)
    if not 0 < len(name) <= LONGEST_NAME:
        raise Refused("name")
    if unit not in grants.tree_of_today(conn):
        raise Refused("unit", unit=unit)
    if conn.scalar(select(exists().where(person.c.login == login))):
        raise Refused("taken", login=login)


def _known(conn: Connection, login: str):
    row = conn.execute(select(person).where(person.c.login == login)).first()
    if row is None:
        raise Refused("unknown", login=login)
    return row


def _change(conn: Connection, login: str, **values: object) -> None:
    conn.execute(update(person).where(person.c.login == login).values(**values))
