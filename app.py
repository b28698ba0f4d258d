"""The table of contents: who can go where. Streamlit runs this for every view and then the page that was chosen."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from data.settings import settings
from ui.board import dress
from ui.calm import calm
from ui.frame import frame
from ui.scope import open_scope
from ui.texts import t
from ui.wall import keep_fresh

PAGES = {  # section → pages in reading order; the first of all is the front page
    "leaders": ("overview", "problems", "applications", "passport"),
    "stewards": ("upload", "history"),
    "everyone": ("definitions",),
}
REACHED_FROM_A_NUMBER = {"passport"}  # not in the title bar


def run() -> None:
    """One view: the title bar and the page that the address names."""
    st.set_page_config(page_title=settings().title_zh, page_icon="static/mark.png", layout="wide")
    dress()
    pages = {
        name: st.Page(f"pages/{section}/{name}.py", title=t(name), url_path=name, default=name == "overview")
        for section, names in PAGES.items()
        for name in names
    }
    page = st.navigation(list(pages.values()), position="hidden")
    here = next(name for name, each in pages.items() if each == page)
    with calm():
        scope = open_scope(may_be_wall=here == "overview")
        frame(scope, [name for name in pages if name not in REACHED_FROM_A_NUMBER], here)
        with st.container(key=f"page-{here}"):
            page.run()
        if scope.wall:
            keep_fresh(scope)


if __name__ == "__main__":
    run()
else:  # the server loads this file once, before the first visit
    # Otherwise Streamlit looks for pages in pages/ itself until the first view, and knows none of ours.
    PagesManager.uses_pages_directory = False
    app = st.App(__file__)
