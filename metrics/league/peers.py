"""Who is compared with whom: groups of units declared by their level, the kind of area their code says, and dated traits.

A group is never made from the number that is ranked, so nobody wins or loses by being put in another one.
"""

from datetime import date

from data import unit_traits
from data.text import Text
from data.units import Tree

GROUPS: dict[str, Text] = {
    "cities": Text("设区市", "Cities"),
    "districts": Text("市辖区", "Districts"),
    "county_cities": Text("县级市", "County-level cities"),
    "counties": Text("县", "Counties"),
    "mountain": Text("山区县", "Mountain counties"),
}


def group_of(tree: Tree, unit: str, month: date) -> str:
    """The group of a unit in a month: a key of GROUPS; "" for what has no peers (the province, a unit without a kind).

    Counties are told apart by the fifth and sixth digit of their code (GB/T 2260): 01–20 and 51–70 districts, 21–50
    counties, 81–99 county-level cities. A mountain county is that first, whichever of the three it is.
    """
    level = tree[unit].level
    if level == "city":
        return "cities"
    if level != "county":
        return ""
    if unit in unit_traits.having(unit_traits.MOUNTAIN, month):
        return "mountain"
    kind = int(unit[4:6]) if unit[4:6].isdigit() else 0
    if 81 <= kind <= 99:
        return "county_cities"
    if 21 <= kind <= 50:
        return "counties"
    return "districts" if 1 <= kind <= 20 or 51 <= kind <= 70 else ""


def groups(tree: Tree, month: date) -> dict[str, tuple[str, ...]]:
    """The units of every group that has any, by code, in the order of GROUPS."""
    found: dict[str, list[str]] = {key: [] for key in GROUPS}
    for unit in sorted(tree.codes):
        key = group_of(tree, unit, month)
        if key:
            found[key].append(unit)
    return {key: tuple(units) for key, units in found.items() if units}
