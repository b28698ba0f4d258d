"""One number opened, panel by panel: what it is, how it is made, who stands behind it, where it came from."""

from datetime import date
from math import isnan
from typing import Any

import pandas as pd
from markupsafe import Markup

from data.measures import Measure
from data.text import Text
from metrics import METRICS, formats
from metrics.language import Metric
from metrics.passport import MOST_CELLS, Passport, passport
from metrics.status import STATUSES
from ui import reads
from ui.cards import enough, run_up
from ui.changes import written
from ui.fields import register_name
from ui.panels import Panel
from ui.reads import by_revision
from ui.scope import Scope, month_name, when
from ui.tables import Column, folded, link, table
from ui.templates import render
from ui.texts import tell

MOST_MISSING = 30
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
    "counted": Text("已报 {reported} 个，沿用上期 {carried} 个，缺 {missing} 个", "{reported} reported, {carried} carried, {missing} missing"),
    "owing": Text("未报的单位和归口部门", "Who has not reported, and who answers for it"),
    "all_in": Text("都报了。", "Everyone has reported."),
    "unit": Text("单位", "Unit"),
    "what": Text("缺什么", "What is missing"),
    "owner": Text("归口", "Owner"),
    "month": Text("月份", "Month"),
    "carried": Text("沿用", "carried"),
    "more": Text("另有 {count} 个", "{count} more"),
    "cells": Text("数据出处：{count} 个单元格", "Where it came from: {count} cells"),
    "rows": Text("数据出处：{count} 行", "Where it came from: {count} rows"),
    "no_cells": Text("还没有数据。", "There is nothing yet."),
    "row": Text("行", "Row"),
    "file": Text("文件", "File"),
    "cell": Text("单元格", "Cell"),
    "batch": Text("批次", "Batch"),
    "by": Text("经办", "By"),
    "first": Text("只列出前 {shown} 个，共 {total} 个。", "The first {shown} of {total}."),
    "earlier": Text("历次数值", "Earlier values"),
    "by_revision": Text("历次数值（按版本）", "The number by revision"),
    "revision": Text("版本", "Revision"),
    "at": Text("时间", "When"),
    "event": Text("因", "By way of"),
    "commit": Text("批次 {batch} 提交", "batch {batch} committed"),
    "withdraw": Text("批次 {batch} 撤回", "batch {batch} withdrawn"),
    "months": Text("各月走势", "Month by month"),
    "problem_rows": Text("看这些问题", "See these problems"),
    "application_rows": Text("看这些应用", "See these applications"),
    "target": Text("年度目标", "Target of the year"),
    "mom": Text("环比", "MoM"),
    "yoy": Text("同比", "YoY"),
    "ytd": Text("累计", "Year to date"),
    "status": Text("状态", "Status"),
    "said": Text("原文", "As written"),
    "choose": Text("选一个指标看它的详情：", "Choose a metric to open:"),
    "unknown": Text("没有名为“{value}”的指标。请从下面选一个。", "There is no metric “{value}”. Choose one below."),
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
    metric = number.metric
    shown = number.grade or formats.show(number.value, metric, number.qualifier, scope.lang)
    return Panel(
        "",
        render(
            "headline",
            name=metric.name(scope.lang),
            whose=f"{scope.name(number.unit)} · {month_name(number.month, scope.lang)}",
            value=shown if shown != formats.NONE else TEXTS["no_figure"].in_(scope.lang),
            none=shown == formats.NONE,
            unit=metric.unit.in_(scope.lang) if metric.format in ("count", "decimal", "money") and shown != formats.NONE else "",
            exact=formats.exact(number.value, metric, number.qualifier, scope.lang),
            how=number.how.in_(scope.lang),
            why=metric.why.in_(scope.lang),
            facts=_facts(metric, scope),
            ways=_ways(metric, scope),
        ),
    )


