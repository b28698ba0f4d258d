"""What has not come in, came late, or stands as an estimate: numbers that lack it are less sure than they look."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data import months
from data.settings import settings
from data.text import Text
from metrics import METRICS
from metrics.conclusions.conclusion import Conclusion, say
from metrics.conclusions.evidence import CELL_MONTHS, Evidence
from metrics.formats import show_share
from metrics.reporting import completeness, timeliness

ALL_TOGETHER = 0.5  # where so many owe a month, no one of them is to blame

TEXTS = {
    "missing": Text("{place}连续 {count} 个月未报", "{place} has not reported for {count} months"),
    "missing_part": Text("{place}连续 {count} 个月缺报 {what} 项", "{place} has left out {what} measures for {count} months"),
    "missing_told": Text("{first} 至 {last} 共缺 {cells} 项，首屏 {tiles} 个指标因此不全", "{cells} cells from {first} to {last}; {tiles} numbers of this screen lack it"),
    "missing_others": Text("另有 {others} 个单位也连续缺报", "{others} other units as well"),
    "coverage": Text("{place}{month} 填报率只有 {share}", "{place}: only {share} of {month} has come in"),
    "coverage_told": Text("应报 {owed} 项，已报 {reported} 项", "{owed} cells owed, {reported} in"),
    "coverage_units": Text("{count} 个单位缺报", "{count} units lack some"),
    "late": Text("{place}连续 {count} 个月逾期报送", "{place} has been late for {count} months"),
    "late_others": Text("另有 {others} 个单位也连续逾期", "{others} other units as well"),
    "late_told": Text("{month} 逾期 {cells} 项", "{cells} cells late in {month}"),
    "estimated": Text("{place}{what} 项数据为估报", "{place}: {what} figures are estimates"),
    "estimated_told": Text("{first} 至 {last}，尚未补报实数", "{first} to {last}, the real figures have not followed"),
}  # fmt: skip


def missing(evidence: Evidence) -> Iterator[Conclusion]:
    """A unit has left out the same cells for months on end; nobody is named where most owe the month."""
    limit = settings().conclusions.missing_months
    rows = evidence.cells[evidence.cells["state"] == "missing"]
    if _most_owe(rows, evidence):
        return
    runs = _runs(rows)
    long = runs[runs >= limit]
    if long.empty:
        return
    by_unit = long.groupby("unit").agg(["size", "sum", "max"])
    worst = str(by_unit.sort_values(["sum", "max"], ascending=False, kind="stable").index[0])
    count, cells, most = (int(each) for each in by_unit.loc[worst])
    whole = _is_whole(worst, rows, evidence)
    text = TEXTS["missing" if whole else "missing_part"]
    others = evidence.count(by_unit.index) - 1
    first, last = (months.label(months.shift(evidence.month, -back)) for back in (most - 1, 0))
    yield Conclusion(
        rule="missing",
        grade="doubt",
        beyond=most / limit * (1 + cells / 100),
        unit=worst,
        metric=completeness.key,
        what=say(text, place=evidence.name(worst), count=most, what=count),
        told=say(TEXTS["missing_told"], first=first, last=last, cells=cells, tiles=_tiles(worst, evidence)),
        since=say(TEXTS["missing_others"], others=others) if others else Text("", ""),
        owner=completeness.owner,
        page="reporting",
        query=(("unit", worst),),
    )


def _most_owe(rows: pd.DataFrame, evidence: Evidence) -> bool:
    now = evidence.count(rows.loc[rows["back"] == 0, "unit"].unique())
    return now > 1 and now > ALL_TOGETHER * evidence.count(evidence.leaves)


def _runs(rows: pd.DataFrame) -> pd.Series:
    """For how many months on end up to the last one each cell (unit, what) is among the rows."""
    found = rows.groupby(["unit", "what"], sort=False)["back"].agg(lambda back: _on_end(set(back)))
    return found[found > 0].astype(int)


def _on_end(back: set[int]) -> int:
    return next(count for count in range(CELL_MONTHS + 1) if count not in back)


def _is_whole(unit: str, rows: pd.DataFrame, evidence: Evidence) -> bool:
    """Whether all but what is kept from month to month is missing."""
    owed = int(evidence.owed.set_index("unit")["owed"].get(unit, 0))
    return int(((rows["unit"] == unit) & (rows["back"] == 0)).sum()) > owed / 2


def _tiles(unit: str, evidence: Evidence) -> int:
    return sum(bool(np.isnan(by_unit[unit][-1])) for by_unit in evidence.lines.values() if unit in by_unit)


def coverage(evidence: Evidence) -> Iterator[Conclusion]:
    """Too little of the month is in to judge by it."""
    enough = settings().coverage.enough
    many = evidence.owed["unit"].map(lambda unit: evidence.stands_for.get(unit, 1))
    owed, reported = (int((evidence.owed[name] * many).sum()) for name in ("owed", "reported"))
    if not owed or reported / owed >= enough:
        return
    lacking = evidence.owed[evidence.owed["reported"] < evidence.owed["owed"]]
    yield Conclusion(
        rule="coverage",
        grade="doubt",
        beyond=(1 - reported / owed) / (1 - enough) if enough < 1 else 1.0,
        unit=evidence.unit,
        metric=completeness.key,
        what=say(
            TEXTS["coverage"],
            place=evidence.name(evidence.unit),
            month=months.label(evidence.month),
            share=show_share(reported / owed),
        ),
        told=say(TEXTS["coverage_told"], owed=owed, reported=reported),
        since=say(TEXTS["coverage_units"], count=evidence.count(lacking["unit"])),
        owner=completeness.owner,
        page="reporting",
        query=(("unit", evidence.unit),),
    )


def late(evidence: Evidence) -> Iterator[Conclusion]:
    """A unit has been late month after month."""
    limit = settings().conclusions.late_months
    rows = evidence.cells[evidence.cells["state"] == "late"]
    by_unit = rows.groupby("unit", sort=False)["back"].agg(lambda back: _on_end(set(back)))
    long = by_unit[by_unit >= limit]
    if long.empty or (len(long) > 1 and len(long) > ALL_TOGETHER * evidence.count(evidence.leaves)):
        return
    worst = str(long.idxmax())
    now = int(((rows["unit"] == worst) & (rows["back"] == 0)).sum())
    yield Conclusion(
        rule="late",
        grade="notice",
        beyond=int(long.max()) / limit,
        unit=worst,
        metric=timeliness.key,
        what=say(TEXTS["late"], place=evidence.name(worst), count=int(long.max())),
        told=say(TEXTS["late_told"], month=months.label(evidence.month), cells=now),
        since=say(TEXTS["late_others"], others=len(long) - 1) if len(long) > 1 else Text("", ""),
        owner=timeliness.owner,
        page="reporting",
        query=(("unit", worst),),
    )


def estimated(evidence: Evidence) -> Iterator[Conclusion]:
    """Figures of the last months are still estimates."""
    rows = evidence.cells[evidence.cells["state"] == "estimated"]
    if rows.empty:
        return
    counts = rows.groupby("unit", sort=False)["back"].agg(["size", "min", "max"])
    worst = str(counts["size"].idxmax())
    count, latest, first = (int(each) for each in counts.loc[worst])
    metric = _metric_of(str(rows.loc[rows["unit"] == worst, "what"].iloc[0]))
    yield Conclusion(
        rule="estimated",
        grade="notice",
        beyond=float(count),
        unit=worst,
        metric=metric,
        what=say(TEXTS["estimated"], place=evidence.name(worst), what=count),
        told=say(
            TEXTS["estimated_told"],
            first=months.label(months.shift(evidence.month, -first)),
            last=months.label(months.shift(evidence.month, -latest)),
        ),
        owner=METRICS[metric].owner,
        page="passport",
        query=(("unit", worst), ("metric", metric), ("month", months.label(months.shift(evidence.month, -latest)))),
    )


def _metric_of(measure: str) -> str:
    """The first number that reads a measure."""
    return next(
        (key for key, metric in METRICS.items() if measure in {part.key for part in metric.parts}), completeness.key
    )
