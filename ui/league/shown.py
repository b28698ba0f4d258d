"""A league on the screen: the sentence, the bands, the funnel, who stays outside, and how it was judged."""

from collections.abc import Collection
from datetime import date

import pandas as pd
from markupsafe import Markup

from charts.bands import bands
from charts.funnel import funnel, outliers
from data import access, months
from data.text import Text
from metrics import METRICS, formats
from metrics import league as leagues
from metrics.league import OUTSIDE, League, Moved, View, months_read, telling
from metrics.withheld import Sight
from ui import reads
from ui.actor import actor
from ui.league.asked import Asked, there
from ui.league.itself import itself
from ui.panels import Panel
from ui.scope import Scope, month_name
from ui.tables import folded
from ui.templates import render

TEXTS = {
    "bands": Text("名次范围：重叠的分不出先后", "Places: where they overlap, nobody is ahead"),
    "since": Text("和上月比：谁动了，为什么", "Since the month before: who moved, and why"),
    "funnel": Text("比率与规模：线内的差别可能只是偶然", "Rate against size: within the lines it may be chance"),
    "funnel_said": Text(
        "横轴是分母的大小，线是 95% 和 99.8% 的偶然范围；{count} 个单位在外线之外。",
        "Across: the size of the denominator. The lines are the 95 % and 99.8 % limits of chance; {count} units lie beyond the outer ones.",
    ),
    "method": Text("怎样判断的", "How it is judged"),
    "outside": Text("不参加的 {count} 个单位", "{count} units that do not run"),
    "of_reason": Text("{reason}：{units}", "{reason}: {units}"),
    "plain": Text("按数值直接排名", "The plain ranking by value"),
    "scores": Text("另看：按评价体系的得分", "See also: scores by an index system"),
    "no_groups": Text("本月没有可比的单位。", "There are no units to compare in this month."),
    "withheld": Text(
        "{group}中有您无权查看的单位，要等 {months} 的数据公布后才能比。",
        "Some of the {group} are not yours to read; they can be compared once {months} is published.",
    ),
}


def panels(scope: Scope, chosen: Asked) -> dict[str, Panel]:
    """The panels of a league, or the sentence why there is none."""
    title = telling.TITLE.in_(
        scope.lang, metric=chosen.metric.name(scope.lang), view=leagues.VIEWS[chosen.view].in_(scope.lang)
    )
    if not chosen.group:
        return {"said": Panel(title, render("empty", text=TEXTS["no_groups"].in_(scope.lang)))}
    closed = _closed(scope, chosen)
    if closed:
        run = "、".join(month_name(month, scope.lang) for month in (closed[0], closed[-1])[: len(closed)])
        group = leagues.group_name(chosen.group, scope.tree).in_(scope.lang)
        return {"said": Panel(title, render("empty", text=TEXTS["withheld"].in_(scope.lang, group=group, months=run)))}
    told = kept(scope, chosen.metric.key, chosen.group, scope.month, chosen.view)
    drawn = {
        "said": Panel(title, _said(told, scope)),
        "bands": Panel(TEXTS["bands"].in_(scope.lang), _bands(told, scope)),
    }
    if not told.ranked:
        return {"said": drawn["said"]}
    return drawn | _since(chosen, scope) | (_funnel(told, scope) or itself(told, scope))


def _since(chosen: Asked, scope: Scope) -> dict[str, Panel]:
    """Who moved since the month before, and why; nothing where that month is not theirs to see."""
    before = months.shift(scope.month, -1)
    if _closed(scope, chosen, before):
        return {}
    found = moved(scope, chosen.metric.key, chosen.group, scope.month, chosen.view)
    if found is None:
        return {}
    said = [telling.moved_text(each, scope.tree).in_(scope.lang) for each in found]
    said = said or [telling.NOBODY_MOVED.in_(scope.lang)]
    return {
        "since": Panel(TEXTS["since"].in_(scope.lang), Markup("").join(render("words", text=text) for text in said))
    }


@reads.by_revision
def moved(conn, revision, metric: str, group: str, month: date, view: View) -> tuple[Moved, ...] | None:
    """`since` of a metric by its key; who may see it is asked before (`_closed`)."""
    return leagues.since(conn, METRICS[metric], group, month, view, revision=revision)


