"""On a storyline's page: what would be sealed, the button that seals, and what was sealed of it."""

from collections import OrderedDict
from typing import TypeAlias

import streamlit as st
from markupsafe import Markup

from data import rooms
from data.presenting.reading import Storyline
from data.refusal import Refusal
from data.seals import keeping
from data.seals.content import shortly
from data.seals.keeping import Seal
from data.text import Text
from ui import actor as signed
from ui.kept import kept
from ui.page import panel, show
from ui.panels import Panel
from ui.presenting import words
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.sealing.preparing import ROOMS, Prepared, prepare
from ui.tables import Column, link, table
from ui.templates import render

Key: TypeAlias = tuple[str, int, int, bool]  # who, the storyline, its version, whether for visitors
MOST_WAITING = 12  # some megabytes each
TEXTS = {
    "seal": Text("封存", "Seal"),
    "told": Text(
        "把各步画面、讲解词、数的出处、口径和单位，按现在的数据版本存成一个签名文件；不用服务器、不用联网就能打开。筛选、搜索、办理和别的页面不在里面。",
        "Every step with its notes, the passports of its numbers, definitions and units, at the present revision, in one signed "
        "file that opens without server or network. Filters, search, whatever is done, and other pages are not in it.",
    ),
    "who": Text(
        "文件离开系统后不再受权限约束：拿到它的人都能打开、复制、转发。讲解词也在里面。您看不到的、脚本里设为不显示的数，文件里没有。",
        "Once it has left the cockpit no right holds it: whoever has the file can open, copy and pass it on, the notes too. What "
        "you may not read, and numbers hidden in the storyline, are not in it.",
    ),
    "look": Text("先看会封存什么", "See what will be sealed"),
    "visitors": Text("给观众看的（展台用）", "For visitors (a kiosk)"),
    "visitors_told": Text(
        "只封存已公布月份的首页，按没有任何权限的人看到的来画，不含讲解词和出处。打开后按“展台”，就自动循环、只能触摸、两分钟回到开头，拔掉网线也一样。",
        "Only the overview of published months, drawn as somebody without any right sees it, without notes and passports. Opened, "
        "**For visitors** makes it go round by itself: touch alone, back to the beginning after two minutes, with the cable pulled too.",
    ),
    "drawing": Text("正在画各步画面……", "Drawing the steps…"),
    "whole": Text("完整", "whole"),
    "without": Text("不含：{what}", "without {what}"),
    "held": Text(
        "{room} · 版本 {revision} · {steps} 步 · {figures} 个数 · {passports} 个可查出处 · {size} KB",
        "{room} · revision {revision} · {steps} steps · {figures} numbers · {passports} with a passport · {size} KB",
    ),
    "do": Text("封存", "Seal it"),
    "again": Text("画面已经不在，请再点“先看会封存什么”。", "What was drawn is gone. Press “See what will be sealed” again."),
    "done": Text("已封存：第 {number} 号，印记 {mark}。", "Sealed: No. {number}, mark {mark}."),
    "none": Text("还没有封存。", "Nothing was sealed yet."),
    "list": Text("封存记录", "Seals"),
    "number": Text("编号", "No."),
    "at": Text("时间", "When"),
    "name": Text("封存人", "By"),
    "of": Text("脚本版次", "Version"),
    "revision": Text("数据版本", "Revision"),
    "mark": Text("印记", "Mark"),
    "hash": Text("文件校验值", "Hash of the file"),
}  # fmt: skip


def sealing(found: Storyline, scope: Scope) -> None:
    """The panel that seals, and below it what was sealed."""
    lang = scope.lang
    with panel("seal", TEXTS["seal"].in_(lang), _sentences(TEXTS["told"].in_(lang), TEXTS["who"].in_(lang)), scope):
        visitors = bool(found.steps) and st.checkbox(
            TEXTS["visitors"].in_(lang), key="seal-visitors", help=TEXTS["visitors_told"].in_(lang)
        )
        key = (signed.person().login, found.number, found.version, visitors)
        if found.steps and st.button(TEXTS["look"].in_(lang), key="seal-look"):
            _prepare(key, found, scope)
        ready = _waiting().get(key)
        if isinstance(ready, Text):
            show({"refused": Panel("", render("words", text=ready.in_(lang)))}, scope, key="seal-refused")
        if isinstance(ready, Prepared):
            show({"sealed": Panel("", _told(ready, scope))}, scope, key="seal-told")
            st.button(
                TEXTS["do"].in_(lang), type="primary", key="seal-now", on_click=doing, args=(_seal, key)
            )  # fmt: skip
    show({"seals": _listed(found, scope)}, scope, key="seals")


