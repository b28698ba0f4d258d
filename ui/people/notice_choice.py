"""How one wants to be told by mail and webhook; and, for administrators, what was given up sent once more."""

import streamlit as st

from data import access, undelivered
from data.notices import choices, outbox
from data.notices.choices import Choice
from data.settings import settings
from data.text import Text, filled
from ui import room
from ui.actor import actor
from ui.page import panel
from ui.saying import doing, say
from ui.scope import Scope

TEXTS = {
    "how": Text("怎么告诉我", "How I am told"),
    "told": Text(
        "系统里的通知随时都在；这里只管邮件和推送什么时候发。",
        "In the cockpit every notice stands at once; this is about when mail and messages leave.",
    ),
    "not_set": Text(
        "系统里的通知随时都在；邮件和推送还没有配置，配置后按这里的选择发。",
        "In the cockpit every notice stands at once; mail and messages are not set up yet and will leave as chosen here.",
    ),
    "from": Text("免打扰，从", "Quiet from"),
    "to": Text("到", "to"),
    "digest": Text("每天一份摘要", "One digest a day"),
    "at_once": Text("有通知就发", "Each at once"),
    "never": Text("不设", "None"),
    "hour": Text("{hour} 点", "{hour}:00"),
    "save": Text("保存", "Save"),
    "saved": Text("已保存。", "Saved."),
    "again": Text("重新发送没有送达的（{count}）", "Send again what was not delivered ({count})"),
    "sent_again": Text("{count} 条已重新排队发送。", "{count} are on their way again."),
}
HOURS: tuple[int | None, ...] = (None, *range(24))


def how(scope: Scope) -> None:
    """Quiet hours and the digest, for who has an account."""
    me, lang = actor(), scope.lang
    if not me.login:
        return
    with room.engine().connect() as conn:
        now = choices.of(conn, me.login)
    here = settings().notices
    told = TEXTS["told" if here.mail_host or here.webhook else "not_set"].in_(lang)
    with (
        panel("how", TEXTS["how"].in_(lang), told, scope),
        st.container(horizontal=True, vertical_alignment="bottom", key="how-hours"),
    ):
        quiet_from = _hour("from", now.quiet_from, "never", scope)
        quiet_to = _hour("to", now.quiet_to, "never", scope)
        digest_at = _hour("digest", now.digest_at, "at_once", scope)
        chosen = Choice(quiet_from, quiet_to, digest_at)
        st.button(TEXTS["save"].in_(lang), key="how-save", on_click=doing, args=(_choose, chosen))


def _hour(key: str, now: int | None, none: str, scope: Scope) -> int | None:
    lang = scope.lang
    return st.selectbox(
        TEXTS[key].in_(lang),
        HOURS,
        HOURS.index(now),
        lambda hour: TEXTS[none].in_(lang) if hour is None else TEXTS["hour"].in_(lang, hour=hour),
        key=f"how-{key}",
        width=190,
    )


def _choose(chosen: Choice) -> None:
    choices.choose(room.engine(), chosen, by=actor())
    say(TEXTS["saved"])


def again_button(scope: Scope) -> None:
    """For who keeps the people of the whole, while something was given up."""
    tops = scope.tree.children.get(None, ())
    if not tops or not all(access.may(access.for_all(actor()), "keep_people", top, scope.tree) for top in tops):
        return
    with room.engine().connect() as conn:
        count = outbox.state(conn).given_up
    if count:
        st.button(TEXTS["again"].in_(scope.lang, count=count), key="send-again", on_click=doing, args=(_again,))


def _again() -> None:
    say(filled(TEXTS["sent_again"], {"count": undelivered.send_again(room.engine(), by=actor())}))
