"""Lines over time, drawn without a library: which way, how far, and what was it then?"""

from collections.abc import Callable, Mapping, Sequence
from math import ceil

import pandas as pd
from markupsafe import Markup

from charts.grid import Place, along, down, heights, joined, line, rules, tips
from charts.scale import Axis, axis, close_together

MOST_NAMES = 13  # of moments that stand below a line on a desk


def lines(
    data: pd.DataFrame,
    *,
    names: Mapping[str, str],
    colours: Mapping[str, str],
    show: Callable[[float], str],
    alt: str,
    steps: bool = False,
    marks: Mapping[str, str] | None = None,
    most: int = MOST_NAMES,
    from_zero: bool = False,
) -> Markup:
    """Lines through moments, one a part, gaps where a value is missing. Choose it for up to four lines one compares.

    `data` has `part`, `at` (what a moment is called, in order), `value` (NaN: a gap) and `text` (the value in full, for the
    tip). Lines come in the order of `names` (part → name); `colours` are classes of the style sheet (`accent`, `bad`); `show`
    writes a place of the axis. `steps`: a value stands until the next one replaces it. `marks`: moments at which something
    happened, with what is written above each. `most`: moments that are named, fewer in a narrow panel. The axis starts at zero unless all values lie close together far from it; `from_zero`: even then, where
    what counts is how little changes.
    """
    moments = list(dict.fromkeys(data["at"]))
    scale = axis(data["value"], from_zero=from_zero or not close_together(data["value"]))
    if scale is None:
        return Markup("")
    by_part = {part: dict(zip(rows["at"], rows["value"], strict=True)) for part, rows in data.groupby("part")}
    runs = Markup("").join(
        _line([by_part.get(part, {}).get(at, float("nan")) for at in moments], colours[part], scale, steps=steps)
        for part in names
    )
    return Markup(
        '<div class="lines{}" role="img" aria-label="{}">{}<div class="lines-grid"><svg class="lines-y">{}</svg>'
        '<svg class="lines-plot">{}{}{}{}{}</svg></div></div>'
    ).format(
        " marked" if marks else "",
        alt,
        _legend(names, colours),
        heights(scale, show),
        rules(scale),
        _moments(moments, most),
        _marks(marks or {}, moments),
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


def _moments(moments: Sequence[str], most: int) -> Markup:
    """The names of the moments: of many only some, counted from the last, which ends where the line ends."""
    every = ceil(len(moments) / most)
    return Markup("").join(
        Markup('<text class="{}" x="{:.2f}%" y="100%" dy="1.6em">{}</text>').format(
            _place_of((len(moments) - 1 - index) // every), along(index, len(moments)), at
        )
        for index, at in enumerate(moments)
        if (len(moments) - 1 - index) % every == 0
    )


def _place_of(before_last: int) -> str:
    """On a narrow screen only the last and every third before it are written."""
    if before_last == 0:
        return "last"
    return "between" if before_last % 3 else ""


def _marks(marks: Mapping[str, str], moments: Sequence[str]) -> Markup:
    """A line down at each moment that is marked, and what is written above it."""
    return Markup("").join(
        Markup(
            '<g class="happened"><line x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="100%"/>'
            '<text x="{x:.2f}%" y="0" dy="-.35em">{}</text></g>'
        ).format(text, x=along(moments.index(at), len(moments)))
        for at, text in marks.items()
        if at in moments
    )


def _line(values: Sequence[float], colour: str, scale: Axis, *, steps: bool) -> Markup:
    places = [
        (along(index, len(values)), down(scale, value)) if value == value else None
        for index, value in enumerate(values)
    ]
    stretches = joined(places)
    if steps:
        stretches = [part for before, here in stretches for part in _around_the_corner(before, here)]
    return line(f"line {colour}", places, stretches)


def _around_the_corner(before: Place, here: Place) -> tuple[tuple[Place, Place], tuple[Place, Place]]:
    corner = (here[0], before[1])
    return (before, corner), (corner, here)


def _tips(data: pd.DataFrame, names: Mapping[str, str], moments: Sequence[str]) -> Markup:
    """All values of a moment."""
    texts = {(row["part"], row["at"]): row["text"] for row in data.to_dict("records")}
    return tips(
        [
            "\n".join([at, *(f"{name} {texts[part, at]}" for part, name in names.items() if (part, at) in texts)])
            for at in moments
        ]
    )
