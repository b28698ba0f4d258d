"""The people an administrator keeps: found by name, role and state, each with their roles in words."""

from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from data import access, months, rooms
from data.access import ROLES, Actor, Role
from data.people import accounts
from data.text import Language, Text
from data.units import Tree
from ui import actor as signed
from ui import reads
from ui.filters import Choice, Filters, asked
from ui.panels import Panel
from ui.scope import Scope, when
from ui.tables import Column, link, pager, table

PAGE = 50
TEXTS = {
    "people": Text("人员（{count} 人）", "People ({count})"),
    "name": Text("姓名", "Name"),
    "login": Text("账号", "Account"),
    "unit": Text("单位", "Unit"),
    "roles": Text("角色", "Roles"),
    "seen": Text("最近登录", "Last seen"),
    "state": Text("状态", "State"),
    "role": Text("角色", "Role"),
    "never": Text("从未登录", "never"),
    "active": Text("正常", "active"),
    "disabled": Text("已停用", "disabled"),
    "locked": Text("已锁定", "locked"),
    "new": Text("待首次登录", "has not signed in yet"),
    "none": Text("无角色", "no role"),
    "no_role": Text("无角色", "No role"),
    "empty": Text("没有符合条件的人员。", "Nobody matches."),
}
STATES = ("active", "new", "locked", "disabled")


def kept(scope: Scope) -> pd.DataFrame:
    """The people of units whose people this person keeps: the columns of `accounts.listing` and `state`."""
    actor = signed.person()
    with rooms.real().connect() as conn:
        listed = accounts.listing(conn)
    mine = {unit: access.may(actor, "keep_people", unit, today(scope)) for unit in set(listed["unit"])}
    people = listed[listed["unit"].map(mine).astype(bool)]
    return people.assign(state=[_state(row) for row in people.to_dict("records")])


def today(scope: Scope) -> Tree:
    """The units of today: rights are about the present, whatever month is shown."""
    return reads.units(scope).on(months.today())


def units_of(actor: Actor, action: access.Action, tree: Tree) -> list[str]:
    """The units for which the actor may do it, in the order of the tree."""
    return [code for code in tree.codes if access.may(actor, action, code, tree)]


def _state(row: dict[str, Any]) -> str:
    if not pd.isna(row["disabled_at"]):
        return "disabled"
    if not pd.isna(row["locked_until"]) and row["locked_until"] > months.now():
        return "locked"
    return "new" if pd.isna(row["seen"]) else "active"


def filters(scope: Scope) -> Filters:
    """By role, by state, by words in name, account and unit."""
    roles = [(role, text.in_(scope.lang)) for role, text in ROLES.items()]
    choices = (
        Choice("role", TEXTS["role"].in_(scope.lang), [*roles, ("none", TEXTS["no_role"].in_(scope.lang))]),
        Choice("state", TEXTS["state"].in_(scope.lang), [(state, TEXTS[state].in_(scope.lang)) for state in STATES]),
    )
    return asked("people", choices)


def listed(scope: Scope, chosen: Filters) -> Panel:
    """One line a person."""
    tree = today(scope)
    people = _matching(kept(scope), chosen, tree)
    logins = list(dict.fromkeys(people["login"]))
    shown = logins[chosen.offset : chosen.offset + PAGE]
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in COLUMNS.items()]
    rows = [_row(part, scope, tree) for _, part in people[people["login"].isin(shown)].groupby("login", sort=False)]
    way = pager(len(logins), chosen.offset, PAGE, lambda start: chosen.link(scope, **{"from": start}), scope.lang)
    body = chosen.shown(scope) + table(columns, rows, empty=TEXTS["empty"].in_(scope.lang)) + way
    return Panel(TEXTS["people"].in_(scope.lang, count=f"{len(logins):,}"), body)


COLUMNS = {"name": "main", "login": "short", "unit": "short", "roles": "", "seen": "short", "state": "short"}


def _matching(people: pd.DataFrame, chosen: Filters, tree: Tree) -> pd.DataFrame:
    role = chosen.values.get("role")
    if role:
        has = people["role"].isna() if role == "none" else people["role"] == role
        people = people[people["login"].isin(people.loc[has, "login"])]
    if "state" in chosen.values:
        people = people[people["state"] == chosen.values["state"]]
    for word in chosen.words.casefold().split():
        unit = people["unit"].map(
            lambda code: f"{code} {tree[code].name_zh} {tree[code].name_en}" if code in tree else code
        )
        text = (people["login"] + " " + people["name"] + " " + people["mail"] + " " + unit).str.casefold()
        people = people[text.str.contains(word, regex=False)]
    return people


def _row(part: pd.DataFrame, scope: Scope, tree: Tree) -> dict[str, object]:
    person = part.iloc[0]
    return {
        "css": "withdrawn" if person["state"] == "disabled" else "",
        "name": link(person["name"], scope.link("people", person=person["login"])),
        "login": person["login"],
        "unit": unit_name(person["unit"], tree, scope.lang),
        "roles": Markup("<br>").join(role_in_words(row, tree, scope.lang) for row in held(part))
        or TEXTS["none"].in_(scope.lang),
        "seen": TEXTS["never"].in_(scope.lang) if pd.isna(person["seen"]) else when(person["seen"]),
        "state": state_in_words(person["state"], scope.lang),
    }


def held(part: pd.DataFrame) -> list[dict[str, Any]]:
    """The live roles among a person's lines."""
    return part[part["grant"].notna()].to_dict("records")


def role_in_words(row: dict[str, Any], tree: Tree, lang: Language) -> str:
    """A role, where and for which departments: “填报员 · 宁波市 · 大数据局”."""
    role: Role = row["role"]
    return " · ".join((ROLES[role].in_(lang), unit_name(row["for_unit"], tree, lang), *row["departments"]))


def unit_name(code: str, tree: Tree, lang: Language) -> str:
    """What a unit is called, or its code where it is no longer there."""
    return tree[code].name(lang) if code in tree else code


def state_in_words(state: str, lang: Language) -> Markup | str:
    """A state; what keeps somebody out stands out."""
    text = TEXTS[state].in_(lang)
    return Markup('<span class="standing warn">{}</span>').format(text) if state == "locked" else text


def asked_for() -> str:
    """The account that the URL opens."""
    return st.query_params.get("person", "")
