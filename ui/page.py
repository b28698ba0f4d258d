"""A page of panels, and what all pages of lists have in common."""

from collections.abc import Mapping, Sequence

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


def strip(metrics: Sequence[Metric], scope: Scope) -> Panel:
    """The tiles of some metrics in a row, above what explains them."""
    return Panel("", Markup('<div class="tiles">{}</div>').format(cards(metrics, scope)))
