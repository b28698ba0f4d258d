"""From where to where, all at once: how many of a whole moved between its parts."""

from collections.abc import Mapping, Sequence

import pandas as pd
from markupsafe import Markup

ROOM = 11.0  # per cent of the height that every part has at least, so that its name finds room
BAND = (31.0, 69.0)  # per cent of the width between which the ribbons run; names stand outside
BAR = 1.2  # per cent of the width


def flow(data: pd.DataFrame, *, parts: Mapping[str, str], heads: tuple[str, str], alt: str) -> Markup:
    """The parts of a whole at two times, with a ribbon as thick as what went from one to the other. Choose it where most
    things stay and one asks which moved, and where to.

    `data` has `was`, `now` (keys of `parts`, which are in order, the first on top), `count` (above 0), `css` (`stayed`, `on`
    or `back`) and `tip`, a line a ribbon. `heads` stand above the two sides. Nothing without lines.
    """
    if data.empty:
        return Markup("")
    sides = [data.groupby(name)["count"].sum().reindex(list(parts)).dropna() for name in ("was", "now")]
    share = (100 - ROOM * max(map(len, sides))) / float(data["count"].sum())
    starts, ends = (_starts(side, share) for side in sides)
    drawn = Markup("")
    for row in data.sort_values(["was", "now"], key=lambda keys: keys.map(list(parts).index)).to_dict("records"):
        thick = row["count"] * share
        drawn += _ribbon(row, starts[row["was"]], ends[row["now"]], thick)
        starts[row["was"]] += thick
        ends[row["now"]] += thick
    left, right = BAND
    names = _names(sides[0], share, parts, left, "left") + _names(sides[1], share, parts, right, "right")
    return Markup(
        '<div class="flow" role="img" aria-label="{}"><p><span>{}</span><span>{}</span></p><svg><svg x="{}%" width="{}%" '
        'height="100%" viewBox="0 0 100 100" preserveAspectRatio="none">{}</svg>{}</svg></div>'
    ).format(alt, *heads, left, right - left, drawn, names)


def _starts(side: pd.Series, share: float) -> dict[str, float]:
    """Where the bar of each part begins: in the middle of the room it has."""
    at, found = 0.0, {}
    for key, count in side.items():
        found[str(key)] = at + ROOM / 2
        at += ROOM + float(count) * share
    return found


def _ribbon(row: Mapping, was: float, now: float, thick: float) -> Markup:
    return Markup(
        '<path class="ribbon {}" d="M0,{:.2f}C50,{:.2f} 50,{:.2f} 100,{:.2f}V{:.2f}C50,{:.2f} 50,{:.2f} 0,{:.2f}Z" '
        'data-tip="{}"/>'
    ).format(row["css"], was, was, now, now, now + thick, now + thick, was + thick, was + thick, row["tip"])


def _names(side: pd.Series, share: float, parts: Mapping[str, str], edge: float, css: str) -> Markup:
    """The bars of one side, and beside each what it is and how many."""
    starts, words = _starts(side, share), Markup("")
    for key, count in side.items():
        start, high = starts[str(key)], float(count) * share
        bar, name = (edge - BAR, edge - 2 * BAR) if css == "left" else (edge, edge + 2 * BAR)
        words += Markup(
            '<rect class="bar-fill" x="{:.2f}%" y="{:.2f}%" width="{}%" height="{:.2f}%"/>'
            '<text class="{}" x="{:.2f}%" y="{:.2f}%" dy=".35em">{} <tspan>{:,.0f}</tspan></text>'
        ).format(bar, start, BAR, high, css, name, start + high / 2, parts[str(key)], count)
    return words


def turn(was: str, now: str, order: Sequence[str]) -> str:
    """How a ribbon is drawn: `stayed`, `on` (towards the end of `order`, or into it) or `back`."""
    if was == now:
        return "stayed"
    places = [order.index(key) if key in order else -1 for key in (was, now)]
    return "on" if places[1] > places[0] else "back"
