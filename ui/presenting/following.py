"""What a wall is shown while somebody presents on it: the step's page, which no other page of the cockpit lets a wall open."""

from data import rooms
from data.people.sessions import Session
from data.presenting import running
from data.presenting.views import View


def led_view(session: Session) -> View | None:
    """The view of the step that a wall follows now; None for people, and for a wall that follows nothing."""
    if not session.wall:
        return None
    with rooms.real().connect() as conn:
        found = running.of_wall(conn, session.wall)
    return found[1].view if found else None


def is_frozen(session: Session) -> bool:
    """Whether the presenter holds the wall as it is, so that no new figures are drawn on it either."""
    if not session.wall:
        return False
    with rooms.real().connect() as conn:
        found = running.of_wall(conn, session.wall)
    return bool(found and found[0].frozen)
