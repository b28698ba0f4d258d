"""Signing in by an identity provider (OIDC): who somebody is and which roles they have, by what the provider says of them.

Roles that the provider gives are told apart from those an administrator gave by hand: only the former follow the claims.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from data import audit, months, store
from data.access import Actor, Grant
from data.people import accounts, grants, sessions
from data.refusal import ByReason, Refusal
from data.schema import person, role_grant
from data.settings import SettingsError, settings
from data.text import Text

GIVEN_BY = "统一身份认证 / identity provider"  # what a role given by the provider is marked with

REFUSALS = {
    "no_subject": Text(
        "身份提供方没有说明您是谁（缺少 iss 或 sub）。请联系管理员。",
        "The identity provider did not say who you are (iss or sub is missing). Tell an administrator.",
    ),
    "no_login": Text(
        "身份提供方没有给出登录名（声明“{claim}”）。请联系管理员。",
        "The identity provider gave no login (the claim “{claim}”). Tell an administrator.",
    ),
    "no_role": Text(
        "{name}，您已通过身份验证，但还没有本驾驶舱的任何角色。请联系管理员授权。",
        "{name}, you are signed in with the identity provider but have no role in this cockpit. Ask an administrator.",
    ),
    "signed_out": Text("您已在所有设备上退出，请重新登录。", "You signed out everywhere; sign in again."),
    "used": Text("上次登录已结束，请重新登录。", "That sign-in is over; sign in again."),
}


class Refused(ByReason):
    """Somebody whom the provider knows and who is not let in."""

    sentences = REFUSALS


def sign_in(engine: Engine, claims: Mapping[str, Any], *, address: str) -> Actor:
    """Who the claims speak of, with the roles that `settings().oidc` and administrators give them.

    The person is made at their first sign-in; roles that the claims no longer give end. Asked again with the same claims
    it changes nothing. Raises `Refused` (no role at all, signed out everywhere since) and `accounts.Refused` (disabled;
    a login that belongs to somebody else).
    """
    subject = _subject(claims)
    wanted = grants_of(claims)
    with engine.connect() as conn:
        known = _known(conn, subject)
        current = known is not None and not _differs(conn, known, claims, wanted)
    if not current:
        with store.writing(engine) as conn:
            _follow(conn, subject, claims, wanted, address)
    with engine.connect() as conn:
        return _let_in(conn, subject, claims, address)


def exchange(engine: Engine, claims: Mapping[str, Any], proof: str, *, address: str, agent: str) -> str:
    """A session of ours for what the provider said, once for each `proof` (its signed cookie): the value for its cookie.

    From then on that session counts and not the provider's cookie: it ends when unused, when its person signs out, is
    disabled or signs out everywhere. What is refused leaves a line in the log, too. Raises as `sign_in` does, and where
    the claims are over or were exchanged before.
    """
    ends = claims.get("exp")
    try:
        with engine.connect() as conn:
            # The provider's cookie stays in the browser for a month, come what may.
            if not isinstance(ends, int | float) or ends <= months.now().timestamp():
                raise Refused("used")
            if sessions.provided_before(conn, proof):
                raise Refused("used")
        who = sign_in(engine, claims, address=address)
        with store.writing(engine) as conn:
            if sessions.provided_before(conn, proof):
                raise Refused("used")
            audit.add(conn, who, "signed_in", f"person {who.login}", after={"agent": agent[:200], "by": GIVEN_BY})
            return sessions.open_(conn, who.login, address=address, agent=agent, provided=proof)
    except Refusal as refused:
        if getattr(refused, "reason", "") != "used":
            _note_refused(engine, claims, refused, address)
        raise


def grants_of(claims: Mapping[str, Any]) -> list[Grant]:
    """The roles that the claims give by the lines of `oidc.grants`, in the order of those lines."""
    told = claims.get(settings().oidc.roles)
    several = told if isinstance(told, list) else [told]
    values = {each for each in several if isinstance(each, str)}
    return list(dict.fromkeys(grant for value, grant in mapping() if value in values))


def mapping() -> Sequence[tuple[str, Grant]]:
    """The lines of `oidc.grants`: a value of the claim, and the role it gives."""
    return [_line(written) for written in settings().oidc.grants]


def check(conn: Connection) -> None:
    """Raise `SettingsError` for a line of `oidc.grants` with a unit that does not exist."""
    tree = grants.tree_of_today(conn)
    for written, (_, grant) in zip(settings().oidc.grants, mapping(), strict=True):
        if grant.unit not in tree:
            raise SettingsError(f"oidc.grants = {written!r}：没有单位 {grant.unit} / there is no unit {grant.unit}")


def _line(written: str) -> tuple[str, Grant]:
    """`value: role unit [department …]`, of which the settings have seen that it is written so."""
    value, _, rest = written.rpartition(":")
    role, unit, *departments = rest.split()
    return value.strip(), Grant(role, unit, frozenset(departments))  # type: ignore[arg-type]


def _subject(claims: Mapping[str, Any]) -> str:
    """Issuer and subject: what stays the same whatever somebody is called."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not issuer or not subject:
        raise Refused("no_subject")
    return f"{issuer} {subject}"


