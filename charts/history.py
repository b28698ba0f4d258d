"""Lines over time that can be looked into: which way, how fast, and what was it then?"""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.style import ACCENT, BAD, FONT, GOOD, INK, LINE, MUTED, PANEL, RAISED, WARN

COLOURS = {"accent": ACCENT, "good": GOOD, "warn": WARN, "bad": BAD, "muted": MUTED}


def history(
    data: pd.DataFrame,
    *,
    names: Mapping[str, str],
    colours: Mapping[str, str] | None = None,
    ticks: Sequence[tuple[float, str]] = (),
    steps: bool = False,
) -> go.Figure:
    """Lines through moments, one a part, gaps where a value is missing. Choose it for up to four lines one compares.

    `data` has `part`, `at` (a month or a moment), `value` (NaN: a gap) and `text` (the value as shown on hover). Lines come
    in the order of `names` (part → name); `colours` are words of COLOURS. `ticks` are places on the value axis with their
    text. `steps`: a value stands until the next one replaces it.
    """
    # Without its own template a figure reads Plotly's global one, which is not safe under threads (and 7 kB long).
    figure = go.Figure(layout={"template": "none"})
    for part, name in names.items():
        rows = data[data["part"] == part].sort_values("at")
        figure.add_scatter(
            x=rows["at"].tolist(),
            y=[None if value != value else value for value in rows["value"].tolist()],
            text=rows["text"].tolist(),
            name=name,
            mode="lines+markers",
            line={
                "color": COLOURS[(colours or {}).get(part, "accent")],
                "width": 2.5,
                "shape": "hv" if steps else "linear",
            },
            marker={"size": 6},
            hovertemplate="%{x|%Y-%m-%d}<br><b>%{text}</b><extra>%{fullData.name}</extra>"
            if steps
            else "%{x|%Y-%m}<br><b>%{text}</b><extra>%{fullData.name}</extra>",
        )
    figure.update_layout(_LAYOUT, showlegend=len(names) > 1)
    figure.update_xaxes(_AXIS, tickformat="%Y-%m")
    figure.update_yaxes(_AXIS, rangemode="tozero" if not steps else "normal")
    if ticks:
        figure.update_yaxes(tickvals=[value for value, _ in ticks], ticktext=[text for _, text in ticks])
    return figure


_AXIS = {
    "gridcolor": LINE,
    "linecolor": LINE,
    "zeroline": False,
    "automargin": True,
    "tickfont": {"color": MUTED, "size": 13},
}
_LAYOUT = {
    "paper_bgcolor": PANEL,
    "plot_bgcolor": PANEL,
    "font": {"family": FONT, "color": INK, "size": 14},
    "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
    "height": 280,
    "hovermode": "x unified",
    "hoverlabel": {"bgcolor": RAISED, "bordercolor": LINE, "font": {"color": INK, "family": FONT}},
    "legend": {"orientation": "h", "x": 0, "y": 1.12, "font": {"color": MUTED}},
}
