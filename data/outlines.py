"""The outlines of units as they lie in `data/geo`, read once a process."""

import json
from functools import cache

from data.settings import ROOT

GEO = ROOT / "data" / "geo"


@cache
def outlines() -> dict[str, dict]:
    """GeoJSON features by the unit's code: cities and counties of the province."""
    files = (GEO / "zhejiang_cities.geojson", GEO / "zhejiang_counties.geojson")
    features = (each for file in files for each in json.loads(file.read_text(encoding="utf-8"))["features"])
    return {feature["properties"]["code"]: feature for feature in features}


@cache
def attribution() -> str:
    """Whose outlines they are, with their approval number, as every map of them says."""
    return str(json.loads((GEO / "zhejiang_cities.geojson").read_text(encoding="utf-8"))["attribution"])
