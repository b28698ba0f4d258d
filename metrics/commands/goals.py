"""Strategic goals, and how far each still is."""

import argparse

from data import rooms, units
from metrics.commands.acting import month_of
from metrics.commands.shared import ask_where, verb
from metrics.goal_telling import lines
from metrics.strategic_goals import goals


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    ask_where(verb(verbs, "goals", tell))


def tell(asked: argparse.Namespace) -> None:
    """python -m metrics goals – the strategic goals of a unit and all below it: how far, and what would have to happen."""
    month = month_of(asked.month)
    with rooms.engine(asked.room).connect() as conn:
        below = units.load(conn).in_month(month).below(asked.unit)
        print(*lines(goals(conn, below, month, asked.revision)), sep="\n")
