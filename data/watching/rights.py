"""What one may watch: what one may read, asked again whenever a rule is evaluated."""

from sqlalchemy import Connection

from data import access, months, units
from data.access import Actor
from data.people import accounts
from data.register_rights import may_read_rows
from data.registers import REGISTERS
from data.units import Tree
from data.watching.kinds import KINDS
from data.watching.reading import Watch, Watched


def may_watch(actor: Actor, watched: Watched, tree: Tree) -> bool:
    """Whether the actor reads the unit, and of what counts or lists a register its rows."""
    if watched.register:
        return watched.unit in tree and may_read_rows(actor, watched.register, watched.unit, tree)
    return access.may(actor, "read", watched.unit, tree)


def reads_peers(actor: Actor, kind: str, unit: str, tree: Tree) -> bool:
    """Whether the actor reads the units beside, where a rule compares with them."""
    if not KINDS[kind].peers:
        return True
    parent = tree[unit].parent if unit in tree else None
    return parent is not None and access.may(actor, "read", parent, tree)


def may_judge(actor: Actor, rule: Watch, tree: Tree) -> bool:
    """Whether the actor may say if a warning of the rule was true: whose rule it is, and who may instruct the unit, of what they
    read."""
    own = bool(actor.login) and actor.login == rule.person
    able = own or access.may(actor, "instruct", rule.watched.unit, tree)
    return able and may_watch(actor, rule.watched, tree) and reads_peers(actor, rule.kind, rule.watched.unit, tree)


def is_restricted(watched: Watched) -> bool:
    """Whether it is about a register that is read by name alone."""
    return bool(watched.register) and REGISTERS[watched.register].restricted


def now(conn: Connection, login: str, watched: Watched, kind: str) -> Actor | None:
    """Whoever watches, with the rights of this moment; None where they may not any more, or have no account in use."""
    try:
        who = accounts.actor_of(conn, login)
    except accounts.Refused:
        return None
    tree = units.load(conn).on(months.today())
    return who if may_watch(who, watched, tree) and reads_peers(who, kind, watched.unit, tree) else None
