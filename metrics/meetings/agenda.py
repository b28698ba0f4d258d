"""The agenda of a meeting, put together from the store: what changed since the last one, how its decisions stand, what is
overdue, what was put on it by hand. When the meeting opens it is frozen as it was shown."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, Engine

from data import months, units
from data.access import Actor
from data.clocks import reading as instructions
from data.clocks.reading import Instruction
from data.instructions.telling import state_of
from data.meetings import reading, steps
from data.meetings.reading import Meeting
from data.text import Text
from data.units import Units
from metrics import OVERVIEW, changes
from metrics.changes import WHATS, Change, Point

SECTIONS: dict[str, Text] = {
    "changed": Text("上次会议以来的变化", "What changed since the last meeting"),
    "decisions": Text("上次会议决定的落实", "How the last meeting's decisions stand"),
    "overdue": Text("超期的交办事项", "Instructions past their day"),
    "by_hand": Text("其他议题", "Put on the agenda"),
}
MOST_CHANGES, MOST_OVERDUE = 12, 20
FIRST_TIME = 2  # months that a first meeting looks back


@dataclass(frozen=True)
class Line:
    """A line of the agenda: its section, what it says, and which number or row it is about."""

    section: str
    said: Text
    unit: str = ""
    metric: str = ""
    register: str = ""
    key: str = ""


@dataclass(frozen=True)
class Agenda:
    """`changed`: all that changed between the two points, the longest story first. `decisions` of the meeting before and
    `overdue` instructions, each as it stands at the second point. `lines`: the agenda in its order."""

    then: Point
    later: Point
    changed: tuple[Change, ...]
    decisions: tuple[Instruction, ...]
    overdue: tuple[Instruction, ...]
    lines: tuple[Line, ...]


def points(conn: Connection, meeting: Meeting) -> tuple[Point, Point]:
    """Since when and until when a meeting asks what changed: from the opening of the meeting before (or two months) to its
    own, and for one that is to come, to this moment."""
    earlier = reading.before(conn, meeting)
    later = _frozen(meeting) or changes.now(conn)
    then = _frozen(earlier) if earlier else None
    if then is None:
        then = changes.of_day(conn, months.shift(later.day.replace(day=1), -FIRST_TIME) - timedelta(days=1))
    return then, later


def agenda(conn: Connection, meeting: Meeting) -> Agenda:
    """The agenda as it stands for a meeting that is to come, or stood when it opened. It holds nothing of restricted
    registers: all who read the unit may read it."""
    then, later = points(conn, meeting)
    # Numbers of the first screen are enough for an agenda; all others are told by `python -m metrics changes` and the API.
    found = changes.between(conn, meeting.unit, then, later, metrics=OVERVIEW)
    known = units.load(conn)
    earlier = reading.before(conn, meeting)
    decided = _as_at(conn, reading.decisions(conn, earlier.number) if earlier else [], later)
    below = known.on(later.day).below(meeting.unit) if meeting.unit in known.on(later.day) else (meeting.unit,)
    burning = [one for one in instructions.listing(conn, below, day=later.day) if not one.restricted and one.is_overdue]
    late = sorted(burning, key=lambda one: one.standing.due)
    lines = [
        *_of_changes(near(found, meeting.unit, known, later)[:MOST_CHANGES], known, later),
        *(Line("decisions", _task(one), one.standing.unit, key=str(one.number)) for one in decided),
        *(Line("overdue", _task(one), one.standing.unit, key=str(one.number)) for one in late[:MOST_OVERDUE]),
        *(Line("by_hand", Text(topic, topic), meeting.unit) for topic in meeting.topics.splitlines() if topic.strip()),
        *(Line("by_hand", each.title, each.unit, each.metric, each.register, each.key) for each in meeting.items),
    ]
    return Agenda(then, later, tuple(found), tuple(decided), tuple(late), tuple(lines))


def near(found: Sequence[Change], unit: str, known: Units, later: Point) -> list[Change]:
    """The changes of the unit and of those right below it, and what broke a promise anywhere: what a meeting talks about."""
    tree = known.on(later.day)
    close = {unit, *tree.children.get(unit, ())}
    kinds = ("status", "value", "corrected", "instruction", "object", "target", "definition", "structure")
    promises = ("missed", "overdue", "reopened")
    return [each for each in found if each.kind in kinds and (each.unit in close or each.what in promises)]


def open_meeting(engine: Engine, number: int, *, by: Actor, seen: int) -> None:
    """Open a meeting upon what is known at this moment; the agenda is frozen as it is shown. Refused as by `steps.open_`."""
    with engine.connect() as conn:
        found = reading.opened(conn, number, by)
        if found is None:
            raise steps.Refused("gone", number=number)
        now = agenda(conn, found)
    lines = [{"section": each.section, "zh": each.said.zh, "en": each.said.en, **_about(each)} for each in now.lines]
    told = json.dumps(lines, ensure_ascii=False)
    steps.open_(engine, number, now.later.revision, now.later.month, told, by=by, seen=seen)


def shown(meeting: Meeting) -> tuple[Line, ...]:
    """The agenda as it was shown when the meeting opened."""
    lines = json.loads(meeting.shown or "[]")
    return tuple(
        Line(each["section"], Text(each["zh"], each["en"]), **{name: each[name] for name in ABOUT}) for each in lines
    )


ABOUT = ("unit", "metric", "register", "key")


def _about(line: Line) -> dict[str, str]:
    return {name: getattr(line, name) for name in ABOUT}


def _frozen(meeting: Meeting | None) -> Point | None:
    if meeting is None or meeting.opened_at is None:
        return None
    assert meeting.revision is not None
    assert meeting.month is not None
    return Point(meeting.revision, meeting.month, meeting.opened_at)


def _as_at(conn: Connection, found: Sequence[Instruction], later: Point) -> list[Instruction]:
    """Each as it stood on the day; what came after is left out. Restricted ones are not told."""
    then = (instructions.one(conn, one.number, later.day) for one in found if not one.restricted)
    return [one for one in then if one is not None]


def _of_changes(found: Sequence[Change], known: Units, later: Point) -> Iterator[Line]:
    tree = known.on(later.day)
    for each in found:
        place = tree.by_code.get(each.unit)
        names = (place.name_zh, place.name_en) if place else (each.unit, each.unit)
        said = Text(
            f"{names[0]} {each.title.zh}{WHATS[each.what].zh}：{each.before.zh} → {each.after.zh}",
            f"{names[1]}, {each.title.en} {WHATS[each.what].en}: {each.before.en} → {each.after.en}",
        )
        yield Line("changed", said, each.unit, each.metric, each.register, each.key)


def _task(one: Instruction) -> Text:
    state, due = state_of(one), one.standing.due
    return Text(
        f"第 {one.number} 号（{state.zh}，期限 {due}）：{one.text}",
        f"No. {one.number} ({state.en}, due {due}): {one.text}",
    )
