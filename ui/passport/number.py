"""One number opened, panel by panel: what it is, how it is made, who stands behind it, where it came from."""

from datetime import date
from math import isnan
from typing import Any

import pandas as pd
from markupsafe import Markup

from data import months
from data.measures import MEASURES, Measure
from data.text import Text
from metrics import METRICS, formats
from metrics.judgement import (
    JOINED,
    Judgement,
    applications_behind,
    due_on,
    is_early,
    is_of_year,
    judged,
    months_missing,
    part_above,
)
from metrics.language import Metric
from metrics.passport import Passport, passport
from metrics.periods import MONTH, YEAR_TO_DATE
from ui import reads
from ui.cards import MEASURED, carried_units, change_of, changes_shown, value_of
from ui.changes import written
from ui.instructions.issuing import charge_way
from ui.panels import Panel, beside_title
from ui.passport import released
from ui.passport.corrections import fact
from ui.reads import by_revision
from ui.rows.fields import listed, register_name
from ui.scope import Scope, month_name, period_name
from ui.tables import Column, folded, link, table
from ui.templates import render
from ui.watching.way import watch_metric

MOST_MISSING = 100
FEW = 24  # a longer list is folded

TEXTS = {
    "no_figure": Text("暂无数据", "No figure"),
    "definition": Text("口径", "Definition"),
    "formula": Text("怎么算的", "How it is made"),
    "part": Text("填报项", "Measure"),
    "value": Text("数值", "Value"),
    "kind": Text("性质", "Kind"),
    "coverage": Text("谁在这个数后面", "Who stands behind it"),
    "covered": Text("填报率 {have}/{expected}", "Coverage {have}/{expected}"),
    "counted": Text(
        "已报 {reported} 个，沿用上期 {carried} 个，缺 {missing} 个",
        "{reported} reported, {carried} carried, {missing} missing",
    ),
    "counted_early": Text(
        "{why}：已报 {reported} 个，待报 {missing} 个", "{why}: {reported} reported so far, {missing} still to come"
    ),
    "due": Text("{day} 截止", "Due on {day}"),
    "runs": Text("本月未结束", "The month is not over"),
    "owing": Text("未报的单位和归口部门", "Who has not reported, and who answers for it"),
    "silent": Text(
        "近三个月报过、本月未报的应用", "Applications that reported in the last three months and not in this one"
    ),
    "doubt": Text("存疑", "In doubt"),
    "application": Text("应用", "Application"),
    "last": Text("末次填报", "Last reported"),
    "all_in": Text("都报了。", "Everyone has reported."),
    "unit": Text("单位", "Unit"),
    "what": Text("缺什么", "What is missing"),
    "owner": Text("归口", "Owner"),
    "more": Text("另有 {count} 个", "{count} more"),
    "problem_rows": Text("看这些问题", "See these problems"),
    "application_rows": Text("看这些应用", "See these applications"),
    "target": Text("年度目标", "Target of the year"),
    "lacking": Text("周期内", "In the period"),
    "of_month": Text(
        "下面的构成、填报率和出处是{month}当月的。", "The parts, coverage and cells below are those of {month} alone."
    ),
    "ytd": Text("累计", "Year to date"),
    "ytd_yoy": Text("累计同比", "Year to date, YoY"),
    "carried": Text("沿用上期", "Carried"),
    "status": Text("状态", "Status"),
    "history_picture": Text("走势图片", "The months as a picture"),
    "units_picture": Text("各单位图片", "The units as a picture"),
}
KINDS = {
    "flow": Text("流量：可按月、按单位相加", "Flow: adds up over months and units"),
    "stock": Text("存量：取期末数，可按单位相加", "Stock: read at the end, adds up over units"),
    "index": Text("指数：不能相加", "Index: never adds up"),
    "ratio": Text("比率：先加总，再相除", "Ratio: adds up first, divides after"),
}


@by_revision
def opened(conn, revision, metric: str, unit: str, month: date) -> Passport:
    """`metrics.passport`: everything about one number."""
    return passport(conn, METRICS[metric], unit, month, revision=revision)


