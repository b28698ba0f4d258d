"""Files into a draft and out of it, and what another steward wrote into it meanwhile: mine or theirs."""

import streamlit as st

from data.media_types import XLSX
from data.reporting.drafts import Draft
from data.settings import settings
from data.text import Text
from data.uploads.answer import mark
from data.uploads.parse import Book
from ui.board import board
from ui.desk import drafting
from ui.desk.steward import template_button
from ui.desk.work import Place, Work, clock_time
from ui.exporting import marked
from ui.page import panel
from ui.templates import render

MOST_CONFLICTS = 12  # decided one by one; more are decided together
TEXTS = {
    "all": Text("全部", "All"),
    "marked": Text("只看要改的（{count}）", "To mend ({count})"),
    "file": Text("模板与文件", "Template and file"),
    "file_is": Text(
        "模板每个单位一行、每个填报项一列，灰字是上月数。在屏幕上填、用模板填，都写进同一份草稿。",
        "The template has a row for each unit and a column for each measure, with last month's figures in grey. Typed or "
        "uploaded, all goes into the same draft.",
    ),
    "kinds": Text(
        "可拖入 .xlsx、.xls、.ods、.et、.csv，最多 {limit} MB。",
        "Drop .xlsx, .xls, .ods, .et or .csv, at most {limit} MB.",
    ),
    "drop": Text("把填好的文件拖进来", "Drop the filled-in file here"),
    "marked_file": Text("下载标注后的工作簿", "The marked workbook"),
    "draft_file": Text("下载草稿工作簿", "The draft as a workbook"),
    "marked_name": Text("核对结果", "marked"),
    "discard": Text("放弃草稿", "Throw the draft away"),
    "discard_is": Text(
        "草稿的各版本仍留在库中，但不能再接着填。", "Its versions stay in the store, but it cannot be continued."
    ),
    "discard_now": Text("确定放弃", "Throw it away"),
    "begin": Text("开始填报", "Begin"),
    "begin_is": Text(
        "在屏幕上填，或拖入填好的工作簿。草稿自动保存，关掉浏览器也不会丢。",
        "Type on the screen, or drop a filled-in workbook. The draft saves itself; a closed browser loses nothing.",
    ),
    "begin_now": Text("在屏幕上填报 {month}", "Fill in {month} on the screen"),
    "conflicts": Text("另一位填报员也改了这些单元格", "Another steward changed these cells too"),
    "conflicts_is": Text(
        "其余改动都已保存。下面每格选一个：用您的，或留对方的。",
        "Everything else is saved. For each cell choose yours or theirs.",
    ),
    "conflict": Text(
        "{sheet} {cell}：您填“{mine}”，{by} 于 {at} 填“{theirs}”",
        "{sheet} {cell}: yours “{mine}”, {by} at {at} “{theirs}”",
    ),
    "mine": Text("用我的", "Mine"),
    "theirs": Text("留对方的", "Theirs"),
    "all_mine": Text("全部用我的", "All mine"),
    "all_theirs": Text("全部留对方的", "All theirs"),
    "newer": Text("“{file}”还没有存入：对方的版本更新。", "“{file}” is not saved: the other version is newer."),
    "replace": Text("用我的文件替换", "Replace with my file"),
    "leave": Text("留对方的版本", "Keep the other version"),
}


def begin(found: Place) -> None:
    """No draft yet: begin on the screen, or with a file."""
    scope, lang = found.scope, found.scope.lang
    month = f"{scope.month:%Y-%m}"
    with panel("begin", TEXTS["begin"].in_(lang), TEXTS["begin_is"].in_(lang), scope):
        st.button(
            TEXTS["begin_now"].in_(lang, month=month),
            type="primary",
            key="begin",
            icon=":material/edit:",
            disabled=found.month.closed,
            on_click=drafting.start,
            args=(scope.unit, scope.month),
        )
        _drop(found, None)
        template_button(scope)


def files(of: Work) -> None:
    """The template, the file that goes into the draft, and the draft as a workbook, marked where something is found."""
    scope, lang = of.scope, of.scope.lang
    with panel("file", TEXTS["file"].in_(lang), TEXTS["file_is"].in_(lang), scope):
        _drop(of.place, of.draft)
        template_button(scope)
        if of.book:
            _download(of, of.book)
        with st.popover(TEXTS["discard"].in_(lang), icon=":material/delete:", key="discard"):
            st.write(TEXTS["discard_is"].in_(lang))
            st.button(TEXTS["discard_now"].in_(lang), key="discard-now", on_click=drafting.discard, args=(of.draft,))


def _download(of: Work, book: Book) -> None:
    """The draft's workbook; with findings, marked, which is made when it is asked for."""
    lang, found = of.scope.lang, of.seen.checked.findings
    stem = book.file_name.rsplit(".", 1)[0]
    st.download_button(
        TEXTS["marked_file" if found else "draft_file"].in_(lang),
        lambda: mark(book.content, book.file_name, found) if found else book.content,
        file_name=marked(f"{stem}-{TEXTS['marked_name'].in_(lang)}.xlsx" if found else book.file_name, of.scope),
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="marked",
    )


def _drop(found: Place, draft: Draft | None) -> None:
    key = f"file-{st.session_state.get('drop', 0)}"
    st.file_uploader(
        TEXTS["drop"].in_(found.scope.lang),
        key=key,
        label_visibility="collapsed",
        disabled=found.month.closed,
        on_change=drafting.put,
        args=(found.scope.unit, found.scope.month, draft, key),
    )
    kinds = TEXTS["kinds"].in_(found.scope.lang, limit=settings().limits.file_mb)
    board(render("words", text=kinds), key="kinds", lang=found.scope.lang)


def disagreements(of: Work) -> None:
    """What another steward wrote meanwhile: a file that was not saved over it, and cells, mine or theirs."""
    lang = of.scope.lang
    if file := drafting.dropped(of.draft):
        with panel("newer", TEXTS["newer"].in_(lang, file=file.file_name), file.refusal.in_(lang), of.scope):
            keep, leave = st.columns(2)
            keep.button(TEXTS["replace"].in_(lang), key="replace", on_click=drafting.replace, args=(of.draft, file))
            leave.button(TEXTS["leave"].in_(lang), key="leave-theirs", on_click=drafting.leave_theirs)
    open_ = drafting.conflicts(of.draft.number)
    if open_:
        with panel("conflicts", TEXTS["conflicts"].in_(lang), TEXTS["conflicts_is"].in_(lang), of.scope):
            for number, each in enumerate(open_[:MOST_CONFLICTS]):
                told = TEXTS["conflict"].in_(
                    lang, sheet=each.sheet, cell=each.cell, mine=_said(each.mine), theirs=_said(each.theirs),
                    by=each.by, at=clock_time(each.at),
                )  # fmt: skip
                _choose(of, [each], told, ("mine", "theirs"), number)
            _choose(of, open_, "", ("all_mine", "all_theirs"), "all")


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _choose(of: Work, chosen, told: str, words: tuple[str, str], key: object) -> None:
    text, mine, theirs = st.columns((4, 1, 1), vertical_alignment="center")
    with text:
        board(render("words", text=told), key=f"conflict-{key}", lang=of.scope.lang)
    for where, word, keep in ((mine, words[0], True), (theirs, words[1], False)):
        where.button(
            TEXTS[word].in_(of.scope.lang),
            key=f"{word}-{key}",
            on_click=drafting.decide,
            args=(of.draft, chosen),
            kwargs={"keep_mine": keep},
        )
