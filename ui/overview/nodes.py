"""The structure of the reform in one picture: bodies, systems, platform, each marked as its worst child."""

from math import isnan
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.spark import spark
from data.structure import Structure, System
from data.text import Text
from metrics import formats
from metrics.applications import usage_rate, visits
from metrics.judgement import has_value, status_of
from metrics.language import Metric
from metrics.platform import data_records, sharing_fulfilment
from metrics.status import Status
from ui import reads
from ui.cards import KEYS, fresh, run_up, value_of
from ui.panels import Panel, beside_title
from ui.reform.burning import of_register
from ui.reform.picture import OF_BODY, said
from ui.scope import Scope
from ui.templates import render
from ui.texts import tell, teller

OF_SYSTEMS = (visits, usage_rate)
OF_PLATFORM = (data_records, sharing_fulfilment)
SLIPPED, FALLEN = 0.02, 0.1  # of a flow in a year; of a rate a fifth of it
ORDER: tuple[Status, ...] = ("missed", "far_behind", "behind", "near", "ahead", "met")
TEXTS = {
    "title": Text("{name} 全景", "{name} in one picture"),
    "none": Text("没有声明改革体系", "No structure is declared"),
    "worst": Text("{metric}同比 {change}", "{metric} {change} YoY"),
    "none_late": Text("没有逾期", "Nothing late"),
    "worst_of": Text("按最差子项标注", "Marked as the worst child"),
}


def structure(scope: Scope) -> Panel:
    """The unit's own structure, as it declared it."""
    held = reads.structure(scope, scope.unit, scope.month)
    if held is None:
        return Panel(TEXTS["none"].in_(scope.lang), render("empty", text=tell(scope.lang, "no_value")))
    by_kind = {kind: [each for each in held.systems if each.kind == kind] for kind in ("body", "system", "platform")}
    nodes = {
        "body": [_body(each, scope) for each in by_kind["body"]],
        "system": _systems(held, scope),
        "platform": [_platform(each, scope) for each in by_kind["platform"]],
    }
    aside = beside_title(TEXTS["worst_of"].in_(scope.lang))
    return Panel(
        TEXTS["title"].in_(scope.lang, name=held.name), render("nodes", nodes=nodes, t=teller(scope.lang)), aside
    )


def _systems(held: Structure, scope: Scope) -> list[dict[str, Any]]:
    keys = tuple(metric.key for metric in OF_SYSTEMS)
    data = fresh(reads.history(scope, keys, (scope.unit,), run_up(scope), "system"))
    return [
        _system(each, data[data["part"] == each.key] if len(data) else data, scope)
        for each in held.systems
        if each.kind == "system"
    ]


def _system(system: System, data: pd.DataFrame, scope: Scope) -> dict[str, Any]:
    """A system by its visits and the usage of its applications; the one that fell most in a year marks it."""
    lines = {metric: _line(data, metric) for metric in OF_SYSTEMS}
    falls = {metric: _change(metric, values) for metric, values in lines.items()}
    known = {metric: change for metric, change in falls.items() if not isnan(change)}
    worst = min(known, key=lambda metric: known[metric], default=None)
    now = lines[visits][-1] if lines[visits] else float("nan")
    shown = formats.show(now, visits, language=scope.lang)
    name = system.name(scope.lang)
    return {
        "says": " ".join(metric.key for metric in OF_SYSTEMS),
        "name": name,
        "value": shown,
        "line": spark(lines[visits], label=f"{name} {shown}") if lines[visits] else Markup(""),
        "status": _fallen(known[worst]) if worst else "",
        "told": ""
        if worst is None
        else TEXTS["worst"].in_(scope.lang, metric=worst.name(scope.lang), change=_signed(worst, lines[worst], scope)),
        "href": scope.link("applications", metric="", system=system.key),
    }


def _line(data: pd.DataFrame, metric: Metric) -> list[float]:
    if data.empty:
        return []
    return [float(value) for value in data[data["metric"] == metric.key].sort_values("month")["value"]]


def _change(metric: Metric, values: list[float]) -> float:
    """How much of its value of a year ago it has gained or lost."""
    if len(values) < 2 or isnan(values[0]) or isnan(values[-1]) or not values[0]:
        return float("nan")
    return (values[-1] - values[0]) / values[0]


def _signed(metric: Metric, values: list[float], scope: Scope) -> str:
    change = values[-1] - values[0] if metric.format == "percent" else _change(metric, values)
    return formats.show_change(change, metric, scope.lang)


def _fallen(change: float) -> str:
    return "missed" if change <= -FALLEN else "near" if change < -SLIPPED else "met"


def _platform(system: System, scope: Scope) -> dict[str, Any]:
    """The platform by what is collected and what is shared; the worse of the two marks it."""
    rows = reads.snapshot(scope, KEYS, scope.unit, scope.month)
    mine = rows[rows["unit"] == scope.unit].set_index("metric")
    found = {metric: mine.loc[metric.key] for metric in OF_PLATFORM}
    stands = [status_of(row) for row in found.values() if has_value(row)]
    worst = next((status for status in ORDER if status in stands), "")
    told = [f"{metric.name(scope.lang)} {value_of(metric, row, scope)}" for metric, row in found.items()]
    return {
        "says": " ".join(metric.key for metric in OF_PLATFORM),
        "name": system.name(scope.lang),
        "value": "",
        "line": "",
        "status": worst or "",
        "told": " · ".join(told),
        "href": scope.link("passport", metric=data_records.key),
    }


def _body(system: System, scope: Scope) -> dict[str, Any]:
    """A body by the rows of its registers; what burns most in one of them marks it. Its name alone for who may read none of them: no
    rows to read are not no rows."""
    if not scope.is_own(scope.unit):
        return {
            "name": system.name(scope.lang),
            "value": formats.NONE,
            "line": "",
            "status": "",
            "told": "",
            "href": scope.link("whole", metric=""),
        }
    kept = [of_register(scope, register) for register in OF_BODY.get(system.key, ())]
    worst = max((each for _, burning in kept for each in burning[:1]), key=lambda each: each.count, default=None)
    return {
        "name": system.name(scope.lang),
        "value": f"{sum(count for count, _ in kept):,}",
        "line": "",
        "status": "missed" if worst else "",
        "told": said(worst, scope) if worst else TEXTS["none_late"].in_(scope.lang),
        "href": scope.link("whole", metric=""),
    }
