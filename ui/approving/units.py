"""A submission of several units in one table, measures by units: what is out of line among its like is seen at once."""

from typing import Any

import pandas as pd

from data.measures import MEASURES
from data.measures.units import RATE
from data.text import Text
from metrics import formats
from metrics.formats import Scale
from ui.approving.figures import conflicting, in_order, name_of
from ui.approving.view import Cell, View, link, ticked, written
from ui.panels import Panel, beside_title
from ui.scope import Scope
from ui.templates import render

MOST = 14  # units side by side; a screen holds no more that can be read
TEXTS = {
    "units": Text("各单位一览", "The units side by side"),
    "what": Text("填报项", "Measure"),
    "legend": Text("▲ 有疑点　● 与现有数不同　↩ 已选退回；点开看这一格", "▲ warned of   ● differs from what counts   ↩ ticked to go back; click to see the cell"),
    "some": Text("另有 {count} 个单位在下面的清单中", "{count} more units are in the list below"),
    "warned": Text("有疑点", "warned of"),
    "changed": Text("与现有数不同", "differs from what counts"),
    "back": Text("已选退回", "ticked to go back"),
}  # fmt: skip
SHAPES = {"warned": "▲", "changed": "●", "back": "↩"}


def units(view: View, scope: Scope) -> dict[str, Panel]:
    """The panel, where more than one unit was handed in: units with something to look at first where not all have room."""
    frame, attention = in_order(view, scope)
    frame = frame[frame["subject"] == ""].drop_duplicates(["measure", "unit", "month"])
    if frame["unit"].nunique() < 2 or frame["month"].nunique() > 1:
        return {}
    shown = _columns(frame, attention, scope)
    rows = [_row(key, group, shown, view, scope) for key, group in _by_measure(frame)]
    left = frame["unit"].nunique() - len(shown)
    words = {key: text.in_(scope.lang) for key, text in TEXTS.items()}
    some = TEXTS["some"].in_(scope.lang, count=left) if left else ""
    body = render("approving_units", units=[scope.name(unit) for unit in shown], rows=rows, words=words, some=some)
    return {"units": Panel(words["units"], body, beside_title(words["legend"]))}


def _columns(frame: pd.DataFrame, attention: int, scope: Scope) -> list[str]:
    """The units in the order of the tree; where there is no room for all, those with something to look at."""
    looked_at = frame["unit"].head(attention).value_counts()
    ordered = sorted(set(frame["unit"]) & set(scope.tree.codes), key=scope.tree.place)
    kept = set(sorted(ordered, key=lambda unit: -looked_at.get(unit, 0))[:MOST])
    return [unit for unit in ordered if unit in kept]


def _by_measure(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    groups = dict(list(frame.groupby("measure")))
    return [(key, groups[key]) for key in MEASURES if key in groups]


def _row(measure: str, group: pd.DataFrame, shown: list[str], view: View, scope: Scope) -> dict[str, object]:
    """One measure: every value in one scale, so that a wrong 万 stands out by its length."""
    rate = MEASURES[measure].unit == RATE
    scale = Scale(1, "") if rate else formats.scale_for(group["value"], scope.lang)
    by_unit = {row["unit"]: row for row in group.to_dict("records")}
    cells = [_cell(by_unit[unit], scale, rate, view, scope) if unit in by_unit else None for unit in shown]
    return {"name": name_of(measure, scope), "scale": scale.suffix, "cells": cells}


def _cell(row: dict[Any, Any], scale: Scale, rate: bool, view: View, scope: Scope) -> dict[str, object]:
    place: Cell = row["sheet"], row["cell"]
    warnings = [finding.told(scope.lang) for finding in view.warnings.get(place, ())]
    state = _state(row, place, bool(warnings), view)
    said = [scope.name(row["unit"]), name_of(row["measure"], scope), *([TEXTS[state].in_(scope.lang)] if state else [])]
    return {
        "css": state,
        "shape": SHAPES.get(state, ""),
        "value": row["grade"] or _short(row["value"], scale, rate),
        "tip": " · ".join([*said, *warnings]),
        "href": link(scope, view, look=written([place])),
    }


def _state(row: dict[Any, Any], place: Cell, warned: bool, view: View) -> str:
    if place in ticked(view):
        return "back"
    if warned or place in conflicting(view):
        return "warned"
    return "changed" if row["change"] == "changed" else ""


def _short(value: float, scale: Scale, rate: bool) -> str:
    if pd.isna(value):
        return formats.NONE
    return formats.show_share(value) if rate else formats.in_scale(value, scale)
