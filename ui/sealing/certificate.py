"""The certificate of one seal: what it is, its key, its files; and how it differs from another or from today."""

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from data import access, rooms, units
from data.seals import keeping
from data.seals.bag import PAGE
from data.seals.content import shortly
from data.seals.keeping import Seal
from data.seals.verifying import unpacked
from data.text import Text
from metrics.sealed import holding
from metrics.sealed.comparing import WHAT, Difference, compare
from ui import actor as signed
from ui.exporting import given_out
from ui.page import panel, show
from ui.panels import Panel
from ui.presenting import papers, words
from ui.presenting.decks import of_seal
from ui.scope import Scope, when
from ui.sealing.preparing import ROOMS
from ui.sealing.releasing import releasing_of
from ui.tables import Column, link, table
from ui.templates import render

MOST = 400  # differences on the screen
TEXTS = {
    "certificate": Text("封存证书", "Certificate of the seal"),
    "back": Text("回到演示脚本", "Back to the storyline"),
    "title": Text("名称", "Title"),
    "number": Text("编号", "Number"),
    "at": Text("封存时间", "Sealed at"),
    "name": Text("封存人", "Sealed by"),
    "of": Text("演示脚本", "Storyline"),
    "version": Text("第 {number} 号第 {version} 版，{steps} 步", "No. {number}, version {version}, {steps} steps"),
    "revision": Text("数据版本", "Revision"),
    "mark": Text("印记（每张画面上都有）", "Mark (on every slide)"),
    "sha256": Text("文件校验值 SHA-256", "SHA-256 of the file"),
    "key": Text("公钥指纹", "Fingerprint of the public key"),
    "previous": Text("上一份封存", "The seal before"),
    "first": Text("无，这是第一份", "none, this is the first"),
    "told": Text(
        "核验：python -m data seal verify 文件。指纹请走与文件不同的途径告知（印在邀请函上、记在纪要里）。拿到文件的人都能打开它。",
        "To check it: python -m data seal verify FILE. Tell the fingerprint by another way than the file (print it on the "
        "invitation, note it in the minutes). Whoever has the file can open it.",
    ),
    "bag": Text("下载封存包（ZIP）", "Download the bag (ZIP)"),
    "page": Text("只下载网页（HTML）", "Download the page alone (HTML)"),
    "compare": Text("比较", "Compare"),
    "with": Text("与哪一份比", "With which"),
    "today": Text("今天的数据", "Today's figures"),
    "same": Text("没有差别：数值、名次、状态、口径、单位、体系都相同。", "No difference: values, ranks, standings, definitions, units and structures are the same."),
    "count": Text("{count} 处差别", "{count} differences"),
    "what": Text("项目", "What"),
    "about": Text("哪个数", "Of what"),
    "was": Text("封存时", "As sealed"),
    "now": Text("现在 / 另一份", "Now, or the other"),
    "more": Text("只列出前 {most} 处，全部请用命令 seal compare。", "The first {most} are shown; the command seal compare lists all."),
}  # fmt: skip


def certificate(number: int, scope: Scope) -> None:
    """The page of one seal."""
    lang = scope.lang
    try:
        with rooms.real().connect() as conn:
            found, content = keeping.file_of(conn, number, signed.person())
            others = [each for each in keeping.listing(conn, signed.person()) if each.number != number]
    except keeping.Refused as refused:
        show({"empty": Panel("", render("empty", text=refused.sentence.in_(lang)))}, scope, key="empty")
        return
    body = render("facts", facts=_facts(found, scope)) + render("words", text=TEXTS["told"].in_(lang))
    with (
        panel("certificate", TEXTS["certificate"].in_(lang), body + _back(found, scope), scope),
        st.container(horizontal=True, key="seal-files"),
    ):
        name = found.file_name
        _download("bag", number, name, "application/zip", _content(number, whole=True), scope)
        _download("page", number, name.replace(".zip", ".html"), "text/html", _content(number, whole=False), scope)
    releasing_of(found, scope)
    of_seal(found.storyline, found.version, found.revision, scope)
    papers.of_seal(found.number, found.revision, scope)
    with panel("compare", TEXTS["compare"].in_(lang), "", scope):
        choices = {"": TEXTS["today"].in_(lang)} | {
            str(each.number): f"{each.number} · {each.title.in_(lang)} · {when(each.at)}" for each in others
        }
        chosen = st.selectbox(
            TEXTS["with"].in_(lang), list(choices), None, choices.__getitem__, key="seal-with", placeholder=""
        )
    if chosen is not None:
        show({"differences": _differences(found, content, chosen, scope)}, scope, key="differences")


def _facts(found: Seal, scope: Scope) -> list[tuple[str, str]]:
    lang = scope.lang
    told = {
        "title": found.title.in_(lang),
        "number": str(found.number),
        "at": when(found.at),
        "name": found.name,
        "of": TEXTS["version"].in_(lang, number=found.storyline, version=found.version, steps=found.steps),
        "revision": f"{found.revision} · {ROOMS[found.room].in_(lang)}",
        "mark": shortly(found.mark),
        "sha256": found.sha256,
        "key": found.key,
        "previous": found.previous or TEXTS["first"].in_(lang),
    }
    return [(TEXTS[name].in_(lang), value) for name, value in told.items()]


def _back(found: Seal, scope: Scope) -> Markup:
    return Markup("<p>{}</p>").format(link(TEXTS["back"].in_(scope.lang), words.href(found.storyline, scope)))


def _download(name: str, number: int, file: str, mime: str, content: Callable[[], bytes], scope: Scope) -> None:
    label = TEXTS[name].in_(scope.lang)
    st.download_button(
        label,
        given_out(f"seal {number}", file, content),
        file_name=file,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"seal-{name}",
    )


def _content(number: int, *, whole: bool) -> Callable[[], bytes]:
    """The file, asked for when the button is pressed, with the rights of that moment."""

    def made() -> bytes:
        with rooms.real().connect() as conn:
            content = keeping.file_of(conn, number, signed.person())[1]
        return content if whole else unpacked(content)[PAGE]

    return made


def _differences(found: Seal, content: bytes, chosen: str, scope: Scope) -> Panel:
    before, me = holding.of_bag(content), signed.person()
    if chosen:
        with rooms.real().connect() as conn:
            after = holding.of_bag(keeping.file_of(conn, int(chosen), me)[1])
    else:
        with rooms.engine("training" if found.room == "training" else "real").connect() as conn:
            tree = units.load(conn).in_month(scope.month)
            readable = access.readable(me, tree)
            before = holding.within(before, readable)
            after = holding.again(conn, before, readable)
    return Panel(*_listed(compare(before, after), scope))


def _listed(found: list[Difference], scope: Scope) -> tuple[str, Markup]:
    lang = scope.lang
    css = {"what": "short", "about": "main", "was": "", "now": ""}
    columns = [Column(name, TEXTS[name].in_(lang), shown) for name, shown in css.items()]
    rows = [
        {
            "what": WHAT[each.kind].in_(lang),
            "about": each.about.in_(lang),
            "was": each.was.in_(lang),
            "now": each.now.in_(lang),
        }
        for each in found[:MOST]
    ]
    more = render("words", text=TEXTS["more"].in_(lang, most=MOST)) if len(found) > MOST else Markup("")
    return TEXTS["count"].in_(lang, count=len(found)), table(columns, rows, empty=TEXTS["same"].in_(lang)) + more
