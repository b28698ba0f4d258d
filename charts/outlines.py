"""Outlines of areas on a sheet: from degrees to paths, once a map.

Borders are not simplified: every point stands, rounded to a tenth of the sheet's unit, which is finer than a screen's
pixel; points that round to the same place are written once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """One area on the sheet: its SVG path, where its name belongs, and its size in square units."""

    code: str
    path: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Sheet:
    """Areas projected together, in the order given, and the size of the sheet they fill."""

    width: float
    height: float
    areas: tuple[Area, ...]


def project(features: Iterable[dict], *, size: float = 1000, margin: float = 30, head: float = 0) -> Sheet:
    """Equirectangular, true to scale along the middle latitude, north up; the longer side is `size` units.

    `features` are GeoJSON features with `code`, `lon`, `lat` (where the name belongs) among their properties.
    `head` leaves room above the northernmost border, for what stands on the map.
    """
    features = list(features)
    points = [point for feature in features for ring in rings(feature["geometry"]) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (size - 2 * margin) / max((east - west) * squeeze, north - south)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return round(margin + (lon - west) * squeeze * scale, 1), round(margin + head + (north - lat) * scale, 1)

    areas = tuple(_area(feature, place) for feature in features)
    return Sheet(
        round((east - west) * squeeze * scale + 2 * margin), round((north - south) * scale + 2 * margin + head), areas
    )


def rings(geometry: dict) -> list[Ring]:
    """All rings of a Polygon or MultiPolygon, outer and inner alike: the even-odd rule fills them."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _area(feature: dict, place) -> Area:
    known, drawn = feature["properties"], [[place(*p[:2]) for p in ring] for ring in rings(feature["geometry"])]
    x, y = place(known["lon"], known["lat"])
    return Area(known["code"], "".join(map(_path, drawn)), x, y, max(map(_size, drawn)))


def _path(ring: Ring) -> str:
    kept = [point for index, point in enumerate(ring) if index == 0 or point != ring[index - 1]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z"


def _size(ring: Ring) -> float:
    """Shoelace formula."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
