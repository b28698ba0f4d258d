"""The overview, drawn once for all who may see the same of it."""

from markupsafe import Markup

from metrics.instructions import Hanging, Stopwatch
from metrics.recent import Accepted
from ui.instructions.clocks import accepted, hanging, running, strip
from ui.instructions.issuing import chargeable
from ui.kept import kept
from ui.outlook.reading import count, foreseen
from ui.overview.concluded import sentences, told
from ui.overview.figures import figures, more
from ui.overview.lists import changed, departments, lists
from ui.overview.multiples import units_over_a_year
from ui.overview.nodes import structure
from ui.overview.printed import printed
from ui.overview.stories import stories
from ui.scope import Scope
from ui.templates import render
from ui.texts import teller
from ui.wall_layout import layout


def overview(scope: Scope) -> Markup:
    """The panels of a scope; with its revision, and how far what hangs beside the revision is, in what it is kept by, it is never
    stale."""
    return _drawn(scope, running(scope), hanging(scope), accepted(scope), chargeable(scope), count(scope))


@kept(200, lambda scope, *more: (repr(scope), *more))
def _drawn(
    scope: Scope,
    clocks: Stopwatch | None,
    runs: Hanging,
    done: tuple[Accepted, ...],
    charges: tuple[str, ...],
    forecasts: int,
) -> Markup:
    found, ahead = told(scope), foreseen(scope, forecasts)
    drawn = {
        "structure": lambda: structure(scope),
        "map": lambda: stories(found.conclusions, scope, runs),
        "figures": lambda: figures(scope, ahead, runs),
        "lists": lambda: lists(scope, instead=printed),
        "changed": lambda: changed(scope, done),
    }
    if scope.wall:  # what a screen of 5 : 2 and wider has room for
        drawn |= {
            "more": lambda: more(scope, ahead, runs),
            "departments": lambda: departments(scope),
            "units": lambda: units_over_a_year(found.conclusions, scope),
        }
    room = layout(scope.screen if scope.wall else None, scope.lang)
    panels = {name: draw() for name, draw in drawn.items() if name in room.panels}
    first = sentences(found, scope, charges) + strip(clocks, scope)
    return render("overview", scope=scope, layout=room, sentences=first, panels=panels, t=teller(scope.lang))
