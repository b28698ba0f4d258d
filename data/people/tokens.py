"""Tokens: what a program of a person's presents to the interface (`/api`). It may do what the person may."""

import hashlib
import secrets
from datetime import datetime, timedelta

import pandas as pd
from sqlalchemy import Connection, Engine, func, insert, select, update

from data import audit, bulk, months, store
from data.access import Actor
from data.people import accounts, grants
from data.refusal import ByReason, Refusal
from data.schema import person, session, token
from data.settings import settings
from data.text import Text

BEGINS = "cockpit_"  # so that a token left lying about is known for what it is
SELDOM = timedelta(minutes=1)  # `used_at` is written at most this often

REFUSALS = {
    "no_account": Text(
        "令牌属于账号：请先用账号登录。", "A token belongs to an account: sign in with an account first."
    ),
    "name": Text("请写明令牌给哪个程序用。", "Say which program the token is for."),
    "unknown": Text("没有第 {number} 号令牌，或它已停用。", "There is no token {number}, or it has been revoked."),
}


class Refused(ByReason):
    """A token that was not made or revoked."""

    sentences = REFUSALS


def make(engine: Engine, name: str, *, by: Actor) -> str:
    """A token for a program of the actor's own; it is told this once and kept as a hash."""
    if not name.strip():
        raise Refused("name")
    told, now = BEGINS + secrets.token_urlsafe(32), months.now()
    with store.writing(engine) as conn:
        if (
            conn.scalar(select(person.c.login).where(person.c.login == by.login, person.c.disabled_at.is_(None)))
            is None
        ):
            raise Refused("no_account")
        number = bulk.next_number(conn, token)
        made = {"number": number, "person": by.login, "name": name.strip(), "made_at": now}
        ends = now + timedelta(days=settings().accounts.token_days)
        conn.execute(insert(token).values(**made, ends=ends, hash=_hash(told)))
        audit.add(conn, by, "token_made", f"token {number}", after={"name": name.strip(), "ends": ends})
    return told


def actor(engine: Engine, presented: str, origin: str) -> Actor | None:
    """Whose token it is, with the rights they have now; None if it is unknown, revoked or over, its person disabled, or
    where they have to change their password first. The roles of who comes by an identity provider follow its claims at
    their sign-ins alone, so their tokens are good for `oidc.fresh_days` after the last one.

    The actor's origin says from where, and by which token.
    """
    now = months.now()
    asked = select(token).where(token.c.hash == _hash(presented), token.c.revoked_at.is_(None), token.c.ends > now)
    with engine.connect() as conn:
        row = conn.execute(asked).mappings().first()
        if row is None:
            return None
        if not _is_fresh(conn, row["person"], row["made_at"], now):
            return None
        try:
            who = accounts.actor_of(conn, row["person"], f"{origin} via token {row['name']}".strip())
        except Refusal:
            return None
    if row["used_at"] is None or now - row["used_at"] >= SELDOM:
        _note(engine, row["number"], now)
    return who


def _is_fresh(conn: Connection, login: str, made_at: datetime, now: datetime) -> bool:
    """Whether nothing has to be done by the person before their programs may go on."""
    held = conn.execute(select(person.c.must_change, person.c.subject).where(person.c.login == login)).one()
    if held.must_change:
        return False
    if not held.subject:
        return True
    signed_in = conn.scalar(select(func.max(session.c.started)).where(session.c.person == login))
    return now - max(signed_in or made_at, made_at) < timedelta(days=settings().oidc.fresh_days)


def revoke(engine: Engine, number: int, *, by: Actor) -> None:
    """End a token: one's own, or that of somebody whom one keeps."""
    with store.writing(engine) as conn:
        row = (
            conn.execute(select(token).where(token.c.number == number, token.c.revoked_at.is_(None))).mappings().first()
        )
        if row is None:
            raise Refused("unknown", number=number)
        if row["person"] != by.login:
            grants.require_over(conn, by, row["person"])
        conn.execute(update(token).where(token.c.number == number).values(revoked_at=months.now()))
        audit.add(conn, by, "token_revoked", f"token {number}", before={"person": row["person"], "name": row["name"]})


def listing(conn: Connection, login: str) -> pd.DataFrame:
    """A person's tokens, newest first: number, name, made_at, ends, used_at, revoked_at."""
    columns = [token.c[name] for name in ("number", "name", "made_at", "ends", "used_at", "revoked_at")]
    found = bulk.read(conn, select(*columns).where(token.c.person == login).order_by(token.c.number.desc()))
    return found.assign(
        **{name: months.in_zhejiang(found[name]) for name in ("made_at", "ends", "used_at", "revoked_at")}
    )


def _note(engine: Engine, number: int, now: datetime) -> None:
    """Write down that the token is in use. A store that cannot write just now keeps no program from reading."""
    try:
        with store.writing(engine) as conn:
            conn.execute(update(token).where(token.c.number == number).values(used_at=now))
    except store.Refused:
        pass


def _hash(presented: str) -> str:
    """A token is long and random, so its hash cannot be turned back by trying."""
    return hashlib.sha256(presented.encode()).hexdigest()
