"""What a page shows first: drawn as its run will draw it, while the browser still starts the program that asks for that run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from data.people.sessions import Session
from ui.actor import actor
from ui.frame import frame, title
from ui.looking import boards_alone
from ui.scope import Scope

# Pages of leaders that are boards alone; what else they hold (a download, a form) only a running cockpit can show.
PAGES = frozenset(
    {
        "overview",
        "whole",
        "platform",
        "services",
        "organisation",
        "economy",
        "results",
        "diffusion",
        "league",
        "evaluation",
        "outlook",
        "system",
        "object",
        "unit",
        "person",
        "passport",
        "reporting",
    }
)

MayOpen = Callable[[Session, Scope], Mapping[str, Sequence[str]]]  # → by section the pages that may be opened


def first_frame(
    session: Session, page: str, asked: Mapping[str, str], cookie: str, may_open: MayOpen
) -> dict[str, Any] | None:
    """The title of a view, its language, and the HTML of each of its boards by its key, in their order; None where a run shows
    something else: where one may not look, on a wall, and where there is more than boards."""
    if page not in PAGES or asked.get("wall") == "1":
        return None

    def sections(scope: Scope) -> Mapping[str, Sequence[str]]:
        return may_open(replace(session, actor=actor()), scope)

    def held(scope: Scope) -> Scope | None:
        readable = scope.may_read(scope.unit) and page in chain(*sections(scope).values())
        return scope if readable else None

    def bar(scope: Scope) -> None:
        frame(scope, sections(scope), page)

    found = boards_alone(page, asked, session, held, bar=bar, wall=False, cookie=cookie)
    if found is None:
        return None
    boards, scope = found
    return {
        "title": title(scope, page),
        "lang": scope.lang,
        "boards": {key: data["html"] for key, data in boards.items()},
    }
