"""Instructions without a browser: listed, opened, issued to a unit (whole or in parts), and taken further, with evidence."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from data import disclosures, months, revisions
from data.clocks.life import CARRYING, DECIDING
from data.clocks.present import CLOCKS, LANES
from data.clocks.reading import About
from data.commands.acting import actor, asks_by
from data.instructions import files, lanes, mine, steps
from data.instructions.lanes import Asked, Narrowed
from data.instructions.mine import Mine
from data.instructions.refusals import Refused
from data.instructions.steps import File, Order
from data.instructions.telling import state_of
from data.reporting import opening
from data.text import LANGUAGES, Text

ISSUED = Text("已交办第 {number} 号", "issued as No. {number}")
PAGE = 50
COUNTED = Text("第 {first}—{last} 件，共 {total} 件", "{first} to {last} of {total}")
DONE = Text("第 {number} 号：{step}", "No. {number}: {step}")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verbs of this file."""
    made = verbs.add_parser("instructions", help="List, show, issue instructions or take one further.")
    kinds = made.add_subparsers(required=True, metavar="WHAT")
    for name, verb in (("list", listed), ("show", shown), ("issue", issue), ("step", step), ("file", file)):
        kind = kinds.add_parser(name, help=verb.__doc__)
        asks_by(kind)
        kind.set_defaults(verb=verb)
    for name in ("show", "step"):
        kinds.choices[name].add_argument("number", type=int, metavar="N")
    _asks_which(kinds.choices["list"])
    kinds.choices["file"].add_argument(
        "number", type=int, metavar="FILE", help="of an attached file, as `show` tells it"
    )
    kinds.choices["file"].add_argument("to", type=Path, metavar="PATH")
    asked = kinds.choices["issue"]
    asked.add_argument("lead", metavar="CODE", help="the unit that leads")
    asked.add_argument("text", metavar="TEXT", help="what is to be done")
    asked.add_argument("--about", default="", metavar="TITLE", help="what it is about (default: the text)")
    asked.add_argument("--department", default="")
    asked.add_argument("--due", type=date.fromisoformat, metavar="YYYY-MM-DD")
    asked.add_argument("--acceptance", default="", metavar="HOW")
    asked.add_argument("--helper", action="append", default=[], metavar="CODE")
    asked.add_argument("--person", default="", metavar="LOGIN", help="who is charged with it by name")
    asked.add_argument("--part-of", type=int, metavar="N", help="the whole that it is a part of, and about which it is")
    taken = kinds.choices["step"]
    taken.add_argument("step", choices=[*CARRYING, *DECIDING])
    taken.add_argument("--text", default="")
    taken.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
    taken.add_argument("--to", metavar="CODE", help="to which unit below it is passed on")
    taken.add_argument(
        "--file", type=Path, action="append", default=[], metavar="PATH", help="evidence, with `reported`"
    )


def _asks_which(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--about-unit", metavar="CODE", help="those that concern the unit (default: all that one may read)"
    )
    verb.add_argument("--state", choices=LANES, default="")
    verb.add_argument("--clock", choices=CLOCKS)
    verb.add_argument("--side", choices=("waiting", "given"), help="what waits for one, or what one gave out")
    verb.add_argument("--register", default="", metavar="KEY", help="those about rows of this register")
    verb.add_argument("--issuer", default="", metavar="NAME", help="those that somebody of this name issued")
    verb.add_argument("--words", default="", help="in what is asked")
    verb.add_argument("--limit", type=int, default=PAGE, metavar="N")
    verb.add_argument("--offset", type=int, default=0, metavar="N")


def listed(asked: argparse.Namespace) -> None:
    """List the instructions that one may read, overdue first, a page of them."""
    by = actor(asked)
    narrowed = Narrowed(
        lane=asked.state,
        clock=asked.clock,
        issued_by=by.login if asked.side == "given" else "",
        words=asked.words,
        waits="any" if asked.side == "waiting" else "",
        issuer=asked.issuer,
        register=asked.register,
    )
    of = Asked(by, [asked.about_unit] if asked.about_unit else None)
    with asked.engine.connect() as conn:
        total = lanes.count(conn, of, narrowed)
        here = mine.page(conn, of, narrowed, max(1, asked.limit), max(0, asked.offset))
    for each in here:
        _line(each)
    if len(here) < total:
        blanks = {"first": asked.offset + 1, "last": asked.offset + len(here), "total": total}
        print(*(COUNTED.in_(language, **blanks) for language in LANGUAGES), sep=" / ")


def shown(asked: argparse.Namespace) -> None:
    """Show one instruction with all that happened."""
    found = _opened(asked, asked.number)
    _line(found)
    for event in found.one.events:
        until = f" → {event.until or event.unit}" if event.until or event.unit else ""
        told = found.one.workflow.step(event.kind).zh
        print(f"  {event.at:%Y-%m-%d %H:%M}  {told}  {event.name}{until}  {event.text}".rstrip())
        for attached in (each for each in found.one.files if each.position == event.position):
            print(f"      {attached.number}  {attached.name}")


def issue(asked: argparse.Namespace) -> None:
    """Charge a unit with something, or a unit below with a part of it."""
    title = asked.about or asked.text[:40]
    with asked.engine.connect() as conn:
        month = opening.usual_month(conn, months.today())
        about = About("page", asked.lead, month, revisions.current(conn), Text(title, title))
    if asked.part_of:
        about = _opened(asked, asked.part_of).one.about
    order = Order(
        asked.text, asked.lead, about, asked.department, asked.due, asked.acceptance, helpers=tuple(asked.helper)
    )
    order = replace(order, person=asked.person, part_of=asked.part_of)
    number = steps.issue(asked.engine, order, by=actor(asked))
    print(*(ISSUED.in_(language, number=number) for language in LANGUAGES), sep=" / ")


def step(asked: argparse.Namespace) -> None:
    """Take one further: received, reported (with files), accepted …, upon how it stands now."""
    by, found = actor(asked), _opened(asked, asked.number)
    upon = {"by": by, "seen": found.one.seen, "text": asked.text, "until": asked.until}
    if asked.step in CARRYING:
        evidence = [File(each.name, each.read_bytes()) for each in asked.file] if asked.step == "reported" else []
        steps.carry_out(asked.engine, asked.number, asked.step, unit=asked.to, evidence=evidence, **upon)
    else:
        steps.decide(asked.engine, asked.number, asked.step, **upon)
    named = {language: found.one.workflow.step(asked.step).in_(language) for language in LANGUAGES}
    print(*(DONE.in_(language, number=asked.number, step=named[language]) for language in LANGUAGES), sep=" / ")


def file(asked: argparse.Namespace) -> None:
    """Save an attached file."""
    with asked.engine.connect() as conn:
        name, _, content = files.file_of(conn, asked.number, actor(asked))
    disclosures.file_downloaded(asked.engine, f"instruction file {asked.number}", name, by=actor(asked))
    asked.to.write_bytes(content)


def _opened(asked: argparse.Namespace, number: int) -> Mine:
    with asked.engine.connect() as conn:
        found = mine.opened(conn, number, actor(asked))
    if found is None:
        raise Refused("gone", number=number)
    return found


def _line(each: Mine) -> None:
    one = each.one
    print(
        f"{one.number:>5}  {one.standing.due}  {state_of(one).zh}  {one.standing.unit}  {one.issuer_name}  {one.text}"
    )
