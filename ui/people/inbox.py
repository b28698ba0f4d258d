"""A person's notices: what concerns them, unread first, each with the way to its place."""

from contextlib import suppress
from urllib.parse import urlencode

import streamlit as st

from data import access
from data.access import Actor
from data.notices import notices, outbox
from data.notices.notices import Notice
from data.refusal import Refusal
from data.text import Text
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.board import board
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import pager
from ui.templates import render

SIZE = 30
NO_PAGES = {"brief"}  # where a notice leads to that Streamlit knows nothing of: the browser goes there itself
TEXTS = {
    "unread": Text("未读 {count} 条", "{count} unread"),
    "all_read": Text("全部已读", "All read"),
    "nothing": Text(
        "还没有通知。有人提交、审核、退回、提问或临近截止时，会在这里告诉您。",
        "There are no notices yet. You are told here when something is handed in, decided, sent back, asked or due.",
    ),
    "notices": Text("通知", "Notices"),
    "done": Text("标为已读", "Mark as read"),
    "all_done": Text("全部标为已读（{count}）", "Mark all as read ({count})"),
    "delivery": Text("邮件与推送", "Mail and webhook"),
    "on_the_way": Text(
        "待发 {waiting} 条，多次未成功而放弃 {given_up} 条。",
        "{waiting} on their way; {given_up} given up after many tries.",
    ),
    "error": Text("最近一次错误：{error}", "Last error: {error}"),
}


def arrive(by: Actor) -> None:
    """Mark the notice that led here as read, once a session; where the store cannot write it stays unread."""
    number, arrived = address.number("notice"), st.session_state.setdefault("arrived", set())
    if number is None or number in arrived:
        return
    arrived.add(number)
    with suppress(Refusal):
        notices.mark_read(room.engine(), by.login, [number])


def unread(by: Actor) -> int:
    """How many notices a person has not read."""
    with room.engine().connect() as conn:
        return notices.unread(conn, by.login)


def inbox(scope: Scope) -> Panel:
    """The notices, a page at a time."""
    offset, me = (address.number("from") or 0), actor()
    with room.engine().connect() as conn:
        listed = notices.listing(conn, me.login, limit=SIZE, offset=offset)
        total, new = notices.counted(conn, me.login), notices.unread(conn, me.login)
    if not total:
        return Panel(TEXTS["notices"].in_(scope.lang), render("empty", text=TEXTS["nothing"].in_(scope.lang)))
    body = render("inbox", notices=[_shown(each, scope) for each in listed], done=TEXTS["done"].in_(scope.lang))
    body += pager(total, offset, SIZE, lambda at: scope.link("notices", **({"from": at} if at else {})), scope.lang)
    told = TEXTS["unread"].in_(scope.lang, count=new) if new else TEXTS["all_read"].in_(scope.lang)
    return Panel(TEXTS["notices"].in_(scope.lang), body, render("words", text=told))


def _shown(notice: Notice, scope: Scope) -> dict[str, object]:
    more = {"lang": scope.lang} | scope.in_room() | ({} if notice.read_at else {"notice": notice.number})
    return {
        "read": notice.read_at is not None,
        "leaves": notice.link.partition("?")[0] in NO_PAGES,
        "said": notice.told(scope.lang),
        "href": f"./{notice.link}{'&' if '?' in notice.link else '?'}{urlencode(more)}",
        "at": notice.at.isoformat(timespec="minutes"),
        "when": when(notice.at),
        "done": "" if notice.read_at else scope.link("notices", notice=notice.number),
    }


def read_all_button(scope: Scope) -> None:
    """A button that marks everything as read; nothing where everything is."""
    if new := unread(actor()):
        st.button(TEXTS["all_done"].in_(scope.lang, count=new), key="read-all", on_click=_read_all)


def _read_all() -> None:
    try:
        notices.mark_read(room.engine(), actor().login)
    except Refusal as refused:
        st.session_state["inbox_said"] = refused.sentence


def what_was_said(scope: Scope) -> None:
    """Why the button did not do it, told once."""
    if said := st.session_state.pop("inbox_said", None):
        board(render("notes", notes=[said.in_(scope.lang)]), key="said", lang=scope.lang)


def delivery(scope: Scope) -> dict[str, Panel]:
    """For administrators, while something is on its way or was given up: how the outbox stands."""
    if not access.may_somewhere(actor(), "keep_people"):
        return {}
    with room.engine().connect() as conn:
        state = outbox.state(conn)
    if not state.waiting and not state.given_up:
        return {}
    told = TEXTS["on_the_way"].in_(scope.lang, waiting=state.waiting, given_up=state.given_up)
    error = render("words", text=TEXTS["error"].in_(scope.lang, error=state.error)) if state.error else ""
    return {"delivery": Panel(TEXTS["delivery"].in_(scope.lang), render("words", text=told) + error)}
