"""What whoever presents must know of a step before the room sees it: that there is nothing to show any more, or that its figures may
still move."""

from collections.abc import Container

from sqlalchemy import Connection

from data import months
from data.people import grants
from data.presenting.playing import unplayable
from data.presenting.reading import Step
from data.reporting import calendar
from data.text import Text, filled

NOT_SHOWN = Text("这一步放不出来：{why}。请跳到下一步。", "This step cannot be shown: {why}. Go to the next one.")
MOVES = Text(
    "{month} 已由{name}重新开放填报，这一步的数随时可能变。",
    "{month} was opened again by {name}: the numbers of this step may change at any moment.",
)


def of_step(conn: Connection, there: Connection, step: Step, metrics: Container[str]) -> Text | None:
    """The sentence, None where all is well. `conn` is the real store, which knows units and people, `there` the store of the room
    that the step shows; `metrics` are the keys of those that there are."""
    tree = grants.tree_of_today(conn)
    why = unplayable(step, frozenset(tree.codes), tree, metrics)
    if why:
        return filled(NOT_SHOWN, {"why": why})
    asked = dict(step.view.query)
    name = calendar.opened_again(there, step.view.month)
    if name and not asked.get("revision") and not asked.get("known"):  # those stand still
        return filled(MOVES, {"month": months.label(step.view.month), "name": name})
    return None
