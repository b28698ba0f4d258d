"""What the clock does by itself, once each day due: of what is overdue both sides are told, and after some working days it climbs
to the unit above."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from data import months, store, working_days
from data.clocks import reading
from data.instructions import rights, telling
from data.notices import notices
from data.settings import settings
from data.text import Text
from data.units import Tree


def remind(engine: Engine, now: datetime) -> int:
    """Tell of the instructions that are overdue now; how many notices were written. Safe to be called again."""
    day = now.astimezone(months.SHANGHAI).date()
    with store.reading(engine) as conn:
        late = [one for one in reading.listing(conn, day=day) if one.is_overdue]
    if not late:
        return 0
    with store.writing(engine) as conn:
        return sum(_tell(conn, one) + _escalate(conn, one) for one in late)


def climbed_to(one: reading.Instruction, tree: Tree) -> str | None:
    """The unit to which an instruction has climbed: the nearest one above who leads that did not issue it, once it is overdue
    for `instructions.escalate_days` working days (of a kind that declares its own, those); None before that,
    and where there is no such unit."""
    after, unit = _escalate_days(one), one.standing.unit
    if not after or not one.is_overdue or unit not in tree or one.day < working_days.after(one.standing.due, after):
        return None
    return next((above for above in reversed(tree.path(unit)[:-1]) if above != one.issuer_unit), None)


def _escalate_days(one: reading.Instruction) -> int:
    usual, declared = settings().instructions.escalate_days, one.workflow.escalate_days
    return usual if not usual or declared is None else declared


def _tell(conn: Connection, one: reading.Instruction) -> int:
    people = dict.fromkeys([*telling.whom_of(conn, one, "issued"), *telling.whom_of(conn, one, "reported")])
    return notices.tell(conn, "instruction_overdue", people, _blanks(one), telling.link_of(one), _once(one, ""))


def _escalate(conn: Connection, one: reading.Instruction) -> int:
    tree = rights.tree_for(conn, one.standing.unit)
    above = climbed_to(one, tree)
    if above is None:
        return 0
    term = tree[one.standing.unit]
    blanks = _blanks(one) | {"unit": Text(term.name_zh, term.name_en)}
    people = telling.who_instruct(conn, one, above, tree)
    return notices.tell(conn, "instruction_escalated", people, blanks, telling.link_of(one), _once(one, " above"))


def _blanks(one: reading.Instruction) -> dict[str, object]:
    return {"number": one.number, "due": one.standing.due, "text": telling.gist_of(one, "")}


def _once(one: reading.Instruction, what: str) -> str:
    return f"instruction {one.number} {one.standing.due}{what}"
