"""Lines over time inside a panel: drawn at once, or with what it takes to look closer."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
import streamlit as st
from markupsafe import Markup

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
OPEN = {"displayModeBar": True, "displaylogo": False, "scrollZoom": False}


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
    much as can be read: the first value of all is no change.

    Revisions stand at equal distances: several of one day would lie on each other on an axis of time.
    """
    if len({formats.show(value, metric, more=formats.COLUMN_DIGITS) for value in data["value"].dropna()}) < 2:
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


def one(
    data: pd.DataFrame,
    metric: Metric,
    scope: Scope,
    *,
    title: str,
    path: pd.DataFrame,
    marks: Mapping[date, str],
    aside: Markup,
) -> dict[str, Panel]:
    """The months of one metric of one unit beside the `path` of its target (month, value), with `marks` at months in which
    something happened, by name of panel; {} without a value."""
    both = _beside(data, metric, path).sort_values("month", kind="stable")
    drawn = lines(
        both.assign(
            at=both["month"].map(months.label), text=[_exact(metric, row, scope) for row in both.to_dict("records")]
        ),
        names=_names(metric, path, scope),
        colours={metric.key: "accent", PATH: "muted"},
        show=_written(metric, both["value"], scope),
        alt=title,
        marks={months.label(month): text for month, text in marks.items()},
    )
    return {"months": Panel(title, drawn, aside)} if data["value"].notna().any() else {}


def explored(
    data: pd.DataFrame,
    metric: Metric,
    scope: Scope,
    place: DeltaGenerator,
    *,
    title: str,
    path: pd.DataFrame,
    marks: Mapping[date, str],
) -> None:
    """The same to point at, to zoom into and to take along as a picture. Nothing without a value.

    The chart loads a library of its own, so it is asked for last and takes the `place` kept for it.
    """
    if data["value"].isna().all():
        return
    both = _beside(data, metric, path)
    known = axis(both["value"], from_zero=not close_together(both["value"]))
    if known is None:
        return
    write = _written(metric, both["value"], scope)
    texts = [formats.show(row["value"], metric, row["qualifier"], scope.lang) for row in both.to_dict("records")]
    figure = history(
        both.assign(at=both["month"], text=texts),
        names=_names(metric, path, scope),
        colours={metric.key: "accent", PATH: "muted"},
        ticks=[(tick, write(tick)) for tick in known.ticks],
        marks=list(marks.items()),
    )
    with place.container(key="lines-months"):
        st.html(f"<h2>{title}</h2>")
        st.plotly_chart(figure, key="months", theme=None, config=OPEN)


def _beside(data: pd.DataFrame, metric: Metric, path: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([data.assign(part=metric.key), path.assign(part=PATH, qualifier="exact")], ignore_index=True)


def _names(metric: Metric, path: pd.DataFrame, scope: Scope) -> dict[str, str]:
    return {metric.key: metric.name(scope.lang)} | ({} if path.empty else {PATH: tell(scope.lang, PATH)})


def _written(metric: Metric, values: pd.Series, scope: Scope) -> Callable[[float], str]:
    """How the places of an axis are written: in the one scale of the greatest value, with the digits that tell them apart."""
    scale = formats.scale_for(values, scope.lang)
    known = axis(values, from_zero=not close_together(values))
    more = formats.told_apart(known.ticks, metric, scope.lang, scale) if known else 0
    return lambda value: formats.show(value, metric, language=scope.lang, scale=scale, more=more)


def _exact(metric: Metric, row: dict, scope: Scope) -> str:
    return formats.exact(row["value"], metric, row["qualifier"], scope.lang)
