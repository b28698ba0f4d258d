"""A PDF made: of a storyline, a seal or one page, as a file with a name; and a page or a panel of it as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from charts.paper.letters import Letters
from charts.paper.pdf import FORMATS, pdf
from charts.paper.png import png
from data import file_making, fonts, store
from data.access import Actor
from data.presenting.reading import Step, Storyline
from data.presenting.views import View
from data.seals.content import shortly
from data.settings import settings
from data.text import Language, Text
from metrics.decks import judged, slides
from metrics.decks.content import Deck
from metrics.decks.reading import Reader
from metrics.papers import lists, maps
from metrics.papers.pages import Foot, Panel, pages
from metrics.papers.pages import panel as one_panel

PAPERS = tuple(FORMATS)
CODES: dict[Language, str] = {"zh": "zh-CN", "en": "en-US"}
SEALED = Text("已封存 {mark}", "Sealed {mark}")


@dataclass(frozen=True)
class Made:
    """A PDF or a picture as a file: its name, how many pages, at which revision."""

    content: bytes
    name: str
    pages: int
    revision: int

    @property
    def told(self) -> dict[str, object]:
        """What the audit log notes of it."""
        return {"name": self.name, "steps": self.pages, "revision": self.revision}


def of_storyline(
    engine: Engine, found: Storyline, who: Actor, lang: Language, *, paper: str = "A4", revision: int | None = None,
    kind: str = "", spoken: bool = False,
) -> Made:  # fmt: skip
    """A storyline, one page a step. `engine` is the store that its steps look into (`slides.room_of`), `who` reads there, as known
    at a revision (None: the present); `kind` is written below every page, as that it is of a seal; `spoken` adds what is said to each
    step. Refused: what slides refuse,
    a machine without a Chinese font."""
    with file_making.turn(who), store.reading(engine) as conn:
        reader = Reader(conn, who, lang, revision)
        return _made(slides.of_storyline(found, reader), reader, paper, kind, found.steps, spoken)


def of_view(
    engine: Engine, view: View, who: Actor, lang: Language, *, paper: str = "A4", revision: int | None = None
) -> Made:
    """One page of the cockpit."""
    with file_making.turn(who), store.reading(engine) as conn:
        reader = Reader(conn, who, lang, revision)
        return _made(slides.of_view(view, reader), reader, paper, "", (Step(view),))


def picture(
    engine: Engine, view: View, who: Actor, lang: Language, *, panel: Panel | None = None, revision: int | None = None
) -> Made:
    """One page of the cockpit, or one panel of it, as a picture (PNG) for a message. Refused: a panel that it has not."""
    with file_making.turn(who), store.reading(engine) as conn:
        reader = Reader(conn, who, lang, revision)
        deck = slides.of_view(view, reader)
        letters, foot, root = _letters(), Foot(_owner(lang)), settings().notices.address
        if panel:
            sheet = one_panel(deck, panel, letters, lang, root, foot)
        else:
            listed = None if deck.slides[0].left else judged.of_step(Step(view), reader, root)
            sheet = pages(deck, letters, lang, root, foot, [listed])[0]
        return Made(png(sheet, letters), f"{deck.file_name(lang)}.png", 1, reader.revision)


def of_seal(mark: str, lang: Language) -> str:
    """What is written below every page of what was sealed: the mark that stands on its slides."""
    return SEALED.in_(lang, mark=shortly(mark))


def _made(deck: Deck, reader: Reader, paper: str, kind: str, steps: Sequence[Step], spoken: bool = False) -> Made:
    letters, lang, root = _letters(), reader.lang, settings().notices.address
    owner = _owner(lang)
    title = deck.title if len(deck.slides) > 1 else ""
    listed = [
        lists.of_step(step, reader, root) or judged.of_step(step, reader, root) or maps.of_step(step, slide, reader)
        for step, slide in zip(steps, deck.slides, strict=True)
    ]
    sheets = pages(deck, letters, lang, root, Foot(owner, title, kind), listed, spoken=spoken)
    content = pdf(sheets, letters, paper=paper, title=deck.title, author=owner, lang=CODES[lang])
    return Made(content, f"{deck.file_name(lang)}.pdf", len(sheets), reader.revision)


def _letters() -> Letters:
    font = fonts.chinese()
    return Letters(font.path, font.index)


def _owner(lang: Language) -> str:
    return settings().title_zh if lang == "zh" else settings().title_en
