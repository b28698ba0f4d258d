"""Strategic goals as trees: how far the metrics that each hangs on still are from it, and what would have to happen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, nan
from typing import Literal

import pandas as pd
from sqlalchemy import Connection

from data import forecasts, months
from data.finding.names import Names
from data.registers.goal_metrics import Wanted, wanted
from data.text import Text
from metrics import METRICS, query, standings
from metrics.evaluation.facts import number
from metrics.language import Metric
from metrics.outlook.backtest import Forecast
from metrics.outlook.series import Series
from metrics.outlook.written import read
from metrics.periods import ROLLING_YEAR

MOST = 200  # goals
PACE = 12  # months over which it is told how it went lately
YEAR = 12
Standing = Literal["reached", "on_course", "behind", "missed", "unknown"]


@dataclass(frozen=True)
class Distance:
    """A metric of a goal in a month: `value` now, `start` when the goal began, `wanted` when it is due, `halfway` at its
    milestone (NaN: none). What adds up, and rates of it, are of the twelve months up to the month.

    `gone`: the share of the way from the start (NaN: unknown; 1 where it is reached); `due`: the share that should be, straight from the start over
    the milestone. `needed`: what every month left would have to bring, `lately` what each of the last twelve brought.
    `forecast`: low, middle and high for the month it is due, where the forecasts that are kept reach so far.
    """

    metric: Metric
    value: float
    start: float
    halfway: float
    wanted: float
    gone: float
    due: float
    needed: float
    lately: float
    left: int
    standing: Standing
    forecast: tuple[float, float, float] | None

    @property
    def gap(self) -> float:
        """By how much it still falls short; 0 where it is reached, NaN without a number or a goal."""
        short = self.wanted - self.value if self.metric.better == "higher" else self.value - self.wanted
        return short if isnan(short) else max(short, 0.0)


@dataclass(frozen=True)
class Goal:
    """A row of the register in its tree (`depth` 0 serves no other). `standing`: by its days (reached, over, …: a state of the
    register); `unread`: metrics it names that there are none of."""

    key: str
    name: Text
    unit: str
    program: str
    department: str
    start: date
    halfway: date | None
    due: date
    milestone: str
    standing: str
    depth: int
    distances: tuple[Distance, ...]
    unread: tuple[str, ...]


def goals(conn: Connection, units: Collection[str], month: date, revision: int | None = None) -> tuple[Goal, ...]:
    """The goals that these units keep, as at the end of a month: each followed by those that serve it, the first due first.
    Which units one may ask for: `register_rights.units_readable`; their numbers of all months are read."""
    rows = standings.rows(conn, "goals", units, month, revision=revision, limit=MOST).rows.to_dict("records")
    names = Names((metric.key, (metric.zh, metric.en)) for metric in METRICS.values())
    asked = {row["key"]: _asked(_text(row["metrics"]), names) for row in rows}
    metrics: dict[str, set[str]] = {}
    for row in rows:
        metrics.setdefault(row["unit"], set()).update(metric.key for metric, _ in asked[row["key"]][0])
    numbers = _Numbers(conn, month, revision, metrics)
    return tuple(_goal(row, depth, *asked[row["key"]], numbers) for row, depth in _in_trees(rows))


def _asked(written: str, names: Names) -> tuple[list[tuple[Metric, Wanted]], list[str]]:
    """The metrics that are named, and what is none."""
    found: list[tuple[Metric, Wanted]] = []
    unread: list[str] = []
    for each in wanted(written):
        keys = () if isinstance(each, str) else (each.name,) if each.name in METRICS else names.find(each.name)
        if isinstance(each, str) or len(keys) != 1:
            unread.append(each if isinstance(each, str) else each.name)
        else:
            found.append((METRICS[next(iter(keys))], each))
    return found, unread


def _in_trees(rows: Sequence[Mapping]) -> list[tuple[Mapping, int]]:
    """Rows with their depth: parents before what serves them, a circle cut where it closes."""
    by_key = {row["key"]: row for row in rows}
    below: dict[str, list[Mapping]] = {}
    for row in sorted(rows, key=lambda row: (pd.Timestamp(row["due"]), row["key"])):
        parent = row["parent"] if row["parent"] in by_key and row["parent"] != row["key"] else ""
        below.setdefault(parent or "", []).append(row)
    found: list[tuple[Mapping, int]] = []
    seen: set[str] = set()

    def walk(row: Mapping, depth: int) -> None:
        if row["key"] not in seen:
            seen.add(row["key"])
            found.append((row, depth))
            for each in below.get(row["key"], ()):
                walk(each, depth + 1)

    for row in [*below.get("", ()), *by_key.values()]:
        walk(row, 0)
    return found


def _goal(row: Mapping, depth: int, asked: list[tuple[Metric, Wanted]], unread: list[str], numbers: "_Numbers") -> Goal:
    start, due = _day(row["start"]), _day(row["due"])
    halfway = None if pd.isna(row["halfway"]) else _day(row["halfway"])
    name = Text(row["name"], _text(row["name_en"]) or row["name"])
    days = (start, halfway, due)
    distances = tuple(_distance(metric, each, row["unit"], days, numbers) for metric, each in asked)
    return Goal(
        row["key"], name, row["unit"], row["program"], _text(row["department"]), start, halfway, due,
        _text(row["milestone"]), row["standing"], depth, distances, tuple(unread),
    )  # fmt: skip


Days = tuple[date, date | None, date]  # start, milestone, due


def _distance(metric: Metric, asked: Wanted, unit: str, days: Days, numbers: "_Numbers") -> Distance:
    first, _, due = days
    month, goal = numbers.month, nan if asked.value is None else asked.value
    value, before = (numbers.of(metric, unit, each) for each in (month, months.shift(month, -PACE)))
    start = numbers.of(metric, unit, first.replace(day=1)) if first <= month else nan
    left = _months_between(month, due)
    middle = nan if asked.halfway is None else asked.halfway
    reached = value >= goal if metric.better == "higher" else value <= goal
    gone, share = 1.0 if reached else _gone(start, value, goal), _due(days, month, start, middle, goal)
    return Distance(
        metric, value, start, middle, goal, gone, share,
        needed=(goal - value) / left if left > 0 else nan,
        lately=(value - before) / PACE, left=max(left, 0),
        standing=_standing(value, goal, reached, gone, share, left),
        forecast=numbers.forecast(metric, unit, due.replace(day=1)),
    )  # fmt: skip


def _gone(start: float, value: float, goal: float) -> float:
    return (value - start) / (goal - start) if goal != start else nan


def _due(days: Days, month: date, start: float, middle: float, goal: float) -> float:
    """The share of the way that should be gone by the end of the month: straight to the milestone, and from there on."""
    first, halfway, due = days
    now = _months_between(first, month)
    if halfway is None or isnan(middle) or isnan(start) or goal == start:
        whole = _months_between(first, due)
        return min(max(now / whole, 0.0), 1.0) if whole > 0 else 1.0
    at, until, mark = _months_between(first, halfway), _months_between(first, due), (middle - start) / (goal - start)
    if now <= at:
        return mark * max(now, 0) / at if at > 0 else mark
    return mark + (1 - mark) * min((now - at) / (until - at), 1.0) if until > at else 1.0


def _standing(value: float, goal: float, reached: bool, gone: float, due: float, left: int) -> Standing:
    if isnan(value) or isnan(goal):
        return "unknown"
    if reached:
        return "reached"
    if left <= 0:
        return "missed"
    if isnan(gone):
        return "unknown"
    return "on_course" if gone >= due - 1e-9 else "behind"


class _Numbers:
    """Numbers and forecasts of units, each unit and month read once for all metrics that any goal hangs on."""

    def __init__(self, conn: Connection, month: date, revision: int | None, metrics: Mapping[str, Collection[str]]):
        self.conn, self.month, self.revision = conn, month, revision
        self.metrics = {unit: [METRICS[key] for key in sorted(keys)] for unit, keys in metrics.items()}
        self._kept: dict[tuple[str, date], dict[str, float]] = {}
        self._forecasts: dict[str, dict[str, tuple[Series, Forecast] | None]] = {}

    def of(self, metric: Metric, unit: str, month: date) -> float:
        """What adds up, and rates of it, over the twelve months up to the month, all of them there; else as at the month."""
        if (unit, month) not in self._kept:
            self._kept[unit, month] = self._read(unit, month)
        return self._kept[unit, month].get(metric.key, nan)

    def _read(self, unit: str, month: date) -> dict[str, float]:
        try:
            frame = query.snapshot(
                self.conn, self.metrics[unit], unit, month, period=ROLLING_YEAR, revision=self.revision
            )
        except ValueError:  # there was no such unit then
            return {}
        own = frame[frame["unit"] == unit]
        return {row["metric"]: _whole_year(row) for row in own.to_dict("records")}

    def forecast(self, metric: Metric, unit: str, due: date) -> tuple[float, float, float] | None:
        """Low, middle, high for the month a goal is due: of levels what is forecast of that month, of what adds up the year's
        end alone."""
        if unit not in self._forecasts:
            newest = forecasts.newest(self.conn, unit, self.month, self.revision)
            self._forecasts[unit] = {key: read(each) for key, each in newest.items()}
        made = self._forecasts[unit].get(metric.key)
        if made is None:
            return None
        told, found = made
        ahead = _months_between(told.origin, due)
        if told.year == "level" and 1 <= ahead <= len(found.middle):
            low, middle, high = (float(path[ahead - 1]) for path in (found.low, found.middle, found.high))
            return low, middle, high
        at_the_end = told.left and due == date(told.origin.year, YEAR, 1)
        return (found.year_low, found.year_middle, found.year_high) if at_the_end else None


def _whole_year(row: Mapping) -> float:
    whole = pd.isna(row["months"]) or row["months"] == YEAR
    return number(row["value"]) if whole else nan


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * YEAR + last.month - first.month


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)


def _day(value: object) -> date:
    return pd.Timestamp(value).date()
