"""Batches on screen, newest first: what came in from whom, who let it count, and what was taken back."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from data import batches, store
from data.text import Text
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.filters import Choice, asked
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import Column, link, table
from ui.templates import render
from ui.texts import of_program, tell

PAGE = 25

NOTES = ("actor", "note", "correction", "reason")  # of a batch, where the program says something, too
TEXTS = {
    "batches": Text("批次", "Batches"),
    "number": Text("批次", "Batch"),
    "at": Text("时间", "When"),
    "actor": Text("经办", "By"),
    "file": Text("文件", "File"),
    "source": Text("来源", "Source"),
    "added": Text("新增", "Added"),
    "changed": Text("修改", "Changed"),
    "same": Text("相同", "Same"),
    "revision": Text("版本", "Revision"),
    "handed_in": Text("提交", "Handed in"),
    "approved": Text("审核", "Approved by"),
    "correction": Text("更正原因", "Correction"),
    "submission": Text("提交号", "Submission"),
    "state": Text("状态", "State"),
    "counts": Text("有效", "counts"),
    "withdrawn": Text(
        "{when} 由 {actor} 撤回（版本 {revision}）：{reason}",
        "withdrawn {when} by {actor} (revision {revision}): {reason}",
    ),
    "no_reason": Text("未说明", "no reason given"),
    "none": Text("没有符合条件的批次。", "No batch matches."),
    "empty": Text(
        "还没有批次。请到“上报”页上传第一份工作簿。",
        "There is no batch yet. Upload the first workbook on the page Upload.",
    ),
}
SOURCES = {
    "workbook": Text("工作簿", "Workbook"),
    "screen": Text("页面", "Screen"),
    "api": Text("接口", "API"),
    "published": Text("公开发布", "Published"),
    "demo": Text("演示数据", "Demonstration"),
}


def batch_page(before: int | None, limit: int, source: str = "", words: str = "") -> pd.DataFrame:
    """One page of the batches that this person may read something of, newest first, and one more if there is one; narrowed by
    how they came and by words. Not kept: what others may read moves with the calendar too."""
    with store.reading(room.engine()) as conn:
        return batches.listing(conn, limit=limit + 1, before=before, actor=actor(), source=source, words=words)


def listed(scope: Scope) -> Panel:
    """The batches, newest first, narrowed to what is asked; each opens below the title bar."""
    before = address.number("before")
    ways = [(key, text.in_(scope.lang)) for key, text in SOURCES.items()]
    chosen = asked("history", (Choice("source", TEXTS["source"].in_(scope.lang), ways),))
    found = batch_page(before, PAGE, chosen.values.get("source", ""), chosen.words)
    keys = ("number", "at", "actor", "file", "source", "added", "changed", "same", "revision", "state")
    numbers = {"added", "changed", "same", "revision"}
    css = dict.fromkeys(numbers, "number") | dict.fromkeys(("at", "actor", "source"), "short") | {"state": "state"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [drawn(row, scope) for row in found.head(PAGE).to_dict("records")]
    later = rows and len(found) > PAGE
    way = render(
        "pager",
        shown="",
        earlier=chosen.link(scope) if before else "",
        later=chosen.link(scope, before=found["number"].iloc[PAGE - 1]) if later else "",
        words={"pages": TEXTS["batches"].in_(scope.lang), **_ways(scope)},
    )
    empty = TEXTS["none" if chosen.values or chosen.words else "empty"].in_(scope.lang)
    body = chosen.shown(scope) + table(columns, rows, empty=empty)
    return Panel(TEXTS["batches"].in_(scope.lang), body + (way if before or later else Markup("")))


def _ways(scope: Scope) -> dict[str, str]:
    newest, older = Text("最新", "Newest"), Text("更早", "Older")
    return {"earlier": newest.in_(scope.lang), "later": older.in_(scope.lang)}


def drawn(row: dict[str, Any], scope: Scope) -> dict[str, object]:
    row = said_once(row, scope)
    gone = row["withdrawn_by"] is not None and row["withdrawn_by"] == row["withdrawn_by"]
    demo = Markup(' <span class="demo">{}</span>').format(tell(scope.lang, "demo")) if row["demo"] else Markup("")
    return {
        "css": "withdrawn" if gone else "",
        "number": link(str(row["number"]), scope.link("history", batch=row["number"])),
        "at": Markup("{}{}").format(when(row["at"]), _small("handed_in", handed_in(row), scope)),
        "actor": Markup("{}{}").format(row["actor"], _small("approved", row["approved_by"], scope)),
        "file": Markup("{}{}{}").format(
            row["file_name"],
            Markup("<small>{}</small>").format(row["note"]) if row["note"] else "",
            _small("correction", row["correction"], scope),
        ),
        "source": SOURCES[row["source"]].in_(scope.lang) + demo if not row["demo"] else demo,
        **{key: "—" if pd.isna(row[key]) else f"{row[key]:,}" for key in ("added", "changed", "same")},
        "revision": link(f"r{row['revision']}", scope.link(revision=row["revision"], pinned=True)),
        "state": _withdrawn(row, scope) if gone else TEXTS["counts"].in_(scope.lang),
    }


def said_once(row: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """A batch of the program, whose notes stand in both languages, in that of the view; what people wrote stays as it is."""
    if not row["demo"] and row["source"] != "published":
        return row
    told = {key: of_program(row[key], scope.lang) for key in NOTES if isinstance(row[key], str)}
    return row | told


def handed_in(row: dict[str, Any]) -> str:
    """When the report was handed in, which decides whether it was on time; "" for what came another way."""
    return "" if pd.isna(row["handed_in"]) else when(row["handed_in"])


def _small(key: str, value: str, scope: Scope) -> Markup:
    return Markup("<small>{} {}</small>").format(TEXTS[key].in_(scope.lang), value) if value else Markup("")


def _withdrawn(row: dict[str, Any], scope: Scope) -> str:
    return TEXTS["withdrawn"].in_(
        scope.lang,
        when=when(row["withdrawn_at"]),
        actor=row["withdrawn_by"],
        revision=int(row["withdrawn_revision"]),
        reason=row["reason"] or TEXTS["no_reason"].in_(scope.lang),
    )
