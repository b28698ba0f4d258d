"""Lines over time inside a panel: drawn at once, or with what it takes to look closer."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from charts.history import history
from charts.lines import lines
from charts.scale import axis, close_together
from data import months
from metrics import formats
from metrics.language import Metric
from ui.panels import Panel
from ui.scope import Scope
from ui.streamlit_private import DeltaGenerator
from ui.templates import render
from ui.texts import tell

PATH = "path_of_target"
QUIET = {"displayModeBar": False, "scrollZoom": False}


def over_months(data: pd.DataFrame, metrics: dict[Metric, str], scope: Scope, *, title: str) -> Panel:
    """The months of some metrics of one unit (`query.history`) in one frame; `metrics` gives each its colour."""
    by_key = {metric.key: metric for metric in metrics}
    parts = data.sort_values("month").rename(columns={"metric": "part"})
    drawn = lines(
        parts.assign(
            at=parts["month"].map(months.label),
            text=[_exact(by_key[row["part"]], row, scope) for row in parts.to_dict("records")],
        ),
        names={metric.key: metric.name(scope.lang) for metric in metrics},
        colours={metric.key: colour for metric, colour in metrics.items()},
        show=_written(next(iter(metrics)), data["value"], scope),
        alt=title,
    )
    return Panel(title, drawn or render("empty", text=tell(scope.lang, "no_value")))


def by_revision(data: pd.DataFrame, metric: Metric, scope: Scope, *, title: str) -> dict[str, Panel]:
    """One number as it was at its revisions (`at`, `value`, `qualifier`), by name of panel; {} where it never changed by as
    much as can be read.

    Revisions stand at equal distances: several of one day would lie on each other on an axis of time.
    """
    if len({formats.show(value, metric, more=formats.COLUMN_DIGITS) for value in data["value"]}) < 2:
        return {}
    drawn = lines(
        data.assign(part=metric.key, text=[_exact(metric, row, scope) for row in data.to_dict("records")]),
        names={metric.key: metric.name(scope.lang)},
        colours={metric.key: "accent"},
        show=_written(metric, data["value"], scope),
        alt=title,
        steps=True,
    )
    return {"revisions": Panel(title, drawn)}


def explored(
    data: pd.DataFrame,
    metric: Metric,
    scope: Scope,
    place: DeltaGenerator,
    *,
    title: str,
    path: pd.DataFrame,
    marks: Sequence[tuple[date, str]] = (),
) -> None:
    """The months of one metric of one unit, to point at and to zoom into, beside the `path` of its target (month, value), with
    `marks` at months in which something happened. Nothing without a value.

    The chart loads a library of its own, so it is asked for last and takes the `place` kept for it.
    """
    if data["value"].isna().all():
        return
    data = pd.concat([data.assign(part=metric.key), path.assign(part=PATH, qualifier="exact")], ignore_index=True)
    known = axis(data["value"], from_zero=not close_together(data["value"]))
    if known is None:
        return
    write = _written(metric, data["value"], scope)
    texts = [formats.show(row["value"], metric, row["qualifier"], scope.lang) for row in data.to_dict("records")]
    figure = history(
        data.assign(at=data["month"], text=texts),
        names={metric.key: metric.name(scope.lang)} | ({} if path.empty else {PATH: tell(scope.lang, PATH)}),
        colours={metric.key: "accent", PATH: "muted"},
        ticks=[(tick, write(tick)) for tick in known.ticks],
        marks=marks,
    )
    with place.container(key="lines-months"):
        st.html(f"<h2>{title}</h2>")
        st.plotly_chart(figure, key="months", theme=None, config=QUIET)


def _written(metric: Metric, values: pd.Series, scope: Scope) -> Callable[[float], str]:
    """How the places of an axis are written: in the one scale of the greatest value, with the digits that tell them apart."""
    scale = formats.scale_for(values, scope.lang)
    known = axis(values, from_zero=not close_together(values))
    more = formats.told_apart(known.ticks, metric, scope.lang, scale) if known else 0
    return lambda value: formats.show(value, metric, language=scope.lang, scale=scale, more=more)


def _exact(metric: Metric, row: dict, scope: Scope) -> str:
    return formats.exact(row["value"], metric, row["qualifier"], scope.lang)