def headline(number: Passport, scope: Scope) -> Panel:
    """The number itself, large, and what it says."""
    metric, row = number.metric, _row(number, scope)
    judgement = judged(row, metric, scope.month)
    shown = value_of(metric, row, scope, more=0 if judgement.year.zh else judgement.more)
    none = shown == formats.NONE
    return Panel(
        "",
        render(
            "headline",
            name=metric.name(scope.lang),
            whose=f"{scope.name(number.unit)} · {period_name(scope)}",
            value=TEXTS["no_figure"].in_(scope.lang) if none else shown,
            none=none,
            unit=metric.unit.in_(scope.lang) if metric.format in MEASURED and not none else "",
            exact=formats.exact(row["value"], metric, row["qualifier"], scope.lang),
            how=number.how.in_(scope.lang) + _of_month(scope),
            why=metric.why.in_(scope.lang),
            facts=[*_facts(metric, row, judgement, scope), *fact(number, scope), *released.facts(number, scope)],
            ways=[
                *_ways(metric, scope),
                *charge_way(scope, metric=metric.key, unit=number.unit),
                *watch_metric(scope, metric.key),
                *_pictures(scope),
            ],
        ),
    )


def _pictures(scope: Scope) -> list[Markup]:
    """One panel as a picture for a message: the months, and the units side by side. A wall takes nothing along."""
    drawn = Markup('<a href="{}" target="_blank">{}</a>')
    named = {} if scope.wall else {"history": TEXTS["history_picture"], "units": TEXTS["units_picture"]}
    return [
        drawn.format(scope.link("picture", of="passport", panel=panel), text.in_(scope.lang))
        for panel, text in named.items()
    ]


def _row(number: Passport, scope: Scope) -> pd.Series:
    frame = reads.snapshot(scope, (number.metric.key,), number.unit, number.month)
    return frame[frame["unit"] == number.unit].iloc[0]


def _of_month(scope: Scope) -> str:
    """What stands below a number of several months is of the last of them."""
    if scope.period == MONTH.key:
        return ""
    space = "" if scope.lang == "zh" else " "
    return space + TEXTS["of_month"].in_(scope.lang, month=month_name(scope.month, scope.lang))


def _facts(metric: Metric, row: pd.Series, judgement: Judgement, scope: Scope) -> list[tuple[str, str]]:
    """Changes and standing as the tile shows them."""
    lang = scope.lang
    facts = [(name, change_of(metric, row, key, scope)) for key, name in changes_shown(scope)]
    if row["carried"]:
        facts.append((TEXTS["carried"].in_(lang), carried_units(row, scope)))
    lacking = months_missing(row, scope.period, scope.month)
    if lacking.zh:
        facts.append((TEXTS["lacking"].in_(lang), lacking.in_(lang)))
    for name, said in (("application", applications_behind(row)), ("doubt", part_above(row, metric))):
        if said.zh:
            facts.append((TEXTS[name].in_(lang), said.in_(lang)))
    if (metric.kind == "flow" or is_of_year(row)) and scope.period != YEAR_TO_DATE.key:
        facts.append((TEXTS["ytd"].in_(lang), formats.show(row["ytd"], metric, row["ytd_qualifier"], lang)))
        facts.append((TEXTS["ytd_yoy"].in_(lang), formats.show_change(row["ytd_yoy"], metric, lang)))
    if judgement.bound.zh:
        facts.append((TEXTS["target"].in_(lang), judgement.bound.in_(lang)))
        told = (judgement.word, judgement.year, judgement.mark, judgement.gap, judgement.missing)
        facts.append((TEXTS["status"].in_(lang), JOINED.in_(lang).join(text.in_(lang) for text in told if text.zh)))
    return facts


def _ways(metric: Metric, scope: Scope) -> list[Markup]:
    """Links to the definition and, behind a register's number, to its rows."""
    ways = [link(TEXTS["definition"].in_(scope.lang), scope.link("definitions", metric=metric.key))]
    if metric.rows and metric.rows[0].register == "problems":
        standing = {"problems_overdue": "overdue"}.get(metric.key)
        more = {"standing": standing} if standing else {}
        ways.append(link(TEXTS["problem_rows"].in_(scope.lang), scope.link("problems", metric="", **more)))
    elif metric.rows:
        where = {
            each.field: each.than for word in metric.rows for each in getattr(word, "where", ()) if each.word == "is"
        }
        ways.append(link(TEXTS["application_rows"].in_(scope.lang), scope.link("applications", metric="", **where)))
    return ways


def formula(number: Passport, scope: Scope) -> Panel:
    """The formula in words, and the value of each of its parts."""
    metric = number.metric
    columns = [
        Column("part", TEXTS["part"].in_(scope.lang), "main"),
        Column("kind", TEXTS["kind"].in_(scope.lang)),
        Column("value", TEXTS["value"].in_(scope.lang), "number strong"),
    ]
    rows = [
        {
            "part": _named(part.measure, scope),
            "kind": KINDS[part.measure.kind].in_(scope.lang),
            "value": _full(part.value, part.qualifier, part.measure, scope),
        }
        for part in number.parts
    ]
    sentence = Markup('<p class="formula">{} = {}</p>').format(metric.name(scope.lang), number.formula.in_(scope.lang))
    return Panel(TEXTS["formula"].in_(scope.lang), sentence + (table(columns, rows, empty="") if rows else Markup("")))


