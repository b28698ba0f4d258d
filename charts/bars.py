"""Plain bars: how much of what?"""

import pandas as pd
from markupsafe import Markup


def bars(data: pd.DataFrame, *, alt: str, top: float = 0.0) -> Markup:
    """A bar a row, in the order of the rows. Choose it for a handful of amounts that need no rank.

    `data` has `name`, `value` (0 or more), `text` (the value as shown), `status` (a key of `style.STATUS` or `""`) and
    `href` (`""`: leads nowhere). `alt` is what a screen reader says of the list. `top` is what a full bar means, without it
    the largest value.
    """
    top = top or (float(data["value"].max()) if len(data) else 0.0)
    rows = Markup("").join(_row(row, top) for row in data.to_dict("records"))
    return Markup('<ul class="bars" aria-label="{}">{}</ul>').format(alt, rows)


def _row(row: dict, top: float) -> Markup:
    tag = Markup('a href="{}"').format(row["href"]) if row["href"] else Markup("span")
    return Markup(
        '<li><{} class="bars-row"><span class="bars-name">{}</span>'
        '<svg class="bar" aria-hidden="true"><rect class="bar-track" width="100%" height="100%"/>'
        '<rect class="bar-fill {}" width="{:.1f}%" height="100%"/></svg>'
        '<span class="bars-value">{}</span></{}></li>'
    ).format(
        tag,
        row["name"],
        row["status"],
        100 * row["value"] / top if top > 0 else 0,
        row["text"],
        "a" if row["href"] else "span",
    )
