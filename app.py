"""The table of contents: who can go where. Streamlit runs this for every view and then the page that was chosen."""

from collections.abc import Mapping
from functools import partial
from itertools import chain

import streamlit as st

from data import access, logs, telemetry
from data.access import Action
from data.people.sessions import Session
from data.settings import settings
from ui.board import begin, sheet_name, styles
from ui.calm import calm
from ui.door import entering, turn_away
from ui.first_frame import PAGES as BOARDS_ALONE
from ui.first_frame import first_frame
from ui.frame import OWED, frame, title
from ui.looking import looked_at
from ui.people.inbox import arrive
from ui.scope import Scope, open_scope
from ui.sealing import visiting
from ui.sealing.small import small
from ui.search.pages import declare
from ui.streamlit_private import PagesManager, StreamlitPage, header
from ui.texts import t
from ui.wall import standing
from web import first_frame as first
from web import live
from web.background import lifespan
from web.presenting.kiosk import Kiosks
from web.presenting.small import routes as pictures
from web.server import ROUTES, middleware
from web.style_sheet import StyleSheet
from web.tracing import HEADER

# Section → pages in reading order → what one must be allowed to do somewhere; the first of all is the front page.
PAGES: dict[str, dict[str, Action]] = {
    "leaders": {
        "overview": "read",
        "whole": "read",
        "problems": "read",
        "applications": "read",
        "platform": "read",
        "services": "read",
        "organisation": "read",
        "economy": "read",
        "results": "read",
        "diffusion": "read",
        "map": "read",
        "league": "read",
        "evaluation": "read",
        "outlook": "read",
        "oversight": "read_restricted",
        "instructions": "read",
        "meetings": "read",
        "register": "read",
        "system": "read",
        "object": "read",
        "unit": "read",
        "person": "read",
        "passport": "read",
        "reporting": "read",
        "burden": "read",
    },
    "stewards": {
        "desk": "report",
        "upload": "report",
        "history": "read",
    },
    "approvers": {
        "approval": "approve",
        "radar": "approve",
    },
    "presenters": {
        "storylines": "present",
    },
    "admin": {
        "people": "keep_people",
        "duties": "oblige",
        "walls": "keep_walls",
        "audit": "audit",
        "health": "audit",
    },
    "everyone": {
        "today": "read",
        "watching": "read",
        "notices": "read",
        "published": "read",
        "proofreading": "read",
        "definitions": "read",
        "account": "read",
        "training": "train",
    },
}
FRONT = "overview"
REAL_ONLY = {"people", "storylines", "health"}
declare(PAGES)


def run() -> None:
    """One view: who is looking, the title bar, and the page that the address names, if they may open it."""
    st.set_page_config(page_title=settings().title_zh, page_icon="static/mark.png", layout="wide")
    begin()
    pages = {
        name: st.Page(f"pages/{section}/{name}.py", title=t(name), url_path=name, default=name == FRONT)
        for section, names in PAGES.items()
        for name in names
    }
    page = st.navigation(list(pages.values()), position="hidden")
    here = next(name for name, each in pages.items() if each == page)
    named = logs.working_for(header(HEADER) or logs.fresh())
    with named, telemetry.RUNS.timed(here), calm(), entering(here) as session:
        view(session, pages, here)


def view(session: Session, pages: Mapping[str, StreamlitPage], here: str) -> None:
    """What this person is shown at this address: nothing else is run."""
    follows = any(view.page == here for view in st.session_state.get("led", ()))
    at = standing()  # before anything is read: what moves meanwhile is told
    scope = open_scope(overview=here == FRONT, wall=here == FRONT or follows, owed=here in OWED)
    may_open = pages_of(session, scope, here if follows else "")
    st.set_page_config(page_title=title(scope, here))
    arrive(session.actor)
    frame(scope, may_open, here, follows=bool(session.wall), live=at if scope.wall or session.wall else "")
    if here not in chain(*may_open.values()) or not scope.may_read(scope.unit):
        turn_away(session.actor, t(here), scope, device=bool(session.view))
        return
    shown = {"unit": scope.unit, "month": f"{scope.month:%Y-%m}", "revision": scope.revision, "room": scope.room.name}
    with logs.named_if_slow(here, shown | {"wall": scope.wall}), st.container(key=f"page-{here}"):
        pages[here].run()


def pages_of(session: Session, scope: Scope, followed: str = "") -> dict[str, list[str]]:
    """The pages that somebody may open, by section; a wall those that it has, and the one to which it is led."""
    return {
        section: [
            name for name, action in names.items() if may_open_page(session, name, action, scope, name == followed)
        ]
        for section, names in PAGES.items()
    }


def may_open_page(session: Session, page: str, action: Action, scope: Scope, follows: bool = False) -> bool:
    """Whether somebody may open a page; a wall the overview and the step it `follows`. Accounts are those of the real store."""
    if page in REAL_ONLY and scope.room.is_training:
        return False
    return (page == FRONT or follows or not session.view) and access.may_somewhere(session.actor, action)


if __name__ == "__main__":
    run()
else:  # the server loads this file once, before the first visit
    # Otherwise Streamlit looks for pages in pages/ itself until the first view, and knows none of ours.
    PagesManager.uses_pages_directory = False
    sheet = StyleSheet(sheet_name(), styles())
    app = st.App(
        __file__,
        routes=[
            *ROUTES,
            *sheet.routes,
            *Kiosks(visiting.page).routes,
            *pictures(small),
            *live.routes(looked_at),
            *first.routes(partial(first_frame, may_open=pages_of)),
        ],
        middleware=middleware(sheet.link, BOARDS_ALONE if settings().pages.first_frame else ()),
        lifespan=lifespan,
    )
