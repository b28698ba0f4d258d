"""A profile: how far along each part is, beside what it is compared with."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup


def profile(data: pd.DataFrame, *, groups: Sequence[tuple[str, str]], top: float, alt: str) -> Markup:
    """Small bars in groups, one a part, with a tick where what it is compared with stands. Choose it for a dozen parts on the
    same steps; unlike a radar chart it has no area that means nothing.

    `data` has `group`, `name`, `value` and `mark` (from 0 to `top`, NaN for none), `text` (the value as shown), `beside` (the
    mark in words), `status` (a key of `style.STATUS` or `""`), `href` and `tip`. `groups` are keys and headings in their
    order; `alt` is what a screen reader says of it all.
    """
    blocks = Markup("").join(
        Markup('<section><h3>{}</h3><ul class="profile-rows">{}</ul></section>').format(
            heading, Markup("").join(_row(row, top) for row in data[data["group"] == key].to_dict("records"))
        )
        for key, heading in groups
    )
    return Markup('<div class="profile" role="group" aria-label="{}">{}</div>').format(alt, blocks)


def _row(row: dict, top: float) -> Markup:
    return Markup(
        '<li><a class="profile-row" href="{href}" data-tip="{tip}"><span class="profile-name">{name}</span>{bar}'
        '<b class="profile-value {status}">{text}</b><small>{beside}</small></a></li>'
    ).format(bar=_bar(row["value"], row["mark"], row["status"], top), **{key: row[key] for key in ("href", "tip", "name", "status", "text", "beside")})  # fmt: skip


def _bar(value: float, mark: float, status: str, top: float) -> Markup:
    """The track, the bar, a notch a step, and the tick."""
    fill = Markup('<rect class="bar-fill {}" width="{:.1f}%" height="100%"/>').format(
        status, 0 if value != value else 100 * min(value / top, 1)
    )
    notches = Markup("").join(
        Markup('<line class="notch" x1="{0:.1f}%" x2="{0:.1f}%" y2="100%"/>').format(100 * step / top)
        for step in range(1, int(top))
    )
    tick = (
        Markup('<rect class="due" x="{:.1f}%" width=".2rem" height="100%"/>').format(98.5 * min(mark / top, 1))
        if mark == mark
        else ""
    )
    return Markup(
        '<svg class="bar" aria-hidden="true"><rect class="bar-track" width="100%" height="100%"/>{}{}{}</svg>'
    ).format(fill, notches, tick)
