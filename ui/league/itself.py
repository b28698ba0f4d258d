"""Each unit of a league against itself a year ago: where it stood, and how far it went. Of amounts in relation to then, for one is as
large as its place."""

from math import isnan

from markupsafe import Markup

from charts.reach import MARGIN, reach
from data.text import Text
from metrics import formats
from metrics.league import League, Ranked
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, link, table

TEXTS = {
    "title": Text("与自己比：一年前（竖线）到现在", "Against itself: from a year ago (mark) to now"),
    "unit": Text("单位", "Unit"),
    "then": Text("一年前", "A year ago"),
    "now": Text("现在", "Now"),
    "bar": Text("走了多远", "How far"),
}


def itself(told: League, scope: Scope) -> dict[str, Panel]:
    """The panel, where any unit that runs has a number of a year ago; in the order of the places."""
    known = [each for each in told.ranked if not isnan(each.then) and not isnan(each.value)]
    spans = {each.place.unit: _span(each, told) for each in known}
    values = [value for span in spans.values() for value in span]
    if not values:
        return {}
    free = MARGIN * (max(values) - min(values))
    ends = (min(values) - free, max(values) + free)
    heads = (("unit", "main"), ("then", "number"), ("bar", "way"), ("now", "number"))
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in heads]
    rows = [_row(each, spans[each.place.unit], ends, told, scope) for each in known]
    return {"itself": Panel(TEXTS["title"].in_(scope.lang), table(columns, rows, empty=""))}


def _span(each: Ranked, told: League) -> tuple[float, float]:
    """Then and now: of amounts 1 and how many times as much, like for like where that is judged."""
    if told.metric.kind not in ("flow", "stock"):
        return each.then, each.value
    if not isnan(each.moved):
        return 1.0, 1.0 + each.moved
    return (1.0, each.value / each.then) if each.then > 0 else (1.0, 1.0)


def _row(
    each: Ranked, span: tuple[float, float], ends: tuple[float, float], told: League, scope: Scope
) -> dict[str, object]:
    worse = (span[1] < span[0]) == (told.metric.better == "higher") and span[0] != span[1]
    return {
        "unit": link(scope.name(each.place.unit), scope.link("passport", unit=each.place.unit, metric=told.metric.key)),
        "then": formats.show(each.then, told.metric, language=scope.lang),
        "bar": _bar(span, ends, worse),
        "now": formats.show(each.value, told.metric, language=scope.lang),
    }


def _bar(span: tuple[float, float], ends: tuple[float, float], worse: bool) -> Markup:
    return reach(min(span), max(span), mark=span[0], ends=ends, status="near" if worse else "")
