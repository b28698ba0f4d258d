"""A fan: what was, and between which limits it may go on."""

from collections.abc import Callable, Sequence

import pandas as pd
from markupsafe import Markup

from charts.grid import along, down, heights, joined, line, rules, tips
from charts.scale import Axis, axis, close_together


def fan(data: pd.DataFrame, *, show: Callable[[float], str], alt: str, target: float = float("nan")) -> Markup:
    """A line through the months known and, dashed in a band, through those to come. Choose it for one number and its forecast.

    `data` has `at` (what a month is called, in order), `value` (NaN after the last month known), `low`, `middle`, `high` (NaN
    before) and `text` (for the tip). `target`: a line across, where it lies within reach. `show` writes a place of the axis.
    Nothing without a value.
    """
    known = [*data["value"], *data["low"], *data["high"]]
    near = [target] if target == target and _near(target, known) else []
    scale = axis([*known, *near], from_zero=not close_together([*known, *near]))
    if scale is None:
        return Markup("")
    count = len(data)
    places = [along(index, count) for index in range(count)]
    last = int(data["value"].notna().to_numpy().nonzero()[0][-1]) if data["value"].notna().any() else 0
    middle = data["middle"].copy()
    middle.iloc[last] = data["value"].iloc[last]  # what is to come begins where the known ends
    return Markup(
        '<div class="lines fan" role="img" aria-label="{}"><div class="lines-grid"><svg class="lines-y">{}</svg>'
        '<svg class="lines-plot">{}{}{}{}{}{}{}</svg></div></div>'
    ).format(
        alt,
        heights(scale, show),
        rules(scale),
        _months(list(data["at"]), places, last),
        _band(data, places, scale),
        _across(near, scale),
        _line(list(data["value"]), places, scale, "line accent"),
        _line(list(middle), places, scale, "line ahead"),
        tips(list(data["text"])),
    )


def _near(target: float, values: Sequence[float]) -> bool:
    """A target far away would press the line flat."""
    there = [value for value in values if value == value]
    if not there:
        return False
    low, high = min(there), max(there)
    room = (high - low) or abs(high) or 1.0
    return low - room <= target <= high + room


def _band(data: pd.DataFrame, places: Sequence[float], scale: Axis) -> Markup:
    """A shape has no per cents: it is drawn in a square of a hundred that is stretched."""
    rows = [
        (x, down(scale, high), down(scale, low)) for x, high, low in zip(places, data["high"], data["low"], strict=True)
    ]
    there = [row for row in rows if row[1] == row[1]]
    if not there:
        return Markup("")
    up = "L".join(f"{x:.2f} {high:.2f}" for x, high, _ in there)
    back = "L".join(f"{x:.2f} {low:.2f}" for x, _, low in reversed(there))
    return Markup(
        '<svg class="band" width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">'
        '<path d="M{}L{}Z"/></svg>'
    ).format(up, back)


def _across(near: Sequence[float], scale: Axis) -> Markup:
    return Markup("").join(
        Markup('<line class="goal" x1="0" x2="100%" y1="{y:.2f}%" y2="{y:.2f}%"/>').format(y=down(scale, each))
        for each in near
    )


def _line(values: Sequence[float], places: Sequence[float], scale: Axis, css: str) -> Markup:
    points = [(x, down(scale, value)) if value == value else None for x, value in zip(places, values, strict=True)]
    return line(css, points, joined(points))


def _months(names: Sequence[str], places: Sequence[float], last: int) -> Markup:
    """The last of all, and every sixth before the last month known, that one where it lies apart: more would lie on each
    other, and on a phone every second of these."""
    end = len(names) - 1
    shown = {end, *(index for index in range(last, -1, -6) if end - index > 4)}
    return Markup("").join(
        Markup('<text class="{}" x="{:.2f}%" y="100%" dy="1.6em">{}</text>').format(
            "last" if index == end else "between" if (last - index) % 12 else "", places[index], names[index]
        )
        for index in sorted(shown)
    )
