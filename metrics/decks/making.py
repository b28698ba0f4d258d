"""A deck made: of a storyline or of one view, as a file with a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from data import file_making, store
from data.access import Actor
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.settings import settings
from data.text import Language
from metrics.decks import judged, slides
from metrics.decks.content import Deck
from metrics.decks.drawing import written
from metrics.decks.reading import Reader


@dataclass(frozen=True)
class Made:
    """A deck as a file: its name, how many slides of steps, at which revision."""

    content: bytes
    name: str
    slides: int
    revision: int


def of_storyline(engine: Engine, found: Storyline, who: Actor, lang: Language, revision: int | None = None) -> Made:
    """The deck of a storyline. `engine` is the store that its steps look into (`slides.room_of`), `who` reads there, as known at a
    revision (None: the present). Refused: what
    `slides.of_storyline` refuses, a template that cannot be opened."""
    with file_making.turn(who), store.reading(engine) as conn:
        reader = Reader(conn, who, lang, revision)
        return _made(slides.of_storyline(found, reader), reader, found.steps)


def of_view(engine: Engine, view: View, who: Actor, lang: Language, revision: int | None = None) -> Made:
    """The deck of one page."""
    with file_making.turn(who), store.reading(engine) as conn:
        reader = Reader(conn, who, lang, revision)
        return _made(slides.of_view(view, reader), reader, (Step(view),))


def _made(deck: Deck, reader: Reader, steps: Sequence[Step]) -> Made:
    root = settings().notices.address
    content = written(deck, reader.lang, root, judged.slides_of(steps, reader, root))
    return Made(content, f"{deck.file_name(reader.lang)}.pptx", len(deck.slides), reader.revision)
