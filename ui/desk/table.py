"""The table of a draft: which sheet, which rows of it, when it was saved."""

import streamlit as st
from markupsafe import Markup

from data.text import Text
from ui import asked as address
from ui.desk import drafting
from ui.desk.grid import DOWN, Asked, grid
from ui.desk.grid_cells import place_of
from ui.desk.work import Work, saved
from ui.page import panel, show
from ui.panels import Panel
from ui.templates import render

LONGEST_SEARCH = 60
LARGE = 200  # rows of a table; of a larger one, those with something to mend are shown first
TEXTS = {
    "table": Text("填写", "Fill in"),
    "all": Text("全部", "All"),
    "marked": Text("只看要改的（{count}）", "To mend ({count})"),
    "search": Text("找一行", "Find a row"),
    "hint": Text("单位、应用…回车", "Unit, application … Enter"),
    "sheets": Text("工作表", "Sheets"),
    "unread": Text(
        "草稿里的文件读不出表格，请重新拖入填好的模板。",
        "No table can be read from this draft's file: drop a filled-in template.",
    ),
}


def table(of: Work) -> None:
    """The table to type in: its sheets, the rows asked for, and when it was saved."""
    scope, lang = of.scope, of.scope.lang
    if not of.parts:
        show(
            {"grid": Panel(TEXTS["table"].in_(lang), render("empty", text=TEXTS["unread"].in_(lang)))},
            scope,
            key="grid",
        )
        return
    part, asked = _asked(of)
    here = {"sheet": of.parts[part].sheet, "show": "marked" if asked.marked else "all"}
    with panel("grid", TEXTS["table"].in_(lang), _ways(of, part, asked), scope):
        grid(
            of.parts[part],
            of.beside,
            asked,
            scope,
            draft=of.draft.number,
            version=of.draft.version,
            saved=saved(of.draft, lang),
            closed=of.place.month.closed,
            on_typed=drafting.typed,
            href=lambda offset: of.link(**here, q=asked.words, **{"from": offset}),
        )


def _asked(of: Work) -> tuple[int, Asked]:
    """Which table and rows the address asks for."""
    query = st.query_params
    sheet, cell = query.get("sheet", ""), query.get("cell", "")
    at = place_of(of.parts, sheet, cell) if cell else None
    number = at[0] if at else next((i for i, part in enumerate(of.parts) if part.sheet == sheet), 0)
    part = of.parts[number]
    marked = any(each == part.sheet for each, _ in of.beside.marks)
    wanted = query.get("show", "marked" if marked and len(part.rows) > LARGE and not query.get("q") else "all")
    return number, Asked(
        query.get("q", "")[:LONGEST_SEARCH].strip(),
        wanted == "marked",
        0 if at else address.number("from") or 0,
        cell if at else "",
    )


def _ways(of: Work, number: int, asked: Asked) -> Markup:
    """The sheets, and which rows of this one."""
    lang, part = of.scope.lang, of.parts[number]
    marks = [sheet for sheet, _ in of.beside.marks]
    sheets = dict.fromkeys(each.sheet for each in of.parts)
    here = {"sheet": part.sheet}
    return render(
        "grid_ways",
        label=TEXTS["sheets"].in_(lang),
        sheets=[(name, of.link(sheet=name), name == part.sheet, marks.count(name)) for name in sheets],
        rows=[
            (TEXTS["all"].in_(lang), of.link(**here, show="all"), not asked.marked),
            (
                TEXTS["marked"].in_(lang, count=marks.count(part.sheet)),
                of.link(**here, show="marked"),
                asked.marked,
            ),
        ],
        search=TEXTS["search"].in_(lang) if len(part.rows) > DOWN // 4 else "",
        hint=TEXTS["hint"].in_(lang),
        words=asked.words,
        href=of.link(**here),
    )
