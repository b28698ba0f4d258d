"""python -m metrics pdf FILE – a page, a storyline or a seal as a PDF, one page a step."""

import argparse
from pathlib import Path

from data import disclosures, months, rooms
from data.presenting import storylines, views
from data.seals import keeping
from data.text import Text
from metrics.commands.acting import actor_of, ask_what, ask_when, engine_of, month_of, read_as
from metrics.decks import slides
from metrics.papers import making
from metrics.papers.making import PAPERS, Made

MADE = Text("{pages} 页，第 {revision} 版：{file}", "pages: {pages}, revision {revision}: {file}")


def declare(verbs: argparse._SubParsersAction) -> None:
    """The verb."""
    one = verbs.add_parser("pdf", help=make.__doc__)
    one.set_defaults(verb=make)
    one.add_argument("file", metavar="FILE", help="the .pdf that is written")
    one.add_argument(
        "--view", default="", metavar="ADDRESS", help="a page, as map?metric=visits; the overview if not given"
    )
    one.add_argument("--seal", type=int, metavar="NUMBER", help="what was sealed, of the account --by")
    one.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    ask_what(one, "a page")
    ask_when(one)


def make(asked: argparse.Namespace) -> None:
    """python -m metrics pdf FILE – a page, or with --by a storyline (--storyline) or a seal (--seal), as vectors, one page a step."""
    who = actor_of(asked)
    of_steps = asked.seal is not None or asked.storyline is not None
    engine, about, made = (_of_steps if of_steps else _of_page)(asked, who)
    disclosures.pdf_made(engine, about, made.told, by=who)
    Path(asked.file).write_bytes(made.content)
    print(MADE.in_(asked.lang, pages=made.pages, revision=made.revision, file=asked.file))


def _of_page(asked: argparse.Namespace, who) -> tuple[rooms.Engine, str, Made]:
    engine = rooms.engine(asked.room)
    usual = {"unit": asked.unit, "month": months.label(month_of(asked.month))}
    view = views.read(asked.view, usual)
    made = making.of_view(
        engine, view, read_as(asked.room, who), asked.lang, paper=asked.paper, revision=asked.revision
    )
    return engine, f"unit {view.unit}", made


def _of_steps(asked: argparse.Namespace, who) -> tuple[rooms.Engine, str, Made]:
    number, version, revision, about, kind = asked.storyline, None, asked.revision, "", ""
    with rooms.real().connect() as conn:
        if asked.seal is not None:
            seal, _ = keeping.file_of(conn, asked.seal, who)
            number, version, revision = seal.storyline, seal.version, seal.revision
            about, kind = f"seal {seal.number}", making.of_seal(seal.mark, asked.lang)
        found = storylines.theirs(conn, number, who, version)
    room = slides.room_of(found)
    made = making.of_storyline(
        engine_of(room), found, read_as(room, who), asked.lang, paper=asked.paper, revision=revision, kind=kind
    )
    return rooms.real(), about or f"storyline {number}", made
