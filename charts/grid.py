"""The ground that lines and dots are drawn on: where a value lies, what is written beside it, the rules across."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from charts.scale import Axis

EDGE = 2.0  # per cent of the width left free at both ends
Place = tuple[float, float]


def along(index: int, count: int) -> float:
    """Where the so manieth of so many stands, in per cent from the left."""
    return 50.0 if count == 1 else EDGE + (100 - 2 * EDGE) * index / (count - 1)


def down(scale: Axis, value: float) -> float:
    """Where a value lies, in per cent from the top."""
    return 100 * (1 - scale.share(value))


def heights(scale: Axis, show: Callable[[float], str]) -> Markup:
    """What the ticks of the scale say, for the strip beside the plot."""
    return Markup("").join(
        Markup('<text x="100%" y="{:.2f}%" dy=".35em">{}</text>').format(down(scale, tick), show(tick))
        for tick in scale.ticks
    )


def rules(scale: Axis) -> Markup:
    """A line across at each tick; the first is the ground."""
    return Markup("").join(
        Markup('<line class="rule{}" x1="0" x2="100%" y1="{y:.2f}%" y2="{y:.2f}%"/>').format(
            " first" * (tick == scale.ticks[0]), y=down(scale, tick)
        )
        for tick in scale.ticks
    )


def joined(places: Sequence[Place | None]) -> list[tuple[Place, Place]]:
    """The stretches between neighbours that are both there."""
    return [(one, other) for one, other in pairwise(places) if one and other]


def line(css: str, places: Sequence[Place | None], stretches: Iterable[tuple[Place, Place]]) -> Markup:
    """A run of stretches with a dot at each place that is there."""
    drawn = Markup("").join(
        Markup('<line x1="{:.2f}%" y1="{:.2f}%" x2="{:.2f}%" y2="{:.2f}%"/>').format(*start, *end)
        for start, end in stretches
    )
    dots = Markup("").join(Markup('<circle cx="{:.2f}%" cy="{:.2f}%"/>').format(*place) for place in places if place)
    return Markup('<g class="{}">{}{}</g>').format(css, drawn, dots)


def tips(texts: Sequence[str]) -> Markup:
    """A strip over each of them, in order: under the pointer it tells its text."""
    width = (100 - 2 * EDGE) / max(len(texts) - 1, 1)
    return Markup("").join(
        Markup('<rect class="strip" x="{:.2f}%" width="{:.2f}%" height="100%" data-tip="{}"/>').format(
            along(index, len(texts)) - width / 2, width, text
        )
        for index, text in enumerate(texts)
    )
