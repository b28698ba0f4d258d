"""Moved by more than usual: a change on the month many times the median of the year before it."""

from math import isnan

import numpy as np

from data.text import Text
from data.watching.reading import Found
from metrics.conclusions.conclusion import say, written
from metrics.formats import show, show_change
from metrics.judgement import Row, enough, is_early
from metrics.language import Metric
from metrics.watching.asked import Asked

YEAR = 12
KNOWN = 6  # changes before anything can be called usual
TEXTS = {
    "moved": Text(
        "{name}{value}，环比 {change}，平时约 {usual}", "{name} {value}, {change} on the month; usually about {usual}"
    ),
    "usual": Text("{name}{value}，环比 {change}，不超出常规", "{name} {value}, {change} on the month, as usual"),
    "unknown": Text("{name}没有可比的变动", "{name}: no change to compare"),
}


def moved(asked: Asked) -> list[Found]:
    """Each month whose change, like for like, is more than so many times the usual one."""
    (metric,) = asked.metrics
    rows = asked.rows(YEAR).to_dict("records")
    changes = np.array([row["mom"] if _counts(row) else np.nan for row in rows], dtype=float)
    found = []
    for at, row in enumerate(rows):
        if row["month"] in asked.run:
            size = _usual(changes[max(at - YEAR, 0) : at])
            beyond = abs(changes[at]) > asked.threshold * size and abs(changes[at]) > 1e-9
            state = ("up" if changes[at] > 0 else "down") if beyond else ""
            told = "unknown" if isnan(changes[at]) or isnan(size) else "moved" if state else "usual"
            found.append(Found(row["month"], "", state, _said(told, metric, row, size)))
    return found


def _said(told: str, metric: Metric, row: Row, size: float) -> Text:
    return say(
        TEXTS[told],
        name=written(metric.name),
        value=written(lambda lang: show(row["value"], metric, row["qualifier"], lang)),
        change=written(lambda lang: show_change(row["mom"], metric, lang)),
        usual=written(lambda lang: show_change(size, metric, lang).lstrip("+")),
    )


def _counts(row: Row) -> bool:
    """Whether a month's change is one of the whole: enough is in, and nothing of it is still to come."""
    return enough(row) and bool(row["reported"]) and not is_early(row)


def _usual(changes: np.ndarray) -> float:
    known = np.abs(changes[~np.isnan(changes)])
    return float(np.median(known)) if len(known) >= KNOWN else float("nan")
