"""Units in order: who is first, who is last, and how far apart?"""

from collections.abc import Callable

import pandas as pd
from markupsafe import Markup

from charts.scale import Axis, axis, close_together

MOST = 12  # units drawn; with more a row would be no higher than its text
FIRST = 6  # of so many units, those drawn from the beginning; the others are the last


def ranking(
    data: pd.DataFrame, *, alt: str, show: Callable[[float], str], between: Callable[[int], str] = str
) -> Markup:
    """A row a unit, in the order of the rows. Choose it to compare a dozen units on one number: of more than `MOST`
    the first and the last are drawn, and `between` says how many stand between them.

    `data` has `name`, `value` (NaN for none), `text` (the value as shown, `""` for none), `rank` (text, `""` where withheld),
    `coverage` (`9/11`), `status` (a key of `style.STATUS` or `""`), `href` and `tip`. Bars start at zero; a value below zero
    has none and shows its text. Values too close together for bars are dots on an axis of their own, whose places `show`
    writes: a bar that does not start at zero would lie. `alt` is what a screen reader says of the list.
    """
    scale = axis(data["value"], steps=3, from_zero=False) if close_together(data["value"]) else None
    top = float(data["value"].max()) if data["value"].notna().any() else 0.0
    drawn = [
        _row(row, _dot(row["value"], scale) if scale else _bar(row["value"], top)) for row in data.to_dict("records")
    ]
    if len(drawn) > MOST:
        gap = Markup('<li class="ranking-row ranking-between"><span></span><span>{}</span></li>')
        drawn = [*drawn[:FIRST], gap.format(between(len(drawn) - MOST + 1)), *drawn[FIRST - MOST + 1 :]]
    rows = Markup("").join(drawn)
    foot = _foot(scale, show) if scale else Markup("")
    return Markup('<ol class="ranking" aria-label="{}">{}{}</ol>').format(alt, rows, foot)


def _row(row: dict, drawn: Markup) -> Markup:
    return Markup(
        '<li><a class="ranking-row" href="{href}" data-tip="{tip}">'
        '<span class="ranking-rank">{rank}</span><span class="ranking-name">{name}</span>{drawn}'
        '<span class="ranking-value"><i class="dot {status}"></i>{text}</span>'
        '<span class="ranking-coverage">{coverage}</span></a></li>'
    ).format(
        drawn=drawn,
        text=row["text"] or "—",
        **{key: row[key] for key in ("href", "name", "rank", "coverage", "status", "tip")},
    )


def _bar(value: float, top: float) -> Markup:
    share = 100 * value / top if value == value and top > 0 else 0.0
    return Markup(
        '<svg class="bar" aria-hidden="true"><rect class="bar-track" width="100%" height="100%"/>'
        '<rect class="bar-fill" width="{:.1f}%" height="100%"/></svg>'
    ).format(max(0.0, share))


def _dot(value: float, scale: Axis) -> Markup:
    rules = Markup("").join(
        Markup('<line class="rule" x1="{x:.1f}%" x2="{x:.1f}%" y2="100%"/>').format(x=100 * scale.share(tick))
        for tick in scale.ticks
    )
    dot = Markup('<circle cx="{:.1f}%" cy="50%"/>').format(100 * scale.share(value)) if value == value else ""
    return Markup('<svg class="dots" aria-hidden="true">{}{}</svg>').format(rules, dot)


def _foot(scale: Axis, show: Callable[[float], str]) -> Markup:
    """The axis below the dots, its ends written."""
    places = Markup("").join(
        Markup('<text x="{:.1f}%" y="50%" dy=".35em">{}</text>').format(100 * scale.share(tick), show(tick))
        for tick in (scale.ticks[0], scale.ticks[-1])
    )
    return Markup(
        '<li class="ranking-row ranking-axis" aria-hidden="true"><span></span><span></span><svg>{}</svg></li>'
    ).format(places)
