"""The map in three dimensions, drawn by the browser's graphics card: for who wants to walk in it, at a desk."""

import pandas as pd
import streamlit as st

from charts.deck import deck
from metrics import formats
from metrics.language import Metric
from ui import reads, region
from ui.landscape.diffusion import pairs
from ui.scope import Scope


def deep(scope: Scope, metric: Metric) -> None:
    """The same numbers and arcs as the vector map, for the month shown."""
    at = {code: region.outlines()[code]["properties"] for code in region.outlines()}
    data = reads.history(scope, (metric.key,), scope.compared, (scope.month,))
    places = pd.DataFrame(
        [
            {
                "lon": at[unit]["lon"],
                "lat": at[unit]["lat"],
                "value": float(value),
                "name": scope.name(unit),
                "text": formats.show(value, metric, language=scope.lang),
            }
            for unit, value in zip(data["unit"], data["value"], strict=True)
            if unit in at
        ],
        columns=["lon", "lat", "value", "name", "text"],
    )
    spread = [row for row in pairs(scope).to_dict("records") if row["source"] in at and row["target"] in at]
    arcs = pd.DataFrame(
        [
            {
                "lon": at[row["source"]]["lon"],
                "lat": at[row["source"]]["lat"],
                "to_lon": at[row["target"]]["lon"],
                "to_lat": at[row["target"]]["lat"],
                "name": row["tip"],
                "text": "",
            }
            for row in spread
        ],
        columns=["lon", "lat", "to_lon", "to_lat", "name", "text"],
    )
    if places.empty:
        return
    outlines = [region.outlines()[unit] for unit in scope.compared if unit in at]
    st.pydeck_chart(deck(places, arcs, outlines), height=720, key="deck")
