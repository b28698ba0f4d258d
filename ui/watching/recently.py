"""What was told lately: how long it counts as new, its address in this language and room, and the first look in the training
room."""

from contextlib import suppress
from datetime import timedelta

from data.refusal import Refusal
from metrics.watching import telling
from ui import room
from ui.actor import actor
from ui.kept import kept
from ui.room import Room
from ui.scope import Scope

RECENT = timedelta(days=14)


def address(path: str, scope: Scope) -> str:
    """An address as a notice has it, for a link on a page."""
    more = "".join(f"&{name}={value}" for name, value in {"lang": scope.lang, **scope.in_room()}.items())
    return f"./{path}{more}"


def look() -> None:
    """In the training room the rules come with the person, who sees at once what they tell; elsewhere the server looks by
    itself within minutes."""
    at, me = room.here(), actor()
    if not at.is_training or not me.login:
        return
    with room.engine().connect() as conn:
        moved = telling.moment(conn)
    with suppress(Refusal):  # a store that cannot write is still shown
        _look(at, me.login, moved)


@kept(200)
def _look(at: Room, login: str, moved: tuple) -> int:
    return telling.tell(at.engine, login)
