"""A landscape: how high does each place stand, and how did it grow? Columns over the outlines, a picture a moment."""

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from charts.outlines import Area, Sheet

HIGHEST, WIDE, DEEP = 190.0, 15.0, 9.0  # of a column, in units of the sheet
SIZE = 25  # of names


def landscape(
    moments: Sequence[pd.DataFrame], sheet: Sheet, *, names: Mapping[str, str], hrefs: Mapping[str, str], alt: str
) -> Markup:
    """Columns on the areas for each moment, of which one is shown (`data-frame`); choose it to see one number rise and fall
    place by place. Heights of all moments have one scale, from nothing.

    A moment has `unit` (the area's code), `value` (NaN: no column), `text` (as shown) and `tip`. `names` are written below
    the columns, `hrefs` is where a place leads to.
    """
    top = max((float(each["value"].max()) for each in moments if each["value"].notna().any()), default=0.0)
    land = Markup("").join(_place(area, names, hrefs) for area in sheet.areas)
    frames = Markup("").join(
        Markup('<g class="moment" data-frame="{}">{}</g>').format(nth, _columns(each, sheet, top))
        for nth, each in enumerate(moments)
    )
    return Markup('<svg class="landscape" role="group" aria-label="{}" viewBox="0 {} {} {}">{}{}</svg>').format(
        alt, -60, sheet.width, sheet.height + 60, land, frames
    )


def _place(area: Area, names: Mapping[str, str], hrefs: Mapping[str, str]) -> Markup:
    name = names.get(area.code, "")
    return Markup(
        '<a href="{}" data-unit="{}" aria-label="{}"><path class="area" d="{}"/><text x="{:.1f}" y="{:.1f}" '
        'font-size="{}">{}</text></a>'
    ).format(hrefs.get(area.code, ""), area.code, name, area.path, area.x, area.y + SIZE * 1.15, SIZE, name)


def _columns(moment: pd.DataFrame, sheet: Sheet, top: float) -> Markup:
    rows = {row["unit"]: row for row in moment.to_dict("records")}
    back_to_front = sorted((area for area in sheet.areas if area.code in rows), key=lambda area: area.y)
    return Markup("").join(_column(area, rows[area.code], top) for area in back_to_front)


def _column(area: Area, row: Mapping, top: float) -> Markup:
    value = row["value"]
    if value != value or top <= 0:
        return Markup('<g data-tip="{}"><circle class="none" cx="{:.1f}" cy="{:.1f}" r="5"/></g>').format(
            row["tip"], area.x, area.y
        )
    height = HIGHEST * max(float(value), 0.0) / top
    left, right, base, roof = area.x - WIDE, area.x + WIDE, area.y, area.y - height
    faces = (
        ("front", f"M{left:.1f} {base:.1f}V{roof:.1f}H{right:.1f}V{base:.1f}Z"),
        ("side", f"M{right:.1f} {base:.1f}V{roof:.1f}l{DEEP} {-DEEP}V{base - DEEP:.1f}Z"),
        ("roof", f"M{left:.1f} {roof:.1f}l{DEEP} {-DEEP}H{right + DEEP:.1f}l{-DEEP} {DEEP}Z"),
    )
    drawn = Markup("").join(Markup('<path class="{}" d="{}"/>').format(name, path) for name, path in faces)
    return Markup('<g class="column" data-tip="{}">{}<text x="{:.1f}" y="{:.1f}" font-size="{}">{}</text></g>').format(
        row["tip"], drawn, area.x + DEEP / 2, roof - DEEP - 6, SIZE, row["text"]
    )
