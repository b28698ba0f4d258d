"""The editable grid of a draft: cells in the places of the workbook, what is wrong with each beside it, saved as typed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from data.measures import MEASURES
from data.text import Text
from data.uploads.findings import Severity
from ui.board import board
from ui.desk.grid_cells import Cell, Part, choices, choose, field_name
from ui.desk.grid_typed import grouped
from ui.scope import Scope
from ui.tables import pager
from ui.templates import render

HERE = Path(__file__).parent
ACROSS, DOWN = 12, 40  # rows of the workbook on one page: side by side, or below each other
RECORDS = 4  # of a register, side by side

TEXTS = {
    "saving": Text("正在保存…", "Saving…"),
    "unsent": Text("还没有存上：改动留在本机，连上后自动补存。", "Not saved yet: kept here, and saved once connected."),
    "new_row": Text("新的一行", "New row"),
    "last_month": Text("上月 {value}", "before: {value}"),
    "empty": Text("没有符合条件的行。", "No row is like that."),
    "none_marked": Text("没有要改的单元格。", "No cell needs mending."),
}
WORDS: dict[str, Text] = {
    "error": Text("须修改", "To mend"),
    "warning": Text("待核对", "To look at"),
    "returned": Text("退回", "Sent back"),
}
ORDER = ("error", "returned", "warning")

component = st.components.v2.component(
    "grid", html='<div class="board cells-root"></div>', js=(HERE / "grid.js").read_text(encoding="utf-8"), isolate_styles=False
)  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What is said of a cell: a finding (`error`, `warning`), or why it was sent back (`returned`)."""

    kind: Severity | str
    sentence: str


@dataclass(frozen=True)
class Beside:
    """What a grid shows beside the cells: marks by sheet and address, last month's values and what is owed by unit and
    measure, and the codes of the draft's units by their names."""

    marks: Mapping[tuple[str, str], Sequence[Mark]] = field(default_factory=dict)
    before: Mapping[tuple[str, str], str] = field(default_factory=dict)
    owed: Collection[tuple[str, str]] = ()
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Which rows are asked for: by words, only those with marks, from which on; `cell` is to be pointed at."""

    words: str = ""
    marked: bool = False
    offset: int = 0
    cell: str = ""


def size_of(part: Part) -> int:
    """How many rows of the workbook stand on one page."""
    if not part.standing:
        return DOWN
    return RECORDS if part.register else ACROSS


def grid(
    part: Part,
    beside: Beside,
    asked: Asked,
    scope: Scope,
    *,
    draft: int,
    version: int,
    saved: str,
    closed: bool,
    on_typed: Callable[[dict], None],
    href: Callable[[int], str],
) -> None:
    """Show the rows asked for. `saved` is the sentence that says when the draft was saved; `on_typed` gets what was
    typed: `id`, `draft`, `base` (the version it was typed over) and `edits` (sheet, cell, value)."""
    here = {cell for sheet, cell in beside.marks if sheet == part.sheet}
    only = here if asked.marked else None
    chosen = choose(part, words=asked.words, only=only, offset=asked.offset, size=size_of(part), cell=asked.cell)
    words = {key: TEXTS[key].in_(scope.lang) for key in ("saving", "unsent")} | {"saved": saved}
    empty = TEXTS["none_marked" if asked.marked and not asked.words else "empty"].in_(scope.lang)
    drawn = draw(part, chosen.rows, beside, scope, only=only)
    html = render("grid", **drawn, only=asked.marked, closed=closed, words={**words, "empty": empty})
    key = f"grid-{draft}"
    component(
        key=key,
        data={
            "html": html, "draft": draft, "version": version, "words": words, "closed": closed,
            "done": st.session_state.get("grid_done", ""), "focus": f"{part.sheet}!{asked.cell}" if asked.cell else "",
        },
        on_typed_change=lambda: _typed(key, on_typed),
    )  # fmt: skip
    if chosen.total > len(chosen.rows):
        board(pager(chosen.total, chosen.offset, size_of(part), href, scope.lang), key="grid-pages", lang=scope.lang)


def _typed(key: str, on_typed: Callable[[dict], None]) -> None:
    sent = st.session_state[key].typed
    if sent:
        on_typed(sent)


def draw(
    part: Part, rows: Sequence[int], beside: Beside, scope: Scope, *, only: Collection[str] | None = None
) -> dict[str, object]:
    """What the template shows: heads across, lines below each other, each with its cells and what is said of them.

    A table with many columns stands: a line is a column of the workbook, and its rows lie side by side.
    """
    cells = {(row, column): part.cell(row, column, beside.units) for row in rows for column in part.filling}
    columns = _with_marks(part, cells, only) if part.standing else part.filling
    names = {row: _name(part, row, cells, scope) for row in rows}
    fields = {column: field_name(part, column, scope.lang) for column in part.filling}
    if part.standing:
        across = [{"title": names[row], "small": ""} for row in rows]
        lines = [
            _line(part, fields[each], [cells[row, each] for row in rows], names.values(), beside, scope, each)
            for each in columns
        ]
    else:
        across = [{"title": fields[each][0], "small": fields[each][1]} for each in part.filling]
        titles = [fields[each][0] for each in part.filling]
        lines = [
            _line(part, (names[row], ""), [cells[row, each] for each in part.filling], titles, beside, scope)
            for row in rows
        ]
    lists = {f"list-{column}": words for column in columns if (words := choices(part, column)) and part.standing}
    return {"across": across, "lines": lines if rows else [], "lists": lists}


def _with_marks(part: Part, cells: Mapping[tuple[int, int], Cell], only: Collection[str] | None) -> Sequence[int]:
    """The columns of which a shown cell is marked, where only those are asked for."""
    if only is None:
        return part.filling
    marked = {column for (_, column), cell in cells.items() if cell.address in only}
    return [column for column in part.filling if column in marked]


def _name(part: Part, row: int, cells: Mapping[tuple[int, int], Cell], scope: Scope) -> str:
    """How a row is called: by what names it, a unit in the language of the view; a register's row by what it says."""
    told = part.names(row)
    if told:
        code = next((cells[row, each].unit for each in part.filling), "")
        others = [each for each in told if code in scope.tree and each != scope.tree[code].name_zh]
        return " · ".join([scope.name(code), *others]) if code in scope.tree else " · ".join(told)
    said = [cells[row, column].text for column in part.filling if cells[row, column].text]
    return said[0] if said else TEXTS["new_row"].in_(scope.lang)


