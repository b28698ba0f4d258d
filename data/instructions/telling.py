"""Whom a step concerns, and what they are told. Of a restricted register the words are read at the place alone."""

from sqlalchemy import Connection

from data.access import Actor
from data.clocks.life import CARRYING, WAITING, Kind
from data.clocks.reading import Instruction
from data.instructions import rights
from data.notices import notices
from data.people import accounts, whom
from data.people.whom import Roles
from data.text import Text, filled
from data.units import Tree

GIST = 60  # characters of a text that a notice tells
OVERDUE = Text("已超期", "Overdue")
CLOCK = {
    "late": Text("超期 {days} 天", "{days} days overdue"),
    "late_one": Text("超期 1 天", "1 day overdue"),
    "today": Text("今天到期", "due today"),
    "left": Text("还剩 {days} 天", "{days} days left"),
    "left_one": Text("还剩 1 天", "1 day left"),
}
PAGE = "instructions"


def state_of(one: Instruction) -> Text:
    """How it stands, in words; overdue goes before the rest."""
    return OVERDUE if one.is_overdue else one.workflow.state(one.standing.state)


def clock_of(one: Instruction) -> Text:
    """How long there is until the day due, or how long it has passed; empty once it is reported or ended."""
    if one.standing.state not in WAITING:
        return Text("", "")
    days = (one.standing.due - one.day).days
    key = "late" if days < 0 else "left" if days else "today"
    return filled(CLOCK[f"{key}_one" if abs(days) == 1 else key], {"days": abs(days)})


def link_of(one: Instruction) -> str:
    """The address of its page, without a language."""
    return f"{PAGE}?unit={one.standing.unit}&instruction={one.number}"


def gist_of(one: Instruction, said: str) -> str:
    """The beginning of what was said, or of what is asked; nothing of a restricted register."""
    gist = "" if one.restricted else " ".join((said or one.text).split())
    return gist[:GIST] + "…" * (len(gist) > GIST or one.restricted)


def tell(conn: Connection, one: Instruction, step: Kind, by: Actor, said: str) -> None:
    """Tell of a step, the one who took it left out, and who may read it no longer."""
    told = {"name": by.name, "step": one.workflow.step(step), "number": one.number, "due": one.standing.due}
    kind = "instruction_issued" if step == "issued" else "instruction_step"
    people = [login for login in whom_of(conn, one, step) if login != by.login]
    notices.tell(conn, kind, people, {**told, "text": gist_of(one, said)}, link_of(one))


def whom_of(conn: Connection, one: Instruction, step: Kind) -> list[str]:
    """The logins of those whom a step concerns: what the charged do, whoever issued it; what is decided, the charged."""
    tree = rights.tree_for(conn, one.standing.unit)
    roles = whom.load(conn)
    if one.restricted:
        roles = roles.naming(one.owner)
    charged = _charged(conn, one, roles, tree)
    people = (
        [*_issuers(conn, one, roles, tree), *(charged if step == "passed_on" else [])] if step in CARRYING else charged
    )
    return [login for login in dict.fromkeys(people) if _reads(conn, login, one, tree)]


def who_instruct(conn: Connection, one: Instruction, unit: str, tree: Tree) -> list[str]:
    """The logins of those who may charge a unit above and read it: by a role for that unit, or the nearest one above."""
    roles = whom.load(conn)
    able = (roles.naming(one.owner) if one.restricted else roles).nearest("instruct", unit, tree, one.owner)
    return [login for login in able if _reads(conn, login, one, tree)]


def _charged(conn: Connection, one: Instruction, roles: Roles, tree: Tree) -> list[str]:
    """Whoever was charged by name, while they may; else those who carry out for the unit; who worked on it, and who helps."""
    named = _actor(conn, one.person) if one.person else None
    able = named is not None and rights.may_carry_out(named, one, tree)
    worked = [event.person for event in one.events if event.kind in CARRYING]
    lead = [one.person] if able else roles.nearest("carry_out", one.standing.unit, tree, one.owner)
    helping = [login for unit in one.helpers for login in roles.nearest("carry_out", unit, tree)]
    return [*lead, *worked, *helping]


def _issuers(conn: Connection, one: Instruction, roles: Roles, tree: Tree) -> list[str]:
    """Whoever issued it; where they may decide no longer, those who may for the unit that issued it."""
    who = _actor(conn, one.issued_by)
    if who and rights.may_decide(who, one, tree):
        return [one.issued_by]
    return roles.nearest("instruct", one.issuer_unit, tree, one.owner)


def _reads(conn: Connection, login: str, one: Instruction, tree: Tree) -> bool:
    who = _actor(conn, login)
    return who is not None and rights.may_read(who, one, tree)


def _actor(conn: Connection, login: str) -> Actor | None:
    """Somebody with the rights of this moment; None for no account in use."""
    try:
        return accounts.actor_of(conn, login)
    except accounts.Refused:
        return None
