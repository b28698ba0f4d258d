"""What whoever presents must know of a step before the room sees it: that there is nothing to show any more, or that its figures may
still move."""

from collections.abc import Container, Sequence
from datetime import date

from sqlalchemy import Connection

from data import months, rooms
from data.people import grants
from data.presenting.playing import unplayable
from data.presenting.reading import Step
from data.reporting import calendar
from data.text import Text, filled
from data.units import Tree

NOT_SHOWN = Text("这一步放不出来：{why}。请跳到下一步。", "This step cannot be shown: {why}. Go to the next one.")
MOVES = Text(
    "{month} 已由{name}重新开放填报，这一步的数随时可能变。",
    "{month} was opened again by {name}: the numbers of this step may change at any moment.",
)


def of_steps(conn: Connection, steps: Sequence[Step], metrics: Container[str]) -> list[Text | None]:
    """A sentence for each step, None where all is well. `conn` is the real store, which knows units and people; `metrics` are the
    keys of those that there are."""
    tree = grants.tree_of_today(conn)
    return [_of_step(conn, step, metrics, tree) for step in steps]


def _of_step(conn: Connection, step: Step, metrics: Container[str], tree: Tree) -> Text | None:
    why = unplayable(step, frozenset(tree.codes), tree, metrics)
    if why:
        return filled(NOT_SHOWN, {"why": why})
    asked = dict(step.view.query)
    name = _opened_again(conn, step.view.month, training=asked.get("room") == "training")
    if name and not asked.get("revision") and not asked.get("known"):  # those stand still
        return filled(MOVES, {"month": months.label(step.view.month), "name": name})
    return None


def _opened_again(conn: Connection, month: date, *, training: bool) -> str:
    """Who opened the month again, by the calendar of the room that is shown."""
    if not training:
        return calendar.opened_again(conn, month)
    if not rooms.is_there("training"):
        return ""
    with rooms.engine("training").connect() as there:
        return calendar.opened_again(there, month)