def _named(measure: Measure, scope: Scope) -> Markup:
    name, definition = (
        (measure.zh, measure.definition.zh) if scope.lang == "zh" else (measure.en, measure.definition.en)
    )
    return Markup("<b>{}</b><small>{}</small>").format(name, definition)


def _full(value: float, qualifier: str, measure: Measure, scope: Scope) -> str:
    return "—" if isnan(value) else f"{written(value, qualifier, scope)} {measure.unit.in_(scope.lang)}"


def coverage(number: Passport, scope: Scope) -> Panel:
    """How many units stand behind it, each unit's own figures, who is missing and who answers for that."""
    missing = number.expected - number.reported - number.carried
    row = _row(number, scope)
    if is_early(row):
        return _early(number, row, scope)
    counted = TEXTS["counted"].in_(scope.lang, reported=number.reported, carried=number.carried, missing=missing)
    covered = TEXTS["covered"].in_(scope.lang, have=number.reported + number.carried, expected=number.expected)
    aside = beside_title(covered)
    return Panel(
        TEXTS["coverage"].in_(scope.lang),
        render("words", text=counted) + _owing(number, scope) + _silent(number, scope),
        aside,
    )


def _early(number: Passport, row: pd.Series, scope: Scope) -> Panel:
    """Before the day due nobody is missing: how many are in, and the day."""
    why = TEXTS["due"].in_(scope.lang, day=due_on(row)) if due_on(row) else TEXTS["runs"].in_(scope.lang)
    rest = number.expected - number.reported
    told = TEXTS["counted_early"].in_(scope.lang, why=why, reported=number.reported, missing=rest)
    return Panel(TEXTS["coverage"].in_(scope.lang), render("words", text=told if number.expected else why))


def _owing(number: Passport, scope: Scope) -> Markup:
    if number.missing.empty:
        return render("words", text=TEXTS["all_in"].in_(scope.lang)) if number.expected else Markup("")
    css = {"unit": "main short", "what": "", "owner": "short"}  # names stay whole beside a long list
    columns = [Column(key, TEXTS[key].in_(scope.lang), each) for key, each in css.items()]
    owed: dict[str, list[dict[Any, Any]]] = {}
    for row in number.missing.to_dict("records"):
        owed.setdefault(row["unit"], []).append(row)
    rows = [
        {
            "unit": scope.name(unit),
            "what": listed([_what(each["measure"], number, scope) for each in lacking], scope.lang),
            "owner": lacking[0]["owner"].in_(scope.lang),
        }
        for unit, lacking in list(owed.items())[:MOST_MISSING]
    ]
    more = len(owed) - len(rows)
    rest = render("words", text=TEXTS["more"].in_(scope.lang, count=more)) if more > 0 else Markup("")
    title = Markup("<h3>{}</h3>").format(TEXTS["owing"].in_(scope.lang))
    others = (
        folded(TEXTS["more"].in_(scope.lang, count=len(rows) - FEW), table(columns, rows[FEW:], empty=""))
        if rows[FEW:]
        else ""
    )
    return title + table(columns, rows[:FEW], empty="") + others + rest


def _silent(number: Passport, scope: Scope) -> Markup:
    """The applications that have fallen silent, each with the last month it reported."""
    if number.silent.empty:
        return Markup("")
    columns = [Column(key, TEXTS[key].in_(scope.lang)) for key in ("unit", "application", "last")]
    rows = [
        {"unit": scope.name(row.unit), "application": row.name, "last": months.label(row.last)}
        for row in number.silent.head(MOST_MISSING).itertuples(index=False)
    ]
    more = len(number.silent) - len(rows)
    rest = render("words", text=TEXTS["more"].in_(scope.lang, count=more)) if more > 0 else Markup("")
    return Markup("<h3>{}</h3>").format(TEXTS["silent"].in_(scope.lang)) + table(columns, rows, empty="") + rest


def _what(key: str, number: Passport, scope: Scope) -> str:
    measure = MEASURES.get(key)
    if measure is None:
        return register_name(key, scope)
    return measure.zh if scope.lang == "zh" else measure.en
