"""Batches on screen: what came in from whom, what each changed, and how to take one back."""

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import batches, store
from data.access import Actor
from data.registers import REGISTERS
from data.text import Text
from ui.actor import actor
from ui.board import board
from ui.changes import figures
from ui.fields import register_name, words
from ui.page import panel, show
from ui.panels import Panel
from ui.reads import by_revision
from ui.scope import Scope, when
from ui.tables import Column, link, pager, table
from ui.templates import render
from ui.texts import tell
from ui.withdrawing import confirm, what_was_done

PAGE, ROWS = 25, 40

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
    "state": Text("状态", "State"),
    "counts": Text("有效", "counts"),
    "withdrawn": Text(
        "{when} 由 {actor} 撤回（版本 {revision}）：{reason}",
        "withdrawn {when} by {actor} (revision {revision}): {reason}",
    ),
    "no_reason": Text("未说明", "no reason given"),
    "empty": Text(
        "还没有批次。请到“上报”页上传第一份工作簿。",
        "There is no batch yet. Upload the first workbook on the page Upload.",
    ),
    "one": Text("批次 {number}：改变了什么", "Batch {number}: what it changed"),
    "unknown": Text("没有批次 {number}，下面是全部批次。", "There is no batch {number}; all of them are listed below."),
    "figures": Text("填报数据", "Figures"),
    "rows_of": Text("{register}：{count} 行", "{register}: {count} rows"),
    "download": Text("下载原文件：{file}", "Download the file as received: {file}"),
    "not_yours": Text(
        "原文件里有您无权查看的内容，不提供下载。",
        "The file as received holds what you may not read, so it cannot be downloaded.",
    ),
    "see_then": Text("看当时的总览", "See the overview as it was then"),
    "close": Text("收起", "Close"),
    "withdraw": Text("撤回这一批…", "Withdraw this batch…"),
}
SOURCES = {
    "workbook": Text("工作簿", "Workbook"),
    "screen": Text("页面", "Screen"),
    "api": Text("接口", "API"),
    "published": Text("公开发布", "Published"),
    "demo": Text("演示数据", "Demonstration"),
}


@by_revision
def batch_page(conn, _revision, actor: Actor, before: int | None, limit: int) -> pd.DataFrame:
    """`batches.listing`: one page of batches, newest first, and one more if there is one."""
    return batches.listing(conn, limit=limit + 1, before=before, actor=actor)


@by_revision
def batch_sizes(conn, _revision, actor: Actor, number: int) -> dict[str, int]:
    """`batches.sizes`."""
    return batches.sizes(conn, number, actor)


@by_revision
def file_is_readable(conn, _revision, actor: Actor, number: int) -> bool:
    """`batches.file_is_readable`."""
    return batches.file_is_readable(conn, number, actor)


def listed(scope: Scope) -> Panel:
    """The batches, newest first; each opens below the title bar."""
    before = _number("before")
    found = batch_page(scope, actor(), before, PAGE)
    keys = ("number", "at", "actor", "file", "source", "added", "changed", "same", "revision", "state")
    numbers = {"added", "changed", "same", "revision"}
    css = dict.fromkeys(numbers, "number") | dict.fromkeys(("at", "actor", "source"), "short") | {"state": "state"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css.get(key, "")) for key in keys]
    rows = [_row(row, scope) for row in found.head(PAGE).to_dict("records")]
    later = rows and len(found) > PAGE
    way = render(
        "pager",
        shown="",
        earlier=scope.link("history") if before else "",
        later=scope.link("history", before=found["number"].iloc[PAGE - 1]) if later else "",
        words={"pages": TEXTS["batches"].in_(scope.lang), **_ways(scope)},
    )
    body = table(columns, rows, empty=TEXTS["empty"].in_(scope.lang))
    return Panel(TEXTS["batches"].in_(scope.lang), body + (way if before or later else Markup("")))


def _ways(scope: Scope) -> dict[str, str]:
    newest, older = Text("最新", "Newest"), Text("更早", "Older")
    return {"earlier": newest.in_(scope.lang), "later": older.in_(scope.lang)}


def _row(row: dict[str, Any], scope: Scope) -> dict[str, object]:
    gone = row["withdrawn_by"] is not None and row["withdrawn_by"] == row["withdrawn_by"]
    demo = Markup(' <span class="demo">{}</span>').format(tell(scope.lang, "demo")) if row["demo"] else Markup("")
    return {
        "css": "withdrawn" if gone else "",
        "number": link(str(row["number"]), scope.link("history", batch=row["number"])),
        "at": when(row["at"]),
        "actor": row["actor"],
        "file": Markup("{}{}").format(
            row["file_name"], Markup("<small>{}</small>").format(row["note"]) if row["note"] else ""
        ),
        "source": SOURCES[row["source"]].in_(scope.lang) + demo if not row["demo"] else demo,
        **{key: f"{row[key]:,}" for key in ("added", "changed", "same")},
        "revision": link(f"r{row['revision']}", scope.link(revision=row["revision"], pinned=True)),
        "state": _withdrawn(row, scope) if gone else TEXTS["counts"].in_(scope.lang),
    }


