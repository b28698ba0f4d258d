"""python -m metrics warnings list | mark – how good warnings were, and whether one was true, as on the page Outlook."""

import argparse
from datetime import date

from data import access, months, units
from data.text import LANGUAGES, Text
from data.watching import verdicts
from data.watching.steps import Refused
from metrics.commands.acting import OPERATOR, acting
from metrics.watching import loop_telling as telling
from metrics.watching.loops import rules

MARKED = Text("已标为{verdict}", "marked as {verdict}")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs."""
    made = verbs.add_parser("warnings", help="How good warnings were; mark one as true or false.")
    kinds = made.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (("list", listed), ("mark", mark)):
        kind = kinds.add_parser(name, help=verb.__doc__)
        kind.set_defaults(verb=verb)
        kind.add_argument("--by", required=True, metavar="LOGIN", help="the account that does it, with its rights")
    asked = kinds.choices["list"]
    asked.add_argument("--unit", default=OPERATOR.unit, help="six-digit code; it and all below it")
    asked.add_argument("--most", type=int, default=5, help="at most so many warnings of each rule")
    asked = kinds.choices["mark"]
    asked.add_argument("warning", metavar="RULE~MONTH~ITEM~N", help="as the list names it")
    asked.add_argument("verdict", choices=list(verdicts.VERDICTS))
    asked.add_argument("reason", metavar="REASON")
    asked.add_argument("--came-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="when a true one came about")


def listed(asked: argparse.Namespace) -> None:
    """python -m metrics warnings list – rules about a unit and all below it, with hit rate, days ahead and days of each step."""
    engine, who = acting(asked)
    with engine.connect() as conn:
        tree = units.load(conn).on(months.today())
        access.require(who, "read", [asked.unit], tree)
        found = rules(conn, who, tree.below(asked.unit), tree)
        print(*telling.lines(conn, found, tree, asked.most), sep="\n")


def mark(asked: argparse.Namespace) -> None:
    """python -m metrics warnings mark – say whether a warning was true, with the reason."""
    engine, who = acting(asked)
    of = verdicts.warned(asked.warning)
    if of is None:
        raise Refused("no_warning")
    verdicts.mark(engine, of, asked.verdict, asked.reason, asked.came_on, by=who)
    said = verdicts.VERDICTS[asked.verdict]
    print(*(MARKED.in_(language, verdict=said.in_(language)) for language in LANGUAGES), sep=" / ")
