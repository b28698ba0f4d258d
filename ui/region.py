"""The outlines of units, each sheet projected once a process."""

import json
from functools import cache

from charts.outlines import Sheet, project
from data.settings import ROOT

GEO = ROOT / "data" / "geo"


@cache
def outlines() -> dict[str, dict]:
    """GeoJSON features by the unit's code: cities and counties of the province."""
    files = (GEO / "zhejiang_cities.geojson", GEO / "zhejiang_counties.geojson")
    features = (each for file in files for each in json.loads(file.read_text(encoding="utf-8"))["features"])
    return {feature["properties"]["code"]: feature for feature in features}


@cache
def sheet(units: tuple[str, ...]) -> Sheet | None:
    """These units on one sheet, in this order; None where none of them has an outline."""
    features = [outlines()[unit] for unit in units if unit in outlines()]
    return project(features, head=40) if features else None
