"""Sessions: who came in, from where, until when. The cookie holds a random token; the table holds only its hash.

A session belongs to a person or to a wall. It ends after `accounts.hours`, after `accounts.idle_minutes` without a view,
when somebody signs out, and when its person is disabled or signs out everywhere.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from itsdangerous import BadSignature, Signer
from sqlalchemy import Connection, Engine, RowMapping, Select, and_, func, insert, select, update

from data import audit, months, store
from data.access import MAY, Actor, Grant, may
from data.people import grants
from data.schema import kiosk, person, session, token, wall
from data.secret import secret
from data.settings import settings

COOKIE = "cockpit_session"
KNOWN = 2000  # sessions remembered for the time the store is away
SEEN_EVERY = timedelta(minutes=1)  # a view is written down at most so often, so that reading stays cheap


@dataclass(frozen=True)
class Session:
    """Who is signed in. `view` is the query that a wall shows ("" for people), `wall` its number (0 for people), `kiosk` the
    storyline that it goes through for visitors (0 for what is no kiosk);
    `must_change`: the password comes first; `factor`: the second factor is still to be given, or to be set up."""

    actor: Actor
    must_change: bool = False
    view: str = ""
    wall: int = 0
    kiosk: int = 0
    factor: Literal["", "give", "set_up"] = ""

    @property
    def comes_first(self) -> Literal["", "give", "password", "set_up"]:
        """What has to be done before anything else. Who has a factor gives it before they choose a password, for a
        one-time password may be in other hands; who has none sets it up in a session that is theirs."""
        if self.factor == "give":
            return "give"
        return "password" if self.must_change else self.factor


Held = Mapping[str, tuple[Grant, ...]]  # the roles of people by their login
_known: dict[str, Session] = {}


def open_(conn: Connection, login: str, *, address: str, agent: str, provided: str | None = None) -> str:
    """Begin a person's session in the transaction of their sign-in: the value for their cookie. `provided` is the proof
    of an identity provider for which it is given."""
    ends = months.now() + timedelta(hours=settings().accounts.hours)
    return begin(conn, ends=ends, address=address, agent=agent, login=login, provided=provided)


def provided_before(conn: Connection, proof: str) -> bool:
    """Whether a session was given for that proof of an identity provider already: each is good for one."""
    return conn.scalar(select(session.c.hash).where(session.c.provided == _hash(proof))) is not None


def begin(
    conn: Connection,
    *,
    ends: datetime,
    address: str,
    agent: str,
    login: str | None = None,
    wall_number: int | None = None,
    provided: str | None = None,
) -> str:
    """Write a session of a person or of a wall; the value for its cookie, which is nowhere else."""
    secret_part, now = secrets.token_urlsafe(32), months.now()
    row = {"hash": _hash(secret_part), "person": login, "wall": wall_number, "started": now, "seen": now, "ends": ends}
    proof = _hash(provided) if provided else None
    # Whoever came by a password: which roles need more is asked at every view, since roles and settings change.
    unconfirmed = bool(login) and proof is None
    told = {"address": address[:200], "agent": agent[:300], "provided": proof, "unconfirmed": unconfirmed}
    conn.execute(insert(session).values(**row, **told))
    return _signer().sign(secret_part).decode()


def find(engine: Engine, cookie: str, origin: str = "") -> Session | None:
    """Whose session it is, with the rights of this moment; None where it has ended or never was. `origin`: for the log."""
    return find_all(engine, [cookie], origin).get(cookie)


def find_all(engine: Engine, cookies: Collection[str], origin: str = "") -> dict[str, Session]:
    """As `find`, of many in as many questions as of one; what has ended is not there."""
    keys = {key: cookie for cookie in cookies if (key := key_of(cookie))}
    if not keys:
        return {}
    with engine.connect() as conn:
        rows = [row for row in conn.execute(_live(keys)).mappings() if _lasts(row)]
        held = grants.of_all(conn, {row["login"] or row["owner"] for row in rows})
        found = {row["hash"]: _of(row, held, origin) for row in rows if not row["wall"] or _is_kept(conn, row, held)}
    if unseen := [row["hash"] for row in rows if row["hash"] in found and months.now() - row["seen"] >= SEEN_EVERY]:
        _note(engine, unseen)
    for key in keys:
        _known.pop(key, None)
    _known.update(found)
    while len(_known) > KNOWN:
        _known.pop(next(iter(_known)), None)
    return {keys[key]: each for key, each in found.items()}


def looked_before(engine: Engine, cookie: str) -> datetime | None:
    """When the person of a session last looked before they signed in to it; None where they never did, or it is nobody's."""
    this, other = session.alias(), session.alias()
    earlier = select(func.max(other.c.seen)).where(other.c.person == this.c.person, other.c.seen < this.c.started)
    with engine.connect() as conn:
        return conn.scalar(select(earlier.scalar_subquery()).where(this.c.hash == key_of(cookie)))


