"""Lines over time that can be looked into: which way, how fast, and what was it then?"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from charts.style import ACCENT, BAD, FONT, GOOD, INK, LINE, MUTED, PANEL, RAISED, WARN

MARGIN = 0.02  # of the axis, beyond its ends
ROOM_FOR_MARKS = 30  # px above the lines
COLOURS = {"accent": ACCENT, "good": GOOD, "warn": WARN, "bad": BAD, "muted": MUTED}


def history(
    data: pd.DataFrame,
    *,
    names: Mapping[str, str],
    colours: Mapping[str, str] | None = None,
    ticks: Sequence[tuple[float, str]] = (),
    marks: Sequence[tuple[date, str]] = (),
) -> go.Figure:
    """Lines through months, one a part, gaps where a value is missing. Choose it where one looks closer: it can be zoomed.

    `data` has `part`, `at` (a month), `value` (NaN: a gap) and `text` (the value as shown on hover). Lines come in the order
    of `names` (part → name); `colours` are words of COLOURS. `ticks` are places on the value axis with their text; the first
    and the last are its ends. `marks` are months at which something happened, with what is written above each.
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
            line={"color": COLOURS[(colours or {}).get(part, "accent")], "width": 2.5},
            marker={"size": 6},
            hovertemplate="%{x|%Y-%m}<br><b>%{text}</b><extra>%{fullData.name}</extra>",
        )
    figure.update_layout(_LAYOUT, showlegend=len(names) > 1)
    figure.update_xaxes(_AXIS, tickformat="%Y-%m")
    figure.update_yaxes(_AXIS)
    if ticks:
        places, texts = zip(*ticks, strict=True)
        room = MARGIN * (places[-1] - places[0])  # Plotly leaves out a tick that stands on the very edge
        figure.update_yaxes(tickvals=places, ticktext=texts, range=[places[0] - room, places[-1] + room])
    for month, text in marks:
        figure.add_shape(
            x0=month, x1=month, y0=0, y1=1, yref="paper", line={"color": MUTED, "width": 1.5, "dash": "dot"}
        )
        figure.add_annotation(x=month, y=1, yref="paper", yanchor="bottom", text=text, showarrow=False)
    if marks:
        figure.update_layout(margin_t=ROOM_FOR_MARKS)
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
