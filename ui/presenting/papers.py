"""PDF of a storyline, of what was sealed, or of the overview: as vectors on A4 or A3, one page a step."""

from collections.abc import Callable

import streamlit as st

from data import disclosures, rooms
from data.media_types import PDF
from data.presenting import storylines
from data.presenting.reading import Storyline
from data.presenting.views import FRONT, View
from data.seals.steps import steps
from data.text import Text
from metrics.papers import making
from metrics.papers.making import PAPERS, Made
from ui import actor as signed
from ui import room
from ui.page import panel
from ui.presenting.acting import in_its_room
from ui.saying import doing
from ui.scope import Scope, month_name

Make = Callable[[Scope, str, bool], Made]
TEXTS = {
    "pdf": Text("PDF", "PDF"),
    "told": Text(
        "{what}做成 PDF：一步一页，有页码，每个图表下有来源、月份、版本和填报率；文字和图都是矢量，放大不糊，可以查找。文件离开系统后不再受权限约束。",
        "{what} as a PDF: one page a step, with page numbers; below each figure its source, month, revision and coverage. All is "
        "vectors: sharp at any size, and its words can be searched. Once it has left the cockpit no right holds it.",
    ),
    "storyline": Text("这个演示脚本", "This storyline"),
    "seal": Text("封存的步骤和第 {revision} 版的数", "The steps as they were sealed, with the numbers of revision {revision},"),
    "view": Text("{unit}{month}的总览", "The overview of {unit}, {month},"),
    "others": Text("其他页面在姓名菜单里点“本页 PDF”。", "Of any other page: “This page as a PDF” in the menu under your name."),
    "paper": Text("纸张", "Paper"),
    "notes": Text("带讲解词", "With what is said"),
    "make": Text("做成 PDF", "Make a PDF"),
    "get": Text("下载 PDF（{pages} 页，第 {revision} 版）", "Download it ({pages} pages, revision {revision})"),
}  # fmt: skip


def of_storyline(found: Storyline, scope: Scope) -> None:
    """On a storyline's page."""
    if not found.steps:
        return

    def make(scope: Scope, paper: str, spoken: bool) -> Made:
        with rooms.real().connect() as conn:
            now = storylines.theirs(conn, found.number, signed.person())
        engine, acting = in_its_room(now)
        made = making.of_storyline(engine, now, acting, scope.lang, paper=paper, spoken=spoken)
        disclosures.pdf_made(rooms.real(), f"storyline {found.number}", made.told, by=signed.person())
        return made

    _panel(TEXTS["storyline"].in_(scope.lang), f"{found.number}-{found.version}", make, scope)


def of_seal(number: int, revision: int, scope: Scope) -> None:
    """On the certificate of a seal."""

    def make(scope: Scope, paper: str, spoken: bool) -> Made:
        with rooms.real().connect() as conn:
            sealed = steps(conn, None, number, signed.person())
        engine, acting = in_its_room(sealed.storyline)
        kind = making.of_seal(sealed.mark, scope.lang)
        made = making.of_storyline(
            engine, sealed.storyline, acting, scope.lang, paper=paper, revision=sealed.revision, kind=kind, spoken=spoken
        )  # fmt: skip
        disclosures.pdf_made(rooms.real(), sealed.about, made.told, by=signed.person())
        return made

    _panel(TEXTS["seal"].in_(scope.lang, revision=revision), f"seal-{number}", make, scope)


def overview(scope: Scope) -> None:
    """On the list of storylines: the overview of this view's unit and month, in its room and at its revision."""

    def make(scope: Scope, paper: str, _spoken: bool) -> Made:
        view, who = View(FRONT, scope.unit, scope.month), signed.actor()
        revision = scope.revision if scope.pinned else None
        made = making.of_view(room.engine(), view, who, scope.lang, paper=paper, revision=revision)
        disclosures.pdf_made(room.engine(), f"unit {scope.unit}", made.told, by=who)
        return made

    what = TEXTS["view"].in_(scope.lang, unit=scope.name(scope.unit), month=month_name(scope.month, scope.lang))
    _panel(
        what,
        f"view-{scope.unit}-{scope.month}-{scope.revision}",
        make,
        scope,
        TEXTS["others"].in_(scope.lang),
        has_notes=False,
    )


def _panel(what: str, about: str, make: Make, scope: Scope, more: str = "", *, has_notes: bool = True) -> None:
    lang, key = scope.lang, f"pdf-{about}-{scope.lang}"
    with panel("pdf", TEXTS["pdf"].in_(lang), f"{TEXTS['told'].in_(lang, what=what)} {more}".rstrip(), scope):
        with st.container(horizontal=True, vertical_alignment="bottom", key="pdf-do"):
            st.selectbox(TEXTS["paper"].in_(lang), PAPERS, key="pdf-paper")
            if has_notes:
                st.checkbox(TEXTS["notes"].in_(lang), key="pdf-notes")
            st.button(TEXTS["make"].in_(lang), key="pdf-make", on_click=doing, args=(_make, make, key, scope))
        made: Made | None = st.session_state.get(key)
        if made:
            label = TEXTS["get"].in_(lang, pages=made.pages, revision=made.revision)
            st.download_button(
                label, made.content, made.name, PDF, key="pdf-get", icon=":material/download:", on_click="ignore"
            )


def _make(make: Make, key: str, scope: Scope) -> None:
    """For the button, with the rights of that moment."""
    st.session_state[key] = make(scope, st.session_state["pdf-paper"], bool(st.session_state.get("pdf-notes")))
