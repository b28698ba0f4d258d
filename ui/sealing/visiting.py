"""What a kiosk shows: a storyline drawn as its visitors see it, who may read nothing but what is published to all. One page that goes
round by itself, with everything in it, so that it goes on while the server is away."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from data.presenting import kiosks
from data.presenting.kiosks import Kiosk
from data.presenting.reading import Step
from data.seals.content import digest
from data.settings import settings
from data.text import LANGUAGES, Language, Text
from ui.sealing import slides
from ui.sealing.drawing import Drawn, draw
from ui.sealing.still import still
from ui.templates import render

UNTITLED = Text("第 {nth} 页", "Page {nth}")


@dataclass(frozen=True)
class Page:
    """A kiosk's page: all of it, the script in it, and a short name of what it shows."""

    html: str
    script: str
    token: str


def page(found: Kiosk, revision: int) -> Page | None:
    """What a kiosk shows at a revision; None where nothing of it can be shown to visitors."""
    drawn = list(_drawn(found, revision))
    if not drawn:
        return None
    shown, steps = [], [step for step, _ in drawn]
    for lang in LANGUAGES:
        for nth, (step, boards) in enumerate(drawn, 1):
            quiet = {key: still(html, {}, hidden=step.hidden) for key, html in _html(boards[lang]).items()}
            title = step.title.in_(lang) or UNTITLED.in_(lang, nth=nth)
            shown.append(slides.slide(nth, len(drawn), step, title, quiet, lang, sealed=False))
    inside, script, lang = "".join(shown), slides.script(), settings().language
    token = digest((inside + script).encode())[:8]
    html = render(
        "kiosk", lang=lang, title=found.title.in_(lang), style=Markup(slides.style(steps)), slides=Markup(inside),
        script=Markup(script), token=token, revision=revision,
    )  # fmt: skip
    return Page(str(html), script, token)


def _drawn(found: Kiosk, revision: int) -> Iterator[tuple[Step, dict[Language, Drawn]]]:
    who = kiosks.visitor(found.unit)
    for step in found.steps:
        try:
            made = {lang: draw(step.view, lang, who, revision=revision, hidden=step.hidden) for lang in LANGUAGES}
        except Exception:  # whatever a page fails of: visitors see the other steps, the cause is for the log
            logging.getLogger(__name__).exception("a step could not be drawn for a kiosk: %s", step.view)
            continue
        if all(each.scope and each.boards for each in made.values()):
            yield step, made


def _html(drawn: Drawn) -> dict[str, Markup]:
    return {"frame": drawn.frame, **drawn.boards}
