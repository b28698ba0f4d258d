"""One storyline: its steps, with whom it is shared, its copies and its versions."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from data import rooms
from data.people import accounts
from data.presenting import reading, storylines
from data.presenting.reading import Storyline
from data.text import Text
from ui import actor as signed
from ui import asked as address
from ui.page import panel, show
from ui.panels import Panel
from ui.people.people import today
from ui.presenting import briefs, papers, words
from ui.presenting.decks import deck
from ui.presenting.editing import editing
from ui.presenting.starting import going, starting
from ui.presenting.steps import steps, told
from ui.saying import doing, say
from ui.scope import Scope, when
from ui.tables import folded, link
from ui.templates import render
from ui.texts import as_text

TEXTS = {
    "list": Text("演示脚本", "Storylines"),
    "version": Text("第 {version} 版 · {when} · {name}", "Version {version} · {when} · {name}"),
    "count": Text("{count} 步，共 {minutes}", "{count} steps, {minutes}"),
    "older": Text("正在看第 {version} 版，最新是第 {newest} 版。", "This is version {version}; the newest is {newest}."),
    "restore": Text("恢复为最新版", "Make it the newest"),
    "restored": Text("第 {version} 版已恢复。", "Version {version} is the newest again."),
    "shared": Text("共享", "Sharing"),
    "shared_told": Text(
        "共享的人可以修改、试看、讲这个脚本，也可以接手正在进行的讲解。",
        "They may change it, try it and run it, and take over while it is run.",
    ),
    "owner": Text("作者：{name}；共享给：{shared}。", "Owner: {name}; shared with: {shared}."),
    "with": Text("共享给", "Share with"),
    "share": Text("共享", "Share"),
    "did_share": Text("已共享给{name}。", "Shared with {name}."),
    "keep_from": Text("取消共享：{name}", "Stop sharing with {name}"),
    "kept_from": Text("不再共享给{name}。", "No longer shared with {name}."),
    "copy": Text("另存为下一次", "Copy for the next time"),
    "copy_title": Text("新名称", "New title"),
    "months": Text("月份顺延", "Months later"),
    "do_copy": Text("复制", "Copy"),
    "copied": Text("已复制为“{title}”。", "Copied as “{title}”."),
    "end": Text("停用", "End it"),
    "end_is": Text("从所有人的列表中去掉，各版本留存。", "Takes it off everybody's list; its versions are kept."),
    "sure": Text("确认", "Do it"),
    "ended": Text("“{title}”已停用。", "“{title}” is ended."),
    "versions": Text("版本（{count}）", "Versions ({count})"),
    "of_steps": Text("{count} 步", "{count} steps"),
    "gone": storylines.REFUSALS["gone"],
}  # fmt: skip


def opened(number: int, scope: Scope, also: Callable[[Storyline, Scope], None]) -> None:
    """The page of one storyline, as of the version that the address names. `also`: what else the page shows of it."""
    me = signed.person()
    with rooms.real().connect() as conn:
        found = reading.one(conn, number, me, address.number("version"))
        saved = reading.versions(conn, number) if found else []
    if found is None:
        gone = Panel("", render("empty", text=TEXTS["gone"].in_(scope.lang, number=number)))
        show({"empty": gone}, scope, key="empty")
        return
    show({"head": _head(found, scope)}, scope, key="kpis")
    if found.version != saved[0].version:
        _older(found, saved[0].version, scope)
        return
    going(scope, found.number)
    starting(found, scope)
    steps(found, scope)
    editing(found, scope)
    _sharing(found, scope)
    deck(found, scope)
    papers.of_storyline(found, scope)
    briefs.of_storyline(found, scope)
    also(found, scope)
    _copying(found, scope)
    show({"versions": _versions(found, saved, scope)}, scope, key="versions")


def _head(found: Storyline, scope: Scope) -> Panel:
    lang = scope.lang
    count = TEXTS["count"].in_(lang, count=len(found.steps), minutes=words.minutes(found.minutes, scope))
    saved = TEXTS["version"].in_(lang, version=found.version, when=when(found.at), name=found.saved_by)
    body = render(
        "object_head",
        title=found.title.in_(lang),
        key=saved,
        register=link(TEXTS["list"].in_(lang), scope.link("storylines", metric="")),
        standing=f"{count} ·",
        late="",
        judged="",
        unit=words.unit_name(found.unit, scope),
        department="",
        ways=[],
    )
    return Panel("", body)


def _older(found: Storyline, newest: int, scope: Scope) -> None:
    lang = scope.lang
    body = Markup("").join(told(nth, step, scope) for nth, step in enumerate(found.steps, 1))
    with panel("older", TEXTS["older"].in_(lang, version=found.version, newest=newest), body, scope):
        st.button(TEXTS["restore"].in_(lang), key="restore", on_click=doing, args=(_restore, found, newest))


def _restore(found: Storyline, newest: int) -> None:
    storylines.save(rooms.real(), found.number, newest, found.title, found.steps, by=signed.person())
    st.query_params.pop("version", None)
    say(words.both(TEXTS["restored"], version=found.version))


def _sharing(found: Storyline, scope: Scope) -> None:
    lang = scope.lang
    names = "、".join(name for _, name in found.shared) or "—"
    told = TEXTS["owner"].in_(lang, name=found.owner_name, shared=names)
    with panel("sharing", TEXTS["shared"].in_(lang), f"{told} {TEXTS['shared_told'].in_(lang)}", scope):
        if found.owner != signed.person().login:
            return
        partners = _partners(found, scope)
        with st.container(horizontal=True, vertical_alignment="bottom", key="sharing"):
            if partners:
                st.selectbox(
                    TEXTS["with"].in_(lang),
                    list(partners),
                    None,
                    partners.__getitem__,
                    key="share-with",
                    placeholder="",
                )
                st.button(
                    TEXTS["share"].in_(lang), key="share", on_click=doing, args=(_share, found, partners),
                )  # fmt: skip
            for each, name in found.shared:
                label = TEXTS["keep_from"].in_(lang, name=as_text(name))
                st.button(label, key=f"keep-from-{each}", on_click=doing, args=(_keep_from, found, each, name))


def _partners(found: Storyline, scope: Scope) -> dict[str, str]:
    """Who could be shared with: logins and names of the other presenters of the unit."""
    with rooms.real().connect() as conn:
        logins = accounts.holders(conn, "present", found.unit, today(scope))
        have = {found.owner, *(login for login, _ in found.shared)}
        return {login: accounts.actor_of(conn, login).name for login in logins if login not in have}


def _share(found: Storyline, partners: dict[str, str]) -> None:
    """For the button: with whom stands in the form by then, which the run that drew it did not know yet."""
    login = st.session_state["share-with"]
    if login:
        storylines.share(rooms.real(), found.number, login, by=signed.person())
        say(words.both(TEXTS["did_share"], name=partners[login]))


def _keep_from(found: Storyline, login: str, name: str) -> None:
    storylines.keep_from(rooms.real(), found.number, login, by=signed.person())
    say(words.both(TEXTS["kept_from"], name=name))


def _copying(found: Storyline, scope: Scope) -> None:
    lang = scope.lang
    with (
        panel("copying", TEXTS["copy"].in_(lang), "", scope),
        st.container(horizontal=True, vertical_alignment="bottom", key="copying"),
    ):
        st.text_input(TEXTS["copy_title"].in_(lang), key="copy-title", max_chars=80)
        st.number_input(TEXTS["months"].in_(lang), -24, 24, 1, key="copy-months")
        st.button(TEXTS["do_copy"].in_(lang), key="copy", on_click=doing, args=(_copy, found))
        if found.owner == signed.person().login:
            with st.popover(TEXTS["end"].in_(lang), icon=":material/block:", key="end"):
                st.write(TEXTS["end_is"].in_(lang))
                st.button(TEXTS["sure"].in_(lang), type="primary", key="end-now", on_click=doing, args=(_end, found))


def _copy(found: Storyline) -> None:
    title, later = st.session_state["copy-title"], int(st.session_state["copy-months"])
    number = storylines.copy(rooms.real(), found.number, Text(title, ""), later, by=signed.person())
    say(words.both(TEXTS["copied"], title=title.strip()))
    st.query_params["storyline"] = str(number)


def _end(found: Storyline) -> None:
    storylines.end(rooms.real(), found.number, by=signed.person())
    st.query_params.pop("storyline", None)
    say(words.both(TEXTS["ended"], title=found.title))


def _versions(found: Storyline, saved: Sequence[reading.Version], scope: Scope) -> Panel:
    lang = scope.lang
    lines = [
        Markup("<li>{} <small class='quiet'>{}</small></li>").format(
            link(
                TEXTS["version"].in_(lang, version=each.version, when=when(each.at), name=each.name),
                words.href(found, scope, version=each.version),
            ),
            TEXTS["of_steps"].in_(lang, count=each.steps),
        )
        for each in saved
    ]
    listed = Markup('<ul class="roles">{}</ul>').format(Markup("").join(lines))
    return Panel("", folded(TEXTS["versions"].in_(lang, count=len(saved)), listed))
