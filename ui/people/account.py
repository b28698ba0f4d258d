"""One's own account: roles in words, sign-ins, and tokens of programs."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import rooms
from data.people import accounts, second_factor, sessions, tokens
from data.people import sign_ins as open_sessions
from data.settings import settings
from data.text import LANGUAGES, Language, Text
from ui import actor as signed
from ui import room
from ui.page import panel, show
from ui.panels import Panel
from ui.people.people import held, role_in_words, today, unit_name
from ui.saying import doing, line, say
from ui.scope import Scope, when
from ui.templates import render

TEXTS = {
    "login": Text("账号", "Account"),
    "unit": Text("单位", "Unit"),
    "mail": Text("邮箱", "Mail"),
    "roles": Text("我的角色", "My roles"),
    "no_role": Text("还没有任何角色，请联系管理员。", "You hold no role yet; ask an administrator."),
    "given": Text("{by} 于 {when} 授予", "given by {by}, {when}"),
    "password": Text("修改密码", "Change the password"),
    "factor": Text("更换二次验证", "Replace the second factor"),
    "elsewhere": Text(
        "您通过统一身份认证登录，密码在那里修改。",
        "You sign in with your organisation's account; its password is changed there.",
    ),
    "sign_ins": Text("我的登录（{count} 处）", "Where I am signed in ({count})"),
    "sign_ins_told": Text(
        "不认识的登录请立即结束，并修改密码。", "End a sign-in you do not know at once, and change your password."
    ),
    "here": Text("本次登录", "this one"),
    "seen": Text("{address}，{began} 登录，最近 {seen}", "{address}, since {began}, last seen {seen}"),
    "end": Text("结束", "End"),
    "everywhere": Text("在所有设备上退出", "Sign out everywhere"),
    "everywhere_is": Text("包括这台设备。", "This device included."),
    "sure": Text("确认", "Do it"),
    "ended": Text("已结束。", "Ended."),
    "tokens": Text("程序令牌（{count} 个）", "Tokens of my programs ({count})"),
    "tokens_told": Text(
        "程序凭令牌调用 /api，权限与您相同，{days} 天后失效。令牌如同密码，请妥善保管。",
        "A program calls /api with a token and may do what you may, for {days} days. Keep it like a password.",
    ),
    "program": Text("哪个程序用", "For which program"),
    "make": Text("新建令牌", "Make a token"),
    "made": Text("程序“{name}”的令牌：", "Token of “{name}”:"),
    "until": Text("{made} 建立，有效至 {ends}；{used}", "made {made}, good until {ends}; {used}"),
    "used": Text("最近使用 {when}", "last used {when}"),
    "unused": Text("从未使用", "never used"),
    "revoke": Text("停用", "Revoke"),
    "revoked": Text("令牌“{name}”已停用。", "The token “{name}” is revoked."),
    "unknown_device": Text("未知设备", "unknown device"),
}
BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def me(scope: Scope) -> None:
    """Name, account, unit, roles in words, and the ways to another password and second factor."""
    lang, tree, actor = scope.lang, today(scope), signed.person()
    with rooms.real().connect() as conn:
        people = accounts.listing(conn)
        factor = bool(actor.login) and second_factor.is_kept(conn, actor)
    listed = people[people["login"] == actor.login]
    facts = [
        (TEXTS["login"].in_(lang), actor.login or "—"),
        (TEXTS["unit"].in_(lang), unit_name(actor.unit, tree, lang)),
    ]
    if not listed.empty and listed["mail"].iloc[0]:
        facts.append((TEXTS["mail"].in_(lang), listed["mail"].iloc[0]))
    rows = [
        (role_in_words(row, tree, lang), TEXTS["given"].in_(lang, by=row["given_by"], when=when(row["since"])))
        for row in held(listed)
    ]
    roles = render("roles", rows=rows, none=TEXTS["no_role"].in_(lang))
    who = Panel(actor.name, render("facts", facts=facts) + _ways(scope, factor))
    show({"me": who, "roles": Panel(TEXTS["roles"].in_(lang), roles)}, scope, key="two")


def _ways(scope: Scope, factor: bool) -> Markup:
    """The way to the forms, which are no pages of Streamlit's: another password, another second factor."""
    if not st.context.cookies.get(sessions.COOKIE):
        return render("words", text=TEXTS["elsewhere"].in_(scope.lang))
    link = Markup('<a href="/{}?lang={}" target="_self">{}</a>')
    names = ("password", "factor") if factor else ("password",)
    links = [link.format(name, scope.lang, TEXTS[name].in_(scope.lang)) for name in names]
    return Markup('<p class="ways">{}</p>').format(Markup(" ").join(links))


