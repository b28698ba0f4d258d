"""What of a number was known to be wrong: from what value, to what, why, by whom, and who let it count."""

from typing import Any

from markupsafe import Markup

from data.text import Text
from metrics.passport import Passport
from ui.changes import written
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import Column, folded, link, table

FEW = 12  # a longer list is folded
TEXTS = {
    "corrections": Text("已知更正：{count} 处", "Known corrections: {count}"),
    "corrected": Text("更正", "Corrected"),
    "corrected_so_often": Text("{count} 处，最近一次 {at}", "{count}, last {at}"),
    "what": Text("数据", "Figure"),
    "unit": Text("单位", "Unit"),
    "month": Text("月份", "Month"),
    "change": Text("原为 → 更正为", "Was → is"),
    "reason": Text("更正原因", "Why"),
    "by": Text("经办", "By"),
    "approved": Text("审核", "Approved by"),
    "at": Text("时间", "When"),
    "batch": Text("批次", "Batch"),
    "more": Text("另有 {count} 处", "{count} more"),
    "nothing": Text("未填报", "not reported"),
}
CHANGES = {"added": Text("补报", "Added"), "changed": Text("更正", "Changed"), "removed": Text("移出", "Taken off")}
CSS = {"what": "main", "month": "short", "change": "number", "at": "short", "batch": "short"}


def corrections(number: Passport, scope: Scope) -> dict[str, Panel]:
    """The corrections, the newest first, as a panel by its name; {} where nothing was corrected."""
    frame = number.corrections
    if frame.empty:
        return {}
    keys = ["what", "unit", "month", "change", "reason", "by", "approved", "at", "batch"]
    if number.metric.rows:
        keys.remove("month")
    columns = [Column(key, TEXTS[key].in_(scope.lang), CSS.get(key, "")) for key in keys]
    rows = [_correction(row, number, scope) for row in frame.to_dict("records")]
    body = table(columns, rows[:FEW], empty="")
    if rows[FEW:]:
        body += folded(TEXTS["more"].in_(scope.lang, count=len(rows) - FEW), table(columns, rows[FEW:], empty=""))
    return {"corrections": Panel(TEXTS["corrections"].in_(scope.lang, count=len(rows)), body)}


def fact(number: Passport, scope: Scope) -> list[tuple[str, str]]:
    """That it was corrected, beside the number itself; nothing where it never was."""
    frame = number.corrections
    if frame.empty:
        return []
    last = when(frame["at"].iloc[0])
    told = TEXTS["corrected_so_often"].in_(scope.lang, count=len(frame), at=last[:10])
    return [(TEXTS["corrected"].in_(scope.lang), told)]


def mark(reason: str, scope: Scope) -> Markup:
    """The mark of a batch that corrected an earlier month, the reason at a touch; nothing for a report."""
    if not reason:
        return Markup("")
    drawn = Markup(' <span class="corrected" data-tip="{}">{}</span>')
    return drawn.format(reason, TEXTS["corrected"].in_(scope.lang))


def _correction(row: dict[Any, Any], number: Passport, scope: Scope) -> dict[str, object]:
    return {
        **(_row(row, scope) if number.metric.rows else _figure(row, number, scope)),
        "unit": scope.name(row["unit"]) if row["unit"] in scope.tree else row["unit"],
        "reason": row["reason"],
        "by": row["actor"],
        "approved": row["approved_by"] or "—",
        "at": when(row["at"]),
        "batch": link(str(row["batch"]), scope.link("history", batch=row["batch"], metric="")),
    }


def _row(row: dict[Any, Any], scope: Scope) -> dict[str, object]:
    what = Markup("<b>{}</b><small>{}</small>").format(row["title"], row["key"])
    return {"what": what, "change": CHANGES[row["change"]].in_(scope.lang)}


def _figure(row: dict[Any, Any], number: Passport, scope: Scope) -> dict[str, object]:
    measure = next(each for each in number.metric.measures if each.key == row["measure"])
    before = row["before_grade"] or _value(row["before"], row["before_qualifier"], scope)
    after = row["grade"] or _value(row["value"], row["qualifier"], scope)
    subject = Markup("<small>{}</small>").format(row["subject"]) if row["subject"] else Markup("")
    return {
        "what": Markup("<b>{}</b>").format(measure.zh if scope.lang == "zh" else measure.en) + subject,
        "month": f"{row['month']:%Y-%m}",
        "change": Markup('<span class="quiet">{} →</span> <b>{}</b>').format(before, after),
    }


def _value(value: float, qualifier: str, scope: Scope) -> str:
    return TEXTS["nothing"].in_(scope.lang) if value != value else written(value, qualifier, scope)
