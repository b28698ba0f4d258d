"""The numbers of one application on its page: each measure's last value, its year, and the cell it came from."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from charts.spark import spark
from data import months
from data.measures import MEASURES
from data.text import Text
from metrics.of_subject import of_subject
from ui.changes import written
from ui.panels import Panel
from ui.reads import by_revision
from ui.rows.fields import cell_of
from ui.rows.reading import units_of
from ui.scope import Scope
from ui.tables import Column, table

RUN = 13  # the month and the year before it
TEXTS = {
    "numbers": Text("它的数", "Its numbers"),
    "measure": Text("填报项", "Measure"),
    "value": Text("数值", "Value"),
    "month": Text("月份", "Month"),
    "line": Text("一年来", "The year"),
    "where": Text("出处", "Where it stands"),
    "nothing": Text("近一年没有单独填报的数。", "Nothing was reported of it alone in the last year."),
}
COLUMNS = {"measure": "main", "value": "number strong", "month": "short", "line": "spark", "where": ""}


@by_revision
def figures_of(conn, revision, subject: str, units: tuple[str, ...], first: date, last: date) -> pd.DataFrame:
    """`of_subject`, of units that whoever asks may read."""
    return of_subject(conn, subject, units, first, last, revision=revision)


def numbers(scope: Scope, register: str, row: Mapping[str, Any]) -> Panel:
    """A line a measure; nothing where the register's rows are no subjects of measures."""
    if register != "applications":
        return Panel("", Markup(""))
    units = tuple(each for each in units_of(scope, register) or (row["unit"],) if each in scope.tree)
    first = months.shift(scope.month, 1 - RUN)
    found = figures_of(scope, row["key"], units, first, scope.month)
    run = months.between(first, scope.month)
    lang = scope.lang
    lines = [
        _line(measure, group, run, scope)
        for measure, group in found.groupby("measure", sort=False)
        if measure in MEASURES
    ]
    columns = [Column(key, TEXTS[key].in_(lang), css) for key, css in COLUMNS.items()]
    return Panel(TEXTS["numbers"].in_(lang), table(columns, lines, empty=TEXTS["nothing"].in_(lang)))


def _line(key: str, group: pd.DataFrame, run: list[date], scope: Scope) -> dict[str, object]:
    measure, lang, last = MEASURES[key], scope.lang, group.iloc[-1]
    value = last["grade"] or written(last["value"], last["qualifier"], scope)
    by_month = group.groupby(pd.to_datetime(group["month"]).dt.date)["value"].sum()
    return {
        "measure": measure.zh if lang == "zh" else measure.en,
        "value": Markup("{} <small>{}</small>").format(value, measure.unit.in_(lang)),
        "month": months.label(pd.Timestamp(last["month"]).date()),
        "line": spark([float(by_month.get(month, float("nan"))) for month in run], label=""),
        "where": cell_of(scope, last["batch"], last["sheet"], last["cell"]),
    }
