"""Notices that were given up after many tries, put on their way once more by who keeps the people."""

from sqlalchemy import Engine, update

from data import audit, months, store, units
from data.access import Actor, for_all, require
from data.reporting import rights
from data.schema import outgoing
from data.settings import settings


def send_again(engine: Engine, *, by: Actor) -> int:
    """Put everything that was given up on its way once more; how many. For who keeps the people of the whole."""
    given_up = outgoing.c.sent_at.is_(None) & outgoing.c.given_up_at.is_not(None)
    with store.writing(engine) as conn:
        tree = units.load(conn).on(months.today())
        top = tree.children.get(None) or (settings().unit,)
        require(for_all(rights.now(conn, by)), "keep_people", top, tree)
        anew = {"tries": 0, "next_at": months.now(), "given_up_at": None, "error": ""}
        count = conn.execute(update(outgoing).where(given_up).values(**anew)).rowcount
        if count:
            audit.add(conn, by, "notices_sent_again", "notices", after={"notices": count})
    return count
