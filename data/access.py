"""Who reports, and for which units."""

from dataclasses import dataclass

from data.units import Tree


@dataclass(frozen=True)
class Actor:
    """A person at the store: a name for the record, and the unit whose subtree they report for."""

    name: str
    unit: str


def may_report(actor: Actor, unit: str, tree: Tree) -> bool:
    """Whether the unit lies in the actor's subtree."""
    return unit in tree and actor.unit in tree.path(unit)
