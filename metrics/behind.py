"""Who stands behind a number, and who is missing: the same walk down the tree that coverage counts."""

from collections.abc import Iterator

from data.units import Tree
from metrics.reading import Reading


def contributing(reading: Reading, tree: Tree, unit: str, at: int) -> list[str]:
    """The units whose own figures are in the unit's number, from the top; none behind a published rate."""
    if reading.shown_published[_place(reading, unit), at]:
        return []
    return [code for code, own in _walk(reading, tree, unit, at) if own]


def missing(reading: Reading, tree: Tree, unit: str, at: int) -> list[str]:
    """The units that coverage counts as missing behind the unit's number, from the top."""
    if reading.coverage.own[_place(reading, unit), at]:
        return []
    return [code for code, own in _walk(reading, tree, unit, at) if not own]


def _walk(reading: Reading, tree: Tree, unit: str, at: int) -> Iterator[tuple[str, bool]]:
    """Units with an own report, and those without one that are expected to report."""
    whole = reading.own.stands if reading.rows is None else reading.rows.own
    if whole[_place(reading, unit), at]:
        yield unit, True
        return
    if _is_missing(reading, tree, unit, at):
        yield unit, False
    for child in tree.children.get(unit, ()) if reading.metric.kind != "index" else ():
        yield from _walk(reading, tree, child, at)


def _is_missing(reading: Reading, tree: Tree, unit: str, at: int) -> bool:
    """Of a register that nobody owes, a unit without rows is not missing."""
    if reading.rows is None:
        return bool(reading.expected[_place(reading, unit), at])
    below = sum(reading.rows.missing[_place(reading, child), at] for child in tree.children.get(unit, ()))
    return bool(reading.rows.missing[_place(reading, unit), at] > below)


def _place(reading: Reading, unit: str) -> int:
    return reading.trees.shapes[0].place[unit]
