"""What the address of the map asks for: which number, and whether in three dimensions."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from data.text import Text
from metrics import METRICS, OVERVIEW
from metrics.language import Metric
from metrics.problems import problems_overdue
from ui.landscape import shows
from ui.landscape.shows import Shows
from ui.scope import Scope
from ui.templates import render

FORMATS = ("count", "decimal", "money", "percent", "points")  # ranks have no height
TEXTS = {
    "metric": Text("指标", "Metric"),
    "show": Text("看什么", "Show"),
    "view": Text("画法", "Drawn as"),
    "flat": Text("矢量（任何电脑和大屏）", "Vector (any machine, walls)"),
    "deck": Text("三维（需要显卡）", "Three dimensions (needs a graphics card)"),
}


@dataclass(frozen=True)
class Asked:
    """The number that stands on the map, whether WebGL draws it, and what of it."""

    metric: Metric
    deep: bool
    shows: Shows


def asked(scope: Scope) -> Asked:
    """What the address says; the number of overdue problems where it says nothing that has a height."""
    metric = METRICS.get(scope.metric, problems_overdue)
    metric = metric if metric.format in FORMATS else problems_overdue
    deep = st.query_params.get("view", "") == "deck" and not scope.wall
    return Asked(metric, deep, "level" if deep else shows.asked(metric))


def controls(scope: Scope, chosen: Asked) -> Markup:
    """Which number, and how it is drawn: both are links."""
    metrics = [each for each in METRICS.values() if each.format in FORMATS]
    first = [*OVERVIEW, *(each for each in metrics if each not in OVERVIEW)]
    options = [(each.key, each.name(scope.lang)) for each in first if each.format in FORMATS]
    more = {"view": "deck"} if chosen.deep else {"show": chosen.shows} if chosen.shows != "level" else {}
    drawn = [
        {
            "name": "metric",
            "label": TEXTS["metric"].in_(scope.lang),
            "all": "",
            "options": options,
            "chosen": chosen.metric.key,
            "href": scope.link("map", **more),
        },
        {
            "name": "show",
            "label": TEXTS["show"].in_(scope.lang),
            "all": "",
            "options": [(each, shows.SHOWS[each].in_(scope.lang)) for each in shows.offered(chosen.metric)],
            "chosen": chosen.shows,
            "href": scope.link("map", metric=chosen.metric.key),
        },
        {
            "name": "view",
            "label": TEXTS["view"].in_(scope.lang),
            "all": "",
            "options": [("flat", TEXTS["flat"].in_(scope.lang)), ("deck", TEXTS["deck"].in_(scope.lang))],
            "chosen": "deck" if chosen.deep else "flat",
            "href": scope.link("map"),
        },
    ]
    return render("pickers", choices=drawn)
