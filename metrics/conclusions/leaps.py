"""Figures that cannot be as they are, or that move as they never did: a wrong 万, a sudden rush, a sum that is none, a correction."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from data import months
from data.settings import settings
from data.text import Text
from metrics import METRICS
from metrics.arrays import Floats
from metrics.conclusions.conclusion import Conclusion, say, written
from metrics.conclusions.evidence import Evidence
from metrics.formats import show, show_share
from metrics.language import Metric

MONTHS_KNOWN = 3  # before anything can be called usual
SMALLEST = 100  # below it tenfold is chance
SMALLEST_VISITS = 1000

TEXTS = {
    "more": Text("{place}{metric}为常月的 {times} 倍，疑似单位误用", "{place}: {metric} is {times} times the usual, perhaps a wrong 万"),
    "less": Text("{place}{metric}只有常月的 {times} 分之一，疑似单位误用", "{place}: {metric} is 1/{times} of the usual, perhaps a wrong 万"),
    "leap_told": Text("本月 {value}，此前各月一般为 {usual}", "{value} this month, usually {usual}"),
    "rush": Text("{place}“{name}”访问量是上月的 {times} 倍", "{place}: visits to {name} are {times} times last month's"),
    "rush_told": Text("上月 {last}，本月 {now}；{whole}合计 {all} 倍", "{last} last month, {now} this month; {all} times in all of {whole}"),
    "differs": Text("{place}{metric}总数与下级合计不符，相差 {share}", "{place}: {metric} differs from the sum of its units by {share}"),
    "differs_told": Text("自报 {own}，下级合计 {sum}", "{own} as reported, {sum} as the sum"),
    "corrected": Text("{place}{month}{metric}已更正，{change}", "{place}: {metric} of {month} was corrected, {change}"),
    "corrected_told": Text("由 {before} 更正为 {after}", "from {before} to {after}"),
    "corrected_on": Text("{day} 更正", "corrected on {day}"),
    "this_month": Text("{month}", "{month}"),
}  # fmt: skip


def leapt(evidence: Evidence) -> Iterator[Conclusion]:
    """A reporting unit's figure is many times its usual one, or a small part of it: most likely a wrong scale."""
    limit = settings().checks.ten_times
    for key, by_unit in evidence.lines.items():
        metric = METRICS[key]
        if metric.kind not in ("flow", "stock"):
            continue
        times = {unit: _times(by_unit[unit]) for unit in evidence.leaves if unit in by_unit}
        far = {unit: each for unit, each in times.items() if max(each, 1 / each) >= limit}
        if far:
            worst = max(far, key=lambda unit: max(far[unit], 1 / far[unit]))
            yield _leap(metric, worst, far[worst], by_unit[worst], evidence)


def _usual(values: Floats) -> float:
    known = values[:-1][~np.isnan(values[:-1])]
    return float(np.median(known)) if len(known) >= MONTHS_KNOWN else math.nan


def _times(values: Floats) -> float:
    """How many times the usual value the last one is; 1 where that cannot be told."""
    usual, now = _usual(values), float(values[-1])
    return now / usual if usual >= SMALLEST and now > 0 else 1.0


def _leap(metric: Metric, unit: str, times: float, values: Floats, evidence: Evidence) -> Conclusion:
    size = max(times, 1 / times)
    return Conclusion(
        rule="leapt",
        grade="fire",
        beyond=size / settings().checks.ten_times,
        unit=unit,
        metric=metric.key,
        what=say(
            TEXTS["more" if times > 1 else "less"],
            place=evidence.name(unit),
            metric=written(metric.name),
            times=f"{size:,.0f}",
        ),
        told=say(TEXTS["leap_told"], value=_shown(metric, values[-1]), usual=_shown(metric, _usual(values))),
        since=_month(evidence),
        owner=metric.owner,
        page="passport",
        query=(("unit", unit), ("metric", metric.key)),
    )


def rushed(evidence: Evidence) -> Iterator[Conclusion]:
    """An application is visited many times as often as the month before."""
    limit, metric = settings().conclusions.surge, METRICS["visits"]
    rows = evidence.visits.assign(part=evidence.visits["unit"].map(evidence.part))
    places = rows.groupby(["key", "name", "part"], sort=False)[["now", "last"]].sum()
    places = places[(places["last"] >= SMALLEST_VISITS) & (places["now"] >= limit * places["last"])]
    if places.empty:
        return
    key, name, place = (places["now"] / places["last"]).idxmax()
    there = places.loc[(key, name, place)]
    sums = rows.loc[rows["key"] == key, ["now", "last"]].sum()
    yield Conclusion(
        rule="rushed",
        grade="notice",
        beyond=float(there["now"] / there["last"]) / limit,
        unit=place,
        metric=metric.key,
        what=say(TEXTS["rush"], place=evidence.name(place), name=name, times=f"{there['now'] / there['last']:.1f}"),
        told=say(
            TEXTS["rush_told"],
            last=_shown(metric, there["last"]),
            now=_shown(metric, there["now"]),
            whole=evidence.name(evidence.unit),
            all=f"{sums['now'] / sums['last']:.1f}",
        ),
        since=_month(evidence),
        owner=metric.owner,
        page="passport",
        query=(("unit", place), ("metric", metric.key)),
    )