def sign_ins(scope: Scope) -> None:
    """Each open session with where it is from, and the way to end it."""
    lang, login = scope.lang, signed.person().login
    cookie = st.context.cookies.get(sessions.COOKIE, "")
    with rooms.real().connect() as conn:
        found = open_sessions.listing(conn, login, cookie)
    title = TEXTS["sign_ins"].in_(lang, count=len(found))
    with panel("sign-ins", title, TEXTS["sign_ins_told"].in_(lang), scope):
        for row in found.to_dict("records"):
            told = TEXTS["seen"].in_(
                lang, address=row["address"] or "—", began=when(row["started"]), seen=when(row["seen"])
            )
            own = f" · {TEXTS['here'].in_(lang)}" if row["here"] else ""
            line(
                f"session-{row['key']}",
                device(row["agent"], lang) + own,
                told,
                scope,
                TEXTS["end"].in_(lang),
                _end,
                row["key"],
            )
        with st.popover(TEXTS["everywhere"].in_(lang), icon=":material/logout:", key="everywhere"):
            st.write(TEXTS["everywhere_is"].in_(lang))
            st.button(TEXTS["sure"].in_(lang), type="primary", key="everywhere-now", on_click=doing, args=(_end_all,))


def programs(scope: Scope) -> None:
    """Tokens, each with the way to revoke it, and the form for another."""
    lang = scope.lang
    with room.engine().connect() as conn:
        found = tokens.listing(conn, signed.actor().login)
    live = found[found["revoked_at"].isna()]
    told = TEXTS["tokens_told"].in_(lang, days=settings().accounts.token_days)
    with panel("tokens", TEXTS["tokens"].in_(lang, count=len(live)), told, scope):
        for row in live.to_dict("records"):
            used = (
                TEXTS["unused"].in_(lang)
                if pd.isna(row["used_at"])
                else TEXTS["used"].in_(lang, when=when(row["used_at"]))
            )
            until = TEXTS["until"].in_(lang, made=when(row["made_at"]), ends=f"{row['ends']:%Y-%m-%d}", used=used)
            number = int(row["number"])
            line(f"token-{number}", row["name"], until, scope, TEXTS["revoke"].in_(lang), _revoke, number, row["name"])
        with st.form("token", border=False, clear_on_submit=True):
            name, made = st.columns((3, 1), vertical_alignment="bottom")
            name.text_input(TEXTS["program"].in_(lang), key="token-name", max_chars=60, autocomplete="off")
            made.form_submit_button(TEXTS["make"].in_(lang), type="primary", on_click=doing, args=(_make,))


def device(agent: str, lang: Language) -> str:
    """Browser and system, as far as a user agent tells: `Chrome · Windows`."""
    found = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(each for each in found if each) or TEXTS["unknown_device"].in_(lang)


def _end(key: str) -> None:
    by = signed.person()
    open_sessions.end(rooms.real(), by.login, key, by=by)
    say(_both("ended"))


def _end_all() -> None:
    by = signed.person()
    sessions.end_all(rooms.real(), by.login, by=by)


def _make() -> None:
    name = st.session_state["token-name"]
    say(_both("made", name=name.strip()), secret=tokens.make(room.engine(), name, by=signed.actor()))


def _revoke(number: int, name: str) -> None:
    tokens.revoke(room.engine(), number, by=signed.actor())
    say(_both("revoked", name=name))


def _both(key: str, **blanks: object) -> Text:
    return Text(*(TEXTS[key].in_(lang, **blanks) for lang in LANGUAGES))