def _closed(scope: Scope, chosen: Asked, month: date | None = None) -> list[date]:
    """The months that keep the league (of another month) from whoever looks: it tells of every unit of the group, or of none."""
    units: Collection[str] = there(scope, chosen.group)[chosen.group]
    sight = Sight(access.readable(actor(), scope.tree), reads.published())
    run = months_read(chosen.metric, month or scope.month, chosen.view)
    return [month for month in run if not all(sight.may(unit, month, month) for unit in units)]


@reads.by_revision
def kept(conn, revision, metric: str, group: str, month: date, view: View) -> League:
    """`league` of a metric by its key. It takes no unit: who may see it is asked before (`_closed`)."""
    return leagues.league(conn, METRICS[metric], group, month, view, revision=revision)


def _said(told: League, scope: Scope) -> Markup:
    said = telling.sentence(told, scope.tree).in_(scope.lang)
    paragraphs = Markup("").join(render("words", text=text.in_(scope.lang)) for text in telling.method(told))
    left = [
        (OUTSIDE[reason].in_(scope.lang), telling.names(units, scope.tree).in_(scope.lang))
        for reason, units in telling.outside(told).items()
    ]
    plain = Markup('<p><a href="{}">{}</a></p>').format(
        scope.link(metric=told.metric.key), TEXTS["plain"].in_(scope.lang)
    )
    return (
        Markup('<p class="league-said">{}</p>').format(said)
        + folded(TEXTS["method"].in_(scope.lang), paragraphs + plain)
        + folded(TEXTS["outside"].in_(scope.lang, count=len(told.outside)), render("facts", facts=left), bool(left))
        + Markup('<p class="quiet see-also"><a href="{}">{}</a></p>').format(
            scope.link("evaluation", metric=""), TEXTS["scores"].in_(scope.lang)
        )
    )


def _bands(told: League, scope: Scope) -> Markup:
    rows = [
        {
            "place": telling.place_text(each),
            "tier": each.place.tier,
            "name": scope.name(each.place.unit),
            "low": each.place.low,
            "high": each.place.high,
            "value": telling.value_text(each, told).in_(scope.lang),
            "limits": telling.limits_text(each, told).in_(scope.lang),
            "tip": f"{scope.name(each.place.unit)}\n{telling.band(each, told).in_(scope.lang)}",
            "href": scope.link("passport", unit=each.place.unit, metric=told.metric.key),
            "css": "mine" if scope.unit in scope.tree.path(each.place.unit)[1:] else "",
        }
        for each in told.ranked
    ]
    heads = [head.in_(scope.lang) for head in telling.heads(told)]
    return bands(pd.DataFrame(rows), alt=TEXTS["bands"].in_(scope.lang), heads=heads)


def _funnel(told: League, scope: Scope) -> dict[str, Panel]:
    """Of rates with counts, and of their level alone."""
    if told.view == "progress" or told.mean != told.mean:
        return {}
    title = TEXTS["funnel"].in_(scope.lang)
    data = pd.DataFrame(
        {
            "name": [scope.name(each.place.unit) for each in told.ranked],
            "value": [each.value for each in told.ranked],
            "size": [each.size for each in told.ranked],
            "href": [scope.link("passport", unit=each.place.unit, metric=told.metric.key) for each in told.ranked],
        }
    )
    written = [formats.show(value, told.metric, language=scope.lang) for value in data["value"]]
    sizes = [_size(value, scope) for value in data["size"]]
    data["tip"] = [f"{name}\n{value} · {size}" for name, value, size in zip(data["name"], written, sizes, strict=True)]
    drawn = funnel(
        data,
        mean=told.mean,
        show=lambda value: formats.show(value, told.metric, language=scope.lang),
        size=lambda value: _size(value, scope),
        alt=title,
    )
    said = TEXTS["funnel_said"].in_(scope.lang, count=outliers(data, told.mean))
    return {"funnel": Panel(title, drawn + Markup('<p class="quiet">{}</p>').format(said))}


def _size(value: float, scope: Scope) -> str:
    scale = formats.scale_for([value], scope.lang)
    return f"{formats.in_scale(value, scale)}{scale.suffix}"
