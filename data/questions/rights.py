"""Whose questions one may see, ask, answer and close: those of the units one reads, of registers one may read."""

from datetime import date

from sqlalchemy import Connection

from data import access, units
from data.access import Actor
from data.measures import MEASURES
from data.register_rights import may_read_rows
from data.registers import REGISTERS
from data.text import Text
from data.units import Tree

APPEALED = "index_metrics"  # the register at whose rows appeals stand
APPEAL = Text("得分申诉", "Appeal against a score")


def owner_of(what: str) -> str:
    """The department that answers for a measure or a register; "" for none."""
    return MEASURES[what].owner if what in MEASURES else REGISTERS[what].owner


def is_restricted(what: str) -> bool:
    """Whether it is a register that is read by name alone."""
    return what in REGISTERS and REGISTERS[what].restricted


def name_of(what: str, *, appeal: bool = False) -> Text:
    """What a measure or a register is called, or an appeal against points by a row of it."""
    if appeal:
        return APPEAL
    declared = MEASURES.get(what) or REGISTERS[what]
    return Text(declared.zh, declared.en)


def may_read(actor: Actor, what: str, unit: str, tree: Tree) -> bool:
    """Whether the actor may read what is asked and answered at a unit's measure or register."""
    if what in REGISTERS:
        return may_read_rows(actor, what, unit, tree)
    return access.may(actor, "read", unit, tree)


def require_to_read(conn: Connection, actor: Actor, what: str, unit: str, month: date) -> None:
    """Raise `access.Refused` where they may not."""
    tree = units.load(conn).in_month(month)
    if not may_read(actor, what, unit, tree):
        raise access.Refused(actor, "read", tree[unit].name_zh if unit in tree else unit)


def may_ask(actor: Actor, what: str, unit: str, tree: Tree) -> bool:
    """Whether the actor may ask there."""
    return may_read(actor, what, unit, tree) and access.may(actor, "ask", unit, tree, owner_of(what))


def may_appeal(actor: Actor, unit: str, answering: str, tree: Tree, department: str = "") -> bool:
    """Whether the actor may object to a unit's points, or where the unit that scores is its own to those of a `department` of
    it: who acts for them, but nobody who acts for whoever scores."""
    if unit != answering:
        return access.may(actor, "appeal", unit, tree) and not access.may(actor, "appeal", answering, tree)
    scores = access.may(actor, "appeal", answering, tree, owner_of(APPEALED))
    return bool(department) and access.may(actor, "appeal", unit, tree, department) and not scores


def may_answer(actor: Actor, what: str, unit: str, tree: Tree, department: str = "") -> bool:
    """Whether the actor may answer there for the unit that answers, or for the `department` that the question went to."""
    if not may_read(actor, what, unit, tree):
        return False
    owners = {owner_of(what)} if is_restricted(what) or not department else {owner_of(what), department}
    return any(access.may(actor, "answer", unit, tree, owner) for owner in owners)


def may_close(actor: Actor, what: str, unit: str, tree: Tree, asked_by: str, answering: str = "") -> bool:
    """Whether the actor may close a question: who asked it, or who approves the unit that answers it."""
    if not may_read(actor, what, unit, tree):
        return False
    own = bool(actor.login) and actor.login == asked_by
    return own or access.may(actor, "approve", answering or unit, tree, owner_of(what))
