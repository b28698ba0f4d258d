"""The door: who is let in, and what those are told who are not. Nothing of a page runs before it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import streamlit as st

from data.access import Actor
from data.people.sessions import Session
from data.refusal import Refusal
from data.settings import settings
from data.store import Unreachable
from data.text import Text
from ui import actor as signed
from ui.board import board
from ui.scope import Scope
from ui.templates import render
from ui.texts import language

TEXTS = {
    "not_yours": Text(
        "{name}没有打开“{page}”的权限。如工作需要，请联系管理员授予角色。",
        "{name} may not open “{page}”. If your work needs it, ask an administrator for the role.",
    ),
    "no_role": Text(
        "{name}，您还没有任何角色，暂时看不到内容。请联系管理员授予角色。",
        "{name}, you hold no role yet, so there is nothing to see. Ask an administrator for one.",
    ),
    "change_first": Text("请先修改一次性密码。", "Change your one-time password first."),
    "sign_in": Text("去登录", "Sign in"),
    "welcome": Text("请登录后使用。", "Please sign in."),
    "provider": Text("用统一身份认证登录", "Sign in with your organisation's account"),
    "by_password": Text("用账号和密码登录", "Sign in with account and password"),
    "change": Text("修改密码", "Change the password"),
    "sign_out": Text("退出登录", "Sign out"),
}


@contextmanager
def entering() -> Iterator[Session]:
    """While the script runs, everybody who asks gets the same answer; afterwards it is asked anew. Nobody signed in, or
    somebody with a one-time password: a sentence and the way to the form, and the run ends."""
    try:
        session = signed.signed_in()
    except Unreachable:
        _know(signed.remembered())  # what they saw last may be shown to them again
        raise
    except Refusal as refused:
        _send(refused.sentence, "sign_out", "/auth/logout")
        st.stop()
    if session is None and settings().oidc.provider:
        _offer_provider()
    elif session is None:
        _send(signed.ENDED, "sign_in", "/login?" + urlencode({"next": _here()}, quote_via=quote))
    elif session.must_change:
        _send(TEXTS["change_first"], "change", "/password")
    else:
        _know(session)
        _keep_to_view(session)
        st.session_state["signed_in"] = session
        try:
            yield session
        finally:
            st.session_state.pop("signed_in", None)
        return
    st.stop()


def turn_away(actor: Actor, page: str, scope: Scope) -> None:
    """Say calmly that a page is not for this person."""
    text = TEXTS["not_yours" if actor.grants else "no_role"].in_(scope.lang, name=actor.name, page=page)
    board(render("door", text=text, href="", link=""), key="turned-away", lang=scope.lang)


def _send(text: Text, link: str, href: str) -> None:
    lang = language()
    board(render("door", text=text.in_(lang), href=href, link=TEXTS[link].in_(lang)), key="door", lang=lang)


def _offer_provider() -> None:
    """The way in by the identity provider, and below it the one by password."""
    lang = language()
    title = settings().title_zh if lang == "zh" else settings().title_en
    board(render("way_in", title=title, text=TEXTS["welcome"].in_(lang)), key="door", lang=lang)
    with st.container(key="provider", horizontal=True, horizontal_alignment="center"):
        st.button(
            TEXTS["provider"].in_(lang),
            type="primary",
            icon=":material/login:",
            on_click=st.login,
            args=(settings().oidc.provider,),
        )
    href = "/login?" + urlencode({"next": _here(), "lang": lang}, quote_via=quote)
    board(render("other_way", href=href, link=TEXTS["by_password"].in_(lang)), key="other-way", lang=lang)


def _know(session: Session | None) -> None:
    """Whose view this is from now on. A page that stayed open while somebody else signed in in this browser keeps nothing
    of the one before."""
    person = (session.actor.login, session.actor.name) if session else None
    if person and st.session_state.get("person", person) != person:
        for key in [each for each in st.session_state if each != "boards"]:
            del st.session_state[key]
    if person:
        st.session_state["person"] = person
    st.session_state["whose"] = (*person, session.actor.grants) if session and person else None


def _keep_to_view(session: Session) -> None:
    """A wall shows what its owner chose, whatever stands in its address."""
    chosen = {"wall": "1", **dict(parse_qsl(session.view))}
    if session.view and st.query_params.to_dict() != chosen:
        st.query_params.from_dict(chosen)


def _here() -> str:
    """This page's address within the cockpit, to come back to."""
    query = urlencode(st.query_params.to_dict())
    return (urlsplit(st.context.url or "/").path or "/") + (f"?{query}" if query else "")
