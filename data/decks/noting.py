"""That a deck left the cockpit, in the audit log: whoever has the file can pass it on."""

from collections.abc import Mapping

from sqlalchemy import Engine

from data import audit, store
from data.access import Actor


def made(engine: Engine, about: str, told: Mapping[str, object], *, by: Actor) -> None:
    """A deck was made of a storyline or of a unit's page, and given out."""
    with store.writing(engine) as conn:
        audit.add(conn, by, "deck_made", about, after=dict(told))


def updated(engine: Engine, told: Mapping[str, object], *, by: Actor) -> None:
    """A deck was brought to another month, and given out."""
    with store.writing(engine) as conn:
        audit.add(conn, by, "deck_updated", "deck", after=dict(told))