def _known(conn: Connection, subject: str):
    return conn.execute(select(person).where(person.c.subject == subject)).first()


def _written(claims: Mapping[str, Any]) -> dict[str, str]:
    """Name and mail as the provider tells them."""
    asked = settings().oidc
    name = str(claims.get(asked.name) or claims.get(asked.login) or claims["sub"])
    return {"name": name.strip()[: accounts.LONGEST_NAME], "mail": str(claims.get(asked.mail) or "")}


def _held(conn: Connection, login: str) -> dict[int, Grant]:
    """The live roles that the provider gave, by their numbers."""
    rows = conn.execute(
        select(role_grant).where(
            role_grant.c.person == login, role_grant.c.until.is_(None), role_grant.c.given_by == GIVEN_BY
        )
    )
    return {row.number: grants.grant_of(row) for row in rows}


def _differs(conn: Connection, known, claims: Mapping[str, Any], wanted: Sequence[Grant]) -> bool:
    told = _written(claims)
    held = set(_held(conn, known.login).values())
    by_hand = set(grants.of(conn, known.login)) - held
    return (known.name, known.mail) != (told["name"], told["mail"]) or held != set(wanted) - by_hand


def _follow(conn: Connection, subject: str, claims: Mapping[str, Any], wanted: Sequence[Grant], address: str) -> None:
    """Make the person if there is none, then bring name, mail and roles to what the claims say. Each change is logged."""
    check(conn)
    told, known = _written(claims), _known(conn, subject)
    if known is None:
        if not wanted:
            raise Refused("no_role", name=told["name"])
        login = accounts.tidy(str(claims.get(settings().oidc.login) or ""))
        if not login:
            raise Refused("no_login", claim=settings().oidc.login)
        by = Actor(GIVEN_BY, wanted[0].unit, (), login, address)
        accounts.make(conn, login, told["name"], wanted[0].unit, by=by, mail=told["mail"], subject=subject)
    else:
        login = known.login
        by = Actor(GIVEN_BY, known.unit, (), login, address)
        _rename(conn, known, told, by)
    held = _held(conn, login)
    for number, grant in held.items():
        if grant not in wanted:
            grants.take(conn, number, login, grant, by=by)
    for grant in wanted:
        if grant not in grants.of(conn, login):
            grants.give(conn, login, grant, by=by)


def _rename(conn: Connection, known, told: Mapping[str, str], by: Actor) -> None:
    before = {"name": known.name, "mail": known.mail}
    if before != told:
        conn.execute(update(person).where(person.c.login == known.login).values(**told))
        audit.add(conn, by, "person_renamed", f"person {known.login}", before=before, after=told)


def _note_refused(engine: Engine, claims: Mapping[str, Any], refused: Refusal, address: str) -> None:
    """Somebody whom the provider knows was not let in: a line in the log, without what the provider said of strangers."""
    by = Actor(GIVEN_BY, "", (), "", address)
    with store.writing(engine) as conn:
        known = _known(conn, f"{claims.get('iss')} {claims.get('sub')}")
        about = f"person {known.login}" if known else "person ?"
        audit.add(conn, by, "sign_in_refused", about, after={"reason": getattr(refused, "reason", "")})


def _let_in(conn: Connection, subject: str, claims: Mapping[str, Any], address: str) -> Actor:
    known = _known(conn, subject)
    actor = accounts.actor_of(conn, known.login, address)
    issued = claims.get("iat")
    # The provider's cookie outlives “sign out everywhere”: what it was given before that moment counts no more.
    if known.signed_out_at and (not isinstance(issued, int | float) or issued < known.signed_out_at.timestamp()):
        raise Refused("signed_out")
    if not actor.grants:
        raise Refused("no_role", name=actor.name)
    return actor
