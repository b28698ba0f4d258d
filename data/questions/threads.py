"""Questions as they are read: threads of messages with their files, at the figure they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, case, select

from data import months, units
from data.access import Actor
from data.questions.rights import APPEALED, may_read
from data.schema import evidence, message, question

OPEN = [
    "number", "measure", "unit", "month", "subject", "asked_by", "asked_at", "due", "department", "answering", "scored",
    "appeal", "name", "text", "last_at", "answered",
]  # fmt: skip
State = Literal["waiting", "answered", "closed", "withdrawn"]
Spot = tuple[str, str, date, str]  # measure (or register), unit, month, subject


@dataclass(frozen=True)
class Attached:
    """A file of a message; `kind` is its media type, `size` in bytes; whether a virus scanner looked at it."""

    number: int
    name: str
    kind: str
    size: int
    scanned: bool


@dataclass(frozen=True)
class Message:
    """What somebody wrote. `person` is their login, `name` as they were called then."""

    position: int
    at: datetime
    person: str
    name: str
    text: str
    files: tuple[Attached, ...]


@dataclass(frozen=True)
class Thread:
    """One question with everything said on it, the oldest first. `is_appeal`: it objects to points, of `scored` (a department
    or an application) or else of the unit, and whoever gave them answers."""

    number: int
    measure: str
    unit: str
    month: date
    subject: str
    asked_by: str
    asked_at: datetime
    closed_at: datetime | None
    due: date | None
    department: str
    answering: str
    scored: str
    is_appeal: bool
    messages: tuple[Message, ...]

    @property
    def spot(self) -> Spot:
        """The figure it stands at."""
        return self.measure, self.unit, self.month, self.subject

    @property
    def of(self) -> str:
        """Whose points an appeal is against: the code of a unit, the name of a department, the key of an application."""
        return self.scored or self.unit

    @property
    def answered(self) -> bool:
        """Whether anybody but who asked has said something."""
        return any(said.person != self.asked_by for said in self.messages)

    def is_overdue(self, day: date) -> bool:
        """Whether it still waits for an answer after its day."""
        return self.state == "waiting" and self.due is not None and self.due < day

    @property
    def state(self) -> State:
        """`waiting` for an answer, `answered` (the last word is not the asker's), `closed`, or `withdrawn` unanswered."""
        if self.closed_at:
            return "closed" if self.answered else "withdrawn"
        return "waiting" if self.messages[-1].person == self.asked_by else "answered"


def of_figure(
    conn: Connection, measure: str, unit: str, month: date, subject: str = "", *, actor: Actor
) -> tuple[Thread, ...]:
    """The questions at one figure, the newest first; none where the actor may not read the unit."""
    return _threads(conn, question.c.subject == subject, *_at([measure], [unit], [month]), actor=actor)


def of_row(conn: Connection, register: str, key: str, *, actor: Actor) -> tuple[Thread, ...]:
    """The questions at one row of a register, whatever the month, of units that the actor may read: open ones first."""
    found = _threads(conn, question.c.measure == register, question.c.subject == key, actor=actor)
    return tuple(sorted(found, key=lambda thread: thread.closed_at is not None))


def of_number(
    conn: Connection, measures: Iterable[str], units_: Iterable[str], months_: Iterable[date], *, actor: Actor
) -> tuple[Thread, ...]:
    """The questions at the figures behind a number, of the units that the actor may read: open ones first, newest first."""
    found = _threads(conn, *_at(measures, units_, months_), actor=actor)
    return tuple(sorted(found, key=lambda thread: thread.closed_at is not None))


def thread(conn: Connection, number: int, actor: Actor) -> Thread | None:
    """One question; None where there is none of that number, or the actor may not read it."""
    return next(iter(_threads(conn, question.c.number == number, actor=actor)), None)


def appeals_of(
    conn: Connection, objects: Iterable[str], month: date, *, actor: Actor, items: Iterable[str]
) -> tuple[Thread, ...]:
    """The appeals against points of units, departments or applications in a month by rows of index systems (`items`), of the
    units that the actor may read, the newest first."""
    whose = case((question.c.scored == "", question.c.unit), else_=question.c.scored).in_(list(objects))
    spot = (question.c.measure == APPEALED, question.c.month == month, question.c.subject.in_(list(items)), whose)
    return _threads(conn, *spot, question.c.answering != "", actor=actor)


def appeals(conn: Connection, actor: Actor) -> tuple[Thread, ...]:
    """All appeals that the actor may read, the newest first."""
    return _threads(conn, question.c.answering != "", actor=actor)


def open_spots(
    conn: Connection, measures: Iterable[str], units_: Iterable[str], months_: Iterable[date], *, actor: Actor
) -> frozenset[Spot]:
    """Which of the figures behind a number have a question that is not closed."""
    where = (*_at(measures, units_, months_), question.c.closed_at.is_(None))
    return frozenset(_spot(row) for row in _readable(conn, where, actor))


def answers(row: Row) -> str:
    """The unit that answers a question (its row)."""
    return str(row.answering or row.unit)


def open_of(conn: Connection, units_: Iterable[str], *, actor: Actor | None = None) -> pd.DataFrame:
    """Questions that units have to answer and that are not closed, the oldest first, with the columns OPEN: `asked_by` is a
    login, `name` and `text` are the asker's name and words, `answered` tells that the last word is not the asker's,
    `answering` the unit that answers, `appeal` and `scored` as of a `Thread`. With an actor, only what they may read."""
    whose = case((question.c.answering == "", question.c.unit), else_=question.c.answering)
    where = whose.in_(list(units_)) & question.c.closed_at.is_(None)
    rows = _readable(conn, (where,), actor)
    said = _messages(conn, [row.number for row in rows])
    frame = pd.DataFrame(
        [
            (
                row.number,
                *_spot(row),
                row.asked_by,
                row.asked_at,
                row.due,
                row.department,
                answers(row),
                row.scored,
                bool(row.answering),
                *_gist(row, said[row.number]),
            )
            for row in rows
        ],
        columns=OPEN,
    )
    frame = frame.astype({"answered": bool, "appeal": bool}).sort_values("number", ignore_index=True)
    return frame.assign(**{name: months.in_zhejiang(frame[name]) for name in ("asked_at", "last_at")})


def counts(conn: Connection, units_: Iterable[str], *, actor: Actor | None = None) -> dict[str, int]:
    """How many questions of the units wait for an answer, by unit."""
    waiting = open_of(conn, units_, actor=actor).query("not answered")
    return waiting["unit"].value_counts().to_dict()


def words_of(conn: Connection, number: int) -> Message:
    """What was asked, and by whom."""
    return _messages(conn, [number])[number][0]


def _gist(row: Row, said: list[Message]) -> tuple[str, str, datetime, bool]:
    return said[0].name, said[0].text, said[-1].at, said[-1].person != row.asked_by


def _at(measures: Iterable[str], units_: Iterable[str], months_: Iterable[date]) -> tuple[ColumnElement[bool], ...]:
    asked = {question.c.measure: measures, question.c.unit: units_, question.c.month: months_}
    return tuple(column.in_(list(values)) for column, values in asked.items())


def _threads(conn: Connection, *where: ColumnElement[bool], actor: Actor) -> tuple[Thread, ...]:
    rows = _readable(conn, where, actor)
    said = _messages(conn, [row.number for row in rows])
    return tuple(
        Thread(
            row.number,
            *_spot(row),
            row.asked_by,
            row.asked_at,
            row.closed_at,
            row.due,
            row.department,
            answers(row),
            row.scored,
            bool(row.answering),
            tuple(said[row.number]),
        )
        for row in rows
    )


def _readable(conn: Connection, where: Iterable[ColumnElement[bool]], actor: Actor | None) -> list[Row]:
    """The rows of `question` that the actor may read, the newest first; all of them without an actor."""
    rows = list(conn.execute(select(question).where(*where).order_by(question.c.number.desc())))
    if actor is None or not rows:
        return rows
    known = units.load(conn)
    return [row for row in rows if may_read(actor, row.measure, row.unit, known.in_month(row.month))]


def _messages(conn: Connection, numbers: list[int]) -> dict[int, list[Message]]:
    files = defaultdict(list)
    for row in conn.execute(select(evidence).where(evidence.c.question.in_(numbers)).order_by(evidence.c.number)):
        files[row.question, row.position].append(Attached(row.number, row.file_name, row.kind, row.size, row.scanned))
    said = defaultdict(list)
    order = (message.c.question, message.c.position)
    for row in conn.execute(select(message).where(message.c.question.in_(numbers)).order_by(*order)):
        attached = tuple(files[row.question, row.position])
        said[row.question].append(Message(row.position, row.at, row.person, row.name, row.body, attached))
    return said


def _spot(row: Row) -> Spot:
    return row.measure, row.unit, row.month, row.subject
