"""Somebody who answers for a unit: post, reach, roles, and everything they answer for."""

from data.access import ROLES
from data.instructions.lanes import Narrowed
from data.people.contacts import Answers, answers_of
from data.register_rights import units_readable
from data.registers import REGISTERS
from data.reporting import submissions
from data.text import Text
from metrics.owners import office
from ui import room
from ui.actor import actor
from ui.instructions.listed import table_of
from ui.links import named, ways_of
from ui.panels import Panel, beside_title
from ui.rows.fields import register_name, title
from ui.rows.links import opened
from ui.rows.reading import row_page
from ui.scope import Scope, when
from ui.tables import Column, link, table
from ui.templates import render
from ui.unit.owed import under_way

FEW = 20
TEXTS = {
    "unknown": Text("没有这个人，或不在您的查看范围内。", "There is no such person, or they are not yours to see."),
    "disabled": Text("账号已停用", "account disabled"),
    "reach": Text("联系方式", "Contact"),
    "post": Text("职务", "Post"),
    "roles": Text("负责什么", "What they answer for"),
    "role": Text("职责", "Role"),
    "unit": Text("单位", "Unit"),
    "departments": Text("部门", "Departments"),
    "all": Text("全部", "All"),
    "since": Text("自", "Since"),
    "instructions": Text("承办的交办 · {count}", "Instructions they lead · {count}"),
    "handed_in": Text("最近提交的报送", "What they handed in lately"),
    "month": Text("月份", "Month"),
    "at": Text("提交时间", "Handed in"),
    "cells": Text("项数", "Cells"),
    "rows": Text("登记在其名下的", "Entered under their name"),
    "register": Text("清单", "Register"),
    "what": Text("事项", "What"),
    "by_name": Text("按姓名和单位对应", "Matched by name and unit"),
    "none": Text("没有", "None"),
}


def of_login(login: str, scope: Scope) -> Answers | None:
    """The person, for who may read a unit that they answer for; None otherwise."""
    with room.engine().connect() as conn:
        return answers_of(conn, login, actor(), scope.tree)


def unknown(scope: Scope) -> Panel:
    """A sentence where a person would stand."""
    return Panel("", render("empty", text=TEXTS["unknown"].in_(scope.lang)))


def head(one: Answers, scope: Scope) -> Panel:
    """Name, post and unit, and how to reach them."""
    posts = [f"{office(row['department']).in_(scope.lang)} {row['post']}".strip() for row in _rows(one, "heads", scope)]
    return Panel(
        "",
        render(
            "person_head",
            name=one.contact.name,
            unit=named(scope, one.unit),
            post=" · ".join(dict.fromkeys(posts)),
            ways=ways_of(one.contact),
            disabled="" if one.active else TEXTS["disabled"].in_(scope.lang),
        ),
    )


def panels(one: Answers, scope: Scope) -> dict[str, Panel]:
    """Their roles, the instructions they lead, what they handed in, and the rows that name them."""
    found = {
        "roles": _roles(one, scope),
        "instructions": _instructions(one, scope),
        "rows": _named(one, scope),
        "handed_in": _handed_in(one, scope),
    }
    return {key: panel for key, panel in found.items() if panel is not None}


def _roles(one: Answers, scope: Scope) -> Panel:
    lang = scope.lang
    rows = [
        {
            "role": ROLES[held.role].in_(lang),
            "unit": named(scope, held.unit),
            "departments": "、".join(office(each).in_(lang) for each in held.departments) if held.departments
            else TEXTS["all"].in_(lang),
            "since": when(held.since)[:10],
        }
        for held in one.roles
    ]  # fmt: skip
    columns = [
        Column(key, TEXTS[key].in_(lang), css)
        for key, css in {"role": "main", "unit": "", "departments": "", "since": "short"}.items()
    ]
    return Panel(TEXTS["roles"].in_(lang), table(columns, rows, empty=TEXTS["none"].in_(lang)))


def _instructions(one: Answers, scope: Scope) -> Panel | None:
    count, _, first = under_way(Narrowed(person=one.contact.login), FEW)
    if not count:
        return None
    return Panel(TEXTS["instructions"].in_(scope.lang, count=count), table_of(first, scope))


def _handed_in(one: Answers, scope: Scope) -> Panel | None:
    """The newest of what they handed in, of units that whoever looks may read."""
    units = {code for held in one.roles if scope.is_own(held.unit) for code in scope.tree.below(held.unit)}
    with room.engine().connect() as conn:
        found = submissions.listing(conn, units=units)
    mine = found[found["person"] == one.contact.login].head(FEW).to_dict("records")
    if not mine:
        return None
    lang = scope.lang
    columns = [Column(key, TEXTS[key].in_(lang)) for key in ("unit", "month", "at", "cells")]
    rows = [
        {
            "unit": named(scope, row["unit"]),
            "month": f"{row['month']:%Y-%m}",
            "at": when(row["at"]),
            "cells": f"{row['cells']:,}",
        }
        for row in mine
    ]
    return Panel(TEXTS["handed_in"].in_(lang), table(columns, rows, empty=""))


def _named(one: Answers, scope: Scope) -> Panel | None:
    """Rows of registers whose person is called so, of the units they answer for."""
    rows = [
        {
            "register": register_name(register, scope),
            "what": link(title(REGISTERS[register], row, scope.lang), opened(scope, register, row["key"])),
            "unit": named(scope, row["unit"]),
        }
        for register in REGISTERS
        for row in _rows(one, register, scope)
    ]
    if not rows:
        return None
    columns = [Column(key, TEXTS[key].in_(scope.lang)) for key in ("register", "what", "unit")]
    aside = beside_title(TEXTS["by_name"].in_(scope.lang))
    return Panel(TEXTS["rows"].in_(scope.lang), table(columns, rows[:FEW], empty=""), aside)


def _rows(one: Answers, register: str, scope: Scope) -> list[dict]:
    """A register's rows of the person's own unit that name them."""
    declared = REGISTERS[register]
    fields = [field.key for field in declared.fields if field.type == "person"]
    if not fields or one.unit not in units_readable(actor(), register, scope.tree):
        return []
    found = []
    for field in fields:
        asked = ((field, one.contact.name),)
        page = row_page(scope, register, (one.unit,), scope.month, "", asked, "", "", FEW, 0)
        found += page.rows.to_dict("records")
    return found
