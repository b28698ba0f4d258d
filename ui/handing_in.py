"""The last steps of a steward's month: drop the file, confirm, commit; and what came of it."""

import streamlit as st
from markupsafe import Markup

from data.refusal import Refusal
from data.settings import settings
from data.text import Text
from data.uploads.answer import mark
from data.uploads.commit import StoreMoved
from data.uploads.parse import Book
from ui.board import board
from ui.changes import changes, moved
from ui.examined import Done, Examined, examine, hand_in
from ui.exporting import XLSX
from ui.findings import findings
from ui.page import panel, show
from ui.panels import Panel
from ui.scope import Scope, when
from ui.steward import actor, name
from ui.tables import Column, link, table
from ui.templates import render

TEXTS = {
    "drop": Text("3  把填好的文件拖进来", "3  Drop the filled-in file here"),
    "kinds": Text(
        "可以是 .xlsx、.xls、.ods、.et 或 .csv，最多 {limit} MB。",
        ".xlsx, .xls, .ods, .et or .csv, at most {limit} MB.",
    ),
    "waiting": Text(
        "文件放进来后，这里立即显示核对结果，以及会改变什么。提交之前什么都不会变。",
        "Once a file is dropped, the findings and what it would change appear here. Nothing changes before you commit.",
    ),
    "marked": Text("下载标注后的工作簿", "Download the marked workbook"),
    "marked_name": Text("核对结果", "marked"),
    "confirm": Text("我已核对这 {count} 处疑点", "I have looked at these {count} findings"),
    "commit": Text("提交：新增 {added}，修改 {changed}", "Commit: {added} added, {changed} changed"),
    "mend_first": Text("先改好 {count} 处须修改的，才能提交。", "Mend {count} places first; then commit."),
    "name_first": Text("先在第 1 步填写姓名，才能提交。", "Give your name in step 1 first; then commit."),
    "confirm_first": Text("先勾选已核对，才能提交。", "Tick that you have looked; then commit."),
    "done": Text("已提交：批次 {batch}，版本 {revision}", "Committed: batch {batch}, revision {revision}"),
    "to_overview": Text("看总览", "See the overview"),
    "to_batch": Text("看这一批", "See this batch"),
    "what_moved": Text("动了的数（点开看详情）", "What moved (open a number to see its cells)"),
    "since": Text("预览之后的更新", "What came since your preview"),
    "revision": Text("版本", "Revision"),
    "at": Text("时间", "When"),
    "by": Text("经办", "By"),
    "file": Text("文件", "File"),
}


def drop(scope: Scope) -> tuple[str, bytes] | None:
    """The third step: the file dropped, its name and content; None while there is none."""
    kinds = TEXTS["kinds"].in_(scope.lang, limit=settings().limits.file_mb)
    with panel("drop", TEXTS["drop"].in_(scope.lang), kinds, scope):
        dropped = st.file_uploader(
            TEXTS["drop"].in_(scope.lang),
            key=f"file-{st.session_state.get('drop', 0)}",
            label_visibility="collapsed",
            on_change=_forget,
        )
    return None if dropped is None else (dropped.name, dropped.getvalue())


def _forget() -> None:
    """A new file: what was said of the one before is over."""
    for each in ("upload_refused", "upload_done"):
        st.session_state.pop(each, None)


def look_and_commit(file_name: str, content: bytes, scope: Scope) -> None:
    """Findings at once, then what would change, then the button."""
    seen = examine(file_name, content, actor(scope), scope.month)
    _refused(scope)
    book = seen.book if isinstance(seen.book, Book) else None
    show({"findings": findings(seen.checked.findings, book, scope)}, scope, key="findings")
    if seen.checked.findings:
        _marked(seen, scope)
    if seen.checked.errors:
        return
    panels = {"changes": changes(seen.compared, scope)}
    if seen.moves is not None:
        panels["moves"] = moved(seen.moves, scope)
    show(panels, scope, key="changes")
    _commit(seen, scope)


def _marked(seen: Examined, scope: Scope) -> None:
    """The same workbook back, its cells marked; made when it is asked for."""
    stem = seen.file_name.rsplit(".", 1)[0]
    st.download_button(
        TEXTS["marked"].in_(scope.lang),
        lambda: mark(seen.content, seen.file_name, seen.checked.findings),
        file_name=f"{stem}-{TEXTS['marked_name'].in_(scope.lang)}.xlsx",
        mime=XLSX,
        icon=":material/download:",
        on_click="ignore",
        key="marked",
    )


def _commit(seen: Examined, scope: Scope) -> None:
    """The button, or the sentence that says what is still to be done."""
    warnings, counts = len(seen.checked.warnings), seen.compared.counts()
    looked = not warnings or st.checkbox(
        TEXTS["confirm"].in_(scope.lang, count=warnings), key=f"looked-{hash(seen.content)}-{warnings}"
    )
    lacking = _lacking(seen, looked, scope)
    label = {key: f"{counts.get(key, 0):,}" for key in ("added", "changed")}
    st.button(
        TEXTS["commit"].in_(scope.lang, **label),
        type="primary",
        disabled=bool(lacking),
        on_click=hand_in,
        args=(seen,),
        key="commit",
    )
    if lacking:
        board(render("notes", notes=[lacking]), key="lacking", lang=scope.lang)


def _lacking(seen: Examined, looked: bool, scope: Scope) -> str:
    if seen.refusal:
        return seen.refusal.in_(scope.lang)
    if not name():
        return TEXTS["name_first"].in_(scope.lang)
    return "" if looked else TEXTS["confirm_first"].in_(scope.lang)


def _refused(scope: Scope) -> None:
    """A commit that did not happen: why, what came in between, what to do. The preview below is already new."""
    refused: Refusal | None = st.session_state.get("upload_refused")
    if refused is None:
        return
    board(render("notes", notes=[refused.sentence.in_(scope.lang)]), key="refused", lang=scope.lang)
    if isinstance(refused, StoreMoved):
        columns = [Column(key, TEXTS[key].in_(scope.lang)) for key in ("revision", "at", "by", "file")]
        rows = [
            {"revision": row["number"], "at": when(row["at"]), "by": row["actor"], "file": row["file_name"]}
            for row in refused.since.to_dict("records")
        ]
        show({"since": Panel(TEXTS["since"].in_(scope.lang), table(columns, rows, empty=""))}, scope, key="since")


def done(scope: Scope) -> bool:
    """What a commit made: batch, revision, and links to every number that moved. Whether there was one."""
    made: Done | None = st.session_state.get("upload_done")
    if made is None:
        return False
    committed, month = made.committed, made.examined.month
    title = TEXTS["done"].in_(scope.lang, batch=committed.batch, revision=committed.revision)
    ways = Markup('<p class="ways">{} {}</p>').format(
        link(TEXTS["to_overview"].in_(scope.lang), scope.link(month=month)),
        link(TEXTS["to_batch"].in_(scope.lang), scope.link("history", batch=committed.batch)),
    )
    of_month = Scope(scope.unit, month, scope.revision, lang=scope.lang)
    after = moved(made.examined.moves or [], of_month, TEXTS["what_moved"].in_(scope.lang))
    show({"done": Panel(title, ways), "moves": after}, scope, key="done")
    return True


def waiting(scope: Scope) -> None:
    """What will stand here once a file is dropped."""
    show({"waiting": Panel("", render("empty", text=TEXTS["waiting"].in_(scope.lang)))}, scope, key="waiting")
