"""The rows of a register one by one: narrowed, searched, sorted, a page at a time, and taken along."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from data.ledgers import MOST, Page
from data.references import keys_in
from data.registers import REGISTERS, Field, Register
from data.registers.declaration import WORDS
from data.text import Text
from metrics import METRICS
from metrics.owners import office
from ui import reads
from ui.exporting import Export
from ui.filters import Choice, Filters, asked, of_field, of_unit
from ui.instructions.issuing import view_way
from ui.instructions.row_clocks import clocks_of
from ui.panels import Panel
from ui.questions.asking import ask_way
from ui.rows.fields import (
    chip,
    css_of,
    export_headings,
    exported,
    heading,
    linked,
    or_dash,
    register_name,
    title,
)
from ui.rows.links import opened, page_of
from ui.rows.reading import counts, row_page, units_of
from ui.scope import Scope
from ui.tables import Column, link, pager, table
from ui.templates import render
from ui.watching.way import watch_list

PAGE = 40
MANY_CHOICES = 40  # a field of free words with more of them is searched, not chosen from
TEXTS = {
    "none": Text("没有符合条件的{register}记录。请放宽筛选。", "No row of “{register}” matches. Widen the filters."),
    "empty": Text(
        "{unit}还没有“{register}”。由{owner}的填报人员在清单变化时上传“{register}”工作表，无需每月填报。",
        "{unit} has no “{register}” yet. A steward of {owner} uploads the sheet “{register}” when something changes; "
        "nobody is asked for it every month.",
    ),
    "owed": Text(
        "{unit}还没有“{register}”。请由填报人员在“上报”页上传“{register}”工作表。",
        "{unit} has no “{register}” yet. A steward uploads the sheet “{register}” on the page Upload.",
    ),
    "standing": Text("状态", "Standing"),
    "map": Text("地图", "Map"),
    "sort": Text("排序", "Order"),
    "worst": Text("最急的在前", "Worst first"),
}


def any_rows(scope: Scope, register: str) -> bool:
    """Whether there is a row that this person may read."""
    return not counts(scope, register, "standing").empty


def nothing_yet(scope: Scope, register: str) -> Panel:
    """What to do where there are none."""
    declared = REGISTERS[register]
    key = "owed" if declared.owed or not declared.owner else "empty"
    blanks = {
        "unit": scope.name(scope.unit),
        "owner": office(declared.owner).in_(scope.lang),
        "register": register_name(register, scope),
    }
    return Panel("", render("empty", text=TEXTS[key].in_(scope.lang, **blanks)))


def filters(scope: Scope, register: str) -> Filters:
    """What the list is narrowed to, and in which order it stands."""
    declared = REGISTERS[register]
    page, fixed = page_of(register)
    choices = [of_unit(scope)]
    if declared.states:
        states = [(state.key, state.text.in_(scope.lang)) for state in declared.states]
        choices.append(Choice("standing", TEXTS["standing"].in_(scope.lang), states))
    choices += [_choice(scope, register, field) for field in _narrowing(declared)]
    return asked(page, [*choices, _order(scope, register)], fixed)


def _narrowing(register: Register) -> list[Field]:
    """By what the list is narrowed: what is declared, and any field that the address of a count or of a reference names."""
    shown = register.filters_of_list
    others = (
        each for each in register.fields if each.key in st.query_params and each.type in ("choice", "reference", *WORDS)
    )
    return [*shown, *(each for each in others if each not in shown)]


def _choice(scope: Scope, register: str, field: Field) -> Choice:
    if field.choices:
        return of_field(register, field.key, scope)
    here = st.query_params.get(field.key, "")
    there = list(
        dict.fromkeys(key for value in counts(scope, register, field.key)[field.key] for key in _each(field, value))
    )
    offered = [*there[:MANY_CHOICES], *([here] if here in there[MANY_CHOICES:] else [])]
    shown = linked(register, [{field.key: value} for value in offered], scope)
    options = sorted((Markup(shown(field.key, value)).striptags(), value) for value in offered)
    return Choice(field.key, heading(register, field.key, scope), [(value, text) for text, value in options])


def _each(field: Field, value: str) -> tuple[str, ...]:
    """The values by which one can narrow: of several references each."""
    return keys_in(field, value) if field.type == "reference" else (value,) if value else ()


def _order(scope: Scope, register: str) -> Choice:
    declared = REGISTERS[register]
    fields = [declared.field(declared.title_field), *(each for each in declared.columns_of_list if not each.many)]
    options = [
        (f"{sign}{field.key}", f"{heading(register, field.key, scope)} {arrow}")
        for field in fields
        for sign, arrow in (("", "↑"), ("-", "↓"))
    ]
    return Choice(
        "sort", TEXTS["sort"].in_(scope.lang), options, TEXTS["worst"].in_(scope.lang) if declared.due else "—"
    )


def rows(scope: Scope, register: str, chosen: Filters) -> Panel:
    """The rows one by one: name, fields, days overdue, standing; each leads to its own page."""
    declared, lang = REGISTERS[register], scope.lang
    page = _page(scope, register, chosen)
    found = page.rows.to_dict("records")
    shown = linked(register, found, scope)
    columns = [
        Column("title", heading(register, declared.title_field, scope), "main"),
        *(Column(each.key, heading(register, each.key, scope), css_of(each)) for each in declared.columns_of_list),
    ]
    if declared.due:
        columns.append(Column("late", heading(register, "late", scope), "number"))
    if declared.states:
        columns.append(Column("standing", heading(register, "standing", scope), "standing"))
    running = clocks_of(scope, register, [row["key"] for row in found])
    drawn = [_row(register, row, shown, running.get(row["key"], ""), scope) for row in found]
    none = TEXTS["none"].in_(lang, register=register_name(register, scope))
    way = pager(page.total, chosen.offset, PAGE, lambda start: chosen.link(scope, **{"from": start}), lang)
    ways = [
        *view_way(scope, page_of(register)[0]),
        *_map_way(scope, register),
        *ask_way(scope, register),
        *watch_list(scope, register),
    ]
    asks = Markup('<span class="ways">{}</span>').format(Markup("").join(ways))
    return Panel(register_name(register, scope), chosen.shown(scope) + table(columns, drawn, empty=none) + way, asks)


def _map_way(scope: Scope, register: str) -> list[Markup]:
    """The way to the map of how many rows each unit has: of those past their day or bad, where there is such a state."""
    declared = REGISTERS[register]
    bad = [f"{register}_{state.key}" for state in declared.states if state.meaning in ("over", "bad")]
    number = next((key for key in (*bad, f"{register}_kept") if key in METRICS), "")
    if scope.wall or declared.restricted or not number:
        return []
    return [link(TEXTS["map"].in_(scope.lang), scope.link("map", metric=number))]


def _row(register: str, row: Mapping[Any, Any], shown, clock: Markup | str, scope: Scope) -> dict[str, object]:
    declared = REGISTERS[register]
    name = link(title(declared, row, scope.lang), opened(scope, register, row["key"]))
    said: dict[str, object] = {
        field.key: or_dash(shown(field.key, row[field.key])) for field in declared.columns_of_list
    }
    meaning = declared.state(row["standing"]).meaning if row["standing"] else ""
    return said | {
        "css": meaning,
        "title": Markup("<b>{}</b><small>{}{}{}</small>").format(name, row["key"], " · " if clock else "", clock),
        "late": f"{row['late']:,.0f}" if row["late"] == row["late"] else "—",
        "standing": chip(declared, row["standing"], scope.lang),
    }


def export(scope: Scope, register: str, chosen: Filters) -> Export:
    """Every row the filters leave, with its standing and the days it is overdue."""
    question = partial(_question, scope, register, chosen)

    def found() -> Any:
        page = reads.once(row_page, scope, *question(), MOST, 0)
        return exported(register, page.rows.to_dict("records"), scope)

    headings = export_headings(register, scope)
    return Export(register_name(register, scope), headings, found, _page(scope, register, chosen).total)


def _page(scope: Scope, register: str, chosen: Filters) -> Page:
    return row_page(scope, *_question(scope, register, chosen), PAGE, chosen.offset)


def _question(scope: Scope, register: str, chosen: Filters) -> tuple:
    aside = ("standing", "sort")
    equal = tuple((name, value) for name, value in chosen.values.items() if name not in aside)
    standing, sort = (chosen.values.get(name, "") for name in aside)
    return register, units_of(scope, register), scope.month, standing, equal, chosen.words, sort
