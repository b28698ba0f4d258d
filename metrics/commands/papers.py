"""python -m metrics pdf FILE | picture FILE – a page, a storyline or a seal as a PDF, one page a step; a page or a panel as a picture."""

import argparse
from pathlib import Path

from data import disclosures, rooms
from data.settings import settings
from data.text import LANGUAGES, Text
from metrics.commands.acting import actor_of, ask_when, read_as
from metrics.commands.shown import ask_shown, ask_view, is_page, steps_of, view_of
from metrics.papers import making
from metrics.papers.making import PAPERS, Made
from metrics.papers.pages import PANELS

MADE = Text("{pages} 页，第 {revision} 版：{file}", "pages: {pages}, revision {revision}: {file}")
DRAWN = Text("第 {revision} 版：{file}", "revision {revision}: {file}")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The two verbs."""
    one = verbs.add_parser("pdf", help=make.__doc__)
    one.set_defaults(verb=make)
    one.add_argument("file", metavar="FILE", help="the .pdf that is written")
    one.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    one.add_argument("--notes", action="store_true", help="with what is said to each step")
    ask_shown(one)
    ask_when(one)
    other = verbs.add_parser("picture", help=picture.__doc__)
    other.set_defaults(verb=picture)
    other.add_argument("file", metavar="FILE", help="the .png that is written")
    ask_view(other)
    other.add_argument("--panel", choices=PANELS, help="one panel of it; the whole page if not given")
    other.add_argument("--unit", default=settings().unit, help="six-digit code")
    other.add_argument("--lang", choices=LANGUAGES, default="zh")
    ask_when(other)


def make(asked: argparse.Namespace) -> None:
    """python -m metrics pdf FILE – a page, or with --by a storyline (--storyline) or a seal (--seal), as vectors, one page a step."""
    who = actor_of(asked)
    engine, about, made = (_of_page if is_page(asked) else _of_steps)(asked, who)
    disclosures.pdf_made(engine, about, made.told, by=who)
    Path(asked.file).write_bytes(made.content)
    print(MADE.in_(asked.lang, pages=made.pages, revision=made.revision, file=asked.file))


def picture(asked: argparse.Namespace) -> None:
    """python -m metrics picture FILE – a page, or with --panel one panel of it, as a PNG for a message."""
    who, engine, view = actor_of(asked), rooms.engine(asked.room), view_of(asked)
    read = read_as(asked.room, who)
    made = making.picture(engine, view, read, asked.lang, panel=asked.panel, revision=asked.revision)
    disclosures.picture_made(engine, f"unit {view.unit}", made.told, by=who)
    Path(asked.file).write_bytes(made.content)
    print(DRAWN.in_(asked.lang, revision=made.revision, file=asked.file))


def _of_page(asked: argparse.Namespace, who) -> tuple[rooms.Engine, str, Made]:
    engine, view = rooms.engine(asked.room), view_of(asked)
    made = making.of_view(
        engine, view, read_as(asked.room, who), asked.lang, paper=asked.paper, revision=asked.revision
    )
    return engine, f"unit {view.unit}", made


def _of_steps(asked: argparse.Namespace, who) -> tuple[rooms.Engine, str, Made]:
    found, engine, reader = steps_of(asked, who)
    kind = making.of_seal(found.mark, asked.lang) if found.mark else ""
    made = making.of_storyline(
        engine, found.storyline, reader, asked.lang, paper=asked.paper, revision=found.revision, kind=kind, spoken=asked.notes
    )  # fmt: skip
    return rooms.real(), found.about, made
