"""One row of a register: what it is, whose, how it stands, its dates, what it refers to and what refers to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.life import life
from data import months
from data.references import Referring
from data.registers import REGISTERS
from data.text import Text
from metrics.owners import office
from ui.instructions.hanging import hanging
from ui.instructions.issuing import charge_way
from ui.instructions.row_clocks import clock_of
from ui.links import named
from ui.page import show
from ui.panels import Panel
from ui.registers.asked import say
from ui.registers.changed import history
from ui.registers.neighbours import neighbours
from ui.registers.questions import ask_link, asked, questions
from ui.registers.subject import numbers
from ui.rows.fields import chip, heading, linked, register_name, title
from ui.rows.links import listed, opened
from ui.rows.reading import referring_to, row_of, titles_of, units_of
from ui.scope import Scope, month_name
from ui.tables import Column, count, link, table
from ui.templates import render
from ui.watching.way import watch_row

Row = Mapping[str, Any]
FEW = 12  # of what refers to a row, by register
TEXTS = {
    "facts": Text("内容", "What it says"),
    "life": Text("时间线", "Its dates"),
    "today": Text("截至", "As at"),
    "referring": Text("引用它的", "What refers to it"),
    "by": Text("{register} · {field}", "{register} · {field}"),
    "register": Text("清单 · 字段", "Register · field"),
    "rows": Text("条目", "Rows"),
    "count": Text("共", "All"),
    "late": Text("已超期 {days} 天", "{days} days overdue"),
    "judged": Text("按 {day} 的清单", "By the list of {day}"),
}


def object_page(scope: Scope, register: str, key: str) -> None:
    """Show a row: head, dates, what it says, its own numbers, what refers to it, others of its kind,
    every change; or say that there is none."""
    row = read(scope, register, key)
    if row is None:
        month = month_name(scope.month, scope.lang)
        say("no_row", scope, value=key, register=register_name(register, scope), month=month)
        return
    show({"head": headed(scope, register, row)}, scope, key="kpis")
    asked(scope, register, row)
    if (life_of := dates(scope, register, row)).body:
        show({"life": life_of}, scope, key="object")
    sides = {"facts": facts(scope, register, row), "numbers": numbers(scope, register, row)}
    sides |= related(scope, register, row) | neighbours(scope, register, row)
    show({name: panel for name, panel in sides.items() if panel.body}, scope, key="object-sides")
    if hangs := hanging(scope, register=register, key=key) | questions(scope, register, row):
        show(hangs, scope, key="hanging")
    show({"changes": history(scope, register, row)}, scope, key="list")


def read(scope: Scope, register: str, key: str) -> Row | None:
    """The row as it stood at the end of the scope's month; None where there is none that this person may read.

    A row is read wherever the person may: its unit need not lie below the one that the view is of.
    """
    whole = row_of(scope, register, key, _everywhere(scope, register), scope.month)
    return None if whole.empty else whole.to_dict("records")[0]


def _everywhere(scope: Scope, register: str) -> tuple[str, ...]:
    return tuple(sorted({unit for own in scope.reach for unit in units_of(replace(scope, unit=own), register)}))


def headed(scope: Scope, register: str, row: Row) -> Panel:
    """Its name, key and register, how it stands, whose it is."""
    declared, lang = REGISTERS[register], scope.lang
    say = linked(register, [dict(row)], scope)
    late = TEXTS["late"].in_(lang, days=f"{row['late']:,.0f}") if row["late"] == row["late"] else ""
    judged = row["judged"]
    carried = judged < months.end_of(scope.month)
    return Panel(
        "",
        render(
            "object_head",
            title=title(declared, row, lang),
            key=row["key"],
            register=link(register_name(register, scope), listed(scope, register)),
            standing=chip(declared, row["standing"], lang) if declared.states else "",
            late=late,
            clock=clock_of(scope, register, row["key"]),
            judged=TEXTS["judged"].in_(lang, day=judged) if carried else "",
            unit=named(scope, row["unit"]),
            department=(say("department", row["department"]) or "")
            if declared.has("department")
            else office(declared.owner).in_(lang),
            ways=[
                *charge_way(scope, register=register, key=row["key"], unit=row["unit"]),
                *ask_link(scope, register, row),
                *watch_row(scope, register, row["key"], row["unit"]),
            ],
        ),
    )


def facts(scope: Scope, register: str, row: Row) -> Panel:
    """Every field that says something, in the order of the declaration; references are links."""
    declared = REGISTERS[register]
    say = linked(register, [dict(row)], scope)
    aside = {declared.title_field, "unit", "department", *(field.key for field in declared.life)}
    if declared.states:
        aside.add("status")
    if scope.lang == "en":
        aside.add(declared.title_en)
    said = [
        (heading(register, field.key, scope), say(field.key, row[field.key]))
        for field in declared.fields
        if field.key not in aside
    ]
    shown = [(name, value) for name, value in said if value is not None and value != ""]
    return Panel(TEXTS["facts"].in_(scope.lang), render("facts", facts=shown)) if shown else Panel("", Markup(""))


def dates(scope: Scope, register: str, row: Row) -> Panel:
    """The dates of its life as a line, with the day as of which it is looked at."""
    declared, lang = REGISTERS[register], scope.lang
    points = [
        {"at": row[field.key], "name": field.name.in_(lang), "due": field.key == declared.due}
        for field in declared.life
        if isinstance(row[field.key], date) and not pd.isna(row[field.key])
    ]
    if not points:
        return Panel("", Markup(""))
    drawn = life(points, today=row["judged"], words={"today": TEXTS["today"].in_(lang)}, alt=TEXTS["life"].in_(lang))
    return Panel(TEXTS["life"].in_(lang), drawn)


def related(scope: Scope, register: str, row: Row) -> dict[str, Panel]:
    """What refers to it: a line a register and field, with its first rows and the way to all."""
    pairs = pd.DataFrame(referring_to(scope, register, row["key"]), columns=list(Referring._fields))
    lines = [
        _referring(scope, row["key"], str(other), str(field), group["key"])
        for (other, field), group in pairs.groupby(["register", "field"], sort=False)
    ]
    if not lines:
        return {}
    heads = {"register": "main", "rows": "", "count": "number"}
    columns = [Column(key, TEXTS[key].in_(scope.lang), css) for key, css in heads.items()]
    return {"referring": Panel(TEXTS["referring"].in_(scope.lang), table(columns, lines, empty=""))}


def _referring(scope: Scope, key: str, other: str, field: str, keys: pd.Series) -> dict[str, object]:
    lang, named = scope.lang, REGISTERS[other].field(field).name.in_(scope.lang)
    titles = titles_of(scope, other, keys.head(FEW))
    items = [link(name, opened(scope, other, each)) for each, (name, _) in titles.items()]
    name = TEXTS["by"].in_(lang, register=register_name(other, scope), field=named)
    return {
        "register": name,
        "rows": render("items", items=items),
        "count": count(len(keys), listed(scope, other, **{field: key})),
    }