def _line(
    part: Part, named: tuple[str, str], cells: Sequence[Cell], beside_names, beside: Beside, scope: Scope, column: int = -1
) -> dict[str, object]:  # fmt: skip
    marks = {cell.address: beside.marks.get((cell.sheet, cell.address), ()) for cell in cells}
    whole = [
        {"css": mark.kind, "word": WORDS[mark.kind].in_(scope.lang), "cell": cell.address, "sentence": mark.sentence}
        for cell in cells
        for mark in marks[cell.address]
    ]
    heads = list(beside_names)
    return {
        "title": named[0],
        "small": named[1],
        "tip": _tip(part, column, scope),
        "list": f"list-{column}" if column >= 0 and choices(part, column) else "",
        "cells": [
            _drawn(cell, marks[cell.address], f"{name} {named[0]} {cell.address}", beside, scope)
            for cell, name in zip(cells, heads, strict=True)
        ],
        "said": whole,
    }


def _drawn(cell: Cell, marks: Sequence[Mark], label: str, beside: Beside, scope: Scope) -> dict[str, str]:
    kinds = {mark.kind for mark in marks}
    before = beside.before.get((cell.unit, cell.what), "") if not cell.subject else ""
    css = next((kind for kind in ORDER if kind in kinds), "")
    if not css and not cell.text and (cell.unit, cell.what) in beside.owed:
        css = "owed"
    return {
        "sheet": cell.sheet,
        "address": cell.address,
        "text": grouped(cell),
        "css": css,
        "label": label,
        "hint": TEXTS["last_month"].in_(scope.lang, value=before) if before else "",
    }


def _tip(part: Part, column: int, scope: Scope) -> str:
    heading = part.table.headings.get(column)
    if heading is None or heading.role != "figure":
        return ""
    return MEASURES[heading.key].definition.in_(scope.lang)
