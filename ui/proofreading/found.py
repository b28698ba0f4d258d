"""What came of a check: how the figures stand, then each with its words, the store's number and the way to it."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

import streamlit as st
from markupsafe import Markup

from charts.parts import parts
from data import disclosures
from data.media_types import DOCX, PPTX
from data.text import Text
from metrics import METRICS
from metrics.proofreading import documents
from metrics.proofreading.checking import Finding
from metrics.proofreading.documents import Checked
from metrics.proofreading.verdicts import VERDICTS, Verdict
from ui import actor as signed
from ui import room
from ui.exporting import mark_of, marked
from ui.page import panel, show
from ui.panels import Panel
from ui.saying import doing
from ui.scope import Scope
from ui.tables import Column, link, table
from ui.templates import render

MEANINGS = {
    "disagrees": "over",
    "promise_broken": "bad",
    "rounds_too_far": "watch",
    "outdated": "watch",
    "other_level": "watch",
    "agrees": "good",
}  # a figure that was not matched is neither good nor bad
MEDIA = {"docx": DOCX, "pptx": PPTX}
TEXTS = {
    "found": Text("{count} 个数字", "{count} figures"),
    "blank": Text(
        "第 {pages} 页没有文字（图片或空白），未核对。", "Not checked, for there are no letters on it: page {pages}."
    ),
    "none": Text("文中没有数字。", "There is no figure in the text."),
    "all": Text("全部", "All of them"),
    "alt": Text("各有多少个数字一致、不符或无法核对", "How many figures agree, disagree or cannot be checked"),
    "verdict": Text("结论", "Verdict"),
    "where": Text("位置", "Where"),
    "words": Text("文中", "In the text"),
    "about": Text("说的是", "What it is about"),
    "held": Text("库中", "In the store"),
    "maybe": Text("可能是：{names}", "may be: {names}"),
    "took": Text("似取自：{instead}", "seems taken from: {instead}"),
    "copy": Text("带批注的副本", "A copy with comments"),
    "copy_told": Text(
        "每个不一致或无法核对的数字有一条批注（幻灯片的批注在那一页上）；正文、格式和别人的修订不动。",
        "A comment stands at every figure that does not agree or cannot be checked (on slides, on its slide); words, formats and other people's changes "
        "stay as they are.",
    ),
    "make": Text("生成副本", "Make the copy"),
    "fetch": Text("下载副本", "Download the copy"),
}


def found(checked: Checked, content: bytes, scope: Scope) -> None:
    """The verdicts, the worst first, those of one kind where the address asks for it; of a Word document and of slides a marked copy."""
    lang, asked = scope.lang, st.query_params.get("verdict", "")
    counts = Counter(finding.verdict for _, finding in checked.findings)
    order = [key for key in VERDICTS if counts[key]]
    shown = [each for key in order if asked in ("", key) for each in checked.findings if each[1].verdict == key]
    title = " · ".join(part for part in (checked.name, TEXTS["found"].in_(lang, count=len(checked.findings))) if part)
    every = link(TEXTS["all"].in_(lang), scope.link("proofreading")) if asked else Markup("")
    body = _unread(checked, scope) + table(
        _columns(scope), [_row(checked, *each, scope) for each in shown], empty=TEXTS["none"].in_(lang)
    )
    show({"found": Panel(title, _counted(counts, order, scope) + body, every)}, scope, key="proofread-found")
    if documents.may_be_marked(checked):
        _copy(checked, content, scope)


def _unread(checked: Checked, scope: Scope) -> Markup:
    """Which pages of a PDF hold no letters: what stands on them was not checked."""
    pages = ("、" if scope.lang == "zh" else ", ").join(map(str, checked.blank))
    return render("words", text=TEXTS["blank"].in_(scope.lang, pages=pages)) if pages else Markup("")


def _counted(counts: Counter, order: Sequence[Verdict], scope: Scope) -> Markup:
    told = [
        {
            "text": VERDICTS[key].word.in_(scope.lang),
            "value": counts[key],
            "sign": VERDICTS[key].mark,
            "meaning": MEANINGS.get(key, "neutral"),
            "href": scope.link("proofreading", verdict=key),
        }
        for key in order
    ]
    return parts(told, alt=TEXTS["alt"].in_(scope.lang)) if told else Markup("")


def _columns(scope: Scope) -> list[Column]:
    kinds = {"verdict": "short", "words": "main", "where": "short", "about": "", "held": ""}
    return [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in kinds.items()]


def _row(checked: Checked, nth: int, finding: Finding, scope: Scope) -> dict[str, object]:
    lang, told = scope.lang, VERDICTS[finding.verdict]  # type: ignore[index]
    before, figure, after = checked.around(nth, finding)
    sign = Markup('<span class="state {}" data-tip="{}"><i aria-hidden="true">{}</i> {}</span>')
    return {
        "verdict": sign.format(
            MEANINGS.get(finding.verdict, "neutral"), told.means.in_(lang), told.mark, told.word.in_(lang)
        ),
        "words": Markup("{}<mark>{}</mark>{}").format(before, figure, after),
        "where": documents.place(checked.lines[nth], lang),
        "about": finding.about.in_(lang) or _maybe(finding, scope),
        "held": _held(finding, scope),
    }


def _maybe(finding: Finding, scope: Scope) -> str:
    names = ("、" if scope.lang == "zh" else ", ").join(METRICS[key].name(scope.lang) for key in finding.nearest)
    return TEXTS["maybe"].in_(scope.lang, names=names) if names else "—"


def _held(finding: Finding, scope: Scope) -> Markup:
    if finding.place is None:
        return Markup("—")
    here = dict(parse_qsl(urlsplit(scope.link()).query))
    told = link(finding.held.in_(scope.lang), finding.place.link(here))
    if finding.instead.zh:
        told += Markup('<small class="took">{}</small>').format(
            TEXTS["took"].in_(scope.lang, instead=finding.instead.in_(scope.lang))
        )
    for each in finding.released:
        told += Markup('<small class="took">{}</small>').format(each.in_(scope.lang))
    return told


def _copy(checked: Checked, content: bytes, scope: Scope) -> None:
    lang = scope.lang
    with panel("proofread-copy", TEXTS["copy"].in_(lang), TEXTS["copy_told"].in_(lang), scope):
        st.button(TEXTS["make"].in_(lang), key="proofread-mark", on_click=doing, args=(_mark, checked, content, scope))
        if (made := st.session_state.get("proofread-marked")) and made[0] is checked:
            ending = documents.ending_of(checked.name)
            name = marked(f"{checked.name.rpartition('.')[0]}-{TEXTS['copy'].in_(lang)}.{ending}", scope)
            st.download_button(
                TEXTS["fetch"].in_(lang),
                made[1],
                file_name=name,
                mime=MEDIA[ending],
                on_click="ignore",
                key="proofread-fetch",
            )


def _mark(checked: Checked, content: bytes, scope: Scope) -> None:
    who, told = signed.actor(), documents.remarks(checked, scope.lang, mark_of(scope))
    made = documents.marked(checked, content, told, scope.lang, who.login)
    disclosures.text_marked(room.engine(), len(told), by=who)
    st.session_state["proofread-marked"] = (checked, made)
