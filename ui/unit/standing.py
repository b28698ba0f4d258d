"""How a unit stands: what stands out, its figures against their targets, its problems by list, what changed."""

from ui.instructions.clocks import accepted, hanging
from ui.instructions.issuing import chargeable
from ui.outlook.reading import count, foreseen
from ui.overview import figures as tiles
from ui.overview import lists
from ui.overview.concluded import sentences, told
from ui.panels import Panel
from ui.registers.counted import grid
from ui.scope import Scope


def conclusions(scope: Scope) -> Panel:
    """The sentences of the front page, of this unit."""
    return Panel("", sentences(told(scope), scope, chargeable(scope)))


def figures(scope: Scope) -> Panel:
    """The figures of the front page, each with the way to its passport, and which targets will be missed."""
    return tiles.figures(scope, foreseen(scope, count(scope)), hanging(scope))


def problems(scope: Scope) -> Panel:
    """The seven lists by how their problems stand."""
    return grid(scope, "problems", "list", "standing")


def recent(scope: Scope) -> Panel:
    """What came in, was corrected or withdrawn, settled or accepted."""
    return lists.changed(scope, accepted(scope))
