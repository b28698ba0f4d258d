"""python -m metrics brief FILE – a briefing (Word) of a unit's month or of a storyline, in the cockpit's template or the office's."""

import argparse
from pathlib import Path

from data import disclosures, rooms
from data.presenting import storylines
from data.text import Text
from metrics.briefs import making
from metrics.briefs.making import Template
from metrics.commands.acting import actor_of, ask_what, ask_when, engine_of, month_of, read_as
from metrics.decks import slides

MADE = Text("第 {revision} 版：{file}", "revision {revision}: {file}")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb."""
    one = verbs.add_parser("brief", help=make.__doc__)
    one.set_defaults(verb=make)
    one.add_argument("file", metavar="FILE", help="the .docx that is written")
    one.add_argument("--template", metavar="DOCX", help="a template with named places; the cockpit's own if not given")
    ask_what(one, "a unit's month")
    ask_when(one)


def make(asked: argparse.Namespace) -> None:
    """python -m metrics brief FILE – conclusions, figures against targets, months, ranks and what is longest overdue, as a Word document."""
    who, real = actor_of(asked), rooms.real()
    template = making.own(asked.lang)
    if asked.template:
        template = Template(Path(asked.template).name, Path(asked.template).read_bytes())
    if asked.storyline is None:
        engine, about = rooms.engine(asked.room), f"unit {asked.unit}"
        read = read_as(asked.room, who)
        made = making.of_unit(engine, asked.unit, month_of(asked.month), read, asked.lang, template, asked.revision)
    else:
        with real.connect() as conn:
            found = storylines.theirs(conn, asked.storyline, who)
        room = slides.room_of(found)
        engine, about, read = real, f"storyline {asked.storyline}", read_as(room, who)
        made = making.of_storyline(engine_of(room), found, read, asked.lang, template, asked.revision)
    disclosures.brief_made(engine, about, made.name, made.revision, by=who)
    Path(asked.file).write_bytes(made.content)
    print(MADE.in_(asked.lang, revision=made.revision, file=asked.file))
    for each in made.missed:
        print(f"  {each.in_(asked.lang)}")
