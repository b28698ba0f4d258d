"""Who types: the account named by --by with exactly its rights, or the operator of this machine, who administers and
reports nothing."""

import argparse
import getpass

from data.access import Actor, Grant
from data.people import accounts
from data.settings import settings

ORIGIN = "命令行 / command line"


def asks_by(parser: argparse.ArgumentParser) -> None:
    """The arguments of a verb that somebody does."""
    parser.add_argument("--by", metavar="LOGIN", help="the account that does it, with its rights")
    parser.add_argument("--unit", metavar="CODE", help="the unit they act for (default: their own)")


def actor(asked: argparse.Namespace) -> Actor:
    """The account of --by, acting for --unit. Raises `accounts.Refused` for one that is unknown or disabled."""
    user = getpass.getuser()
    if asked.by:
        with asked.engine.connect() as conn:
            known = accounts.actor_of(conn, asked.by, f"{ORIGIN} ({user})")
        return known.acting_for(asked.unit or known.unit)
    whole = settings().unit
    return Actor(user, asked.unit or whole, (Grant("administrator", whole),), origin=ORIGIN)
