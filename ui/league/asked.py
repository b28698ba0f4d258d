"""What the address of the league asks for: which number, which group, level or progress."""

from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from data.text import Text
from metrics import METRICS, OVERVIEW
from metrics.language import Metric
from metrics.league import GROUPS, VIEWS, View, fits, group_of, groups, usual_view
from metrics.services import satisfaction
from ui.scope import Scope
from ui.templates import render

TEXTS = {
    "metric": Text("指标", "Metric"),
    "group": Text("与谁比", "Peers"),
    "view": Text("比什么", "Compared by"),
    "of_group": Text("{group}（{count} 个）", "{group} ({count})"),
}


@dataclass(frozen=True)
class Asked:
    """The number, the group (a key of GROUPS; "" where there is none), and whether level or progress is compared."""

    metric: Metric
    group: str
    view: View


def asked(scope: Scope) -> Asked:
    """What the address says; else satisfaction, the group of the unit shown or of those below it, and what is fair for the
    number."""
    metric = METRICS.get(scope.metric, satisfaction)
    metric = metric if fits(metric) else satisfaction
    there = groups(scope.tree, scope.month)
    group = st.query_params.get("group", "")
    view = st.query_params.get("view", "")
    return Asked(
        metric,
        group if group in there else _usual(scope, list(there)),
        next((each for each in VIEWS if each == view), usual_view(metric)),
    )


def _usual(scope: Scope, there: list[str]) -> str:
    own = group_of(scope.tree, scope.unit, scope.month)
    below = [group_of(scope.tree, unit, scope.month) for unit in scope.tree.children.get(scope.unit, ())]
    found = [each for each in (own, *sorted(below, key=lambda each: -below.count(each))) if each]
    return next(iter(found), next(iter(there), ""))


def controls(scope: Scope, chosen: Asked) -> Markup:
    """Number, group and view, each of them a link."""
    rest = {"group": chosen.group, "view": chosen.view}
    metrics = [each for each in dict.fromkeys((*OVERVIEW, *METRICS.values())) if fits(each)]
    sizes = {key: len(units) for key, units in groups(scope.tree, scope.month).items()}
    choices = [
        ("metric", [(each.key, each.name(scope.lang)) for each in metrics], chosen.metric.key),
        ("group", [(key, _of_group(key, count, scope)) for key, count in sizes.items()], chosen.group),
        ("view", [(key, text.in_(scope.lang)) for key, text in VIEWS.items()], chosen.view),
    ]
    drawn = [
        {
            "name": name,
            "label": TEXTS[name].in_(scope.lang),
            "options": options,
            "chosen": now,
            "href": scope.link(
                "league",
                metric="" if name == "metric" else chosen.metric.key,
                # another number has a view that is fair for it
                **{
                    key: value
                    for key, value in rest.items()
                    if key != name and not (name == "metric" and key == "view")
                },
            ),
        }
        for name, options, now in choices
    ]
    return render("pickers", choices=drawn)


def _of_group(key: str, count: int, scope: Scope) -> str:
    return TEXTS["of_group"].in_(scope.lang, group=GROUPS[key].in_(scope.lang), count=count)
