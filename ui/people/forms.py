"""Making an account, and giving it roles."""

from collections.abc import Sequence

import streamlit as st

from data import rooms
from data.access import ROLES, Grant, Role
from data.departments import DEPARTMENTS
from data.people import accounts
from data.text import LANGUAGES, Text
from ui import actor as signed
from ui.choosing import unit_box
from ui.people.people import today, units_of
from ui.saying import doing, say
from ui.scope import Scope

TEXTS = {
    "add": Text("新增人员", "Add a person"),
    "add_told": Text(
        "保存后显示一次性密码，首次登录时须修改。",
        "A one-time password is shown when you save; it has to be changed at the first sign-in.",
    ),
    "login": Text("账号", "Account"),
    "name": Text("姓名", "Name"),
    "mail": Text("邮箱（可不填）", "Mail (optional)"),
    "unit": Text("单位", "Unit"),
    "first_role": Text("角色（单位及其下级）", "Role (for the unit and all below it)"),
    "no_role": Text("暂不授予", "None for now"),
    "save": Text("新增", "Add"),
    "added": Text("账号 {login} 的一次性密码：", "One-time password of {login}:"),
    "role": Text("角色", "Role"),
    "for_unit": Text("单位（含下级）", "Unit (and all below it)"),
    "departments": Text(
        "部门（不选为全部；受限台账须逐一指定）", "Departments (none: all; restricted registers must be named)"
    ),
    "any": Text("全部", "All"),
    "give": Text("授予", "Give"),
    "given": Text("已授予 {login}：{role}。", "{login} now holds: {role}."),
}


def adding(scope: Scope) -> None:
    """The form for a new account."""
    lang, tree = scope.lang, today(scope)
    choices = units_of(signed.person(), "keep_people", tree)
    with (
        st.popover(TEXTS["add"].in_(lang), icon=":material/person_add:", key="add"),
        st.form("adding", border=False, clear_on_submit=True),
    ):
        st.caption(TEXTS["add_told"].in_(lang))
        st.text_input(TEXTS["login"].in_(lang), key="add-login", max_chars=64, autocomplete="off")
        st.text_input(TEXTS["name"].in_(lang), key="add-name", max_chars=accounts.LONGEST_NAME, autocomplete="off")
        st.text_input(TEXTS["mail"].in_(lang), key="add-mail", max_chars=200, autocomplete="off")
        unit_box(st, TEXTS["unit"].in_(lang), scope, choices, "add-unit")
        st.selectbox(
            TEXTS["first_role"].in_(lang),
            ("", *ROLES),
            format_func=lambda role: ROLES[role].in_(lang) if role else TEXTS["no_role"].in_(lang),
            key="add-role",
        )
        st.form_submit_button(TEXTS["save"].in_(lang), type="primary", on_click=doing, args=(_add,))


def _add() -> None:
    typed = {name: st.session_state[f"add-{name}"] for name in ("login", "name", "mail", "unit", "role")}
    by, login = signed.person(), accounts.tidy(typed["login"])
    once = accounts.add(rooms.real(), login, typed["name"], typed["unit"], by=by, mail=typed["mail"])
    say(_both("added", login=login), secret=once)
    if typed["role"]:
        accounts.give(rooms.real(), login, Grant(typed["role"], typed["unit"]), by=by)


def giving(login: str, unit: str, scope: Scope) -> None:
    """The form for another role."""
    lang, tree = scope.lang, today(scope)
    choices = units_of(signed.person(), "keep_people", tree)
    with st.form("give", border=False):
        first, second, third, fourth = st.columns((1, 1, 1.6, 0.5), vertical_alignment="bottom")
        roles: Sequence[Role] = tuple(ROLES)
        first.selectbox(TEXTS["role"].in_(lang), roles, format_func=lambda role: ROLES[role].in_(lang), key="give-role")
        unit_box(second, TEXTS["for_unit"].in_(lang), scope, choices, "give-unit", unit)
        third.multiselect(
            TEXTS["departments"].in_(lang), DEPARTMENTS, placeholder=TEXTS["any"].in_(lang), key="give-departments"
        )
        fourth.form_submit_button(TEXTS["give"].in_(lang), type="primary", on_click=doing, args=(_give, login))


def _give(login: str) -> None:
    role, unit, departments = (st.session_state[f"give-{name}"] for name in ("role", "unit", "departments"))
    accounts.give(rooms.real(), login, Grant(role, unit, frozenset(departments)), by=signed.person())
    say(Text(*(TEXTS["given"].in_(lang, login=login, role=ROLES[role].in_(lang)) for lang in LANGUAGES)))


def _both(key: str, **blanks: object) -> Text:
    return Text(*(TEXTS[key].in_(lang, **blanks) for lang in LANGUAGES))
