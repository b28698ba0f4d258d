"""A funnel: whose rate lies further from the whole's than its size lets chance explain?"""

from collections.abc import Callable
from itertools import pairwise
from math import ceil, floor, log10, sqrt

import pandas as pd
from markupsafe import Markup

from charts.grid import down, heights, rules
from charts.scale import Axis, axis

WITHIN = {"inner": 1.96, "outer": 3.09}  # standard errors: 95 % and 99.8 %
POINTS = 24  # that a limit is drawn through
EDGE = 3.0  # per cent of the width left free at both ends
NAMED = 12  # units beyond the limits that are named, the farthest first
APART = (16.0, 5.0)  # per cent of width and height that a name needs to itself


def funnel(
    data: pd.DataFrame, *, mean: float, show: Callable[[float], str], size: Callable[[float], str], alt: str
) -> Markup:
    """Rates over the size they rest on (logarithmic), with the limits of chance around the mean. Choose it beside a league of
    rates: small units lie apart by luck, and the limits say how far.

    `data` has `name`, `value` (0 to 1), `size` (above 0), `tip` and `href`. `show` writes a rate, `size` a size. Nothing
    without rows.
    """
    if data.empty:
        return Markup("")
    low, high = float(data["size"].min()), float(data["size"].max())
    sizes = (low / 1.15, high * 1.15)
    scale = axis([*data["value"], mean], from_zero=False)
    assert scale is not None
    limits = Markup("").join(
        _limit(mean, times * sign, sizes, scale, css) for css, times in WITHIN.items() for sign in (-1, 1)
    )
    dots = Markup("").join(_dot(row, mean, sizes, scale) for row in data.to_dict("records")) + _names(
        data, mean, sizes, scale
    )
    return Markup(
        '<div class="lines funnel" role="group" aria-label="{}"><div class="lines-grid"><svg class="lines-y">{}</svg>'
        '<svg class="lines-plot">{}{}{}<line class="mean" x1="0" x2="100%" y1="{y:.2f}%" y2="{y:.2f}%"/>{}</svg></div></div>'
    ).format(alt, heights(scale, show), rules(scale), _sizes(sizes, size), limits, dots, y=down(scale, mean))


def outliers(data: pd.DataFrame, mean: float) -> int:
    """How many units lie beyond the outer limits."""
    return int((_errors(data, mean) > WITHIN["outer"]).sum())


def _errors(data: pd.DataFrame, mean: float) -> pd.Series:
    """How many standard errors each lies from the mean."""
    return (data["value"] - mean).abs() / (mean * (1 - mean) / data["size"]) ** 0.5


def _names(data: pd.DataFrame, mean: float, sizes: tuple[float, float], scale: Axis) -> Markup:
    """The names of those beyond the limits, where there is room for one."""
    errors = _errors(data, mean).sort_values(ascending=False)
    beyond = data.loc[errors[errors > WITHIN["outer"]].index[:NAMED]]
    placed: list[tuple[float, float]] = []
    drawn = Markup("")
    for row in beyond.to_dict("records"):
        at = (_along(sizes, row["size"]), down(scale, row["value"]))
        if any(abs(at[0] - x) < APART[0] and abs(at[1] - y) < APART[1] for x, y in placed):
            continue
        placed.append(at)
        side = "left" if at[0] > 50 else "right"
        drawn += Markup('<text class="named {}" x="{:.2f}%" y="{:.2f}%" dx="{}" dy=".35em">{}</text>').format(
            side, *at, ".8em" if side == "right" else "-.8em", row["name"]
        )
    return drawn


def _limit(mean: float, times: float, sizes: tuple[float, float], scale: Axis, css: str) -> Markup:
    first, last = (log10(each) for each in sizes)
    steps = [10 ** (first + (last - first) * i / POINTS) for i in range(POINTS + 1)]
    places = [(_along(sizes, each), down(scale, mean + times * sqrt(mean * (1 - mean) / each))) for each in steps]
    inside = [(one, other) for one, other in pairwise(places) if all(0 <= place[1] <= 100 for place in (one, other))]
    return Markup("").join(
        Markup('<line class="limit {}" x1="{:.2f}%" y1="{:.2f}%" x2="{:.2f}%" y2="{:.2f}%"/>').format(css, *one, *other)
        for one, other in inside
    )


def _dot(row: dict, mean: float, sizes: tuple[float, float], scale: Axis) -> Markup:
    error = sqrt(mean * (1 - mean) / row["size"])
    css = "apart" if abs(row["value"] - mean) > WITHIN["outer"] * error else ""
    return Markup(
        '<a href="{}" aria-label="{}" data-tip="{}"><circle class="{}" cx="{:.2f}%" cy="{:.2f}%" r="6"/></a>'
    ).format(row["href"], row["name"], row["tip"], css, _along(sizes, row["size"]), down(scale, row["value"]))


def _sizes(sizes: tuple[float, float], size: Callable[[float], str]) -> Markup:
    """The powers of ten, and halves between where there are few."""
    powers = range(floor(log10(sizes[0])), ceil(log10(sizes[1])) + 1)
    marks = [10.0**power * times for power in powers for times in (1, 2, 5)]
    inside = [mark for mark in marks if sizes[0] <= mark <= sizes[1]]
    shown = [mark for mark in inside if log10(mark) % 1 == 0] if len(inside) > 6 else inside
    return Markup("").join(
        Markup('<text x="{:.2f}%" y="100%" dy="1.6em">{}</text>').format(_along(sizes, mark), size(mark))
        for mark in shown
    )


def _along(sizes: tuple[float, float], size: float) -> float:
    low, high = log10(sizes[0]), log10(sizes[1])
    return EDGE + (100 - 2 * EDGE) * (log10(size) - low) / (high - low)
