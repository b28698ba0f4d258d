"""What a file is made of on the command line: a page, or the steps of a storyline or a seal."""

import argparse

from sqlalchemy import Engine

from data import months, rooms
from data.access import Actor
from data.presenting import views
from data.presenting.views import View
from data.seals.steps import Steps, steps
from metrics.commands.acting import ask_what, engine_of, month_of, read_as
from metrics.decks import slides


def ask_shown(verb: argparse.ArgumentParser) -> None:
    """The options that say what it is made of."""
    ask_view(verb)
    verb.add_argument("--seal", type=int, metavar="NUMBER", help="what was sealed, of the account --by")
    ask_what(verb, "a page")


def ask_view(verb: argparse.ArgumentParser) -> None:
    """The option that names a page."""
    verb.add_argument(
        "--view", default="", metavar="ADDRESS", help="a page, as map?metric=visits; the overview if not given"
    )


def is_page(asked: argparse.Namespace) -> bool:
    """Whether a page is asked for and no steps."""
    return asked.seal is None and asked.storyline is None


def view_of(asked: argparse.Namespace) -> View:
    """The page that is asked for."""
    return views.read(asked.view, {"unit": asked.unit, "month": months.label(month_of(asked.month))})


def steps_of(asked: argparse.Namespace, who: Actor) -> tuple[Steps, Engine, Actor]:
    """The steps that are asked for, the store into which they look, and as whom they are read there."""
    with rooms.real().connect() as conn:
        found = steps(conn, asked.storyline, asked.seal, who, asked.revision)
    room = slides.room_of(found.storyline)
    return found, engine_of(room), read_as(room, who)