def _withdrawn(row: dict[str, Any], scope: Scope) -> str:
    return TEXTS["withdrawn"].in_(
        scope.lang,
        when=when(row["withdrawn_at"]),
        actor=row["withdrawn_by"],
        revision=int(row["withdrawn_revision"]),
        reason=row["reason"] or TEXTS["no_reason"].in_(scope.lang),
    )


def opened(scope: Scope) -> None:
    """The batch that the URL asks for: what it changed, its file, and the way to take it back."""
    what_was_done(scope)
    number = _number("batch")
    if number is None:
        return
    found = batch_page(scope, actor(), number + 1, 0)
    if found.empty or found["number"].iloc[0] != number:
        board(render("notes", notes=[TEXTS["unknown"].in_(scope.lang, number=number)]), key="unknown", lang=scope.lang)
        return
    row = found.to_dict("records")[0]
    offset = _number("from") or 0
    with panel("one", TEXTS["one"].in_(scope.lang, number=number), _facts(row, scope), scope):
        _download(number, row["file_name"], scope)
    if not _row(row, scope)["css"] and st.query_params.get("withdraw") == "1":
        confirm(number, scope)
    show(_parts(number, offset, scope), scope, key="parts")


def _facts(row: dict[str, Any], scope: Scope) -> Markup:
    drawn = _row(row, scope)
    keys = ("at", "actor", "file", "source", "added", "changed", "same", "state")
    facts = [(TEXTS[key].in_(scope.lang), drawn[key]) for key in keys]
    ways = [link(TEXTS["see_then"].in_(scope.lang), scope.link(revision=row["revision"], pinned=True))]
    if not drawn["css"]:
        ways.append(link(TEXTS["withdraw"].in_(scope.lang), scope.link("history", batch=row["number"], withdraw=1)))
    ways.append(link(TEXTS["close"].in_(scope.lang), scope.link("history")))
    return render("facts", facts=facts) + Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways))


def _parts(number: int, offset: int, scope: Scope) -> dict[str, Panel]:
    """A panel for the figures and one for each register, a page at a time."""
    panels = {}
    for key, count in batch_sizes(scope, actor(), number).items():
        with store.engine().connect() as conn:
            drawn = (
                _figures(conn, number, offset, scope)
                if key == "figures"
                else _records(conn, number, key, offset, scope)
            )
        way = pager(
            count, offset, ROWS, lambda start: scope.link("history", batch=number, **{"from": start}), scope.lang
        )
        title = TEXTS["figures"].in_(scope.lang) if key == "figures" else register_name(key, scope)
        panels[key] = Panel(TEXTS["rows_of"].in_(scope.lang, register=title, count=f"{count:,}"), drawn + way)
    return panels


def _figures(conn, number: int, offset: int, scope: Scope) -> Markup:
    return figures(batches.figures_of(conn, number, actor(), limit=ROWS, offset=offset), scope, ROWS, past=True)


def _records(conn, number: int, register: str, offset: int, scope: Scope) -> Markup:
    declared = REGISTERS[register]
    fields = [field for field in declared.fields if field.required or field.type == "choice"]
    columns = [
        Column("key", declared.key_field.zh if scope.lang == "zh" else declared.key_field.en, "main"),
        Column("change", ""),
        *(Column(field.key, field.zh if scope.lang == "zh" else field.en) for field in fields),
        Column("place", TEXTS["file"].in_(scope.lang)),
    ]
    say = words(register, scope)
    rows = [
        {
            **{field.key: say(field.key, row[field.key]) or "—" for field in fields},
            "key": row["key"],
            "change": CHANGES[row["change"]].in_(scope.lang),
            "place": f"{row['sheet']} {row['cell']}",
        }
        for row in batches.records_of(conn, number, register, actor(), limit=ROWS, offset=offset).to_dict("records")
    ]
    return table(columns, rows, empty="")


CHANGES = {"added": Text("新增", "Added"), "changed": Text("修改", "Changed"), "removed": Text("移出", "Taken off")}


def _download(number: int, file_name: str, scope: Scope) -> None:
    who = actor()
    if not file_is_readable(scope, who, number):
        board(render("notes", notes=[TEXTS["not_yours"].in_(scope.lang)]), key="no-file", lang=scope.lang)
        return

    def content() -> bytes:
        with store.engine().connect() as conn:
            return batches.file_of(conn, number, who)[1]

    st.download_button(
        TEXTS["download"].in_(scope.lang, file=file_name),
        content,
        file_name=file_name,
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"file-of-{number}",
    )


def _number(key: str) -> int | None:
    """A number in the URL; None where there is none or it is not one."""
    asked = st.query_params.get(key, "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None
