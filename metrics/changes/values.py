"""Numbers at two points: values, statuses, ranks among the units beside them, coverage, and what was corrected since."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Connection

from data import months
from data.text import LANGUAGES, Text
from data.units import Tree
from metrics import query
from metrics.changes.change import NONE, Change, Turn
from metrics.changes.points import Point
from metrics.changes.touched import Touched
from metrics.conclusions.conclusion import written
from metrics.formats import show
from metrics.judgement import enough, has_value, status_of, word
from metrics.language import Metric
from metrics.scope import look_back
from metrics.status import Status, ranks

Row = Mapping[Any, Any]
LEVELS: dict[Status, int] = {"missed": 0, "far_behind": 1, "behind": 2, "near": 3, "ahead": 4, "met": 5}
A_TENTH = 0.1  # of points: a rate that moves by so much moves as far as an amount that comes or goes
NOT_JUDGED = Text("不评价", "not judged")


class Where(NamedTuple):
    """A metric of a unit, and the units whose figures may stand behind it."""

    metric: Metric
    unit: str
    below: tuple[str, ...]


class Shown(NamedTuple):
    """What a metric of a unit showed at a point; `rank` among the units beside it, None where it has none."""

    row: Row
    rank: int | None
    ranked: int


def read(
    conn: Connection, metrics: Sequence[Metric], unit: str, month: date, revision: int, tree: Tree, *, deep: bool = True
) -> dict[tuple[str, str], Shown]:
    """By metric and unit what was shown of a unit and all below it (not `deep`: right below it); nothing where the unit was not
    there."""
    if unit not in tree or not metrics:
        return {}
    snapshot = query.snapshot(conn, metrics, unit, month, revision=revision, deep=deep)
    rows: dict[tuple[str, str], Row] = {(row["metric"], row["unit"]): row for row in snapshot.to_dict("records")}
    above = tree.below(unit) if deep else (unit,)
    placed = {place: each for metric in metrics for place, each in _ranked(metric, above, tree, rows)}
    return {place: Shown(row, *placed.get(place, (None, 0))) for place, row in rows.items()}


def _ranked(
    metric: Metric, units: Sequence[str], tree: Tree, rows: Mapping[tuple[str, str], Row]
) -> Iterator[tuple[tuple[str, str], tuple[int | None, int]]]:
    """Ranks among the children of every unit, of those alone behind which enough stands: others are not ranked."""
    for above in units:
        run = [(code, rows[metric.key, code]) for code in tree.children.get(above, ())]
        able = [(code, float(row["value"])) for code, row in run if not math.isnan(row["value"]) and enough(row)]
        for (code, _), rank in zip(able, ranks([value for _, value in able], metric.better), strict=True):
            yield (metric.key, code), (rank, len(able))


def compared(
    where: Where, was: Shown | None, now: Shown | None, then: Point, later: Point, touched: Touched
) -> Iterator[Change]:
    """What differs of one number: value, status, rank, coverage, each as a change."""
    metric = where.metric
    span = _revision(where, months.shift(later.month, -look_back([metric])), later.month, touched)
    if _value_of(was) != _value_of(now):
        yield _value(where, was, now, span)
    before, after = _status(was), _status(now)
    if before != after:
        year = _revision(where, date(later.month.year, 1, 1), later.month, touched)
        aimed = touched.newest_rows(["targets"], [where.unit])
        yield _status_change(where, before, after, was, now, max(year, span, aimed))
    if _rank(was) != _rank(now):
        yield _rank_change(where, was, now, span)
    if _coverage(was) != _coverage(now):
        yield _coverage_change(where, was, now, span)


def may_be_corrected(metric: Metric, month: date, touched: Touched) -> bool:
    """Whether something came that can move the value of the month shown then."""
    if metric.cells or not touched.registers.isdisjoint(word.register for word in metric.rows):
        return True
    keys, first = {measure.key for measure in metric.measures}, months.shift(month, -look_back([metric]))
    return any(first <= at <= month for (key, _), came in touched.figures.items() if key in keys for at in came)


def corrected(where: Where, was: Shown | None, now: Shown | None, month: date, touched: Touched) -> Iterator[Change]:
    """The value of the month that was shown then, as known then and now."""
    if _value_of(was) != _value_of(now):
        first = months.shift(month, -look_back([where.metric]))
        yield _value(where, was, now, _revision(where, first, month, touched), "corrected", month)


def _value(
    where: Where, was: Shown | None, now: Shown | None, revision: int, kind: Any = "value", month: date | None = None
) -> Change:
    metric = where.metric
    before, after = _number(was), _number(now)
    title = Text(metric.zh, metric.en)
    if month:
        label = months.label(month)
        title = Text(f"{metric.zh}（{label}）", f"{metric.en} ({label})")
    turn = _turn((after - before) * (1 if metric.better == "higher" else -1))
    return Change(
        kind, "corrected" if month else "moved", where.unit, title, _shown(was, metric), _shown(now, metric), turn,
        how_far(before, after, metric), metric.key, was=before, now=after,
        aim=float("nan") if metric.kind == "flow" else _aim(now), revision=revision,
    )  # fmt: skip


def how_far(before: float, after: float, metric: Metric) -> float:
    """From 0 to 1: an amount by its relative change, a share in tenths; what only came or went has not moved."""
    if math.isnan(before) or math.isnan(after):
        return 0.0
    size = abs(after - before)
    if metric.format in ("percent", "points"):
        return min(1.0, size / A_TENTH)
    return min(1.0, size / max(abs(before), abs(after))) if size else 0.0


def _status_change(
    where: Where, before: Status | None, after: Status | None, was: Shown | None, now: Shown | None, revision: int
) -> Change:
    metric = where.metric
    steps = LEVELS[after] - LEVELS[before] if before and after else 0
    told = [word(each, metric) if each else NOT_JUDGED for each in (before, after)]
    what = "turned" if before and after else "judged"
    return Change(
        "status", what, where.unit, Text(metric.zh, metric.en), told[0], told[1], _turn(steps),
        abs(steps) or 1, metric.key, was=_judged(was, metric), now=_judged(now, metric),
        aim=1.0 if metric.kind == "flow" else _aim(now), revision=revision,
    )  # fmt: skip


def _rank_change(where: Where, was: Shown | None, now: Shown | None, revision: int) -> Change:
    metric, before, after = where.metric, _rank(was), _rank(now)
    moved = before - after if before and after else 0
    most = max(shown.ranked for shown in (was, now) if shown)
    told = [Text(f"第 {rank} 位", f"No. {rank}") if rank else NONE for rank in (before, after)]
    return Change(
        "rank", "moved", where.unit, Text(metric.zh, metric.en), told[0], told[1], _turn(moved),
        abs(moved) / most if moved else 1.0, metric.key, was=before or math.nan, now=after or math.nan,
        revision=revision,
    )  # fmt: skip


def _coverage_change(where: Where, was: Shown | None, now: Shown | None, revision: int) -> Change:
    metric, before, after = where.metric, _coverage(was), _coverage(now)
    shares = [(there / expected if expected else math.nan) for there, _, expected in (before, after)]
    told = [written(_coverage_words(*each)) if each[2] else NONE for each in (before, after)]
    known = not any(math.isnan(share) for share in shares)
    return Change(
        "coverage", "moved", where.unit, Text(metric.zh, metric.en), told[0], told[1],
        _turn(shares[1] - shares[0]), abs(shares[1] - shares[0]) if known else 1.0, metric.key,
        was=shares[0], now=shares[1], revision=revision,
    )  # fmt: skip


def _coverage_words(there: int, carried: int, expected: int):
    words = {"zh": f"（沿用 {carried}）", "en": f" ({carried} carried)"}
    return lambda lang: f"{there}/{expected}" + (words[lang] if carried else "")


def _revision(where: Where, first: date, last: date, touched: Touched) -> int:
    metric = where.metric
    registers = {each.register for each in metric.rows}
    if metric.cells:  # what came in time is told by everything that came
        return touched.newest(touched.measures, where.below, last, last)
    by_figures = touched.newest((each.key for each in metric.measures), where.below, first, last)
    return max(by_figures, touched.newest_rows(registers, where.below))


def _turn(sign: float) -> Turn:
    return "better" if sign > 0 else "worse" if sign < 0 else "neutral"


def _value_of(shown: Shown | None) -> tuple:
    """What is compared: a number with its promise, or a grade; nothing for none."""
    if shown is None or not has_value(shown.row):
        return ()
    value = shown.row["value"]
    return (None if pd.isna(value) else float(value), shown.row["qualifier"], shown.row["grade"])


def _number(shown: Shown | None) -> float:
    return float("nan") if shown is None else float(shown.row["value"])


def _judged(shown: Shown | None, metric: Metric) -> float:
    """What is judged: of a flow the share of what was due by then, else the year to date."""
    if shown is None:
        return float("nan")
    if metric.kind != "flow":
        return float(shown.row["ytd"])
    due = float(shown.row["due"])
    return float(shown.row["attainment"]) / due if due > 0 else float("nan")


def _aim(shown: Shown | None) -> float:
    return float("nan") if shown is None else float(shown.row["target"])


def _status(shown: Shown | None) -> Status | None:
    return status_of(shown.row) if shown else None


def _rank(shown: Shown | None) -> int | None:
    return shown.rank if shown else None


def _coverage(shown: Shown | None) -> tuple[int, int, int]:
    """Reported and carried, of these carried, expected."""
    if shown is None:
        return (0, 0, 0)
    there, carried = int(shown.row["reported"]), int(shown.row["carried"])
    return (there + carried, carried, int(shown.row["expected"]))


def _shown(shown: Shown | None, metric: Metric) -> Text:
    if shown is None or not has_value(shown.row):
        return NONE
    if shown.row["grade"]:
        return Text(shown.row["grade"], shown.row["grade"])
    value, promise = float(shown.row["value"]), shown.row["qualifier"]
    return Text(*(show(value, metric, promise, language) for language in LANGUAGES))
