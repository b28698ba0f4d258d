"""Rows of a register as bars in their order, each a link to the row it is."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.bars import bars
from data.registers import REGISTERS
from ui.panels import Panel
from ui.rows.fields import title
from ui.rows.links import opened
from ui.scope import Scope

Told = tuple[float, str] | tuple[float, str, str]
Row = dict[Any, Any]


def ranked(
    scope: Scope,
    register: str,
    heading: str,
    rows: pd.DataFrame,
    told: Callable[[Row], Told],
    way: Markup,
    *,
    empty: Markup,
    top: float = 0.0,
) -> Panel:
    """`told` gives of a row the length of its bar (NaN: none), what is written beside it, and its status, if any; `way` leads to
    all of them, `empty` stands where there are none, `top` is the length of a full bar (0: the longest)."""
    if rows.empty:
        return Panel(heading, empty)
    drawn = [_bar(scope, register, row, *told(row)) for row in rows.to_dict("records")]
    return Panel(heading, bars(pd.DataFrame(drawn), alt=heading, top=top), way)


def _bar(scope: Scope, register: str, row: Row, value: float, text: str, status: str = "") -> dict[str, object]:
    name, href = title(REGISTERS[register], row, scope.lang), opened(scope, register, row["key"])
    shown = value if value == value else 0.0
    return {"name": name, "value": shown, "text": text, "status": status, "href": href}