def disagreed(evidence: Evidence) -> Iterator[Conclusion]:
    """A unit's own total is not the sum of the units below it."""
    limit = settings().checks.parts_differ
    for key, by_unit in evidence.lines.items():
        metric = METRICS[key]
        if metric.kind not in ("flow", "stock"):
            continue
        apart = {unit: _apart(unit, by_unit, evidence) for unit in by_unit}
        far = {unit: each for unit, each in apart.items() if each > limit}
        if far:
            worst = max(far, key=far.__getitem__)
            yield _difference(metric, worst, far[worst], by_unit, evidence)


def _apart(unit: str, by_unit: dict[str, Floats], evidence: Evidence) -> float:
    """The share by which a total differs from its parts; 0 where one of them is missing."""
    parts = [by_unit[child][-1] for child in evidence.tree.children.get(unit, ()) if child in by_unit]
    total, whole = float(by_unit[unit][-1]), float(sum(parts))
    if not parts or math.isnan(total) or math.isnan(whole) or not whole:
        return 0.0
    return abs(total - whole) / abs(whole)


def _difference(metric: Metric, unit: str, share: float, by_unit: dict[str, Floats], evidence: Evidence) -> Conclusion:
    parts = sum(by_unit[child][-1] for child in evidence.tree.children[unit] if child in by_unit)
    return Conclusion(
        rule="disagreed",
        grade="doubt",
        beyond=share / settings().checks.parts_differ,
        unit=unit,
        metric=metric.key,
        what=say(TEXTS["differs"], place=evidence.name(unit), metric=written(metric.name), share=show_share(share)),
        told=say(TEXTS["differs_told"], own=_shown(metric, by_unit[unit][-1]), sum=_shown(metric, float(parts))),
        since=_month(evidence),
        owner=metric.owner,
        page="passport",
        query=(("unit", unit), ("metric", metric.key)),
    )


def corrected(evidence: Evidence) -> Iterator[Conclusion]:
    """Figures of an earlier month were changed lately, and by more than a little."""
    limit, rows = settings().conclusions.corrected, evidence.corrected
    if rows.empty:
        return
    named = {
        metric.parts[0].key: metric
        for metric in METRICS.values()
        if len(metric.parts) == 1 and metric.kind in ("flow", "stock")
    }
    rows = rows[rows["measure"].isin(named)].assign(part=rows["unit"].map(evidence.part))
    newest = rows["batch"] == rows.groupby(["measure", "month", "part"])["batch"].transform("max")
    sums = rows[newest].groupby(["measure", "month", "part", "at"], sort=False)[["before", "value"]].sum()
    sums = sums[sums["before"] > 0]
    change = (sums["value"] - sums["before"]) / sums["before"]
    if change.empty or change.abs().max() < limit:
        return
    measure, month, part, at = change.abs().idxmax()
    yield _correction(named[measure], month, part, at, sums.loc[(measure, month, part, at)], evidence)


def _correction(
    metric: Metric, month: pd.Timestamp, unit: str, at: pd.Timestamp, sums: pd.Series, evidence: Evidence
) -> Conclusion:
    change = float((sums["value"] - sums["before"]) / sums["before"])
    label = months.label(pd.Timestamp(month).date())
    signed = f"{'+' if change > 0 else '−'}{show_share(abs(change))}"
    return Conclusion(
        rule="corrected",
        grade="notice",
        beyond=abs(change) / settings().conclusions.corrected,
        unit=unit,
        metric=metric.key,
        what=say(
            TEXTS["corrected"], place=evidence.name(unit), metric=written(metric.name), month=label, change=signed
        ),
        told=say(TEXTS["corrected_told"], before=_shown(metric, sums["before"]), after=_shown(metric, sums["value"])),
        since=say(TEXTS["corrected_on"], day=f"{pd.Timestamp(at):%Y-%m-%d}"),
        owner=metric.owner,
        page="passport",
        query=(("unit", unit), ("metric", metric.key), ("month", label)),
    )


def _month(evidence: Evidence) -> Text:
    return say(TEXTS["this_month"], month=months.label(evidence.month))


def _shown(metric: Metric, value: float) -> Text:
    return written(lambda lang: show(value, metric, language=lang))
