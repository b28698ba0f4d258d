"""Signing in by an identity provider: who somebody is and which roles they have, by what the provider says of them.

However it says so (the claims of OIDC, `data/people/ways/` for the others), it comes here as a `Told`, so that rights
follow one path. Roles that the provider gives are told apart from those an administrator gave by hand: only the former
follow what is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Told:
    """What an identity provider says of somebody. `asked` is what it calls the login, for who has to be told that it is
    missing; `values` are what lines of `oidc.grants` may name; `issued` and `ends` are seconds of the epoch, None where
    nothing is said."""

    issuer: str
    subject: str
    login: str
    name: str
    mail: str
    values: frozenset[str]
    issued: float | None
    ends: float | None
    asked: str = ""

    @property
    def who(self) -> str:
        """Issuer and subject: what stays the same whatever somebody is called."""
        return f"{self.issuer} {self.subject}"

    @property
    def shown(self) -> dict[str, str]:
        """Name and mail as they are kept."""
        name = self.name or self.login or self.subject
        return {"name": name.strip()[: accounts.LONGEST_NAME], "mail": self.mail}


def of_oidc(claims: Mapping[str, Any]) -> Told:
    """The claims of an OIDC provider by the names of `settings().oidc`."""
    asked = settings().oidc
    told = claims.get(asked.roles)
    several = told if isinstance(told, list) else [told]
    return Told(
        str(claims.get("iss") or ""),
        str(claims.get("sub") or ""),
        str(claims.get(asked.login) or ""),
        str(claims.get(asked.name) or ""),
        str(claims.get(asked.mail) or ""),
        frozenset(each for each in several if isinstance(each, str)),
        _moment(claims.get("iat")),
        _moment(claims.get("exp")),
        asked.login,
    )


def _moment(claim: Any) -> float | None:
    return claim if isinstance(claim, int | float) else None


def sign_in(engine: Engine, told: Told, *, address: str) -> Actor:
    """Of whom that is told, with the roles that `oidc.grants` and administrators give them.

    The person is made at their first sign-in; roles that are no longer given end. Asked again with the same it changes
    nothing. Raises `Refused` (no role at all, signed out everywhere since) and `accounts.Refused` (disabled; a login that
    belongs to somebody else).
    """
    if not told.issuer or not told.subject:
        raise Refused("no_subject")
    with engine.connect() as conn:
        current = _known(conn, told.who) is not None and not differs(conn, told)
    if not current:
        with store.writing(engine) as conn:
            follow(conn, told, address)
    with engine.connect() as conn:
        return _let_in(conn, told, address)


def exchange(engine: Engine, told: Told, proof: str | None, *, address: str, agent: str) -> str:
    """A session of ours for what the provider said, once for each `proof` (its signed cookie, its ticket): the value for
    its cookie. None where somebody showed a password: whose roles need a second factor still has to give it.

    From then on that session counts and not what the provider gave: it ends when unused, when its person signs out, is
    disabled or signs out everywhere. What is refused leaves a line in the log, too. Raises as `sign_in` does, and where
    what was told is over or was exchanged before.
    """
    try:
        with engine.connect() as conn:
            # The provider's cookie stays in the browser for a month, come what may.
            if told.ends is None or told.ends <= months.now().timestamp():
                raise Refused("used")
            if proof and sessions.provided_before(conn, proof):
                raise Refused("used")
        who = sign_in(engine, told, address=address)
        with store.writing(engine) as conn:
            if proof and sessions.provided_before(conn, proof):
                raise Refused("used")
            audit.add(conn, who, "signed_in", f"person {who.login}", after={"agent": agent[:200], "by": GIVEN_BY})
            return sessions.open_(conn, who.login, address=address, agent=agent, provided=proof)
    except Refusal as refused:
        if getattr(refused, "reason", "") != "used":
            _note_refused(engine, told, refused, address)
        raise


def grants_of(told: Told) -> list[Grant]:
    """The roles that are given by the lines of `oidc.grants`, in the order of those lines."""
    return list(dict.fromkeys(grant for value, grant in mapping() if value in told.values))


def mapping() -> Sequence[tuple[str, Grant]]:
    """The lines of `oidc.grants`: a value, and the role it gives."""
    return [_line(written) for written in settings().oidc.grants]


def check(conn: Connection) -> None:
    """Raise `SettingsError` for a line of `oidc.grants` with a unit that does not exist."""
    tree = grants.tree_of_today(conn)
    for written, (_, grant) in zip(settings().oidc.grants, mapping(), strict=True):
        if grant.unit not in tree:
            raise SettingsError(f"oidc.grants = {written!r}：没有单位 {grant.unit} / there is no unit {grant.unit}")


def follow(conn: Connection, told: Told, address: str) -> str:
    """Make the person if there is none, then bring name, mail and roles to what is told; their login. Each change is
    logged."""
    check(conn)
    wanted, known = grants_of(told), _known(conn, told.who)
    if known is None:
        if not wanted:
            raise Refused("no_role", name=told.shown["name"])
        login = accounts.tidy(told.login)
        if not login:
            raise Refused("no_login", claim=told.asked)
        by = Actor(GIVEN_BY, wanted[0].unit, (), login, address)
        shown = told.shown
        accounts.make(conn, login, shown["name"], wanted[0].unit, by=by, mail=shown["mail"], subject=told.who)
    else:
        login = known.login
        by = Actor(GIVEN_BY, known.unit, (), login, address)
        _rename(conn, known, told.shown, by)
    for number, grant in held(conn, login).items():
        if grant not in wanted:
            grants.take(conn, number, login, grant, by=by)
    for grant in wanted:
        if grant not in grants.of(conn, login):
            grants.give(conn, login, grant, by=by)
    return login


def held(conn: Connection, login: str) -> dict[int, Grant]:
    """The live roles that the provider gave, by their numbers."""
    rows = conn.execute(
        select(role_grant).where(
            role_grant.c.person == login, role_grant.c.until.is_(None), role_grant.c.given_by == GIVEN_BY
        )
    )
    return {row.number: grants.grant_of(row) for row in rows}


def _line(written: str) -> tuple[str, Grant]:
    """`value: role unit [department …]`, of which the settings have seen that it is written so."""
    value, _, rest = written.rpartition(":")
    role, unit, *departments = rest.split()
    return value.strip(), Grant(role, unit, frozenset(departments))  # type: ignore[arg-type]


def _known(conn: Connection, who: str):
    return conn.execute(select(person).where(person.c.subject == who)).first()


def differs(conn: Connection, told: Told) -> bool:
    """Whether something of somebody known is otherwise than is told now."""
    known = _known(conn, told.who)
    given = set(held(conn, known.login).values())
    by_hand = set(grants.of(conn, known.login)) - given
    return {"name": known.name, "mail": known.mail} != told.shown or given != set(grants_of(told)) - by_hand


def _rename(conn: Connection, known, shown: Mapping[str, str], by: Actor) -> None:
    before = {"name": known.name, "mail": known.mail}
    if before != shown:
        conn.execute(update(person).where(person.c.login == known.login).values(**shown))
        audit.add(conn, by, "person_renamed", f"person {known.login}", before=before, after=shown)


def _note_refused(engine: Engine, told: Told, refused: Refusal, address: str) -> None:
    """Somebody whom the provider knows was not let in: a line in the log, without what the provider said of strangers."""
    by = Actor(GIVEN_BY, "", (), "", address)
    with store.writing(engine) as conn:
        known = _known(conn, told.who)
        about = f"person {known.login}" if known else "person ?"
        audit.add(conn, by, "sign_in_refused", about, after={"reason": getattr(refused, "reason", "")})


def _let_in(conn: Connection, told: Told, address: str) -> Actor:
    known = _known(conn, told.who)
    actor = accounts.actor_of(conn, known.login, address)
    # The provider's cookie outlives “sign out everywhere”: what it was given before that moment counts no more.
    if known.signed_out_at and (told.issued is None or told.issued < known.signed_out_at.timestamp()):
        raise Refused("signed_out")
    if not actor.grants:
        raise Refused("no_role", name=actor.name)
    return actor
