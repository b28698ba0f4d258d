"""The level shifted: two or three months on end lie beside what the months before them go on to. A single spike is no new level."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data import months
from data.text import Text
from data.watching.reading import Found
from metrics.arrays import Floats, Marks
from metrics.conclusions.conclusion import say, written
from metrics.formats import show
from metrics.judgement import Row, enough, is_early
from metrics.language import Metric
from metrics.outlook.series import Scale, from_scale, scale_of, to_scale
from metrics.outlook.shifts import SPANS, Shift, lasted, shift
from metrics.watching.asked import Asked

BACK = 36  # months before one that is looked at
TEXTS = {
    "up": Text("{name}连续 {span} 个月高于此前走势：照此前应在 {expected} 左右，现在 {now} 左右",
               "{name} lies above its way for {span} months: about {expected} were to be expected, it is about {now}"),
    "down": Text("{name}连续 {span} 个月低于此前走势：照此前应在 {expected} 左右，现在 {now} 左右",
                 "{name} lies below its way for {span} months: about {expected} were to be expected, it is about {now}"),
    "grows_up": Text("{name}连续 {span} 个月增得比此前快：照此前每月约增 {expected}，现在约 {now}",
                     "{name} grows faster for {span} months: about {expected} a month were to be expected, it is about {now}"),
    "grows_down": Text("{name}连续 {span} 个月增得比此前慢：照此前每月约增 {expected}，现在约 {now}",
                       "{name} grows more slowly for {span} months: about {expected} a month were to be expected, it is about {now}"),
    "steady": Text("{name}仍在此前的走势上", "{name} is on its way as before"),
    "short": Text("{name}的历史不足以判断水平", "{name}: too few months to tell its level"),
}  # fmt: skip


def shifted(asked: Asked) -> list[Found]:
    """Each month with which a new level is seen that was not seen with the months just before it."""
    found = []
    rows = asked.rows(BACK)
    for metric in asked.metrics:
        of = rows[rows["metric"] == metric.key].to_dict("records")
        seen = {row["month"]: _seen(of[: at + 1], metric) for at, row in enumerate(of) if _looked(row, asked.run)}
        for month in asked.run:
            if month not in seen:
                continue
            state = _state(seen[month], asked.threshold)
            lately = {_state(seen.get(months.shift(month, -back)), asked.threshold) for back in range(1, SPANS[-1] + 1)}
            news = state if state not in lately else ""
            found.append(Found(month, asked.item(metric.key), news, _said(metric, seen[month], news)))
    return found


def outlasted(rows: Sequence[Row], metric: Metric, month: date) -> bool | None:
    """Whether a shift told of a month was still there in the months after it; None where that cannot be said yet."""
    values, _, calendar, last = _run(rows, metric)
    at = len(values) - 1 - (len(months.between(month, last)) - 1) if last and last >= month else -1
    return lasted(values, calendar, at) if at >= 0 else None


def _looked(row: Row, run: Sequence[date]) -> bool:
    return row["month"] >= months.shift(run[0], -SPANS[-1])


def _state(seen: tuple[Shift, Scale] | None, threshold: float) -> str:
    if seen is None or seen[0].surprise <= threshold:
        return ""
    return "up" if seen[0].size > 0 else "down"


def _seen(rows: Sequence[Row], metric: Metric) -> tuple[Shift, Scale] | None:
    """What is seen with the last of the rows, where it is a whole month."""
    values, scale, calendar, last = _run(rows, metric)
    if last != rows[-1]["month"]:
        return None
    found = shift(values, calendar)
    return (found, scale) if found else None


def _run(rows: Sequence[Row], metric: Metric) -> tuple[Floats, Scale, np.ndarray, date | None]:
    """The unbroken whole months up to the last one, on their scale (of a stock what came in each), with the month of the year of each."""
    there: Marks = np.array(
        [bool(row["reported"]) and enough(row) and not is_early(row) and row["value"] == row["value"] for row in rows]
    )
    if not there.any():
        return np.array([]), "plain", np.array([], dtype=np.intp), None
    end = int(np.flatnonzero(there)[-1])
    gaps = np.flatnonzero(~there[:end])
    first = int(gaps[-1]) + 1 if len(gaps) else 0
    values = np.array([row["value"] for row in rows[first : end + 1]], dtype=float)
    scale = scale_of(metric, values)
    on_scale = np.diff(values) if scale == "steps" else to_scale(values, scale)
    kept = rows[end + 1 - len(on_scale) : end + 1]
    return on_scale, scale, np.array([row["month"].month for row in kept], dtype=np.intp), rows[end]["month"]


def _about(value: Floats, metric: Metric) -> float:
    """No more digits than an expectation has; of what is counted, wholes."""
    rough = float(f"{float(value):.3g}") if metric.format != "percent" else float(value)
    return float(round(rough)) if metric.format == "count" else rough


def _said(metric: Metric, seen: tuple[Shift, Scale] | None, state: str) -> Text:
    name = written(metric.name)
    if seen is None or not state:
        return say(TEXTS["steady" if seen else "short"], name=name)
    found, scale = seen
    expected, now = (
        _about(from_scale(np.array(at), scale), metric) for at in (found.expected, found.expected + found.size)
    )
    return say(
        TEXTS[f"grows_{state}" if scale == "steps" else state],
        name=name,
        span=found.span,
        expected=written(lambda lang: show(expected, metric, language=lang)),
        now=written(lambda lang: show(now, metric, language=lang)),
    )
