"""One person opened: what they hold, and what an administrator can do about their account."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import rooms
from data.people import accounts, second_factor, sessions
from data.settings import settings
from data.text import LANGUAGES, Text
from ui import actor as signed
from ui.board import board
from ui.page import panel
from ui.people.forms import giving
from ui.people.people import TEXTS as WORDS
from ui.people.people import asked_for, held, kept, role_in_words, state_in_words, today, unit_name
from ui.saying import doing, line, say
from ui.scope import Scope, when
from ui.tables import link
from ui.templates import render

TEXTS = {
    "unknown": Text("您管理的人员中没有账号“{login}”。", "There is no “{login}” among the people you keep."),
    "mail": Text("邮箱", "Mail"),
    "made": Text("建立", "Made"),
    "made_by": Text("{when}，{by}", "{when} by {by}"),
    "roles": Text("角色", "Roles"),
    "given": Text("{by} 于 {when} 授予", "given by {by}, {when}"),
    "take": Text("收回", "Take"),
    "account": Text("账号", "Account"),
    "reset": Text("重置密码", "Reset the password"),
    "reset_is": Text(
        "生成新的一次性密码，结束其全部登录并解除锁定。",
        "A new one-time password; all sign-ins end, a lockout is lifted.",
    ),
    "factor": Text("二次验证", "Second factor"),
    "factor_set": Text("已设置", "set up"),
    "factor_none": Text("未设置", "not set up"),
    "factor_reset": Text("重置二次验证", "Reset the second factor"),
    "factor_reset_is": Text(
        "手机丢失或更换时用：结束其全部登录，停用其程序的令牌，下次登录时重新设置。",
        "For a phone that is lost or replaced: all sign-ins and programs' tokens end, and another is set up at the next sign-in.",
    ),
    "done_factor": Text(
        "{login} 的二次验证已重置，下次登录时重新设置。",
        "The second factor of {login} is reset; another is set up at the next sign-in.",
    ),
    "unlock": Text("解锁", "Unlock"),
    "sign_out": Text("在所有设备上退出", "Sign out everywhere"),
    "disable": Text("停用账号", "Disable the account"),
    "disable_is": Text(
        "立即退出，不能再登录；其记录保留。", "They are signed out now and cannot come in; their record stays."
    ),
    "enable": Text("启用账号", "Enable the account"),
    "sure": Text("确认", "Do it"),
    "close": Text("收起", "Close"),
    "once": Text("账号 {login} 的一次性密码：", "One-time password of {login}:"),
    "done_take": Text("已收回 {login} 的一个角色。", "One role of {login} was taken."),
    "done_disable": Text("账号 {login} 已停用。", "The account {login} is disabled."),
    "done_enable": Text("账号 {login} 已启用，锁定已解除。", "The account {login} is enabled, and any lockout lifted."),
    "done_sign_out": Text("{login} 已在所有设备上退出。", "{login} is signed out everywhere."),
}


def opened(scope: Scope) -> None:
    """The person that the URL asks for, if this administrator keeps them."""
    login = asked_for()
    if not login:
        return
    people = kept(scope)
    theirs = people[people["login"] == login]
    if theirs.empty:
        board(render("notes", notes=[TEXTS["unknown"].in_(scope.lang, login=login)]), key="unknown", lang=scope.lang)
        return
    person = theirs.iloc[0].to_dict()
    with panel("person", person["name"], _facts(person, scope), scope):
        _roles(held(theirs), login, scope)
        giving(login, person["unit"], scope)
        _account(person, scope)


def _facts(person: dict[str, Any], scope: Scope) -> Markup:
    lang = scope.lang
    made = TEXTS["made_by"].in_(lang, when=when(person["made_at"]), by=person["made_by"])
    facts = [
        (WORDS["login"].in_(lang), person["login"]),
        (WORDS["unit"].in_(lang), unit_name(person["unit"], today(scope), lang)),
        (TEXTS["mail"].in_(lang), person["mail"] or "—"),
        (WORDS["state"].in_(lang), state_in_words(person["state"], lang)),
        (WORDS["seen"].in_(lang), WORDS["never"].in_(lang) if pd.isna(person["seen"]) else when(person["seen"])),
        (TEXTS["made"].in_(lang), made),
    ]
    if settings().accounts.second_factor or person["factor"]:
        state = TEXTS["factor_set" if person["factor"] else "factor_none"].in_(lang)
        facts.insert(4, (TEXTS["factor"].in_(lang), state))
    close = link(TEXTS["close"].in_(lang), scope.link("people"))
    return render("facts", facts=facts) + Markup('<p class="ways">{}</p>').format(close)


def _roles(rows: list[dict[str, Any]], login: str, scope: Scope) -> None:
    for row in rows:
        said = role_in_words(row, today(scope), scope.lang)
        given = TEXTS["given"].in_(scope.lang, by=row["given_by"], when=when(row["since"]))
        number, word = int(row["grant"]), TEXTS["take"].in_(scope.lang)
        line(f"take-{number}", said, given, scope, word, _take, number, login)


def _account(person: dict[str, Any], scope: Scope) -> None:
    login = person["login"]
    with st.container(horizontal=True, key="account"):
        if person["state"] == "disabled":
            _button("enable", _enable, login, scope)
            return
        if person["state"] == "locked":
            _button("unlock", _enable, login, scope)
        _asked("reset", ":material/key:", _reset, login, scope)
        if person["factor"]:
            _asked("factor_reset", ":material/phonelink_lock:", _reset_factor, login, scope)
        _button("sign_out", _sign_out, login, scope)
        _asked("disable", ":material/block:", _disable, login, scope)


def _asked(key: str, icon: str, what: Callable[[str], None], login: str, scope: Scope) -> None:
    """What is said before it is done."""
    with st.popover(TEXTS[key].in_(scope.lang), icon=icon, key=key):
        st.write(TEXTS[f"{key}_is"].in_(scope.lang))
        sure = TEXTS["sure"].in_(scope.lang)
        st.button(sure, type="primary", key=f"{key}-now", on_click=doing, args=(what, login))


def _button(key: str, what: Callable[[str], None], login: str, scope: Scope) -> None:
    st.button(TEXTS[key].in_(scope.lang), key=key, on_click=doing, args=(what, login))


def _take(number: int, login: str) -> None:
    accounts.take(rooms.real(), number, by=signed.person())
    _said("done_take", login)


def _reset(login: str) -> None:
    say(_both("once", login), secret=accounts.reset_password(rooms.real(), login, by=signed.person()))


def _reset_factor(login: str) -> None:
    second_factor.reset(rooms.real(), login, by=signed.person())
    _said("done_factor", login)


def _enable(login: str) -> None:
    accounts.enable(rooms.real(), login, by=signed.person())
    _said("done_enable", login)


def _disable(login: str) -> None:
    accounts.disable(rooms.real(), login, by=signed.person())
    _said("done_disable", login)


def _sign_out(login: str) -> None:
    sessions.end_all(rooms.real(), login, by=signed.person())
    _said("done_sign_out", login)


def _said(key: str, login: str) -> None:
    say(_both(key, login))


def _both(key: str, login: str) -> Text:
    return Text(*(TEXTS[key].in_(lang, login=login) for lang in LANGUAGES))
