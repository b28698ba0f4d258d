"""The figures of a submission as an approver reads them: what looks wrong or changes something first, the rest at a click."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from charts.spark import spark
from data import months, store
from data.measures import MEASURES
from data.questions import questions
from data.reporting import beside
from data.text import Text
from metrics import formats
from ui import asked as address
from ui import room
from ui.actor import actor
from ui.approving.view import LONGEST, Cell, View, cell_of, link, ticked, toggled, units_of
from ui.board import ARRIVE
from ui.changes import written
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.tables import pager
from ui.templates import render

PAGE = 30
YEAR = 13  # months in the small line: a year and the month it is compared with
TEXTS = {
    "figures": Text("上报的数据", "The figures handed in"),
    "counts": Text("共 {all} 项：须留意 {attention} 项", "{all}, {attention} to look at"),
    "none": Text("没有填报数据。", "There are no figures."),
    "rest": Text(
        "看其余 {count} 项：新增或未变，未见疑点", "See the other {count}: new or unchanged, nothing suspicious"
    ),
    "only": Text("只看须留意的 {count} 项", "Only the {count} to look at"),
    "back": Text("退回", "Send back"),
    "what": Text("填报项", "Measure"),
    "now": Text("现在有效", "Counts now"),
    "handed_in": Text("本次上报", "Handed in"),
    "last_month": Text("上月", "Last month"),
    "last_year": Text("去年同月", "A year ago"),
    "run": Text("近一年", "A year"),
    "cell": Text("单元格", "Cell"),
    "ask": Text("提问", "Ask"),
    "withdrawn": Text("撤回此数", "taken back"),
    "asked": Text("有提问", "Question"),
    "conflict": Text("他人已改", "Changed by others"),
    "send_back": Text("退回 {cell}", "Send back {cell}"),
}


@dataclass(frozen=True)
class Beside:
    """What stands beside the figures shown: other months by measure, unit and subject; open questions by figure."""

    months: dict[tuple[str, str, str], dict[date, float]]
    questions: dict[tuple[str, str, date, str], str]


def figures(view: View, scope: Scope) -> Panel:
    """The figures by unit, a page at a time: those to look at, or with `rest` in the address all of them."""
    title = TEXTS["figures"].in_(scope.lang)
    frame, attention = in_order(view, scope)
    if frame.empty:
        return Panel(title, render("empty", text=TEXTS["none"].in_(scope.lang)))
    at = _looked_at(frame)
    all_of_them = st.query_params.get("rest") == "1" or not attention or at >= attention
    shown = frame if all_of_them else frame.head(attention)
    first = at if at >= 0 else address.number("from") or 0
    offset = min(first, len(shown) - 1) // PAGE * PAGE
    here = shown.iloc[offset : offset + PAGE]
    body = _table(here, view, scope)
    if len(shown) > PAGE:
        body += pager(len(shown), offset, PAGE, lambda start: link(scope, view, **{"from": start}), scope.lang)
    counts = TEXTS["counts"].in_(scope.lang, all=f"{len(frame):,}", attention=f"{attention:,}")
    aside = beside_title(counts, thin=bool(attention))
    return Panel(title, body + _way_to_the_rest(len(frame), attention, all_of_them, view, scope), aside)


def _looked_at(frame: pd.DataFrame) -> int:
    """The place of the cell that the address says is looked at; −1 for none."""
    sheet, cell = cell_of(st.query_params.get("look", "")[:LONGEST])
    at = ((frame["sheet"] == sheet) & (frame["cell"] == cell)).to_numpy().nonzero()[0]
    return int(at[0]) if len(at) else -1


def in_order(view: View, scope: Scope) -> tuple[pd.DataFrame, int]:
    """The figures in the order they are read, and how many of them ask for a look: those with a warning, those that
    change what counts, those that somebody else changed meanwhile. By unit and measure in the order of the template."""
    assert view.review is not None
    frame = view.review.compared.figures
    if frame.empty:
        return frame, 0
    warned, moved = view.warnings, conflicting(view)
    places = list(zip(frame["sheet"], frame["cell"], strict=True))
    striking = pd.Series([place in warned or place in moved for place in places], index=frame.index, dtype=bool)
    look = striking | (frame["change"] == "changed")
    units = {code: place for place, code in enumerate(scope.tree.codes)}
    measures = {key: place for place, key in enumerate(MEASURES)}
    order = frame.assign(
        _look=~look, _unit=frame["unit"].map(units), _measure=frame["measure"].map(measures)
    ).sort_values(["_look", "_unit", "unit", "_measure", "subject", "month"])
    return order.drop(columns=["_look", "_unit", "_measure"]), int(look.sum())


def conflicting(view: View) -> frozenset[Cell]:
    """The cells whose figure somebody else changed since it was handed in."""
    frame = view.review.conflicts if view.review else pd.DataFrame()
    return frozenset(zip(frame["sheet"], frame["cell"], strict=True)) if len(frame) else frozenset()


def _way_to_the_rest(count: int, attention: int, all_of_them: bool, view: View, scope: Scope) -> Markup:
    if not attention or attention == count:
        return Markup("")
    key, left = ("only", attention) if all_of_them else ("rest", count - attention)
    href = link(scope, view, rest="" if all_of_them else "1")
    return Markup('<p class="more"><a href="{}">{}</a></p>').format(href, TEXTS[key].in_(scope.lang, count=f"{left:,}"))


def _table(here: pd.DataFrame, view: View, scope: Scope) -> Markup:
    found = _beside(here, view)
    back = frozenset(ticked(view))
    groups = [
        (scope.name(unit) if unit in scope.tree else unit, [_row(row, view, found, back, scope) for row in rows])
        for unit, rows in groupby(here.to_dict("records"), key=lambda row: row["unit"])
    ]
    words = {key: text.in_(scope.lang) for key, text in TEXTS.items()}
    return render("approving", groups=groups, words=words, may=view.may_not is None)


def _beside(here: pd.DataFrame, view: View) -> Beside:
    """What is read for the rows of this page alone."""
    month = view.submission.month
    run = months.between(months.shift(month, 1 - YEAR), month)
    with store.reading(room.engine()) as conn:
        frame = beside.earlier(conn, here, run)
        asked = questions.open_of(conn, units_of(view), actor=actor())
    known: dict[tuple[str, str, str], dict[date, float]] = {}
    for row in frame.itertuples():
        known.setdefault((row.measure, row.unit, row.subject), {})[row.month] = row.value
    spots = {(row.measure, row.unit, row.month, row.subject): row.text for row in asked.itertuples()}
    return Beside(known, spots)


def _row(row: dict[Any, Any], view: View, found: Beside, back: frozenset[Cell], scope: Scope) -> dict[str, object]:
    cell = row["sheet"], row["cell"]
    address = f"{row['sheet']} {row['cell']}"
    looked = cell == cell_of(st.query_params.get("look", "")[:LONGEST])
    return {
        "css": row["change"] + (" back" if cell in back else "") + (" looked" if looked else ""),
        "arrive": ARRIVE.format(f"look-{'!'.join(cell)}") if looked else "",
        "back": cell in back,
        "toggle": toggled(scope, view, cell),
        "toggle_label": TEXTS["send_back"].in_(scope.lang, cell=address),
        "ask": link(scope, view, ask=f"{row['sheet']}!{row['cell']}"),
        "what": name_of(row["measure"], scope),
        "subject": row["subject"],
        "cell": address,
        "warnings": [finding.told(scope.lang) for finding in view.warnings.get(cell, ())],
        "marks": list(_marks(row, cell, view, found, scope)),
        "handed_in": handed_in(row, scope),
        **_compared(row, found, scope),
    }


def name_of(measure: str, scope: Scope) -> str:
    """What a measure is called."""
    known = MEASURES.get(measure)
    return measure if known is None else (known.zh if scope.lang == "zh" else known.en)


def handed_in(row: dict[Any, Any], scope: Scope) -> str:
    """The value that was handed in; an empty cell takes a figure back."""
    if row["grade"]:
        return str(row["grade"])
    taken = pd.isna(row["value"])
    return TEXTS["withdrawn"].in_(scope.lang) if taken else written(row["value"], row["qualifier"], scope)


def _marks(row: dict[Any, Any], cell: Cell, view: View, found: Beside, scope: Scope) -> Iterator[tuple[str, str]]:
    """Quiet marks, each with what is said at a touch."""
    spot = row["measure"], row["unit"], pd.Timestamp(row["month"]).date(), row["subject"]
    if spot in found.questions:
        yield TEXTS["asked"].in_(scope.lang), found.questions[spot]
    if cell in conflicting(view):
        yield TEXTS["conflict"].in_(scope.lang), TEXTS["conflict"].in_(scope.lang)


def _compared(row: dict[Any, Any], found: Beside, scope: Scope) -> dict[str, object]:
    """What counts now, last month and a year ago, each with the change to what was handed in; and the year as a line."""
    month = pd.Timestamp(row["month"]).date()
    known = found.months.get((row["measure"], row["unit"], row["subject"]), {})
    value = float(row["value"])
    run = [
        known.get(each, float("nan")) for each in months.between(months.shift(month, 1 - YEAR), months.shift(month, -1))
    ]
    stood = {"now": float(row["before"]), "last_month": run[-1], "last_year": run[0]}
    told = {key: (_plain(was, scope), change(was, value)) for key, was in stood.items()}
    return {**told, "run": spark([*run, value], label=TEXTS["run"].in_(scope.lang))}


def _plain(value: float, scope: Scope) -> str:
    return formats.NONE if pd.isna(value) else written(value, "exact", scope)


def change(was: float, value: float) -> str:
    """By how much a value differs from another, in per cent; "" where that says nothing."""
    if pd.isna(was) or pd.isna(value) or was == value or not was:
        return ""
    share = (value - was) / abs(was)
    return f"{'+' if share > 0 else '−'}{abs(share):.1%}" if abs(share) < 10 else f"×{value / was:,.0f}"
