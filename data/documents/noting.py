"""That a text with numbers of the store left the cockpit, in the audit log; nothing of its words."""

from sqlalchemy import Engine

from data import audit, store
from data.access import Actor


def marked(engine: Engine, remarks: int, *, by: Actor) -> None:
    """A copy of somebody's document with so many remarks was made and given out."""
    with store.writing(engine) as conn:
        audit.add(conn, by, "text_marked", "text", after={"remarks": remarks})
