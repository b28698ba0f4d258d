"""What a kind of rule is asked: what is watched, by which threshold, in which months; and one reading of the store for many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from data import months, units
from data.access import Actor
from data.register_rights import units_readable
from data.units import Units
from data.watching.reading import Found, Watched
from metrics import METRICS, OVERVIEW, query
from metrics.language import Metric
from metrics.outlook.looking import Ahead, ahead


@dataclass
class Readings:
    """The store as it stands, read once for rules that ask for the same: for one connection, for as long as it lasts."""

    conn: Connection
    units: Units = field(init=False)
    kept: dict[tuple, pd.DataFrame] = field(default_factory=dict)
    looked: dict[tuple[str, date], dict[str, Ahead]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = units.load(self.conn)

    def numbers(self, metrics: Sequence[Metric], places: Sequence[str], run: Sequence[date]) -> pd.DataFrame:
        """`query.snapshots`."""
        key = (tuple(metric.key for metric in metrics), tuple(places), run[0], run[-1])
        if key not in self.kept:
            self.kept[key] = query.snapshots(self.conn, metrics, places, run)
        return self.kept[key]

    def ahead(self, unit: str, month: date) -> dict[str, Ahead]:
        """What was foreseen of a unit by its newest forecasts that know the months up to this one."""
        if (unit, month) not in self.looked:
            self.looked[unit, month] = ahead(self.conn, unit, month)
        return self.looked[unit, month]


@dataclass(frozen=True)
class Asked:
    """One rule to be evaluated over an unbroken run of months, for somebody with the rights they have now."""

    readings: Readings
    who: Actor
    watched: Watched
    threshold: float
    run: tuple[date, ...]

    @property
    def conn(self) -> Connection:
        """The connection."""
        return self.readings.conn

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metric that is watched; of a unit the numbers of the first screen."""
        return (METRICS[self.watched.metric],) if self.watched.metric else OVERVIEW

    def rows(self, back: int) -> pd.DataFrame:
        """The numbers of the unit in the months of the run and so many before it."""
        return self.readings.numbers(self.metrics, [self.watched.unit], self.before(back))

    def before(self, back: int) -> list[date]:
        """The months of the run and so many before it."""
        return list(months.between(months.shift(self.run[0], -back), self.run[-1]))

    def keepers(self, month: date) -> tuple[str, ...]:
        """The units whose rows of the register they may read: of a list the unit's own and those below it."""
        tree = self.readings.units.in_month(month)
        readable = units_readable(self.who, self.watched.register, tree)
        if self.watched.subject == "row":
            return tuple(sorted(readable))
        below = tree.below(self.watched.unit) if self.watched.unit in tree else ()
        return tuple(unit for unit in below if unit in readable)

    def item(self, metric: str) -> str:
        """Which of several numbers is meant: nothing where one alone is watched."""
        return "" if self.watched.metric else metric


Evaluate = Callable[[Asked], list[Found]]