def _facts(metric: Metric, scope: Scope) -> list[tuple[str, str]]:
    """Changes and standing as the tile shows them."""
    frame = reads.snapshot(scope, (metric.key,), scope.unit, scope.month)
    row = frame[frame["unit"] == scope.unit].iloc[0]
    facts = [(TEXTS[key].in_(scope.lang), formats.show_change(row[key], metric, scope.lang)) for key in ("mom", "yoy")]
    if metric.kind == "flow":
        facts.append((TEXTS["ytd"].in_(scope.lang), formats.show(row["ytd"], metric, language=scope.lang)))
    if pd.notna(row["target"]):
        facts.append((TEXTS["target"].in_(scope.lang), formats.show(row["target"], metric, language=scope.lang)))
        status = STATUSES[row["status"]].in_(scope.lang) if row["status"] and enough(row) else tell(scope.lang, "withheld")
        facts.append((TEXTS["status"].in_(scope.lang), f"{status} {formats.show_share(row['attainment'])}"))
    return facts


def _ways(metric: Metric, scope: Scope) -> list[Markup]:
    """Links to the definition and, behind a register's number, to its rows."""
    ways = [link(TEXTS["definition"].in_(scope.lang), scope.link("definitions", metric=metric.key))]
    if metric.rows and metric.rows[0].register == "problems":
        standing = {"problems_overdue": "overdue"}.get(metric.key)
        more = {"standing": standing} if standing else {}
        ways.append(link(TEXTS["problem_rows"].in_(scope.lang), scope.link("problems", metric="", **more)))
    elif metric.rows:
        where = {each.field: each.than for word in metric.rows for each in getattr(word, "where", ()) if each.word == "is"}
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
    name, definition = (measure.zh, measure.definition.zh) if scope.lang == "zh" else (measure.en, measure.definition.en)
    return Markup("<b>{}</b><small>{}</small>").format(name, definition)


def _full(value: float, qualifier: str, measure: Measure, scope: Scope) -> str:
    return "—" if isnan(value) else f"{written(value, qualifier, scope)} {measure.unit.in_(scope.lang)}"


def coverage(number: Passport, scope: Scope) -> Panel:
    """How many units stand behind it, each unit's own figures, who is missing and who answers for that."""
    missing = number.expected - number.reported - number.carried
    counted = TEXTS["counted"].in_(scope.lang, reported=number.reported, carried=number.carried, missing=missing)
    covered = TEXTS["covered"].in_(scope.lang, have=number.reported + number.carried, expected=number.expected)
    aside = Markup('<span class="aside">{}</span>').format(covered)
    return Panel(TEXTS["coverage"].in_(scope.lang), render("words", text=counted) + _owing(number, scope), aside)


def _owing(number: Passport, scope: Scope) -> Markup:
    if number.missing.empty:
        return render("words", text=TEXTS["all_in"].in_(scope.lang)) if number.expected else Markup("")
    columns = [Column("unit", TEXTS["unit"].in_(scope.lang), "main")]
    columns += [Column(key, TEXTS[key].in_(scope.lang)) for key in ("what", "owner")]
    by_unit = number.missing.groupby("unit", sort=False)
    rows = [
        {
            "unit": scope.name(unit),
            "what": "、".join(_what(key, number, scope) for key in rows["measure"]),
            "owner": rows["owner"].iloc[0].in_(scope.lang),
        }
        for unit, rows in list(by_unit)[:MOST_MISSING]
    ]
    more = by_unit.ngroups - len(rows)
    rest = render("words", text=TEXTS["more"].in_(scope.lang, count=more)) if more > 0 else Markup("")
    title = Markup("<h3>{}</h3>").format(TEXTS["owing"].in_(scope.lang))
    return title + table(columns, rows, empty="") + rest


def _what(key: str, number: Passport, scope: Scope) -> str:
    measure = next((each for each in number.metric.measures if each.key == key), None)
    if measure is None:
        return register_name(key, scope)
    return measure.zh if scope.lang == "zh" else measure.en


