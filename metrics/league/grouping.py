"""All groups that a league can be of: by level and kind of area, by what places declare of themselves, and those like one place."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from data.text import Text
from data.units import Tree
from metrics.league.peers import GROUPS, group_of, groups
from metrics.league.profiles import BANDS, LIKE, by_band, most_like, profiles

ALIKE = Text("与{unit}最像的县（市、区）", "Counties most like {unit}")


def all_groups(
    conn: Connection, tree: Tree, month: date, revision: int | None = None, *, unit: str = ""
) -> dict[str, tuple[str, ...]]:
    """The units of every group that has any, by code; with a `unit` that of those like it, too, where it declared itself."""
    known = profiles(conn, month, revision)
    like = most_like(unit, known, tree, month) if unit else ()
    return {**groups(tree, month), **by_band(known, tree), **({LIKE + unit: like} if like else {})}


def peers_of(conn: Connection, tree: Tree, group: str, month: date, revision: int | None = None) -> tuple[str, ...]:
    """The units of one group by its key; none where there is no such group in the month."""
    if group in GROUPS:
        return groups(tree, month).get(group, ())
    known = profiles(conn, month, revision)
    if group in BANDS:
        return by_band(known, tree).get(group, ())
    return most_like(group.removeprefix(LIKE), known, tree, month) if group.startswith(LIKE) else ()


def usual_group(tree: Tree, unit: str, month: date, known: Sequence[str]) -> str:
    """The group at which a league of a unit opens: its own, else the one most of the units below it are in, else the first of those
    `known`; "" where there is none."""
    own = group_of(tree, unit, month)
    below = [group_of(tree, each, month) for each in tree.children.get(unit, ())]
    found = [each for each in (own, *sorted(below, key=lambda each: -below.count(each))) if each]
    return next(iter(found), next(iter(known), ""))


def group_name(group: str, tree: Tree) -> Text:
    """What a group is called."""
    if group in GROUPS:
        return GROUPS[group]
    if group in BANDS:
        return BANDS[group].name
    unit = group.removeprefix(LIKE)
    name = Text(tree[unit].name_zh, tree[unit].name_en) if unit in tree else Text(unit, unit)
    return Text(ALIKE.in_("zh", unit=name.zh), ALIKE.in_("en", unit=name.en))
