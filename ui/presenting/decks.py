"""Slides (PowerPoint) of a storyline, and a deck of earlier brought to another month: what changed is listed beside the new file."""

import streamlit as st
from markupsafe import Markup

from data import disclosures, file_making, months, rooms, store
from data.media_types import PPTX
from data.presenting import storylines
from data.presenting.reading import Storyline
from data.presenting.views import FRONT, View
from data.refusal import Refusal
from data.settings import settings
from data.text import Language, Text
from metrics.decks import making
from metrics.decks.making import Made
from metrics.decks.updating import Updated, update
from ui import actor as signed
from ui import room
from ui.exporting import marked
from ui.page import panel, show
from ui.panels import Panel
from ui.presenting.acting import in_its_room
from ui.saying import doing, say
from ui.scope import Scope, last_month, month_name
from ui.tables import Column, table
from ui.templates import render

TEXTS = {
    "deck": Text("幻灯片（PowerPoint）", "Slides (PowerPoint)"),
    "told": Text(
        "一步一页：标题、数、表和图都能在 PowerPoint、WPS 里修改，讲解词在备注里，每个图下有来源、月份、版本和填报率。文件离开系统后不再受权限约束。",
        "One slide a step: titles, numbers, tables and charts can be edited in PowerPoint and WPS, what is said stands in the notes, "
        "and below each figure its source, month, revision and coverage. Once it has left the cockpit no right holds it.",
    ),
    "seal_told": Text(
        "按封存的步骤和第 {revision} 版的数做成幻灯片。幻灯片可以修改，不带签名；要核验请用上面的封存文件。",
        "The steps as they were sealed, with the numbers of revision {revision}, as slides. They can be edited and are not signed: "
        "what is verified is the file above.",
    ),
    "overview_told": Text(
        "{unit}{month}的总览做成一页：指标与目标、走势、各单位。要讲多页，请先编一个演示脚本。",
        "The overview of {unit}, {month}, as a slide: figures against targets, months, units. For more slides write a storyline.",
    ),
    "make": Text("做成幻灯片", "Make slides"),
    "get": Text("下载（{slides} 页，第 {revision} 版）", "Download ({slides} slides, revision {revision})"),
    "update": Text("更新幻灯片", "Update a deck"),
    "update_told": Text(
        "选上个月由本系统做成、后来又改过的幻灯片：其中的数、图、表和日期换成所选月份的，文字、版式、移动过的位置都不动；换了什么、哪些没有换，一一列出。",
        "Choose a deck that was made here and edited since: its numbers, charts, tables and dates are brought to the month chosen; "
        "texts, formats and what was moved stay. What changed, and what could not, is listed.",
    ),
    "file": Text("幻灯片文件（.pptx）", "The deck (.pptx)"),
    "month": Text("更新到", "Bring it to"),
    "do": Text("更新", "Update it"),
    "no_file": Text("请先选一个文件。", "Choose a file first."),
    "done": Text("{before} → {month}，第 {revision} 版 · {count} 处有变", "{before} → {month}, revision {revision} · {count} changed"),
    "fetch": Text("下载更新后的幻灯片", "Download the updated deck"),
    "slide": Text("页", "Slide"),
    "what": Text("内容", "What"),
    "was": Text("原来", "From"),
    "now": Text("现在", "To"),
    "why": Text("没有更新，请人工核对", "Not updated: look at these yourself"),
    "none": Text("没有变化。", "Nothing changed."),
}  # fmt: skip


def deck(found: Storyline, scope: Scope) -> None:
    """On a storyline's page: the button that makes its slides, and the file once it is made."""
    key, lang = f"deck-{found.number}-{found.version}-{scope.lang}", scope.lang
    with panel("deck", TEXTS["deck"].in_(lang), TEXTS["told"].in_(lang), scope):
        if found.steps:
            about = (found.number, None, None)
            st.button(TEXTS["make"].in_(lang), key="deck-make", on_click=doing, args=(_make, *about, key, scope))
        _ready(key, lang)
    updating(scope)


def of_seal(storyline: int, version: int, revision: int, scope: Scope) -> None:
    """On the certificate of a seal: the slides of what was sealed, its steps with the numbers of its revision."""
    key = f"deck-{storyline}-{version}-r{revision}-{scope.lang}"
    with panel("deck", TEXTS["deck"].in_(scope.lang), TEXTS["seal_told"].in_(scope.lang, revision=revision), scope):
        about = (storyline, version, revision)
        st.button(TEXTS["make"].in_(scope.lang), key="deck-make", on_click=doing, args=(_make, *about, key, scope))
        _ready(key, scope.lang)


def _ready(key: str, lang: Language) -> None:
    """The file, once it is made."""
    made: Made | None = st.session_state.get(key)
    if made:
        label = TEXTS["get"].in_(lang, slides=made.slides, revision=made.revision)
        _download(label, made.content, made.name, "deck-get")


