"""The map: where it is worst, one conclusion after the other."""

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from charts.map import region_map
from charts.spark import spark
from data.text import Text
from metrics import METRICS, OVERVIEW, formats
from metrics.conclusions import Conclusion
from metrics.heat import Heat, heat
from metrics.instructions import Hanging
from metrics.judgement import has_value
from metrics.language import Metric
from metrics.problems import problems_overdue
from ui import reads, region
from ui.cards import MEASURED, change_of, fresh, run_up, value_of
from ui.instructions import clocks
from ui.links import unit_href
from ui.panels import Panel, beside_title
from ui.places import path_of, rows_of
from ui.scope import Scope
from ui.templates import render
from ui.texts import teller

BELOW = 3  # units named in a call-out
MOST = 5
LINES = 21  # of the smallest type that the map's panel is high on a wall: its names are as large as the words beside it
TEXTS = {
    "where": Text("{metric}在哪里", "Where: {metric}"),
    "whole": Text("{place} {value}", "{place} {value}"),
    "story": Text("第 {nth} 张图，共 {count} 张：{name}", "Map {nth} of {count}: {name}"),
    "marks": Text("○ 在办交办 ▲ 其中有超期", "○ instructions under way ▲ some overdue"),
    "yoy": Text("同比 {change}", "{change} on the year"),
}


def stories(told: Sequence[Conclusion], scope: Scope, hanging: Hanging) -> Panel:
    """One map that tells the conclusions in turn, or the number that was asked for; a click on a place goes there.
    `hanging`: the instructions under way, marked where they are."""
    t, shown = teller(scope.lang), _shown(told, scope)
    titles = render("story_titles", titles=[_title(metric, scope) for metric, _ in shown])
    title = render("places", path=path_of(scope), name=titles, t=t)
    first = shown[0][0]
    chosen = [(each.name(scope.lang), scope.link(metric=each.key), each == first) for each in OVERVIEW]
    chips = render("choose", chips=chosen, t=t)
    sheet = region.sheet(scope.compared)
    if sheet is None:
        return Panel(title, render("empty", text=t("no_outlines", unit=scope.name(scope.unit))), chips)
    runs = _by_place(hanging, scope)
    heats = [_heat(metric, scope) for metric, _ in shown]
    drawn = region_map(
        [_frame(metric, each, scope, runs) for (metric, _), each in zip(shown, heats, strict=True)],
        sheet,
        alt=t("map_alt", unit=scope.name(scope.above), metric=first.name(scope.lang)),
        here=scope.unit,
        size=sheet.height / LINES,
        ramps=["heat" if each.worse else "ramp" for each in heats],
    )
    names = [metric.name(scope.lang) for metric, _ in shown]
    dots = [TEXTS["story"].in_(scope.lang, nth=nth, count=len(names), name=name) for nth, name in enumerate(names, 1)]
    callouts = [_callout(metric, unit, scope) for metric, unit in shown]
    legends = [{"metric": metric.key, **_legend(each, scope)} for (metric, _), each in zip(shown, heats, strict=True)]
    marks = beside_title(TEXTS["marks"].in_(scope.lang)) if runs else Markup("")
    body = render("stories", map=drawn, dots=dots, callouts=callouts, legends=legends, t=t)
    return Panel(title, body, marks + chips)


def shown_first(told: Sequence[Conclusion], scope: Scope) -> tuple[Metric, str]:
    """The number that the map tells first, and the area of the map it is about; "" for none."""
    return _shown(told, scope)[0]


def _shown(told: Sequence[Conclusion], scope: Scope) -> list[tuple[Metric, str]]:
    """The numbers to show with the unit each is about: the one asked for first, then the conclusions', each once."""
    asked = [(scope.metric, "")] if scope.metric and scope.metric not in scope.hidden else []
    by_key: dict[str, tuple[Metric, str]] = {}
    for key, unit in [*asked, *((each.metric, each.unit) for each in told)]:
        by_key.setdefault(key, (METRICS[key], _place(unit, scope)))
    return list(by_key.values())[:MOST] or [(problems_overdue, "")]


def _place(unit: str, scope: Scope) -> str:
    """Which of the areas of the map a unit lies in; "" for none."""
    above = scope.tree.path(unit) if unit in scope.tree else ()
    return next((each for each in above if each in scope.compared), "")


