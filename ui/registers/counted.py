"""How many rows of a register stand how, and where: counts that lead to the rows."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from charts.parts import parts
from data.registers import REGISTERS
from data.text import Text
from metrics.owners import office
from ui.panels import Panel, beside_title
from ui.rows.fields import heading, linked, register_name, state_parts
from ui.rows.links import listed
from ui.rows.reading import counts, row_ages, units_of
from ui.scope import Scope
from ui.tables import Column, count, link, table
from ui.templates import render

MOST = 14  # rows of one grid
TEXTS = {
    "by": Text("{row} × {column}", "{row} × {column}"),
    "total": Text("合计", "All"),
    "not_said": Text("未注明", "Not stated"),
    "by_age": Text("超期多久", "How long overdue"),
    "kept_by": Text("由{owner}维护", "Kept by {owner}"),
    "rows": Text("{count} 条", "{count} rows"),
    "more": Text("另有 {count} 项", "{count} more"),
    "empty": Text("没有", "None"),
}


def headed(scope: Scope, register: str) -> Panel:
    """What the register is, who keeps it, and how its rows stand: one bar, each part a link to its rows."""
    declared, lang = REGISTERS[register], scope.lang
    found = counts(scope, register, "standing").set_index("standing")["count"]
    states = state_parts(declared, found, lambda key: listed(scope, register, standing=key), lang)
    about = {
        "name": register_name(register, scope),
        "what": declared.definition.in_(lang),
        "owner": TEXTS["kept_by"].in_(lang, owner=office(declared.owner).in_(lang)) if declared.owner else "",
        "count": TEXTS["rows"].in_(lang, count=f"{int(found.sum()):,}"),
    }
    return Panel("", render("register_head", **about, parts=parts(states, alt=about["name"]) if states else ""))


def grids(scope: Scope, register: str) -> dict[str, Panel]:
    """The counts that the register declares: a panel each, by the names of its two fields."""
    return {f"{row}-{column}": grid(scope, register, row, column) for row, column in REGISTERS[register].grids}


def grid(scope: Scope, register: str, row: str, column: str) -> Panel:
    """Rows by columns: how many of each; every count leads to its rows."""
    lang = scope.lang
    found = counts(scope, register, row, column)
    cells = found.pivot_table(index=row, columns=column, values="count", aggfunc="sum", fill_value=0).astype(int)
    columns = _names(scope, register, column, cells.columns)
    names = _names(scope, register, row, cells.index)
    cells = cells.reindex(columns=list(columns), fill_value=0)
    heads = [
        Column("name", heading(register, row, scope), "main"),
        *(Column(f"_{key}", text, f"number {_meaning(register, column, key)}") for key, text in columns.items()),
        Column("total", TEXTS["total"].in_(lang), "number strong"),
    ]
    order = [key for key in names if key in cells.index]
    if not REGISTERS[register].has(row) or not REGISTERS[register].field(row).choices:
        order.sort(key=lambda key: -int(cells.loc[key].sum()))
    drawn = [
        {
            "name": link(names[key], _href(scope, register, {row: key})) if key else names[key],
            **{f"_{each}": _count(cells.at[key, each], scope, register, {row: key, column: each}) for each in columns},
            "total": f"{int(cells.loc[key].sum()):,}",
        }
        for key in order[:MOST]
    ]
    title = TEXTS["by"].in_(lang, row=heading(register, row, scope), column=heading(register, column, scope))
    more = TEXTS["more"].in_(lang, count=len(order) - MOST) if len(order) > MOST else ""
    aside = beside_title(more) if more else Markup("")
    return Panel(title, table(heads, drawn, empty=TEXTS["empty"].in_(lang)), aside)


def by_age(scope: Scope, register: str) -> Panel:
    """How long the rows past their day have been late."""
    steps = row_ages(scope, register, units_of(scope, register), scope.month)
    data = pd.DataFrame(
        {
            "name": [text.in_(scope.lang) for text, _ in steps],
            "value": [many for _, many in steps],
            "text": [f"{many:,}" for _, many in steps],
            "status": "missed",
            "href": "",
        }
    )
    title = TEXTS["by_age"].in_(scope.lang)
    return Panel(title, bars(data, alt=title))


def _names(scope: Scope, register: str, field: str, there: pd.Index) -> dict[str, str]:
    """What stands on an axis, by its key: choices and states in their order, whatever else there is by its name."""
    declared, lang = REGISTERS[register], scope.lang
    if field == "standing":
        return {state.key: state.text.in_(lang) for state in declared.states}
    if declared.field(field).choices:
        named = {key: text.in_(lang) for key, text in declared.field(field).choices}
    elif declared.field(field).type == "unit":
        named = {code: scope.name(code) for code in scope.tree.below(scope.unit) if code in there}
    else:
        say = linked(register, [{field: key} for key in there if key], scope)
        named = {key: Markup(say(field, key)).striptags() for key in there if key}
    return named | ({"": TEXTS["not_said"].in_(lang)} if "" in there else {})


def _meaning(register: str, field: str, key: str) -> str:
    return REGISTERS[register].state(key).meaning if field == "standing" else ""


def _count(many: int, scope: Scope, register: str, asked: Mapping[str, str]) -> Markup | str:
    if not many:
        return Markup('<span class="quiet none">—</span>')
    return count(int(many), _href(scope, register, asked)) if all(asked.values()) else f"{many:,}"


def _href(scope: Scope, register: str, asked: Mapping[str, str]) -> str:
    """A unit is part of the scope, everything else joins the address."""
    return listed(scope, register, **asked)
