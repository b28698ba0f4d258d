"""Where one number came from: the cells or rows behind it, and its earlier values."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from data import published
from data.measures import MEASURES
from data.questions.threads import Spot
from data.text import Text
from metrics import formats
from metrics.passport import MOST_CELLS, Passport
from ui.changes import written
from ui.lines import by_revision
from ui.panels import Panel
from ui.passport.corrections import mark
from ui.passport.questions import mark as question_mark
from ui.passport.questions import open_at
from ui.published import in_print, titled, told_of
from ui.scope import Scope, when
from ui.tables import Column, folded, link, table
from ui.templates import render
from ui.texts import tell

FEW = 24  # a longer list is folded

TEXTS = {
    "by_revision": Text("历次数值（按版本）", "The number by revision"),
    "part": Text("填报项", "Measure"),
    "value": Text("数值", "Value"),
    "unit": Text("单位", "Unit"),
    "month": Text("月份", "Month"),
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
    "revision": Text("版本", "Revision"),
    "at": Text("时间", "When"),
    "event": Text("因", "By way of"),
    "commit": Text("批次 {batch} 提交", "batch {batch} committed"),
    "withdraw": Text("批次 {batch} 撤回", "batch {batch} withdrawn"),
    "correction": Text("更正原因：{reason}", "Correction: {reason}"),
    "withdrawn_for": Text("撤回原因：{reason}", "Withdrawn because: {reason}"),
    "approved_by": Text("审核：{name}", "Approved by {name}"),
    "approved": Text("审核", "Approved by"),
}


def origins(number: Passport, scope: Scope) -> Panel:
    """The cells, or the register's rows, behind the number, with batch, file, sheet, cell, person and time."""
    of_rows = bool(number.metric.rows)
    title = TEXTS["rows" if of_rows else "cells"].in_(scope.lang, count=f"{number.origins.total:,}")
    columns = [
        Column("what", TEXTS["row" if of_rows else "part"].in_(scope.lang), "main"),
        Column("unit", TEXTS["unit"].in_(scope.lang)),
        *(
            []
            if of_rows
            else [
                Column("month", TEXTS["month"].in_(scope.lang), "short"),
                Column("value", TEXTS["value"].in_(scope.lang), "number strong"),
            ]
        ),
        Column("file", TEXTS["file"].in_(scope.lang)),
        Column("cell", TEXTS["cell"].in_(scope.lang), "short"),
        Column("batch", TEXTS["batch"].in_(scope.lang), "short"),
        Column("by", TEXTS["by"].in_(scope.lang)),
        *([Column("approved", TEXTS["approved"].in_(scope.lang))] if _any_approved(number) else []),
        Column("at", TEXTS["at"].in_(scope.lang), "short"),
    ]
    records = number.origins.frame.to_dict("records")
    asked = {} if of_rows else open_at(number, scope)
    rows = [_row_behind(row, scope) if of_rows else _cell_behind(row, number, asked, scope) for row in records]
    body = table(columns, rows[:FEW], empty=TEXTS["no_cells"].in_(scope.lang))
    if rows[FEW:]:
        body += folded(TEXTS["more"].in_(scope.lang, count=len(rows) - FEW), table(columns, rows[FEW:], empty=""))
    if number.origins.total > len(rows):
        body += render(
            "words", text=TEXTS["first"].in_(scope.lang, shown=MOST_CELLS, total=f"{number.origins.total:,}")
        )
    return Panel(title, body)


def _any_approved(number: Passport) -> bool:
    return bool((number.origins.frame["approved_by"] != "").any())


def _cell_behind(row: dict[Any, Any], number: Passport, asked: Mapping[Spot, int], scope: Scope) -> dict[str, object]:
    measure = MEASURES[row["measure"]]
    value = row["grade"] or written(row["value"], row["qualifier"], scope)
    printed = _printed(row)
    said = Markup("<small>{}</small>").format(row["said"]) if row["said"] and not printed else Markup("")
    name = measure.zh if scope.lang == "zh" else measure.en
    subject = Markup("<small>{}</small>").format(row["subject"]) if row["subject"] else ""
    return {
        "what": Markup("<b>{}</b>{}{}").format(name, question_mark(row, asked, scope), subject),
        "month": f"{row['month']:%Y-%m}",
        "value": Markup("{}{}").format(value, said),
        **_came(row, scope),
        **(_document(printed, scope) if printed else {}),
    }


def _printed(row: Mapping[Any, Any]) -> dict[Any, Any] | None:
    """What was printed, where the figure came from a document and not from a workbook."""
    if row["file_name"] != published.FILE:
        return None
    found = published.printed_as(row["measure"], row["unit"], row["month"], row["subject"])
    return found[-1] if found else None


def _document(printed: Mapping[Any, Any], scope: Scope) -> dict[str, object]:
    """The document, its date and its words, instead of a row of our own list."""
    sources = published.sources().set_index("key", drop=False).to_dict("index")
    document = sources[printed["source"]]
    here = link(titled(document, scope), scope.link("published", metric=""))
    return {
        "file": Markup("{}<small>{}</small>{}").format(here, told_of(document, scope), in_print(printed, scope)),
        "cell": "—",
    }


def _row_behind(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    return {"what": Markup("<b>{}</b><small>{}</small>").format(row["title"], row["key"]), **_came(row, scope)}


def _came(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    """Where it came from: the workbook, the cell, the batch, the person."""
    demo = Markup(' <span class="demo">{}</span>').format(tell(scope.lang, "demo")) if row["demo"] else Markup("")
    return {
        "unit": scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"],
        "file": Markup("{}{}<small>{}</small>").format(row["file_name"], demo, row["note"]),
        "cell": f"{row['sheet']}!{row['cell']}",
        "batch": Markup("{}{}").format(_batch(row["batch"], scope), mark(row["correction"], scope)),
        "by": row["actor"],
        "approved": row["approved_by"] or "—",
        "at": when(row["at"]),
    }


def _batch(number: int, scope: Scope) -> Markup:
    return link(f"{TEXTS['batch'].in_(scope.lang)} {number}", scope.link("history", batch=number, metric=""))


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
            "event": _event(row, scope),
            "by": row["actor"],
            "at": when(row["at"]),
        }
        for row in number.earlier.to_dict("records")
    ]
    return Panel(TEXTS["earlier"].in_(scope.lang), table(columns, rows, empty=TEXTS["no_cells"].in_(scope.lang)))


def _event(row: dict[Any, Any], scope: Scope) -> Markup:
    """What came or went, why, and who let it count."""
    told = TEXTS[row["kind"]].in_(scope.lang, batch=row["batch"])
    why = TEXTS["correction" if row["kind"] == "commit" else "withdrawn_for"].in_(scope.lang, reason=row["reason"])
    approved = TEXTS["approved_by"].in_(scope.lang, name=row["approved_by"])
    more = [why] * bool(row["reason"]) + [approved] * bool(row["approved_by"] and row["kind"] == "commit")
    return Markup("{}{}").format(told, Markup("").join(Markup("<small>{}</small>").format(each) for each in more))


def revisions_chart(number: Passport, scope: Scope) -> dict[str, Panel]:
    """The number as it was at the revisions that could have changed it, the oldest first."""
    data = number.earlier.sort_values("revision").assign(at=lambda rows: "r" + rows["revision"].astype(str))
    return by_revision(data, number.metric, scope, title=TEXTS["by_revision"].in_(scope.lang))
