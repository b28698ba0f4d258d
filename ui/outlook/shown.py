"""The outlook of a unit on the screen, from the forecasts that are kept: nothing is worked out while a page is drawn."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from charts.fan import fan
from charts.reach import reach
from charts.scale import axis, close_together
from data import months
from data.text import Text
from metrics import METRICS, formats
from metrics.language import Metric
from metrics.outlook import hierarchy_telling, telling
from metrics.outlook.backtest import Forecast
from metrics.outlook.cells import HEADS, cells
from metrics.outlook.goals import Goal
from metrics.outlook.hierarchy import Hierarchy
from metrics.outlook.looking import Ahead
from metrics.outlook.series import fits, month_after
from metrics.services import satisfaction
from ui import reads
from ui.outlook.reading import adding_up, count, foreseen
from ui.outlook.strategic import strategic
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, folded, link, table
from ui.templates import render

PAST = 24  # months shown before what is to come
TEXTS = {
    "fan": Text("走势与今后：色带是八成把握的范围", "The months, and those to come: the band holds four in five"),
    "all": Text("全部指标：最可能达不到目标的在前", "All numbers: those most likely to miss their target first"),
    "method": Text("怎样算的", "How it is made"),
    "bar": Text("年底会在哪里（竖线：目标）", "Year’s end (mark: target)"),
    "parts": Text("下级加起来与本级一致吗", "Do the units below add up to it?"),
    "each": Text("逐个单位：各自预测与调整后", "Unit by unit: alone, and brought to the whole"),
    "below": Text("单位", "Unit"),
    "alone": Text("各自预测的年底", "Year’s end alone"),
    "adjusted": Text("按比例调整后", "Brought to the whole"),
    "none": Text(
        "还没有预测。连续有 24 个月以上的数，后台就会算出来。",
        "Nothing is forecast yet. From 24 months on end it is made in the background.",
    ),
    "tip": Text("{at}\n{middle}（{low} – {high}）", "{at}\n{middle} ({low} – {high})"),
}


def chosen(scope: Scope, found: Mapping[str, Ahead]) -> Metric:
    """The number the address names; else the one most likely to miss its target."""
    asked = METRICS.get(scope.metric)
    if asked and fits(asked):
        return asked
    return next((each.metric for each in found.values()), satisfaction)


def panels(scope: Scope, warned: Mapping[str, Panel]) -> dict[str, Panel]:
    """The chosen number in a sentence and a fan, how good warnings were (`warned`), all numbers below, and the strategic goals."""
    made = count(scope)
    found, goals = foreseen(scope, made), {"goals": strategic(scope, made)}
    metric = chosen(scope, found)
    title = telling.TITLE.in_(scope.lang, unit=scope.name(scope.unit), metric=metric.name(scope.lang))
    if not found:
        return {"said": Panel(title, render("empty", text=TEXTS["none"].in_(scope.lang))), **warned, **goals}
    one = found.get(metric.key)
    parts = adding_up(scope, scope.unit, metric.key, scope.month, made) if made else None
    together = {"parts": _parts(metric, parts, scope)} if parts else {}
    listed = {"all": Panel(TEXTS["all"].in_(scope.lang), _listed(scope, found, metric))}
    if one is None or one.made is None:
        text = telling.too_few(one.months) if one else telling.NOT_MADE
        return {"said": Panel(title, render("empty", text=text.in_(scope.lang))), **warned, **listed, **goals}
    return {
        "said": Panel(title, _said(one, scope)),
        "fan": Panel(TEXTS["fan"].in_(scope.lang), _fan(one, scope)),
        **together,
        **warned,
        **listed,
        **goals,
    }


def _said(one: Ahead, scope: Scope) -> Markup:
    assert one.made
    told, made = one.made
    said = telling.sentence(one.metric, told, made, one.goal).in_(scope.lang)
    record = [render("words", text=text.in_(scope.lang)) for text in telling.record(one.metric, told, made, one.said)]
    how = render("words", text=telling.METHODS[made.method].in_(scope.lang))
    return (
        Markup('<p class="league-said">{}</p>').format(said)
        + Markup("").join(record)
        + folded(TEXTS["method"].in_(scope.lang), how)
    )


def _fan(one: Ahead, scope: Scope) -> Markup:
    assert one.made
    told, made = one.made
    metric, none = one.metric, float("nan")
    run = tuple(months.between(months.shift(told.origin, 1 - PAST), told.origin))
    past = reads.history(scope, (metric.key,), (scope.unit,), run)
    known = {each.date(): value for each, value in zip(past["month"], past["value"].astype(float), strict=True)}
    rows = [
        {
            "at": months.label(month),
            "value": known.get(month, none),
            **dict.fromkeys(("low", "middle", "high"), none),
            "text": f"{months.label(month)}\n{formats.show(known.get(month, none), metric, language=scope.lang)}",
        }
        for month in run
    ]
    for i, (low, middle, high) in enumerate(zip(made.low, made.middle, made.high, strict=True)):
        at = months.label(month_after(told.origin, i + 1))
        shown = {
            name: formats.show(float(value), metric, language=scope.lang)
            for name, value in (("low", low), ("middle", middle), ("high", high))
        }
        text = TEXTS["tip"].in_(scope.lang, at=at, **shown)
        rows.append({"at": at, "value": none, "low": low, "middle": middle, "high": high, "text": text})
    data = pd.DataFrame(rows)
    # A year's target of a flow is no height among its months.
    target = one.goal.target if one.goal and told.year != "sum" else none
    return fan(data, show=_written(metric, data, scope), alt=TEXTS["fan"].in_(scope.lang), target=target)


def _parts(metric: Metric, found: Hierarchy, scope: Scope) -> Panel:
    """Whether the forecasts below add up to this one, and each brought to it."""
    lang = scope.lang
    said = render("words", text=hierarchy_telling.sentence(metric, found, scope.tree).in_(lang))
    columns = [
        Column(key, TEXTS[key].in_(lang), css)
        for key, css in (("below", "main"), ("alone", "number"), ("adjusted", "number"))
    ]
    rows = [
        {
            "below": link(scope.name(each.unit), scope.link("outlook", unit=each.unit, metric=metric.key)),
            "alone": formats.show(each.alone, metric, language=lang),
            "adjusted": formats.show(each.adjusted, metric, language=lang),
        }
        for each in found.parts
    ]
    listed = folded(TEXTS["each"].in_(lang), table(columns, rows, empty="")) if rows else Markup("")
    return Panel(TEXTS["parts"].in_(lang), said + listed)


def _written(metric: Metric, data: pd.DataFrame, scope: Scope):
    values = [*data["value"], *data["low"], *data["high"]]
    scale = formats.scale_for(values, scope.lang)
    known = axis(values, from_zero=not close_together(values))
    more = formats.told_apart(known.ticks, metric, scope.lang, scale) if known else 0
    return lambda value: formats.show(value, metric, language=scope.lang, scale=scale, more=more)


def _listed(scope: Scope, found: Mapping[str, Ahead], shown: Metric) -> Markup:
    keys = {
        "metric": "main", "three": "number", "year": "number", "range": "number", "bar": "way", "target": "number",
        "missed": "number", "needed": "number", "error": "number",
    }  # fmt: skip
    heads = {**HEADS, "bar": TEXTS["bar"]}
    columns = [Column(key, heads[key].in_(scope.lang), css) for key, css in keys.items()]
    rows = [_row(each, scope, each.metric is shown) for each in found.values()]
    return table(columns, rows, empty=TEXTS["none"].in_(scope.lang))


def _row(each: Ahead, scope: Scope, here: bool) -> dict[str, object]:
    row: dict[str, object] = {key: text.in_(scope.lang) for key, text in cells(each).items()}
    row |= {
        "metric": link(each.metric.name(scope.lang), scope.link("outlook", metric=each.metric.key)),
        "bar": formats.NONE,
        "css": "here" if here else "",
    }
    if each.made and each.goal:
        told, made = each.made
        row["bar"] = _bar(each.goal, made) if told.left else formats.NONE
        row["missed"] = _missed(each.goal, scope)
    return row


def _bar(wanted: Goal, made: Forecast) -> Markup:
    """Where the year may end, with the target; nothing more is said by it than in the cells beside."""
    return reach(made.year_low, made.year_high, mark=wanted.target, status="missed" if wanted.will_miss else "")


def _missed(wanted: Goal, scope: Scope) -> Markup | str:
    shown = telling.chance(wanted.missed).in_(scope.lang)
    if not wanted.will_miss:
        return shown
    return Markup('<span class="bad">▲ {} {}</span>').format(shown, telling.WILL_MISS.in_(scope.lang))
