"""Traits of units that neither their name nor their code says, with the dates from which they hold: a file of the owner's."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from data import months, published

FILE = "unit_traits.csv"
MOUNTAIN = "mountain"  # 山区县


@dataclass(frozen=True)
class Trait:
    """A unit has a trait from `holds_from` until the day before `holds_to` (None: still)."""

    unit: str
    trait: str
    holds_from: date
    holds_to: date | None

    def holds_in(self, month: date) -> bool:
        """Whether it holds on the last day of a month, as the tree of units does."""
        day = months.end_of(month)
        return self.holds_from <= day and (self.holds_to is None or day < self.holds_to)


@cache
def declared() -> tuple[Trait, ...]:
    """Every trait there is in the file."""
    return tuple(
        Trait(
            row["code"],
            row["trait"],
            date.fromisoformat(row["holds_from"]),
            date.fromisoformat(row["holds_to"]) if row["holds_to"] else None,
        )
        for row in published.read(FILE).to_dict("records")
    )


def having(trait: str, month: date) -> frozenset[str]:
    """The units that have a trait in a month."""
    return frozenset(each.unit for each in declared() if each.trait == trait and each.holds_in(month))
