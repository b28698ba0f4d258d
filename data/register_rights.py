"""Whose rows of which register a person may read or report: the own subtree, and a restricted register by name only."""

from collections.abc import Iterable
from dataclasses import replace

from data.access import Action, Actor, may, may_report, may_somewhere, require, roots
from data.registers import REGISTERS
from data.units import Tree


def readable_registers(actor: Actor, unit: str, tree: Tree) -> frozenset[str]:
    """The registers whose rows of a unit the actor may read."""
    return frozenset(key for key in REGISTERS if may_read_rows(actor, key, unit, tree))


def may_read_rows(actor: Actor, register: str, unit: str, tree: Tree) -> bool:
    """Whether the actor may read a unit's rows of a register.

    A restricted one asks for “read_restricted” with its department named in the grant: a role for all is not enough.
    """
    declared = REGISTERS[register]
    if declared.restricted:
        return may(actor, "read_restricted", unit, tree, declared.owner)
    return may(actor, "read", unit, tree)


def units_readable(actor: Actor, register: str, tree: Tree) -> frozenset[str]:
    """The units whose rows of a register the actor may read."""
    return frozenset(unit for root in _roots(actor, register, tree) for unit in tree.below(root))


def readable_of(actor: Actor, register: str, units: Iterable[str], tree: Tree) -> tuple[str, ...]:
    """Those of the units whose rows of the register the actor may read, in their order."""
    roots = _roots(actor, register, tree)
    return tuple(unit for unit in units if any(tree.under(unit, root) for root in roots))


def _roots(actor: Actor, register: str, tree: Tree) -> list[str]:
    roots = dict.fromkeys(grant.unit for grant in actor.grants if grant.unit in tree)
    return [root for root in roots if may_read_rows(actor, register, root, tree)]


def units_named(actor: Actor, register: str, tree: Tree) -> frozenset[str]:
    """The units whose rows of a register the actor may see by name where another row refers to them: those whose rows they
    may read, and of a register for everybody those above their own, whose structures and goals they work under."""
    readable = units_readable(actor, register, tree)
    if REGISTERS[register].restricted:
        return readable
    return readable.union(*(tree.path(root) for root in roots(actor) if root in tree))


def may_open(actor: Actor, register: str) -> bool:
    """Whether the actor may read rows of the register somewhere; a restricted one asks for a role that names its
    department."""
    action: Action = "read_restricted" if REGISTERS[register].restricted else "read"
    return may_somewhere(named(actor, [register]), action)


def may_report_rows(actor: Actor, register: str, unit: str, tree: Tree) -> bool:
    """Whether the actor may hand in a unit's rows of a register; a restricted one asks for a role that names its
    department."""
    declared = REGISTERS[register]
    return may_report(named(actor, [register]), unit, tree, declared.owner)


def require_named(actor: Actor, action: Action, rows: Iterable[tuple[str, str]], tree: Tree) -> None:
    """Raise `access.Refused` where a row (register, unit) is of a restricted register and no role of the actor for the
    action names its department."""
    for register, unit in rows:
        if REGISTERS[register].restricted:
            require(named(actor, [register]), action, [unit], tree, REGISTERS[register].owner)


def named(actor: Actor, registers: Iterable[str]) -> Actor:
    """The same person with those of their roles alone that name the departments of the restricted among the registers."""
    owners = {REGISTERS[register].owner for register in registers if REGISTERS[register].restricted}
    return replace(actor, grants=tuple(grant for grant in actor.grants if owners <= grant.departments))
