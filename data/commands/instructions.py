"""Instructions without a browser: listed, opened, issued to a unit, and taken further."""

import argparse
from datetime import date

from data import months, revisions
from data.clocks.life import CARRYING, DECIDING
from data.clocks.reading import About
from data.commands.acting import actor, asks_by
from data.instructions import mine, steps
from data.instructions.mine import Mine
from data.instructions.refusals import Refused
from data.instructions.steps import Order
from data.instructions.telling import state_of
from data.text import LANGUAGES, Text

ISSUED = Text("已交办第 {number} 号", "issued as No. {number}")
DONE = Text("第 {number} 号：{step}", "No. {number}: {step}")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    made = verbs.add_parser("instructions", help="List, show, issue instructions or take one further.")
    kinds = made.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (("list", listed), ("show", shown), ("issue", issue), ("step", step)):
        kind = kinds.add_parser(name, help=verb.__doc__)
        asks_by(kind)
        kind.set_defaults(verb=verb)
    for name in ("show", "step"):
        kinds.choices[name].add_argument("number", type=int, metavar="N")
    asked = kinds.choices["issue"]
    asked.add_argument("lead", metavar="CODE", help="the unit that leads")
    asked.add_argument("text", metavar="TEXT", help="what is to be done")
    asked.add_argument("--about", default="", metavar="TITLE", help="what it is about (default: the text)")
    asked.add_argument("--department", default="")
    asked.add_argument("--due", type=date.fromisoformat, metavar="YYYY-MM-DD")
    asked.add_argument("--acceptance", default="", metavar="HOW")
    asked.add_argument("--helper", action="append", default=[], metavar="CODE")
    taken = kinds.choices["step"]
    taken.add_argument("step", choices=[*CARRYING, *DECIDING])
    taken.add_argument("--text", default="")
    taken.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    taken.add_argument("--to", metavar="CODE", help="to which unit below it is passed on")


def listed(asked: argparse.Namespace) -> None:
    """List the instructions that one may read, overdue first."""
    by = actor(asked)
    with asked.engine.connect() as conn:
        for each in mine.listing(conn, by):
            _line(each)


def shown(asked: argparse.Namespace) -> None:
    """Show one instruction with all that happened."""
    found = _opened(asked)
    _line(found)
    for event in found.one.events:
        until = f" → {event.until or event.unit}" if event.until or event.unit else ""
        print(
            f"  {event.at:%Y-%m-%d %H:%M}  {found.one.workflow.step(event.kind).zh}  {event.name}{until}  {event.text}".rstrip()
        )


def issue(asked: argparse.Namespace) -> None:
    """Charge a unit with something."""
    month, title = months.last_full(months.today()), asked.about or asked.text[:40]
    with asked.engine.connect() as conn:
        about = About("page", asked.lead, month, revisions.current(conn), Text(title, title))
    order = Order(
        asked.text, asked.lead, about, asked.department, asked.due, asked.acceptance, helpers=tuple(asked.helper)
    )
    number = steps.issue(asked.engine, order, by=actor(asked))
    print(*(ISSUED.in_(language, number=number) for language in LANGUAGES), sep=" / ")


def step(asked: argparse.Namespace) -> None:
    """Take one further: received, reported, accepted …, upon how it stands now."""
    by, found = actor(asked), _opened(asked)
    upon = {"by": by, "seen": found.one.seen, "text": asked.text, "until": asked.until}
    if asked.step in CARRYING:
        steps.carry_out(asked.engine, asked.number, asked.step, unit=asked.to, **upon)
    else:
        steps.decide(asked.engine, asked.number, asked.step, **upon)
    named = {language: found.one.workflow.step(asked.step).in_(language) for language in LANGUAGES}
    print(*(DONE.in_(language, number=asked.number, step=named[language]) for language in LANGUAGES), sep=" / ")


def _opened(asked: argparse.Namespace) -> Mine:
    with asked.engine.connect() as conn:
        found = mine.opened(conn, asked.number, actor(asked))
    if found is None:
        raise Refused("gone", number=asked.number)
    return found


def _line(each: Mine) -> None:
    one = each.one
    print(
        f"{one.number:>5}  {one.standing.due}  {state_of(one).zh}  {one.standing.unit}  {one.issuer_name}  {one.text}"
    )
