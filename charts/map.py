"""A map: where is it high, where is it low, and where do the columns stand tall?"""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from charts.labels import Box, Label, Placed, place
from charts.outlines import Area, Sheet
from charts.style import step_of

COLUMN_WIDTH = 17
COLUMN_TALLEST = 130
DEPTH = 7  # how far a column's side and the land's edge recede


def region_map(data: pd.DataFrame, sheet: Sheet, *, alt: str, here: str = "", label_size: float = 25) -> Markup:
    """Areas shaded by one number and columns standing on them by another. Choose it where the place explains the value.

    `data` has a row an area: `unit` (the area's code), `name`, `value` (NaN: hatched), `text` (the value as shown,
    written under the name where there is room; "" for none), `column` (NaN or 0: none), `href`, `tip`. An area without a row is
    land without a value. Names never lie on each other: the ones that find no free place are told by their tip.
    `here` is the area to outline.
    """
    rows = {row["unit"]: row for row in data.to_dict("records")}
    shades = _shades(data)
    columns = _columns(data, sheet)
    names = _names(rows, sheet, [box for box, _ in columns], label_size)
    layers = (
        Markup('<g class="land" transform="translate(0 {})">{}</g>').format(DEPTH * 1.6, _land(sheet)),
        Markup("").join(_area(area, rows.get(area.code), shades) for area in sheet.areas),
        _outline(sheet, here),
        Markup('<g class="columns">{}</g>').format(Markup("").join(drawn for _, drawn in columns)),
        Markup('<g class="names" font-size="{}">{}</g>').format(label_size, names),
    )
    return Markup(
        '<svg class="map" role="group" aria-label="{}" viewBox="0 0 {} {}"><defs><pattern id="hatch" width="9" '
        'height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V9" class="hatch"/>'
        "</pattern></defs>{}</svg>"
    ).format(alt, sheet.width, sheet.height, Markup("").join(layers))


def _land(sheet: Sheet) -> Markup:
    return Markup("").join(Markup('<path d="{}"/>').format(area.path) for area in sheet.areas)


def _shades(data: pd.DataFrame) -> dict[str, str]:
    known = data.dropna(subset=["value"])
    low, high = known["value"].min(), known["value"].max()
    return {unit: f"ramp-{step_of(v, low, high)}" for unit, v in zip(known["unit"], known["value"], strict=True)}


def _outline(sheet: Sheet, code: str) -> Markup:
    """Drawn after all areas: their borders would cover it."""
    return Markup("").join(Markup('<path class="here" d="{}"/>').format(a.path) for a in sheet.areas if a.code == code)


def _area(area: Area, row: dict | None, shades: dict[str, str]) -> Markup:
    if row is None:
        return Markup('<path class="area ramp-none" d="{}"/>').format(area.path)
    shape = Markup('<path class="area {}" d="{}"/>').format(shades.get(area.code, "ramp-none"), area.path)
    return Markup('<a href="{}" class="area-link" aria-label="{}" data-unit="{}" data-tip="{}">{}</a>').format(
        row["href"], row["tip"], area.code, row["tip"], shape
    )


def _columns(data: pd.DataFrame, sheet: Sheet) -> list[tuple[Box, Markup]]:
    """The columns from north to south, so that the nearer one stands before the farther one."""
    tallest = data["column"].max()
    heights = dict(zip(data["unit"], data["column"], strict=True))
    drawn = []
    for area in sorted(sheet.areas, key=lambda each: each.y):
        value = heights.get(area.code, float("nan"))
        if value == value and value > 0:
            drawn.append(_column(area.x, area.y, COLUMN_TALLEST * value / tallest))
    return drawn


def _column(x: float, y: float, height: float) -> tuple[Box, Markup]:
    left, right, top, half = x - COLUMN_WIDTH / 2, x + COLUMN_WIDTH / 2, y - height, DEPTH / 2
    faces = (
        f'<path class="column-face" d="M{left:.1f} {y:.1f}V{top:.1f}H{right:.1f}V{y:.1f}Z"/>'
        f'<path class="column-side" d="M{right:.1f} {y:.1f}V{top:.1f}l{DEPTH} -{half}V{y - half:.1f}Z"/>'
        f'<path class="column-top" d="M{left:.1f} {top:.1f}l{DEPTH} -{half}H{right + DEPTH:.1f}l-{DEPTH} {half}Z"/>'
    )
    return Box(left - 2, top - DEPTH, right + DEPTH + 2, y), Markup(faces)


def _names(rows: dict[str, dict], sheet: Sheet, obstacles: Sequence[Box], size: float) -> Markup:
    labels = [
        Label(
            area.code,
            [line for line in (rows[area.code]["name"], rows[area.code]["text"]) if line],
            area.x,
            area.y + size * 0.8,
            area.size,
        )
        for area in sheet.areas
        if area.code in rows
    ]
    points = {area.code: (area.x, area.y) for area in sheet.areas}
    edges = Box(0, 0, sheet.width, sheet.height)
    return Markup("").join(
        _name(placed, *points[placed.key], size)
        for placed in place(labels, size=size, sheet=edges, obstacles=obstacles)
    )


def _name(placed: Placed, x: float, y: float, size: float) -> Markup:
    leader = Markup('<path class="leader" d="M{} {}L{:.1f} {:.1f}"/>').format(x, y, placed.x, placed.y)
    lines = Markup("").join(
        Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
            "value" if index else "name", placed.x, placed.y + size * (0.36 + 1.1 * index), line
        )
        for index, line in enumerate(placed.lines)
    )
    return (leader if placed.apart else Markup("")) + lines
