"""Whether the walls that follow may show the meeting or the instruction of a step: each reads as whoever stands before it."""

from contextlib import nullcontext

from sqlalchemy import Connection, select

from data import rooms
from data.access import Actor, Grant
from data.asked import as_number
from data.clocks import reading as clocks
from data.instructions import rights
from data.meetings import reading as meetings
from data.people import grants
from data.presenting.reading import Step
from data.presenting.views import View
from data.schema import presentation_wall, wall
from data.text import Text, filled

UNREAD = {
    "meeting": Text(
        "大屏“{walls}”显示不了这一步的会议：它已不存在，或不在大屏可查看的单位内。请跳到下一步。",
        "The wall “{walls}” cannot show the meeting of this step: it is no more, or not of a unit that the wall may show. Go to "
        "the next one.",
    ),
    "instruction": Text(
        "大屏“{walls}”显示不了这一步的交办：它已不存在、属于受限台账，或不在大屏可查看的单位内。请跳到下一步。",
        "The wall “{walls}” cannot show the instruction of this step: it is no more, of a restricted register, or not of a unit "
        "that the wall may show. Go to the next one.",
    ),
}


def unread(conn: Connection, step: Step, presentation: int) -> Text | None:
    """A sentence that names the walls of a presentation on which the step stays empty; None where all may show it. `conn` is the
    real store, which knows the walls; what is shown is asked of the room into which the step looks."""
    asked = dict(step.view.query)
    what = next((each for each in UNREAD if asked.get(each)), None)
    training = asked.get("room") == "training"
    if what is None or (training and not rooms.is_there("training")):
        return None
    follow = select(wall.c.name, wall.c.unit).join(presentation_wall, presentation_wall.c.wall == wall.c.number)
    found = conn.execute(follow.where(presentation_wall.c.presentation == presentation).order_by(wall.c.number)).all()
    with rooms.engine("training").connect() if training else nullcontext(conn) as there:
        kept_out = [row.name for row in found if not _reads(there, _before(row.unit), what, step.view)]
    return filled(UNREAD[what], {"walls": "、".join(kept_out)}) if kept_out else None


def _before(unit: str) -> Actor:
    """Whoever stands before a wall of the unit."""
    return Actor("", unit, (Grant("wall", unit),))


def _reads(conn: Connection, actor: Actor, what: str, view: View) -> bool:
    number = as_number(dict(view.query)[what]) or 0
    if what == "meeting":
        return meetings.opened(conn, number, actor) is not None
    one = clocks.one(conn, number)
    return one is not None and rights.may_read(actor, one, grants.tree_of_today(conn))
