"""python -m metrics briefs list | plan | end – briefings by the calendar, as on the page Storylines."""

import argparse

from data import rooms
from data.documents import schedules
from data.text import LANGUAGES, Text
from metrics.commands.acting import actor_of

PLANNED = Text("已安排，第 {number} 号：每月 {day} 日", "planned as No. {number}: on day {day} of each month")
ENDED = Text("已停止第 {number} 号", "No. {number} is ended")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs."""
    made = verbs.add_parser("briefs", help="List, plan or end briefings by the calendar.")
    kinds = made.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (("list", listed), ("plan", plan), ("end", end)):
        kind = kinds.add_parser(name, help=verb.__doc__)
        kind.set_defaults(verb=verb)
        kind.add_argument("--by", required=True, metavar="LOGIN", help="the account that does it, with its rights")
    asked = kinds.choices["plan"]
    asked.add_argument("unit", metavar="UNIT")
    asked.add_argument("day", type=int, metavar="DAY", help="of the month, 1 to 28")
    asked.add_argument("receivers", nargs="+", metavar="LOGIN", help="who is told")
    kinds.choices["end"].add_argument("number", type=int, metavar="N")


def listed(asked: argparse.Namespace) -> None:
    """python -m metrics briefs list --by LOGIN – those of the units it presents: number, unit, day, who is told."""
    who = actor_of(asked)
    with rooms.real().connect() as conn:
        for each in schedules.listing(conn, who):
            print(f"{each.number:>5}  {each.unit}  {each.day:>2}  {'、'.join(name for _, name in each.receivers)}")


def plan(asked: argparse.Namespace) -> None:
    """python -m metrics briefs plan UNIT DAY LOGIN… – tell these people each month on that day, with the way to the briefing."""
    who = actor_of(asked)
    number = schedules.plan(rooms.real(), asked.unit, asked.day, asked.receivers, by=who)
    print(*(PLANNED.in_(language, number=number, day=asked.day) for language in LANGUAGES), sep=" / ")


def end(asked: argparse.Namespace) -> None:
    """python -m metrics briefs end N – tell nobody any more."""
    who = actor_of(asked)
    schedules.end(rooms.real(), asked.number, by=who)
    print(*(ENDED.in_(language, number=asked.number) for language in LANGUAGES), sep=" / ")