def overview(scope: Scope) -> None:
    """On the list of storylines: the overview of this view's unit and month as slides, without writing a storyline first."""
    lang, key = scope.lang, f"deck-overview-{scope.unit}-{scope.month}-{scope.revision}-{scope.lang}"
    told = TEXTS["overview_told"].in_(lang, unit=scope.name(scope.unit), month=month_name(scope.month, lang))
    with panel("deck", TEXTS["deck"].in_(lang), told, scope):
        st.button(TEXTS["make"].in_(lang), key="deck-overview", on_click=doing, args=(_make_overview, key, scope))
        _ready(key, lang)
    updating(scope)


def updating(scope: Scope) -> None:
    """Where a deck is given to be updated, and what came of it."""
    lang = scope.lang
    with panel("deck-update", TEXTS["update"].in_(lang), TEXTS["update_told"].in_(lang), scope):
        st.file_uploader(
            TEXTS["file"].in_(lang), type=["pptx", "pptm"], max_upload_size=settings().limits.file_mb, key="deck-old"
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="deck-do"):
            choices = months.between(settings().months.first, last_month())[::-1]
            chosen = choices.index(scope.month) if scope.month in choices else 0
            st.selectbox(
                TEXTS["month"].in_(lang), choices, chosen, lambda month: month_name(month, lang), key="deck-month",
            )  # fmt: skip
            st.button(TEXTS["do"].in_(lang), type="primary", key="deck-renew", on_click=doing, args=(_update, scope))
    name, done = st.session_state.get("deck-done", ("", None))
    if done:
        _download(TEXTS["fetch"].in_(lang), done.content, marked(name, scope), "deck-fetch")
        show(_told(done, scope), scope, key="deck-told")


def _make(number: int, version: int | None, revision: int | None, key: str, scope: Scope) -> None:
    """For the button, with the rights of that moment."""
    who = signed.person()
    with rooms.real().connect() as conn:
        found = storylines.theirs(conn, number, who, version)
    engine, acting = in_its_room(found)
    made = making.of_storyline(engine, found, acting, scope.lang, revision)
    disclosures.deck_made(rooms.real(), f"storyline {number}", _noted(made), by=who)
    st.session_state[key] = made


def _make_overview(key: str, scope: Scope) -> None:
    """For the button: as this view is, in its room and at its revision."""
    view, who, engine = View(FRONT, scope.unit, scope.month), signed.actor(), room.engine()
    made = making.of_view(engine, view, who, scope.lang, scope.revision if scope.pinned else None)
    disclosures.deck_made(engine, f"unit {scope.unit}", _noted(made), by=who)
    st.session_state[key] = made


def _noted(made: Made) -> dict[str, object]:
    return {"name": made.name, "steps": made.slides, "revision": made.revision}


def _update(scope: Scope) -> None:
    given = st.session_state.get("deck-old")
    st.session_state.pop("deck-done", None)
    if given is None:
        raise Refusal(TEXTS["no_file"])
    month, who, engine = st.session_state["deck-month"], signed.actor(), room.engine()
    revision = scope.revision if scope.pinned else None
    with file_making.turn(who), store.reading(engine) as conn:
        done = update(
            conn, given.getvalue(), given.name, month, who, root=settings().notices.address, revision=revision
        )
    told = {"name": given.name, "month": months.label(month), "revision": done.revision}
    disclosures.deck_updated(engine, told, by=who)
    st.session_state["deck-done"] = (given.name, done)
    blanks = {"before": months.label(done.before), "month": months.label(month)}
    blanks |= {"revision": str(done.revision), "count": str(len(done.changed))}
    say(Text(*(TEXTS["done"].in_(lang, **blanks) for lang in ("zh", "en"))))


def _told(done: Updated, scope: Scope) -> dict[str, Panel]:
    """What changed, and what was left."""
    lang = scope.lang
    columns = [
        Column(key, TEXTS[key].in_(lang), css)
        for key, css in (("slide", "number"), ("what", "main"), ("was", ""), ("now", ""))
    ]
    rows = [{"slide": each.slide, "what": each.what, "was": each.before, "now": each.after} for each in done.changed]
    blanks = {"before": months.label(done.before), "month": months.label(done.month), "revision": done.revision}
    title = TEXTS["done"].in_(lang, count=len(rows), **blanks)
    shown = {}
    if done.left:
        slide = TEXTS["slide"].in_(lang)
        words = [render("words", text=f"{slide} {each.slide} · {each.why.in_(lang)}") for each in done.left]
        shown["left"] = Panel(TEXTS["why"].in_(lang), Markup("").join(words))
    shown["changed"] = Panel(title, table(columns, rows, empty=TEXTS["none"].in_(lang)))
    return shown


def _download(label: str, content: bytes, name: str, key: str) -> None:
    st.download_button(
        label, content, file_name=name, mime=PPTX, icon=":material/download:", on_click="ignore", key=key
    )  # fmt: skip
