"""In which room a view is: the real store's, or the training store's, and whom one plays there.

The address says it (`room=training&part=steward.330203`), so a link opens the right room. What a view was drawn for is kept in
its session: a button pressed there acts there, whatever the address says by then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import streamlit as st

from data import access, months, rooms, training_mark, units
from data.access import Actor
from data.people.sessions import Session
from data.training import parts
from data.training.parts import Part

TRAINING = "training"
KEPT = ("boards", "person", "whose", "signed_in")  # of the session, in whichever room


@dataclass(frozen=True)
class Room:
    """A room as a view is in it. `since` tells one training room from the next that took its place; `part` is whom one plays
    there (`""`: oneself)."""

    name: rooms.Name = "real"
    since: str = ""
    part: str = ""

    @property
    def engine(self) -> rooms.Engine:
        """The store of the room."""
        return rooms.engine(self.name)

    @property
    def is_training(self) -> bool:
        """Whether nothing here is real."""
        return self.name == TRAINING


REAL = Room()
_made_for: ContextVar[Room | None] = ContextVar("room", default=None)  # a file that is made outside of any run


def here() -> Room:
    """The room that this view was drawn for."""
    return _made_for.get() or st.session_state.get("room") or REAL


def engine() -> rooms.Engine:
    """The store of this view's room."""
    return here().engine


def enter(session: Session) -> None:
    """Begin a run in the room that its address asks for; where there is none, or it is not for this person, in the real
    one. What was begun in another room is not gone on with in this one."""
    asked = of_url(session)
    if st.session_state.get("room", asked) != asked:
        for key in [each for each in st.session_state if each not in KEPT]:
            del st.session_state[key]
    st.session_state["room"] = asked


def moved() -> bool:
    """Whether another training room took the place of the one that this view was drawn for."""
    return here().is_training and training_since() != here().since


def of_url(session: Session) -> Room:
    """The room that the address asks for."""
    if st.query_params.get("room") != TRAINING or not may_train(session):
        return REAL
    made = training_since()
    if not made:
        return REAL
    asked = st.query_params.get("part", "")
    return Room("training", made, asked if _part(asked) else "")


def may_train(session: Session) -> bool:
    """Whether somebody may enter the training room; a wall where its owner sent it."""
    return bool(session.view) or access.may_somewhere(session.actor, "train")


def training_since() -> str:
    """Since when the training room is as it was made; "" where there is none."""
    if not rooms.is_there("training"):
        return ""
    since = training_mark.made(rooms.engine("training"))
    return since.isoformat() if since else ""


def acting(who: Actor) -> Actor:
    """Who acts in this view's room: the person themselves, or in the training room whom they play."""
    room = here()
    return parts.playing(room.engine, who, _part(room.part)) if room.is_training else who


@contextmanager
def made_for(room: Room) -> Iterator[None]:
    """In a thread of one's own: as if in a view of that room."""
    token = _made_for.set(room)
    try:
        yield
    finally:
        _made_for.reset(token)


def _part(written: str) -> Part | None:
    if not written:
        return None
    with rooms.engine("training").connect() as conn:
        return parts.read(written, units.load(conn).on(months.today()))
