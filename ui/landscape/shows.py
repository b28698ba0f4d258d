"""What of a number stands on the map: its level, its progress against a year ago, or how likely its target of the year is missed."""

from datetime import date
from math import isnan
from typing import Literal, get_args

import streamlit as st

from data import units
from data.text import Text
from metrics import METRICS, formats
from metrics.language import Metric
from metrics.outlook import telling
from metrics.outlook.looking import missed_of
from metrics.outlook.series import fits
from ui import reads
from ui.outlook.reading import count
from ui.scope import Scope

Shows = Literal["level", "progress", "missed"]
SHOWS: dict[Shows, Text] = {
    "level": Text("水平", "Level"),
    "progress": Text("进步（与一年前比）", "Progress (in a year)"),
    "missed": Text("达不到年度目标的可能性", "How likely the target is missed"),
}
TITLES: dict[Shows, Text] = {
    "level": Text("{metric}：各地一年来", "{metric}: each place through the year"),
    "progress": Text("{metric}：各地与一年前比", "{metric}: each place against a year ago"),
    "missed": Text(
        "{metric}：各地达不到年度目标的可能性", "{metric}: how likely each place misses its target of the year"
    ),
}
NOTHING: dict[Shows, Text] = {
    "level": Text("", ""),
    "progress": Text("没有可与一年前相比的数。", "Nothing can be compared with a year ago."),
    "missed": Text("没有预测或没有目标可说。", "There is no forecast, or no target, to tell of."),
}


def asked(metric: Metric) -> Shows:
    """What the address asks for, where the number has it; else the level."""
    written = st.query_params.get("show", "")
    return next((each for each in offered(metric) if each == written), "level")


def offered(metric: Metric) -> list[Shows]:
    """What can be shown of a number: forecasts only where it has any."""
    return [each for each in get_args(Shows) if each != "missed" or fits(metric)]


def values(scope: Scope, metric: Metric, shows: Shows) -> dict[str, float]:
    """By unit compared what stands on the map in the month shown (NaN: nothing)."""
    nothing = dict.fromkeys(scope.compared, float("nan"))
    if shows == "missed":
        own = tuple(unit for unit in scope.compared if scope.is_own(unit))
        return nothing | _missed(scope, metric.key, own, scope.month, count(scope))
    column = "yoy" if shows == "progress" else "value"
    rows = reads.snapshot(scope, (metric.key,), scope.above, scope.month).set_index("unit")[column].astype(float)
    return nothing | {unit: float(rows[unit]) for unit in scope.compared if unit in rows.index}


@reads.by_revision(rows=True)
def _missed(conn, revision, metric: str, own: tuple[str, ...], month: date, _made: int) -> dict[str, float]:
    known = units.load(conn).in_month(month)
    return missed_of(conn, METRICS[metric], [unit for unit in own if unit in known], month, revision)


def written(value: float, metric: Metric, shows: Shows, scope: Scope) -> str:
    """As it is shown; empty where there is nothing."""
    if isnan(value):
        return ""
    if shows == "missed":
        return telling.chance(value).in_(scope.lang)
    if shows == "progress":
        return formats.show_change(value, metric, scope.lang)
    return formats.show(value, metric, language=scope.lang)
