"""What the clock does by itself: whose day has passed, those charged and whoever issued it are told, once each day due."""

from datetime import datetime

from sqlalchemy import Connection, Engine

from data import months, store
from data.instructions import reading, telling
from data.notices import notices


def remind(engine: Engine, now: datetime) -> int:
    """Tell of the instructions that are overdue now; how many notices were written. Safe to be called again."""
    day = now.astimezone(months.SHANGHAI).date()
    with store.reading(engine) as conn:
        late = [one for one in reading.listing(conn, day=day) if one.is_overdue]
    if not late:
        return 0
    with store.writing(engine) as conn:
        return sum(_tell(conn, one) for one in late)


def _tell(conn: Connection, one: reading.Instruction) -> int:
    people = dict.fromkeys([*telling.whom_of(conn, one, "issued"), *telling.whom_of(conn, one, "reported")])
    blanks = {"number": one.number, "due": one.standing.due, "text": telling.gist_of(one, "")}
    once = f"instruction {one.number} {one.standing.due}"
    return notices.tell(conn, "instruction_overdue", people, blanks, telling.link_of(one), once)
