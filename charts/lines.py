"""Lines over time, drawn without a library: which way, how far, and what was it then?"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from charts.scale import Axis, axis, close_together

EDGE = 2.0  # per cent of the width left free at both ends, so that the outer points are whole


def lines(
    data: pd.DataFrame,
    *,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    show: Callable[[float], str],
    alt: str,
    steps: bool = False,
) -> Markup:
    """Lines through moments, one a part, gaps where a value is missing. Choose it for up to four lines one compares.

    `data` has `part`, `at` (what a moment is called, in order), `value` (NaN: a gap) and `text` (the value in full, for the
    tip). Lines come in the order of `names` (part → name); `colours` are classes of the style sheet (`accent`, `bad`); `show`
    writes a place of the axis. `steps`: a value stands until the next one replaces it. The axis starts at zero unless all
    values lie close together far from it.
    """
    moments = list(dict.fromkeys(data["at"]))
    scale = axis(data["value"], from_zero=not close_together(data["value"]))
    if scale is None:
        return Markup("")
    by_part = {part: dict(zip(rows["at"], rows["value"], strict=True)) for part, rows in data.groupby("part")}
    runs = Markup("").join(
        _line([by_part.get(part, {}).get(at, float("nan")) for at in moments], colours[part], scale, steps=steps)
        for part in names
    )
    return Markup(
        '<div class="lines" role="img" aria-label="{}">{}<div class="lines-grid"><svg class="lines-y">{}</svg>'
        '<svg class="lines-plot">{}{}{}{}</svg></div></div>'
    ).format(
        alt,
        _legend(names, colours),
        _heights(scale, show),
        _rules(scale),
        _moments(moments),
        runs,
        _tips(data, names, moments),
    )


def _legend(names: Mapping[str, str], colours: Mapping[str, str]) -> Markup:
    if len(names) < 2:
        return Markup("")
    entries = Markup("").join(
        Markup('<span><i class="swatch {}"></i>{}</span>').format(colours[part], name) for part, name in names.items()
    )
    return Markup('<p class="lines-legend">{}</p>').format(entries)


def _heights(scale: Axis, show: Callable[[float], str]) -> Markup:
    return Markup("").join(
        Markup('<text x="100%" y="{:.2f}%" dy=".35em">{}</text>').format(_down(scale, tick), show(tick))
        for tick in scale.ticks
    )


def _rules(scale: Axis) -> Markup:
    heights = ((_down(scale, tick), tick == scale.ticks[0]) for tick in scale.ticks)
    return Markup("").join(
        Markup('<line class="rule{}" x1="0" x2="100%" y1="{y:.2f}%" y2="{y:.2f}%"/>').format(" first" * first, y=down)
        for down, first in heights
    )


def _moments(moments: Sequence[str]) -> Markup:
    return Markup("").join(
        Markup('<text class="{}" x="{:.2f}%" y="100%" dy="1.6em">{}</text>').format(
            _place_of(len(moments) - 1 - index), _along(index, len(moments)), at
        )
        for index, at in enumerate(moments)
    )


def _place_of(before_last: int) -> str:
    """The last moment ends where the line ends; on a narrow screen only it and every third before it are written."""
    if before_last == 0:
        return "last"
    return "between" if before_last % 3 else ""


def _line(values: Sequence[float], colour: str, scale: Axis, *, steps: bool) -> Markup:
    places = [
        (_along(index, len(values)), _down(scale, value)) if value == value else None
        for index, value in enumerate(values)
    ]
    parts = []
    for before, here in pairwise(places):
        if before and here:
            corner = (here[0], before[1])
            parts += [(before, corner), (corner, here)] if steps else [(before, here)]
    drawn = Markup("").join(
        Markup('<line x1="{:.2f}%" y1="{:.2f}%" x2="{:.2f}%" y2="{:.2f}%"/>').format(*start, *end)
        for start, end in parts
    )
    dots = Markup("").join(Markup('<circle cx="{:.2f}%" cy="{:.2f}%"/>').format(*place) for place in places if place)
    return Markup('<g class="line {}">{}{}</g>').format(colour, drawn, dots)


def _tips(data: pd.DataFrame, names: Mapping[str, str], moments: Sequence[str]) -> Markup:
    """A strip over each moment: under the pointer it tells all values of that moment."""
    texts = {(row["part"], row["at"]): row["text"] for row in data.to_dict("records")}
    width = (100 - 2 * EDGE) / max(len(moments) - 1, 1)
    return Markup("").join(
        Markup('<rect class="strip" x="{:.2f}%" width="{:.2f}%" height="100%" data-tip="{}"/>').format(
            _along(index, len(moments)) - width / 2,
            width,
            "\n".join([at, *(f"{name} {texts[part, at]}" for part, name in names.items() if (part, at) in texts)]),
        )
        for index, at in enumerate(moments)
    )


def _along(index: int, count: int) -> float:
    return 50.0 if count == 1 else EDGE + (100 - 2 * EDGE) * index / (count - 1)


def _down(scale: Axis, value: float) -> float:
    return 100 * (1 - scale.share(value))
