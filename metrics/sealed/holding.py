"""The numbers of a page as plain data: what a seal keeps of them, and what is made of them again later."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data import months, revisions, units
from data.seals.verifying import unpacked
from data.structure import structure_of
from data.text import Text
from data.units import Tree
from metrics import METRICS, query
from metrics.language import Metric
from metrics.passport import Passport
from metrics.periods import PERIODS, PeriodKey
from metrics.wording import formula_text

NUMBERS = ("value", "mom", "yoy", "ytd", "target", "attainment")
COUNTS = ("reported", "carried", "expected")
KEY = ("metric", "unit", "month", "period", "view")


@dataclass
class Holding:
    """`figures`: a mapping each, named by KEY (`view`: the unit of the page, with whose other parts it was ranked); `definitions`
    by metric; `units` by month and code."""

    figures: list[dict[str, Any]] = field(default_factory=list)
    definitions: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """What a page shows: some metrics of a unit and those below it, in a month or a period up to it, at a revision."""

    metrics: tuple[str, ...]
    unit: str
    month: date
    period: PeriodKey
    revision: int


def add(held: Holding, view: View, snapshot: pd.DataFrame, conn: Connection, tree: Tree) -> None:
    """Add a page's numbers, as a snapshot of its metrics has them, with what they mean. A number that is there stays."""
    known = {key_of(each) for each in held.figures}
    fresh = [each for each in _figures(view, snapshot) if key_of(each) not in known]
    held.figures += fresh
    for key in {each["metric"] for each in fresh}:
        held.definitions[key] = definition(METRICS[key])
    named = held.units.setdefault(months.label(view.month), {})
    for code in {each["unit"] for each in fresh} - named.keys():
        named[code] = _unit(conn, tree, code, view.month)


def open_(held: Holding, number: Passport, period: PeriodKey) -> None:
    """Add to a number the cells, or the rows, that its passport lists, and how many there are."""
    about = (number.metric.key, number.unit, months.label(number.month), period)
    listed = [_cell(row) for row in number.origins.frame.to_dict("records")]
    for each in held.figures:
        if key_of(each)[:4] == about:
            each["origins"], each["origins_in_all"] = listed, number.origins.total


def again(conn: Connection, held: Holding, readable: Collection[str] | None = None) -> Holding:
    """The same numbers as the store has them now; of units that are not `readable` (None: all are) nothing."""
    now, revision = Holding(), revisions.current(conn)
    every = units.load(conn)
    asked: dict[tuple[str, str, PeriodKey], set[str]] = {}
    for each in held.figures:
        asked.setdefault((each["view"], each["month"], each["period"]), set()).add(each["metric"])
    for (unit, month, period), keys in sorted(asked.items()):
        day = months.parse(month)
        tree = every.in_month(day)
        known = tuple(sorted(key for key in keys if key in METRICS))
        if unit not in tree or not known:
            continue
        shown = query.snapshot(conn, [METRICS[key] for key in known], unit, day, period=PERIODS[period])
        if readable is not None:
            shown = shown[shown["unit"].isin(list(readable))]
        add(now, View(known, unit, day, period, revision), shown, conn, tree)
    was = {key_of(each) for each in held.figures}
    now.figures = [each for each in now.figures if key_of(each) in was]
    return now


def of_bag(content: bytes) -> Holding:
    """What a seal's bag holds."""
    files = unpacked(content)
    return Holding(*(json.loads(files[f"data/{name}.json"]) for name in ("figures", "definitions", "units")))


def within(held: Holding, readable: Collection[str]) -> Holding:
    """What a holding says of these units alone."""
    figures = [each for each in held.figures if each["unit"] in readable]
    return Holding(figures, held.definitions, held.units)


def definition(metric: Metric) -> dict[str, Any]:
    """What a number means, in words."""
    said: Mapping[str, Text] = {
        "name": Text(metric.zh, metric.en),
        "formula": formula_text(metric),
        "unit": metric.unit,
        "owner": metric.owner,
        "why": metric.why,
        **{f"measure {part.key}": part.definition for part in metric.parts},
    }
    return {name: vars(text) for name, text in said.items()} | {"better": metric.better, "format": metric.format}


def _figures(view: View, snapshot: pd.DataFrame) -> Iterable[dict[str, Any]]:
    about = {"month": months.label(view.month), "period": view.period, "view": view.unit, "revision": view.revision}
    for key in view.metrics:
        rows = snapshot[snapshot["metric"] == key]
        below = [unit for unit in rows["unit"] if unit != view.unit]
        ranks = query.ranking(snapshot, METRICS[key], below).set_index("unit")["rank"]
        for row in rows.to_dict("records"):
            rank = ranks.get(row["unit"])
            yield {
                "metric": key,
                "unit": row["unit"],
                **about,
                **{name: _number(row[name]) for name in NUMBERS},
                **{name: int(row[name]) for name in COUNTS},
                "qualifier": str(row["qualifier"]),
                "grade": str(row["grade"] or ""),
                "status": row["status"] or "",
                "rank": None if rank is None or pd.isna(rank) else int(rank),
            }


def _unit(conn: Connection, tree: Tree, code: str, month: date) -> dict[str, Any]:
    unit, held = tree[code], structure_of(conn, tree, code, month)
    structure = {"name": held.name, "systems": [each.key for each in held.systems]} if held else {}
    return {
        "zh": unit.name_zh,
        "en": unit.name_en,
        "level": unit.level,
        "parent": unit.parent or "",
        "structure": structure,
    }


def _cell(row: Mapping[Any, Any]) -> dict[str, Any]:
    named = ("measure", "unit", "month", "subject", "value", "key", "title", "batch", "file_name", "sheet", "cell")
    return {name: _plain(row[name]) for name in named if name in row}


def _plain(value: Any) -> Any:
    if isinstance(value, date | pd.Timestamp):
        return months.label(value)
    if isinstance(value, str | bool):
        return value
    if pd.isna(value):
        return None
    return int(value) if float(value).is_integer() else float(value)


def _number(value: Any) -> float | None:
    return float(value) if value is not None and not pd.isna(value) and isfinite(value) else None


def key_of(figure: Mapping[str, Any]) -> tuple[str, ...]:
    """What names a number, for comparing."""
    return tuple(str(figure[name]) for name in KEY)
