"""How far from the target, or from what is due of it by now; and rates that fall month after month."""

import math
from collections.abc import Iterator

import numpy as np

from data import months
from data.settings import settings
from data.text import Text
from metrics import METRICS
from metrics.conclusions.conclusion import Conclusion, Grade, say, written
from metrics.conclusions.evidence import Evidence
from metrics.formats import show, show_change, show_share
from metrics.judgement import is_early
from metrics.language import Metric

TEXTS = {
    "late": Text("{place}{metric}慢于序时 {points} 个百分点", "{place}: {metric} {points} points behind schedule"),
    "late_told": Text("累计完成 {done}，应完成 {due}；环比 {mom}，同比 {yoy}", "{done} of the year's target, {due} is due; {mom} on the month, {yoy} on the year"),
    "short": Text("{place}{metric} {value}，未达目标 {target}", "{place}: {metric} {value}, target {target}"),
    "short_told": Text("完成目标的 {done}；环比 {mom}，同比 {yoy}", "{done} of the target; {mom} on the month, {yoy} on the year"),
    "over": Text("{place}{metric} {value}，超出上限 {over}", "{place}: {metric} {value}, {over} above the limit"),
    "over_told": Text("上限 {target}；环比 {mom}，同比 {yoy}", "limit {target}; {mom} on the month, {yoy} on the year"),
    "others": Text("另有 {count} 个单位也落后", "{count} other units are behind as well"),
    "falling": Text("{place}{metric}连降 {count} 个月", "{place}: {metric} has fallen for {count} months"),
    "falling_told": Text("从 {first} 降到 {last}，{change}", "from {first} to {last}, {change}"),
    "falling_hidden": Text("{city}平均 {value}，看不出来", "{city} on average {value}: it does not show"),
    "since": Text("{month} 起", "since {month}"),
}  # fmt: skip


def behind(evidence: Evidence) -> Iterator[Conclusion]:
    """Numbers of the unit that are short of what is due by now; else of the units below that are far short."""
    limits = settings().conclusions
    by_metric: dict[str, dict[str, dict]] = {}
    for row in evidence.standing.to_dict("records"):
        by_metric.setdefault(row["metric"], {})[row["unit"]] = row
    for key, rows in by_metric.items():
        metric = METRICS[key]
        gaps = {unit: lacking(metric, row) for unit, row in rows.items()}
        own = gaps.pop(evidence.unit, math.nan)
        far = {unit: gap for unit, gap in gaps.items() if gap > limits.gap_below}
        if own > limits.gap:
            yield _short(metric, rows[evidence.unit], evidence.unit, own, limits.gap, 0, evidence)
        elif far:
            worst = max(far, key=far.__getitem__)
            yield _short(metric, rows[worst], worst, far[worst], limits.gap_below, len(far) - 1, evidence)


def lacking(metric: Metric, row: dict) -> float:
    """The share of the target that is lacking by now, or by which a limit is overdrawn; NaN where nothing is judged."""
    stands = row["reported"] + row["carried"]
    if math.isnan(row["attainment"]) or not row["expected"] or stands / row["expected"] < settings().coverage.enough:
        return math.nan
    if is_early(row) or not row["reported"]:
        return math.nan
    if metric.better == "lower":
        return float(row["ytd"] / row["target"] - (row["due"] if not math.isnan(row["due"]) else 1))
    return float((1 if math.isnan(row["due"]) else row["due"]) - row["attainment"])


def _short(
    metric: Metric, row: dict, unit: str, gap: float, limit: float, others: int, evidence: Evidence
) -> Conclusion:
    kind = "over" if metric.better == "lower" else "short" if math.isnan(row["due"]) else "late"
    blanks = {
        "place": evidence.name(unit),
        "metric": written(metric.name),
        "value": _shown(metric, row["value"]),
        "target": _shown(metric, row["target"]),
        "points": f"{gap * 100:.1f}",
        "over": _shown(metric, row["ytd"] - row["target"]),
        "done": show_share(row["attainment"]),
        "due": show_share(row["due"]),
        "mom": written(lambda lang: show_change(row["mom"], metric, lang)),
        "yoy": written(lambda lang: show_change(row["yoy"], metric, lang)),
    }
    grade: Grade = "fire" if kind == "over" and gap > 1 else "behind"
    return Conclusion(
        rule="behind",
        grade=grade,
        beyond=gap / limit,
        unit=unit,
        metric=metric.key,
        what=say(TEXTS[kind], **blanks),
        told=say(TEXTS[f"{kind}_told"], **blanks),
        since=say(TEXTS["others"], count=others) if others else Text("", ""),
        owner=metric.owner,
        page="passport",
        query=(("unit", unit), ("metric", metric.key)),
    )


def falling(evidence: Evidence) -> Iterator[Conclusion]:
    """A rate that has fallen every month for long enough and far enough, wherever below: an average hides it."""
    limits = settings().conclusions
    for key, by_unit in evidence.lines.items():
        metric = METRICS[key]
        if metric.format != "percent" or metric.better != "higher" or _is_early(metric, evidence):
            continue
        falls = {unit: _fall(values) for unit, values in by_unit.items()}
        deep = {
            unit: fall
            for unit, fall in falls.items()
            if fall[0] >= limits.falling_months and fall[1] >= limits.falling_points
        }
        if not deep:
            continue
        worst = max(deep, key=lambda unit: (deep[unit][1], unit == evidence.unit))
        yield _fallen(metric, worst, *deep[worst], by_unit, evidence)


def _is_early(metric: Metric, evidence: Evidence) -> bool:
    rows = evidence.standing
    of_unit = rows[(rows["metric"] == metric.key) & (rows["unit"] == evidence.unit)]
    return any(is_early(row) for row in of_unit.to_dict("records"))


def _fall(values: np.ndarray) -> tuple[int, float]:
    """For how many months on end up to the last one a value has fallen, and by how much."""
    count = 0
    while count + 1 < len(values) and values[-1 - count] < values[-2 - count]:
        count += 1
    return count, float(values[-1 - count] - values[-1]) if count else 0.0


def _fallen(metric: Metric, unit: str, count: int, fall: float, by_unit: dict, evidence: Evidence) -> Conclusion:
    values, above = by_unit[unit], evidence.tree[unit].parent
    hidden = above is not None and above in by_unit and not math.isnan(by_unit[above][-1])
    since = say(TEXTS["since"], month=months.label(evidence.run[-1 - count]))
    average = (
        say(TEXTS["falling_hidden"], city=evidence.name(above), value=_shown(metric, by_unit[above][-1]))
        if hidden and above
        else since
    )
    return Conclusion(
        rule="falling",
        grade="behind",
        beyond=fall / settings().conclusions.falling_points,
        unit=unit,
        metric=metric.key,
        what=say(TEXTS["falling"], place=evidence.name(unit), metric=written(metric.name), count=count),
        told=say(
            TEXTS["falling_told"],
            first=_shown(metric, values[-1 - count]),
            last=_shown(metric, values[-1]),
            change=written(lambda lang: show_change(-fall, metric, lang)),
        ),
        since=average,
        owner=metric.owner,
        page="passport",
        query=(("unit", unit), ("metric", metric.key)),
    )


def _shown(metric: Metric, value: float) -> Text:
    return written(lambda lang: show(value, metric, language=lang))
