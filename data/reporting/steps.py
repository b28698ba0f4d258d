"""The steps of an approval: the units above the one that reports, one after the other."""

from data.settings import settings
from data.units import Tree


def count(unit: str, tree: Tree) -> int:
    """How many approvals a unit's figures ask for: as many as the settings say, as far as there are units above; the
    top unit is approved by its own approvers."""
    above = len(tree.path(unit)) - 1
    return min(settings().approval.levels, max(above, 1))


def unit_of(unit: str, step: int, tree: Tree) -> str:
    """The unit whose approvers decide on a step (1 is the first): so many above the one that reports."""
    path = tree.path(unit)
    return path[max(len(path) - 1 - step, 0)]
