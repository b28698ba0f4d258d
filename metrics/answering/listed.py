"""Which of the units below an answer lists, in which order; what could not be compared is said and not guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any

import pandas as pd

from data.settings import settings
from data.text import Text
from metrics.answering.reading import Reading
from metrics.answering.refusing import filled, stopped
from metrics.answering.telling import Line
from metrics.judgement import enough, has_value, is_carried, is_early, status_of
from metrics.language import Metric

SHOWN = 12
SAME = 1e-12
MOVED = ("fell", "rose", "improved", "worsened")
FOUND = Text("{count} 个单位", "{count} units")
ONE = Text("1 个单位", "1 unit")
NONE = Text("没有这样的单位", "No unit is so")
OF = Text("{found}（共 {all} 个）", "{found} of {all}")
LEFT = Text("{count} 个无法判断，未计入", "{count} cannot be told and are left out")
WITHHELD = Text("填报率 {coverage}，不足 {enough}，暂不排名", "Coverage {coverage}, below {enough}: not ranked")
EARLY = Text("本月尚未到截止日，暂不排名", "The month is not due yet: not ranked")
NOT_DUE = Text(
    "{count} 个单位本月无填报要求或未到截止日，未计入",
    "{count} owe nothing for the month, or not yet, and are left out",
)

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Chosen:
    """The rows listed, and what is said of them."""

    rows: list[tuple[str, Row]]
    said: Text
    note: Text


def chosen(frame: pd.DataFrame, whole: Row, reading: Reading, metric: Metric) -> Chosen:
    """The rows that the filter leaves, in the order asked for, as many as asked for and those that are equal to the last."""
    rows: list[tuple[str, Row]] = [(str(row["unit"]), row) for row in frame.to_dict("records")]
    everybody = len(rows)
    if reading.order and is_early(whole):
        return Chosen([], EARLY, Text("", ""))
    if reading.order and whole["expected"] and not enough(whole):
        stands = f"{int(whole['reported'] + whole['carried'])}/{int(whole['expected'])}"
        said = filled(WITHHELD, coverage=stands, enough=f"{settings().coverage.enough:.0%}")
        return Chosen([], said, Text("", ""))
    left = 0
    if reading.filter:
        told = [(each, _holds(each[1], reading, metric)) for each in rows]
        left = sum(holds is None for _, holds in told)
        rows = [each for each, holds in told if holds]
    if reading.filter in ("met", "unmet") and left == everybody:
        raise stopped("targets", metric=Text(metric.zh, metric.en))
    if reading.filter in MOVED:  # the farthest first
        rows.sort(key=lambda each: -abs(each[1][reading.change]))
    if reading.order:
        valued = [each for each in rows if has_value(each[1]) and not isnan(each[1]["value"])]
        left += len(rows) - len(valued)
        rows = _first(_ordered(valued, reading, metric), reading)
    return Chosen(rows, _said(len(rows), everybody), _note(left, reading))


def lines_of(found: Chosen, line: Callable[[str, Row], Line]) -> tuple[tuple[Line, ...], int]:
    """The lines shown, and how many more there are."""
    shown = tuple(line(unit, row) for unit, row in found.rows[:SHOWN])
    return shown, len(found.rows) - len(shown)


def _holds(row: Row, reading: Reading, metric: Metric) -> bool | None:
    """Whether the filter holds for a unit; None where nobody can tell."""
    match reading.filter:
        case "missing":
            return bool(row["reported"] < row["expected"]) if row["expected"] and not is_early(row) else None
        case "met" | "unmet":
            status = status_of(row)
            return None if not status else (status == "met") == (reading.filter == "met")
        case "above" | "below":
            return _beyond(row, reading)
    return _moved(row, reading, metric)


def _beyond(row: Row, reading: Reading) -> bool | None:
    """Above or below the threshold, as far as the promise of the number lets one tell."""
    value, limit, above = row["value"], reading.threshold or 0.0, reading.filter == "above"
    if not has_value(row) or isnan(value):
        return None
    match row["qualifier"]:
        case "exact":
            return value - limit > SAME if above else limit - value > SAME
        case "more_than" | "at_least" | "reaches":
            surely = value > limit or (value == limit and row["qualifier"] == "more_than")
            return (True if surely else None) if above else (False if value >= limit else None)
        case "under":
            return (False if value <= limit else None) if above else (True if value <= limit else None)
    return None


def _moved(row: Row, reading: Reading, metric: Metric) -> bool | None:
    change = row[reading.change]
    if not has_value(row) or is_carried(row) or isnan(change):
        return None
    up = reading.filter == "rose" or reading.filter == ("improved" if metric.better == "higher" else "worsened")
    return change > SAME if up else change < -SAME


def _ordered(rows: list[tuple[str, Row]], reading: Reading, metric: Metric) -> list[tuple[str, Row]]:
    down = {"most": True, "least": False, "best": metric.better == "higher", "worst": metric.better == "lower"}
    return sorted(rows, key=lambda each: each[1]["value"], reverse=down[reading.order])


def _first(rows: list[tuple[str, Row]], reading: Reading) -> list[tuple[str, Row]]:
    """As many as asked for; who is equal to the last of them is not left out."""
    if not reading.most or len(rows) <= reading.most:
        return rows
    last = rows[reading.most - 1][1]["value"]
    return [each for at, each in enumerate(rows) if at < reading.most or abs(each[1]["value"] - last) <= SAME * max(1.0, abs(last))]  # fmt: skip


def _said(count: int, everybody: int) -> Text:
    if not count:
        return NONE
    found = ONE if count == 1 else filled(FOUND, count=count)
    return found if count == everybody else filled(OF, found=found, all=everybody)


def _note(left: int, reading: Reading) -> Text:
    if not left:
        return Text("", "")
    return filled(NOT_DUE if reading.filter == "missing" else LEFT, count=left)
