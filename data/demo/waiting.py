"""What waits for approval in the demonstration: what the late county handed in at last, with one figure ten times too large, and
a city that corrects a total which disagrees with its counties'.

Where no approval is asked for nothing waits, and neither is handed in: both would count at once and end their stories.
"""

import pandas as pd
from sqlalchemy import Connection

from data import figures, months
from data.access import Actor, Grant
from data.demo import files, measured
from data.demo.stories import DISAGREEING_CITY, LATE_COUNTY
from data.demo.world import World
from data.reporting import drafts, steps, submissions

SLIPPED, TIMES = "service_requests", 10  # typed with one nought too many
DISAGREES = "data_records"
REASON = "自报数重复计了一个部门，按下级合计更正"


def load(conn: Connection, world: World) -> int:
    """Hand in both, for who holds the write lock; how many wait."""
    late = _late(world)
    corrected = _corrected(conn, world)
    waiting = [(LATE_COUNTY, late, "补报", ""), (DISAGREEING_CITY, corrected, "更正", REASON)]
    asked = [each for each in waiting if len(each[1]) and steps.count(each[0], world.tree)]
    for unit, frame, subject, reason in asked:
        _hand_in(conn, world, unit, frame, subject, reason)
    return len(asked)


def _late(world: World) -> pd.DataFrame:
    """What the late county has for the last month."""
    made = measured.of_counties(world)
    mine = made[(made["unit"] == LATE_COUNTY) & (made["month"] == pd.Timestamp(world.last))]
    slip = mine["measure"] == SLIPPED
    return mine.assign(value=mine["value"].where(~slip, mine["value"] * TIMES), qualifier="exact")


def _corrected(conn: Connection, world: World) -> pd.DataFrame:
    """The city's own total of the last month, as its counties add up to it; no row where they reported none."""
    own = figures.own(conn, [DISAGREES], world.tree.leaves(DISAGREEING_CITY), world.last, world.last)
    if own.empty:
        return own
    row = {"measure": DISAGREES, "unit": DISAGREEING_CITY, "month": pd.Timestamp(world.last), "subject": ""}
    return pd.DataFrame([row | {"value": own["value"].sum(), "qualifier": "exact"}])


def _hand_in(conn: Connection, world: World, unit: str, frame: pd.DataFrame, subject: str, reason: str) -> None:
    content, _ = files.figures_file(world, frame)
    name = world.tree[unit].name_zh
    by = Actor(f"{name}填报员（演示）", unit, (Grant("steward", unit),))
    file_name = files.file_name(name, months.label(world.last), subject)
    draft = drafts.begin(conn, unit, world.last, reason, file_name, content, by)
    warnings = len(submissions.examine(conn, draft.number, actor=by).checked.warnings)
    submissions.hand_in(conn, draft.number, draft.version, by=by, looked_at=warnings)
