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
    """Units with an own report, and leaves (or units of an index) without one."""
    whole = reading.own.stands if reading.rows is None else reading.rows.own
    if whole[_place(reading, unit), at]:
        yield unit, True
        return
    children = tree.children.get(unit, ()) if reading.metric.kind != "index" else ()
    if not children and _is_missing(reading, unit, at):
        yield unit, False
    for child in children:
        yield from _walk(reading, tree, child, at)


def _is_missing(reading: Reading, unit: str, at: int) -> bool:
    """Of a register that nobody owes, a unit without rows is not missing."""
    return reading.rows is None or bool(reading.rows.missing[_place(reading, unit), at])


def _place(reading: Reading, unit: str) -> int:
    return reading.trees.shapes[0].place[unit]
