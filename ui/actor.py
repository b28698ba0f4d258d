"""Who looks and acts: the person whose session the browser's cookie names, asked anew for every run."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from data import months, rooms, store
from data.access import Actor
from data.people import claims, sessions
from data.people.sessions import Session
from data.refusal import Refusal
from data.settings import settings
from data.text import Text

Made = TypeVar("Made")
ENDED = Text("登录已结束，请重新登录。刚才的操作没有执行。", "You are signed out. Sign in again; nothing was changed.")


def actor() -> Actor:
    """This run's person. In a callback or a fragment their rights are read anew, so ask there and not before: what was
    drawn earlier may be older than a right that was taken away. Raises `Refusal` once the session has ended."""
    try:
        known: Session | None = st.session_state.get("signed_in") or signed_in()
    except store.Unreachable as error:
        raise store.Refused("not_written", cause=str(error.orig).strip()) from error
    if known is None:
        raise Refusal(ENDED)
    return known.actor


def later(make: Callable[[], Made]) -> Callable[[], Made]:
    """For a download button: Streamlit makes its file outside of any run, where nobody would be known. Made as this view's
    person, with the rights they have when they press it."""
    run = get_script_run_ctx()

    def made() -> Made:
        with ThreadPoolExecutor(1, initializer=add_script_run_ctx, initargs=(None, run)) as thread:
            return thread.submit(make).result()

    return made


def signed_in() -> Session | None:
    """Whose session the browser's cookie names, as of this moment; or else whom the identity provider speaks of. Raises
    `Refusal` for somebody the provider knows and who is not let in."""
    found = sessions.find(rooms.real(), cookie()) if cookie() else None
    return found or _provided()


def _provided() -> Session | None:
    if not settings().oidc.provider or not st.user.is_logged_in:
        return None
    told = st.user.to_dict()
    ends = told.get("exp")
    # Streamlit keeps its cookie for a month, come what may.
    if not isinstance(ends, int | float) or ends <= months.now().timestamp():
        return None
    return Session(claims.sign_in(rooms.real(), told, address=st.context.ip_address or ""))


def remembered() -> Session | None:
    """Whose session it was when the store could last be asked."""
    return sessions.remembered(cookie())


def cookie() -> str:
    """The session cookie of this browser, "" without one."""
    return st.context.cookies.get(sessions.COOKIE) or ""
