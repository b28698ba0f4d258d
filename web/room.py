"""In which room a request looks, as the address of the view says that it came from, and as whom."""

from collections.abc import Mapping

from data import access, months, rooms, units
from data.access import Actor
from data.training import parts


def entered(who: Actor, query: Mapping[str, str]) -> tuple[rooms.Engine, Actor]:
    """The store of the room that the address names, and who acts there."""
    if query.get("room") != "training" or not rooms.is_there("training") or not access.may_somewhere(who, "train"):
        return rooms.real(), who
    engine = rooms.engine("training")
    with engine.connect() as conn:
        part = parts.read(query.get("part", ""), units.load(conn).on(months.today()))
    return engine, parts.playing(engine, who, part)
