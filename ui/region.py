"""The outlines of units, each sheet projected once a process."""

from functools import cache

from charts.outlines import Sheet, project
from data.outlines import outlines as outlines


@cache
def sheet(units: tuple[str, ...]) -> Sheet | None:
    """These units on one sheet, in this order; None where none of them has an outline."""
    features = [outlines()[unit] for unit in units if unit in outlines()]
    return project(features, head=40) if features else None
