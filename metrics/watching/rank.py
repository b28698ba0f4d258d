"""Its rank moved: among the units beside it, by so many places from one month to the next."""

from datetime import date
from itertools import pairwise

import pandas as pd

from data.text import Text
from data.watching.reading import Found
from metrics.conclusions.conclusion import say, written
from metrics.judgement import enough, is_early
from metrics.query import ranking
from metrics.watching.asked import Asked

TEXTS = {
    "moved": Text("{name}名次由第 {before} 变为第 {now}（共 {count} 个单位）", "{name}: from rank {before} to {now} of {count}"),
    "not": Text("{name}名次第 {now}（共 {count} 个单位）", "{name}: rank {now} of {count}"),
    "unknown": Text("{name}没有名次", "{name}: no rank"),
}  # fmt: skip


def rank(asked: Asked) -> list[Found]:
    """Each month in which the unit stands at least so many places above or below where it stood the month before."""
    (metric,) = asked.metrics
    places: dict[date, tuple[int, int] | None] = {month: _rank(asked, month) for month in asked.before(1)}
    found = []
    for before, month in pairwise(places):
        was, now = places[before], places[month]
        far = bool(was and now and abs(now[0] - was[0]) >= asked.threshold)
        state = ("fell" if now[0] > was[0] else "rose") if far and was and now else ""
        told = "unknown" if now is None else "moved" if state else "not"
        blanks = {"now": now[0], "count": now[1]} if now else {}
        blanks |= {"before": was[0]} if was else {}
        said = say(TEXTS[told], name=written(metric.name), **blanks)
        found.append(Found(month, "", state, said))
    return found


def _rank(asked: Asked, month: date) -> tuple[int, int] | None:
    """The unit's rank and how many have one; None where it has none, or too few stand behind its number."""
    tree = asked.readings.units.in_month(month)
    parent = tree[asked.watched.unit].parent if asked.watched.unit in tree else None
    if parent is None:
        return None
    peers = tree.children[parent]
    rows = asked.readings.numbers(asked.metrics, peers, asked.before(1))
    rows = rows[rows["month"] == month]
    rows = rows[[enough(row) and not is_early(row) for row in rows.to_dict("records")]]
    ranked = ranking(rows, asked.metrics[0], peers).set_index("unit")["rank"]
    place = ranked[asked.watched.unit]
    return None if pd.isna(place) else (int(place), int(ranked.notna().sum()))
