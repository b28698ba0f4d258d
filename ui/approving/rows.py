"""The rows of registers in a submission: which are new, which change, which are taken off."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from data.registers import REGISTERS
from data.text import Text
from ui.approving.view import Cell, View, ticked, toggled
from ui.panels import Panel
from ui.rows.fields import register_name, words
from ui.scope import Scope
from ui.templates import render

MOST = 60  # rows on screen; all of them are in the workbook
FIELDS = 4  # fields of a row that are shown
TEXTS = {
    "rows": Text(
        "{register}：新增 {added}，修改 {changed}，移出 {removed}",
        "{register}: {added} added, {changed} changed, {removed} taken off",
    ),
    "same": Text("另有 {count} 行未变。", "{count} more rows are unchanged."),
    "more": Text("另有 {count} 行，见工作簿。", "{count} more rows are in the workbook."),
    "back": Text("退回", "Send back"),
    "change": Text("变化", "Change"),
    "cell": Text("单元格", "Cell"),
    "send_back": Text("退回 {cell}", "Send back {cell}"),
    "warned": Text("须留意", "To look at"),
    "hidden": Text(
        "工作簿里还有您无权查看的台账行；它们不在此列出，原文件也不提供下载。",
        "The workbook also holds register rows that you may not read; they are not listed, and the file is not offered.",
    ),
}
CHANGES = {"added": Text("新增", "Added"), "changed": Text("修改", "Changed"), "removed": Text("移出", "Taken off")}


def registers(view: View, scope: Scope) -> dict[str, Panel]:
    """A panel for each register of which rows would be added or changed, by its key."""
    assert view.review is not None
    records = view.review.compared.records
    found = {key: frame for key, frame in records.items() if len(frame) and (frame["change"] != "same").any()}
    return {key: _panel(key, frame, view, scope) for key, frame in found.items()}


def _panel(register: str, frame: pd.DataFrame, view: View, scope: Scope) -> Panel:
    change = frame["change"].where(~frame["removed"].astype(bool), "removed")
    counts = {key: int((change == key).sum()) for key in CHANGES}
    moving = frame.assign(change=change)[(change != "same").to_numpy()]
    title = TEXTS["rows"].in_(scope.lang, register=register_name(register, scope), **counts)
    same, more = len(frame) - len(moving), len(moving) - MOST
    body = _table(register, moving.head(MOST), view, scope)
    if more > 0:
        body += render("words", text=TEXTS["more"].in_(scope.lang, count=f"{more:,}"))
    if same:
        body += render("words", text=TEXTS["same"].in_(scope.lang, count=f"{same:,}"))
    return Panel(title, body)


def _table(register: str, moving: pd.DataFrame, view: View, scope: Scope) -> Markup:
    declared, back = REGISTERS[register], frozenset(ticked(view))
    shown = [field for field in declared.fields if field.required or field.type == "choice"][:FIELDS]
    say = words(register, scope)
    title = declared.title_field
    rows = [
        {
            **_way(row, view, back, scope),
            "what": row.get(title) or row["key"],
            "key": row["key"],
            "change": CHANGES[row["change"]].in_(scope.lang),
            "fields": [say(field.key, row.get(field.key)) or "—" for field in shown if field.key != title],
        }
        for row in moving.to_dict("records")
    ]
    name = (lambda field: field.zh) if scope.lang == "zh" else (lambda field: field.en)
    headings = [name(field) for field in shown if field.key != title]
    told = {key: text.in_(scope.lang) for key, text in TEXTS.items()}
    return render(
        "approving_rows",
        key=name(declared.key_field),
        headings=headings,
        rows=rows,
        words=told,
        may=view.may_not is None,
    )


def _way(row: dict[Any, Any], view: View, back: frozenset[Cell], scope: Scope) -> dict[str, object]:
    """How the row is sent back, and where it stands."""
    cell, address = (row["sheet"], row["cell"]), f"{row['sheet']} {row['cell']}"
    return {
        "css": "back" if cell in back else "",
        "back": cell in back,
        "toggle": toggled(scope, view, cell),
        "toggle_label": TEXTS["send_back"].in_(scope.lang, cell=address),
        "cell": address,
        "warnings": [finding.told(scope.lang) for finding in view.warnings.get(cell, ())],
    }
