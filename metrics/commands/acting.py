"""Who runs commands, and of when."""

import argparse
from datetime import date

from sqlalchemy import Engine

from data import months, rooms
from data.access import Actor, Grant
from data.people import accounts
from data.settings import settings
from data.text import LANGUAGES
from data.training import parts

# They read all but the restricted registers, as with every other verb.
OPERATOR = Actor("operator", settings().unit, (Grant("administrator", settings().unit),))


def ask_what(verb: argparse.ArgumentParser, otherwise: str) -> None:
    """The options of a file that is made: of a storyline, `otherwise` of a unit's month."""
    verb.add_argument(
        "--storyline", type=int, metavar="NUMBER", help=f"one of the account --by; {otherwise} if not given"
    )
    verb.add_argument("--unit", default=settings().unit, help="six-digit code; of a storyline its own")
    verb.add_argument("--lang", choices=LANGUAGES, default="zh")


def ask_when(verb: argparse.ArgumentParser) -> None:
    """Of when it is, and by whom."""
    verb.add_argument("--month", metavar="2026-10", help="the last full month if not given")
    verb.add_argument("--revision", type=int, help="as known at this revision")
    verb.add_argument("--by", metavar="LOGIN", help="the account that does it, with its rights")


def actor_of(asked: argparse.Namespace) -> Actor:
    """The account that --by names, with its rights; else the operator."""
    if not asked.by:
        return OPERATOR
    with rooms.real().connect() as conn:
        return accounts.actor_of(conn, asked.by)


def read_as(room: str, who: Actor) -> Actor:
    """As whom they read in a room."""
    return parts.playing(engine_of(room), who, None) if room == "training" else who


def acting(asked: argparse.Namespace) -> tuple[Engine, Actor]:
    """The store of the room, and the account of --by as it acts there."""
    with rooms.real().connect() as conn:
        who = accounts.actor_of(conn, asked.by)
    return engine_of(asked.room), read_as(asked.room, who)


def engine_of(room: str) -> Engine:
    """The store of a room."""
    return rooms.engine("training" if room == "training" else "real")


def month_of(written: str | None) -> date:
    """The month that was written, or the last full one."""
    return months.parse(written) if written else months.last_full(months.today())