def _heat(metric: Metric, scope: Scope) -> Heat:
    rows = rows_of(metric, scope)
    return heat(rows.loc[list(scope.compared)], metric, rows.loc[scope.above])


def _by_place(hanging: Hanging, scope: Scope) -> dict[str, tuple[int, int]]:
    """How many instructions run in each area of the map, and how many of them are overdue."""
    found: dict[str, tuple[int, int]] = {}
    for count in hanging.places:
        place = _place(count.key, scope)
        if place:
            running, overdue = found.get(place, (0, 0))
            found[place] = (running + count.running, overdue + count.overdue)
    return found


def _frame(metric: Metric, hot: Heat, scope: Scope, runs: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    units = list(scope.compared)
    rows = rows_of(metric, scope).loc[units]
    scale = formats.scale_for(rows["value"], scope.lang)
    more = formats.told_apart(rows["value"], metric, scope.lang, scale)
    frame = pd.DataFrame({"unit": units, "name": [scope.name(unit) for unit in units]})
    return frame.assign(
        text=[value_of(metric, row, scope, scale, more=more) if has_value(row) else "" for _, row in rows.iterrows()],
        step=pd.Series([hot.steps.get(unit) for unit in units], dtype=float),
        href=[scope.link(unit=unit, metric="") for unit in units],
        mark=[clocks.mark(*runs.get(unit, (0, 0))) for unit in units],
        tip=[
            "\n".join(line for line in _told(str(unit), metric, row, scope, runs.get(str(unit), (0, 0))) if line)
            for unit, row in rows.iterrows()
        ],
    )


def _told(unit: str, metric: Metric, row: pd.Series, scope: Scope, runs: tuple[int, int]) -> tuple[str, ...]:
    named = f"{metric.name(scope.lang)} {_full(metric, row, scope)}"
    return scope.name(unit), named, clocks.said(*runs, scope)


def _full(metric: Metric, row: pd.Series, scope: Scope) -> str:
    if not has_value(row):
        return teller(scope.lang)("no_value")
    return row["grade"] or formats.exact(row["value"], metric, row["qualifier"], scope.lang)


def _title(metric: Metric, scope: Scope) -> tuple[str, str]:
    unit = metric.unit.in_(scope.lang) if metric.format in MEASURED else ""
    value = f"{value_of(metric, rows_of(metric, scope).loc[scope.above], scope)} {unit}".rstrip()
    whole = TEXTS["whole"].in_(scope.lang, place=scope.name(scope.above), value=value)
    return TEXTS["where"].in_(scope.lang, metric=metric.name(scope.lang)), whole


def _legend(hot: Heat, scope: Scope) -> dict[str, object]:
    """The classes of the colours; none where nothing has a value, for then they would part nothing."""
    known = any(step is not None for step in hot.steps.values())
    words = [word.in_(scope.lang) for word in hot.words] if known else []
    return {"worse": hot.worse, "words": words, "about": hot.about.in_(scope.lang) if words else ""}


def _callout(metric: Metric, unit: str, scope: Scope) -> dict[str, object] | None:
    """What stands beside the place a story is about: its value, its months, its worst units below."""
    if not unit or not scope.may_read(unit):
        return None
    row, keys = rows_of(metric, scope).loc[unit], (metric.key,)
    if not has_value(row):
        return None
    line = fresh(reads.history(scope, keys, (unit,), run_up(scope))).sort_values("month")["value"]
    below = reads.snapshot(scope, keys, unit, scope.month)
    worst = (
        below[below["unit"] != unit].dropna(subset=["value"]).sort_values("value", ascending=metric.better == "higher")
    )
    named = [f"{scope.name(each['unit'])} {value_of(metric, each, scope)}" for _, each in worst.head(BELOW).iterrows()]
    return {
        "metric": metric.key,
        "name": scope.name(unit),
        "href": unit_href(scope, unit),
        "value": value_of(metric, row, scope),
        "line": spark([float(value) for value in line], label=scope.name(unit)),
        "yoy": TEXTS["yoy"].in_(scope.lang, change=change_of(metric, row, "yoy", scope)),
        "below": Markup(" · ").join(named),
    }
