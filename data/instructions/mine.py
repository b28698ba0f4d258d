"""What waits for one person, and what they gave out."""

from dataclasses import dataclass

from sqlalchemy import Connection

from data import units
from data.access import Actor
from data.clocks import reading
from data.clocks.life import CARRYING, DECIDED, DECIDING, WAITING, Kind
from data.clocks.reading import Instruction
from data.instructions import lanes, rights
from data.instructions.lanes import ALL, Asked, Narrowed
from data.instructions.waits import Waits
from data.months import today
from data.reporting.rights import with_unit
from data.units import Tree


@dataclass(frozen=True)
class Mine:
    """An instruction as one person sees it: the steps they may take now, and the one that waits for them (None: none)."""

    one: Instruction
    steps: tuple[Kind, ...]
    waits: Kind | None


@dataclass(frozen=True)
class Day:
    """How many wait for one person by what they wait for, and the first of each; how many of those they gave out run, and the first."""

    waiting: dict[Waits, int]
    first: dict[Waits, list[Mine]]
    given: int
    first_given: list[Mine]


def day(conn: Connection, actor: Actor, few: int) -> Day:
    """A person's day, so many of each kind: what is read is what is shown, however many there are."""
    asked, given = Asked(actor, None), Narrowed(clock="running", issued_by=actor.login)
    waiting = lanes.waiting(conn, asked)
    first = {step: page(conn, asked, Narrowed(waits=step), few) for step, count in waiting.items() if count}
    count = lanes.count(conn, asked, given) if actor.login else 0
    return Day(waiting, first, count, page(conn, asked, given, few) if count else [])


def listing(
    conn: Connection, actor: Actor, *, metric: str = "", about: str = "", register: str = "", key: str = "",
    part_of: int | None = None,
) -> list[Mine]:  # fmt: skip
    """The instructions about a metric, a unit or a row, or the parts of one, that the actor may read (all where nothing is named):
    overdue first, then by the day due; ended ones last, the newest first."""
    known, now = units.load(conn), today()
    found = []
    for one in reading.listing(conn, metric=metric, about=about, register=register, key=key, part_of=part_of):
        tree = with_unit(known, one.standing.unit, now)
        if rights.may_read(actor, one, tree):
            found.append(_seen(one, actor, tree))
    return sorted(found, key=_order)


def page(
    conn: Connection, asked: Asked, narrowed: Narrowed = ALL, limit: int | None = None, offset: int = 0
) -> list[Mine]:
    """A part of the list as `listing` orders it: the database finds and counts (`lanes.counts`), nothing else is read."""
    known, found = units.load(conn), lanes.listing(conn, asked, narrowed, limit, offset)
    return [_seen(one, asked.actor, with_unit(known, one.standing.unit, asked.on)) for one in found]


def seen(conn: Connection, one: Instruction, actor: Actor) -> Mine:
    """One as somebody sees it who may read it."""
    return _seen(one, actor, rights.tree_for(conn, one.standing.unit))


def opened(conn: Connection, number: int, actor: Actor) -> Mine | None:
    """One of them; None where there is none of that number, or it is not theirs to read."""
    one = reading.one(conn, number)
    tree = rights.tree_for(conn, one.standing.unit) if one else None
    if one is None or tree is None or not rights.may_read(actor, one, tree):
        return None
    return _seen(one, actor, tree)


def _seen(one: Instruction, actor: Actor, tree: Tree) -> Mine:
    steps = _steps(actor, one, rights.may_carry_out(actor, one, tree), rights.may_decide(actor, one, tree))
    return Mine(one, steps, _waits(one, steps))


def _steps(actor: Actor, one: Instruction, carries: bool, decides: bool) -> tuple[Kind, ...]:
    mine: list[Kind] = list(CARRYING) if carries else []
    if decides and not rights.worked_on(actor, one):
        mine += DECIDING
    return tuple(step for step in mine if one.may(step))


def _waits(one: Instruction, steps: tuple[Kind, ...]) -> Kind | None:
    """The step that nobody else's comes before."""
    for step in ("granted", "checked", "accepted", "received"):
        if step in steps:
            return step
    return "reported" if "reported" in steps and one.standing.state in WAITING else None


def _order(mine: Mine) -> tuple[int, int]:
    one = mine.one
    if one.standing.state in WAITING | DECIDED | {"paused"}:
        return (0 if one.is_overdue else 1), one.standing.due.toordinal()
    return 2, -one.number
