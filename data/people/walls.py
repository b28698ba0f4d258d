"""Walls: screens that show what their owner chose and can do nothing else. Paired once, with a short code."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import pandas as pd
from sqlalchemy import Connection, Engine, func, insert, select, update

from data import audit, bulk, months, store
from data.access import Actor, may, require
from data.people import grants, pairing, screens, sessions
from data.people.pairing import LENGTH, LETTERS, MINUTES
from data.refusal import ByReason
from data.schema import kiosk, person, session, wall
from data.settings import settings
from data.text import Text
from data.units import Tree

SHOWN = ("unit", "lang", "metric", "period", "room", "screen")  # what a view may say: the query of the overview

__all__ = [
    "LENGTH", "LETTERS", "MINUTES", "Refused", "add", "listing", "make", "pair", "renew", "revoke", "take_over",
]  # fmt: skip

REFUSALS = {
    "no_account": Text(
        "大屏要有负责人：请用账号登录，或在命令行加 --by 登录名。",
        "A wall needs an owner: sign in with an account, or add --by LOGIN on the command line.",
    ),
    "name": Text("请给大屏起个名字。", "Give the wall a name."),
    "outside": Text("大屏只能显示“{unit}”及其下级单位。", "The wall can show {unit} and the units below it only."),
    "code": Text(
        "配对码不对或已过期（10 分钟内有效）。请向大屏负责人要一个新的。",
        "The pairing code is wrong or has run out (it is good for 10 minutes). Ask the wall's owner for a new one.",
    ),
    "screen": Text(
        "“{said}”不是屏幕尺寸：请填宽、高（0.3–60 米）和最远观看距离（0.3–150 米），三项都填或都不填。",
        "“{said}” is no screen: give width and height (0.3–60 m) and the farthest distance (0.3–150 m), all three or none.",
    ),
    "unknown": Text("没有第 {number} 号大屏，或它已停用。", "There is no wall {number}, or it has been revoked."),
}


class Refused(ByReason):
    """A wall that was not made, paired or revoked."""

    sentences = REFUSALS


def make(engine: Engine, name: str, unit: str, view: Mapping[str, str], *, by: Actor) -> str:
    """Make a wall of a unit that shows `view` (`unit`, `lang`, `metric`, `period` and `room` of the overview, and the `screen`
    it hangs on as `screens` writes it) and nothing else.

    Returns the pairing code, told this once and good for ten minutes.
    """
    with store.writing(engine) as conn:
        return add(conn, name, unit, view, by=by)[1]


def add(conn: Connection, name: str, unit: str, view: Mapping[str, str], *, by: Actor) -> tuple[int, str]:
    """As `make`, inside a transaction: its number, and the code."""
    shown = _allowed(conn, name, unit, view, by)
    number, code = bulk.next_number(conn, wall), pairing.code()
    made = {"name": name.strip(), "unit": unit, "view": urlencode(shown)}
    conn.execute(
        insert(wall).values(number=number, owner=by.login, made_at=months.now(), **pairing.kept(code, "wall"), **made)
    )
    audit.add(conn, by, "wall_made", f"wall {number}", after=made)
    return number, code


def renew(engine: Engine, number: int, *, by: Actor) -> str:
    """A new pairing code for a wall, for another device or one that lost its cookie; an old code ends."""
    with store.writing(engine) as conn:
        row = _live(conn, number, by)
        code = pairing.code()
        conn.execute(update(wall).where(wall.c.number == number).values(**pairing.kept(code, "wall")))
        audit.add(conn, by, "wall_code", f"wall {number}", after={"name": row["name"]})
    return code


def pair(engine: Engine, code: str, address: str, agent: str, screen: str = "") -> str:
    """Open the session of the wall that has the code: the value of its cookie. The code is good once.

    `screen`: its size and the farthest seat as `screens` writes them, from who stands before it; "" leaves what its owner said.
    Raises `Refused` for a wrong or old code or what is no screen, `pairing.TooOften` for an address that tried too many.
    """
    if screen and not screens.read(screen):
        raise Refused("screen", said=screen)
    with store.writing(engine) as conn:
        pairing.refuse_too_many(conn, address)
        asked = select(wall).where(wall.c.pairing == pairing.hashed(code, "wall"), wall.c.revoked_at.is_(None))
        found = conn.execute(asked).mappings().first()
        if found and found["pairing_until"] > months.now():
            return _opened(conn, found, address, agent, screen)
        pairing.note_failure(conn, address)
    raise Refused("code")  # only now, so that the failure is remembered


def _opened(conn: Connection, found: Mapping, address: str, agent: str, screen: str) -> str:
    view = urlencode(dict(parse_qsl(found["view"])) | ({"screen": screen} if screen else {}))
    paired = update(wall).where(wall.c.number == found["number"])
    conn.execute(paired.values(pairing=None, pairing_until=None, view=view))
    ends = months.now() + timedelta(days=settings().accounts.wall_days)
    device = Actor(found["name"], found["unit"], origin=address)
    audit.add(
        conn,
        device,
        "wall_paired",
        f"wall {found['number']}",
        before={"view": found["view"]},
        after={"agent": agent, "view": view},
    )
    return sessions.begin(conn, ends=ends, address=address, agent=agent, wall_number=found["number"])


def take_over(engine: Engine, number: int, *, by: Actor) -> None:
    """Become a wall's owner: it is worth what its owner may, so one whose owner has left shows nothing until then."""
    with store.writing(engine) as conn:
        row = _live(conn, number, by)
        if not by.login:
            raise Refused("no_account")
        conn.execute(update(wall).where(wall.c.number == number).values(owner=by.login))
        told = {"owner": row["owner"]}
        audit.add(conn, by, "wall_taken_over", f"wall {number}", before=told, after={"owner": by.login})


