"""python -m metrics pdf FILE | picture FILE – a page, a storyline or a seal as a PDF, one page a step; a page or a panel as a picture."""

import argparse
from pathlib import Path

from data import disclosures, months, rooms
from data.presenting import storylines, views
from data.presenting.views import View
from data.seals import keeping
from data.settings import settings
from data.text import LANGUAGES, Text
from metrics.commands.acting import actor_of, ask_what, ask_when, engine_of, month_of, read_as
from metrics.decks import slides
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
    one.add_argument(
        "--view", default="", metavar="ADDRESS", help="a page, as map?metric=visits; the overview if not given"
    )
    one.add_argument("--seal", type=int, metavar="NUMBER", help="what was sealed, of the account --by")
    one.add_argument("--paper", choices=PAPERS, default=PAPERS[0])
    one.add_argument("--notes", action="store_true", help="with what is said to each step")
    ask_what(one, "a page")
    ask_when(one)
    other = verbs.add_parser("picture", help=picture.__doc__)
    other.set_defaults(verb=picture)
    other.add_argument("file", metavar="FILE", help="the .png that is written")
    other.add_argument(
        "--view", default="", metavar="ADDRESS", help="a page, as map?metric=visits; the overview if not given"
    )
    other.add_argument("--panel", choices=PANELS, help="one panel of it; the whole page if not given")
    other.add_argument("--unit", default=settings().unit, help="six-digit code")
    other.add_argument("--lang", choices=LANGUAGES, default="zh")
    ask_when(other)


def make(asked: argparse.Namespace) -> None:
    """python -m metrics pdf FILE – a page, or with --by a storyline (--storyline) or a seal (--seal), as vectors, one page a step."""
    who = actor_of(asked)
    of_steps = asked.seal is not None or asked.storyline is not None
    engine, about, made = (_of_steps if of_steps else _of_page)(asked, who)
    disclosures.pdf_made(engine, about, made.told, by=who)
    Path(asked.file).write_bytes(made.content)
    print(MADE.in_(asked.lang, pages=made.pages, revision=made.revision, file=asked.file))


def picture(asked: argparse.Namespace) -> None:
    """python -m metrics picture FILE – a page, or with --panel one panel of it, as a PNG for a message."""
    who, engine, view = actor_of(asked), rooms.engine(asked.room), _view(asked)
    read = read_as(asked.room, who)
    made = making.picture(engine, view, read, asked.lang, panel=asked.panel, revision=asked.revision)
    disclosures.picture_made(engine, f"unit {view.unit}", made.told, by=who)
    Path(asked.file).write_bytes(made.content)
    print(DRAWN.in_(asked.lang, revision=made.revision, file=asked.file))


def _view(asked: argparse.Namespace) -> View:
    return views.read(asked.view, {"unit": asked.unit, "month": months.label(month_of(asked.month))})


def _of_page(asked: argparse.Namespace, who) -> tuple[rooms.Engine, str, Made]:
    engine, view = rooms.engine(asked.room), _view(asked)
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
        engine_of(room), found, read_as(room, who), asked.lang, paper=asked.paper, revision=revision, kind=kind,
        spoken=asked.notes,
    )  # fmt: skip
    return rooms.real(), about or f"storyline {number}", made
