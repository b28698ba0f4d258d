"""Who looks and acts: the person whose session the browser's cookie names, asked anew for every run."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import streamlit as st

from data import rooms, store
from data.access import Actor
from data.people import sessions
from data.people.sessions import Session
from data.refusal import Refusal
from data.text import Text
from ui import room
from ui.streamlit_private import add_script_run_ctx, get_script_run_ctx

Made = TypeVar("Made")
COOKIE = "cookie"  # of a run beside any browser's: with which one it was asked for
ENDED = Text("登录已结束，请重新登录。刚才的操作没有执行。", "You are signed out. Sign in again; nothing was changed.")
FIRST = Text(
    "请先完成登录：刷新页面后按提示修改密码或完成二次验证。刚才的操作没有执行。",
    "Finish signing in first: load the page again and change your password or give your second factor. Nothing was changed.",
)


def person() -> Actor:
    """This run's person, with their roles in the real store. In a callback or a fragment their rights are read anew, so ask there and not before: what was
    drawn earlier may be older than a right that was taken away. Raises `Refusal` once the session has ended."""
    try:
        known: Session | None = st.session_state.get("signed_in") or signed_in()
    except store.Unreachable as error:
        raise store.Refused("not_written", cause=store.cause(error).strip()) from error
    if known is None:
        raise Refusal(ENDED)
    if known.comes_first:  # a callback comes before the door: a role that needs a second factor may be new
        raise Refusal(FIRST)
    return known.actor


def actor() -> Actor:
    """Who acts in this view: the person, or in the training room whom they play there. Asked as `person` is."""
    played: Actor | None = st.session_state.get("acting")
    return played or room.acting(person())


def reader(*, wall: bool) -> Actor:
    """As whom a page is read that everybody in a room may see: on a `wall`, and so in a seal, as whoever stands before it."""
    return actor().in_a_room if wall else actor()


def later(make: Callable[[], Made]) -> Callable[[], Made]:
    """For a download button: Streamlit makes its file outside of any run, where nobody would be known. Made as this view's
    person, with the rights they have when they press it."""
    run, drawn_for = get_script_run_ctx(), room.here()

    def there() -> Made:
        with room.made_for(drawn_for):
            return make()

    def made() -> Made:
        with ThreadPoolExecutor(1, initializer=add_script_run_ctx, initargs=(None, run)) as thread:
            return thread.submit(there).result()

    return made


def signed_in() -> Session | None:
    """Whose session the browser's cookie names, as of this moment."""
    return sessions.find(rooms.real(), cookie()) if cookie() else None


def remembered() -> Session | None:
    """Whose session it was when the store could last be asked."""
    return sessions.remembered(cookie())


def cookie() -> str:
    """The session cookie of this browser, "" without one; of a run that none asked for, the one it is drawn for."""
    return st.session_state.get(COOKIE) or st.context.cookies.get(sessions.COOKIE) or ""
