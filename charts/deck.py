"""The province in three dimensions, to walk in: for a desk with a graphics card. Nothing it draws is asked for elsewhere."""

from collections.abc import Sequence
from math import log2

import pandas as pd
import pydeck

from charts.style import ACCENT, ACCENT_DEEP, INK, LINE, PANEL, RAMP

HIGHEST, RADIUS = 15_000.0, 1_200.0  # metres for each degree that the places spread over
Colour = list[int]


def deck(places: pd.DataFrame, arcs: pd.DataFrame, outlines: Sequence[dict]) -> pydeck.Deck:
    """Columns on the places, arcs from origin to adopter, over the outlines. Without a map provider there are no tiles and
    no token.

    `places` has `lon`, `lat`, `value` (NaN: no column), `name`, `text`; `arcs` has `lon`, `lat`, `to_lon`, `to_lat`, `name`,
    `text`. `outlines` are GeoJSON features.
    """
    spread = max(_range(places["lon"]), _range(places["lat"]), 0.5)
    top = float(places["value"].max()) if places["value"].notna().any() else 1.0
    standing = places.dropna(subset=["value"]).assign(
        elevation=lambda frame: HIGHEST * spread * frame["value"].clip(lower=0) / (top or 1.0)
    )
    land = {"type": "FeatureCollection", "features": [_bare(each) for each in outlines]}
    layers = [
        pydeck.Layer(
            "GeoJsonLayer", land, id="land", filled=True, stroked=True, get_fill_color=_rgb(RAMP[0]),
            get_line_color=_rgb(LINE), line_width_min_pixels=1,
        ),
        pydeck.Layer(
            "ColumnLayer", standing.to_dict("records"), id="columns", get_position=["lon", "lat"], get_elevation="elevation",
            radius=RADIUS * spread, get_fill_color=_rgb(ACCENT), pickable=True, auto_highlight=True, extruded=True,
        ),
        pydeck.Layer(
            "ArcLayer", arcs.to_dict("records"), id="arcs", get_source_position=["lon", "lat"],
            get_target_position=["to_lon", "to_lat"], get_source_color=_rgb(INK), get_target_color=_rgb(ACCENT_DEEP),
            get_width=3, pickable=True,
        ),
    ]  # fmt: skip
    view = pydeck.ViewState(
        longitude=float(places["lon"].mean()),
        latitude=float(places["lat"].mean()) - 0.2,
        zoom=9.4 - log2(spread),
        pitch=48,
        bearing=-8,
    )
    tooltip = {"text": "{name}\n{text}", "style": {"backgroundColor": PANEL, "color": INK}}
    return pydeck.Deck(layers, initial_view_state=view, map_provider=None, tooltip=tooltip)


def _range(values: pd.Series) -> float:
    return float(values.max() - values.min()) if len(values) else 0.0


def _bare(feature: dict) -> dict:
    """Outline alone: what travels to the browser is shape, not names and codes."""
    return {"type": "Feature", "properties": {}, "geometry": feature["geometry"]}


def _rgb(colour: str) -> Colour:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
