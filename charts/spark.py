"""A word-sized line: which way has it been going? For a tile, beside the number it explains."""

from collections.abc import Sequence
from math import isnan

from markupsafe import Markup

NARROWEST = 0.1  # of the greatest value: a line that moves less than this does not fill the height

Point = tuple[float, float]
Ends = tuple[float, float]  # the least and the greatest value of a box


def stretches(values: Sequence[float], width: float, height: float, low: float, high: float) -> list[list[Point]]:
    """The points of a line through `values`, broken where one is missing (NaN): a gap is not a zero."""
    step = width / max(len(values) - 1, 1)
    span = (high - low) or 1.0
    runs: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if isnan(value):
            runs.append([])
        else:
            runs[-1].append((round(index * step, 1), round(height * (1 - (value - low) / span), 1)))
    return [run for run in runs if run]


def spark(
    values: Sequence[float],
    *,
    label: str = "",
    ends: Ends | None = None,
    ahead: Sequence[float] = (),
    marks: Sequence[int] = (),
) -> Markup:
    """A line through the months with the last one marked. Choose it where the direction matters and no axis is read.

    `values` in the order of months, NaN where there is none. `label` is what a screen reader says. It fills the box it
    stands in; strokes keep their width. Without any value it is empty. From 51 to 53 is no climb from the floor to the
    ceiling: the height is at least NARROWEST of the greatest value. `ends`: those of several lines on one scale. `ahead`: what
    the months after the last one are expected to be, drawn faintly from there on; nothing where that one has no value. `marks`: the places of months that
    stand out.
    """
    present = [value for value in values if not isnan(value)]
    if not present:
        return Markup("")
    ahead = () if isnan(values[-1]) else ahead
    low, high = _ends(ends or [*present, *ahead])
    width = 100 * (len(values) - 1) / max(len(values) + len(ahead) - 1, 1)
    runs = stretches(values, width, 26, low, high)
    areas = "".join(_area(run) for run in runs if len(run) > 1)
    lines = "".join(_line(run, "spark-line") for run in runs)
    last = _line([runs[-1][-1]], "spark-end") if not isnan(values[-1]) else ""
    step = width / max(len(values) - 1, 1)
    heights = {place: stretches([values[place]], width, 26, low, high) for place in marks}
    dots = "".join(
        _line([(round(place * step, 1), run[0][0][1])], "spark-mark") for place, run in heights.items() if run
    )
    to_come = _ahead([values[-1], *ahead], width, low, high) if ahead else ""
    return Markup(
        '<svg class="spark" role="img" aria-label="{}" viewBox="-2 -3 104 32" preserveAspectRatio="none">{}</svg>'
    ).format(label, Markup(areas + to_come + lines + last + dots))


def _ahead(path: Sequence[float], start: float, low: float, high: float) -> str:
    """What is to come, from the end of what is known to the right of the box."""
    runs = stretches(path, 100 - start, 26, low, high)
    return "".join(_line([(round(x + start, 1), y) for x, y in run], "spark-ahead") for run in runs)


def _ends(present: Sequence[float]) -> Ends:
    low, high = min(present), max(present)
    short = (NARROWEST * max(abs(low), abs(high)) - (high - low)) / 2
    return (low - short, high + short) if short > 0 else (low, high)


def _line(run: list[Point], css: str) -> str:
    # A line of one point is drawn as a dot by its round ends, at any stretch of the box.
    points = run if len(run) > 1 else [run[0], run[0]]
    return f'<path class="{css}" d="M{" L".join(f"{x} {y}" for x, y in points)}"/>'


def _area(run: list[Point]) -> str:
    ridge = " L".join(f"{x} {y}" for x, y in run)
    return f'<path class="spark-area" d="M{run[0][0]} 29 L{ridge} L{run[-1][0]} 29Z"/>'