def remembered(cookie: str) -> Session | None:
    """Who that was when this process last asked: for the time the store is away and only what was shown before can be
    shown. Nothing can be done with it, for whatever is done asks the store."""
    return _known.get(key_of(cookie) or "")


def actor(engine: Engine, cookie: str, origin: str = "") -> Actor | None:
    """Who acts in that session; None where it has ended."""
    found = find(engine, cookie, origin)
    return found.actor if found else None


def confirm(conn: Connection, cookie: str, login: str) -> str | None:
    """The second factor was given in that session: the value for its cookie from now on, for the old one is worth
    nothing any more. None where it has ended."""
    key, fresh = key_of(cookie), secrets.token_urlsafe(32)
    theirs = (session.c.hash == key, session.c.person == login, session.c.ended.is_(None))
    if not conn.execute(update(session).where(*theirs).values(hash=_hash(fresh), unconfirmed=False)).rowcount:
        return None
    forget(conn, [key] if key else [])
    return _signer().sign(fresh).decode()


def needs_factor(held: Iterable[Grant]) -> bool:
    """Whether somebody with these roles needs a second factor (`accounts.second_factor`), wherever they hold them."""
    return any(grant.role in settings().accounts.second_factor for grant in held)


def end(engine: Engine, cookie: str) -> None:
    """Sign out: this session ends, and nothing happens where it already has."""
    key = key_of(cookie)
    with store.writing(engine) as conn:
        row = conn.execute(_live([key])).mappings().first() if key else None
        if key is None or row is None:
            return
        conn.execute(update(session).where(session.c.hash == key).values(ended=months.now()))
        forget(conn, [key])
        by = Actor(
            row["name"] or row["wall_name"], row["unit"] or row["wall_unit"], (), row["login"] or "", row["address"]
        )
        audit.add(conn, by, "signed_out", f"person {row['login']}" if row["login"] else f"wall {row['wall']}")


def end_provided(engine: Engine, proof: str, *, by: Actor) -> bool:
    """End the session that was given for that proof of an identity provider, which says that it is over there; whether
    there was one."""
    with store.writing(engine) as conn:
        theirs = (session.c.provided == _hash(proof), session.c.ended.is_(None))
        row = conn.execute(select(session.c.hash, session.c.person).where(*theirs)).first()
        if row is None:
            return False
        conn.execute(update(session).where(session.c.hash == row.hash).values(ended=months.now()))
        forget(conn, [row.hash])
        audit.add(conn, by, "signed_out", f"person {row.person}", after={"by": by.name})
        return True


def end_all(engine: Engine, login: str, *, by: Actor) -> int:
    """Sign out everywhere: every session of a person ends, theirs or another's by who keeps the people. How many."""
    with store.writing(engine) as conn:
        if login != by.login:
            grants.require_over(conn, by, login)
        count = end_of_person(conn, login)
        audit.add(conn, by, "signed_out_everywhere", f"person {login}", after={"sessions": count})
        return count


def end_of_person(conn: Connection, login: str, *, keep: str = "", tokens: bool = True) -> int:
    """End every session of a person, but the one of the cookie `keep`, and the `tokens` of their programs, in the
    transaction of what makes it necessary. How many sessions."""
    now = months.now()
    if tokens:
        live = (token.c.person == login, token.c.revoked_at.is_(None))
        conn.execute(update(token).where(*live).values(revoked_at=now))
    conn.execute(update(person).where(person.c.login == login).values(signed_out_at=now))
    others = (session.c.person == login, session.c.ended.is_(None), session.c.hash != (key_of(keep) or ""))
    forget(conn, conn.scalars(select(session.c.hash).where(*others)).all())
    return conn.execute(update(session).where(*others).values(ended=now)).rowcount


