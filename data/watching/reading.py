"""What is watched, by whom and by which rule, and how each month was found to stand."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, select

from data.schema import watch, watch_state
from data.text import Text
from data.watching.kinds import Subject

Place = tuple[date, str]  # a month, and which of the numbers of a unit ("" elsewhere)


@dataclass(frozen=True)
class Watched:
    """A metric of a unit (`register`: what it counts, where it counts rows), a unit, a row of a register or a unit's list."""

    subject: Subject
    unit: str
    metric: str = ""
    register: str = ""
    key: str = ""


@dataclass(frozen=True)
class Watch:
    """One rule of one person. `draft`: what an instruction is to say that it drafts ("": the usual words); None: it drafts none."""

    number: int
    person: str
    made_at: datetime
    watched: Watched
    kind: str
    threshold: float | None
    draft: str | None = None


@dataclass(frozen=True)
class Found:
    """How a month stands by a rule: `state` "" where there is nothing to tell; `said` is the sentence."""

    month: date
    item: str
    state: str
    said: Text


@dataclass(frozen=True)
class Told:
    """How a month was found to stand, and whether it was told."""

    found: Found
    at: datetime
    revision: int
    told: bool
    position: int = 1


def live(conn: Connection, login: str | None = None) -> list[Watch]:
    """The rules that are not ended, of one person or of all, the newest first."""
    return _read(conn, watch.c.ended_at.is_(None), *([watch.c.person == login] if login is not None else []))


def live_at(conn: Connection, units: Collection[str]) -> list[Watch]:
    """The rules of all people about these units that are not ended, the newest first."""
    return _read(conn, watch.c.ended_at.is_(None), watch.c.unit.in_(list(units)))


def one(conn: Connection, number: int) -> Watch | None:
    """A rule that is not ended; None where there is none of that number."""
    return next(iter(_read(conn, watch.c.ended_at.is_(None), watch.c.number == number)), None)


def _read(conn: Connection, *where: ColumnElement[bool]) -> list[Watch]:
    rows = conn.execute(select(watch).where(*where).order_by(watch.c.number.desc()))
    return [
        Watch(
            row.number,
            row.person,
            row.made_at,
            Watched(row.subject, row.unit, row.metric, row.register, row.key),
            row.kind,
            row.threshold,
            row.draft,
        )
        for row in rows
    ]


def told_of(conn: Connection, login: str) -> dict[int, list[Told]]:
    """Everything found by a person's rules, by the rule's number, the newest first."""
    mine = watch_state.c.watch.in_(select(watch.c.number).where(watch.c.person == login, watch.c.ended_at.is_(None)))
    return _states(conn, mine)


def told_by(conn: Connection, numbers: Collection[int]) -> dict[int, list[Told]]:
    """Everything found by these rules, by the rule's number, the newest first."""
    return _states(conn, watch_state.c.watch.in_(list(numbers))) if numbers else {}


def states_of(conn: Connection, number: int) -> list[Told]:
    """Everything found by one rule, the newest first."""
    return _states(conn, watch_state.c.watch == number).get(number, [])


def _states(conn: Connection, where: ColumnElement[bool]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    order = (watch_state.c.watch, watch_state.c.at.desc(), watch_state.c.position.desc(), watch_state.c.month.desc())
    for row in conn.execute(select(watch_state).where(where).order_by(*order)):
        said = Found(row.month, row.item, row.state, Text(row.said_zh, row.said_en))
        found[row.watch].append(Told(said, row.at, row.revision, row.told, row.position))
    return found


def standing(found: list[Told]) -> dict[Place, Told]:
    """How each month stands by the last that was found."""
    last: dict[Place, Told] = {}
    for each in found:
        place = each.found.month, each.found.item
        if place not in last or each.position > last[place].position:
            last[place] = each
    return last
