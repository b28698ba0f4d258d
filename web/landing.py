"""Where somebody comes out who has just signed in: at what they asked for; who asked for no page, at My day where something waits for
them, else at the overview."""

from urllib.parse import parse_qs, urlsplit

from anyio import to_thread

from data import rooms
from data.instructions import lanes
from data.instructions.lanes import Asked
from data.people import sessions
from data.settings import settings
from web.turns import GATE

DAY = "/today"


async def place_of(place: str, cookie: str) -> str:
    """The place that was asked for, or My day, for whoever has signed in to the session of this cookie. Where training comes first
    (`store.opens`), or a form stands before the pages, the place stays as it was asked for."""
    asked = urlsplit(place)
    if asked.path != "/" or set(parse_qs(asked.query)) - {"lang"} or settings().store.opens == "training":
        return place
    waits = await to_thread.run_sync(_waits, cookie, limiter=GATE)
    return asked._replace(path=DAY).geturl() if waits else place


def _waits(cookie: str) -> bool:
    """Whether an instruction waits for the person: to be received, done, accepted, or given a longer term."""
    session = sessions.find(rooms.real(), cookie)
    if session is None or session.comes_first or session.view:
        return False
    with rooms.real().connect() as conn:
        return any(lanes.waiting(conn, Asked(session.actor, None)).values())
