"""A page of panels, and what all pages of lists have in common."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st
from markupsafe import Markup

from metrics.language import Metric
from ui.board import board
from ui.cards import cards
from ui.panels import Panel
from ui.scope import Scope
from ui.templates import render


def show(panels: Mapping[str, Panel], scope: Scope, *, key: str) -> None:
    """Show panels below each other, or side by side where the style sheet of `key` says so. Without a title: no frame."""
    board(render("page", panels=panels, css=key, revision=scope.revision), key=key, lang=scope.lang)


@contextmanager
def panel(name: str, title: str, text: str | Markup, scope: Scope) -> Iterator[None]:
    """A panel whose last part is made of Streamlit's own elements: what is drawn inside stands below the text."""
    with st.container(key=f"panel-{name}"):
        show(
            {name: Panel(title, text if isinstance(text, Markup) else render("words", text=text))},
            scope,
            key=f"step-{name}",
        )
        yield


def strip(metrics: Sequence[Metric], scope: Scope) -> Panel:
    """The tiles of some metrics in a row, above what explains them."""
    return Panel("", Markup('<div class="tiles">{}</div>').format(cards(metrics, scope)))
