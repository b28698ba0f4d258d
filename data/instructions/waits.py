"""What waits for somebody, as conditions of a query: what `rights` and `clocks.life` say of one, for all at once, so that a page of
what waits is found and counted by the database."""

from collections.abc import Callable
from datetime import date
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection, String, and_, case, cast, exists, false, literal, null, or_, select

from data import access, units
from data.access import Action, Actor, Grant
from data.clocks import present
from data.clocks.life import CARRYING, DECIDED, WAITING
from data.clocks.workflows import WORKFLOWS
from data.registers import REGISTERS
from data.reporting.rights import with_unit
from data.schema import instruction, instruction_event, instruction_now
from data.units import Tree

RESTRICTED = tuple(key for key, register in REGISTERS.items() if register.restricted)
UNRECEIVED = tuple(
    each.key for each in WORKFLOWS.values() if "received" in each.without
)  # kinds that nobody has to receive
ANSWERING = ("granted", "declined", "reported", "shown")  # after these a longer term is asked for no more

# What waits: a longer term to be answered, an acceptance (or the check before it), to be received, to be done.
Waits = Literal["granted", "accepted", "received", "reported"]
WAITS: tuple[Waits, ...] = get_args(Waits)


def what(conn: Connection, actor: Actor, day: date) -> ColumnElement[str]:
    """Which of `WAITS` each is for somebody on a day; NULL where it is others' turn."""
    if not actor.login:
        return cast(null(), String)
    carries = by_tree(conn, day, lambda tree: _at(actor, "carry_out", instruction_now.c.unit, tree))
    decides = by_tree(conn, day, lambda tree: _decides(actor, tree)) & ~_worked_on(actor)
    state = present.state(day)
    named = (instruction.c.about == "row") & instruction.c.register.in_(UNRECEIVED)
    found: tuple[tuple[ColumnElement[bool], Waits], ...] = (
        (decides & state.in_(WAITING) & _longer(), "granted"),
        (decides & state.in_(DECIDED), "accepted"),
        (carries & (state == "open") & ~named, "received"),
        (carries & state.in_(WAITING), "reported"),
    )
    return case(*((when, literal(step)) for when, step in found), else_=null())


def by_tree(conn: Connection, day: date, condition: Callable[[Tree], ColumnElement[bool]]) -> ColumnElement[bool]:
    """A condition about the unit that leads, in the units of a day; of one that is no more, in those of its last day."""
    known = units.load(conn)
    today = known.on(day)
    gone = conn.scalars(select(instruction_now.c.unit).where(instruction_now.c.unit.not_in(today.codes)).distinct())
    trees = {unit: with_unit(known, unit, day) for unit in gone}
    kinds = [and_(instruction_now.c.unit.not_in(tuple(trees)), condition(today))]
    return or_(*kinds, *(and_(instruction_now.c.unit == unit, condition(tree)) for unit, tree in trees.items()))


def _decides(actor: Actor, tree: Tree) -> ColumnElement[bool]:
    own = instruction.c.issued_by == actor.login
    return or_(
        own & _at(actor, "instruct", instruction_now.c.unit, tree),
        ~own & _at(actor, "instruct", instruction.c.issuer_unit, tree),
    )


def _at(actor: Actor, action: Action, unit: ColumnElement[str], tree: Tree) -> ColumnElement[bool]:
    """As `access.may` of a unit and the department that answers, of restricted registers by name."""
    able = (grant for grant in actor.grants if grant.role in access.MAY[action] and grant.unit in tree)
    return or_(false(), *(unit.in_(tree.below(grant.unit)) & _covers(grant) for grant in able))


def _covers(grant: Grant) -> ColumnElement[bool]:
    named = tuple(key for key in RESTRICTED if REGISTERS[key].owner in grant.departments)
    open_to: ColumnElement[bool] = instruction.c.register.not_in(RESTRICTED)
    if grant.departments:
        open_to &= instruction.c.department.in_(("", *grant.departments))
    return or_(open_to, instruction.c.register.in_(named))


def _worked_on(actor: Actor) -> ColumnElement[bool]:
    """As `rights.worked_on`."""
    event = instruction_event.c
    theirs = (event.instruction == instruction.c.number, event.person == actor.login, event.kind.in_(CARRYING))
    return or_(instruction.c.person == actor.login, exists().where(*theirs))


def _longer() -> ColumnElement[bool]:
    """Whether a longer term is asked for and not answered."""
    asked, later = instruction_event.alias(), instruction_event.alias()
    answered = exists().where(
        later.c.instruction == asked.c.instruction, later.c.position > asked.c.position, later.c.kind.in_(ANSWERING)
    )
    return exists().where(asked.c.instruction == instruction.c.number, asked.c.kind == "asked_longer", ~answered)
