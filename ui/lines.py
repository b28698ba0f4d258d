"""Charts that can be looked into, inside a panel."""

import pandas as pd
import streamlit as st

from charts.history import history
from metrics import formats
from metrics.language import Metric
from ui.scope import Scope

QUIET = {"displayModeBar": False, "scrollZoom": False}
TICKS = 4


def over_months(data: pd.DataFrame, metrics: dict[Metric, str], scope: Scope, *, title: str, key: str) -> None:
    """The months of some metrics (`query.history` of one unit) as lines; `metrics` gives each its colour."""
    parts = data.rename(columns={"metric": "part", "month": "at"})
    by_key = {metric.key: metric for metric in metrics}
    told = [
        formats.show(row["value"], by_key[row["part"]], row["qualifier"], scope.lang)
        for row in parts.to_dict("records")
    ]
    show(
        parts.assign(text=told),
        names={metric.key: metric.name(scope.lang) for metric in metrics},
        colours={metric.key: colour for metric, colour in metrics.items()},
        metric=next(iter(metrics)),
        scope=scope,
        title=title,
        key=key,
    )


def by_revision(data: pd.DataFrame, metric: Metric, scope: Scope, *, title: str, key: str) -> None:
    """One number as it was at its revisions: `data` has part, at, value, text. Nothing where it was never another."""
    if len(data) > 1:
        names, colours = {metric.key: metric.name(scope.lang)}, {metric.key: "accent"}
        show(data, names=names, colours=colours, metric=metric, scope=scope, title=title, key=key, steps=True)


def show(
    data: pd.DataFrame,
    *,
    names: dict[str, str],
    colours: dict[str, str],
    metric: Metric,
    scope: Scope,
    title: str,
    key: str,
    steps: bool = False,
) -> None:
    """A titled line chart whose axis is written as the metric is."""
    ticks = _ticks(data["value"], metric, scope, from_zero=not steps)
    with st.container(key=f"lines-{key}"):
        st.html(f"<h2>{title}</h2>")
        figure = history(data, names=names, colours=colours, ticks=ticks, steps=steps)
        st.plotly_chart(figure, key=key, theme=None, config=QUIET)


def _ticks(values: pd.Series, metric: Metric, scope: Scope, *, from_zero: bool) -> list[tuple[float, str]]:
    """A few round places on the axis, written in the one scale of the greatest."""
    known = values.dropna()
    if known.empty:
        return []
    low, high = min(0.0, float(known.min())) if from_zero else float(known.min()), float(known.max())
    if high <= low:
        return [(high, formats.show(high, metric, language=scope.lang))]
    step = _round_step((high - low) / TICKS)
    first = -(-low // step) * step
    places = [first + step * count for count in range(int((high - first) // step) + 1)]
    scale = formats.scale_for(places, scope.lang)
    return [(place, formats.show(place, metric, language=scope.lang, scale=scale)) for place in places]


def _round_step(rough: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10 ** len(str(int(rough))) / 10 if rough >= 1 else 10.0 ** -len(str(int(1 / rough)))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
