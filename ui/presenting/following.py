"""What a wall is shown while somebody presents on it or it goes through a storyline by itself: pages that it may not open else."""

from data import months, rooms
from data.people.sessions import Session
from data.presenting import playing
from data.presenting.views import View
from metrics import METRICS


def led_views(session: Session) -> tuple[View, ...]:
    """The views that a wall may show now, that of this moment first; none for people, and for a wall that shows its own."""
    if not session.wall:
        return ()
    with rooms.real().connect() as conn:
        found = playing.steps_of(conn, session.wall, METRICS, months.now())
    return tuple(each.step.view for each in found)
