"""Whose instructions one may read, issue, carry out and decide on. Who carried one out never accepts it."""

from sqlalchemy import Connection

from data import access, months, units
from data.access import Actor
from data.clocks.life import CARRYING
from data.clocks.reading import Instruction
from data.register_rights import may_read_rows, named
from data.registers import REGISTERS
from data.reporting import rights
from data.units import Tree


def tree_for(conn: Connection, unit: str) -> Tree:
    """The units of today; where the unit is no more, those of its last day: who answered for it still does."""
    return rights.with_unit(units.load(conn), unit, months.today())


def may_read(actor: Actor, one: Instruction, tree: Tree) -> bool:
    """Whether the actor reads the unit that leads, led or helps, or that issued it; of a restricted register by name."""
    if one.restricted:
        return any(may_read_rows(actor, one.register, unit, tree) for unit in one.units)
    return any(access.may(actor, "read", unit, tree) for unit in one.units)


def issuing_unit(actor: Actor, unit: str, department: str, tree: Tree) -> str | None:
    """For which unit the actor issues to a unit: the topmost at or above it for which they may; None where they may not."""
    return next((above for above in tree.path(unit) if access.may(actor, "instruct", above, tree, department)), None)


def may_carry_out(actor: Actor, one: Instruction, tree: Tree) -> bool:
    """Whether the actor carries it out for the unit that leads now."""
    able = named(actor, [one.register]) if one.restricted else actor
    return bool(actor.login) and access.may(able, "carry_out", one.standing.unit, tree, one.owner)


def may_decide(actor: Actor, one: Instruction, tree: Tree) -> bool:
    """Whether the actor decides on it: who issued it and still may, or who may for the unit that issued it."""
    able = named(actor, [one.register]) if one.restricted else actor
    own = bool(actor.login) and actor.login == one.issued_by
    return access.may(able, "instruct", one.standing.unit if own else one.issuer_unit, tree, one.owner)


def worked_on(actor: Actor, one: Instruction) -> bool:
    """Whether the actor was charged with it or carried out a step of it."""
    return actor.login == one.person or any(
        event.person == actor.login and event.kind in CARRYING for event in one.events
    )


def is_restricted(register: str) -> bool:
    """Whether it is a register that is read by name alone."""
    return register in REGISTERS and REGISTERS[register].restricted
