"""Who and when: the counties with their size, and the months of the demonstration."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from data import months
from data.units import Tree, Units

SEED = 1612
MONTHS = 36

# Residents in 10,000 (census 2020, rounded) and the share of the province's digital economy: they size the numbers.
CITIES = {
    "330100": (1194, 0.46),
    "330200": (940, 0.15),
    "330300": (957, 0.09),
    "330400": (540, 0.09),
    "330500": (337, 0.04),
    "330600": (527, 0.05),
    "330700": (705, 0.05),
    "330800": (228, 0.015),
    "330900": (116, 0.01),
    "331000": (662, 0.035),
    "331100": (251, 0.01),
}
UNLISTED = (300, 0.02)

# The month in which most of the Spring Festival's days off fall.
SPRING_FESTIVAL = {2021: 2, 2022: 2, 2023: 1, 2024: 2, 2025: 1, 2026: 2, 2027: 2, 2028: 1, 2029: 2, 2030: 2}
SEASON = (0.97, 0.93, 1.04, 1.02, 1.01, 1.0, 0.98, 0.97, 1.02, 1.0, 1.03, 1.05)
HOLIDAY_DIP = 0.8


@dataclass(frozen=True)
class World:
    """The tree of units and the months; the arrays below have a row a county and a column a month.

    `span` begins in January of the first month's year: reports from January to date need what came before.
    """

    tree: Tree
    first: date
    last: date

    @cached_property
    def root(self) -> str:
        """The province."""
        return self.tree.children[None][0]

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """The units right below the province."""
        return self.tree.children[self.root]

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """The units that report every month."""
        return self.tree.leaves(self.root)

    @cached_property
    def city_of(self) -> tuple[str, ...]:
        """The city of each county."""
        return tuple(self.tree.path(county)[1] for county in self.counties)

    @cached_property
    def span(self) -> list[date]:
        """The months for which numbers are made."""
        return months.between(self.first.replace(month=1), self.last)

    @cached_property
    def shown(self) -> list[date]:
        """The months that are reported."""
        return months.between(self.first, self.last)

    @cached_property
    def people(self) -> np.ndarray:
        """Residents of each county."""
        return self._shared_out(0, 10_000)

    @cached_property
    def people_share(self) -> np.ndarray:
        """Each county's share of the province's residents."""
        return self.people / self.people.sum()

    @cached_property
    def economy_share(self) -> np.ndarray:
        """Each county's share of the province's digital economy."""
        size = self._shared_out(1, 1)
        return size / size.sum()

    @cached_property
    def season(self) -> np.ndarray:
        """How busy each month is: the year's course and the dip of the Spring Festival."""
        busy = [SEASON[month.month - 1] * (HOLIDAY_DIP if _is_holiday(month) else 1) for month in self.span]
        return np.array(busy)

    def random(self, subject: str) -> np.random.Generator:
        """A generator of the subject's own, so that a change in one leaves the others as they were."""
        return np.random.default_rng([SEED, *subject.encode()])

    def _shared_out(self, column: int, scale: float) -> np.ndarray:
        """A city's size shared out to its counties, unevenly as in life."""
        uneven = self.random("size").lognormal(0, 0.4, len(self.counties))
        totals = {city: uneven[[each == city for each in self.city_of]].sum() for city in self.cities}
        sizes = [CITIES.get(city, UNLISTED)[column] / totals[city] for city in self.city_of]
        return np.array(sizes) * uneven * scale


def make(units: Units, today: date) -> World:
    """The world up to the last full month, with the units that hold in it."""
    last = months.last_full(today)
    return World(units.in_month(last), months.shift(last, 1 - MONTHS), last)


def _is_holiday(month: date) -> bool:
    return SPRING_FESTIVAL.get(month.year, 2) == month.month
