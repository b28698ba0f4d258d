"""Signs in the figures that one should ask about, for who approves them."""

import argparse

from data import access, units
from metrics.commands.acting import OPERATOR, actor_of, ask_when, engine_of, month_of
from metrics.commands.shared import verb
from metrics.radar import telling
from metrics.radar.looking import odd


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb of this file."""
    its = verb(verbs, "radar", radar)
    its.add_argument("--unit", default=OPERATOR.unit, help="six-digit code; it and all below it")
    its.add_argument("--most", type=int, default=50, help="at most so many")
    ask_when(its)


def radar(asked: argparse.Namespace) -> None:
    """python -m metrics radar – which figures look unusual and what one should ask; of units that --by approves."""
    month, who = month_of(asked.month), actor_of(asked)
    with engine_of(asked.room).connect() as conn:
        tree = units.load(conn).in_month(month)
        if who is not OPERATOR:
            access.require(who, "approve", [asked.unit], tree)
        found, count = odd(conn, asked.unit, month, revision=asked.revision)
    print(*telling.lines(found[: asked.most], count, tree), sep="\n")
