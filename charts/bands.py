"""Bands of ranks: who is ahead of whom, as far as can be told?"""

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
from markupsafe import Markup


def bands(data: pd.DataFrame, *, alt: str, heads: Sequence[str]) -> Markup:
    """A row a unit with the run of ranks it may have; those joined by overlaps stand in one frame. Choose it for a league
    whose order chance blurs.

    `data` has `tier` (rows of one follow each other), `place` (text: 1, or 5–12), `name`, `low` and `high` (ranks from 1), `value` (as shown), `limits` (as shown),
    `tip`, `href` and `css` (`mine` for the unit one looks at, else ""). `heads`: what
    stands above place, unit, band, value and limits.
    """
    most = int(data["high"].max()) if len(data) else 0
    groups = [list(rows) for _, rows in groupby(data.to_dict("records"), key=lambda row: row["tier"])]
    head = Markup("").join(Markup("<span>{}</span>").format(text) for text in heads)
    return Markup(
        '<div class="bands" role="group" aria-label="{}"><p class="bands-head bands-row" aria-hidden="true">{}</p>{}</div>'
    ).format(alt, head, Markup("").join(_shared(rows, most) for rows in groups))


def _shared(rows: Sequence[dict], most: int) -> Markup:
    """The units of one frame."""
    css = " shared" if len(rows) > 1 else ""
    return Markup('<ol class="bands-place{}">{}</ol>').format(css, Markup("").join(_row(row, most) for row in rows))


def _row(row: dict, most: int) -> Markup:
    left, width = 100 * (row["low"] - 1) / most, 100 * (row["high"] - row["low"] + 1) / most
    return Markup(
        '<li><a class="bands-row {css}" href="{href}" data-tip="{tip}"><span class="bands-rank">{place}</span>'
        '<span class="bands-name">{name}</span><svg class="bar" aria-hidden="true">'
        '<rect class="bar-track" width="100%" height="100%"/>'
        '<rect class="bar-fill" x="{left:.2f}%" width="{width:.2f}%" height="100%"/></svg>'
        '<span class="bands-value">{value}</span><span class="bands-limits">{limits}</span></a></li>'
    ).format(
        left=left, width=width, **{key: row[key] for key in ("css", "href", "tip", "place", "name", "value", "limits")}
    )