def _prepare(key: Key, found: Storyline, scope: Scope) -> None:
    """Draw it, and keep it before Streamlit is asked for anything: a browser that lost its connection meanwhile has begun the
    run anew, and this one ends at the next such question."""
    with st.spinner(TEXTS["drawing"].in_(scope.lang)):
        waiting, who = _waiting(), signed.person()
        try:
            waiting[key] = prepare(found, who, scope, visitors=key[-1])
        except Refusal as refused:
            waiting[key] = refused.sentence
        waiting.move_to_end(key)
        while len(waiting) > MOST_WAITING:
            waiting.popitem(last=False)


@kept(1)
def _waiting() -> OrderedDict[Key, Prepared | Text]:
    """What was drawn and not sealed yet, by person and version of the storyline; or why it cannot be."""
    return OrderedDict()


def _told(ready: Prepared, scope: Scope) -> Markup:
    lang, content = scope.lang, ready.content
    size = len(content.slides.encode()) + len(content.style) + sum(map(len, content.files.values()))
    head = TEXTS["held"].in_(
        lang, room=ROOMS[content.room].in_(lang), revision=content.revision, steps=content.steps,
        figures=len(content.figures), passports=ready.passports, size=size // 1024,
    )  # fmt: skip
    lines = [
        Markup("<li>{}. {} <small class='quiet'>{}</small></li>").format(nth, title, _without(left, scope))
        for nth, (title, left) in enumerate(ready.steps, 1)
    ]
    listed = Markup('<ol class="roles">{}</ol>').format(Markup("").join(lines))
    return _sentences(head, *(each.in_(lang) for each in ready.notes)) + listed


def _without(left: tuple[Text, ...], scope: Scope) -> str:
    if not left:
        return TEXTS["whole"].in_(scope.lang)
    joined = ("、" if scope.lang == "zh" else ", ").join(each.in_(scope.lang) for each in left)
    return TEXTS["without"].in_(scope.lang, what=joined)


def _sentences(*said: str) -> Markup:
    return Markup("").join(render("words", text=each) for each in said)


def _seal(key: Key) -> None:
    """For the button: what was shown is what is sealed, as it was drawn."""
    ready = _waiting().pop(key, None)
    if not isinstance(ready, Prepared):
        raise Refusal(TEXTS["again"])
    number = keeping.keep(rooms.real(), ready.content, by=signed.person())
    say(words.both(TEXTS["done"], number=number, mark=shortly(ready.content.mark)))


def _listed(found: Storyline, scope: Scope) -> Panel:
    lang = scope.lang
    with rooms.real().connect() as conn:
        seals = keeping.listing(conn, signed.person(), found.number)
    css = {
        "number": "short",
        "at": "main",
        "name": "short",
        "of": "number",
        "revision": "number",
        "mark": "",
        "hash": "",
    }
    rows = [
        {
            "number": each.number,
            "at": link(when(each.at), seal_href(each, scope)),
            "name": each.name,
            "of": each.version,
            "revision": each.revision,
            "mark": shortly(each.mark),
            "hash": each.sha256[:16] + "…",
        }
        for each in seals
    ]
    columns = [Column(name, TEXTS[name].in_(lang), shown) for name, shown in css.items()]
    return Panel(TEXTS["list"].in_(lang), table(columns, rows, empty=TEXTS["none"].in_(lang)))


def seal_href(each: Seal, scope: Scope, **more: object) -> str:
    """The address of a seal's certificate."""
    return words.href(each.storyline, scope, seal=each.number, **more)
