"""One batch opened: what it changed, its file, and the ways to take it back or to correct its month."""

from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from data import access, batches, outlook, store
from data.registers import REGISTERS
from data.text import Text
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.batches.correcting import correct
from ui.batches.listed import TEXTS as LISTED
from ui.batches.listed import batch_page, drawn, handed_in, said_once
from ui.batches.withdrawing import confirm, waits
from ui.board import board
from ui.changes import figures
from ui.exporting import given_out, marked
from ui.page import panel, show
from ui.panels import Panel
from ui.rows.fields import register_name, words
from ui.saying import what_was_done
from ui.scope import Scope, when
from ui.tables import Column, link, pager, table
from ui.templates import render
from ui.texts import as_text

ROWS = 40
TEXTS = {
    "one": Text("批次 {number}：改变了什么", "Batch {number}: what it changed"),
    "unknown": Text(
        "没有批次 {number}，或其中没有您可以查看的内容；下面是您可以查看的批次。",
        "There is no batch {number}, or nothing in it that you may read; those you may read are listed below.",
    ),
    "figures": Text("填报数据", "Figures"),
    "rows_of": Text("{register}：{count} 行", "{register}: {count} rows"),
    "download": Text("下载原文件：{file}", "Download the file as received: {file}"),
    "not_yours": Text(
        "原文件里有您无权查看的内容，不提供下载。",
        "The file as received holds what you may not read, so it cannot be downloaded.",
    ),
    "place": Text("单元格", "Cell"),
    "see_then": Text("看当时的总览", "See the overview as it was then"),
    "close": Text("收起", "Close"),
    "withdraw": Text("撤回这一批…", "Withdraw this batch…"),
    "correct": Text("更正这个月…", "Correct this month…"),
}
CHANGES = {"added": Text("新增", "Added"), "changed": Text("修改", "Changed"), "removed": Text("移出", "Taken off")}


def opened(scope: Scope) -> None:
    """The batch that the URL asks for."""
    what_was_done(scope)
    number = address.number("batch")
    if number is None:
        return
    found = batch_page(number + 1, 0)
    if found.empty or found["number"].iloc[0] != number:
        board(render("notes", notes=[TEXTS["unknown"].in_(scope.lang, number=number)]), key="unknown", lang=scope.lang)
        return
    row = found.to_dict("records")[0]
    live = not drawn(row, scope)["css"]
    with room.engine().connect() as conn:
        may = live and outlook.allowed(conn, number, actor())
    about = _to_correct(number, scope)
    text = _facts(row, scope) + _ways(row, may, about is not None, scope)
    with panel("one", TEXTS["one"].in_(scope.lang, number=number), text, scope):
        _download(number, row["file_name"], scope)
    if not waits(number, scope) and may and st.query_params.get("withdraw") == "1":
        confirm(number, scope)
    if about and st.query_params.get("correct") == "1":
        correct(*about, scope)
    show(_parts(number, address.number("from") or 0, scope), scope, key="parts")


def _facts(row: dict[str, Any], scope: Scope) -> Markup:
    plain, row = drawn(row, scope), said_once(row, scope)
    told = {
        "at": when(row["at"]),
        "handed_in": handed_in(row),
        "actor": row["actor"],
        "approved": row["approved_by"],
        "submission": row["submission"] or "",
        "correction": row["correction"],
        "file": Markup("{}<small>{}</small>").format(row["file_name"], row["note"])
        if row["note"]
        else row["file_name"],
        **{key: plain[key] for key in ("source", "added", "changed", "same", "state")},
    }
    return render("facts", facts=[(LISTED[key].in_(scope.lang), value) for key, value in told.items() if value != ""])


def _ways(row: dict[str, Any], may_withdraw: bool, may_correct: bool, scope: Scope) -> Markup:
    ways = [link(TEXTS["see_then"].in_(scope.lang), scope.link(revision=row["revision"], pinned=True))]
    if may_correct:
        ways.append(link(TEXTS["correct"].in_(scope.lang), scope.link("history", batch=row["number"], correct=1)))
    if may_withdraw:
        ways.append(link(TEXTS["withdraw"].in_(scope.lang), scope.link("history", batch=row["number"], withdraw=1)))
    ways.append(link(TEXTS["close"].in_(scope.lang), scope.link("history")))
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(ways))


def _to_correct(number: int, scope: Scope) -> tuple[str, date] | None:
    """The unit and month that the batch reports and this person may correct; None for who may not."""
    with room.engine().connect() as conn:
        about = batches.about(conn, number)
    if about is None or about[0] not in scope.tree or not access.may(actor(), "report", about[0], scope.tree):
        return None
    return about


def _parts(number: int, offset: int, scope: Scope) -> dict[str, Panel]:
    """A panel for the figures and one for each register, a page at a time."""
    panels = {}
    with store.reading(room.engine()) as conn:
        for key, count in batches.sizes(conn, number, actor()).items():
            told = (
                _figures(conn, number, offset, scope)
                if key == "figures"
                else _records(conn, number, key, offset, scope)
            )
            way = pager(count, offset, ROWS, lambda start: _part(number, start, scope), scope.lang)
            title = TEXTS["figures"].in_(scope.lang) if key == "figures" else register_name(key, scope)
            panels[key] = Panel(TEXTS["rows_of"].in_(scope.lang, register=title, count=f"{count:,}"), told + way)
    return panels


def _part(number: int, start: int, scope: Scope) -> str:
    return scope.link("history", batch=number, **{"from": start})


def _figures(conn, number: int, offset: int, scope: Scope) -> Markup:
    return figures(batches.figures_of(conn, number, actor(), limit=ROWS, offset=offset), scope, ROWS, past=True)


def _records(conn, number: int, register: str, offset: int, scope: Scope) -> Markup:
    declared = REGISTERS[register]
    fields = [field for field in declared.fields if field.required or field.type == "choice"]
    columns = [
        Column("key", declared.key_field.zh if scope.lang == "zh" else declared.key_field.en, "main"),
        Column("change", ""),
        *(Column(field.key, field.zh if scope.lang == "zh" else field.en) for field in fields),
        Column("place", TEXTS["place"].in_(scope.lang)),
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


def _download(number: int, file_name: str, scope: Scope) -> None:
    who = actor()
    with room.engine().connect() as conn:
        readable = batches.file_is_readable(conn, number, who)
    if not readable:
        board(render("notes", notes=[TEXTS["not_yours"].in_(scope.lang)]), key="no-file", lang=scope.lang)
        return

    def content() -> bytes:
        with room.engine().connect() as conn:
            return batches.file_of(conn, number, actor())[1]

    st.download_button(
        TEXTS["download"].in_(scope.lang, file=as_text(file_name)),
        given_out(f"batch {number}", file_name, content),
        file_name=marked(file_name, scope),
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"file-of-{number}",
    )
