"""Instructions at two moments: issued, accepted, cancelled, missed."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Connection

from data.access import Actor
from data.clocks import reading
from data.clocks.life import Event, Standing, standing
from data.clocks.reading import Instruction
from data.instructions import rights
from data.instructions.telling import OVERDUE
from data.text import Text
from metrics.changes.change import NONE, Change, Turn
from metrics.changes.points import Point


def compared(
    conn: Connection, units: Collection[str], then: Point, later: Point, actor: Actor | None
) -> Iterator[Change]:
    """What became of the instructions that concern these units, to the moment; restricted ones only for who may read them."""
    for one in reading.moved(conn, units, then.at, later.at):
        if one.restricted if actor is None else not _readable(conn, one, actor):
            continue
        yield from _of(one, _until(one, then.at), then, later)


def _of(one: Instruction, earlier: tuple[Event, ...], then: Point, later: Point) -> Iterator[Change]:
    now = _until(one, later.at)
    if not now:
        return
    had = standing(one.first_due, one.first_unit, earlier, then.day) if earlier else None
    has = standing(one.first_due, one.first_unit, now, later.day)
    late = (had is not None and had.is_overdue(then.day), has.is_overdue(later.day))
    if had is None:
        yield _change(one, "issued", "neutral", had, has, then, later)
    if late[1] and not late[0]:
        yield _change(one, "missed", "worse", had, has, then, later)
    ended: tuple[tuple[str, str, Turn], ...] = (("accepted", "kept", "better"), ("closed", "cancelled", "neutral"))
    for state, what, turn in ended:
        if has.state == state and (had is None or had.state != state):
            yield _change(one, what, turn, had, has, then, later)


def _change(
    one: Instruction, what: str, turn: Turn, had: Standing | None, has: Standing, then: Point, later: Point
) -> Change:
    days = max(0, (later.day - has.due).days) if what == "missed" else 0
    about = f"第 {one.number} 号：{one.about.title.zh}", f"No. {one.number}: {one.about.title.en}"
    told = _told(one, had, then) if had else NONE
    return Change(
        "instruction", what, has.unit, Text(*about), told, _told(one, has, later), turn, float(days), one.about.metric,
        one.about.register, str(one.number),
    )  # fmt: skip


def _told(one: Instruction, now: Standing, point: Point) -> Text:
    return OVERDUE if now.is_overdue(point.day) else one.workflow.state(now.state)


def _until(one: Instruction, at: datetime) -> tuple[Event, ...]:
    return tuple(event for event in one.events if event.at <= at)


def _readable(conn: Connection, one: Instruction, actor: Actor) -> bool:
    return rights.may_read(actor, one, rights.tree_for(conn, one.standing.unit))
