"""How each instruction stands for the present, kept beside its events so that the database counts ten thousand of them.

As sums of figures are: made of what happened, in the same transaction, for the present only. What ends by itself with a day – a
pause, being in time – is not written but asked with the day.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal, cast, get_args

from sqlalchemy import Connection, Date, String, case, delete, insert, literal, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from data import months
from data.clocks import reading
from data.clocks.life import ENDED, WAITING, State, standing
from data.clocks.reading import Instruction
from data.schema import instruction, instruction_now, instruction_unit

Clock = Literal["burning", "today", "week", "running", "accepted"]
CLOCKS: tuple[Clock, ...] = get_args(Clock)
LANES = ("overdue", "open", "received", "under_way", "reported", "checked", "paused", "accepted", "closed")


def note(conn: Connection, number: int) -> None:
    """Keep how one stands after what has just happened to it, for who holds the write lock."""
    one = reading.one(conn, number, date.max)
    assert one, "an instruction is noted once it was issued"
    for table in (instruction_now, instruction_unit):
        conn.execute(delete(table).where(table.c.instruction == number))
    _add(conn, one)


def fill(conn: Connection) -> int:
    """Note those that never were, of a store of an earlier version; how many."""
    noted = select(instruction_now.c.instruction)
    missing = list(conn.scalars(select(instruction.c.number).where(instruction.c.number.not_in(noted))))
    if missing:
        wanted = set(missing)
        for one in reading.listing(conn, day=date.max):
            if one.number in wanted:
                _add(conn, one)
    return len(missing)


def state(day: date) -> ColumnElement[str]:
    """How each stands on a day from its last step on."""
    return case((_woken(day), instruction_now.c.wakes_state), else_=instruction_now.c.state)


def among(states: Collection[State], day: date) -> ColumnElement[bool]:
    """Whether each stands in one of some states on a day, as the index finds it: a pause alone ends by itself."""
    kept: ColumnElement[bool] = instruction_now.c.state.in_(sorted(states))
    woken = _woken(day)
    if "paused" in states:
        kept &= ~woken
    waking = sorted(WAITING & set(states))
    return kept | (woken & instruction_now.c.wakes_state.in_(waking)) if waking else kept


def lane(day: date) -> ColumnElement[str]:
    """In which of `LANES` each stands on that day: overdue goes before the rest."""
    return case((_late(day), literal("overdue", String)), else_=state(day))


def in_lane(lane: str, day: date) -> ColumnElement[bool]:
    """Whether each stands in one of `LANES`, as the index finds it."""
    if lane == "overdue":
        return on_clock("burning", day)
    here = among({cast(State, lane)}, day)
    return here & (due(day) >= day) if lane in WAITING else here


def on_clock(clock: Clock, day: date) -> ColumnElement[bool]:
    """Whether each is on a clock: `burning` (overdue), due `today` or in the `week` that begins today, `running` (neither accepted
    nor cancelled), `accepted` in this month."""
    waits = among(WAITING, day)
    match clock:
        case "burning":
            return _due_by(day - timedelta(days=1)) & _late(day)
        case "today":
            return waits & _due_by(day) & (due(day) == day)
        case "week":
            return waits & _due_by(day + timedelta(days=6)) & due(day).between(day, day + timedelta(days=6))
        case "running":
            return instruction_now.c.state.not_in(ENDED)
    this_month = instruction_now.c.since.between(day.replace(day=1), months.end_of(day.replace(day=1)))
    return (instruction_now.c.state == "accepted") & this_month


def overdue(conn: Connection, day: date, most: int) -> list[int]:
    """The numbers of some that are overdue on a day and at which the clock has not looked on it, the longest overdue first."""
    unseen = or_(instruction_now.c.looked_on.is_(None), instruction_now.c.looked_on != day)
    query = select(instruction_now.c.instruction).where(on_clock("burning", day), unseen)
    return list(conn.scalars(query.order_by(due(day), instruction_now.c.instruction).limit(most)))


def looked(conn: Connection, numbers: Collection[int], day: date) -> None:
    """Keep that the clock looked at these, for who holds the write lock. The next step of one makes it new again."""
    conn.execute(update(instruction_now).where(instruction_now.c.instruction.in_(numbers)).values(looked_on=day))


def order(day: date) -> tuple[ColumnElement, ...]:
    """Overdue first, then by the day due; ended ones last, the newest first."""
    ended = instruction_now.c.state.in_(ENDED)
    rank = case((ended, 2), (_late(day), 0), else_=1)
    return rank, case((~ended, due(day))), instruction_now.c.instruction.desc()


def due(day: date) -> ColumnElement[date]:
    """Until when each is due, as it stands on that day."""
    return case((_woken(day), instruction_now.c.wakes_due), else_=instruction_now.c.due)


def _late(day: date) -> ColumnElement[bool]:
    return (due(day) < day) & among(WAITING, day)


def _due_by(day: date) -> ColumnElement[bool]:
    """What the index finds of those due by a day: a pause that ended only made it later."""
    return instruction_now.c.state.in_([*WAITING, "paused"]) & (instruction_now.c.due <= day)


def _woken(day: date) -> ColumnElement[bool]:
    """Whether a pause has ended by itself."""
    return (instruction_now.c.state == "paused") & (instruction_now.c.wakes_on < literal(day, Date))


def _add(conn: Connection, one: Instruction) -> None:
    now = standing(one.first_due, one.first_unit, one.events, one.events[-1].at.date())
    row = {"state": now.state, "due": now.due, "since": now.since, "unit": now.unit}
    if now.state == "paused" and now.paused_until:
        later = now.due + (now.paused_until - now.since)
        row |= {"wakes_on": now.paused_until, "wakes_state": now.before, "wakes_due": later}
    conn.execute(insert(instruction_now).values(instruction=one.number, **row))
    conn.execute(insert(instruction_unit), [{"instruction": one.number, "unit": unit} for unit in one.units])
