"""From where to where: an arrow a row, against what was to be reached."""

import math

import pandas as pd
from markupsafe import Markup

EDGE = 0.12  # of the width, kept free on both sides


def arrows(data: pd.DataFrame, *, alt: str) -> Markup:
    """An arrow a row from what stood to what stands, in the order of the rows, each on a scale of its own with a tick at its
    aim. Choose it for what moved between two points where the numbers are of different kinds: which way, and whether the aim
    was crossed.

    `data` has `name`, `place` (above it, small), `was`, `now`, `aim` (NaN: none), `turn` (`better`, `worse`, `neutral`),
    `text` (from what to what, in words), `more` (small, below it) and `href`. `alt` is what a screen reader says of the list.
    """
    rows = Markup("").join(_row(row) for row in data.to_dict("records"))
    return Markup('<ul class="arrows" aria-label="{}">{}</ul>').format(alt, rows)


def _row(row: dict) -> Markup:
    return Markup(
        '<li><a class="arrows-row {}" href="{}"><span class="arrows-name"><small>{}</small>{}</span>'
        '<svg class="arrow" aria-hidden="true">{}</svg><span class="arrows-text">{}<small>{}</small></span></a></li>'
    ).format(row["turn"], row["href"], row["place"], row["name"], _drawn(row), row["text"], row["more"])


def _drawn(row: dict) -> Markup:
    known = [row[name] for name in ("was", "now", "aim") if not math.isnan(row[name])]
    if math.isnan(row["was"]) or math.isnan(row["now"]):
        return Markup("")
    low, high = min(known), max(known)

    def at(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return 100 * (EDGE + share * (1 - 2 * EDGE))

    was, now = at(row["was"]), at(row["now"])
    aim = "" if math.isnan(row["aim"]) else Markup('<line class="aim" x1="{0:.1f}%" x2="{0:.1f}%" y1="8%" y2="92%"/>').format(at(row["aim"]))  # fmt: skip
    head = "M-8,-6 L3,0 L-8,6z" if now >= was else "M8,-6 L-3,0 L8,6z"
    return Markup(
        '<line class="track" x1="0" x2="100%" y1="50%" y2="50%"/>{}<circle cx="{:.1f}%" cy="50%" r="4"/>'
        '<line class="shaft" x1="{:.1f}%" x2="{:.1f}%" y1="50%" y2="50%"/>'
        '<svg x="{:.1f}%" y="50%" overflow="visible"><path d="{}"/></svg>'
    ).format(aim, was, was, now, now, head)
