"""Figures against their targets: value, line, change in the colour of its meaning, and a bar with the mark of what is due."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from data.text import Text
from metrics import METRICS, OVERVIEW
from metrics.applications import awareness
from metrics.instructions import Count, Hanging
from metrics.judgement import has_value, is_carried
from metrics.language import Metric
from metrics.outlook.looking import Ahead
from metrics.platform import component_reuse, interface_calls, open_datasets
from metrics.problems import on_time_rate, problems_open
from metrics.services import materials_cut, time_cut
from ui import reads
from ui.cards import changes_shown, fresh, run_up, tile
from ui.instructions import clocks
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.tables import link
from ui.templates import render
from ui.texts import teller

# What a wall of twice the width shows beside the eight of the first screen.
MORE: tuple[Metric, ...] = (
    interface_calls,
    open_datasets,
    component_reuse,
    awareness,
    materials_cut,
    time_cut,
    on_time_rate,
    problems_open,
)
EVEN = 0.0005  # a change that is written as none has no colour
TEXTS = {
    "title": Text("指标与目标", "Figures against targets"),
    "more": Text("更多指标", "More figures"),
    "goals": Text("战略目标", "Goals"),
    "mark": Text("竖线为目标或序时", "The mark is the target, or what is due"),
}


def figures(scope: Scope, ahead: Mapping[str, Ahead], hanging: Hanging) -> Panel:
    """The eight of the first screen; `ahead`: where they are going; `hanging`: the instructions that run on them."""
    said = Markup.escape(TEXTS["mark"].in_(scope.lang))
    if not scope.wall and scope.is_own(scope.unit):
        said += Markup(" · ") + link(TEXTS["goals"].in_(scope.lang), scope.link("outlook", metric=""))
    return Panel(TEXTS["title"].in_(scope.lang), _rows(OVERVIEW, scope, ahead, hanging), beside_title(said))


def more(scope: Scope, ahead: Mapping[str, Ahead], hanging: Hanging) -> Panel:
    """Eight more, for a wide wall."""
    return Panel(TEXTS["more"].in_(scope.lang), _rows(MORE, scope, ahead, hanging))


def _rows(metrics: Sequence[Metric], scope: Scope, ahead: Mapping[str, Ahead], hanging: Hanging) -> Markup:
    keys = tuple(metric.key for metric in metrics)
    snapshot = reads.snapshot(scope, keys, scope.unit, scope.month)
    of_unit = snapshot[snapshot["unit"] == scope.unit].set_index("metric")
    lines = fresh(reads.history(scope, keys, (scope.unit,), run_up(scope)))
    runs = {count.key: count for count in hanging.numbers}
    drawn = [
        {
            "tile": tile(METRICS[key], of_unit.loc[key], lines[lines["metric"] == key], scope, ahead.get(key)),
            "tasks": _tasks(runs.get(key), scope),
            "meanings": _meanings(METRICS[key], of_unit.loc[key], scope),
        }
        for key in keys
    ]
    return render("figures", rows=drawn, t=teller(scope.lang))


def _tasks(count: Count | None, scope: Scope) -> dict[str, object] | None:
    """The mark of what hangs on a number, and what it says."""
    if count is None:
        return None
    of = count.running, count.overdue
    return {"mark": clocks.mark(*of), "said": clocks.said(*of, scope), "late": bool(count.overdue)}


def _meanings(metric: Metric, row: pd.Series, scope: Scope) -> list[Any]:
    """Of each change of the tile whether it is for the better (`good`), for the worse (`bad`), or neither."""
    if not has_value(row) or is_carried(row):
        return ["", ""]
    sign = 1 if metric.better == "higher" else -1
    return [_meaning(row[name] * sign) for name, _ in changes_shown(scope)]


def _meaning(change: float) -> str:
    if change != change or abs(change) < EVEN:
        return ""
    return "good" if change > 0 else "bad"
