"""What people of the demonstration watch: rules at its stories, given to whoever comes into the training room in a role.

The program evaluates them as it evaluates anybody's, so what they tell is what the invented figures say.
"""

from sqlalchemy import Connection, insert

from data import access, bulk, months, units
from data.access import Actor
from data.schema import watch
from data.text import Text
from data.units import Tree
from data.watching.reading import Watched

WHO = ("leader", "approver", "steward")  # presenters and administrators act, and watch nothing of a unit
MANY = 250.0  # of the province's problems: so many are overdue since Huzhou's pile up
HUZHOU, YUEQING = "330500", "330382"  # where problems pile up, and where satisfaction falls
DRAFT = Text("请说明原因，提出措施，按期报办结。", "Say why, and what is done about it, and report it in time.")
Rule = tuple[Watched, str, float | None, str | None]


def give(conn: Connection, who: Actor) -> int:
    """Begin the rules that a person of that unit and role may have, for who holds the write lock; how many."""
    if not any(grant.role in WHO for grant in who.grants):
        return 0
    tree = units.load(conn).on(months.today())
    rules = [rule for rule in _rules(who, tree) if access.may(who, "read", rule[0].unit, tree)]
    for watched, kind, threshold, draft in rules:
        number = bulk.next_number(conn, watch)
        what = {name: getattr(watched, name) for name in ("subject", "unit", "metric", "register", "key")}
        rule = {"kind": kind, "threshold": threshold, "draft": draft, "person": who.login, "made_at": months.now()}
        conn.execute(insert(watch).values(number=number, **what, **rule))
    return len(rules)


def _rules(who: Actor, tree: Tree) -> list[Rule]:
    charges = access.may(who, "instruct", who.unit, tree)
    draft = (
        DRAFT.zh if charges else None
    )  # who charges watches what piles up, who reports what is still to be handed in
    own: list[Rule] = [
        (Watched("metric", who.unit, "satisfaction"), "turned", None, draft),
        (Watched("unit", who.unit), "overdue", 5, draft),
        (Watched("list", who.unit, "", "problems"), *(("overdue", MANY) if charges else ("incomplete", 10.0)), None),
    ]
    at_stories: list[Rule] = [
        (Watched("unit", HUZHOU), "overdue", 50, draft),
        (Watched("metric", YUEQING, "satisfaction"), "behind", 5, draft),
    ]
    below = tree.below(who.unit) if who.unit in tree else ()
    return [*own, *(rule for rule in at_stories if rule[0].unit in below and rule[0].unit != who.unit)]
