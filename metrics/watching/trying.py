"""A rule tried against the last months before it is kept."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from data import months
from data.access import Actor
from data.watching.reading import Found, Watched
from metrics.watching.asked import Readings
from metrics.watching.evaluating import TRIED, evaluated, fired, run_of


@dataclass(frozen=True)
class Trial:
    """What a rule would have told, the newest first, and the months that were looked at: with the figures as they stand now,
    corrections and late reports included."""

    first: date
    last: date
    told: tuple[Found, ...]


def tried(conn: Connection, watched: Watched, kind: str, threshold: float | None, *, by: Actor) -> Trial:
    """What the rule would have told in the last `TRIED` months, for who may watch it."""
    run = run_of(TRIED, months.today())
    found = evaluated(Readings(conn), by, watched, kind, threshold, run)
    return Trial(run[0], run[-1], tuple(fired(found)))
