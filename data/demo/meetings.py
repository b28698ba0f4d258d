"""The invented meetings: two that were held, at which some of the instructions were decided, and one ahead.

Each stands in `meetings.csv`, its day so many working days before today (after it, with a minus). An instruction that the
province issued on the day of a meeting was decided in it.
"""

import csv
from datetime import date, datetime, time
from pathlib import Path

from sqlalchemy import Connection, insert

from data import bulk, months, revisions, working_days
from data.demo.world import World
from data.schema import meeting

WRITTEN = Path(__file__).parent / "meetings.csv"
PROVINCE = "330000"
KNOWN_FROM = 12  # day of the month from which the month before is known
CALLED_AT, OPENED_AT, CLOSED_AT = time(9), time(9, 5), time(11, 30)


def load(conn: Connection, world: World, today: date, first: int) -> dict[int, int]:
    """Write them all, for who holds the write lock: their numbers by how many working days ago they were. `first` is the first
    revision of the demonstration."""
    made: dict[int, int] = {}
    previous: int | None = None
    with WRITTEN.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            ago = int(line["ago"])
            day = working_days.before(today, ago) if ago >= 0 else working_days.after(today, -ago)
            number = bulk.next_number(conn, meeting)
            name = f"{world.tree[PROVINCE].name_zh}领导（演示）"
            called = {"called_by": f"demo:leader.{PROVINCE}", "caller_name": name}
            called_at = _at(day, CALLED_AT) if ago >= 0 else _at(today, CALLED_AT)
            plan = {"held_on": day, "title": line["title"], "members": line["members"]}
            topics = line["topics"].replace("|", "\n")
            held = _held(conn, day, first, name, line["minutes"], previous) if ago >= 0 else {}
            row = {"number": number, "unit": PROVINCE, "version": 3 if held else 1, "called_at": called_at}
            conn.execute(insert(meeting).values(**row, **plan, **called, **held, topics=topics))
            made[ago] = previous = number
    return made


def _held(conn: Connection, day: date, first: int, name: str, minutes: str, previous: int | None) -> dict[str, object]:
    known = revisions.known_on(conn, working_days.before(day, 1))  # what came in on the day itself came in later
    revision = known if known >= first else revisions.current(conn)  # loaded once more: everything came in today
    month = months.shift(day.replace(day=1), -1 if day.day >= KNOWN_FROM else -2)
    opened = {"opened_at": _at(day, OPENED_AT), "opened_by": name, "revision": revision, "month": month}
    closed = {"closed_at": _at(day, CLOSED_AT), "closed_by": name, "minutes": minutes}
    return {**opened, **closed, "previous": previous}


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, months.SHANGHAI)
