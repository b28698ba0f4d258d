"""A map: where is it worst? One outline, and over it as many stories as there are, of which one is shown at a time."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from charts.labels import Box, Label, Placed, place
from charts.outlines import Area, Sheet

EDGE = 11  # how far the land's edge recedes


def region_map(
    stories: Sequence[pd.DataFrame],
    sheet: Sheet,
    *,
    alt: str,
    here: str = "",
    size: float = 32,
    ramps: Sequence[str] = (),
) -> Markup:
    """Areas shaded by one number for each story. Choose it where the place explains the value.

    A story has a row an area: `unit` (the area's code), `name`, `text` (the value as shown, written under the name where
    there is room; "" for none), `mark` (a sign and a count after the value; may be left out), `step` (0 to 4 of its ramp, NaN: hatched), `href`, `tip`. `ramps` says of each story which
    colours it takes: `heat` (worse is hotter, the usual) or `ramp` (size alone). An area without a row is land without a
    value. Names never lie on each other: the ones that find no free place are told by their tip. `here` is the area to
    outline. Which story is shown is the style sheet's: shades are the properties `--s0`, `--s1` …, names the groups
    `data-story`.
    """
    by_unit = [{row["unit"]: row for row in story.to_dict("records")} for story in stories]
    taken = [*ramps, *["heat"] * (len(stories) - len(ramps))]
    layers = (
        Markup('<g class="land" transform="translate(0 {})">{}</g>').format(EDGE, _land(sheet)),
        Markup("").join(_area(area, [rows.get(area.code) for rows in by_unit], taken) for area in sheet.areas),
        _outline(sheet, here),
        Markup("").join(
            Markup('<g class="names story" data-story="{}" font-size="{}">{}</g>').format(
                nth, size, _names(rows, sheet, size)
            )
            for nth, rows in enumerate(by_unit)
        ),
    )
    return Markup(
        '<svg class="map" role="group" aria-label="{}" viewBox="0 0 {} {}"><defs><pattern id="hatch" width="9" '
        'height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V9" class="hatch"/>'
        "</pattern></defs>{}</svg>"
    ).format(alt, sheet.width, sheet.height, Markup("").join(layers))


def _land(sheet: Sheet) -> Markup:
    return Markup("").join(Markup('<path d="{}"/>').format(area.path) for area in sheet.areas)


def _outline(sheet: Sheet, code: str) -> Markup:
    """Drawn after all areas: their borders would cover it."""
    return Markup("").join(Markup('<path class="here" d="{}"/>').format(a.path) for a in sheet.areas if a.code == code)


def _area(area: Area, rows: Sequence[dict | None], ramps: Sequence[str]) -> Markup:
    known = [row for row in rows if row]
    shades = ";".join(f"--s{nth}:{_shade(row, ramp)}" for nth, (row, ramp) in enumerate(zip(rows, ramps, strict=True)))
    css = "area" if any(row and row["step"] == row["step"] for row in rows) else "area unknown"
    shape = Markup('<path class="{}" style="{}" d="{}"/>').format(css, shades, area.path)
    if not known:
        return shape
    tip = "\n".join(dict.fromkeys(line for row in known for line in row["tip"].splitlines()))
    return Markup('<a href="{}" class="area-link" aria-label="{}" data-unit="{}" data-tip="{}">{}</a>').format(
        known[0]["href"], tip, area.code, tip, shape
    )


def _shade(row: dict | None, ramp: str) -> str:
    return "url(#hatch)" if row is None or row["step"] != row["step"] else f"var(--{ramp}-{int(row['step'])})"


def _names(rows: dict[str, dict], sheet: Sheet, size: float) -> Markup:
    labels = [
        Label(
            area.code,
            [line for line in (rows[area.code]["name"], _value(rows[area.code])) if line],
            area.x,
            area.y + size * 0.8,
            area.size,
        )
        for area in sheet.areas
        if area.code in rows
    ]
    points = {area.code: (area.x, area.y) for area in sheet.areas}
    edges = Box(0, 0, sheet.width, sheet.height)
    marks = {code: row.get("mark", "") for code, row in rows.items()}
    return Markup("").join(
        _name(placed, *points[placed.key], size, marks[placed.key]) for placed in place(labels, size=size, sheet=edges)
    )


def _value(row: dict) -> str:
    """The second line, which is shorter than the name: the value, and the mark after it."""
    return " ".join(part for part in (row["text"], row.get("mark", "")) if part)


def _name(placed: Placed, x: float, y: float, size: float, mark: str) -> Markup:
    leader = Markup('<path class="leader" d="M{} {}L{:.1f} {:.1f}"/>').format(x, y, placed.x, placed.y)
    lines = Markup("").join(
        Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
            "value" if index else "name",
            placed.x,
            placed.y + size * (0.36 + 1.1 * index),
            _line(line, mark if index else ""),
        )
        for index, line in enumerate(placed.lines)
    )
    return (leader if placed.apart else Markup("")) + lines


def _line(text: str, mark: str) -> Markup:
    """A line of a label, the mark at its end as one of its own."""
    if not mark:
        return Markup.escape(text)
    css = "mark late" if mark.startswith("▲") else "mark"
    return Markup('{}<tspan class="{}">{}</tspan>').format(text.removesuffix(mark), css, mark)
