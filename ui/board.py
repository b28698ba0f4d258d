"""The board: panels of HTML on the screen, and links that change the scope without loading a page.

One component shows what is drawn on the server (measured: the same overview with Plotly takes 1.2 s longer to open, see
docs/decisions). A link is a plain `href`, so every view can be opened, sent and kept; the board only follows it faster.
"""

from collections import OrderedDict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from markupsafe import Markup

from charts.style import css_tokens
from data.text import Language
from ui import wall_layout
from ui.kept import kept

ARRIVE = Markup('<i data-arrive="{}"></i>')  # the board scrolls to it when it appears: the button was far away
TAKEN = "taken"  # of a run that is not shown: what each board would be given, by its key
STANDING = "standing"  # of the store, before a view was drawn that follows it (`ui.wall.standing`)
FRAMES = 200  # views whose last frame is kept for the time the store is away
HERE = Path(__file__).parent
PARTS = (
    "board",
    "frame",
    "search",
    "overview",
    "front",
    "phone",
    "tables",
    "registers",
    "reform",
    "unit",
    "life",
    "landscape",
    "league",
    "evaluation",
    "outlook",
    "meetings",
    "approving",
    "deciding",
    "talking",
    "lanes",
    "grid",
    "desk",
    "people",
    "delivery",
    "wall",
    "print",
)  # later files may overrule earlier ones

SCRIPTS = (
    "board.js",
    "live.js",
    "screenfuls.js",
    "wall.js",
    "search/search.js",
)  # one module: a board knows the others
component = st.components.v2.component(
    "board",
    html='<div class="board"></div>',
    js="\n".join((HERE / script).read_text(encoding="utf-8") for script in SCRIPTS),
    isolate_styles=False,
)


@cache
def sheet_name() -> str:
    """What the style sheet is called: a page that was opened before an upgrade fetches the one that its boards are written for."""
    return f"{sha256(styles().encode()).hexdigest()[:12]}.css"


def begin() -> None:
    """Start a run: no board is shown yet."""
    st.session_state["boards"] = set()


@cache
def styles() -> str:
    """The style sheets of the product in one; the server gives them with the document that every page begins with."""
    return f"{css_tokens()}\n{wall_layout.css()}\n" + "\n".join(
        (HERE / "styles" / f"{part}.css").read_text(encoding="utf-8") for part in PARTS
    )


def board(
    panels: Markup,
    *,
    key: str,
    lang: Language,
    watch: dict[str, str] | None = None,
    live: dict[str, Any] | None = None,
    once: bool = False,
    follows: bool = False,
) -> None:
    """Show panels: one root element, below it elements with `data-panel`. Only those that changed are redrawn.

    A click on a link changes the query of this page, or opens another page of ours. `watch` are the words for the time
    the server is away: with them this board keeps its last frame and says how old it is. `live` is what its
    browser needs to hear that the store has moved (`live.js`). `follows`: this browser is a wall, which goes where a presenter
    leads it. What is shown `once` (a
    password, a code) is kept nowhere.
    """
    data = {
        "key": key,
        "html": panels,
        "sheet": sheet_name(),
        "lang": lang,
        "watch": watch,
        "at": st.session_state.get(STANDING, ""),
        "live": live,
        "follows": follows,
    }
    if (
        taken := st.session_state.get(TAKEN)
    ) is not None:  # drawn to be sealed or handed out, and not to be looked at here
        taken[key] = data
        return
    _mount(key, data)
    if once:
        return
    kept = _kept_frames()
    kept.setdefault(_view(), {})[key] = data
    kept.move_to_end(_view())
    if len(kept) > FRAMES:
        kept.popitem(last=False)


def last_frame() -> bool:
    """Show again what this view showed last, to this person in any of their sessions; False if it never showed anything."""
    boards = _kept_frames().get(_view(), {})
    for key, data in boards.items():
        if key not in st.session_state["boards"]:
            _mount(key, data)
    return bool(boards)


def _mount(key: str, data: dict[str, Any]) -> None:
    st.session_state["boards"].add(key)
    component(key=key, data=data, on_go_change=lambda: _follow(st.session_state[key].go))


def _follow(link: dict[str, Any] | None) -> None:
    if link:
        st.query_params.from_dict(dict(parse_qsl(link["search"].removeprefix("?"))))


@kept(1)
def _kept_frames() -> OrderedDict[tuple, dict[str, dict[str, Any]]]:
    return OrderedDict()


def _view() -> tuple:
    """What is shown at an address differs from one person to the next."""
    return st.session_state.get("whose"), st.context.url, *sorted(st.query_params.items())
