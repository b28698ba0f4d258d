"""A number, its change and what stands behind it, as an answer says them: from the same words as the tiles."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from data import months
from data.text import Language, Text
from metrics import formats
from metrics.answering.reading import Reading
from metrics.answering.spans import MONTHS_OF
from metrics.finding.places import Place
from metrics.judgement import has_value, is_carried, judged
from metrics.language import Metric
from metrics.periods import MONTH, PERIODS

NO_VALUE = Text("暂无数据", "no figure")
NO_CHANGE = Text("无法比较", "not comparable")
BASIS = Text("口径变化", "basis changed")
COVERAGE = Text("填报率 {coverage}", "coverage {coverage}")
CARRIED = Text("沿用 {month}", "carried from {month}")
COMMA = Text("，", ", ")
DOT = " · "


@dataclass(frozen=True)
class Line:
    """One unit of an answer: its name, its number, what stands behind it, and where it opens."""

    name: Text
    value: Text
    note: Text
    place: Place


def when(reading: Reading) -> Text:
    """The month, with the period added up to it."""
    month, period = reading.month, PERIODS[reading.period]
    told = Text(f"{month.year}年{month.month}月", f"{MONTHS_OF[month.month - 1].title()} {month.year}")
    if period is MONTH:
        return told
    return Text(f"{told.zh}{period.text.zh}", f"{told.en} {period.text.en.lower()}")


def number(row: Mapping[Any, Any], reading: Reading, metric: Metric, lang: Language) -> str:
    """The value with its unit, and the change where it was asked for."""
    if not has_value(row):
        return NO_VALUE.in_(lang)
    shown = row["grade"] or formats.show(row["value"], metric, row["qualifier"], lang)
    unit = metric.unit.in_(lang)
    value = f"{shown} {unit}".strip() if unit and not row["grade"] else shown
    return COMMA.in_(lang).join((value, change(row, reading, metric, lang))) if reading.change else value


def change(row: Mapping[Any, Any], reading: Reading, metric: Metric, lang: Language) -> str:
    """The change asked for, by its name."""
    key, period = reading.change, PERIODS[reading.period]
    name = (period.mom if key == "mom" else period.yoy).in_(lang)
    if is_carried(row) or isnan(row[key]):
        return f"{name} {NO_CHANGE.in_(lang)}"
    told = formats.show_change(row[key], metric, lang, sides=(row[f"{key}_then"], row[f"{key}_now"]))
    return f"{name} {told}" + (f" ({BASIS.in_(lang)})" if row[f"{key}_basis"] else "")


def coverage(row: Mapping[Any, Any], reading: Reading, metric: Metric, lang: Language) -> str:
    """How many of the units expected stand behind it, what is carried, and how it stands against its target."""
    told = []
    if row["expected"]:
        carried = f"+{int(row['carried'])}" if row["carried"] else ""
        stands = f"{int(row['reported'])}{carried}/{int(row['expected'])}"
        told.append(COVERAGE.in_(lang, coverage=stands))
    if row["carried"] and not pd.isna(row["carried_from"]):
        told.append(CARRIED.in_(lang, month=months.label(row["carried_from"])))
    if not pd.isna(row["target"]):
        told.append(judged(row, metric, reading.month).told(lang))
    return DOT.join(each for each in told if each)
