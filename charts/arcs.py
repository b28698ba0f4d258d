"""From where to where: what one place made and others took."""

from collections.abc import Mapping
from math import hypot

import pandas as pd
from markupsafe import Markup

from charts.outlines import Area, Sheet

SIZE = 26
WIDTHS = (2.5, 12.0)  # of an arc, thinnest and thickest
BEND = 0.28  # of its length


def arcs(data: pd.DataFrame, sheet: Sheet, *, names: Mapping[str, str], points: pd.DataFrame, alt: str) -> Markup:
    """Arcs from origin to adopter over the outlines; choose it for up to some hundred pairs of places.

    `data` has `source`, `target` (codes of areas), `count` (how wide), `tip` and `href`. `points` has `unit`, `count`, `tip`,
    `href`: discs on the places, as large as their number. Places outside of the sheet are left out: list them beside it.
    """
    at = {area.code: area for area in sheet.areas}
    land = Markup("").join(Markup('<path class="area" d="{}"/>').format(area.path) for area in sheet.areas)
    named = Markup("").join(
        Markup('<text x="{:.1f}" y="{:.1f}" font-size="{}">{}</text>').format(
            area.x, area.y + SIZE * 1.3, SIZE, names.get(area.code, "")
        )
        for area in sheet.areas
    )
    most = float(data["count"].max()) if len(data) else 1.0
    drawn = Markup("").join(
        _arc(at[row["source"]], at[row["target"]], row, most)
        for row in data.to_dict("records")
        if row["source"] in at and row["target"] in at
    )
    largest = float(points["count"].max()) if len(points) else 1.0
    discs = Markup("").join(
        _disc(at[row["unit"]], row, largest) for row in points.to_dict("records") if row["unit"] in at
    )
    return Markup('<svg class="arcs" role="group" aria-label="{}" viewBox="0 0 {} {}">{}{}{}{}</svg>').format(
        alt, sheet.width, sheet.height, land, discs, drawn, named
    )


def _arc(source: Area, target: Area, row: Mapping, most: float) -> Markup:
    thin, thick = WIDTHS
    width = thin + (thick - thin) * row["count"] / most
    if source.code == target.code:
        return Markup("")
    across, down = target.x - source.x, target.y - source.y
    length = hypot(across, down)
    lift = BEND * length
    middle = (source.x + across / 2, source.y + down / 2 - lift)
    path = f"M{source.x:.1f} {source.y:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {target.x:.1f} {target.y:.1f}"
    return Markup(
        '<a href="{}" data-tip="{}" aria-label="{}"><path class="arc" d="{}" stroke-width="{:.1f}"/>'
        '<circle class="end" cx="{:.1f}" cy="{:.1f}" r="7"/><circle class="origin" cx="{:.1f}" cy="{:.1f}" r="10"/></a>'
    ).format(row["href"], row["tip"], row["tip"], path, width, target.x, target.y, source.x, source.y)


def _disc(area: Area, row: Mapping, largest: float) -> Markup:
    radius = 8 + 22 * (row["count"] / largest) ** 0.5
    return Markup(
        '<a href="{}" data-tip="{}" aria-label="{}"><circle class="disc" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/></a>'
    ).format(row["href"], row["tip"], row["tip"], area.x, area.y, radius)
