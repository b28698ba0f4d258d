"""Before and after: how much of what it was is left?"""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup


def dumbbell(data: pd.DataFrame, *, ends: Sequence[str], alt: str) -> Markup:
    """A line a row from what is left to what there was, each row on its own scale: the whole width is what there was. Choose
    it for things of different sizes whose cut is to be compared.

    `data` has `name`, `before` and `after` (above 0, or 0), `text` (both as shown), `share` (the cut as shown), `status` (a
    key of `style.STATUS` or `""`), `href` and `tip`. `ends` are what stands for the two dots; `alt` is what a screen reader
    says of it all. What grew ends at the right, beyond its beginning.
    """
    rows = Markup("").join(_row(row) for row in data.to_dict("records"))
    legend = Markup('<p class="dumbbell-legend"><i class="after"></i>{} <i></i>{}</p>').format(ends[1], ends[0])
    return Markup('<div class="dumbbell" role="group" aria-label="{}"><ul>{}</ul>{}</div>').format(alt, rows, legend)


def _row(row: dict) -> Markup:
    top = max(row["before"], row["after"])
    before, after = (2 + 96 * row[name] / top for name in ("before", "after"))
    line = Markup('<line x1="{:.1f}%" x2="{:.1f}%" y1="50%" y2="50%"/>').format(min(before, after), max(before, after))
    dots = Markup('<circle cx="{:.1f}%" cy="50%"/><circle class="after" cx="{:.1f}%" cy="50%"/>').format(before, after)
    return Markup(
        '<li><a class="dumbbell-row {status}" href="{href}" data-tip="{tip}"><span class="dumbbell-name">{name}</span>'
        '<svg aria-hidden="true">{drawn}</svg><span class="dumbbell-text">{text}</span><b>{share}</b></a></li>'
    ).format(drawn=line + dots, **{key: row[key] for key in ("status", "href", "tip", "name", "text", "share")})
