"""The small picture of a step on the presenter's console: the page as a wall shows it, still, to point at."""

import logging

from markupsafe import Markup

from data import revisions
from data.access import Actor
from data.presenting.reading import Step
from data.text import Language
from ui.board import styles
from ui.room import Room
from ui.sealing.drawing import draw, room_of
from ui.sealing.still import still
from ui.templates import render


def small(step: Step, who: Actor, lang: Language) -> str:
    """The page of a step as `who` sees it, without anything to press; "" where it cannot be drawn."""
    with Room("training" if room_of(step.view) == "training" else "real").engine.connect() as conn:
        revision = revisions.current(conn)
    try:
        drawn = draw(step.view, lang, who, revision=revision, hidden=step.hidden)
    except Exception:  # whatever a page fails of: the console says so, the cause is for the log
        logging.getLogger(__name__).exception("a step could not be drawn small: %s", step.view)
        return ""
    boards = [Markup(still(html, {}, hidden=step.hidden)) for html in (drawn.frame, *drawn.boards.values())]
    return (
        str(render("small", lang=lang, style=Markup(styles()), page=step.view.page, boards=boards))
        if drawn.boards
        else ""
    )
