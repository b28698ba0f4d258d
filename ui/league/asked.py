"""What the address of the league asks for: which number, which group, level or progress."""

from dataclasses import dataclass
from datetime import date

import streamlit as st
from markupsafe import Markup

from data import units
from data.text import Text
from metrics import METRICS, OVERVIEW
from metrics.language import Metric
from metrics.league import LIKE, VIEWS, View, all_groups, fits, group_name, usual_group, usual_view
from metrics.services import satisfaction
from ui import reads
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
    """The number, the group (a key of `all_groups`; "" where there is none), and whether level or progress is compared."""

    metric: Metric
    group: str
    view: View


def asked(scope: Scope) -> Asked:
    """What the address says; else satisfaction, the group of the unit shown or of those below it, and what is fair for the
    number."""
    metric = METRICS.get(scope.metric, satisfaction)
    metric = metric if fits(metric) else satisfaction
    group = st.query_params.get("group", "")
    known = there(scope, group)
    view = st.query_params.get("view", "")
    return Asked(
        metric,
        group if group in known else usual_group(scope.tree, scope.unit, scope.month, list(known)),
        next((each for each in VIEWS if each == view), usual_view(metric)),
    )


def there(scope: Scope, group: str) -> dict[str, tuple[str, ...]]:
    """The groups of the month with their units; those like a county where the address asks for them, or it is the unit shown."""
    return _groups(scope, scope.month, group.removeprefix(LIKE) if group.startswith(LIKE) else scope.unit)


@reads.by_revision
def _groups(conn, revision, month: date, county: str) -> dict[str, tuple[str, ...]]:
    """`all_groups`: codes of units alone, which everybody may know."""
    return all_groups(conn, units.load(conn).in_month(month), month, revision, unit=county)


def controls(scope: Scope, chosen: Asked) -> Markup:
    """Number, group and view, each of them a link."""
    rest = {"group": chosen.group, "view": chosen.view}
    metrics = [each for each in dict.fromkeys((*OVERVIEW, *METRICS.values())) if fits(each)]
    sizes = {key: len(codes) for key, codes in there(scope, chosen.group).items()}
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
    return TEXTS["of_group"].in_(scope.lang, group=group_name(key, scope.tree).in_(scope.lang), count=count)
