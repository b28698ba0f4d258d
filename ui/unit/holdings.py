"""What a unit has: the rows of every register by the question they answer, and the units below it."""

from markupsafe import Markup

from data.text import Text
from metrics import formats
from metrics.problems import closed_loop_rate, problems_open, problems_overdue
from metrics.reporting import completeness, timeliness
from ui import reads
from ui.links import named
from ui.panels import Panel
from ui.reform.kept import held
from ui.scope import Scope
from ui.tables import Column, table
from ui.templates import render

TEXTS = {
    "objects": Text("它的清单与对象", "Its registers and objects"),
    "nothing": Text("还没有登记任何对象。", "Nothing is entered yet."),
    "below": Text("下属单位 · {count}", "Units below · {count}"),
    "unit": Text("单位", "Unit"),
}
SHOWN = (problems_overdue, problems_open, closed_loop_rate, completeness, timeliness)


def objects(scope: Scope) -> Panel:
    """Every register with rows of the unit or below it: how many, how they stand, a way to the list."""
    rows = held(scope)
    body = render("reform_group", rows=rows) if rows else render("empty", text=TEXTS["nothing"].in_(scope.lang))
    return Panel(TEXTS["objects"].in_(scope.lang), body)


def below(scope: Scope) -> dict[str, Panel]:
    """The units below with what hurts and what they report, most overdue first; nothing where there are none."""
    units = list(scope.tree.children.get(scope.unit, ()))
    if not units:
        return {}
    lang = scope.lang
    frames = [
        reads.snapshot(scope, tuple(metric.key for metric in metrics), scope.unit, scope.month)
        for metrics in (SHOWN[:3], SHOWN[3:])
    ]
    values = {(row.unit, row.metric): row.value for frame in frames for row in frame.itertuples()}
    units.sort(
        key=lambda code: (
            -(values[code, problems_overdue.key] or 0)
            if values[code, problems_overdue.key] == values[code, problems_overdue.key]
            else 1
        )
    )
    columns = [
        Column("unit", TEXTS["unit"].in_(lang), "main"),
        *(Column(metric.key, metric.name(lang), "number") for metric in SHOWN),
    ]
    rows = [
        {"unit": named(scope, code)}
        | {metric.key: _figure(scope, code, metric, values[code, metric.key]) for metric in SHOWN}
        for code in units
    ]
    title = TEXTS["below"].in_(lang, count=len(units))
    return {"below": Panel(title, table(columns, rows, empty=""))}


def _figure(scope: Scope, unit: str, metric, value: float) -> Markup | str:
    shown = formats.show(value, metric, language=scope.lang)
    href = scope.link("passport", unit=unit, metric=metric.key)
    return Markup('<a href="{}">{}</a>').format(href, shown) if value == value else shown
