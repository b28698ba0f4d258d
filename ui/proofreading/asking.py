"""Where a text is given to be checked: pasted, or dropped as a document."""

import streamlit as st

from data import store
from data.settings import settings
from data.text import Text
from metrics.finding.search import Seeker
from metrics.proofreading import documents
from metrics.proofreading.documents import MOST, Checked
from ui import actor as signed
from ui import room
from ui.page import panel
from ui.saying import doing
from ui.scope import Scope, month_name

DONE = "proofread"
TEXTS = {
    "title": Text("核对文稿中的数字", "Check the figures of a text"),
    "told": Text(
        "粘贴讲话稿、汇报、新闻稿，或放入 .docx、.pptx、.pdf、.txt：每个数字都找出来，写明它说的是什么、与库中的数是否一致。没有写明月份的，按{unit}{month}核对。文字不保存。",
        "Paste a speech, a report or a news text, or drop a .docx, .pptx, .pdf or .txt: every figure is found, with what it is about and "
        "whether it agrees with the store. Where no month is said, it is held against {unit}, {month}. Nothing of it is kept.",
    ),
    "text": Text("文稿", "Text"),
    "file": Text("或选一个文件（选了文件就核对文件）", "Or choose a file (it is checked in place of the text)"),
    "check": Text("核对", "Check"),
    "clear": Text("清除", "Clear"),
}


def asking(scope: Scope) -> None:
    """The form. What came of it is kept for this session alone, in `st.session_state[DONE]`."""
    lang = scope.lang
    told = TEXTS["told"].in_(lang, unit=scope.name(scope.unit), month=month_name(scope.month, lang))
    with panel("proofread", TEXTS["title"].in_(lang), told, scope):
        st.text_area(TEXTS["text"].in_(lang), key="proofread-text", height=220, max_chars=MOST)
        limit = settings().limits.file_mb
        st.file_uploader(
            TEXTS["file"].in_(lang), type=[*documents.ENDINGS], max_upload_size=limit, key="proofread-file"
        )
        with st.container(horizontal=True, key="proofread-do"):
            st.button(
                TEXTS["check"].in_(lang), type="primary", key="proofread-go", on_click=doing, args=(_check, scope)
            )
            if DONE in st.session_state:
                st.button(TEXTS["clear"].in_(lang), key="proofread-clear", on_click=_clear)


def _check(scope: Scope) -> None:
    st.session_state.pop(DONE, None)
    given, text = st.session_state.get("proofread-file"), st.session_state.get("proofread-text", "")
    seeker = Seeker(signed.actor(), scope.unit, scope.month, scope.revision if scope.pinned else None)
    with store.reading(room.engine()) as conn:
        if given is None:
            st.session_state[DONE] = (documents.of_text(conn, text, seeker), b"")
        else:
            content = given.getvalue()
            st.session_state[DONE] = (documents.of_file(conn, content, given.name, seeker), content)


def _clear() -> None:
    for key in (DONE, "proofread-text", "proofread-marked"):
        st.session_state.pop(key, None)


def checked() -> tuple[Checked, bytes] | None:
    """What was checked last in this session, with the document it was."""
    return st.session_state.get(DONE)
