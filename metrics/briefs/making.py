"""A briefing made: of a unit and month, or of a storyline, in a template, as a file with a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from data import file_making, months, store
from data.access import Actor
from data.decks.links import Link
from data.documents import places
from data.presenting.reading import Storyline
from data.settings import settings
from data.text import Language, Text
from metrics.briefs import checking
from metrics.briefs.places import KINDS
from metrics.briefs.reading import Writer
from metrics.decks import judged, slides
from metrics.decks.content import Judged, Slide
from metrics.decks.reading import Reader

OWN = {"zh": Path(__file__).with_name("template.docx"), "en": Path(__file__).with_name("template.en.docx")}
DEMO = Text("演示数据", "Demo data")
NAME = Text("专报", "Briefing")


@dataclass(frozen=True)
class Template:
    """A template as it is used: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Made:
    """A briefing as a file: its name, at which revision; `missed` tells of places that are not understood (any more), which
    stand in it as they were written."""

    content: bytes
    name: str
    revision: int
    missed: tuple[Text, ...] = ()


def own(lang: Language) -> Template:
    """The cockpit's own template."""
    return Template(OWN[lang].name, OWN[lang].read_bytes())


def of_unit(
    engine: Engine, unit: str, month: date, who: Actor, lang: Language, template: Template, revision: int | None = None
) -> Made:
    """The briefing of a unit's month, as `who` may read it, as known at a revision (None: the present). Refused: a unit that is
    no more or not theirs, a template that cannot be opened."""
    with file_making.turn(who), store.reading(engine) as conn:
        return _made(Reader(conn, who, lang, revision), unit, month, template, ())


def of_storyline(
    engine: Engine, found: Storyline, who: Actor, lang: Language, template: Template, revision: int | None = None
) -> Made:
    """The briefing of a storyline: its unit, its newest month, and its steps where the template has a place for them. Refused:
    what slides refuse, too."""
    with file_making.turn(who), store.reading(engine) as conn:
        reader = Reader(conn, who, lang, revision)
        deck = slides.of_storyline(found, reader)
        lists = judged.slides_of(found.steps, reader, settings().notices.address)
        steps = tuple(zip(deck.slides, lists, strict=True))
        return _made(reader, found.unit, deck.under.link.month, template, steps)


def _made(
    reader: Reader, unit: str, month: date, template: Template, steps: Sequence[tuple[Slide, Judged | None]]
) -> Made:
    scope = reader.scope(Link("scope", unit, month, demo=reader.demo))
    login = reader.actor.login
    found = checking.looked_at(template.content, template.name, reader.tree(month), login)
    writer = Writer(reader, unit, month, steps)
    inside = {each.text: writer.inside(each) for each in found.places if not KINDS[each.kind].block}
    later = [each for each in found.places if KINDS[each.kind].block]
    instead = {each.text: writer.instead(each) for each in later}
    end = () if any(each.kind == "sources" for each in later) else writer.sources()
    mark = DEMO.in_(reader.lang) if reader.demo else ""
    content = checking.run(places.filled, template.content, template.name, login, inside, instead, end, mark)
    plain = "".join(each if each.isalnum() else "_" for each in scope.text.split(" · ")[0])
    parts = (mark, NAME.in_(reader.lang), plain, months.label(month))
    return Made(content, f"{'-'.join(part for part in parts if part)}.docx", reader.revision, found.findings)
