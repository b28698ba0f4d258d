"""The door: who is let in, and what those are told who are not. Nothing of a page runs before it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import streamlit as st

from data import rooms, store
from data.access import Actor
from data.people.contacts import contacts
from data.people.sessions import Session
from data.presenting.views import View
from data.store import Unreachable
from data.text import Language, Text
from ui import actor as signed
from ui import room
from ui.board import board
from ui.links import ways_of
from ui.presenting.following import led_views
from ui.scope import Scope
from ui.templates import render
from ui.texts import language

TEXTS = {
    "not_yours": Text(
        "{name}没有打开“{page}”的权限。如工作需要，请联系管理员授予角色。",
        "{name} may not open “{page}”. If your work needs it, ask an administrator for the role.",
    ),
    "whom": Text("找谁", "Whom to ask"),
    "back": Text("回到总览", "Back to the overview"),
    "no_role": Text(
        "{name}，您还没有任何角色，暂时看不到内容。请联系管理员授予角色。",
        "{name}, you hold no role yet, so there is nothing to see. Ask an administrator for one.",
    ),
    "kiosk": Text(
        "展台没有打开页面的权限：它只有给观众看的画面。",
        "A kiosk opens no page: it has what visitors see and nothing else.",
    ),
    "change_first": Text("请先修改一次性密码。", "Change your one-time password first."),
    "factor_first": Text("请先完成二次验证。", "Give your second factor first."),
    "factor": Text("二次验证", "Second factor"),
    "sign_in": Text("去登录", "Sign in"),
    "change": Text("修改密码", "Change the password"),
}


@contextmanager
def entering(page: str) -> Iterator[Session]:
    """While the script runs, everybody who asks gets the same answer; afterwards it is asked anew. Nobody signed in, or
    somebody with a one-time password or a second factor to give: a sentence and the way to the form, and the run ends. `page` is the one asked for."""
    try:
        session = signed.signed_in()
    except Unreachable:
        _know(signed.remembered())  # what they saw last may be shown to them again
        raise
    if session is not None and session.kiosk:  # it has a page of its own (`web/presenting/kiosk.py`)
        text = TEXTS["kiosk"].in_(language())
        _say(text, language(), key="turned-away")
    elif session is None:
        _send(signed.ENDED, "sign_in", "/login?" + urlencode({"next": _here()}, quote_via=quote))
    elif session.comes_first == "password":
        _send(TEXTS["change_first"], "change", "/password")
    elif session.comes_first:
        _send(TEXTS["factor_first"], "factor", "/factor?" + urlencode({"next": _here()}, quote_via=quote))
    else:
        _know(session)
        led = led_views(session)
        _keep_to_view(session, [view for view in led if view.page == page])
        st.session_state["signed_in"] = session
        room.enter(session)
        st.session_state["led"] = led
        try:
            st.session_state["acting"] = room.acting(session.actor)
            yield replace(session, actor=st.session_state["acting"])
        finally:
            st.session_state.pop("led", None)
            st.session_state.pop("signed_in", None)
            st.session_state.pop("acting", None)
        return
    st.stop()


def turn_away(actor: Actor, page: str, scope: Scope, *, device: bool) -> None:
    """Say calmly that a page is not for this person, who gives them the role, and the way back; to a `device` the sentence
    alone."""
    text = TEXTS["not_yours" if actor.grants else "no_role"].in_(scope.lang, name=actor.name, page=page)
    _say(text, scope.lang, key="turned-away", **({} if device else _ways_on(actor, scope)))


def _say(text: str, lang: Language, *, key: str, **more: Any) -> None:
    """The sentence, with the way on and whom to ask where there are any."""
    board(render("door", text=text, **{"href": "", "link": "", "whom": (), "words": {}, **more}), key=key, lang=lang)


def _ways_on(actor: Actor, scope: Scope) -> dict[str, Any]:
    """Whoever gives roles for the unit, and the overview for who may open one."""
    with store.reading(rooms.real()) as conn:
        asked = contacts(conn, "keep_people", [scope.unit], scope.tree)[scope.unit]
    words = {key: TEXTS[key].in_(scope.lang) for key in ("whom", "back")}
    back = {"href": scope.link(metric=""), "link": words["back"]} if actor.grants else {}
    return {
        "whom": [(one.name, ways_of(one) if one.phone or one.mail else "") for one in asked],
        "words": words,
        **back,
    }


def _send(text: Text, link: str, href: str) -> None:
    lang = language()
    _say(text.in_(lang), lang, key="door", href=href, link=TEXTS[link].in_(lang))


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


def _keep_to_view(session: Session, here: Sequence[View]) -> None:
    """A wall shows what its owner chose, or of this page a step that it is led to or goes through, whatever stands in its
    address."""
    if not session.view:
        return
    chosen = [view.asked(language(), wall=True) for view in here] or [{"wall": "1", **dict(parse_qsl(session.view))}]
    if st.query_params.to_dict() not in chosen:
        st.query_params.from_dict(chosen[0])


def _here() -> str:
    """This page's address within the cockpit, to come back to."""
    query = urlencode(st.query_params.to_dict())
    return (urlsplit(st.context.url or "/").path or "/") + (f"?{query}" if query else "")
