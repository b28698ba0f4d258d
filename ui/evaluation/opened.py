"""One unit's score opened: the points of each metric, the number they are for, and the way to its cell; and the rules."""

from collections.abc import Sequence
from math import isnan

from markupsafe import Markup

from data.questions.threads import Thread
from data.text import Text
from metrics.evaluation import Evaluation, Item, Points, divided_by, telling
from ui.evaluation.appealing import beside, may_raise
from ui.panels import Panel
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

TEXTS = {
    "title": Text("{unit}的每一分 · {total} 分", "{unit}: each of its points · {total}"),
    "dimension": Text("维度", "Dimension"),
    "item": Text("指标", "Metric"),
    "value": Text("数值", "Value"),
    "why": Text("按什么计分", "Measured by"),
    "stood": Text("谁报的", "Who reported"),
    "got": Text("得分", "Points"),
    "of": Text("{got} / {weight}", "{got} / {weight}"),
    "rule": Text("计分规则", "Rule"),
    "weight": Text("权重", "Weight"),
    "covered": Text("权重中有 {share} 是按本单位自己的数评的。", "{share} of the weights rest on figures of its own."),
    "vetoed": Text("一票否决：原得 {raw} 分，总分记 0。", "Vetoed: it had {raw} points, the total is 0."),
    "sum": Text(
        "计分 {scored}{stretched}，扣分 {off}，合计 {raw}。",
        "Scored {scored}{stretched}, deducted {off}, in all {raw}.",
    ),
    "stretched": Text("（不评的指标剔除后折算）", " (stretched, without what is not judged)"),
    "facts": Text(
        "评价对象：{level}；施行：{since}；缺数：{missing}。计分指标权重合计 {whole}。",
        "Scored: {level}; in force: {since}; what is missing: {missing}. The weights add up to {whole}.",
    ),
    "formulas": Text(
        "完成目标、序时、距最优：好于目标得满分，否则按比例（有零分值的按直线）。同比进步：与自己一年前同口径比。分档：得所达到的最好一档。"
        "扣分、一票否决另计：否决则总分为 0，只凭数据否决。没有数的按上述规定处理，不会当作 0。",
        "Target, schedule, best: full points where it is reached, else in proportion (on a straight line from the value of no points). "
        "Improvement: against itself a year ago, like for like. Steps: the best that is reached. Deductions and vetoes come after: "
        "a veto makes the total 0, and only by a figure. What has no figure is treated as said above, never as 0.",
    ),
}


def opened(told: Evaluation, unit: str, scope: Scope, appeals: Sequence[Thread] = ()) -> Panel:
    """A unit's points, each with a link to the passport of the number it is for, and whether the unit objects to them."""
    score = next(each for each in told.scores if each.unit == unit)
    title = TEXTS["title"].in_(
        scope.lang, unit=told.objects[unit].in_(scope.lang), total=telling.points_text(score.total)
    )
    heads = (
        ("dimension", "nowrap"),
        ("item", "main"),
        ("value", "number"),
        ("why", ""),
        ("stood", "nowrap"),
        ("got", "number"),
    )
    may = may_raise(told.as_set, unit, scope)
    besides = {item.key: beside(item.key, unit, told.as_set, appeals, may, scope) for item in told.as_set.items}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in heads]
    rows = [_row(each, told, unit, scope) | {"appeal": besides.get(each.item.key, "")} for each in score.points]
    if any(besides.values()):
        columns.append(Column("appeal", "", "short"))
    said = [TEXTS["covered"].in_(scope.lang, share=f"{score.covered:.0%}")]
    if not isnan(score.raw):
        said.insert(
            0,
            TEXTS["sum"].in_(
                scope.lang,
                scored=telling.points_text(score.scored),
                stretched=TEXTS["stretched"].in_(scope.lang) if score.stretch > 1 + 1e-9 else "",
                off=telling.points_text(-score.deducted),
                raw=telling.points_text(score.raw),
            ),
        )
    if score.vetoes:
        said.insert(0, TEXTS["vetoed"].in_(scope.lang, raw=telling.points_text(score.raw)))
    head = Markup("").join(render("words", text=text) for text in said)
    return Panel(title, head + table(columns, rows, empty=""))


def _row(each: Points, told: Evaluation, unit: str, scope: Scope) -> dict[str, object]:
    item, lang = each.item, scope.lang
    passport = _way(told, unit, item, scope)
    got = telling.got_text(each).in_(lang)
    weighs = item.scored and not isnan(each.points)
    return {
        "dimension": item.dimension.in_(lang),
        "item": link(item.name.in_(lang), passport, tip=item.of.name(lang)),
        "value": telling.value_text(each).in_(lang),
        "why": telling.why_text(each).in_(lang) or telling.rule_text(item).in_(lang),
        "stood": telling.stood_text(each.fact).in_(lang),
        "got": TEXTS["of"].in_(lang, got=got, weight=f"{item.weight:.4g}") if weighs else got,
        "css": "lacking" if each.lack else "struck" if item.rule == "veto" and each.counted == 0 else "",
    }


def _way(told: Evaluation, unit: str, item: Item, scope: Scope) -> str:
    """Where a number is opened: the passport of the unit's, or of the number that a department's is a part of; what was
    reported of an application stands on its own page."""
    by = divided_by(told.system)
    if by == "application":
        return scope.link("object", unit=told.system.unit, metric="", register="applications", key=unit)
    return scope.link("passport", unit=told.system.unit if by else unit, metric=item.metric)


def rules(told: Evaluation, scope: Scope) -> Markup:
    """The system as it stands: what is scored by which rule, and what becomes of what is missing."""
    system, lang = told.system, scope.lang
    facts = TEXTS["facts"].in_(
        lang,
        level=telling.LEVEL_NAMES[system.level].in_(lang),
        since=telling.version_text(system).in_(lang),
        missing=telling.MISSING_NAMES[system.missing].in_(lang),
        whole=f"{system.whole:g}",
    )
    heads = (("dimension", ""), ("item", "main"), ("rule", ""), ("weight", "number"))
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in heads]
    listed = table(columns, [_rule(item, scope) for item in system.items], empty="")
    return render("words", text=facts) + listed + render("words", text=TEXTS["formulas"].in_(lang))


def _rule(item: Item, scope: Scope) -> dict[str, object]:
    row = scope.link("object", register="index_metrics", key=item.key)
    return {
        "dimension": item.dimension.in_(scope.lang),
        "item": link(item.name.in_(scope.lang), row, tip=item.of.name(scope.lang)),
        "rule": telling.rule_text(item).in_(scope.lang),
        "weight": f"{item.weight:.4g}" if item.weight else "—",
    }