def origins(number: Passport, scope: Scope) -> Panel:
    """The cells, or the register's rows, behind the number, with batch, file, sheet, cell, person and time."""
    of_rows = bool(number.metric.rows)
    title = TEXTS["rows" if of_rows else "cells"].in_(scope.lang, count=f"{number.origins.total:,}")
    columns = [
        Column("what", TEXTS["row" if of_rows else "part"].in_(scope.lang), "main"),
        Column("unit", TEXTS["unit"].in_(scope.lang)),
        *([] if of_rows else [Column("month", TEXTS["month"].in_(scope.lang), "short"), Column("value", TEXTS["value"].in_(scope.lang), "number strong")]),
        Column("file", TEXTS["file"].in_(scope.lang)),
        Column("cell", TEXTS["cell"].in_(scope.lang), "short"),
        Column("batch", TEXTS["batch"].in_(scope.lang), "short"),
        Column("by", TEXTS["by"].in_(scope.lang)),
        Column("at", TEXTS["at"].in_(scope.lang), "short"),
    ]
    records = number.origins.frame.to_dict("records")
    rows = [_row_behind(row, scope) if of_rows else _cell_behind(row, number, scope) for row in records]
    body = table(columns, rows[:FEW], empty=TEXTS["no_cells"].in_(scope.lang))
    if rows[FEW:]:
        body += folded(TEXTS["more"].in_(scope.lang, count=len(rows) - FEW), table(columns, rows[FEW:], empty=""))
    if number.origins.total > len(rows):
        body += render("words", text=TEXTS["first"].in_(scope.lang, shown=MOST_CELLS, total=f"{number.origins.total:,}"))
    return Panel(title, body)


def _cell_behind(row: dict[str, Any], number: Passport, scope: Scope) -> dict[str, object]:
    measure = next(each for each in number.metric.measures if each.key == row["measure"])
    value = row["grade"] or written(row["value"], row["qualifier"], scope)
    said = Markup("<small>{}</small>").format(row["said"]) if row["said"] else Markup("")
    name = measure.zh if scope.lang == "zh" else measure.en
    return {
        "what": Markup("<b>{}</b><small>{}</small>").format(name, row["subject"]) if row["subject"] else Markup("<b>{}</b>").format(name),
        "month": f"{row['month']:%Y-%m}",
        "value": Markup("{}{}").format(value, said),
        **_came(row, scope),
    }


def _row_behind(row: dict[str, Any], scope: Scope) -> dict[str, object]:
    return {"what": Markup("<b>{}</b><small>{}</small>").format(row["title"], row["key"]), **_came(row, scope)}


def _came(row: dict[str, Any], scope: Scope) -> dict[str, object]:
    """Where it came from: the workbook, the cell, the batch, the person."""
    demo = Markup(' <span class="demo">{}</span>').format(tell(scope.lang, "demo")) if row["demo"] else Markup("")
    return {
        "unit": scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"],
        "file": Markup("{}{}").format(row["file_name"], demo),
        "cell": f"{row['sheet']}!{row['cell']}",
        "batch": link(f"{TEXTS['batch'].in_(scope.lang)} {row['batch']}", scope.link("history", batch=row["batch"], metric="")),
        "by": row["actor"],
        "at": when(row["at"]),
    }


def earlier(number: Passport, scope: Scope) -> Panel:
    """The number as it was at the revisions that could have changed it."""
    columns = [
        Column("revision", TEXTS["revision"].in_(scope.lang), "short"),
        Column("value", TEXTS["value"].in_(scope.lang), "number strong"),
        Column("event", TEXTS["event"].in_(scope.lang), "main"),
        Column("by", TEXTS["by"].in_(scope.lang)),
        Column("at", TEXTS["at"].in_(scope.lang), "short"),
    ]
    rows = [
        {
            "revision": link(f"r{row['revision']}", scope.link("passport", revision=row["revision"], pinned=True)),
            "value": formats.show(row["value"], number.metric, row["qualifier"], scope.lang),
            "event": TEXTS[row["kind"]].in_(scope.lang, batch=row["batch"]),
            "by": row["actor"],
            "at": when(row["at"]),
        }
        for row in number.earlier.to_dict("records")
    ]
    return Panel(TEXTS["earlier"].in_(scope.lang), table(columns, rows, empty=TEXTS["no_cells"].in_(scope.lang)))


def revisions_line(number: Passport, scope: Scope) -> pd.DataFrame:
    """The earlier values for a chart: part, at, value, text."""
    told = [
        formats.show(row["value"], number.metric, row["qualifier"], scope.lang) for row in number.earlier.to_dict("records")
    ]
    at = pd.to_datetime(number.earlier["at"]).dt.tz_localize(None) if len(number.earlier) else []
    return pd.DataFrame({"part": number.metric.key, "at": at, "value": number.earlier["value"], "text": told})


def months_line(number: Passport, scope: Scope) -> pd.DataFrame:
    """The metric of the unit over the months up to this one."""
    return reads.history(scope, (number.metric.key,), (number.unit,), run_up(scope))
