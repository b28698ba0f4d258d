"""Peers by what places declare of themselves: of a size, of like means, begun in the same years; or those most like one of them.

Bands have fixed bounds and likeness fixed scales, so that another place coming in, or a result, moves nobody to other peers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf, log2
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.dated import as_at
from data.text import Text
from data.units import Tree
from metrics.league.peers import group_of

REGISTER = "profiles"
TRAITS = ("population", "budget", "base_year")
LIKE = "like:"  # the key of a group: this and the unit that the others are most like
NEAREST = 11  # units beside the one they are like
YEARS_APART, OTHER_KIND = (
    2.0,
    1.0,
)  # years of the beginning that weigh as much as twice the people; what another kind of area weighs


@dataclass(frozen=True)
class Profile:
    """A place as declared: people (10,000), spending (100 million yuan) and the first year of its reform; None: not said."""

    population: float | None
    budget: float | None
    base_year: int | None


@dataclass(frozen=True)
class Band:
    """Counties of which a trait lies from `least` to below `below`."""

    name: Text
    trait: str
    least: float
    below: float

    def holds(self, of: Profile) -> bool:
        """Whether a place declared so belongs to it."""
        value = getattr(of, self.trait)
        return value is not None and self.least <= value < self.below


BANDS: dict[str, Band] = {
    "people_few": Band(Text("30 万人以下的县（市、区）", "Counties below 300,000 people"), "population", 0, 30),
    "people_some": Band(Text("30–60 万人的县（市、区）", "Counties of 300,000 to 600,000"), "population", 30, 60),
    "people_many": Band(Text("60–100 万人的县（市、区）", "Counties of 600,000 to 1 million"), "population", 60, 100),
    "people_most": Band(Text("100 万人以上的县（市、区）", "Counties of 1 million and more"), "population", 100, inf),
    "means_low": Band(Text("支出 60 亿元以下的县（市、区）", "Counties that spend below 6 billion"), "budget", 0, 60),
    "means_middle": Band(Text("支出 60–120 亿元的县（市、区）", "Counties that spend 6 to 12 billion"), "budget", 60, 120),
    "means_high": Band(Text("支出 120 亿元以上的县（市、区）", "Counties that spend 12 billion and more"), "budget", 120, inf),
    "begun_first": Band(Text("2021 年及以前起步的县（市、区）", "Counties begun by 2021"), "base_year", 0, 2022),
    "begun_later": Band(Text("2022 年及以后起步的县（市、区）", "Counties begun from 2022 on"), "base_year", 2022, inf),
}  # fmt: skip


def profiles(conn: Connection, month: date, revision: int | None = None) -> dict[str, Profile]:
    """By unit what was declared of it, as at the end of a month; of several rows the one counted last."""
    rows = as_at(conn, REGISTER, month, revision)
    asked = select(rows).where(rows.c.counted.is_not(None)).order_by(rows.c.counted, rows.c.key)
    return {row["unit"]: Profile(*(row[trait] for trait in TRAITS)) for row in conn.execute(asked).mappings()}


def by_band(known: Mapping[str, Profile], tree: Tree) -> dict[str, tuple[str, ...]]:
    """The counties of every band that has any, by code, in the order of BANDS."""
    counties = [unit for unit in sorted(known) if unit in tree and tree[unit].level == "county"]
    found = {key: tuple(unit for unit in counties if band.holds(known[unit])) for key, band in BANDS.items()}
    return {key: units for key, units in found.items() if units}


def most_like(unit: str, known: Mapping[str, Profile], tree: Tree, month: date) -> tuple[str, ...]:
    """A county and the NEAREST others that are most like it, by code; nothing where people or spending of it are not declared.

    Apart are: twice the people 1, twice the spending 1, YEARS_APART years of the beginning 1, another kind of area OTHER_KIND.
    """
    there = {
        code: _Place(log2(of.population), log2(of.budget), of.base_year, group_of(tree, code, month))
        for code, of in known.items()
        if code in tree and tree[code].level == "county" and of.population and of.budget
    }
    if unit not in there:
        return ()
    far = {code: there[unit].apart(place) for code, place in there.items() if code != unit}
    nearest = sorted(far, key=lambda code: (far[code], code))[:NEAREST]
    return tuple(sorted((unit, *nearest)))


class _Place(NamedTuple):
    """A place on the scales of likeness: people and spending by their logarithms to base 2."""

    people: float
    spending: float
    base_year: int | None
    kind: str

    def apart(self, other: "_Place") -> float:
        years = abs(self.base_year - other.base_year) if self.base_year and other.base_year else 0
        by_size = abs(self.people - other.people) + abs(self.spending - other.spending)
        return by_size + years / YEARS_APART + OTHER_KIND * (self.kind != other.kind)
