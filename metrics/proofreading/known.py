"""What the store holds of the metrics a text names, as far as the reader may read it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
from sqlalchemy import Connection, select

from data import access, bulk, months
from data.figures import as_of
from data.registers import TABLES
from data.reporting import calendar
from data.schema import figure
from data.units import Tree
from metrics import METRICS, query
from metrics.finding.search import Seeker, may_read_metric
from metrics.language import Metric
from metrics.of_subject import of_subject
from metrics.periods import MONTH, PERIODS, Period
from metrics.withheld import Sight

MONTHS = 25  # looked back from the newest month with a figure: an outdated number is seldom older


@dataclass(frozen=True)
class Value:
    """One value of the store: of which unit and month, with its promise."""

    unit: str
    month: date
    value: float
    qualifier: str


@dataclass
class Known:
    """Asks the store, each question once. `values` of a unit through the months, the oldest first; only what may be read."""

    conn: Connection
    seeker: Seeker
    tree: Tree
    sight: Sight = field(init=False)
    _kept: dict[tuple, list[Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sight = Sight(access.readable(self.seeker.actor, self.tree), calendar.published(self.conn))

    def values(self, metric: str, unit: str, period: str, until: date, subject: str = "") -> list[Value]:
        """The values of a number up to a month, the oldest first."""
        key = (metric, unit, period, until, subject)
        if key not in self._kept:
            self._load(METRICS[metric], unit, PERIODS[period], until, subject)  # type: ignore[index]
        return self._kept.get(key, [])

    def around(self, metric: str, unit: str, period: str, until: date) -> list[Value]:
        """The newest values of the units above it and beside it."""
        others = [*self.tree.path(unit), *self.tree.children.get(self.tree[unit].parent or "", ())]
        newest = (self.values(metric, other, period, until)[-1:] for other in dict.fromkeys(others) if other != unit)
        return [value for values in newest for value in values]

    def changes(self, metric: str, unit: str, month: date) -> Mapping[str, float]:
        """The changes of a number, where every month they tell of may be read."""
        shown = self.sight.shown(unit, MONTH, month)
        if unit not in self.tree or not may_read_metric(self.seeker.actor, metric, unit, self.tree):
            return {}
        row = query.snapshot(self.conn, [METRICS[metric]], unit, month, revision=self.seeker.revision).iloc[0]
        return {name: float(row[name]) for name in ("mom", "yoy") if shown[name] and not pd.isna(row[name])}

    def _load(self, metric: Metric, unit: str, period: Period, until: date, subject: str) -> None:
        if subject:
            self._keep(metric, period, until, subject, self._of_subject(metric, unit, until, subject))
            return
        beside = self.tree.children.get(self.tree[unit].parent or "", ())
        units = tuple(dict.fromkeys((*self.tree.path(unit), *beside, unit)))
        frame = self._history(metric, units, period, until)
        for other in units:
            mine = frame[(frame["unit"] == other) & frame["value"].notna()]
            found = zip(mine["month"], mine["value"], mine["qualifier"], strict=True)
            values = [Value(other, month.date(), float(value), str(how)) for month, value, how in found]
            self._kept[(metric.key, other, period.key, until, "")] = self._readable(metric, values, period)

    def _history(self, metric: Metric, units: Sequence[str], period: Period, until: date) -> pd.DataFrame:
        last = self._newest(metric, until)
        if last is None:
            return query.no_history()
        run = months.between(months.shift(last, 1 - MONTHS), last)
        return query.history(self.conn, [metric], units, run, period=period, revision=self.seeker.revision)

    def _newest(self, metric: Metric, until: date) -> date | None:
        """The newest month in which anything of the metric was reported; rows of registers stand in every month."""
        if not metric.parts:
            return until
        keys = [measure.key for measure in metric.measures]
        # The greatest month alone would be one query a unit; a month whose figures were withdrawn has no value and is passed.
        newest = select(figure.c.month).where(figure.c.measure.in_(keys), figure.c.month <= until)
        return self.conn.scalar(newest.order_by(figure.c.month.desc()).limit(1))

    def _of_subject(self, metric: Metric, unit: str, until: date, subject: str) -> list[Value]:
        measure = metric.published or (metric.parts[0] if len(metric.parts) == 1 else None)
        if measure is None:
            return []
        units = self.tree.below(unit)
        frame = of_subject(self.conn, subject, units, date(2000, 1, 1), until, revision=self.seeker.revision)
        mine = frame[(frame["measure"] == measure.key) & frame["value"].notna()]
        return [
            Value(str(row["unit"]), pd.Timestamp(row["month"]).date(), float(row["value"]), str(row["qualifier"]))
            for row in mine.to_dict("records")
        ]

    def _keep(self, metric: Metric, period: Period, until: date, subject: str, values: list[Value]) -> None:
        for unit in self.tree.codes:
            mine = [value for value in values if unit in self.tree.path(value.unit)]
            self._kept[(metric.key, unit, period.key, until, subject)] = self._readable(metric, mine, period)

    def _readable(self, metric: Metric, values: Collection[Value], period: Period) -> list[Value]:
        return [
            each
            for each in values
            if self.sight.may(each.unit, period.first(each.month), each.month)
            and may_read_metric(self.seeker.actor, metric.key, each.unit, self.tree)
        ]


def applications(conn: Connection, revision: int | None) -> dict[str, str]:
    """The key of every application by its name, of two letters at least."""
    table = TABLES["applications"]
    now = as_of(table, revision)
    rows = bulk.read(conn, select(now.c.key, now.c.name))
    return {str(name): str(key) for key, name in zip(rows["key"], rows["name"], strict=True) if len(str(name)) > 2}
