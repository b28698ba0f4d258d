"""Where somebody is signed in: their open sessions, each of which they can end."""

import pandas as pd
from sqlalchemy import Connection, Engine, select, update

from data import audit, bulk, months, store
from data.access import Actor
from data.people import grants, sessions
from data.refusal import Refusal
from data.schema import session
from data.text import Text

SHORT = 16  # of a session's hash, by which it is ended: enough to tell one's own apart
GONE = Text("这次登录已经结束。", "That sign-in has ended already.")


class Refused(Refusal):
    """A session that was not ended."""


def listing(conn: Connection, login: str, cookie: str = "") -> pd.DataFrame:
    """A person's open sessions, the last seen first: key, started, seen, ends, address, agent, here (it is the one of
    the cookie)."""
    columns = [session.c[name] for name in ("hash", "started", "seen", "ends", "address", "agent")]
    asked = select(*columns).where(session.c.person == login, session.c.ended.is_(None), session.c.ends > months.now())
    found = bulk.read(conn, asked.order_by(session.c.seen.desc()))
    moments = {name: months.in_zhejiang(found[name]) for name in ("started", "seen", "ends")}
    own = sessions.key_of(cookie) if cookie else None
    shown = found.assign(**moments, key=found["hash"].str[:SHORT], here=found["hash"] == own)
    return shown.drop(columns="hash")


def end(engine: Engine, login: str, key: str, *, by: Actor) -> None:
    """End one session of a person: one's own, or another's for who keeps them."""
    with store.writing(engine) as conn:
        if login != by.login:
            grants.require_over(conn, by, login)
        mine = (session.c.person == login) & session.c.hash.startswith(key, autoescape=True) & session.c.ended.is_(None)
        sessions.forget(conn, conn.scalars(select(session.c.hash).where(mine)).all())
        if not conn.execute(update(session).where(mine).values(ended=months.now())).rowcount:
            raise Refused(GONE)
        audit.add(conn, by, "session_ended", f"person {login}")
