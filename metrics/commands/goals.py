"""Strategic goals, and how far each still is."""

import argparse

from data import rooms, units
from data.settings import settings
from metrics.commands.acting import month_of
from metrics.goal_telling import lines
from metrics.strategic_goals import goals


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    its = verbs.add_parser("goals", help=tell.__doc__)
    its.set_defaults(verb=tell)
    its.add_argument("--unit", default=settings().unit, help="six-digit code; it and all below it")
    its.add_argument("--month", metavar="2026-10", help="the last full month if not given")
    its.add_argument("--revision", type=int, help="as known at this revision")


def tell(asked: argparse.Namespace) -> None:
    """python -m metrics goals – the strategic goals of a unit and all below it: how far, and what would have to happen."""
    month = month_of(asked.month)
    with rooms.engine(asked.room).connect() as conn:
        below = units.load(conn).in_month(month).below(asked.unit)
        print(*lines(goals(conn, below, month, asked.revision)), sep="\n")
