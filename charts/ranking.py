"""Bars in order: who is first, who is last, and how far apart?"""

import pandas as pd
from markupsafe import Markup


def ranking(data: pd.DataFrame, *, alt: str) -> Markup:
    """A bar a unit, in the order of the rows. Choose it to compare up to some fifteen units on one number.

    `data` has `name`, `value` (NaN for none), `text` (the value as shown, `""` for none), `rank` (text, `""` where withheld),
    `coverage` (`9/11`), `status` (a key of `style.STATUS` or `""`) and `href`. Bars start at zero; negative values
    have none and show their text. `alt` is what a screen reader says of the list.
    """
    top = float(data["value"].max()) if data["value"].notna().any() else 0.0
    rows = Markup("").join(_row(row, top) for row in data.to_dict("records"))
    return Markup('<ol class="ranking" aria-label="{}">{}</ol>').format(alt, rows)


def _row(row: dict, top: float) -> Markup:
    share = 100 * row["value"] / top if row["value"] == row["value"] and top > 0 else 0.0
    return Markup(
        '<li><a class="ranking-row" href="{href}" data-tip="{name} {text} · {coverage}">'
        '<span class="ranking-rank">{rank}</span><span class="ranking-name">{name}</span>'
        '<svg class="bar" aria-hidden="true"><rect class="bar-track" width="100%" height="100%"/>'
        '<rect class="bar-fill" width="{share:.1f}%" height="100%"/></svg>'
        '<span class="ranking-value"><i class="dot {status}"></i>{text}</span>'
        '<span class="ranking-coverage">{coverage}</span></a></li>'
    ).format(
        share=max(0.0, share),
        text=row["text"] or "—",
        **{key: row[key] for key in ("href", "name", "rank", "coverage", "status")},
    )
