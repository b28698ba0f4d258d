"""What all that is shown hangs on, in one question: where the answer is the same, no screen would show anything else."""

import hashlib
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from data import months
from data.access import Actor
from data.clocks import reading
from data.schema import audit, meeting, month_state, obligation, revision, training

DECLARED = (
    func.max(obligation.c.number),
    func.count(obligation.c.holds_to),
    func.min(obligation.c.holds_to),
    func.max(obligation.c.holds_to),
)  # what is to be reported: it is only ever added to and ended


class Pulse(NamedTuple):
    """The store at a moment: its revision, what has happened to instructions, how often meetings were changed, what is
    declared, what is published, since when it is a training store, and the day. `acts` counts the lines of the audit log: no
    screen shows them, but nobody's rights change without one."""

    revision: int | None
    happened: int
    met: int
    declared: tuple[object, ...]
    published: tuple[int, datetime | None]
    made: datetime | None
    day: date
    acts: int | None

    @property
    def shown(self) -> "Pulse":
        """Without what no screen shows."""
        return self._replace(acts=None)

    def name_for(self, who: Actor) -> str:
        """A short name of what somebody with these rights is shown: the same in every process."""
        rights = sorted((each.role, each.unit, *sorted(each.departments)) for each in who.grants)
        return hashlib.sha256(repr((self.shown, who.unit, rights)).encode()).hexdigest()[:12]


def pulse(conn: Connection) -> Pulse:
    """The store at this moment. One statement that touches the ends of indexes and small tables."""
    found = tuple(conn.execute(_question()).one())
    revised, happened, met, opened, last_opened, made, acts, *declared = found
    return Pulse(revised, happened, met or 0, tuple(declared), (opened, last_opened), made, months.today(), acts)


def _question() -> Select:
    opened = month_state.c.published_at
    asked = (
        select(func.max(revision.c.number)),
        reading.HAPPENED,
        select(func.sum(meeting.c.version)),
        select(func.count(opened)),
        select(func.max(opened)),
        select(func.max(training.c.since)),
        select(func.max(audit.c.number)),
        *(select(each) for each in DECLARED),
    )
    return select(*(each.scalar_subquery() for each in asked))
