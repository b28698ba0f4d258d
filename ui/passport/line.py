"""The months of one number: drawn with the page, or opened to look into."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from data import months
from data.text import Text
from metrics.passport import Passport
from ui import lines, reads
from ui.panels import Panel, beside_title
from ui.passport import events
from ui.scope import Scope
from ui.streamlit_private import DeltaGenerator
from ui.tables import link

MONTHS = 36  # how far back the line of one number reaches
SWITCH = "explore"  # how an address says that the line is to be looked into
TEXTS = {
    "months": Text("各月走势", "Month by month"),
    "explore": Text("放大查看", "Look closer"),
}


def first_shown(scope: Scope) -> date:
    """The month with which the line of a number begins."""
    return months.shift(scope.month, 1 - MONTHS)


def is_explored() -> bool:
    """Whether the address asks for the chart that one can zoom."""
    return st.query_params.get(SWITCH) == "1"


def drawn(number: Passport, scope: Scope, marks: Mapping[date, str]) -> dict[str, Panel]:
    """The line as a panel, with the way to look closer."""
    data, path = _read(number, scope)
    way = link(TEXTS["explore"].in_(scope.lang), scope.link("passport", **{SWITCH: "1"}, **events.kept()))
    title = TEXTS["months"].in_(scope.lang)
    return lines.one(data, number.metric, scope, title=title, path=path, marks=marks, aside=beside_title(way))


def explored(number: Passport, scope: Scope, place: DeltaGenerator, marks: Mapping[date, str]) -> None:
    """The line with what it takes to look closer, in the place kept for it."""
    data, path = _read(number, scope)
    lines.explored(data, number.metric, scope, place, title=TEXTS["months"].in_(scope.lang), path=path, marks=marks)


def _read(number: Passport, scope: Scope) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The metric of the unit over the months up to this one, and the path of its target."""
    run = tuple(months.between(first_shown(scope), scope.month))
    data = reads.history(scope, (number.metric.key,), (number.unit,), run)
    return data, reads.path(scope, number.metric.key, number.unit, run)
