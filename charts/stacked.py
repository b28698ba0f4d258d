"""Scores in their parts: who has how many points, and of what?"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

# Steps of the ramp: neighbours lie apart in lightness, so the bar also reads in grey; further parts begin it again.
LIGHT = (4, 1, 3, 2)


def stacked(data: Sequence[Mapping], *, whole: float, parts: Sequence[str], heads: Sequence[str], alt: str) -> Markup:
    """A row a unit with a bar of its points by part, out of `whole`. Choose it for a league of scores that are sums.

    Each of `data` has `place`, `name`, `values` (points of each of `parts`, 0 or more), `off` (points taken off at the end,
    0 or more), `total`, `aside` (both as shown), `tip`, `href` and `css` (`mine`, `chosen`, `struck`: its points do not count;
    else ""). `heads`: what stands above place, unit, bar, total and aside.
    """
    head = Markup("").join(Markup("<span>{}</span>").format(text) for text in heads)
    legend = Markup("").join(
        Markup(
            '<span><svg aria-hidden="true"><rect class="stack {}" width="100%" height="100%"/></svg>{}</span>'
        ).format(_shade(place), name)
        for place, name in enumerate(parts)
    )
    rows = Markup("").join(_row(row, whole) for row in data)
    return Markup(
        '<div class="stacked" role="group" aria-label="{}"><p class="stacked-key">{}</p>'
        '<p class="bands-head stacked-row" aria-hidden="true">{}</p><ol>{}</ol></div>'
    ).format(alt, legend, head, rows)


def _shade(place: int) -> str:
    return f"step-{LIGHT[place % len(LIGHT)]}"


def _row(row: Mapping, whole: float) -> Markup:
    at, drawn = 0.0, Markup("")
    for place, value in enumerate(row["values"]):
        width = 100 * max(value, 0.0) / whole if whole else 0.0
        drawn += Markup('<rect class="stack {}" x="{:.2f}%" width="{:.2f}%" height="100%"/>').format(
            _shade(place), at, width
        )
        at += width
    if row["off"]:
        width = min(100 * row["off"] / whole, at)
        drawn += Markup('<rect class="stack off" x="{:.2f}%" width="{:.2f}%" height="100%"/>').format(at - width, width)
    return Markup(
        '<li><a class="stacked-row {css}" href="{href}" data-tip="{tip}"><span class="bands-rank">{place}</span>'
        '<span class="bands-name">{name}</span><svg class="bar" aria-hidden="true">'
        '<rect class="bar-track" width="100%" height="100%"/>{drawn}</svg>'
        '<span class="bands-value">{total}</span><span class="bands-limits">{aside}</span></a></li>'
    ).format(drawn=drawn, **{key: row[key] for key in ("css", "href", "tip", "place", "name", "total", "aside")})
