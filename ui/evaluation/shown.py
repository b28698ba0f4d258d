"""Scores on the screen: the sentence, who would move, the league of points, and who is missing what."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from charts.stacked import stacked
from data import access
from data.questions.threads import Thread
from data.text import Text
from metrics import evaluation as evaluations
from metrics.evaluation import GROUPS, Asked, Evaluation, Score, telling
from metrics.formats import show_share
from metrics.withheld import Sight
from ui import reads
from ui.actor import actor
from ui.evaluation.appealing import About, appeals, listed, open_of
from ui.evaluation.asked import Chosen, query
from ui.evaluation.opened import opened, rules
from ui.evaluation.third import third
from ui.panels import Panel
from ui.scope import Scope, month_name
from ui.tables import Column, folded, link, table
from ui.templates import render

Points = tuple[tuple[str, float], ...]  # item → the points that are tried
TEXTS = {
    "tried": Text("如果这样改，谁会动", "What if: who would move"),
    "scores": Text(
        "总分：深浅不同的是各维度，点一个单位看每一分", "Scores by dimension: open a unit for each of its points"
    ),
    "bar": Text("满分 {whole}", "of {whole} points"),
    "aside": Text("名次稳不稳", "How steady"),
    "keeps": Text("{keeps} 不变 · {places}", "{keeps} keep · {places}"),
    "was": Text("原来", "As set"),
    "now": Text("这样改", "As tried"),
    "moves": Text("名次", "Places"),
    "points": Text("{points} 分", "{points} points"),
    "vetoed": Text("否决（原 {raw}）", "vetoed (had {raw})"),
    "missing": Text("缺数 {count} 项", "{count} missing"),
    "appealed": Text("⚑ 申诉中 {count} 项", "⚑ appeals open: {count}"),
    "steady_said": Text(
        "“名次稳不稳”：各项权重随机变动两成以内一千次，有多少次名次不变，以及九成情况下的名次范围。",
        "How steady: of a thousand draws with each weight up to a fifth off, the share in which the place is kept, and the places in nine of ten.",
    ),
    "method": Text("怎样计分的", "How it is scored"),
    "none_yet": Text(
        "还没有评价体系。在“上报”页下载“评价指标体系”和“体系指标”的模板，填好后上传，报批后即可在这里看到得分。",
        "There is no index system yet. On the page Upload take the templates “Index systems” and “Metrics of index systems”, fill them in and hand them in: the scores then stand here.",
    ),
    "withheld": Text(
        "{group}中有您无权查看的单位，要等 {months} 的数据公布后才能看得分。",
        "Some of the {group} are not yours to read; scores can be seen once {months} is published.",
    ),
    "free": Text("自己定权重试一试", "Try weights of your own"),
    "league": Text("另看：单个指标的公平赛马", "See also: the fair league on one number"),
}


@reads.by_revision
def kept(
    conn, revision, system: str, group: str, month: date, rules: str, missing: str, leaning: str, points: Points
) -> Evaluation:
    """`evaluation`. It takes no unit: who may see it is asked before (`_closed`)."""
    asked = Asked(rules, missing or None, leaning, dict(points))  # type: ignore[arg-type]
    return evaluations.evaluation(conn, system, group, month, asked=asked, revision=revision)


def panels(scope: Scope, of: Chosen | None, about: About | None = None) -> dict[str, Panel]:
    """The panels of an evaluation, or the sentence why there is none."""
    if of is None:
        title = telling.TITLE.in_(scope.lang, system="—")
        return {"said": Panel(title, render("empty", text=TEXTS["none_yet"].in_(scope.lang)))}
    title = telling.TITLE.in_(scope.lang, system=of.system.title.in_(scope.lang))
    closed = _closed(scope, of)
    if closed:
        run = "、".join(month_name(month, scope.lang) for month in (closed[0], closed[-1])[: len(closed)])
        group = GROUPS[of.group].in_(scope.lang)
        return {"said": Panel(title, render("empty", text=TEXTS["withheld"].in_(scope.lang, group=group, months=run)))}
    asked = of.asked
    points = tuple(sorted(asked.weights.items()))
    told = kept(scope, of.system.key, of.group, scope.month, asked.rules, asked.missing or "", asked.leaning, points)
    unit = of.unit or told.scores[0].unit
    shown = {"said": Panel(title, _said(told, of, scope))}
    if told.moves:
        shown["tried"] = Panel(TEXTS["tried"].in_(scope.lang), _moves(told, scope))
    hung = appeals(told, scope)
    shown["scores"] = Panel(TEXTS["scores"].in_(scope.lang), _scores(told, of, unit, hung, scope))
    return shown | {"opened": opened(told, unit, scope, hung)} | listed(told, hung, about, scope) | third(told, scope)


def _closed(scope: Scope, of: Chosen) -> list[date]:
    who = actor()
    sight = Sight(access.readable(who, scope.tree), reads.published())
    return evaluations.closed(who, sight, scope.tree, of.units, of.made_by, scope.month)


def _said(told: Evaluation, of: Chosen, scope: Scope) -> Markup:
    said = telling.sentence(told).in_(scope.lang)
    return (
        Markup('<p class="league-said">{}</p>').format(said)
        + folded(TEXTS["method"].in_(scope.lang), rules(told, scope))
        + Markup('<p class="quiet see-also">{} · {}</p>').format(
            link(TEXTS["free"].in_(scope.lang), scope.link("evaluation", metric="", **query(of), free=1)),
            link(TEXTS["league"].in_(scope.lang), scope.link("league")),
        )
    )


def _moves(told: Evaluation, scope: Scope) -> Markup:
    """The sentence, and every unit that moves."""
    said = telling.tried_text(told).in_(scope.lang)
    columns = [Column("unit", telling.HEADS["unit"].in_(scope.lang), "main"), *(
        Column(key, TEXTS[key].in_(scope.lang), "number") for key in ("was", "now", "moves")
    )]  # fmt: skip
    rows = [
        {
            "unit": told.objects[each.unit].in_(scope.lang),
            "was": _points(each.was, scope),
            "now": _points(each.now, scope),
            "moves": f"{each.was.place or '—'} → {each.now.place or '—'}",
        }
        for each in told.moves
        if each.by
    ]
    listed = table(columns, rows, empty="") if rows else Markup("")
    return Markup('<p class="league-said">{}</p>').format(said) + listed


def _points(score: Score, scope: Scope) -> str:
    return TEXTS["points"].in_(scope.lang, points=telling.points_text(score.total))


def _scores(told: Evaluation, of: Chosen, unit: str, appeals: Sequence[Thread], scope: Scope) -> Markup:
    whole = f"{told.system.whole:g}"
    named = TEXTS | telling.HEADS
    heads = [named[key].in_(scope.lang, whole=whole) for key in ("place", "unit", "bar", "total", "aside")]
    drawn = stacked(
        [_row(each, told, of, unit, appeals, scope) for each in told.scores],
        whole=told.system.whole,
        parts=[name.in_(scope.lang) for name in told.system.dimensions],
        heads=heads,
        alt=TEXTS["scores"].in_(scope.lang),
    )
    return drawn + Markup('<p class="quiet">{}</p>').format(TEXTS["steady_said"].in_(scope.lang))


def _row(
    each: Score, told: Evaluation, of: Chosen, unit: str, appeals: Sequence[Thread], scope: Scope
) -> dict[str, object]:
    values = [each.of_dimension(name) for name in told.system.dimensions] if each.place else []
    name = told.objects[each.unit].in_(scope.lang)
    css = [
        "mine" if each.unit in scope.tree.path(scope.unit) else "",
        "chosen" if each.unit == unit else "",
        "struck" if each.vetoes else "",
    ]
    parts = [
        f"{name.in_(scope.lang)} {telling.points_text(value)}"
        for name, value in zip(told.system.dimensions, values, strict=False)
    ]
    return {
        "place": each.place or "—",
        "name": name,
        "values": values,
        "off": -each.deducted if each.place else 0.0,
        "total": telling.points_text(each.total),
        "aside": _aside(each, told, appeals, scope),
        "tip": "\n".join([name, *parts]),
        "href": scope.link("evaluation", metric="", **query(of), of=each.unit),
        "css": " ".join(word for word in css if word),
    }


def _aside(each: Score, told: Evaluation, appeals: Sequence[Thread], scope: Scope) -> str:
    """Vetoed, else how steady the place is; how much is missing, and how much the unit objects to."""
    steady, said = told.steady.get(each.unit), []
    if each.vetoes:
        said.append(TEXTS["vetoed"].in_(scope.lang, raw=telling.points_text(each.raw)))
    elif steady:
        places = str(steady.low) if steady.low == steady.high else f"{steady.low}–{steady.high}"
        said.append(TEXTS["keeps"].in_(scope.lang, keeps=show_share(steady.keeps), places=places))
    if each.lacking:
        said.append(TEXTS["missing"].in_(scope.lang, count=len(each.lacking)))
    if appealed := len(open_of(appeals, each.unit)):
        said.append(TEXTS["appealed"].in_(scope.lang, count=appealed))
    return " · ".join(said)