def revoke(engine: Engine, number: int, *, by: Actor) -> None:
    """End a wall: its device sees nothing more from its next question on."""
    with store.writing(engine) as conn:
        row = _live(conn, number, by)
        now = months.now()
        conn.execute(update(wall).where(wall.c.number == number).values(revoked_at=now, pairing=None))
        theirs = (session.c.wall == number, session.c.ended.is_(None))
        sessions.forget(conn, conn.scalars(select(session.c.hash).where(*theirs)).all())
        conn.execute(update(session).where(*theirs).values(ended=now))
        audit.add(conn, by, "wall_revoked", f"wall {number}", before={"name": row["name"]})


def listing(conn: Connection, actor: Actor) -> pd.DataFrame:
    """The walls that the actor keeps, newest first: number, name, owner, owner_name, owner_disabled, unit, view, made_at, revoked_at,
    pairing_until (NaT without a code), kiosk (the storyline that a kiosk goes through, 0 for a wall), paired (has an open session), seen, address, agent of its newest session.
    `owner_disabled`: its owner has left, or may keep walls of its unit no longer; it shows nothing until taken over."""
    newest = (
        select(
            session, func.row_number().over(partition_by=session.c.wall, order_by=session.c.started.desc()).label("age")
        )
        .where(session.c.wall.is_not(None))
        .subquery()
    )
    query = (
        select(
            *(
                wall.c[key]
                for key in ("number", "name", "owner", "unit", "view", "made_at", "revoked_at", "pairing_until")
            ),
            func.coalesce(kiosk.c.storyline, 0).label("kiosk"),
            person.c.name.label("owner_name"),
            person.c.disabled_at.is_not(None).label("owner_disabled"),
            *(newest.c[key] for key in ("seen", "address", "agent", "ends", "ended")),
        )
        .join_from(wall, person, wall.c.owner == person.c.login)
        .outerjoin(kiosk, kiosk.c.wall == wall.c.number)
        .outerjoin(newest, (newest.c.wall == wall.c.number) & (newest.c.age == 1))
        .order_by(wall.c.number.desc())
    )
    found = bulk.read(conn, query)
    open_ = found["ended"].isna() & (pd.to_datetime(found["ends"], utc=True) > months.now())
    tree = grants.tree_of_today(conn)
    kept = found["unit"].map(lambda unit: may(actor, "keep_walls", unit, tree)).astype(bool)
    left = [not _may_keep(conn, row.owner, row.unit, tree) for row in found.itertuples()]
    found["owner_disabled"] = found["owner_disabled"].astype(bool) | pd.Series(left, index=found.index, dtype=bool)
    moments = {name: months.in_zhejiang(found[name]) for name in ("made_at", "revoked_at", "pairing_until", "seen")}
    return found.assign(paired=open_, **moments).drop(columns=["ends", "ended"])[kept].reset_index(drop=True)


def _may_keep(conn: Connection, login: str, unit: str, tree: Tree) -> bool:
    return may(Actor(login, unit, grants.of(conn, login), login), "keep_walls", unit, tree)


def _allowed(conn: Connection, name: str, unit: str, view: Mapping[str, str], by: Actor) -> dict[str, str]:
    """The view as it is kept: only what a wall may be told, and only of its own units."""
    tree = grants.tree_of_today(conn)
    require(grants.still_held(conn, by), "keep_walls", [unit], tree)
    if not by.login:
        raise Refused("no_account")
    if not name.strip():
        raise Refused("name")
    shown = {"unit": unit, **{key: view[key] for key in SHOWN if view.get(key)}}
    if shown["unit"] not in tree.below(unit):
        raise Refused("outside", unit=tree[unit].name_zh)
    if "screen" in shown and not screens.read(shown["screen"]):
        raise Refused("screen", said=shown["screen"])
    return shown


def _live(conn: Connection, number: int, by: Actor) -> Mapping:
    row = conn.execute(select(wall).where(wall.c.number == number, wall.c.revoked_at.is_(None))).mappings().first()
    if row is None:
        raise Refused("unknown", number=number)
    require(grants.still_held(conn, by), "keep_walls", [row["unit"]], grants.tree_of_today(conn))
    return row
