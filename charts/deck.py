"""The province in three dimensions, to walk in: for a desk with a graphics card. Nothing it draws is asked for elsewhere."""

from collections.abc import Sequence
from math import cos, log2, radians

import pandas as pd
import pydeck

from charts.outlines import rings
from charts.style import ACCENT, ACCENT_DEEP, INK, LINE, PANEL, RAMP

WIDE, HIGH = 820, 550  # pixels that the outlines fill at most, on a sheet of HEIGHT
HEIGHT = 760
PITCH = 45
HIGHEST, RADIUS = 17_000.0, 1_200.0  # metres for each degree that the outlines spread over
FINE = 0.002  # degrees: what the outlines are rounded to, less than a pixel of the whole
MOST = 9.0  # of an arc's width in pixels
DISC = 3_200.0  # metres for each degree, of the largest disc
Colour = list[int]


def deck(
    places: pd.DataFrame, arcs: pd.DataFrame, points: pd.DataFrame, outlines: Sequence[dict], *, top: float
) -> pydeck.Deck:
    """Columns on the places, arcs from origin to adopter, discs of what stands there, over the outlines. Without a map provider
    there are no tiles and no token.

    `places` has `lon`, `lat`, `value` (NaN: no column), `name`, `text`, `href`; `top` is the value of the highest column, the
    same for every month. `arcs` has `lon`, `lat`, `to_lon`, `to_lat`, `count`, `name`, `text`, `href`; `points` has `lon`,
    `lat`, `count`, `name`, `text`, `href`. `outlines` are GeoJSON features.
    """
    west, south, east, north = _box(outlines)
    spread = max(east - west, north - south, 0.2)
    standing = places.dropna(subset=["value"]).assign(
        elevation=lambda frame: HIGHEST * spread * frame["value"].clip(lower=0) / (top or 1.0)
    )
    land = {"type": "FeatureCollection", "features": [_bare(each) for each in outlines]}
    wide, many = arcs["count"].max() if len(arcs) else 1, points["count"].max() if len(points) else 1
    layers = [
        pydeck.Layer(
            "GeoJsonLayer", land, id="land", filled=True, stroked=True, get_fill_color=_rgb(RAMP[0]),
            get_line_color=_rgb(LINE), line_width_min_pixels=1,
        ),
        pydeck.Layer(
            "ScatterplotLayer", _rows(points.assign(radius=DISC * spread * (points["count"] / many) ** 0.5)), id="points",
            get_position=["lon", "lat"], get_radius="radius", get_fill_color=[*_rgb(ACCENT_DEEP), 150], pickable=True,
        ),
        pydeck.Layer(
            "ColumnLayer", _rows(standing), id="columns", get_position=["lon", "lat"], get_elevation="elevation",
            radius=RADIUS * spread, get_fill_color=_rgb(ACCENT), pickable=True, auto_highlight=True, extruded=True,
            transitions={"getElevation": 600},
        ),
        pydeck.Layer(
            "ArcLayer", _rows(arcs.assign(width=1 + (MOST - 1) * arcs["count"] / wide)), id="arcs",
            get_source_position=["lon", "lat"], get_target_position=["to_lon", "to_lat"], get_source_color=[*_rgb(INK), 150],
            get_target_color=[*_rgb(ACCENT_DEEP), 200], get_width="width", get_height=0.35, pickable=True,
        ),
        pydeck.Layer(
            "TextLayer", _rows(places.assign(label=places["name"] + "\n" + places["text"])), id="names", get_position=["lon", "lat"], get_text="label", get_size=20,
            get_color=_rgb(INK), character_set=pydeck.types.String("auto"), get_alignment_baseline=pydeck.types.String("top"),
            font_family=pydeck.types.String("sans-serif"), parameters={"depthCompare": "always"},
        ),
    ]  # fmt: skip
    middle = (south + north) / 2
    tall = (north - south) / cos(radians(middle)) * cos(radians(PITCH))
    pixels = min(WIDE / max(east - west, 0.1), HIGH / max(tall, 0.1))  # a degree of longitude
    view = pydeck.ViewState(
        longitude=(west + east) / 2, latitude=middle, zoom=log2(pixels * 360 / 512), pitch=PITCH, bearing=0
    )
    tooltip = {"text": "{name}\n{text}", "style": {"backgroundColor": PANEL, "color": INK}}
    return pydeck.Deck(layers, initial_view_state=view, map_provider=None, tooltip=tooltip)


def _rows(frame: pd.DataFrame) -> list[dict]:
    """Rows as JSON writes them: without numbers that are none, and without where they lead, which the server knows."""
    rows = frame.drop(columns="href").to_dict("records")
    return [{key: value for key, value in row.items() if value == value} for row in rows]


def _box(outlines: Sequence[dict]) -> tuple[float, float, float, float]:
    """West, south, east and north of the outlines."""
    points = [point for each in outlines for ring in rings(each["geometry"]) for point in ring]
    return (
        min(point[0] for point in points),
        min(point[1] for point in points),
        max(point[0] for point in points),
        max(point[1] for point in points),
    )


def _bare(feature: dict) -> dict:
    """Outline alone, as fine as it is seen: what travels to the browser is shape, not names and codes."""
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    drawn = [[ring for ring in map(_rounded, polygon) if len(ring) > 3] for polygon in polygons]
    shape = {"type": "MultiPolygon", "coordinates": [polygon for polygon in drawn if polygon]}
    return {"type": "Feature", "properties": {}, "geometry": shape}


def _rounded(ring: Sequence[Sequence[float]]) -> list[list[float]]:
    """A ring rounded to what is seen, each place written once."""
    points = [[round(round(value / FINE) * FINE, 3) for value in point[:2]] for point in ring]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def _rgb(colour: str) -> Colour:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
