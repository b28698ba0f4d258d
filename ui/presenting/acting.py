"""As whom a storyline is read: in the room that it shows, the training room as whoever one plays there."""

from data import rooms
from data.access import Actor
from data.presenting.reading import Storyline
from data.training import parts
from metrics.decks import slides
from ui import actor as signed


def in_its_room(found: Storyline) -> tuple[rooms.Engine, Actor]:
    """The store of the room that a storyline shows, and the person as they read there."""
    who = signed.person()
    if slides.room_of(found) != "training":
        return rooms.real(), who
    return rooms.engine("training"), parts.playing(rooms.engine("training"), who, None)
