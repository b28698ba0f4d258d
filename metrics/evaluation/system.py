"""Index systems as they stand in the store: who is scored by which metrics, since when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from sqlalchemy import Connection, select

from data import months
from data.figures import as_of
from data.registers import TABLES
from data.registers.index_steps import Steps, steps
from data.registers.index_systems import ASIDE
from data.text import Text
from metrics import METRICS
from metrics.language import Metric

Rule = Literal["target", "schedule", "best", "improvement", "steps", "deduction", "veto"]
Missing = Literal["none", "median", "unjudged"]
MISSINGS: tuple[Missing, ...] = get_args(Missing)


@dataclass(frozen=True)
class Item:
    """A metric of a system. `weight`: its points, of a deduction the most that is taken off, of a veto 0. `full`, `zero`: the
    values of full and of no points; of a deduction or veto `full` is what is tolerated. `each`: points off for each beyond it."""

    key: str
    name: Text
    dimension: Text
    metric: str
    weight: float
    rule: Rule
    full: float | None = None
    zero: float | None = None
    each: float | None = None
    steps: Steps = ()

    @property
    def scored(self) -> bool:
        """Whether it gives points, which a deduction and a veto do not."""
        return self.rule not in ASIDE

    @property
    def of(self) -> Metric:
        """The metric it is about."""
        return METRICS[self.metric]


@dataclass(frozen=True)
class System:
    """One version of an index system. `level`: city or county, whoever is scored below `unit`; `missing`: what becomes of a
    metric without a figure. `items` by key, those of a dimension together: whatever order the rows came in."""

    key: str
    name: Text
    version: str
    unit: str
    level: str
    missing: Missing
    since: date
    until: date | None
    replaces: str
    items: tuple[Item, ...]

    @cached_property
    def whole(self) -> float:
        """The points there are."""
        return sum(item.weight for item in self.items if item.scored)

    @cached_property
    def dimensions(self) -> tuple[Text, ...]:
        """The dimensions in which points are given, in their order. One is known by its Chinese name."""
        return tuple(dict.fromkeys(item.dimension for item in self.items if item.scored))

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics it reads, each once."""
        return tuple(dict.fromkeys(item.of for item in self.items))

    @property
    def title(self) -> Text:
        """Its name with its version, where the name does not say it."""
        said = (name if self.version in name else f"{name} {self.version}" for name in (self.name.zh, self.name.en))
        return Text(*said)

    def weighed(self, weights: Mapping[str, float]) -> "System":
        """The same with other weights (item → points), brought to the same whole. Raises `ValueError` where nothing is left."""
        items = [
            replace(item, weight=weights.get(item.key, item.weight)) if item.scored else item for item in self.items
        ]
        total = sum(item.weight for item in items if item.scored)
        if total <= 0:
            raise ValueError("权重合计为 0 / the weights add up to nothing")
        by = self.whole / total
        return replace(self, items=tuple(replace(i, weight=i.weight * by) if i.scored else i for i in items))


def systems(conn: Connection, month: date, revision: int | None = None) -> tuple[System, ...]:
    """Every version that was in force by the end of the month, as known at a revision: those in force first, the newest first.

    Rows of metrics there are none of (any more) are left out: the upload's check tells of them.
    """
    table, items = TABLES["index_systems"], _items(conn, revision)
    rows = as_of(table, revision)
    asked = select(rows).where(rows.c.valid_from <= months.end_of(month))
    found = [
        System(
            row.key, Text(row.name, row.name_en or row.name), row.version or "", row.unit, row.level, row.missing, row.valid_from, row.valid_to,
            row.replaces or "", items.get(row.key, ()),
        )
        for row in conn.execute(asked)
    ]  # fmt: skip
    there = [each for each in found if any(item.scored for item in each.items)]
    by_age = sorted(sorted(there, key=lambda each: each.key), key=lambda each: each.since, reverse=True)
    return tuple(sorted(by_age, key=lambda each: not in_force(each, month)))


def in_force(system: System, month: date) -> bool:
    """Whether it holds at the end of the month."""
    return system.since <= months.end_of(month) and (system.until is None or system.until > months.end_of(month))


def _items(conn: Connection, revision: int | None) -> dict[str, tuple[Item, ...]]:
    rows = as_of(TABLES["index_metrics"], revision)
    found: dict[str, list[Item]] = {}
    told = conn.execute(select(rows).order_by(rows.c.key)).all()
    english = {row.dimension: row.dimension for row in told}
    english |= {row.dimension: row.dimension_en for row in reversed(told) if row.dimension_en}
    for row in told:
        if row.metric in METRICS:
            item = Item(
                row.key, Text(row.name, row.name_en or row.name), Text(row.dimension, english[row.dimension]), row.metric, row.weight or 0.0, row.rule,
                row.full, row.zero, row.each, steps(row.steps or "") or (),
            )  # fmt: skip
            found.setdefault(row.system, []).append(item)
    return {key: _in_order(items) for key, items in found.items()}


def _in_order(items: list[Item]) -> tuple[Item, ...]:
    """Items that are in the order of their keys, those of a dimension together."""
    dimensions = list(dict.fromkeys(item.dimension for item in items))
    return tuple(sorted(items, key=lambda item: dimensions.index(item.dimension)))
