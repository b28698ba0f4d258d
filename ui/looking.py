"""What somebody who only looks is handed when the store has moved: their view as a run of the script would draw it, without one.

It is drawn for nobody: for whoever holds the same rights, so that it can be handed to all of them. Whatever would need the
person themselves is left to a run.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from data import access
from data.people.sessions import Session
from ui.actor import actor
from ui.frame import title
from ui.scope import Scope
from ui.sealing.drawing import FRAME, boards_of

SOMEBODY = ":"  # the login of whoever has these rights: no person's own has a colon
SPACE = {"empty"}  # kinds of elements beside the boards that show nothing
log = logging.getLogger("cockpit.pages")


def looked_at(session: Session, page: str, asked: Mapping[str, str], at: str) -> dict[str, Any] | None:
    """The title of a wall's view and what each of its boards is given (`ui.board`), by its key; None where it takes a run: for
    what may not be shown, for a page with more than boards, and for a part that somebody plays in the training room. `at`: how
    the store stood, of which all of this is at least."""
    who = session.actor
    if asked.get("room") and who.login:
        return None
    anybody = replace(session, actor=replace(who, name="", login=SOMEBODY if who.login else ""))
    found = boards_alone(page, asked, anybody, _shown, at=at)
    return {"title": title(found[1], page), "boards": found[0]} if found and found[0].get(FRAME) else None


def boards_alone(
    page: str, asked: Mapping[str, str], session: Session, held: Callable[[Scope], Scope | None], **how: Any
) -> tuple[dict[str, dict[str, Any]], Scope] | None:
    """The boards of a page and its scope (`boards_of`); None where nothing may be shown, where there is more than boards, and where
    the page fails of whatever: its run says so, under the number of its line in the log."""
    try:
        boards, kinds, scope = boards_of(page, asked, session, held, **how)
    except Exception:
        log.exception("a view could not be drawn beside its run: %s", page)
        return None
    return None if scope is None or kinds - SPACE else (boards, scope)


def _shown(scope: Scope) -> Scope | None:
    """A wall's view that may be seen, and whose address is right: notes are for whoever typed it."""
    readable = scope.wall and not scope.notes and scope.may_read(scope.unit)
    return scope if readable and access.may_somewhere(actor(), "read") else None
