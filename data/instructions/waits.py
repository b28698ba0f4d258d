"""What waits for somebody, as conditions of a query: what `rights` and `clocks.life` say of one, for all at once, so that a page of
what waits is found and counted by the database."""

from collections.abc import Callable
from dataclasses import dataclass
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
from data.schema import instruction, instruction_event, instruction_now, instruction_unit
from data.units import Tree, Units

RESTRICTED = tuple(key for key, register in REGISTERS.items() if register.restricted)
UNRECEIVED = tuple(
    each.key for each in WORKFLOWS.values() if "received" in each.without
)  # kinds that nobody has to receive
ANSWERING = ("granted", "declined", "reported", "shown")  # after these a longer term is asked for no more

# What waits: a longer term to be answered, an acceptance (or the check before it), to be received, to be done.
Waits = Literal["granted", "accepted", "received", "reported"]
WAITS: tuple[Waits, ...] = get_args(Waits)


@dataclass(frozen=True)
class Trees:
    """The units in which each instruction is judged on a day: those of the day; of one led by a unit that is no more (`gone`) those
    of that unit's last day."""

    known: Units
    day: date
    gone: tuple[str, ...]

    @property
    def today(self) -> Tree:
        """The units of the day."""
        return self.known.on(self.day)

    def of(self, unit: str) -> Tree:
        """Those in which an instruction is judged that a unit leads."""
        return with_unit(self.known, unit, self.day)

    def where(self, condition: Callable[[Tree], ColumnElement[bool]]) -> ColumnElement[bool]:
        """A condition about the unit that leads, in the units it is judged in."""
        if not self.gone:
            return condition(self.today)
        lead = instruction_now.c.unit
        return or_(
            lead.not_in(self.gone) & condition(self.today),
            *(and_(lead == unit, condition(self.of(unit))) for unit in self.gone),
        )


def trees(conn: Connection, day: date) -> Trees:
    """Those of a day."""
    known = units.load(conn)
    ended = {term.code for term in known.terms} - set(known.on(day).codes)
    lead = instruction_unit.c.unit
    gone = conn.scalars(select(lead).where(lead.in_(sorted(ended))).distinct().order_by(lead)) if ended else ()
    return Trees(known, day, tuple(gone))


def what(trees: Trees, actor: Actor) -> ColumnElement[str]:
    """Which of `WAITS` each is for somebody; NULL where it is others' turn."""
    if not actor.login:
        return cast(null(), String)
    day = trees.day
    carries = trees.where(lambda tree: _at(actor, "carry_out", instruction_now.c.unit, tree))
    decides = trees.where(lambda tree: _decides(actor, tree)) & ~_worked_on(actor)
    waiting, named = present.among(WAITING, day), instruction.c.register.in_(UNRECEIVED)
    found: tuple[tuple[ColumnElement[bool], Waits], ...] = (
        (waiting & _longer() & decides, "granted"),
        (present.among(DECIDED, day) & decides, "accepted"),
        (present.among({"open"}, day) & ~((instruction.c.about == "row") & named) & carries, "received"),
        (waiting & carries, "reported"),
    )
    return case(*((when, literal(step)) for when, step in found), else_=null())


def possible(actor: Actor, day: date) -> ColumnElement[bool]:
    """Of which the indexes find that anything may wait for somebody: all else need not be judged. Who carries nothing out waits for
    what is reported, and for what a longer term is asked of."""
    decided = present.among(DECIDED, day)
    if access.may_somewhere(actor, "carry_out"):
        return decided | present.among(WAITING, day)
    event = instruction_event.c
    return decided | instruction_now.c.instruction.in_(select(event.instruction).where(event.kind == "asked_longer"))


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
