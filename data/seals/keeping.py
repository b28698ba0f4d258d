"""Seals as they are kept: made by whoever may run the storyline, added to the store and never changed, given out to those who
may run it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, or_, select

from data import audit, bulk, files, months, store
from data.access import Actor, may
from data.people import grants
from data.presenting import reading
from data.refusal import ByReason
from data.schema import audit as log
from data.schema import seal, storyline, storyline_share
from data.seals import bag, key
from data.seals.content import Content
from data.text import Text

REFUSALS = {
    "no_account": Text("封存须用个人账号。", "A seal is made with a person's own account."),
    "no_steps": Text("演示脚本还没有步骤，没有可封存的画面。", "The storyline has no steps, so there is nothing to seal."),
    "gone": Text("没有第 {number} 号演示脚本，或没有共享给您。", "There is no storyline {number}, or it is not shared with you."),
    "no_seal": Text("没有第 {number} 号封存，或不归您查看。", "There is no seal {number}, or it is not yours to see."),
}  # fmt: skip


class Refused(ByReason):
    """A seal that is not made or not given out."""

    sentences = REFUSALS


@dataclass(frozen=True)
class Seal:
    """One seal: of which version of which storyline, by whom and when, at which revision of which room's store; the hash of its
    file, the mark on its slides, the fingerprint of the key, and the hash of the seal before."""

    number: int
    storyline: int
    version: int
    unit: str
    title: Text
    at: datetime
    person: str
    name: str
    room: str
    revision: int
    steps: int
    sha256: str
    mark: str
    key: str
    previous: str

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return f"{bag.folder(self.mark)}.zip"


def keep(engine: Engine, content: Content, *, by: Actor) -> int:
    """Sign what is to be sealed and keep it; its number. Refused: no account, a storyline that is not theirs, no steps."""
    signer = key.private()
    with store.writing(engine) as conn:
        if not by.login:
            raise Refused("no_account")
        by = grants.still_held(conn, by)
        if reading.one(conn, content.storyline, by) is None:
            raise Refused("gone", number=content.storyline)
        if not content.steps:
            raise Refused("no_steps")
        number, now = bulk.next_number(conn, seal), months.now()
        row = _row(conn, content, number, now, by)
        made = bag.make(content, _about(conn, content, row, now), signer)
        row |= {"sha256": files.keep(conn, made), "key": key.fingerprint(key.raw(signer.public_key()))}
        conn.execute(insert(seal).values(**row))
        told = {"storyline": content.storyline, "version": content.version, "revision": content.revision}
        audit.add(conn, by, "sealed", f"seal {number}", after={**told, "sha256": row["sha256"], "mark": content.mark})
        return number


def listing(conn: Connection, actor: Actor, storyline: int | None = None) -> list[Seal]:
    """The seals of storylines that the actor may run or made themselves, of one storyline or of all; the newest first."""
    asked = _theirs(actor).order_by(seal.c.number.desc())
    if storyline is not None:
        asked = asked.where(seal.c.storyline == storyline)
    tree = grants.tree_of_today(conn)
    return [_read(row) for row in conn.execute(asked).mappings() if may(actor, "present", row["unit"], tree)]


def file_of(conn: Connection, number: int, actor: Actor) -> tuple[Seal, bytes]:
    """One of them with its bag. Refused where it is not the actor's to see."""
    row = conn.execute(_theirs(actor).where(seal.c.number == number)).mappings().first()
    if row is None or not may(actor, "present", row["unit"], grants.tree_of_today(conn)):
        raise Refused("no_seal", number=number)
    return _read(row), files.kept(conn, row["sha256"])


def every(conn: Connection) -> list[Seal]:
    """All of them, the newest first, for who administers the machine."""
    return [_read(row) for row in conn.execute(select(seal).order_by(seal.c.number.desc())).mappings()]


def kept(conn: Connection, number: int) -> tuple[Seal, bytes]:
    """One of all with its bag, for who administers the machine. Refused where there is none."""
    row = conn.execute(select(seal).where(seal.c.number == number)).mappings().first()
    if row is None:
        raise Refused("no_seal", number=number)
    return _read(row), files.kept(conn, row["sha256"])


def _theirs(actor: Actor):
    with_them = select(storyline_share.c.storyline).where(storyline_share.c.person == actor.login)
    own = select(storyline.c.number).where(storyline.c.owner == actor.login)
    of_theirs = or_(seal.c.storyline.in_(own), seal.c.storyline.in_(with_them), seal.c.person == actor.login)
    return select(seal).where(of_theirs)


def _row(conn: Connection, content: Content, number: int, now: datetime, by: Actor) -> dict[str, object]:
    before = conn.scalar(select(seal.c.sha256).order_by(seal.c.number.desc()).limit(1))
    return {
        "number": number,
        "storyline": content.storyline,
        "version": content.version,
        "unit": content.unit,
        "title_zh": content.title.zh,
        "title_en": content.title.en,
        "at": now,
        "person": by.login,
        "name": by.name,
        "room": content.room,
        "revision": content.revision,
        "steps": content.steps,
        "mark": content.mark,
        "previous": before or "",
    }


def _about(conn: Connection, content: Content, row: dict[str, object], now: datetime) -> dict[str, object]:
    """What the seal says of itself, beside its hashes."""
    last = conn.execute(select(log.c.number, log.c.hash).order_by(log.c.number.desc()).limit(1)).first()
    told = ("number", "storyline", "version", "unit", "name", "room", "revision", "steps", "mark", "previous")
    return {name: row[name] for name in told} | {
        "title": {"zh": content.title.zh, "en": content.title.en},
        "moment": now.astimezone(months.SHANGHAI).isoformat(timespec="seconds"),
        "audit": {"number": last.number, "seal": last.hash} if last else {},
        **({"visitors": True} if content.visitors else {}),
    }


def _read(row) -> Seal:
    fields = {name: value for name, value in row.items() if not name.startswith("title_")}
    return Seal(**fields, title=Text(row["title_zh"], row["title_en"]))
