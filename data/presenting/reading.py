"""Storylines as they are read: by whoever owns one, and by those it is shared with, as long as they may present its unit."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from sqlalchemy import Connection, Select, func, or_, select

from data.access import Actor, may
from data.people import grants
from data.presenting.views import View
from data.schema import person, storyline, storyline_share, storyline_step, storyline_version
from data.text import Text

UNTITLED = Text("", "")


@dataclass(frozen=True)
class Step:
    """A view and what is said to it. `hidden` are keys of metrics; `minutes` are planned; `seconds` it stays where nobody
    presents; `title` may be empty in one language or both."""

    view: View
    title: Text = UNTITLED
    notes: str = ""
    minutes: float = 2
    seconds: int = 20
    focus: str = ""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class Storyline:
    """A storyline as of its newest version, or of the one asked for. `shared` are logins and names."""

    number: int
    owner: str
    owner_name: str
    unit: str
    title: Text
    version: int
    at: datetime
    saved_by: str
    steps: tuple[Step, ...]
    shared: tuple[tuple[str, str], ...] = ()

    @property
    def minutes(self) -> float:
        """How long it is planned to take."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Version:
    """One save: its number, when, by whom, and with how many steps."""

    version: int
    at: datetime
    name: str
    steps: int


def listing(conn: Connection, actor: Actor) -> list[Storyline]:
    """The storylines that the actor may run, the last saved first."""
    found = [_read(conn, row) for row in conn.execute(_theirs(actor)).mappings()]
    tree = grants.tree_of_today(conn)
    allowed = [each for each in found if may(actor, "present", each.unit, tree)]
    return sorted(allowed, key=lambda each: each.at, reverse=True)


def one(conn: Connection, number: int, actor: Actor, version: int | None = None) -> Storyline | None:
    """One of them, as of a version; None where there is none, or it is not the actor's to see."""
    row = conn.execute(_theirs(actor).where(storyline.c.number == number)).mappings().first()
    if row is None or not may(actor, "present", row["unit"], grants.tree_of_today(conn)):
        return None
    return _read(conn, row, version)


def at_version(conn: Connection, number: int, version: int | None) -> Storyline:
    """A storyline as of a version (None: the newest), for what runs it: ended or not, whoever asks."""
    row = conn.execute(_all().where(storyline.c.number == number)).mappings().one()
    return _read(conn, row, version)


def versions(conn: Connection, number: int) -> list[Version]:
    """Every save, the newest first."""
    counted = (
        select(storyline_step.c.version, func.count().label("steps"))
        .where(storyline_step.c.storyline == number)
        .group_by(storyline_step.c.version)
        .subquery()
    )
    saved = storyline_version.c
    asked = (
        select(saved.version, saved.at, saved.name, func.coalesce(counted.c.steps, 0).label("steps"))
        .outerjoin_from(storyline_version, counted, counted.c.version == saved.version)
        .where(saved.storyline == number)
        .order_by(saved.version.desc())
    )
    return [Version(**row) for row in conn.execute(asked).mappings()]


def _all() -> Select:
    newest = (
        select(storyline_version.c.storyline, func.max(storyline_version.c.version).label("newest"))
        .group_by(storyline_version.c.storyline)
        .subquery()
    )
    return (
        select(storyline, person.c.name.label("owner_name"), newest.c.newest)
        .join(person, person.c.login == storyline.c.owner)
        .join(newest, newest.c.storyline == storyline.c.number)
    )


def _theirs(actor: Actor) -> Select:
    with_them = select(storyline_share.c.storyline).where(storyline_share.c.person == actor.login)
    own = or_(storyline.c.owner == actor.login, storyline.c.number.in_(with_them))
    return _all().where(storyline.c.ended_at.is_(None), own)


def _read(conn: Connection, row, version: int | None = None) -> Storyline:
    saved = storyline_version.c
    wanted = row["newest"] if version is None or not 1 <= version <= row["newest"] else version
    of = conn.execute(
        select(storyline_version).where(saved.storyline == row["number"], saved.version == wanted)
    ).mappings().one()  # fmt: skip
    steps = conn.execute(
        select(storyline_step)
        .where(storyline_step.c.storyline == row["number"], storyline_step.c.version == wanted)
        .order_by(storyline_step.c.position)
    ).mappings()
    shared = conn.execute(
        select(person.c.login, person.c.name)
        .join(storyline_share, storyline_share.c.person == person.c.login)
        .where(storyline_share.c.storyline == row["number"])
        .order_by(person.c.login)
    )
    return Storyline(
        row["number"],
        row["owner"],
        row["owner_name"],
        row["unit"],
        Text(of["title_zh"], of["title_en"]),
        wanted,
        of["at"],
        of["name"],
        tuple(_step(each) for each in steps),
        tuple((each.login, each.name) for each in shared),
    )


def _step(row) -> Step:
    view = View(row["page"], row["unit"], row["month"], tuple(parse_qsl(row["query"])))
    title = Text(row["title_zh"], row["title_en"])
    return Step(view, title, row["notes"], row["minutes"], row["seconds"], row["focus"], tuple(row["hidden"].split()))
