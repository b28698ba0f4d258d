"""A page drawn by itself, without anybody looking: in a run of its own, as the person who seals, at one revision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import CodeType
from typing import Any, TypeVar

import streamlit as st
from markupsafe import Markup

from data.access import Actor
from data.people.sessions import Session
from data.presenting.views import FRONT, View
from data.settings import ROOT
from data.text import Language
from ui import room
from ui.actor import COOKIE
from ui.board import STANDING, TAKEN
from ui.frame import OWED, frame
from ui.scope import Scope, open_scope
from ui.streamlit_private import apart

Done = TypeVar("Done")
FRAME, NOTES = "frame", "notes"
OURS = {"bidi_component", "html", "markdown", "empty", "component_instance"}  # what the boards themselves are shown by


@dataclass(frozen=True)
class Drawn:
    """What a page shows: its title bar, and each board by its key. `others` are the kinds of elements beside them, which only a
    running cockpit can show; `scope` is what was shown, None where the person may not see it."""

    frame: Markup
    boards: Mapping[str, Markup]
    others: frozenset[str]
    scope: Scope | None

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the address there is not, or is shown otherwise."""
        return self.scope.notes if self.scope else ()


def draw(
    view: View, lang: Language, who: Actor, *, revision: int, hidden: tuple[str, ...] = (), wall: bool = True
) -> Drawn:
    """Draw a view as `who` sees it. It stands at `revision` unless it names an earlier one itself; of the `hidden` metrics it
    says nothing. `wall`: laid out and framed as on one."""

    def held(scope: Scope) -> Scope | None:
        if not scope.may_read(scope.unit) or scope.unit != view.unit:
            return None
        # read as the present as long as it is (which is quicker), and by its number once it is not
        return replace(scope, hidden=hidden, revision=scope.revision if scope.pinned else revision)

    taken, kinds, scope = boards_of(view.page, view.asked(lang, wall=wall), Session(who), held, wall=wall)
    html = {key: data["html"] for key, data in taken.items()}
    shown = {key: each for key, each in html.items() if key not in (FRAME, NOTES)}
    return Drawn(html.get(FRAME, Markup("")), shown, frozenset(kinds - OURS), scope)


def boards_of(
    page: str,
    asked: Mapping[str, str],
    session: Session,
    held: Callable[[Scope], Scope | None],
    *,
    wall: bool = True,
    at: str = "",
    bar: Callable[[Scope], None] | None = None,
    cookie: str = "",
) -> tuple[dict[str, dict[str, Any]], set[str], Scope | None]:
    """What each board of a page would be given at a query, in a session's room and with its rights; which kinds of elements
    stand beside them; and the scope as it is `held`: None where nothing may be shown. `at`: how the store stood before. `bar` shows another title bar
    than a wall's; `cookie` is that of the session, where it is drawn for who comes with it."""
    taken: dict[str, dict[str, Any]] = {}
    scopes: list[Scope] = []

    def run() -> None:
        room.enter(session)
        st.session_state["acting"] = room.acting(session.actor)
        scope = held(open_scope(overview=page == FRONT, wall=wall, owed=page in OWED))
        if scope is None:
            return
        scopes.append(scope)
        st.session_state["scope"] = scope
        st.session_state["looked"] = (scope.metric, scope.unit, scope.month)  # nobody looks: no look is counted
        if bar:
            bar(scope)
        elif wall:
            frame(scope, {}, page, follows=bool(session.wall), live=at)
        exec(_page(page), {"__name__": "__main__"})

    kinds = apart(run, asked, {"signed_in": session, "boards": set(), TAKEN: taken, STANDING: at, COOKIE: cookie})
    return taken, kinds, scopes[0] if scopes else None


def as_if(who: Actor, ask: Callable[[], Done]) -> Done:
    """What is read as `who` sees it, in the real room, where somebody else looks or nobody."""
    done: list[Done] = []
    apart(lambda: done.append(ask()), {}, {"signed_in": Session(who), "acting": who})
    return done[0]


def room_of(view: View) -> str:
    """In whose store a view looks."""
    return str(dict(view.query).get("room", room.REAL.name))


@cache
def _page(name: str) -> CodeType:
    """A page's script, as the cockpit itself runs it."""
    (path,) = (ROOT / "pages").glob(f"*/{name}.py")
    code: Any = compile(path.read_text(encoding="utf-8"), str(path), "exec")
    return code