def forget(conn: Connection, keys: Iterable[str]) -> None:
    """Remember those sessions no longer once this transaction stands: what was ended shows nothing while the store is
    away."""
    gone = list(keys)

    def do() -> None:
        for key in gone:
            _known.pop(key, None)

    store.afterwards(conn, do)


def form_token(cookie: str) -> str:
    """What a form of ours sends along, so that no other site can send it: only who has the cookie can be given it."""
    return hmac.new(secret(), f"form:{cookie}".encode(), hashlib.sha256).hexdigest()


def is_form_token(token: str, cookie: str) -> bool:
    """Whether a form came from a page that was made for this cookie."""
    return bool(cookie) and hmac.compare_digest(token.encode(), form_token(cookie).encode())


def _signer() -> Signer:
    return Signer(secret(), salt=COOKIE, digest_method=hashlib.sha256)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def key_of(cookie: str) -> str | None:
    """What a cookie's session is kept under; None for a cookie that is not ours."""
    try:
        return _hash(_signer().unsign(cookie).decode())
    except BadSignature:
        return None


def _live(keys: Collection[str]) -> Select:
    owner = person.alias("owner")
    asked = (
        session,
        person.c.login,
        person.c.name,
        person.c.unit,
        person.c.must_change,
        person.c.disabled_at,
        (person.c.second_factor != "").label("has_factor"),
        wall.c.name.label("wall_name"),
        wall.c.unit.label("wall_unit"),
        wall.c.owner,
        wall.c.view,
        wall.c.revoked_at,
        and_(owner.c.login.is_not(None), owner.c.disabled_at.is_(None)).label("owner_in_use"),
        kiosk.c.storyline.label("kiosk"),
    )
    return (
        select(*asked)
        .join_from(session, person, person.c.login == session.c.person, isouter=True)
        .join(wall, wall.c.number == session.c.wall, isouter=True)
        .join(owner, owner.c.login == wall.c.owner, isouter=True)
        .join(kiosk, kiosk.c.wall == wall.c.number, isouter=True)
        .where(session.c.hash.in_(keys), session.c.ended.is_(None))
    )


def _lasts(row: RowMapping) -> bool:
    now = months.now()
    if row["wall"]:
        return row["revoked_at"] is None and now < row["ends"]
    idle = timedelta(minutes=settings().accounts.idle_minutes)
    return row["disabled_at"] is None and now < row["ends"] and now - row["seen"] < idle


def _is_kept(conn: Connection, row: RowMapping, held: Held) -> bool:
    """Whether the wall's owner may still keep walls of its unit: it is worth what they may, and no more."""
    theirs = held.get(row["owner"], ()) if row["owner_in_use"] else ()
    keeping = [grant for grant in theirs if grant.role in MAY["keep_walls"]]
    if any(grant.unit == row["wall_unit"] for grant in keeping):
        return True  # the usual case, without asking for the tree of units
    owner = Actor(row["owner"], row["wall_unit"], tuple(keeping), row["owner"])
    return bool(keeping) and may(owner, "keep_walls", row["wall_unit"], grants.tree_of_today(conn))


def _of(row: RowMapping, held: Held, origin: str) -> Session:
    if row["wall"]:
        only = (Grant("kiosk" if row["kiosk"] else "wall", row["wall_unit"]),)
        device = Actor(row["wall_name"], row["wall_unit"], only, origin=row["address"])
        return Session(device, view=row["view"], wall=row["wall"], kiosk=row["kiosk"] or 0)
    who = Actor(row["name"], row["unit"], held.get(row["login"], ()), row["login"], origin or row["address"])
    asked = row["unconfirmed"] and needs_factor(who.grants)
    return Session(
        who, must_change=row["must_change"], factor=("give" if row["has_factor"] else "set_up") if asked else ""
    )


def _note(engine: Engine, keys: Collection[str]) -> None:
    """Write down that sessions are in use. A store that cannot write just now must not keep anybody from reading."""
    now = months.now()
    try:
        with store.writing(engine) as conn:
            conn.execute(update(session).where(session.c.hash.in_(keys)).values(seen=now))
    except store.Refused:
        pass
