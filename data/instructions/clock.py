"""What the clock does by itself: of what is overdue both sides are told, and after some working days it climbs to the unit above.

Each overdue one is looked at once a day, and once more after every step, a few in a transaction: an hour in which nothing fell due
reads nothing, and whoever writes meanwhile waits for a few."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine

from data import months, store, working_days
from data.clocks import present, reading
from data.instructions import rights, telling
from data.notices import notices
from data.settings import settings
from data.text import Text
from data.units import Tree

AT_ONCE = 100  # looked at in one transaction


def remind(engine: Engine, now: datetime) -> int:
    """Tell of the instructions that are overdue now; how many notices were written. Safe to be called again."""
    day, count = now.astimezone(months.SHANGHAI).date(), 0
    while told := _look(engine, day):
        count += sum(told)
    return count


def _look(engine: Engine, day: date) -> list[int]:
    """Of the next few that are overdue how many each were told; none where none is left."""
    with store.reading(engine) as conn:
        if not present.overdue(conn, day, 1):
            return []
    with store.writing(engine) as conn:
        numbers = present.overdue(conn, day, AT_ONCE)
        late = reading.of_numbers(conn, numbers, day=day)
        present.looked(conn, numbers, day)
        return [_tell(conn, one) + _escalate(conn, one) if one.is_overdue else 0 for one in late] or [0]


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
